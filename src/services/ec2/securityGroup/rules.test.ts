import type { IpPermission } from "@aws-sdk/client-ec2";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type TestRegion, testRegion } from "../region.fixture.ts";

let region: TestRegion;
let vpc: string;
let GroupId: string;

beforeEach(() => start());

function start(settings = {}): void {
  region = testRegion(settings);
  vpc = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  GroupId = create("web");
}

const create = (GroupName: string, VpcId: string | undefined = vpc): string =>
  region.call("CreateSecurityGroup", { GroupName, Description: "d", VpcId }).GroupId ?? "";
const allow = (...IpPermissions: IpPermission[]) =>
  region.call("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions }).SecurityGroupRules ?? [];
const refused = (...IpPermissions: IpPermission[]): string => {
  const before = ingress();
  const code = region.codeOf("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
  expect(ingress()).toEqual(before);
  return code;
};
const ingress = () => region.call("DescribeSecurityGroups", { GroupIds: [GroupId] }).SecurityGroups?.[0]?.IpPermissions;
const rules = () =>
  region.call("DescribeSecurityGroupRules", { Filters: [{ Name: "group-id", Values: [GroupId] }] })
    .SecurityGroupRules ?? [];
const tcp = (port: number, ...cidrs: string[]): IpPermission => ({
  IpProtocol: "tcp",
  FromPort: port,
  ToPort: port,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});
const anywhere = [{ CidrIp: "0.0.0.0/0" }];

describe("allowing traffic", () => {
  test("makes a rule of each source, and IpPermissions of each protocol and port range", () => {
    const added = allow(
      {
        ...tcp(22, "10.0.0.0/8", "192.0.2.1/32"),
        Ipv6Ranges: [{ CidrIpv6: "2001:DB8::1/32", Description: "site" }],
        UserIdGroupPairs: [{ GroupId }],
        PrefixListIds: [{ PrefixListId: "pl-63a5400a" }],
      },
      { IpProtocol: "50", IpRanges: anywhere },
    );
    expect(added).toHaveLength(6);
    allow(tcp(22, "198.51.100.0/24"));
    expect(added[2]).toEqual({
      SecurityGroupRuleId: expect.stringMatching(/^sgr-[0-9a-f]{17}$/),
      SecurityGroupRuleArn: `arn:aws:ec2:us-east-1:111111111111:security-group-rule/${added[2]?.SecurityGroupRuleId}`,
      GroupId,
      GroupOwnerId: "111111111111",
      IsEgress: false,
      IpProtocol: "tcp",
      FromPort: 22,
      ToPort: 22,
      CidrIpv6: "2001:db8::/32",
      Description: "site",
      Tags: [],
    });
    expect(ingress()).toEqual([
      {
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "192.0.2.1/32" }, { CidrIp: "198.51.100.0/24" }],
        Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32", Description: "site" }],
        PrefixListIds: [{ PrefixListId: "pl-63a5400a" }],
        UserIdGroupPairs: [{ GroupId, UserId: "111111111111" }],
      },
      { IpProtocol: "50", IpRanges: anywhere, Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ]);
  });

  test.each([
    ["6", 1, 2, "tcp", 1, 2],
    ["TCP", 0, 65535, "tcp", 0, 65535],
    ["17", 53, 53, "udp", 53, 53],
    ["1", 8, 0, "icmp", 8, 0],
    ["icmp", -1, -1, "icmp", -1, -1],
    ["58", undefined, undefined, "icmpv6", -1, -1],
    ["-1", 22, 22, "-1", undefined, undefined],
    ["all", undefined, undefined, "-1", undefined, undefined],
    ["47", 5, 6, "47", undefined, undefined],
  ])("of protocol %s, %s to %s", (IpProtocol, FromPort, ToPort, protocol, from, to) => {
    allow({ IpProtocol, FromPort, ToPort, IpRanges: anywhere });
    expect(ingress()).toMatchObject([{ IpProtocol: protocol }]);
    expect([ingress()?.[0]?.FromPort, ingress()?.[0]?.ToPort]).toEqual([from, to]);
    const [rule] = rules().filter(({ IsEgress }) => !IsEgress);
    expect([rule?.FromPort, rule?.ToPort]).toEqual([from ?? -1, to ?? -1]);
  });

  test.each<[string, IpPermission, string]>([
    ["no protocol", { IpRanges: anywhere }, "MissingParameter"],
    ["an unknown protocol", { IpProtocol: "sctpp", IpRanges: anywhere }, "InvalidParameterValue"],
    ["a protocol number beyond 255", { IpProtocol: "256", IpRanges: anywhere }, "InvalidParameterValue"],
    ["TCP without ports", { IpProtocol: "tcp", IpRanges: anywhere }, "InvalidParameterValue"],
    ["half a port range", { IpProtocol: "udp", FromPort: 1, IpRanges: anywhere }, "InvalidParameterValue"],
    ["a port beyond 65535", tcp(65536, "0.0.0.0/0"), "InvalidParameterValue"],
    ["a negative port", tcp(-1, "0.0.0.0/0"), "InvalidParameterValue"],
    ["ports upside down", { ...tcp(443, "0.0.0.0/0"), ToPort: 80 }, "InvalidParameterValue"],
    ["ICMP without a type", { IpProtocol: "icmp", IpRanges: anywhere }, "InvalidParameterValue"],
    [
      "an ICMP type beyond 255",
      { IpProtocol: "icmp", FromPort: 256, ToPort: 0, IpRanges: anywhere },
      "InvalidParameterValue",
    ],
    [
      "a code of every ICMP type",
      { IpProtocol: "icmp", FromPort: -1, ToPort: 0, IpRanges: anywhere },
      "InvalidParameterValue",
    ],
    ["no source", tcp(22), "MissingParameter"],
    ["a CIDR that is none", tcp(22, "10.0.0.0"), "InvalidParameterValue"],
    ["IPv6 among IPv4", tcp(22, "::/0"), "InvalidParameterValue"],
    [
      "a group nobody has",
      { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-12345678" }] },
      "InvalidGroup.NotFound",
    ],
    ["a malformed group", { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "web" }] }, "InvalidGroupId.Malformed"],
    [
      "a list nobody has",
      { IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "pl-12345678" }] },
      "InvalidPrefixListID.NotFound",
    ],
    [
      "a malformed list",
      { IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "s3" }] },
      "InvalidPrefixListId.Malformed",
    ],
    [
      "a forbidden description",
      { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "<b>" }] },
      "InvalidParameterValue",
    ],
    ["the same source twice", tcp(22, "10.0.0.0/8", "10.1.0.0/8"), "InvalidParameterValue"],
  ])("refuses %s", (_, permission, code) => {
    expect(refused(tcp(80, "0.0.0.0/0"), permission)).toBe(code);
  });

  test("refuses what the group allows already, in AWS's words", () => {
    allow(tcp(22, "10.0.0.0/8"), { IpProtocol: "icmp", FromPort: 8, ToPort: -1, IpRanges: anywhere });
    const message = (
      permission: IpPermission,
      operation: "AuthorizeSecurityGroupIngress" | "AuthorizeSecurityGroupEgress",
    ) => {
      try {
        region.call(operation, { GroupId, IpPermissions: [permission] });
      } catch (error) {
        return String(error);
      }
      return "";
    };
    expect(message(tcp(22, "10.1.2.3/8"), "AuthorizeSecurityGroupIngress")).toContain(
      'the specified rule "peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW" already exists',
    );
    expect(message({ IpProtocol: "-1", IpRanges: anywhere }, "AuthorizeSecurityGroupEgress")).toContain(
      'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
    );
    expect(
      message({ IpProtocol: "icmp", FromPort: 8, ToPort: -1, IpRanges: anywhere }, "AuthorizeSecurityGroupIngress"),
    ).toContain("type: 8, code: ALL");
    expect(refused(tcp(22, "10.0.0.0/8"))).toBe("InvalidPermission.Duplicate");
  });

  test("stops at sixty rules each way, for each family, a prefix list counting for all it can hold", () => {
    start({ quotas: true });
    const many = (count: number, from = 0) => Array.from({ length: count }, (_, port) => tcp(port + from, "0.0.0.0/0"));
    allow(...many(60));
    expect(refused(tcp(1000, "0.0.0.0/0"))).toBe("RulesPerSecurityGroupLimitExceeded");
    allow({ IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: "::/0" }] });
    expect(refused({ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] })).toBe("RulesPerSecurityGroupLimitExceeded");

    GroupId = create("lists");
    const list = region.call("CreateManagedPrefixList", { PrefixListName: "l", AddressFamily: "IPv4", MaxEntries: 59 });
    region.clock.advance(1000);
    const PrefixListIds = [{ PrefixListId: list.PrefixList?.PrefixListId }];
    allow({ IpProtocol: "-1", PrefixListIds });
    allow(tcp(1, "0.0.0.0/0"));
    expect(refused(tcp(2, "0.0.0.0/0"))).toBe("RulesPerSecurityGroupLimitExceeded");
  });

  test("tags the new rules, and only as rules", () => {
    const tagged = (ResourceType: "security-group-rule" | "security-group") => ({
      GroupId,
      IpPermissions: [tcp(22, "10.0.0.0/8", "192.0.2.0/24")],
      TagSpecifications: [{ ResourceType, Tags: [{ Key: "k", Value: "v" }] }],
    });
    expect(region.codeOf("AuthorizeSecurityGroupIngress", tagged("security-group"))).toBe("InvalidParameterValue");
    expect(ingress()).toEqual([]);
    const added = region.call("AuthorizeSecurityGroupIngress", tagged("security-group-rule")).SecurityGroupRules ?? [];
    expect(added.map(({ Tags }) => Tags)).toEqual([[{ Key: "k", Value: "v" }], [{ Key: "k", Value: "v" }]]);
    const found = region.call("DescribeSecurityGroupRules", { Filters: [{ Name: "tag:k", Values: ["v"] }] });
    expect(found.SecurityGroupRules).toHaveLength(2);
  });

  test("in the flat form: a CIDR, or all of a group by name in the default VPC", () => {
    region.call("AuthorizeSecurityGroupIngress", {
      GroupId,
      IpProtocol: "tcp",
      FromPort: 22,
      ToPort: 23,
      CidrIp: "10.0.0.0/8",
    });
    expect(ingress()).toMatchObject([
      { IpProtocol: "tcp", FromPort: 22, ToPort: 23, IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
    ]);
    const inDefault = region.call("CreateSecurityGroup", { GroupName: "app", Description: "d" }).GroupId ?? "";
    const added = region.call("AuthorizeSecurityGroupIngress", {
      GroupName: "app",
      SourceSecurityGroupName: "default",
    }).SecurityGroupRules;
    expect(added?.map(({ IpProtocol, FromPort, ToPort }) => [IpProtocol, FromPort, ToPort])).toEqual([
      ["tcp", 0, 65535],
      ["udp", 0, 65535],
      ["icmp", -1, -1],
    ]);
    expect(added?.[0]?.GroupId).toBe(inDefault);
    const flat = { GroupId, CidrIp: "10.0.0.0/8", IpProtocol: "tcp", FromPort: 1, ToPort: 1 };
    expect(region.codeOf("AuthorizeSecurityGroupIngress", { ...flat, IpPermissions: [tcp(1, "0.0.0.0/0")] })).toBe(
      "InvalidParameterCombination",
    );
    expect(region.codeOf("AuthorizeSecurityGroupIngress", { GroupId })).toBe("MissingParameter");
    expect(region.codeOf("AuthorizeSecurityGroupIngress", { GroupId, IpProtocol: "tcp", FromPort: 1, ToPort: 1 })).toBe(
      "MissingParameter",
    );
    expect(region.codeOf("AuthorizeSecurityGroupEgress", flat)).toBe("MissingParameter");
  });

  test("what was allowed and then revoked leaves the group as it was (law)", () => {
    const permission = fc.record({
      protocol: fc.constantFrom("tcp", "udp", "icmp", "-1", "50", "6", "icmpv6"),
      port: fc.integer({ min: 0, max: 255 }),
      v4: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      v6: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
      self: fc.boolean(),
    });
    fc.assert(
      fc.property(permission, ({ protocol, port, v4, v6, self }) => {
        fc.pre(v4.length + v6.length > 0 || self);
        const before = [ingress(), rules()];
        const asked: IpPermission = {
          IpProtocol: protocol,
          FromPort: port,
          ToPort: port,
          IpRanges: v4.map((n) => ({ CidrIp: `10.${n}.0.0/16` })),
          Ipv6Ranges: v6.map((n) => ({ CidrIpv6: `2001:db8:${n}::/48` })),
          UserIdGroupPairs: self ? [{ GroupId }] : [],
        };
        const added = allow(asked);
        expect(added).toHaveLength(v4.length + v6.length + Number(self));
        const shown = ingress() ?? [];
        region.call("RevokeSecurityGroupIngress", { GroupId, IpPermissions: shown });
        expect([ingress(), rules()]).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe("revoking", () => {
  test("by what the rule says, its description not asked", () => {
    allow({ ...tcp(22, "192.0.2.0/24"), IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "office" }] });
    const answer = region.call("RevokeSecurityGroupIngress", { GroupId, IpPermissions: [tcp(22, "10.9.9.9/8")] });
    expect(answer).toMatchObject({
      Return: true,
      RevokedSecurityGroupRules: [{ GroupId, IsEgress: false, CidrIpv4: "10.0.0.0/8", Description: "office" }],
    });
    expect(answer.UnknownIpPermissions).toBeUndefined();
    expect(ingress()).toEqual([]);
  });

  test("of a rule that is not there is an error outside the default VPC, and revokes nothing", () => {
    allow(tcp(22, "10.0.0.0/8"));
    const IpPermissions = [tcp(22, "10.0.0.0/8"), tcp(23, "10.0.0.0/8")];
    expect(region.codeOf("RevokeSecurityGroupIngress", { GroupId, IpPermissions })).toBe("InvalidPermission.NotFound");
    expect(ingress()).toHaveLength(1);
    // What comes in is not what goes out.
    expect(region.codeOf("RevokeSecurityGroupEgress", { GroupId, IpPermissions: [tcp(22, "10.0.0.0/8")] })).toBe(
      "InvalidPermission.NotFound",
    );
  });

  test("in the default VPC the answer lists what was not there", () => {
    const inDefault = region.call("CreateSecurityGroup", { GroupName: "app", Description: "d" }).GroupId ?? "";
    region.call("AuthorizeSecurityGroupIngress", { GroupId: inDefault, IpPermissions: [tcp(22, "10.0.0.0/8")] });
    const answer = region.call("RevokeSecurityGroupIngress", {
      GroupName: "app",
      IpPermissions: [tcp(22, "10.0.0.0/8"), tcp(23, "10.0.0.0/8")],
    });
    expect(answer.RevokedSecurityGroupRules).toHaveLength(1);
    expect(answer.UnknownIpPermissions).toEqual([
      { IpProtocol: "tcp", FromPort: 23, ToPort: 23, IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
    ]);
  });

  test("by id: of this group and this direction", () => {
    const [rule] = allow(tcp(22, "10.0.0.0/8"));
    const SecurityGroupRuleIds = [rule?.SecurityGroupRuleId ?? ""];
    const notFound = "InvalidSecurityGroupRuleId.NotFound";
    expect(region.codeOf("RevokeSecurityGroupEgress", { GroupId, SecurityGroupRuleIds })).toBe(notFound);
    expect(region.codeOf("RevokeSecurityGroupIngress", { GroupId: create("app"), SecurityGroupRuleIds })).toBe(
      notFound,
    );
    expect(region.codeOf("RevokeSecurityGroupIngress", { GroupId, SecurityGroupRuleIds: ["rule"] })).toBe(
      "InvalidSecurityGroupRuleId.Malformed",
    );
    region.call("RevokeSecurityGroupIngress", { GroupId, SecurityGroupRuleIds });
    expect(ingress()).toEqual([]);
    expect(region.codeOf("DescribeSecurityGroupRules", { SecurityGroupRuleIds })).toBe(notFound);
  });

  test("the default egress, as Terraform does for every group", () => {
    region.call("RevokeSecurityGroupEgress", { GroupId, IpPermissions: [{ IpProtocol: "-1", IpRanges: anywhere }] });
    const ipv6 = [{ IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: "::/0" }] }];
    expect(region.codeOf("RevokeSecurityGroupEgress", { GroupId, IpPermissions: ipv6 })).toBe(
      "InvalidPermission.NotFound",
    );
    expect(rules()).toEqual([]);
  });
});

describe("changing rules", () => {
  const ruleId = (): string => allow(tcp(22, "10.0.0.0/8"))[0]?.SecurityGroupRuleId ?? "";

  test("in place, keeping the id", () => {
    const SecurityGroupRuleId = ruleId();
    const SecurityGroupRule = {
      IpProtocol: "udp",
      FromPort: 53,
      ToPort: 54,
      CidrIpv4: "192.0.2.9/24",
      Description: "dns",
    };
    region.call("ModifySecurityGroupRules", {
      GroupId,
      SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
    });
    expect(rules().find((rule) => rule.SecurityGroupRuleId === SecurityGroupRuleId)).toMatchObject({
      IpProtocol: "udp",
      FromPort: 53,
      ToPort: 54,
      CidrIpv4: "192.0.2.0/24",
      Description: "dns",
    });
  });

  test.each([
    ["no source", { IpProtocol: "tcp", FromPort: 1, ToPort: 1 }, "MissingParameter"],
    ["two sources", { IpProtocol: "-1", CidrIpv4: "0.0.0.0/0", CidrIpv6: "::/0" }, "InvalidParameterCombination"],
    ["a source of another kind", { IpProtocol: "-1", CidrIpv6: "::/0" }, "InvalidParameterValue"],
    ["a bad port", { IpProtocol: "tcp", FromPort: 1, ToPort: 70000, CidrIpv4: "0.0.0.0/0" }, "InvalidParameterValue"],
    [
      "what another rule says",
      { IpProtocol: "tcp", FromPort: 80, ToPort: 80, CidrIpv4: "0.0.0.0/0" },
      "InvalidPermission.Duplicate",
    ],
  ])("refuses %s and changes nothing", (_, SecurityGroupRule, code) => {
    const SecurityGroupRuleId = ruleId();
    allow(tcp(80, "0.0.0.0/0"));
    const before = rules();
    expect(
      region.codeOf("ModifySecurityGroupRules", {
        GroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
      }),
    ).toBe(code);
    expect(rules()).toEqual(before);
  });

  test("of a group reference to another group, by its id", () => {
    const [app, db] = [create("app"), create("db")];
    const [rule] = allow({ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: app }] });
    const to = (ReferencedGroupId: string) => ({
      GroupId,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: rule?.SecurityGroupRuleId ?? "",
          SecurityGroupRule: { IpProtocol: "-1", ReferencedGroupId },
        },
      ],
    });
    region.call("ModifySecurityGroupRules", to(db));
    expect(ingress()?.[0]?.UserIdGroupPairs).toEqual([{ GroupId: db, UserId: "111111111111" }]);
    expect(rules().find(({ IsEgress }) => !IsEgress)?.ReferencedGroupInfo).toEqual({ GroupId: db });
    expect(region.codeOf("ModifySecurityGroupRules", to(`111111111111/${app}`))).toBe("InvalidGroupId.Malformed");
  });

  test("two rules may change places", () => {
    const [a, b] = allow(tcp(1, "10.0.0.0/8"), tcp(2, "10.0.0.0/8"));
    const to = (SecurityGroupRuleId: string | undefined, port: number) => ({
      SecurityGroupRuleId: SecurityGroupRuleId ?? "",
      SecurityGroupRule: { IpProtocol: "tcp", FromPort: port, ToPort: port, CidrIpv4: "10.0.0.0/8" },
    });
    region.call("ModifySecurityGroupRules", {
      GroupId,
      SecurityGroupRules: [to(a?.SecurityGroupRuleId, 2), to(b?.SecurityGroupRuleId, 1)],
    });
    expect(
      rules()
        .filter(({ IsEgress }) => !IsEgress)
        .map(({ FromPort }) => FromPort),
    ).toEqual([2, 1]);
  });

  test("descriptions, by what the rule says or by id; none removes it", () => {
    const SecurityGroupRuleId = ruleId();
    const description = () => ingress()?.[0]?.IpRanges?.[0]?.Description;
    const IpPermissions = [{ ...tcp(22), IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "one" }] }];
    region.call("UpdateSecurityGroupRuleDescriptionsIngress", { GroupId, IpPermissions });
    expect(description()).toBe("one");
    region.call("UpdateSecurityGroupRuleDescriptionsIngress", {
      GroupId,
      SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: "two" }],
    });
    expect(description()).toBe("two");
    region.call("UpdateSecurityGroupRuleDescriptionsIngress", { GroupId, IpPermissions: [tcp(22, "10.0.0.0/8")] });
    expect(description()).toBeUndefined();
    expect(region.codeOf("UpdateSecurityGroupRuleDescriptionsEgress", { GroupId, IpPermissions })).toBe(
      "InvalidPermission.NotFound",
    );
    expect(region.codeOf("UpdateSecurityGroupRuleDescriptionsIngress", { GroupId })).toBe("MissingParameter");
  });
});

test("DescribeSecurityGroupRules refuses a group id of no form; a pattern is none", () => {
  const asked = (id: string) => ({ Filters: [{ Name: "group-id", Values: [id] }] });
  expect(region.codeOf("DescribeSecurityGroupRules", asked("web"))).toBe("InvalidGroupId.Malformed");
  expect(region.call("DescribeSecurityGroupRules", asked("sg-12345678")).SecurityGroupRules).toEqual([]);
  expect(region.call("DescribeSecurityGroupRules", asked("*")).SecurityGroupRules).not.toEqual([]);
});
