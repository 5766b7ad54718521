import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { shareWith } from "../share.fixture.ts";

/**
 *   vpc 10.0.0.0/16 of 111111111111
 *   ├── shared 10.0.1.0/24   participant 222222222222: theirs
 *   └── own    10.0.2.0/24   ours
 */
function sharedVpc() {
  const lab = new Lab();
  const other = lab.as("222222222222", "us-east-1");
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const [shared, own] = [lab.subnet("shared", vpc, "10.0.1.0/24"), lab.subnet("own", vpc, "10.0.2.0/24")];
  shareWith(lab.region, `arn:aws:ec2:us-east-1:111111111111:subnet/${shared}`, "222222222222");
  return { lab, other, vpc, shared, own };
}

describe("a shared subnet", () => {
  test("is seen with its VPC by the participant, and what is not shared is not", () => {
    const { lab, other, vpc, shared, own } = sharedVpc();
    const seen = other.region.call("DescribeSubnets", { Filters: [{ Name: "vpc-id", Values: [vpc] }] }).Subnets;
    expect(seen).toMatchObject([{ SubnetId: shared, OwnerId: "111111111111" }]);
    expect(other.region.call("DescribeVpcs", { VpcIds: [vpc] }).Vpcs).toMatchObject([{ OwnerId: "111111111111" }]);
    expect(other.region.codeOf("DescribeSubnets", { SubnetIds: [own] })).toBe("InvalidSubnetID.NotFound");
    const stranger = lab.as("333333333333", "us-east-1").region;
    expect(stranger.codeOf("DescribeSubnets", { SubnetIds: [shared] })).toBe("InvalidSubnetID.NotFound");
    expect(stranger.codeOf("DescribeVpcs", { VpcIds: [vpc] })).toBe("InvalidVpcID.NotFound");
  });

  test("takes the participant's instances with the participant's groups, and packets cross between the accounts", () => {
    const { lab, other, vpc, shared, own } = sharedVpc();
    const theirs = other.instance("theirs", shared, {
      groups: [other.group("theirs", vpc, { in: ["tcp 443 from 10.0.2.0/24"] })],
    });
    const ours = lab.instance("ours", own, { groups: [lab.group("ours", vpc, {})] });
    expect(lab.trace(ours, theirs.ip)).toMatchObject({ works: true });
    expect(lab.trace(theirs, ours.ip)).toMatchObject({ works: false, out: "denied" });
    const interfaces = (at: Lab) =>
      at.region.call("DescribeNetworkInterfaces", { Filters: [{ Name: "subnet-id", Values: [shared] }] });
    expect(interfaces(other).NetworkInterfaces).toHaveLength(1);
    expect(interfaces(lab).NetworkInterfaces).toHaveLength(0);
    expect(lab.region.codeOf("DeleteSubnet", { SubnetId: shared })).toBe("DependencyViolation");
  });

  test("is the owner's to change, and the default group the owner's to use", () => {
    const { other, vpc, shared } = sharedVpc();
    expect(other.region.codeOf("DeleteSubnet", { SubnetId: shared })).toBe("InvalidSubnetID.NotFound");
    expect(other.region.codeOf("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.3.0/24" })).toBe("InvalidVpcID.NotFound");
    expect(other.region.codeOf("CreateNetworkInterface", { SubnetId: shared })).toBe("InvalidParameter");
  });
});
