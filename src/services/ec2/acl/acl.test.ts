import type { CreateNetworkAclEntryRequest } from "@aws-sdk/client-ec2";
import { beforeEach, describe, expect, test } from "vitest";
import { type TestRegion, testRegion } from "../region.fixture.ts";

let region: TestRegion;
let VpcId: string;

beforeEach(() => start());

function start(settings = {}): void {
  region = testRegion(settings);
  VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
}

const acls = (input = {}) => region.call("DescribeNetworkAcls", input).NetworkAcls ?? [];
const acl = (id: string) => acls({ NetworkAclIds: [id] })[0];
const ofVpc = (id = VpcId) => acls({ Filters: [{ Name: "vpc-id", Values: [id] }] });
const create = (id = VpcId): string => region.call("CreateNetworkAcl", { VpcId: id }).NetworkAcl?.NetworkAclId ?? "";
const subnet = (CidrBlock: string): string => region.call("CreateSubnet", { VpcId, CidrBlock }).Subnet?.SubnetId ?? "";
/** Entries as `egress number action cidr`, for reading. */
const lines = (id: string): string[] =>
  (acl(id)?.Entries ?? []).map(
    (entry) =>
      `${entry.Egress ? "out" : "in"} ${entry.RuleNumber} ${entry.RuleAction} ${entry.CidrBlock ?? entry.Ipv6CidrBlock}`,
  );

describe("the default ACL", () => {
  test("allows all IPv4 and denies the rest", () => {
    const [found] = ofVpc();
    expect(found).toMatchObject({ IsDefault: true, OwnerId: "111111111111", VpcId, Associations: [], Tags: [] });
    expect(lines(found?.NetworkAclId ?? "")).toEqual([
      "in 100 allow 0.0.0.0/0",
      "in 32767 deny 0.0.0.0/0",
      "out 100 allow 0.0.0.0/0",
      "out 32767 deny 0.0.0.0/0",
    ]);
    expect(found?.Entries?.[0]).toEqual({
      RuleNumber: 100,
      Egress: false,
      RuleAction: "allow",
      Protocol: "-1",
      CidrBlock: "0.0.0.0/0",
    });
  });

  test("allows IPv6 from when its VPC has it, once, and only where its rules are as they were made", () => {
    const id = ofVpc()[0]?.NetworkAclId ?? "";
    const custom = create();
    region.call("CreateNetworkAclEntry", {
      NetworkAclId: id,
      RuleNumber: 50,
      Protocol: "-1",
      RuleAction: "deny",
      Egress: true,
      CidrBlock: "192.0.2.0/24",
    });
    region.call("AssociateVpcCidrBlock", { VpcId, AmazonProvidedIpv6CidrBlock: true });
    expect(lines(id)).toEqual([
      "in 100 allow 0.0.0.0/0",
      "in 101 allow ::/0",
      "in 32767 deny 0.0.0.0/0",
      "in 32768 deny ::/0",
      "out 50 deny 192.0.2.0/24",
      "out 100 allow 0.0.0.0/0",
      "out 32767 deny 0.0.0.0/0",
      "out 32768 deny ::/0",
    ]);
    const denials = [
      "in 32767 deny 0.0.0.0/0",
      "in 32768 deny ::/0",
      "out 32767 deny 0.0.0.0/0",
      "out 32768 deny ::/0",
    ];
    expect(lines(custom)).toEqual(denials);
    expect(lines(create())).toEqual(denials);
    const born = region.call("CreateVpc", { CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: true }).Vpc;
    expect(lines(ofVpc(born?.VpcId)[0]?.NetworkAclId ?? "")).toHaveLength(8);
  });

  test("cannot be deleted, and goes with its VPC", () => {
    const id = ofVpc()[0]?.NetworkAclId;
    expect(region.codeOf("DeleteNetworkAcl", { NetworkAclId: id })).toBe("InvalidParameterValue");
    region.call("DeleteVpc", { VpcId });
    expect(region.codeOf("DescribeNetworkAcls", { NetworkAclIds: [id ?? ""] })).toBe("InvalidNetworkAclID.NotFound");
  });

  test("is what a new subnet has, until the subnet is gone", () => {
    const SubnetId = subnet("10.0.0.0/24");
    const [found] = ofVpc();
    expect(found?.Associations).toEqual([
      {
        NetworkAclAssociationId: expect.stringMatching(/^aclassoc-[0-9a-f]{17}$/),
        NetworkAclId: found?.NetworkAclId,
        SubnetId,
      },
    ]);
    region.call("DeleteSubnet", { SubnetId });
    expect(ofVpc()[0]?.Associations).toEqual([]);
  });
});

describe("an ACL of one's own", () => {
  test("denies everything at first", () => {
    const answer = region.call("CreateNetworkAcl", {
      VpcId,
      TagSpecifications: [{ ResourceType: "network-acl", Tags: [{ Key: "a", Value: "b" }] }],
    }).NetworkAcl;
    expect(answer).toMatchObject({ IsDefault: false, VpcId, Tags: [{ Key: "a", Value: "b" }], Associations: [] });
    expect(lines(answer?.NetworkAclId ?? "")).toEqual(["in 32767 deny 0.0.0.0/0", "out 32767 deny 0.0.0.0/0"]);
    expect(region.codeOf("CreateNetworkAcl", { VpcId: "vpc-12345678" })).toBe("InvalidVpcID.NotFound");
  });

  test("is given to a subnet in place of another; in use it cannot be deleted", () => {
    const SubnetId = subnet("10.0.0.0/24");
    const NetworkAclId = create();
    const AssociationId = ofVpc()[0]?.Associations?.[0]?.NetworkAclAssociationId ?? "";
    const { NewAssociationId } = region.call("ReplaceNetworkAclAssociation", { AssociationId, NetworkAclId });
    expect(acl(NetworkAclId)?.Associations).toEqual([
      { NetworkAclAssociationId: NewAssociationId, NetworkAclId, SubnetId },
    ]);
    expect(ofVpc()[0]?.Associations).toEqual([]);
    expect(() => region.call("DeleteNetworkAcl", { NetworkAclId })).toThrow(
      `The networkAcl '${NetworkAclId}' has dependencies and cannot be deleted.`,
    );
    expect(region.codeOf("ReplaceNetworkAclAssociation", { AssociationId, NetworkAclId })).toBe(
      "InvalidAssociationID.NotFound",
    );
    const again = region.call("ReplaceNetworkAclAssociation", { AssociationId: NewAssociationId, NetworkAclId });
    expect(acl(NetworkAclId)?.Associations).toHaveLength(1);
    const elsewhere = create(region.call("DescribeVpcs").Vpcs?.[0]?.VpcId);
    const back = { AssociationId: again.NewAssociationId, NetworkAclId: elsewhere };
    expect(region.codeOf("ReplaceNetworkAclAssociation", back)).toBe("InvalidParameterValue");
    const other = region.as("222222222222", "us-east-1");
    expect(other.codeOf("ReplaceNetworkAclAssociation", back)).toBe("InvalidAssociationID.NotFound");
    region.call("DeleteSubnet", { SubnetId });
    region.call("DeleteNetworkAcl", { NetworkAclId });
    expect(ofVpc()).toHaveLength(1);
  });
});

describe("entries", () => {
  const https = (over: Partial<CreateNetworkAclEntryRequest> = {}): CreateNetworkAclEntryRequest => ({
    NetworkAclId: undefined,
    RuleNumber: 110,
    Protocol: "6",
    RuleAction: "allow",
    Egress: false,
    CidrBlock: "10.9.8.7/8",
    PortRange: { From: 443, To: 443 },
    ...over,
  });

  test("are kept in the order of evaluation, in their canonical form", () => {
    const NetworkAclId = create();
    region.call("CreateNetworkAclEntry", https({ NetworkAclId }));
    region.call("CreateNetworkAclEntry", https({ NetworkAclId, RuleNumber: 90, Protocol: "udp" }));
    region.call("CreateNetworkAclEntry", https({ NetworkAclId, Egress: true }));
    region.call(
      "CreateNetworkAclEntry",
      https({
        NetworkAclId,
        RuleNumber: 120,
        Protocol: "58",
        CidrBlock: undefined,
        Ipv6CidrBlock: "2001:DB8::1/32",
        IcmpTypeCode: { Type: 128, Code: -1 },
      }),
    );
    expect(lines(NetworkAclId)).toEqual([
      "in 90 allow 10.0.0.0/8",
      "in 110 allow 10.0.0.0/8",
      "in 120 allow 2001:db8::/32",
      "in 32767 deny 0.0.0.0/0",
      "out 110 allow 10.0.0.0/8",
      "out 32767 deny 0.0.0.0/0",
    ]);
    const entries = acl(NetworkAclId)?.Entries ?? [];
    expect(entries[1]).toMatchObject({ Protocol: "6", PortRange: { From: 443, To: 443 } });
    expect(entries[2]).toMatchObject({ Protocol: "58", IcmpTypeCode: { Type: 128, Code: -1 }, PortRange: undefined });
  });

  test("made once more are no error while they say the same, and stand there once", () => {
    const NetworkAclId = create();
    region.call("CreateNetworkAclEntry", https({ NetworkAclId }));
    const before = acl(NetworkAclId);
    region.call("CreateNetworkAclEntry", https({ NetworkAclId, Protocol: "tcp", CidrBlock: "10.1.2.3/8" }));
    expect(acl(NetworkAclId)).toEqual(before);
    for (const over of [{ CidrBlock: "10.0.0.0/9" }, { PortRange: { From: 443, To: 444 } }, { Protocol: "17" }])
      expect(region.codeOf("CreateNetworkAclEntry", https({ NetworkAclId, ...over }))).toBe(
        "NetworkAclEntryAlreadyExists",
      );
  });

  test("are replaced and deleted by number and direction", () => {
    const NetworkAclId = create();
    region.call("CreateNetworkAclEntry", https({ NetworkAclId }));
    region.call("ReplaceNetworkAclEntry", https({ NetworkAclId, RuleAction: "deny", Protocol: "-1" }));
    expect(acl(NetworkAclId)?.Entries?.[0]).toEqual({
      RuleNumber: 110,
      Egress: false,
      RuleAction: "deny",
      Protocol: "-1",
      CidrBlock: "10.0.0.0/8",
    });
    const notFound = "InvalidNetworkAclEntry.NotFound";
    expect(region.codeOf("ReplaceNetworkAclEntry", https({ NetworkAclId, Egress: true }))).toBe(notFound);
    const place = { NetworkAclId, RuleNumber: 110 };
    expect(region.codeOf("DeleteNetworkAclEntry", { ...place, Egress: true })).toBe(notFound);
    region.call("DeleteNetworkAclEntry", { ...place, Egress: false });
    expect(region.codeOf("DeleteNetworkAclEntry", { ...place, Egress: false })).toBe(notFound);
    expect(lines(NetworkAclId)).toHaveLength(2);
  });

  test.each<[string, Partial<CreateNetworkAclEntryRequest>, string]>([
    ["a number that is taken", { RuleAction: "deny" }, "NetworkAclEntryAlreadyExists"],
    ["number 0", { RuleNumber: 0 }, "InvalidParameterValue"],
    ["AWS's own number", { RuleNumber: 32767 }, "InvalidParameterValue"],
    ["an unknown protocol", { RuleNumber: 1, Protocol: "tcpp" }, "InvalidParameterValue"],
    ["a protocol beyond 255", { RuleNumber: 1, Protocol: "256" }, "InvalidParameterValue"],
    ["TCP without ports", { RuleNumber: 1, PortRange: undefined }, "MissingParameter"],
    ["half a port range", { RuleNumber: 1, PortRange: { From: 1 } }, "MissingParameter"],
    ["ports upside down", { RuleNumber: 1, PortRange: { From: 2, To: 1 } }, "InvalidParameterValue"],
    ["a port beyond 65535", { RuleNumber: 1, PortRange: { From: 2, To: 65536 } }, "InvalidParameterValue"],
    ["ICMP without a type", { RuleNumber: 1, Protocol: "1" }, "MissingParameter"],
    [
      "a type beyond 255",
      { RuleNumber: 1, Protocol: "1", IcmpTypeCode: { Type: 256, Code: 0 } },
      "InvalidParameterValue",
    ],
    ["no CIDR", { RuleNumber: 1, CidrBlock: undefined }, "MissingParameter"],
    ["two CIDRs", { RuleNumber: 1, Ipv6CidrBlock: "::/0" }, "InvalidParameterCombination"],
    ["a CIDR that is none", { RuleNumber: 1, CidrBlock: "10.0.0.0/33" }, "InvalidParameterValue"],
    ["IPv6 as IPv4", { RuleNumber: 1, CidrBlock: "::/0" }, "InvalidParameterValue"],
    ["an action that is none", { RuleNumber: 1, RuleAction: "drop" as "deny" }, "InvalidParameterValue"],
  ])("refuse %s", (_, over, code) => {
    const NetworkAclId = create();
    region.call("CreateNetworkAclEntry", https({ NetworkAclId }));
    const before = acl(NetworkAclId);
    expect(region.codeOf("CreateNetworkAclEntry", https({ NetworkAclId, ...over }))).toBe(code);
    expect(acl(NetworkAclId)).toEqual(before);
  });

  test.each([
    ["twenty by quota", { quotas: true }, 20],
    ["forty ever", { quotas: false }, 40],
  ])("are at most %s each way and family, the denial counted", (_, settings, most) => {
    start(settings);
    const NetworkAclId = create();
    for (let number = 1; number < most; number++)
      region.call("CreateNetworkAclEntry", https({ NetworkAclId, RuleNumber: number }));
    expect(region.codeOf("CreateNetworkAclEntry", https({ NetworkAclId, RuleNumber: most }))).toBe(
      "NetworkAclEntryLimitExceeded",
    );
    region.call("ReplaceNetworkAclEntry", https({ NetworkAclId, RuleNumber: most - 1, RuleAction: "deny" }));
    region.call("CreateNetworkAclEntry", https({ NetworkAclId, RuleNumber: most, Egress: true }));
    const ipv6 = { CidrBlock: undefined, Ipv6CidrBlock: "::/0" };
    region.call("CreateNetworkAclEntry", https({ NetworkAclId, RuleNumber: most, ...ipv6 }));
  });
});

test("every filter, and nothing of other accounts", () => {
  const NetworkAclId = create();
  const SubnetId = subnet("10.0.0.0/24");
  region.call("CreateNetworkAclEntry", {
    NetworkAclId,
    RuleNumber: 7,
    Protocol: "icmp",
    IcmpTypeCode: { Type: 8, Code: 3 },
    RuleAction: "allow",
    Egress: false,
    CidrBlock: "192.0.2.0/24",
  });
  region.call("CreateNetworkAclEntry", {
    NetworkAclId,
    RuleNumber: 8,
    Protocol: "tcp",
    PortRange: { From: 11, To: 12 },
    RuleAction: "allow",
    Egress: true,
    Ipv6CidrBlock: "2001:db8::/32",
  });
  region.call("CreateTags", { Resources: [NetworkAclId], Tags: [{ Key: "k", Value: "v" }] });
  const all = acls().map((one) => one.NetworkAclId ?? "");
  const main = ofVpc()[0]?.NetworkAclId ?? "";
  const association = ofVpc()[0]?.Associations?.[0]?.NetworkAclAssociationId ?? "";
  const found = (Name: string, ...Values: string[]) =>
    acls({ Filters: [{ Name, Values }] }).map((one) => one.NetworkAclId);
  for (const [name, value] of [
    ["entry.cidr", "192.0.2.0/24"],
    ["entry.ipv6-cidr", "2001:db8::/32"],
    ["entry.icmp.type", "8"],
    ["entry.icmp.code", "3"],
    ["entry.port-range.from", "11"],
    ["entry.port-range.to", "12"],
    ["entry.protocol", "icmp"],
    ["entry.protocol", "6"],
    ["entry.rule-number", "7"],
    ["network-acl-id", NetworkAclId],
    ["default", "false"],
    ["tag:k", "v"],
  ] as const)
    expect([name, found(name, value)]).toEqual([name, [NetworkAclId]]);
  expect(found("association.subnet-id", SubnetId)).toEqual([main]);
  expect(found("association.association-id", association)).toEqual([main]);
  expect(found("association.network-acl-id", main, NetworkAclId)).toEqual([main]);
  expect(found("entry.rule-action", "deny")).toEqual(all);
  expect(found("entry.egress", "true")).toEqual(all);
  expect(found("owner-id", "111111111111")).toEqual(all);
  expect(found("owner-id", "222222222222")).toEqual([]);
  const other = region.as("222222222222", "us-east-1");
  expect(other.call("DescribeNetworkAcls", { Filters: [{ Name: "vpc-id", Values: [VpcId] }] }).NetworkAcls).toEqual([]);
  expect(other.codeOf("DescribeNetworkAcls", { NetworkAclIds: [NetworkAclId] })).toBe("InvalidNetworkAclID.NotFound");
  expect(region.codeOf("DescribeNetworkAcls", { NetworkAclIds: ["acl"] })).toBe("InvalidNetworkAclID.NotFound");
});
