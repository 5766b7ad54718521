import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
  const GroupId = region.call("CreateSecurityGroup", { VpcId, GroupName: "g", Description: "g" }).GroupId ?? "";
  return { VpcId, SubnetId, GroupId };
}

const shown = (region: TestRegion, id = "") =>
  region.call("DescribeInstanceConnectEndpoints", { InstanceConnectEndpointIds: [id] }).InstanceConnectEndpoints?.[0];

describe("an Instance Connect Endpoint", () => {
  test("has an interface in its subnet, for as long as it lives", () => {
    const region = testRegion();
    const { VpcId, SubnetId, GroupId } = network(region);
    const { InstanceConnectEndpoint: made } = region.call("CreateInstanceConnectEndpoint", {
      SubnetId,
      TagSpecifications: [{ ResourceType: "instance-connect-endpoint", Tags: [{ Key: "Name", Value: "door" }] }],
    });
    const id = made?.InstanceConnectEndpointId ?? "";
    expect(made).toMatchObject({ State: "create-in-progress", VpcId, SubnetId, PreserveClientIp: false });
    region.clock.advance(1000);
    expect(shown(region, id)).toMatchObject({
      State: "create-complete",
      InstanceConnectEndpointArn: `arn:aws:ec2:us-east-1:111111111111:instance-connect-endpoint/${id}`,
      IpAddressType: "ipv4",
      Tags: [{ Key: "Name", Value: "door" }],
    });
    const interfaces = () =>
      region.call("DescribeNetworkInterfaces", { Filters: [{ Name: "subnet-id", Values: [SubnetId] }] })
        .NetworkInterfaces ?? [];
    expect(interfaces()).toMatchObject([
      { InterfaceType: "ec2_instance_connect_endpoint", Groups: [{ GroupName: "default" }], RequesterManaged: true },
    ]);
    region.call("ModifyInstanceConnectEndpoint", {
      InstanceConnectEndpointId: id,
      SecurityGroupIds: [GroupId],
      PreserveClientIp: true,
    });
    region.clock.advance(1000);
    expect(shown(region, id)).toMatchObject({ SecurityGroupIds: [GroupId], PreserveClientIp: true });
    expect(interfaces()).toMatchObject([{ Groups: [{ GroupId }] }]);
    expect(refusal(region, "DeleteSubnet", { SubnetId })).toBe("DependencyViolation");
    const found = (Name: string, Value: string) =>
      region.call("DescribeInstanceConnectEndpoints", { Filters: [{ Name, Values: [Value] }] })
        .InstanceConnectEndpoints;
    expect(found("vpc-id", VpcId)).toHaveLength(1);
    expect(found("tag:Name", "door")).toHaveLength(1);
    expect(found("state", "create-failed")).toHaveLength(0);
    const { InstanceConnectEndpoint } = region.call("DeleteInstanceConnectEndpoint", { InstanceConnectEndpointId: id });
    expect(InstanceConnectEndpoint?.State).toBe("delete-in-progress");
    region.clock.advance(1000);
    expect(interfaces()).toEqual([]);
    expect(refusal(region, "DescribeInstanceConnectEndpoints", { InstanceConnectEndpointIds: [id] })).toBe(
      "InvalidInstanceConnectEndpointId.NotFound",
    );
  });

  test("refusals", () => {
    const region = testRegion();
    const { SubnetId } = network(region);
    const elsewhere = network(region).GroupId;
    const refused = (input: object) => refusal(region, "CreateInstanceConnectEndpoint", { SubnetId, ...input });
    expect(refused({ SubnetId: "subnet-0123456789abcdef0" })).toBe("InvalidSubnetID.NotFound");
    expect(refused({ IpAddressType: "dualstack" })).toBe("InvalidParameterValue");
    expect(refused({ SecurityGroupIds: [elsewhere] })).toMatch(/^Invalid/);
    region.call("CreateInstanceConnectEndpoint", { SubnetId });
    expect(refused({})).toBe("ResourceLimitExceeded");
    const id = region.call("DescribeInstanceConnectEndpoints").InstanceConnectEndpoints?.[0]?.InstanceConnectEndpointId;
    expect(refusal(region, "DeleteInstanceConnectEndpoint", { InstanceConnectEndpointId: id })).toBe("IncorrectState");
  });
});
