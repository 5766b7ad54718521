import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const groupNamed = (region: TestRegion, name: string) =>
  region.call("DescribePlacementGroups", { GroupNames: [name] }).PlacementGroups?.[0];

/** Default subnets of two zones. */
function subnets(region: TestRegion): [string, string] {
  const { Subnets = [] } = region.call("DescribeSubnets");
  const inZone = (zone: string) => Subnets.find((one) => one.AvailabilityZone === zone)?.SubnetId ?? "";
  return [inZone("us-east-1a"), inZone("us-east-1b")];
}

const launch = (SubnetId: string, GroupName: string, more: object = {}) => ({
  ImageId: "ami-0123456789abcdef0",
  InstanceType: "c5.large" as const,
  SubnetId,
  MinCount: 1,
  MaxCount: 1,
  Placement: { GroupName },
  ...more,
});

describe("placement groups", () => {
  test("of each strategy, with AWS's defaults", () => {
    const region = testRegion();
    const { PlacementGroup } = region.call("CreatePlacementGroup", {
      GroupName: "c",
      TagSpecifications: [{ ResourceType: "placement-group", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(PlacementGroup).toEqual({
      GroupName: "c",
      GroupId: expect.stringMatching(/^pg-[0-9a-f]{17}$/),
      GroupArn: "arn:aws:ec2:us-east-1:111111111111:placement-group/c",
      State: "available",
      Strategy: "cluster",
      Tags: [{ Key: "a", Value: "b" }],
    });
    region.call("CreatePlacementGroup", { GroupName: "p", Strategy: "partition" });
    region.call("CreatePlacementGroup", { GroupName: "s", Strategy: "spread" });
    expect(groupNamed(region, "p")?.PartitionCount).toBe(2);
    expect(groupNamed(region, "s")?.SpreadLevel).toBe("rack");
    const Filters = [{ Name: "strategy", Values: ["spread", "partition"] }];
    const found = region.call("DescribePlacementGroups", { Filters }).PlacementGroups?.map((one) => one.GroupName);
    expect(found).toEqual(["p", "s"]);
    expect(region.as("222222222222", "us-east-1").call("DescribePlacementGroups").PlacementGroups).toEqual([]);
    region.call("DeletePlacementGroup", { GroupName: "p" });
    expect(refusal(region, "DescribePlacementGroups", { GroupNames: ["p"] })).toBe("InvalidPlacementGroup.Unknown");
  });

  test("refusals", () => {
    const region = testRegion();
    region.call("CreatePlacementGroup", { GroupName: "c" });
    const refused = (input: object) => refusal(region, "CreatePlacementGroup", { GroupName: "x", ...input });
    expect(refused({ GroupName: "c" })).toBe("InvalidPlacementGroup.Duplicate");
    expect(refused({ Strategy: "near" })).toBe("InvalidParameterValue");
    expect(refused({ Strategy: "partition", PartitionCount: 8 })).toBe("InvalidParameterValue");
    expect(refused({ PartitionCount: 2 })).toBe("InvalidParameterCombination");
    expect(refused({ SpreadLevel: "rack" })).toBe("InvalidParameterCombination");
    expect(refusal(region, "DeletePlacementGroup", { GroupName: "x" })).toBe("InvalidPlacementGroup.Unknown");
  });

  test("a cluster is in one zone, and not for burstable types", () => {
    const region = testRegion();
    const [a, b] = subnets(region);
    region.call("CreatePlacementGroup", { GroupName: "c" });
    const { Instances } = region.call("RunInstances", launch(a, "c"));
    expect(Instances?.[0]?.Placement?.GroupName).toBe("c");
    expect(refusal(region, "RunInstances", launch(b, "c"))).toBe("InvalidPlacementGroup.InUse");
    expect(refusal(region, "RunInstances", launch(a, "c", { InstanceType: "t3.micro" }))).toBe(
      "InvalidParameterCombination",
    );
    expect(refusal(region, "RunInstances", launch(a, "x"))).toBe("InvalidPlacementGroup.Unknown");
    expect(refusal(region, "DeletePlacementGroup", { GroupName: "c" })).toBe("InvalidPlacementGroup.InUse");
    region.call("TerminateInstances", { InstanceIds: [Instances?.[0]?.InstanceId ?? ""] });
    region.call("RunInstances", launch(b, "c"));
  });

  test("a spread group runs seven in each zone, started ones too", () => {
    const region = testRegion();
    const [a, b] = subnets(region);
    region.call("CreatePlacementGroup", { GroupName: "s", Strategy: "spread" });
    const { Instances = [] } = region.call("RunInstances", launch(a, "s", { MaxCount: 9 }));
    expect(Instances).toHaveLength(7);
    expect(refusal(region, "RunInstances", launch(a, "s"))).toBe("InstanceLimitExceeded");
    region.call("RunInstances", launch(b, "s", { MinCount: 7, MaxCount: 7 }));
    region.clock.advance(5000);
    const InstanceIds = [Instances[0]?.InstanceId ?? ""];
    region.call("StopInstances", { InstanceIds });
    region.clock.advance(5000);
    region.call("RunInstances", launch(a, "s"));
    expect(refusal(region, "StartInstances", { InstanceIds })).toBe("InstanceLimitExceeded");
  });

  test("a partition group counts out its instances, or puts them where it is told", () => {
    const region = testRegion();
    const [a] = subnets(region);
    region.call("CreatePlacementGroup", { GroupName: "p", Strategy: "partition", PartitionCount: 3 });
    const partitions = (more: object) =>
      region
        .call("RunInstances", launch(a, "p", more))
        .Instances?.map((instance) => instance.Placement?.PartitionNumber);
    expect(partitions({ Placement: { GroupName: "p", PartitionNumber: 2 } })).toEqual([2]);
    expect(partitions({ MinCount: 4, MaxCount: 4 })).toEqual([1, 3, 1, 2]);
    const wrong = launch(a, "p", { Placement: { GroupName: "p", PartitionNumber: 4 } });
    expect(refusal(region, "RunInstances", wrong)).toBe("InvalidParameterValue");
  });
});
