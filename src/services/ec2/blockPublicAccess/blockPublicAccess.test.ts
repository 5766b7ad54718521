import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
  return { VpcId, SubnetId };
}

const optionsOf = (region: TestRegion) =>
  region.call("DescribeVpcBlockPublicAccessOptions").VpcBlockPublicAccessOptions;

const exclusionOf = (region: TestRegion, id: string) =>
  region.call("DescribeVpcBlockPublicAccessExclusions", { ExclusionIds: [id] }).VpcBlockPublicAccessExclusions?.[0];

const modeOfSubnet = (region: TestRegion, id: string) =>
  region.call("DescribeSubnets", { SubnetIds: [id] }).Subnets?.[0]?.BlockPublicAccessStates?.InternetGatewayBlockMode;

const modeOfVpc = (region: TestRegion, id: string) =>
  region.call("DescribeVpcs", { VpcIds: [id] }).Vpcs?.[0]?.BlockPublicAccessStates?.InternetGatewayBlockMode;

describe("the mode", () => {
  test("is off until it is set, and the account's and region's own", () => {
    const region = testRegion();
    const { VpcId, SubnetId } = network(region);
    expect(optionsOf(region)).toMatchObject({
      State: "default-state",
      InternetGatewayBlockMode: "off",
      AwsAccountId: "111111111111",
      AwsRegion: "us-east-1",
    });
    expect(modeOfVpc(region, VpcId)).toBe("off");
    const answer = region.call("ModifyVpcBlockPublicAccessOptions", {
      InternetGatewayBlockMode: "block-bidirectional",
    });
    expect(answer.VpcBlockPublicAccessOptions).toMatchObject({
      State: "update-in-progress",
      InternetGatewayBlockMode: "block-bidirectional",
    });
    region.clock.advance(1000);
    expect(optionsOf(region)?.State).toBe("update-complete");
    expect(modeOfVpc(region, VpcId)).toBe("block-bidirectional");
    expect(modeOfSubnet(region, SubnetId)).toBe("block-bidirectional");
    expect(optionsOf(region.as("222222222222", "us-east-1"))?.State).toBe("default-state");
    expect(optionsOf(region.as("111111111111", "us-west-2"))?.State).toBe("default-state");
    expect(refusal(region, "ModifyVpcBlockPublicAccessOptions", { InternetGatewayBlockMode: "shut" as "off" })).toBe(
      "InvalidParameterValue",
    );
  });
});

describe("exclusions", () => {
  test("a subnet's comes before its VPC's, and egress only leaves ingress blocked", () => {
    const region = testRegion();
    const { VpcId, SubnetId } = network(region);
    region.call("ModifyVpcBlockPublicAccessOptions", { InternetGatewayBlockMode: "block-bidirectional" });
    region.call("CreateVpcBlockPublicAccessExclusion", { VpcId, InternetGatewayExclusionMode: "allow-egress" });
    expect(modeOfSubnet(region, SubnetId)).toBe("block-ingress");
    region.call("CreateVpcBlockPublicAccessExclusion", {
      SubnetId,
      InternetGatewayExclusionMode: "allow-bidirectional",
    });
    expect(modeOfSubnet(region, SubnetId)).toBe("off");
    expect(modeOfVpc(region, VpcId)).toBe("block-ingress");
  });

  test("are created, changed, deleted, remembered for a while and forgotten with their tags", () => {
    const region = testRegion();
    const { VpcId } = network(region);
    const { VpcBlockPublicAccessExclusion: made } = region.call("CreateVpcBlockPublicAccessExclusion", {
      VpcId,
      InternetGatewayExclusionMode: "allow-egress",
      TagSpecifications: [{ ResourceType: "vpc-block-public-access-exclusion", Tags: [{ Key: "a", Value: "b" }] }],
    });
    const ExclusionId = made?.ExclusionId ?? "";
    expect(made).toMatchObject({
      State: "create-in-progress",
      ResourceArn: `arn:aws:ec2:us-east-1:111111111111:vpc/${VpcId}`,
      Tags: [{ Key: "a", Value: "b" }],
    });
    region.clock.advance(1000);
    expect(exclusionOf(region, ExclusionId)?.State).toBe("create-complete");
    const changed = { ExclusionId, InternetGatewayExclusionMode: "allow-bidirectional" as const };
    region.call("ModifyVpcBlockPublicAccessExclusion", changed);
    region.clock.advance(1000);
    expect(exclusionOf(region, ExclusionId)).toMatchObject({
      State: "update-complete",
      InternetGatewayExclusionMode: "allow-bidirectional",
    });
    const again = { VpcId, InternetGatewayExclusionMode: "allow-egress" as const };
    expect(refusal(region, "CreateVpcBlockPublicAccessExclusion", again)).toBe("ResourceAlreadyExists");
    region.call("DeleteVpcBlockPublicAccessExclusion", { ExclusionId });
    expect(exclusionOf(region, ExclusionId)?.State).toBe("delete-in-progress");
    region.clock.advance(1000);
    expect(exclusionOf(region, ExclusionId)).toMatchObject({ State: "delete-complete" });
    expect(refusal(region, "ModifyVpcBlockPublicAccessExclusion", changed)).toBe(
      "InvalidVpcBlockPublicAccessExclusionId.NotFound",
    );
    region.clock.advance(2 * 60 * 60 * 1000);
    expect(region.codeOf("DescribeVpcBlockPublicAccessExclusions", { ExclusionIds: [ExclusionId] })).toBe(
      "InvalidVpcBlockPublicAccessExclusionId.NotFound",
    );
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test("refusals and filters", () => {
    const region = testRegion();
    const { VpcId, SubnetId } = network(region);
    const InternetGatewayExclusionMode = "allow-egress" as const;
    const refused = (input: object) =>
      refusal(region, "CreateVpcBlockPublicAccessExclusion", { InternetGatewayExclusionMode, ...input });
    expect(refused({})).toBe("MissingParameter");
    expect(refused({ VpcId, SubnetId })).toBe("InvalidParameterCombination");
    expect(refused({ VpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");
    expect(refused({ VpcId, InternetGatewayExclusionMode: "all" })).toBe("InvalidParameterValue");
    region.call("CreateVpcBlockPublicAccessExclusion", { SubnetId, InternetGatewayExclusionMode });
    const found = (Name: string, Value: string) =>
      region.call("DescribeVpcBlockPublicAccessExclusions", { Filters: [{ Name, Values: [Value] }] })
        .VpcBlockPublicAccessExclusions?.length;
    expect(found("resource-arn", `*/${SubnetId}`)).toBe(1);
    expect(found("state", "create-complete")).toBe(0);
    expect(found("internet-gateway-exclusion-mode", "allow-egress")).toBe(1);
  });
});
