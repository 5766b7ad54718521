import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function sides(region: TestRegion) {
  const vpc = (CidrBlock: string) => region.call("CreateVpc", { CidrBlock }).Vpc?.VpcId ?? "";
  const home = vpc("10.0.0.0/16");
  const VpcId = vpc("10.1.0.0/16");
  const GroupId = region.call("CreateSecurityGroup", { VpcId: home, GroupName: "g", Description: "g" }).GroupId ?? "";
  const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.1.0.0/24" }).Subnet?.SubnetId ?? "";
  return { home, VpcId, GroupId, SubnetId };
}

const listed = (region: TestRegion, Filters: { Name: string; Values: string[] }[] = []) =>
  region.call("DescribeSecurityGroupVpcAssociations", { Filters }).SecurityGroupVpcAssociations ?? [];

describe("groups in further VPCs", () => {
  test("are used there once associated, and no longer once disassociated", () => {
    const region = testRegion();
    const { VpcId, GroupId, SubnetId } = sides(region);
    const create = { SubnetId, Groups: [GroupId] };
    expect(refusal(region, "CreateNetworkInterface", create)).toBe("InvalidParameter");
    expect(region.call("AssociateSecurityGroupVpc", { GroupId, VpcId })).toEqual({ State: "associating" });
    region.clock.advance(1000);
    expect(listed(region)).toEqual([
      { GroupId, GroupOwnerId: "111111111111", VpcId, VpcOwnerId: "111111111111", State: "associated" },
    ]);
    expect(listed(region, [{ Name: "vpc-id", Values: ["vpc-00000000"] }])).toEqual([]);
    const { SecurityGroupForVpcs } = region.call("GetSecurityGroupsForVpc", { VpcId });
    expect(SecurityGroupForVpcs?.map((one) => one.GroupId)).toContain(GroupId);
    const NetworkInterfaceId = region.call("CreateNetworkInterface", create).NetworkInterface?.NetworkInterfaceId;
    expect(refusal(region, "DisassociateSecurityGroupVpc", { GroupId, VpcId })).toBe("DependencyViolation");
    region.clock.advance(1000);
    region.call("DeleteNetworkInterface", { NetworkInterfaceId });
    expect(region.call("DisassociateSecurityGroupVpc", { GroupId, VpcId })).toEqual({ State: "disassociating" });
    expect(refusal(region, "CreateNetworkInterface", create)).toBe("InvalidParameter");
    region.clock.advance(1000);
    expect(listed(region)).toEqual([]);
    expect(refusal(region, "DisassociateSecurityGroupVpc", { GroupId, VpcId })).toBe("InvalidParameterValue");
  });

  test("are named by rules of the groups there", () => {
    const region = testRegion();
    const { VpcId, GroupId } = sides(region);
    const there = region.call("CreateSecurityGroup", { VpcId, GroupName: "t", Description: "t" }).GroupId;
    const rule = {
      GroupId: there,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId }] }],
    };
    expect(refusal(region, "AuthorizeSecurityGroupIngress", rule)).toBe("InvalidGroup.NotFound");
    region.call("AssociateSecurityGroupVpc", { GroupId, VpcId });
    region.call("AuthorizeSecurityGroupIngress", rule);
  });

  test("go with their group and with the VPC", () => {
    const region = testRegion();
    const { VpcId, GroupId, SubnetId } = sides(region);
    region.call("AssociateSecurityGroupVpc", { GroupId, VpcId });
    region.call("DeleteSubnet", { SubnetId });
    region.call("DeleteVpc", { VpcId });
    expect(listed(region)).toEqual([]);
    const again = sides(region);
    region.call("AssociateSecurityGroupVpc", { GroupId: again.GroupId, VpcId: again.VpcId });
    region.call("DeleteSecurityGroup", { GroupId: again.GroupId });
    expect(listed(region)).toEqual([]);
  });

  test("refusals", () => {
    const region = testRegion();
    const { home, VpcId, GroupId } = sides(region);
    const refused = (input: object) => refusal(region, "AssociateSecurityGroupVpc", { GroupId, VpcId, ...input });
    const { Vpcs = [] } = region.call("DescribeVpcs");
    const { SecurityGroups = [] } = region.call("DescribeSecurityGroups", {
      Filters: [{ Name: "group-name", Values: ["default"] }],
    });
    expect(refused({ VpcId: home })).toBe("InvalidParameterValue");
    expect(refused({ VpcId: Vpcs.find(({ IsDefault }) => IsDefault)?.VpcId })).toBe("OperationNotPermitted");
    expect(refused({ GroupId: SecurityGroups[0]?.GroupId })).toBe("OperationNotPermitted");
    expect(refused({ GroupId: "sg-00000000" })).toBe("InvalidGroup.NotFound");
    expect(refused({ VpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");
    expect(refusal(region.as("222222222222", "us-east-1"), "AssociateSecurityGroupVpc", { GroupId, VpcId })).toBe(
      "InvalidGroup.NotFound",
    );
  });
});
