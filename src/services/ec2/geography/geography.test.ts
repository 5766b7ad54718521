import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { longName, regions, zoneIdOf, zoneOfId } from "./regions.ts";

describe("DescribeRegions", () => {
  const names = (input: object, region = testRegion()) =>
    region.call("DescribeRegions", input).Regions?.map(({ RegionName }) => RegionName);

  test("lists what the account can use; all, when asked", () => {
    expect(names({})).toContain("us-east-1");
    expect(names({})).not.toContain("af-south-1");
    expect(names({ AllRegions: true })).toHaveLength(regions.length);
    expect(names({ RegionNames: ["af-south-1"] })).toEqual(["af-south-1"]);
  });

  test("an account is opted in to where it works", () => {
    const region = testRegion();
    region.as("111111111111", "af-south-1").call("DescribeVpcs");
    expect(names({}, region)).toContain("af-south-1");
    expect(names({}, region.as("222222222222", "us-east-1"))).not.toContain("af-south-1");
  });

  test("filters", () => {
    const Filters = [{ Name: "opt-in-status", Values: ["not-opted-in"] }];
    expect(names({ AllRegions: true, Filters })).toEqual(regions.filter(({ optIn }) => optIn).map(({ name }) => name));
    expect(names({ Filters: [{ Name: "endpoint", Values: ["*us-west*"] }] })).toEqual(["us-west-1", "us-west-2"]);
    const region = testRegion();
    expect(region.call("DescribeRegions", { RegionNames: ["eu-west-1"] }).Regions).toEqual([
      { RegionName: "eu-west-1", Endpoint: "ec2.eu-west-1.amazonaws.com", OptInStatus: "opt-in-not-required" },
    ]);
    expect(refusal(region, "DescribeRegions", { RegionNames: ["eu-moon-1"] })).toBe("InvalidParameterValue");
    expect(refusal(region, "DescribeRegions", { Filters: [{ Name: "nonsense", Values: ["x"] }] })).toBe(
      "InvalidParameterValue",
    );
  });
});

describe("DescribeAvailabilityZones", () => {
  test("lists the caller's region", () => {
    const west = testRegion().as("111111111111", "us-west-2");
    expect(west.call("DescribeAvailabilityZones").AvailabilityZones).toHaveLength(4);
    const { AvailabilityZones } = west.call("DescribeAvailabilityZones", { ZoneNames: ["us-west-2b"] });
    expect(AvailabilityZones).toEqual([
      {
        ZoneName: "us-west-2b",
        ZoneId: "usw2-az2",
        ZoneType: "availability-zone",
        RegionName: "us-west-2",
        GroupName: "us-west-2-zg-1",
        GroupLongName: "US West (Oregon) 1",
        NetworkBorderGroup: "us-west-2",
        OptInStatus: "opt-in-not-required",
        State: "available",
        Messages: [],
      },
    ]);
  });

  test("by id, by filter, and what is not there", () => {
    const region = testRegion();
    const names = (input: object) =>
      region.call("DescribeAvailabilityZones", input).AvailabilityZones?.map(({ ZoneName }) => ZoneName);
    expect(names({ ZoneIds: ["use1-az6", "use1-az1"] })).toEqual(["us-east-1a", "us-east-1f"]);
    expect(names({ Filters: [{ Name: "zone-id", Values: ["use1-az3"] }] })).toEqual(["us-east-1c"]);
    expect(names({ Filters: [{ Name: "opt-in-status", Values: ["opt-in-not-required"] }] })).toHaveLength(6);
    expect(names({ AllAvailabilityZones: true, Filters: [{ Name: "zone-type", Values: ["local-zone"] }] })).toEqual([]);
    expect(refusal(region, "DescribeAvailabilityZones", { ZoneNames: ["us-west-2a"] })).toBe("InvalidParameterValue");
    expect(refusal(region, "DescribeAvailabilityZones", { ZoneIds: ["use1-az9"] })).toBe("InvalidParameterValue");
  });

  test("ids and names are each other's inverse, no two alike", () => {
    const ids = regions.flatMap(({ name, zones }) =>
      zones.map((zone) => {
        const id = zoneIdOf(name, zone);
        expect(zoneOfId(name, id ?? "")).toBe(zone);
        return id;
      }),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("long names", () => {
  expect(["us-east-1", "ap-south-1", "ca-central-1", "eu-west-1", "moon-1"].map(longName)).toEqual([
    "US East (N. Virginia)",
    "Asia Pacific (Mumbai)",
    "Canada (Central)",
    "Europe (Ireland)",
    "moon-1",
  ]);
});

test("DescribeAccountAttributes", () => {
  const region = testRegion();
  const { AccountAttributes = [] } = region.call("DescribeAccountAttributes");
  expect(AccountAttributes.map(({ AttributeName }) => AttributeName)).toEqual([
    "supported-platforms",
    "vpc-max-security-groups-per-interface",
    "max-elastic-ips",
    "max-instances",
    "vpc-max-elastic-ips",
    "default-vpc",
  ]);
  const VpcId = region.call("DescribeVpcs").Vpcs?.[0]?.VpcId;
  expect(region.call("DescribeAccountAttributes", { AttributeNames: ["default-vpc"] }).AccountAttributes).toEqual([
    { AttributeName: "default-vpc", AttributeValues: [{ AttributeValue: VpcId }] },
  ]);
  expect(refusal(region, "DescribeAccountAttributes", { AttributeNames: ["nonsense" as "default-vpc"] })).toBe(
    "InvalidParameterValue",
  );
});

test("no zone group needs opting in", () => {
  const region = testRegion();
  const refused = (GroupName: string, OptInStatus: string) =>
    region.codeOf("ModifyAvailabilityZoneGroup", { GroupName, OptInStatus: OptInStatus as never });
  expect(refused("us-east-1-zg-1", "opted-in")).toBe("InvalidParameterValue");
  expect(refused("us-east-1-chi-1", "opted-in")).toBe("InvalidParameterValue");
  expect(refused("us-east-1-zg-1", "not-opted-in")).toBe("InvalidParameterValue");
});

test("subscriptions to network metrics are kept, and between what AWS has", () => {
  const region = testRegion();
  const pair = { Source: "us-east-1", Destination: "us-west-2" };
  const all = () => region.call("DescribeAwsNetworkPerformanceMetricSubscriptions").Subscriptions;
  region.call("EnableAwsNetworkPerformanceMetricSubscription", pair);
  region.call("EnableAwsNetworkPerformanceMetricSubscription", { Source: "use1-az1", Destination: "use1-az2" });
  region.call("EnableAwsNetworkPerformanceMetricSubscription", pair);
  expect(all()).toHaveLength(2);
  expect(all()?.[0]).toEqual({ ...pair, Metric: "aggregate-latency", Statistic: "p50", Period: "five-minutes" });
  const refused = (input: object) =>
    region.codeOf("EnableAwsNetworkPerformanceMetricSubscription", { ...pair, ...input });
  expect(refused({ Source: "moon-1" })).toBe("InvalidParameterValue");
  expect(refused({ Destination: "use1-az1" })).toBe("InvalidParameterValue");
  expect(refused({ Source: "use1-az1", Destination: "usw2-az1" })).toBe("InvalidParameterValue");
  expect(refused({ Metric: "smell" })).toBe("InvalidParameterValue");
  region.call("DisableAwsNetworkPerformanceMetricSubscription", pair);
  expect(all()).toHaveLength(1);
  expect(region.codeOf("DisableAwsNetworkPerformanceMetricSubscription", pair)).toBe("InvalidParameterValue");
  expect(region.as("222222222222", "us-east-1").call("DescribeAwsNetworkPerformanceMetricSubscriptions")).toEqual({
    Subscriptions: [],
  });
});
