import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type TestRegion, testRegion } from "../region.fixture.ts";

let region: TestRegion;
let vpc: string;
let group: string;

beforeEach(() => {
  region = testRegion();
  vpc = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  group = region.call("CreateSecurityGroup", { GroupName: "web", Description: "d", VpcId: vpc }).GroupId ?? "";
});

const tags = (input = {}) => region.call("DescribeTags", input).Tags ?? [];
const of = (id: string): Record<string, string | undefined> =>
  Object.fromEntries(
    tags({ Filters: [{ Name: "resource-id", Values: [id] }] }).map(({ Key, Value }) => [Key, Value] as const),
  );
const tag = (Resources: string[], given: Record<string, string>) =>
  region.call("CreateTags", { Resources, Tags: Object.entries(given).map(([Key, Value]) => ({ Key, Value })) });

test("an untagged VPC, subnet or group is described without tags, and created with none", () => {
  const { Subnet } = region.call("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.0.0/24" });
  expect(Subnet?.Tags).toEqual([]);
  const described = () => [
    region.call("DescribeVpcs", { VpcIds: [vpc] }).Vpcs?.[0]?.Tags,
    region.call("DescribeSubnets", { SubnetIds: [Subnet?.SubnetId ?? ""] }).Subnets?.[0]?.Tags,
    region.call("DescribeSecurityGroups", { GroupIds: [group] }).SecurityGroups?.[0]?.Tags,
  ];
  expect(described()).toEqual([undefined, undefined, undefined]);
  tag([vpc, Subnet?.SubnetId ?? "", group], { a: "1" });
  const Tags = [{ Key: "a", Value: "1" }];
  expect(described()).toEqual([Tags, Tags, Tags]);
});

describe("CreateTags", () => {
  test("adds and overwrites on several resources at once", () => {
    tag([vpc, group], { a: "1", b: "2" });
    tag([vpc], { b: "3" });
    expect([of(vpc), of(group)]).toEqual([
      { a: "1", b: "3" },
      { a: "1", b: "2" },
    ]);
    expect(tags()[0]).toEqual({ Key: "a", Value: "1", ResourceId: vpc, ResourceType: "vpc" });
  });

  test("all or nothing", () => {
    const Tags = [{ Key: "a", Value: "1" }];
    const Resources = (id: string) => ({ Resources: [vpc, id], Tags });
    expect(region.codeOf("CreateTags", Resources("subnet-12345678"))).toBe("InvalidSubnetID.NotFound");
    expect(region.codeOf("CreateTags", Resources("sg-12345678"))).toBe("InvalidGroup.NotFound");
    expect(region.codeOf("CreateTags", Resources("vpc-web"))).toBe("InvalidID");
    expect(region.codeOf("CreateTags", Resources("10.0.0.1"))).toBe("InvalidID");
    expect(region.codeOf("CreateTags", Resources(""))).toBe("InvalidID");
    expect(tags()).toEqual([]);
  });

  test.each([
    ["an empty key", [{ Key: "", Value: "1" }], "InvalidParameterValue"],
    ["a key of AWS's", [{ Key: "AWS:a", Value: "1" }], "InvalidParameterValue"],
    ["a key too long", [{ Key: "k".repeat(129), Value: "1" }], "InvalidParameterValue"],
    ["a value too long", [{ Key: "k", Value: "v".repeat(257) }], "InvalidParameterValue"],
    ["no value", [{ Key: "k" }], "InvalidParameterValue"],
    [
      "a key twice",
      [
        { Key: "k", Value: "1" },
        { Key: "k", Value: "2" },
      ],
      "InvalidParameterValue",
    ],
    ["no tags", [], "MissingParameter"],
    ["fifty-one", Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "" })), "TagLimitExceeded"],
  ])("refuses %s", (_, Tags, code) => {
    expect(region.codeOf("CreateTags", { Resources: [vpc], Tags })).toBe(code);
    expect(tags()).toEqual([]);
  });

  test("counts characters, not bytes or halves of them; fifty in all, over several requests", () => {
    tag([vpc], { ["😀".repeat(128)]: "😀".repeat(256) });
    for (let n = 1; n < 50; n++) tag([vpc], { [`k${n}`]: "" });
    tag([vpc], { k1: "again" });
    expect(region.codeOf("CreateTags", { Resources: [vpc], Tags: [{ Key: "k50", Value: "" }] })).toBe(
      "TagLimitExceeded",
    );
    expect(tags()).toHaveLength(50);
  });

  test("keeps any key as it is, those of JavaScript's objects too (law)", () => {
    const key = fc.oneof(
      fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "0", "-1"),
      fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, fc.string({ maxLength: 20 })), { selector: ([k]) => k, maxLength: 8 }),
        (given) => {
          const Tags = given.filter(([k]) => !/^aws:/i.test(k)).map(([Key, Value]) => ({ Key, Value }));
          fc.pre(Tags.length > 0);
          region.call("CreateTags", { Resources: [vpc], Tags });
          const found = region.call("DescribeVpcs", { VpcIds: [vpc] }).Vpcs?.[0]?.Tags ?? [];
          expect(found).toHaveLength(Tags.length);
          expect(found).toEqual(expect.arrayContaining(Tags));
          for (const { Key, Value } of Tags) {
            const Filters = [{ Name: `tag:${Key}`, Values: [Value.replace(/[\\*?]/g, "\\$&")] }];
            expect(region.call("DescribeVpcs", { Filters }).Vpcs?.map(({ VpcId }) => VpcId)).toEqual([vpc]);
          }
          region.call("DeleteTags", { Resources: [vpc], Tags });
          expect(tags()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
    expect(region.call("DescribeVpcs", { Filters: [{ Name: "tag:constructor", Values: ["*"] }] }).Vpcs).toEqual([]);
  });
});

describe("DeleteTags", () => {
  const remove = (Tags?: { Key?: string; Value?: string }[]) => region.call("DeleteTags", { Resources: [vpc], Tags });

  test("by key, by key and value, or all", () => {
    tag([vpc, group], { a: "1", b: "2", c: "", d: "4" });
    remove([{ Key: "a" }, { Key: "b", Value: "other" }, { Key: "c", Value: "" }, { Key: "nobody" }]);
    expect(of(vpc)).toEqual({ b: "2", d: "4" });
    remove([{ Key: "d", Value: "" }]);
    expect(of(vpc)).toEqual({ b: "2", d: "4" });
    remove();
    expect(of(vpc)).toEqual({});
    expect(Object.keys(of(group))).toHaveLength(4);
  });

  test("refuses ids and keys as CreateTags does", () => {
    expect(region.codeOf("DeleteTags", { Resources: ["vpc-12345678"] })).toBe("InvalidVpcID.NotFound");
    expect(region.codeOf("DeleteTags", { Resources: ["vpc"] })).toBe("InvalidID");
    expect(region.codeOf("DeleteTags", { Resources: [vpc], Tags: [{ Key: "aws:a" }] })).toBe("InvalidParameterValue");
  });
});

describe("DescribeTags", () => {
  test("by every filter", () => {
    tag([vpc], { Name: "main", Owner: "TeamA" });
    tag([group], { Name: "web" });
    const found = (Name: string, ...Values: string[]) =>
      tags({ Filters: [{ Name, Values }] }).map(({ Value }) => Value);
    expect(found("key", "Name")).toEqual(["main", "web"]);
    expect(found("value", "w?b", "Team*")).toEqual(["TeamA", "web"]);
    expect(found("resource-id", group)).toEqual(["web"]);
    expect(found("resource-id", "sg-*")).toEqual(["web"]);
    expect(found("resource-type", "vpc")).toEqual(["main", "TeamA"]);
    expect(found("tag:Owner", "TeamA")).toEqual(["TeamA"]);
    expect(found("tag:Owner", "main")).toEqual([]);
    expect(
      tags({
        Filters: [
          { Name: "key", Values: ["Name"] },
          { Name: "resource-id", Values: [vpc] },
        ],
      }),
    ).toHaveLength(1);
    expect(region.codeOf("DescribeTags", { Filters: [{ Name: "colour", Values: ["red"] }] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("in pages, and of the caller's own account and region only", () => {
    tag([vpc, group], Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`k${n}`, `${n}`])));
    const first = region.call("DescribeTags", { MaxResults: 5 });
    const second = region.call("DescribeTags", { MaxResults: 10, NextToken: first.NextToken });
    expect([...(first.Tags ?? []), ...(second.Tags ?? [])]).toEqual(tags());
    expect(second.NextToken).toBeUndefined();
    expect(region.codeOf("DescribeTags", { MaxResults: 1001 })).toBe("InvalidParameterValue");
    for (const other of [region.as("222222222222", "us-east-1"), region.as("111111111111", "eu-west-1")]) {
      expect(other.call("DescribeTags").Tags).toEqual([]);
      expect(other.codeOf("CreateTags", { Resources: [vpc], Tags: [{ Key: "a", Value: "b" }] })).toBe(
        "InvalidVpcID.NotFound",
      );
    }
  });
});

describe("TagSpecifications", () => {
  const create = (...TagSpecifications: object[]) => ({ VpcId: vpc, TagSpecifications });

  test.each([
    [
      "of another type",
      { ResourceType: "vpc", Tags: [{ Key: "a", Value: "b" }] },
      "is not a valid taggable resource type",
    ],
    ["of no type", { Tags: [{ Key: "a", Value: "b" }] }, "resource type must have a value"],
    ["without tags", { ResourceType: "network-acl", Tags: [] }, "must have at least one tag"],
    [
      "with AWS's keys",
      { ResourceType: "network-acl", Tags: [{ Key: "aws:a", Value: "b" }] },
      "reserved for internal use",
    ],
  ])("%s are refused and nothing is made", (_, specification, message) => {
    const before = region.call("DescribeNetworkAcls").NetworkAcls;
    expect(() => region.call("CreateNetworkAcl", create(specification))).toThrow(message);
    expect(region.codeOf("CreateNetworkAcl", create(specification))).toBe("InvalidParameterValue");
    expect(region.call("DescribeNetworkAcls").NetworkAcls).toEqual(before);
  });

  test("are forgotten with their resource", () => {
    const made = region.call(
      "CreateNetworkAcl",
      create({ ResourceType: "network-acl", Tags: [{ Key: "a", Value: "b" }] }),
    );
    expect(tags()).toHaveLength(1);
    region.call("DeleteNetworkAcl", { NetworkAclId: made.NetworkAcl?.NetworkAclId });
    expect(tags()).toEqual([]);
  });
});
