import { describe, expect, test } from "vitest";
import { globalRegionOf, type InstanceProfile, instanceProfiles, nameKey } from "../../iam/resources.ts";
import { lab, only } from "../interface/interface.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function running(type = "t3.micro") {
  const here = lab();
  const InstanceId = here.runInstance(here.subnetId, type);
  const describeIt = () =>
    only(only(here.region.call("DescribeInstances", { InstanceIds: [InstanceId] }).Reservations).Instances);
  const stop = () => {
    here.region.call("StopInstances", { InstanceIds: [InstanceId] });
    here.region.clock.advance(1000);
  };
  const modify = (change: object) => here.region.call("ModifyInstanceAttribute", { InstanceId, ...change });
  const refused = (change: object) => here.region.codeOf("ModifyInstanceAttribute", { InstanceId, ...change });
  return { here, region: here.region, InstanceId, describeIt, stop, modify, refused };
}

describe("ModifyInstanceAttribute", () => {
  test("the type changes on a stopped instance, to one that holds its interfaces", () => {
    const { here, region, InstanceId, describeIt, stop, modify, refused } = running("m5.large");
    expect(refused({ InstanceType: { Value: "m5.xlarge" } })).toBe("IncorrectInstanceState");
    for (const DeviceIndex of [1, 2])
      region.call("AttachNetworkInterface", { InstanceId, NetworkInterfaceId: here.createInterface(), DeviceIndex });
    stop();
    expect(refused({ InstanceType: { Value: "t3.micro" } })).toBe("AttachmentLimitExceeded");
    expect(refused({ InstanceType: { Value: "m6g.large" } })).toBe("InvalidInstanceAttributeValue");
    expect(refused({ InstanceType: { Value: "m5.gigantic" } })).toBe("InvalidInstanceAttributeValue");
    expect(describeIt().InstanceType).toBe("m5.large");
    modify({ InstanceType: { Value: "m5.xlarge" } });
    expect(describeIt()).toMatchObject({ InstanceType: "m5.xlarge", CpuOptions: { CoreCount: 2 } });
  });

  test("groups and the source check are the only interface's; with two the interface must be named", () => {
    const { here, region, InstanceId, describeIt, modify, refused } = running();
    modify({ SourceDestCheck: { Value: false } });
    modify({ Groups: [here.groupId] });
    expect(describeIt()).toMatchObject({ SourceDestCheck: false, SecurityGroups: [{ GroupId: here.groupId }] });
    expect(refused({ Groups: ["sg-0123456789abcdef0"] })).toBe("InvalidGroup.NotFound");
    region.call("ResetInstanceAttribute", { InstanceId, Attribute: "sourceDestCheck" });
    expect(describeIt().SourceDestCheck).toBe(true);
    region.call("AttachNetworkInterface", { InstanceId, NetworkInterfaceId: here.createInterface(), DeviceIndex: 1 });
    expect(refused({ SourceDestCheck: { Value: false } })).toBe("InvalidInstanceID");
  });

  test("user data changes while stopped, and reads back as base64", () => {
    const { region, InstanceId, stop, modify, refused } = running();
    const UserData = { Value: Buffer.from("#!/bin/sh") };
    expect(refused({ UserData })).toBe("IncorrectInstanceState");
    stop();
    modify({ UserData });
    expect(region.call("DescribeInstanceAttribute", { InstanceId, Attribute: "userData" }).UserData).toEqual({
      Value: Buffer.from("#!/bin/sh").toString("base64"),
    });
  });

  test("one attribute at a time, also in the older form", () => {
    const { region, InstanceId, modify, refused } = running();
    expect(refused({})).toBe("InvalidParameterCombination");
    expect(refused({ DisableApiStop: { Value: true }, SourceDestCheck: { Value: true } })).toBe(
      "InvalidParameterCombination",
    );
    modify({ Attribute: "disableApiTermination", Value: "true" });
    expect(
      region.call("DescribeInstanceAttribute", { InstanceId, Attribute: "disableApiTermination" })
        .DisableApiTermination,
    ).toEqual({ Value: true });
    expect(refused({ Attribute: "colour", Value: "red" })).toBe("InvalidParameterValue");
    modify({ InstanceInitiatedShutdownBehavior: { Value: "terminate" } });
    expect(refused({ InstanceInitiatedShutdownBehavior: { Value: "explode" } })).toBe("InvalidParameterValue");
  });

  test("a volume's fate at termination", () => {
    const { region, InstanceId, modify, refused } = running();
    modify({ BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { DeleteOnTermination: false } }] });
    const { BlockDeviceMappings } = region.call("DescribeInstanceAttribute", {
      InstanceId,
      Attribute: "blockDeviceMapping",
    });
    expect(only(BlockDeviceMappings).Ebs?.DeleteOnTermination).toBe(false);
    expect(refused({ BlockDeviceMappings: [{ DeviceName: "/dev/sdz" }] })).toBe("InvalidInstanceAttributeValue");
  });
});

describe("options", () => {
  test("metadata options read back", () => {
    const { region, InstanceId, describeIt } = running();
    const { InstanceMetadataOptions } = region.call("ModifyInstanceMetadataOptions", {
      InstanceId,
      HttpTokens: "required",
    });
    expect(InstanceMetadataOptions).toMatchObject({
      State: "pending",
      HttpTokens: "required",
      HttpPutResponseHopLimit: 1,
    });
    expect(describeIt().MetadataOptions).toMatchObject({ State: "applied", HttpTokens: "required" });
    expect(region.codeOf("ModifyInstanceMetadataOptions", { InstanceId })).toBe("InvalidParameterCombination");
  });

  test("the hostname type changes while stopped", () => {
    const { region, InstanceId, describeIt, stop } = running();
    const change = { InstanceId, PrivateDnsHostnameType: "resource-name" } as const;
    expect(region.codeOf("ModifyPrivateDnsNameOptions", change)).toBe("IncorrectInstanceState");
    stop();
    region.call("ModifyPrivateDnsNameOptions", { ...change, EnableResourceNameDnsARecord: true });
    expect(describeIt()).toMatchObject({
      PrivateDnsName: `${InstanceId}.ec2.internal`,
      PrivateDnsNameOptions: { HostnameType: "resource-name", EnableResourceNameDnsARecord: true },
    });
  });

  test("credits: of burstable types only", () => {
    const { here, region, InstanceId } = running();
    const steady = here.runInstance(here.subnetId, "m5.large");
    const credits = () =>
      region
        .call("DescribeInstanceCreditSpecifications", { InstanceIds: [InstanceId] })
        .InstanceCreditSpecifications?.map((one) => one.CpuCredits);
    expect(credits()).toEqual(["unlimited"]);
    const { UnsuccessfulInstanceCreditSpecifications: refused } = region.call("ModifyInstanceCreditSpecification", {
      InstanceCreditSpecifications: [
        { InstanceId, CpuCredits: "standard" },
        { InstanceId: steady, CpuCredits: "standard" },
      ],
    });
    expect(credits()).toEqual(["standard"]);
    expect(only(refused).InstanceId).toBe(steady);
  });

  test("monitoring", () => {
    const { region, InstanceId, describeIt } = running();
    expect(only(region.call("MonitorInstances", { InstanceIds: [InstanceId] }).InstanceMonitorings).Monitoring).toEqual(
      {
        State: "pending",
      },
    );
    expect(describeIt().Monitoring).toEqual({ State: "enabled" });
    region.call("UnmonitorInstances", { InstanceIds: [InstanceId] });
    expect(describeIt().Monitoring).toEqual({ State: "disabled" });
  });
});

/** An instance profile as IAM's rows hold it. */
function profileIn({ cloud }: TestRegion, name: string): InstanceProfile {
  const owner = { account: "111111111111", region: globalRegionOf("us-east-1") };
  const profile: InstanceProfile = {
    ...owner,
    id: nameKey(owner, "profile", name),
    name,
    uniqueId: `AIPA${name}`,
    path: "/app/",
    arn: `arn:aws:iam::111111111111:instance-profile/app/${name}`,
    createdAt: 0,
    role: undefined,
    tags: {},
  };
  cloud.store.transact(() => cloud.store.put(instanceProfiles as never, profile as never));
  return profile;
}

test("an instance profile that IAM does not have is refused", () => {
  const { here, region, InstanceId, describeIt } = running();
  const { arn } = profileIn(region, "web");
  const launch = { ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1, SubnetId: here.subnetId };
  for (const IamInstanceProfile of [{ Name: "lost" }, { Arn: `${arn}s` }, { Arn: "web" }, { Name: arn }]) {
    expect(() => region.call("AssociateIamInstanceProfile", { InstanceId, IamInstanceProfile })).toThrow(
      /^Value \(.*\) for parameter iamInstanceProfile\.(name|arn) is invalid\. Invalid IAM Instance Profile (name|ARN)$/,
    );
    expect(region.codeOf("RunInstances", { ...launch, IamInstanceProfile })).toBe("InvalidParameterValue");
  }
  expect(describeIt().IamInstanceProfile).toBeUndefined();
  const other = region.as("222222222222", "us-east-1");
  expect(other.codeOf("RunInstances", { ...launch, SubnetId: undefined, IamInstanceProfile: { Arn: arn } })).toBe(
    "InvalidParameterValue",
  );
  const { Instances } = region.call("RunInstances", { ...launch, IamInstanceProfile: { Name: "web" } });
  expect(only(Instances).IamInstanceProfile).toEqual({ Arn: arn, Id: "AIPAweb" });
});

test("an instance has one instance profile, that can be replaced and taken away", () => {
  const { region, InstanceId, describeIt } = running();
  const [web] = ["web", "app"].map((name) => profileIn(region, name));
  const associate = { InstanceId, IamInstanceProfile: { Name: "web" } };
  const { IamInstanceProfileAssociation: made } = region.call("AssociateIamInstanceProfile", associate);
  expect(made?.State).toBe("associating");
  expect(describeIt().IamInstanceProfile?.Arn).toBe(web?.arn);
  expect(region.codeOf("AssociateIamInstanceProfile", associate)).toBe("IncorrectState");
  const found = () =>
    region.call("DescribeIamInstanceProfileAssociations", { Filters: [{ Name: "instance-id", Values: [InstanceId] }] })
      .IamInstanceProfileAssociations;
  expect(only(found())).toMatchObject({ AssociationId: made?.AssociationId, State: "associated" });
  const { IamInstanceProfileAssociation: replaced } = region.call("ReplaceIamInstanceProfileAssociation", {
    AssociationId: made?.AssociationId,
    IamInstanceProfile: { Name: "app" },
  });
  expect(region.codeOf("DisassociateIamInstanceProfile", { AssociationId: made?.AssociationId })).toBe(
    "InvalidAssociationID.NotFound",
  );
  region.call("DisassociateIamInstanceProfile", { AssociationId: replaced?.AssociationId });
  expect(describeIt().IamInstanceProfile).toBeUndefined();
  expect(found()).toEqual([]);
});

test("an instance's console is silent, and its password unset", () => {
  const region = testRegion();
  const { Instances } = region.call("RunInstances", { ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1 });
  const InstanceId = Instances?.[0]?.InstanceId ?? "";
  expect(region.call("GetConsoleOutput", { InstanceId })).toMatchObject({ InstanceId, Output: "" });
  expect(region.call("GetPasswordData", { InstanceId })).toMatchObject({ InstanceId, PasswordData: "" });
  expect(region.codeOf("GetConsoleOutput", { InstanceId: "i-1234abcd" })).toBe("InvalidInstanceID.NotFound");
  const stranger = region.as("222222222222", "us-east-1");
  expect(stranger.codeOf("GetPasswordData", { InstanceId })).toBe("InvalidInstanceID.NotFound");
});
