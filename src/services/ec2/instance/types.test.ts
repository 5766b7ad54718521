import { describe, expect, test } from "vitest";
import { testRegion } from "../region.fixture.ts";
import { instanceTypes } from "./types.ts";

test("every row of the table is whole", () => {
  const types = [...instanceTypes().values()];
  expect(types.length).toBeGreaterThan(1000);
  for (const type of types) {
    expect(type.vcpus >= type.cores && type.cores > 0, type.name).toBe(true);
    expect(type.interfaces >= type.networkCards && type.ipv4PerInterface > 0, type.name).toBe(true);
    expect(Number.isFinite(type.memoryMib) && type.networkPerformance.length > 0, type.name).toBe(true);
  }
});

describe("DescribeInstanceTypes", () => {
  test("knows the network of a type", () => {
    const { InstanceTypes } = testRegion().call("DescribeInstanceTypes", { InstanceTypes: ["c6gn.4xlarge"] });
    expect(InstanceTypes).toMatchObject([
      {
        InstanceType: "c6gn.4xlarge",
        Hypervisor: "nitro",
        BareMetal: false,
        VCpuInfo: { DefaultVCpus: 16, DefaultCores: 16, DefaultThreadsPerCore: 1 },
        MemoryInfo: { SizeInMiB: 32_768 },
        ProcessorInfo: { SupportedArchitectures: ["arm64"] },
        NetworkInfo: {
          MaximumNetworkInterfaces: 8,
          Ipv4AddressesPerInterface: 30,
          Ipv6AddressesPerInterface: 30,
          EnaSupport: "required",
        },
      },
    ]);
  });

  test("filters, pages, and refuses what is unknown", () => {
    const region = testRegion();
    const named = (Name: string, ...Values: string[]) =>
      region
        .call("DescribeInstanceTypes", { Filters: [{ Name, Values }] })
        .InstanceTypes?.map(({ InstanceType }) => InstanceType as string);
    expect(named("instance-type", "t3.*")).toEqual(
      ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"].map((size) => `t3.${size}`),
    );
    expect(named("free-tier-eligible", "true")).toContain("t3.micro");
    const page = region.call("DescribeInstanceTypes", {});
    expect(page.InstanceTypes).toHaveLength(100);
    const next = region.call("DescribeInstanceTypes", { NextToken: page.NextToken });
    expect(next.InstanceTypes?.[0]?.InstanceType).not.toBe(page.InstanceTypes?.[0]?.InstanceType);
    expect(region.codeOf("DescribeInstanceTypes", { InstanceTypes: ["t9.huge" as never] })).toBe("InvalidInstanceType");
    expect(region.codeOf("DescribeInstanceTypes", { Filters: [{ Name: "smell", Values: ["*"] }] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("capabilities follow from the facts", () => {
    const region = testRegion();
    const described = (...names: string[]) =>
      region.call("DescribeInstanceTypes", { InstanceTypes: names as never[] }).InstanceTypes ?? [];
    const [m5, m6g, t3, m6a, metal] = described("m5.2xlarge", "m6g.xlarge", "t3.micro", "m6a.large", "m5.metal");
    expect(m5).toMatchObject({
      VCpuInfo: { ValidCores: [2, 4], ValidThreadsPerCore: [1, 2] },
      NitroEnclavesSupport: "supported",
      NitroTpmInfo: { SupportedVersions: ["2.0"] },
    });
    expect(m6g).toMatchObject({
      VCpuInfo: { ValidCores: [1, 2, 3, 4], ValidThreadsPerCore: [1] },
      NitroTpmSupport: "unsupported",
    });
    expect(t3).toMatchObject({ VCpuInfo: { ValidCores: [1] }, NitroEnclavesSupport: "unsupported" });
    expect(m6a).toMatchObject({ ProcessorInfo: { SupportedFeatures: ["amd-sev-snp"] } });
    expect(metal?.VCpuInfo?.ValidCores).toBeUndefined();
    const found = region.call("DescribeInstanceTypes", {
      Filters: [
        { Name: "vcpu-info.valid-cores", Values: ["48"] },
        { Name: "instance-type", Values: ["m5.*"] },
      ],
    }).InstanceTypes;
    expect(found?.map(({ InstanceType }) => InstanceType)).toEqual(["m5.24xlarge"]);
  });

  test("offers every type in every zone", () => {
    const { InstanceTypeOfferings } = testRegion().call("DescribeInstanceTypeOfferings", {
      LocationType: "availability-zone",
      Filters: [{ Name: "instance-type", Values: ["t4g.micro"] }],
    });
    expect(InstanceTypeOfferings?.map(({ Location }) => Location)).toEqual(
      [..."abcdef"].map((letter) => `us-east-1${letter}`),
    );
  });
});

describe("DescribeImages", () => {
  const find = (owner: string, name: string, region = testRegion()) =>
    region.call("DescribeImages", { Owners: [owner], Filters: [{ Name: "name", Values: [name] }] }).Images ?? [];

  test.each([
    ["amazon", "amzn2-ami-hvm-*-x86_64-gp2", "/dev/xvda"],
    ["amazon", "al2023-ami-2023.*-kernel-6.1-arm64", "/dev/xvda"],
    ["099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "/dev/sda1"],
    ["099720109477", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*", "/dev/sda1"],
    ["amazon", "Windows_Server-2022-English-Full-Base-*", "/dev/sda1"],
    ["136693071363", "debian-12-amd64-*", "/dev/xvda"],
  ])("%s publishes %s, several of them, of different dates", (owner, name, root) => {
    const images = find(owner, name);
    expect(images.length).toBeGreaterThan(1);
    expect(new Set(images.map(({ CreationDate }) => CreationDate)).size).toBe(images.length);
    for (const { RootDeviceName, ImageId } of images) {
      expect(RootDeviceName).toBe(root);
      expect(ImageId).toMatch(/^ami-0[0-9a-f]{16}$/);
    }
  });

  test("ids are the same in every process and differ by region", () => {
    const ids = (region: ReturnType<typeof testRegion>) =>
      find("amazon", "amzn2-ami-hvm-*-x86_64-gp2", region).map(({ ImageId }) => ImageId);
    expect(ids(testRegion())).toEqual(ids(testRegion()));
    const elsewhere = ids(testRegion().as("111111111111", "eu-west-1"));
    expect(ids(testRegion()).filter((id) => elsewhere.includes(id))).toEqual([]);
  });

  test("an account owns none; malformed ids and owners are refused", () => {
    const region = testRegion();
    expect(find("self", "*")).toEqual([]);
    expect(region.codeOf("DescribeImages", { ImageIds: ["linux"] })).toBe("InvalidAMIID.Malformed");
    expect(region.codeOf("DescribeImages", { Owners: ["Amazon Inc"] })).toBe("InvalidUserID.Malformed");
  });
});
