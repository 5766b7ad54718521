import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const ImageId = "ami-0123456789abcdef0";

function templateIn(region: TestRegion, LaunchTemplateData: object = { ImageId, InstanceType: "t3.micro" }) {
  const { LaunchTemplate } = region.call("CreateLaunchTemplate", { LaunchTemplateName: "web", LaunchTemplateData });
  return LaunchTemplate?.LaunchTemplateId ?? "";
}

const versions = (region: TestRegion, input: object) =>
  region.call("DescribeLaunchTemplateVersions", input).LaunchTemplateVersions ?? [];

const numbers = (region: TestRegion, input: object) => versions(region, input).map((one) => one.VersionNumber);

describe("launch templates", () => {
  test("have versions, of which one is the default and the newest the latest", () => {
    const region = testRegion();
    const LaunchTemplateId = templateIn(region);
    const { LaunchTemplateVersion: second } = region.call("CreateLaunchTemplateVersion", {
      LaunchTemplateName: "web",
      SourceVersion: "1",
      VersionDescription: "bigger",
      LaunchTemplateData: { InstanceType: "t3.large" },
    });
    expect(second).toMatchObject({
      VersionNumber: 2,
      DefaultVersion: false,
      VersionDescription: "bigger",
      LaunchTemplateData: { ImageId, InstanceType: "t3.large" },
    });
    const bare = { LaunchTemplateId, LaunchTemplateData: { KeyName: "k" } };
    expect(region.call("CreateLaunchTemplateVersion", bare).LaunchTemplateVersion?.LaunchTemplateData).toEqual({
      KeyName: "k",
    });
    expect(region.call("DescribeLaunchTemplates", { LaunchTemplateNames: ["web"] }).LaunchTemplates).toMatchObject([
      {
        LaunchTemplateId,
        DefaultVersionNumber: 1,
        LatestVersionNumber: 3,
        CreatedBy: "arn:aws:iam::111111111111:root",
      },
    ]);
    expect(numbers(region, { LaunchTemplateId })).toEqual([3, 2, 1]);
    expect(numbers(region, { LaunchTemplateId, MinVersion: "2" })).toEqual([3, 2]);
    expect(numbers(region, { LaunchTemplateId, Versions: ["$Latest", "$Default"] })).toEqual([3, 1]);
    expect(numbers(region, { Versions: ["$Latest"] })).toEqual([3]);
    const Filters = [{ Name: "instance-type", Values: ["t3.large"] }];
    expect(numbers(region, { LaunchTemplateId, Filters })).toEqual([2]);
    region.call("ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "2" });
    expect(numbers(region, { LaunchTemplateId, Versions: ["$Default"] })).toEqual([2]);

    const deleted = region.call("DeleteLaunchTemplateVersions", { LaunchTemplateId, Versions: ["1", "2", "9"] });
    expect(deleted.SuccessfullyDeletedLaunchTemplateVersions).toMatchObject([{ VersionNumber: 1 }]);
    expect(deleted.UnsuccessfullyDeletedLaunchTemplateVersions).toMatchObject([
      { VersionNumber: 2 },
      { VersionNumber: 9, ResponseError: { Code: "launchTemplateVersionDoesNotExist" } },
    ]);
    region.call("DeleteLaunchTemplateVersions", { LaunchTemplateId, Versions: ["3"] });
    expect(
      region.call("CreateLaunchTemplateVersion", bare).LaunchTemplateVersion?.VersionNumber,
      "numbers are not given twice",
    ).toBe(4);
  });

  test("are deleted with their versions and tags", () => {
    const region = testRegion();
    region.call("CreateLaunchTemplate", {
      LaunchTemplateName: "web",
      LaunchTemplateData: { ImageId },
      TagSpecifications: [{ ResourceType: "launch-template", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(refusal(region.as("222222222222", "us-east-1"), "DeleteLaunchTemplate", { LaunchTemplateName: "web" })).toBe(
      "InvalidLaunchTemplateName.NotFoundException",
    );
    region.call("DeleteLaunchTemplate", { LaunchTemplateName: "web" });
    expect(stateOf(region)["ec2.launch-template-version"]).toBeUndefined();
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test("refusals", () => {
    const region = testRegion();
    const LaunchTemplateId = templateIn(region);
    const LaunchTemplateData = { ImageId };
    const refused = (input: object) =>
      refusal(region, "CreateLaunchTemplate", { LaunchTemplateName: "other", LaunchTemplateData, ...input });
    expect(refused({ LaunchTemplateName: "web" })).toBe("InvalidLaunchTemplateName.AlreadyExistsException");
    expect(refused({ LaunchTemplateName: "a b" })).toBe("InvalidLaunchTemplateName.MalformedException");
    expect(refused({ LaunchTemplateData: {} })).toBe("MissingParameter");
    expect(refused({ LaunchTemplateData: { UserData: "!" } })).toBe("InvalidUserData.Malformed");
    const described = (input: object) => refusal(region, "DescribeLaunchTemplateVersions", input);
    expect(described({})).toBe("MissingParameter");
    expect(described({ Versions: ["1"] })).toBe("MissingParameter");
    expect(described({ LaunchTemplateId, Versions: ["7"] })).toBe("InvalidLaunchTemplateId.VersionNotFound");
    expect(described({ LaunchTemplateId, LaunchTemplateName: "web" })).toBe("InvalidParameterCombination");
    expect(described({ LaunchTemplateId: "lt-00000000" })).toBe("InvalidLaunchTemplateId.NotFound");
    const modified = (input: object) => () => region.call("ModifyLaunchTemplate", { DefaultVersion: "2", ...input });
    expect(modified({ LaunchTemplateId, LaunchTemplateName: "web" })).toThrow(
      "Either provide launch template ID or launch template name to modify the template.",
    );
    expect(modified({ LaunchTemplateName: "web" })).toThrow(
      "The launch template version 2 is not found for the specified launch template.",
    );
    expect(() => region.call("DescribeLaunchTemplates", { LaunchTemplateNames: ["web", "x"] })).toThrow(
      "At least one of the launch templates specified in the request does not exist.",
    );
    expect(refusal(region, "DescribeLaunchTemplates", { LaunchTemplateNames: ["x"] })).toBe(
      "InvalidLaunchTemplateName.NotFoundException",
    );
  });
});

describe("RunInstances with a template", () => {
  test("takes from it what the request leaves open, and tags the instance with it", () => {
    const region = testRegion();
    const LaunchTemplateId = templateIn(region, {
      ImageId,
      InstanceType: "t3.micro",
      Monitoring: { Enabled: true },
      TagSpecifications: [
        {
          ResourceType: "instance",
          Tags: [
            { Key: "team", Value: "net" },
            { Key: "Name", Value: "from template" },
          ],
        },
      ],
    });
    const { Instances } = region.call("RunInstances", {
      MinCount: 1,
      MaxCount: 1,
      InstanceType: "t3.large",
      LaunchTemplate: { LaunchTemplateId },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "mine" }] }],
    });
    const InstanceIds = [Instances?.[0]?.InstanceId ?? ""];
    const shown = region.call("DescribeInstances", { InstanceIds }).Reservations?.[0]?.Instances?.[0];
    expect(shown).toMatchObject({ ImageId, InstanceType: "t3.large", Monitoring: { State: expect.anything() } });
    expect(Object.fromEntries((shown?.Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual({
      team: "net",
      Name: "mine",
      "aws:ec2launchtemplate:id": LaunchTemplateId,
      "aws:ec2launchtemplate:version": "1",
    });
  });

  test("takes its interfaces, one by one, and the version asked for", () => {
    const region = testRegion();
    const [subnet] = region.call("DescribeSubnets").Subnets ?? [];
    const LaunchTemplateId = templateIn(region);
    region.call("CreateLaunchTemplateVersion", {
      LaunchTemplateId,
      SourceVersion: "1",
      LaunchTemplateData: {
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet?.SubnetId, AssociatePublicIpAddress: false }],
      },
    });
    const run = (Version: string) =>
      region.call("RunInstances", { MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateName: "web", Version } })
        .Instances?.[0];
    expect(run("$Latest")?.NetworkInterfaces?.[0]?.Association).toBeUndefined();
    expect(run("1")?.NetworkInterfaces?.[0]?.Association?.PublicIp).toBeDefined();
    const input = { MinCount: 1, MaxCount: 1 };
    const missing = { ...input, LaunchTemplate: { LaunchTemplateName: "web", Version: "9" } };
    expect(refusal(region, "RunInstances", missing)).toBe("InvalidLaunchTemplateId.VersionNotFound");
    expect(refusal(region, "RunInstances", { ...input, LaunchTemplate: {} })).toBe("MissingParameter");
  });

  test("an instance's settings make a template that launches its like", () => {
    const region = testRegion();
    const { Instances } = region.call("RunInstances", {
      ImageId,
      InstanceType: "m5.large",
      MinCount: 1,
      MaxCount: 1,
      BlockDeviceMappings: [
        { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 50, VolumeType: "gp2" } }, // whose IOPS nobody may ask for
        { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 8, VolumeType: "io2", Iops: 1000 } },
      ],
    });
    const InstanceId = Instances?.[0]?.InstanceId ?? "";
    const { LaunchTemplateData } = region.call("GetLaunchTemplateData", { InstanceId });
    expect(LaunchTemplateData).toMatchObject({ ImageId, InstanceType: "m5.large" });
    const LaunchTemplateId = templateIn(region, LaunchTemplateData);
    const again = region.call("RunInstances", { MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateId } });
    expect(again.Instances?.[0]).toMatchObject({
      ImageId,
      InstanceType: "m5.large",
      SubnetId: Instances?.[0]?.SubnetId,
    });
    const performance = (InstanceId = "") =>
      region
        .call("DescribeVolumes", { Filters: [{ Name: "attachment.instance-id", Values: [InstanceId] }] })
        .Volumes?.map(({ Size, VolumeType, Iops }) => [Size, VolumeType, Iops]);
    expect(performance(again.Instances?.[0]?.InstanceId)).toEqual(performance(InstanceId));
  });
});
