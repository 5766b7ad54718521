import { beforeEach, describe, expect, test } from "vitest";
import { type TestRegion, testRegion } from "../region.fixture.ts";

let region: TestRegion;
let defaultVpc: string;
let vpc: string;

beforeEach(() => start());

function start(settings = {}): void {
  region = testRegion(settings);
  defaultVpc = region.call("DescribeVpcs").Vpcs?.[0]?.VpcId ?? "";
  vpc = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
}

const create = (name: string, VpcId: string | undefined = vpc): string =>
  region.call("CreateSecurityGroup", { GroupName: name, Description: "a group", VpcId }).GroupId ?? "";
const groups = (input = {}) => region.call("DescribeSecurityGroups", input).SecurityGroups ?? [];
const group = (id: string) => groups({ GroupIds: [id] })[0];

describe("the default group", () => {
  test("trusts itself only and lets everything out", () => {
    const [found] = groups({ Filters: [{ Name: "vpc-id", Values: [vpc] }] });
    expect(found).toMatchObject({
      GroupName: "default",
      Description: "default VPC security group",
      OwnerId: "111111111111",
      IpPermissions: [
        {
          IpProtocol: "-1",
          UserIdGroupPairs: [{ GroupId: found?.GroupId, UserId: "111111111111" }],
          IpRanges: [],
          Ipv6Ranges: [],
          PrefixListIds: [],
        },
      ],
      IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: [] }],
    });
    expect(found?.IpPermissions?.[0]?.FromPort).toBeUndefined();
  });

  test("cannot be deleted, nor its name taken in any spelling", () => {
    const GroupId = groups({ Filters: [{ Name: "vpc-id", Values: [vpc] }] })[0]?.GroupId ?? "";
    expect(() => region.call("DeleteSecurityGroup", { GroupId })).toThrow(
      `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
    );
    expect(region.codeOf("DeleteSecurityGroup", { GroupId })).toBe("CannotDelete");
    expect(region.codeOf("CreateSecurityGroup", { GroupName: "Default", Description: "d", VpcId: vpc })).toBe(
      "InvalidGroup.Reserved",
    );
  });

  test("goes with its VPC", () => {
    const before = groups().length;
    region.call("DeleteVpc", { VpcId: vpc });
    expect(groups()).toHaveLength(before - 1);
    const rules = region.call("DescribeSecurityGroupRules").SecurityGroupRules ?? [];
    expect(new Set(rules.map(({ GroupId }) => GroupId))).toEqual(new Set(groups().map(({ GroupId }) => GroupId)));
  });

  test("lets IPv6 out when its VPC gets a block, unless its outbound rules were changed", () => {
    const egress = (VpcId: string) =>
      groups({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] })[0]?.IpPermissionsEgress?.[0]?.Ipv6Ranges;
    region.call("AssociateVpcCidrBlock", { VpcId: vpc, AmazonProvidedIpv6CidrBlock: true });
    expect(egress(vpc)).toEqual([{ CidrIpv6: "::/0", Description: undefined }]);

    const changed = region.call("CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc?.VpcId ?? "";
    const GroupId = groups({ Filters: [{ Name: "vpc-id", Values: [changed] }] })[0]?.GroupId ?? "";
    const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    region.call("AuthorizeSecurityGroupEgress", { GroupId, IpPermissions: [https] });
    region.call("AssociateVpcCidrBlock", { VpcId: changed, AmazonProvidedIpv6CidrBlock: true });
    expect(egress(changed)).toEqual([]);

    const born = region.call("CreateVpc", { CidrBlock: "10.2.0.0/16", AmazonProvidedIpv6CidrBlock: true }).Vpc;
    expect(egress(born?.VpcId ?? "")).toHaveLength(1);
  });
});

describe("creating a group", () => {
  test("answers its id, ARN and tags; it lets everything out and nothing in", () => {
    const answer = region.call("CreateSecurityGroup", {
      GroupName: "web ",
      Description: "web servers",
      VpcId: vpc,
      TagSpecifications: [{ ResourceType: "security-group", Tags: [{ Key: "Name", Value: "web" }] }],
    });
    expect(answer.GroupId).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(answer.SecurityGroupArn).toBe(`arn:aws:ec2:us-east-1:111111111111:security-group/${answer.GroupId}`);
    expect(answer.Tags).toEqual([{ Key: "Name", Value: "web" }]);
    expect(group(answer.GroupId ?? "")).toMatchObject({
      GroupName: "web",
      VpcId: vpc,
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      Tags: [{ Key: "Name", Value: "web" }],
    });
  });

  test("without a VPC it is made in the default one, which there must be", () => {
    const id = region.call("CreateSecurityGroup", { GroupName: "web", Description: "d" }).GroupId ?? "";
    expect(group(id)?.VpcId).toBe(defaultVpc);
    region.call("DeleteSecurityGroup", { GroupName: "web" });
    expect(region.codeOf("DescribeSecurityGroups", { GroupIds: [id] })).toBe("InvalidGroup.NotFound");
  });

  test("a name is taken once in a VPC, whatever its case, and free in another", () => {
    create("web");
    expect(region.codeOf("CreateSecurityGroup", { GroupName: "WEB", Description: "d", VpcId: vpc })).toBe(
      "InvalidGroup.Duplicate",
    );
    create("web", defaultVpc);
  });

  test.each([
    ["a name like an id", "sg-web", "d", "InvalidParameterValue"],
    ["a name beyond ASCII", "wéb", "d", "InvalidParameterValue"],
    ["a name of forbidden characters", "web?", "d", "InvalidParameterValue"],
    ["a name too long", "w".repeat(256), "d", "InvalidParameterValue"],
    ["a description of forbidden characters", "web", "<d>", "InvalidParameterValue"],
    ["a description too long", "web", "d".repeat(256), "InvalidParameterValue"],
    ["no name", "", "d", "MissingParameter"],
    ["no description", "web", "", "MissingParameter"],
  ])("refuses %s", (_, GroupName, Description, code) => {
    const before = groups();
    expect(region.codeOf("CreateSecurityGroup", { GroupName, Description, VpcId: vpc })).toBe(code);
    expect(groups()).toEqual(before);
  });

  test("refuses a VPC that is not there, or another account's", () => {
    const input = { GroupName: "web", Description: "d" };
    expect(region.codeOf("CreateSecurityGroup", { ...input, VpcId: "vpc-12345678" })).toBe("InvalidVpcID.NotFound");
    const other = region.as("222222222222", "us-east-1");
    expect(other.codeOf("CreateSecurityGroup", { ...input, VpcId: vpc })).toBe("InvalidVpcID.NotFound");
  });
});

describe("deleting a group", () => {
  test("takes its rules and tags with it", () => {
    const GroupId = create("web");
    const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
    region.call("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [ssh] });
    region.call("CreateTags", { Resources: [GroupId], Tags: [{ Key: "a", Value: "b" }] });
    expect(region.call("DeleteSecurityGroup", { GroupId })).toEqual({ Return: true, GroupId });
    const of = [{ Name: "group-id", Values: [GroupId] }];
    expect(region.call("DescribeSecurityGroupRules", { Filters: of }).SecurityGroupRules).toEqual([]);
    expect(region.call("DescribeTags", { Filters: [{ Name: "resource-id", Values: [GroupId] }] }).Tags).toEqual([]);
  });

  test("not while another group's rule names it; its own may", () => {
    const [web, app] = [create("web"), create("app")];
    const from = (GroupId: string) => [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }];
    region.call("AuthorizeSecurityGroupIngress", { GroupId: app, IpPermissions: from(web) });
    region.call("AuthorizeSecurityGroupIngress", { GroupId: app, IpPermissions: from(app) });
    expect(() => region.call("DeleteSecurityGroup", { GroupId: web })).toThrow(
      `resource ${web} has a dependent object`,
    );
    expect(region.codeOf("DeleteSecurityGroup", { GroupId: web })).toBe("DependencyViolation");
    region.call("DeleteSecurityGroup", { GroupId: app });
    region.call("DeleteSecurityGroup", { GroupId: web });
  });

  test("not while an interface has it", () => {
    const GroupId = create("web");
    const subnet = region.call("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
    const eni = region.call("CreateNetworkInterface", { SubnetId: subnet, Groups: [GroupId] }).NetworkInterface;
    expect(eni?.Groups).toEqual([{ GroupId, GroupName: "web" }]);
    expect(region.codeOf("DeleteSecurityGroup", { GroupId })).toBe("DependencyViolation");
    region.clock.advance(5000);
    region.call("DeleteNetworkInterface", { NetworkInterfaceId: eni?.NetworkInterfaceId });
    region.call("DeleteSecurityGroup", { GroupId });
  });

  test("an interface takes groups of its own VPC only", () => {
    const subnet = region.call("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
    const Groups = [create("web", defaultVpc)];
    expect(region.codeOf("CreateNetworkInterface", { SubnetId: subnet, Groups })).toBe("InvalidParameter");
    expect(region.codeOf("CreateNetworkInterface", { SubnetId: subnet, Groups: ["sg-12345678"] })).toBe(
      "InvalidGroup.NotFound",
    );
  });

  test.each([
    ["five groups by quota", { quotas: true }, 5],
    ["sixteen groups ever", { quotas: false }, 16],
  ])("an interface has at most %s", (_, settings, most) => {
    start(settings);
    const subnet = region.call("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
    const Groups = Array.from({ length: most }, (_unused, n) => create(`group ${n}`));
    region.call("CreateNetworkInterface", { SubnetId: subnet, Groups: [...Groups, ...Groups] });
    expect(region.codeOf("CreateNetworkInterface", { SubnetId: subnet, Groups: [...Groups, create("one more")] })).toBe(
      "SecurityGroupsPerInterfaceLimitExceeded",
    );
  });

  test.each([
    ["nobody", {}, "MissingParameter"],
    ["an id nobody has", { GroupId: "sg-12345678" }, "InvalidGroup.NotFound"],
    ["an id that nobody could have", { GroupId: "sg-123abc" }, "InvalidGroup.NotFound"],
    ["an id that is none", { GroupId: "web" }, "InvalidGroupId.Malformed"],
    ["a name nobody has", { GroupName: "web" }, "InvalidGroup.NotFound"],
    ["both", { GroupId: "sg-12345678", GroupName: "web" }, "InvalidParameterCombination"],
  ])("of %s is refused", (_, input, code) => {
    expect(region.codeOf("DeleteSecurityGroup", input)).toBe(code);
  });
});

describe("describing groups", () => {
  test("by name in the default VPC, by id anywhere, and nothing of other accounts and regions", () => {
    const web = create("web", defaultVpc);
    create("web");
    expect(groups({ GroupNames: ["web"] }).map(({ GroupId }) => GroupId)).toEqual([web]);
    expect(region.codeOf("DescribeSecurityGroups", { GroupNames: ["nobody"] })).toBe("InvalidGroup.NotFound");
    expect(region.codeOf("DescribeSecurityGroups", { GroupIds: ["nobody"] })).toBe("InvalidGroupId.Malformed");
    for (const other of [region.as("222222222222", "us-east-1"), region.as("111111111111", "eu-west-1")]) {
      expect(other.call("DescribeSecurityGroups").SecurityGroups).toHaveLength(1);
      expect(other.codeOf("DescribeSecurityGroups", { GroupIds: [web] })).toBe("InvalidGroup.NotFound");
    }
  });

  test("in pages", () => {
    for (let i = 0; i < 10; i++) create(`group ${i}`);
    const first = region.call("DescribeSecurityGroups", { MaxResults: 7 });
    expect(first.SecurityGroups).toHaveLength(7);
    const rest = region.call("DescribeSecurityGroups", { MaxResults: 7, NextToken: first.NextToken });
    expect(rest.SecurityGroups).toHaveLength(5);
    expect(rest.NextToken).toBeUndefined();
    expect([...(first.SecurityGroups ?? []), ...(rest.SecurityGroups ?? [])]).toEqual(groups());
    expect(region.codeOf("DescribeSecurityGroups", { MaxResults: 4 })).toBe("InvalidParameterValue");
    expect(region.codeOf("DescribeSecurityGroups", { NextToken: "x" })).toBe("InvalidNextToken");
  });

  test("by every filter on the group and its rules", () => {
    const [web, app] = [create("web"), create("app")];
    region.call("AuthorizeSecurityGroupIngress", {
      GroupId: app,
      IpPermissions: [
        { IpProtocol: "6", FromPort: 8080, ToPort: 8090, UserIdGroupPairs: [{ GroupId: web }] },
        { IpProtocol: "icmp", FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: "192.0.2.0/24" }] },
      ],
    });
    region.call("AuthorizeSecurityGroupEgress", {
      GroupId: web,
      IpPermissions: [
        { IpProtocol: "udp", FromPort: 53, ToPort: 53, Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }] },
        { IpProtocol: "tcp", FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId: "pl-63a5400a" }] },
      ],
    });
    region.call("CreateTags", { Resources: [web], Tags: [{ Key: "Tier", Value: "front" }] });
    const found = (Name: string, ...Values: string[]): (string | undefined)[] =>
      groups({ Filters: [{ Name, Values }] }).map(({ GroupName }) => GroupName);
    expect(found("group-name", "w*")).toEqual(["web"]);
    expect(found("group-id", web, app)).toEqual(["web", "app"]);
    expect(found("description", "a group")).toEqual(["web", "app"]);
    expect(found("owner-id", "111111111111")).toHaveLength(4);
    expect(found("vpc-id", vpc)).toEqual(["default", "web", "app"]);
    expect(found("tag:Tier", "front")).toEqual(["web"]);
    expect(found("tag-key", "Tier")).toEqual(["web"]);
    expect(found("ip-permission.group-id", web)).toEqual(["app"]);
    expect(found("ip-permission.group-name", "web")).toEqual(["app"]);
    expect(found("ip-permission.user-id", "111111111111")).toEqual(["default", "default", "app"]);
    expect(found("ip-permission.protocol", "tcp")).toEqual(["app"]);
    expect(found("ip-permission.protocol", "6")).toEqual(["app"]);
    expect(found("ip-permission.from-port", "8080")).toEqual(["app"]);
    expect(found("ip-permission.to-port", "8090", "-1")).toEqual(["app"]);
    expect(found("ip-permission.cidr", "192.0.2.0/24")).toEqual(["app"]);
    expect(found("egress.ip-permission.ipv6-cidr", "2001:db8::/32")).toEqual(["web"]);
    expect(found("egress.ip-permission.prefix-list-id", "pl-63a5400a")).toEqual(["web"]);
    expect(found("egress.ip-permission.protocol", "17")).toEqual(["web"]);
    expect(found("ip-permission.protocol", "udp")).toEqual([]);
    expect(region.codeOf("DescribeSecurityGroups", { Filters: [{ Name: "colour", Values: ["red"] }] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("those that a VPC's interfaces can have", () => {
    const web = create("web");
    const of = (input = {}) =>
      region.call("GetSecurityGroupsForVpc", { VpcId: vpc, ...input }).SecurityGroupForVpcs ?? [];
    expect(of().map(({ GroupName }) => GroupName)).toEqual(["default", "web"]);
    expect(of({ Filters: [{ Name: "group-name", Values: ["web"] }] })).toMatchObject([
      { GroupId: web, PrimaryVpcId: vpc, OwnerId: "111111111111" },
    ]);
    expect(region.codeOf("GetSecurityGroupsForVpc", { VpcId: "vpc-12345678" })).toBe("InvalidVpcID.NotFound");
    expect(region.call("DescribeSecurityGroupVpcAssociations").SecurityGroupVpcAssociations).toEqual([]);
  });
});
