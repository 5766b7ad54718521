import { describe, expect, test } from "vitest";
import { lab, only } from "../interface/interface.fixture.ts";
import { testRegion } from "../region.fixture.ts";

const AMI = "ami-0abcdef1234567890";
const base = { ImageId: AMI, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;

const instanceOf = (region: ReturnType<typeof testRegion>, id: string) =>
  only(only(region.call("DescribeInstances", { InstanceIds: [id] }).Reservations).Instances);

describe("RunInstances", () => {
  test("in the default VPC: pending, then running, with a public address and AWS's defaults", () => {
    const region = testRegion();
    const { Instances, OwnerId, ReservationId } = region.call("RunInstances", base);
    const launched = only(Instances);
    expect(OwnerId).toBe("111111111111");
    expect(ReservationId).toMatch(/^r-0[0-9a-f]{16}$/);
    expect(launched).toMatchObject({
      State: { Code: 0, Name: "pending" },
      InstanceType: "t3.micro",
      ImageId: AMI,
      AmiLaunchIndex: 0,
      Architecture: "x86_64",
      Monitoring: { State: "disabled" },
      Placement: { AvailabilityZone: "us-east-1a", Tenancy: "default" },
      SecurityGroups: [{ GroupName: "default" }],
      SourceDestCheck: true,
      RootDeviceType: "ebs",
      CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
      MetadataOptions: { HttpTokens: "optional", HttpPutResponseHopLimit: 1, HttpEndpoint: "enabled" },
    });
    const id = launched.InstanceId ?? "";
    region.clock.advance(1000);
    const running = instanceOf(region, id);
    expect(running.State).toEqual({ Code: 16, Name: "running" });
    const { PrivateIpAddress = "", PublicIpAddress = "" } = running;
    expect(running.PrivateDnsName).toBe(`ip-${PrivateIpAddress.replaceAll(".", "-")}.ec2.internal`);
    expect(running.PublicDnsName).toBe(`ec2-${PublicIpAddress.replaceAll(".", "-")}.compute-1.amazonaws.com`);
    expect(only(running.NetworkInterfaces)).toMatchObject({
      Status: "in-use",
      Association: { IpOwnerId: "amazon", PublicIp: PublicIpAddress },
      Attachment: { Status: "attached", DeviceIndex: 0, DeleteOnTermination: true },
    });
  });

  test("CPU options read back as they were asked for, AMD SEV-SNP only where it was named", () => {
    const region = testRegion();
    const cpuOptionsOf = (CpuOptions: object) => {
      const { Instances } = region.call("RunInstances", { ...base, InstanceType: "c6a.xlarge", CpuOptions });
      return instanceOf(region, only(Instances).InstanceId ?? "").CpuOptions;
    };
    const asked = { CoreCount: 2, ThreadsPerCore: 1 };
    expect(cpuOptionsOf({ ...asked, AmdSevSnp: "enabled" })).toEqual({ ...asked, AmdSevSnp: "enabled" });
    expect(cpuOptionsOf(asked)).toEqual(asked);
  });

  test("several at once: one reservation, launch indexes, addresses of their own", () => {
    const here = lab();
    const { Instances, ReservationId } = here.region.call("RunInstances", {
      ...base,
      MaxCount: 3,
      SubnetId: here.subnetId,
    });
    here.region.call("RunInstances", { ...base, SubnetId: here.subnetId });
    expect(Instances?.map(({ AmiLaunchIndex }) => AmiLaunchIndex)).toEqual([0, 1, 2]);
    expect(new Set(Instances?.map(({ PrivateIpAddress }) => PrivateIpAddress)).size).toBe(3);
    const { Reservations } = here.region.call("DescribeInstances");
    expect(Reservations?.map((one) => [one.ReservationId === ReservationId, one.Instances?.length])).toEqual([
      [true, 3],
      [false, 1],
    ]);
    // No public address: the subnet does not give any.
    expect(Instances?.map(({ PublicIpAddress }) => PublicIpAddress)).toEqual([undefined, undefined, undefined]);
  });

  test("launches as many as the subnet holds, and none where that is too few", () => {
    const here = lab();
    const run = { ...base, SubnetId: here.smallSubnetId };
    for (const MaxCount of [12, 20])
      expect(here.region.codeOf("RunInstances", { ...run, MinCount: 12, MaxCount })).toBe(
        "InsufficientFreeAddressesInSubnet",
      );
    expect(here.region.call("DescribeInstances").Reservations).toEqual([]);
    expect(here.region.call("RunInstances", { ...run, MinCount: 2, MaxCount: 20 }).Instances).toHaveLength(11);
  });

  test("tags instance, volume and interface, each with its own", () => {
    const here = lab();
    const { Instances } = here.region.call("RunInstances", {
      ...base,
      SubnetId: here.subnetId,
      TagSpecifications: [
        { ResourceType: "instance", Tags: [{ Key: "Name", Value: "web" }] },
        { ResourceType: "volume", Tags: [{ Key: "disk", Value: "root" }] },
        { ResourceType: "network-interface", Tags: [{ Key: "eni", Value: "0" }] },
      ],
    });
    expect(only(Instances).Tags).toEqual([{ Key: "Name", Value: "web" }]);
    expect(only(here.region.call("DescribeVolumes").Volumes).Tags).toEqual([{ Key: "disk", Value: "root" }]);
    expect(only(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces).TagSet).toEqual([
      { Key: "eni", Value: "0" },
    ]);
  });

  test("a client token launches once", () => {
    const here = lab();
    const run = { ...base, SubnetId: here.subnetId, ClientToken: "once" };
    expect(here.region.call("RunInstances", run)).toEqual(here.region.call("RunInstances", run));
    expect(here.region.call("DescribeInstances").Reservations).toHaveLength(1);
    expect(here.region.codeOf("RunInstances", { ...run, InstanceType: "t3.small" })).toBe(
      "IdempotentParameterMismatch",
    );
  });

  test.each<[string, object, string]>([
    ["a malformed image", { ImageId: "linux" }, "InvalidAMIID.Malformed"],
    ["an unknown type", { InstanceType: "t9.huge" }, "InvalidParameterValue"],
    ["an unknown key", { KeyName: "lost" }, "InvalidKeyPair.NotFound"],
    ["an unknown subnet", { SubnetId: "subnet-0123456789abcdef0" }, "InvalidSubnetID.NotFound"],
    ["an unknown group", { SecurityGroupIds: ["sg-0123456789abcdef0"] }, "InvalidGroup.NotFound"],
    ["none at all", { MinCount: 0, MaxCount: 0 }, "InvalidParameterValue"],
    ["less than the least", { MinCount: 2, MaxCount: 1 }, "InvalidParameterValue"],
    ["an unknown zone", { Placement: { AvailabilityZone: "us-east-1z" } }, "InvalidParameterValue"],
    ["another zone than the subnet's", { Placement: { AvailabilityZone: "us-east-1c" } }, "InvalidParameterValue"],
    ["a group by name with a subnet", { SecurityGroups: ["web"] }, "InvalidParameterCombination"],
    ["user data that is not base64", { UserData: "#!" }, "InvalidUserData.Malformed"],
    ["user data too long", { UserData: Buffer.alloc(16_385).toString("base64") }, "InvalidParameterValue"],
    [
      "an unknown launch template",
      { LaunchTemplate: { LaunchTemplateName: "x" } },
      "InvalidLaunchTemplateName.NotFoundException",
    ],
    ["an unknown placement group", { Placement: { GroupName: "p" } }, "InvalidPlacementGroup.Unknown"],
    [
      "a volume smaller than its image",
      { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 1 } }] },
      "InvalidBlockDeviceMapping",
    ],
    ["a device without a name", { BlockDeviceMappings: [{ Ebs: { VolumeSize: 8 } }] }, "InvalidBlockDeviceMapping"],
    ["a device that is nothing", { BlockDeviceMappings: [{ DeviceName: "/dev/sdf" }] }, "MissingParameter"],
    [
      "a device of a name that no instance has",
      { BlockDeviceMappings: [{ DeviceName: "/dev/sdf", VirtualName: "data" }] },
      "MissingParameter",
    ],
    ["65 hops", { MetadataOptions: { HttpPutResponseHopLimit: 65 } }, "InvalidParameterValue"],
    ["interfaces and a subnet", { NetworkInterfaces: [{ DeviceIndex: 0 }] }, "InvalidParameterCombination"],
    [
      "a type without room",
      {
        InstanceType: "t3.micro",
        SubnetId: undefined,
        NetworkInterfaces: [0, 1, 2].map((DeviceIndex) => ({ DeviceIndex })),
      },
      "AttachmentLimitExceeded",
    ],
  ])("refuses %s, and nothing is left of it", (_, change, code) => {
    const here = lab();
    expect(here.region.codeOf("RunInstances", { ...base, SubnetId: here.subnetId, ...change } as never)).toBe(code);
    expect(here.region.call("DescribeInstances").Reservations).toEqual([]);
    expect(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
    expect(here.region.call("DescribeVolumes").Volumes).toEqual([]);
  });

  test("refuses an image of another architecture", () => {
    const region = testRegion();
    const [image] =
      region.call("DescribeImages", {
        Owners: ["amazon"],
        Filters: [{ Name: "name", Values: ["al2023-ami-2023*-arm64"] }],
      }).Images ?? [];
    expect(region.codeOf("RunInstances", { ...base, ImageId: image?.ImageId })).toBe("InvalidParameterValue");
    const { Instances } = region.call("RunInstances", { ...base, ImageId: image?.ImageId, InstanceType: "t4g.micro" });
    expect(only(Instances)).toMatchObject({ Architecture: "arm64", MetadataOptions: { HttpTokens: "required" } });
  });

  test("an image that nobody registered runs, unless images are strict", () => {
    const strict = testRegion({ strictImages: true });
    expect(strict.codeOf("RunInstances", base)).toBe("InvalidAMIID.NotFound");
    expect(strict.codeOf("DescribeImages", { ImageIds: [AMI] })).toBe("InvalidAMIID.NotFound");
    const { Images } = testRegion().call("DescribeImages", { ImageIds: [AMI] });
    expect(only(Images)).toMatchObject({ ImageId: AMI, RootDeviceName: "/dev/xvda" });
  });

  test("without a default VPC it says so", () => {
    const here = lab();
    for (const vpc of here.region.call("DescribeVpcs", { Filters: [{ Name: "is-default", Values: ["true"] }] }).Vpcs ??
      []) {
      const inVpc = [{ Name: "vpc-id", Values: [vpc.VpcId ?? ""] }];
      for (const { SubnetId } of here.region.call("DescribeSubnets", { Filters: inVpc }).Subnets ?? [])
        here.region.call("DeleteSubnet", { SubnetId });
      expect(here.region.codeOf("RunInstances", base)).toBe("MissingInput");
    }
  });
});

describe("network interface specifications", () => {
  test("several interfaces, secondary addresses, groups; no public address", () => {
    const here = lab();
    here.region.call("ModifySubnetAttribute", { SubnetId: here.subnetId, MapPublicIpOnLaunch: { Value: true } });
    const { Instances } = here.region.call("RunInstances", {
      ...base,
      InstanceType: "m5.large",
      NetworkInterfaces: [
        { DeviceIndex: 1, SubnetId: here.subnetId, Description: "second", DeleteOnTermination: false },
        {
          DeviceIndex: 0,
          SubnetId: here.subnetId,
          Groups: [here.groupId],
          PrivateIpAddresses: [
            { PrivateIpAddress: "10.0.1.30", Primary: true },
            { PrivateIpAddress: "10.0.1.31", Primary: false },
          ],
        },
      ],
    });
    const instance = only(Instances);
    expect(instance).toMatchObject({ PrivateIpAddress: "10.0.1.30", SecurityGroups: [{ GroupId: here.groupId }] });
    expect(instance.PublicIpAddress).toBeUndefined();
    expect(instance.NetworkInterfaces?.map((eni) => [eni.Attachment?.DeviceIndex, eni.Description])).toEqual([
      [0, ""],
      [1, "second"],
    ]);
    expect(instance.NetworkInterfaces?.[0]?.PrivateIpAddresses?.map((one) => one.PrivateIpAddress)).toEqual([
      "10.0.1.30",
      "10.0.1.31",
    ]);
  });

  test("an interface that exists becomes the primary one, and stays after termination", () => {
    const here = lab();
    const eni = here.createInterface();
    const run = { ...base, NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: eni }] };
    const id = only(here.region.call("RunInstances", run).Instances).InstanceId ?? "";
    expect(instanceOf(here.region, id)).toMatchObject({ SubnetId: here.subnetId, VpcId: here.vpcId });
    expect(here.region.codeOf("RunInstances", run)).toBe("InvalidNetworkInterface.InUse");
    expect(here.region.codeOf("RunInstances", { ...run, MaxCount: 2 })).toBe("InvalidParameterCombination");
    here.region.clock.advance(1000);
    here.region.call("TerminateInstances", { InstanceIds: [id] });
    here.region.clock.advance(1000);
    expect(only(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces)).toMatchObject({
      NetworkInterfaceId: eni,
      Status: "available",
    });
  });

  test.each<[string, object[]]>([
    ["no device index 0", [{ DeviceIndex: 1 }]],
    ["one index twice", [{ DeviceIndex: 0 }, { DeviceIndex: 0 }]],
    ["no index", [{}]],
    ["public with two", [{ DeviceIndex: 0, AssociatePublicIpAddress: true }, { DeviceIndex: 1 }]],
  ])("refuses %s", (_, NetworkInterfaces) => {
    const region = testRegion();
    expect(region.codeOf("RunInstances", { ...base, NetworkInterfaces })).toBe("InvalidParameterCombination");
  });

  test("AssociatePublicIpAddress overrules the subnet, both ways", () => {
    const here = lab();
    const publicOf = (AssociatePublicIpAddress: boolean, SubnetId?: string) =>
      only(
        here.region.call("RunInstances", {
          ...base,
          NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, AssociatePublicIpAddress }],
        }).Instances,
      ).PublicIpAddress;
    expect(publicOf(true, here.subnetId)).toMatch(/^\d/);
    expect(publicOf(false)).toBeUndefined();
  });
});

test("a new interface tracks connections as long as the launch says", () => {
  const here = lab();
  const ConnectionTrackingSpecification = { TcpEstablishedTimeout: 300, UdpTimeout: 40 };
  here.region.call("RunInstances", {
    ...base,
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: here.subnetId, ConnectionTrackingSpecification }],
  });
  const { NetworkInterfaces } = here.region.call("DescribeNetworkInterfaces");
  expect(only(NetworkInterfaces).ConnectionTrackingConfiguration).toEqual(ConnectionTrackingSpecification);
});

describe("volumes", () => {
  test("of an image that nobody registered, a mapping says what the root device is called", () => {
    const here = lab();
    const BlockDeviceMappings = [{ DeviceName: "/dev/sda1", Ebs: { VolumeSize: 50, DeleteOnTermination: false } }];
    const run = (more = {}) =>
      only(here.region.call("RunInstances", { ...base, SubnetId: here.subnetId, ...more }).Instances);
    expect(run().RootDeviceName).toBe("/dev/xvda");
    const instance = run({ BlockDeviceMappings });
    expect(instance.RootDeviceName).toBe("/dev/sda1");
    expect(instance.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName)).toEqual(["/dev/sda1"]);
  });

  test("the root is as the image says unless the launch says otherwise; more come by name", () => {
    const here = lab();
    const { Instances } = here.region.call("RunInstances", {
      ...base,
      SubnetId: here.subnetId,
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20, Encrypted: true } },
        { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 5, VolumeType: "gp2", DeleteOnTermination: false } },
        { DeviceName: "/dev/sdb", VirtualName: "ephemeral0" },
        { DeviceName: "/dev/sdc", NoDevice: "" },
      ],
    });
    const InstanceId = only(Instances).InstanceId ?? "";
    const volumes = () =>
      here.region
        .call("DescribeVolumes", {})
        .Volumes?.map((volume) => [volume.Size, volume.VolumeType, volume.Iops, volume.Encrypted, volume.State]);
    expect(volumes()).toEqual([
      [20, "gp3", 3000, true, "in-use"],
      [5, "gp2", 100, false, "in-use"],
    ]);
    here.region.clock.advance(1000);
    here.region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    here.region.clock.advance(1000);
    expect(volumes()).toEqual([[5, "gp2", 100, false, "available"]]);
    expect(here.region.codeOf("DescribeVolumes", { VolumeIds: ["vol-0123456789abcdef0"] })).toBe(
      "InvalidVolume.NotFound",
    );
  });
});
