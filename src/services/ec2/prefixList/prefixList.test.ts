import { beforeEach, describe, expect, test } from "vitest";
import { overlaps, prefix } from "../../../base/prefix.ts";
import { regions } from "../geography/regions.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { awsPrefixList, awsPrefixListAnywhere, awsPrefixLists } from "./awsLists.ts";

let region: TestRegion;

beforeEach(() => {
  region = testRegion();
});

const own = () =>
  region.call("DescribeManagedPrefixLists", { Filters: [{ Name: "owner-id", Values: ["111111111111"] }] })
    .PrefixLists ?? [];
const list = (PrefixListId: string) =>
  region.call("DescribeManagedPrefixLists", { PrefixListIds: [PrefixListId] }).PrefixLists?.[0];
const entries = (PrefixListId: string, TargetVersion?: number) =>
  region.call("GetManagedPrefixListEntries", { PrefixListId, TargetVersion }).Entries;
const cidrs = (PrefixListId: string) => entries(PrefixListId)?.map(({ Cidr }) => Cidr);

/** A list that is complete. */
function create(MaxEntries = 5, ...Cidrs: string[]): string {
  const { PrefixList } = region.call("CreateManagedPrefixList", {
    PrefixListName: "corp",
    AddressFamily: "IPv4",
    MaxEntries,
    Entries: Cidrs.map((Cidr) => ({ Cidr })),
  });
  region.clock.advance(1000);
  return PrefixList?.PrefixListId ?? "";
}

describe("creating", () => {
  test("takes a moment; then the list is version 1", () => {
    const { PrefixList } = region.call("CreateManagedPrefixList", {
      PrefixListName: "corp",
      AddressFamily: "IPv4",
      MaxEntries: 2,
      Entries: [{ Cidr: "10.1.2.3/8", Description: "site" }],
      TagSpecifications: [{ ResourceType: "prefix-list", Tags: [{ Key: "a", Value: "b" }] }],
    });
    const id = PrefixList?.PrefixListId ?? "";
    expect(PrefixList).toEqual({
      PrefixListId: expect.stringMatching(/^pl-[0-9a-f]{17}$/),
      PrefixListArn: `arn:aws:ec2:us-east-1:111111111111:prefix-list/${id}`,
      PrefixListName: "corp",
      AddressFamily: "IPv4",
      State: "create-in-progress",
      OwnerId: "111111111111",
      MaxEntries: 2,
      Version: 1,
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(region.codeOf("ModifyManagedPrefixList", { PrefixListId: id, PrefixListName: "x" })).toBe("IncorrectState");
    region.clock.advance(1000);
    expect(list(id)?.State).toBe("create-complete");
    expect(entries(id)).toEqual([{ Cidr: "10.0.0.0/8", Description: "site" }]);
  });

  test.each([
    ["AWS's name", { PrefixListName: "com.amazonaws.mine" }, "InvalidParameterValue"],
    ["a name too long", { PrefixListName: "n".repeat(256) }, "InvalidParameterValue"],
    ["a family that is none", { AddressFamily: "IPv5" }, "InvalidParameterValue"],
    ["no room", { MaxEntries: 0 }, "InvalidParameterValue"],
    ["too much room", { MaxEntries: 1001 }, "InvalidParameterValue"],
    ["more than it can hold", { MaxEntries: 1 }, "PrefixListMaxEntriesExceeded"],
    ["the other family", { Entries: [{ Cidr: "::/0" }] }, "InvalidParameterValue"],
    ["a CIDR that is none", { Entries: [{ Cidr: "10.0.0.0" }] }, "InvalidParameterValue"],
    ["a CIDR twice", { Entries: [{ Cidr: "10.0.0.0/8" }, { Cidr: "10.1.0.0/8" }] }, "InvalidParameterValue"],
    [
      "a hundred and one at once",
      { Entries: Array.from({ length: 101 }, (_, n) => ({ Cidr: `10.0.${n}.0/24` })) },
      "InvalidParameterValue",
    ],
  ])("refuses %s", (_, over, code) => {
    const Entries = [{ Cidr: "10.0.0.0/8" }, { Cidr: "192.0.2.0/24" }];
    const input = { PrefixListName: "corp", AddressFamily: "IPv4", MaxEntries: 200, Entries, ...over };
    expect(region.codeOf("CreateManagedPrefixList", input)).toBe(code);
    expect(own()).toEqual([]);
  });
});

describe("changing", () => {
  test("adds and removes entries as a new version; the old one can still be read", () => {
    const id = create(5, "10.0.0.0/8", "192.0.2.0/24");
    const { PrefixList } = region.call("ModifyManagedPrefixList", {
      PrefixListId: id,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: "198.51.100.0/24" }, { Cidr: "192.0.2.0/24", Description: "docs" }],
      RemoveEntries: [{ Cidr: "10.0.0.0/8" }],
    });
    expect(PrefixList).toMatchObject({ State: "modify-in-progress", Version: 2 });
    region.clock.advance(1000);
    expect(list(id)).toMatchObject({ State: "modify-complete", Version: 2 });
    expect(entries(id)).toEqual([{ Cidr: "192.0.2.0/24", Description: "docs" }, { Cidr: "198.51.100.0/24" }]);
    expect(entries(id, 1)).toHaveLength(2);
    expect(region.codeOf("GetManagedPrefixListEntries", { PrefixListId: id, TargetVersion: 3 })).toBe(
      "InvalidParameterValue",
    );
  });

  test.each([
    ["an old version", { CurrentVersion: 7 }, "PrefixListVersionMismatch"],
    ["version 0", { CurrentVersion: 0 }, "InvalidParameterValue"],
    ["no version", { CurrentVersion: undefined }, "MissingParameter"],
    ["size and entries together", { MaxEntries: 9 }, "InvalidParameterCombination"],
    ["an entry that is there", { AddEntries: [{ Cidr: "10.0.0.0/8" }] }, "InvalidPrefixListModification"],
    ["removing one that is not", { RemoveEntries: [{ Cidr: "10.0.0.0/9" }] }, "InvalidPrefixListModification"],
    ["both for one CIDR", { RemoveEntries: [{ Cidr: "192.0.2.0/24" }] }, "InvalidParameterValue"],
    ["too many", { AddEntries: [1, 2, 3].map((n) => ({ Cidr: `192.0.${n}.0/24` })) }, "PrefixListMaxEntriesExceeded"],
    ["AWS's name", { PrefixListName: "com.amazonaws.x" }, "InvalidParameterValue"],
  ])("refuses %s and changes nothing", (_, over, code) => {
    const id = create(3, "10.0.0.0/8");
    const before = [list(id), entries(id)];
    const input = { PrefixListId: id, CurrentVersion: 1, AddEntries: [{ Cidr: "192.0.2.0/24" }], ...over };
    expect(region.codeOf("ModifyManagedPrefixList", input)).toBe(code);
    expect([list(id), entries(id)]).toEqual(before);
  });

  test("the name or the size makes no version", () => {
    const id = create(2, "10.0.0.0/8");
    region.call("ModifyManagedPrefixList", { PrefixListId: id, PrefixListName: "other", MaxEntries: 3 });
    expect(list(id)).toMatchObject({ State: "modify-in-progress", MaxEntries: 2 });
    region.clock.advance(1000);
    expect(list(id)).toMatchObject({ PrefixListName: "other", MaxEntries: 3, Version: 1, State: "modify-complete" });
  });

  test("the size fails where a group that uses the list has no room for it", () => {
    region = testRegion({ quotas: true });
    const id = create(2, "10.0.0.0/8");
    const { GroupId } = region.call("CreateSecurityGroup", { GroupName: "web", Description: "d" });
    const IpPermissions = [{ IpProtocol: "-1", PrefixListIds: [{ PrefixListId: id }] }];
    region.call("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
    region.call("ModifyManagedPrefixList", { PrefixListId: id, MaxEntries: 61 });
    region.clock.advance(1000);
    expect(list(id)).toMatchObject({ State: "modify-failed", MaxEntries: 2 });
    expect(list(id)?.StateMessage).toContain(GroupId);
    region.call("ModifyManagedPrefixList", { PrefixListId: id, MaxEntries: 60 });
    region.clock.advance(1000);
    expect(list(id)).toMatchObject({ State: "modify-complete", MaxEntries: 60, StateMessage: undefined });
  });

  test("back to an earlier version makes a new one", () => {
    const id = create(3, "10.0.0.0/8");
    region.call("ModifyManagedPrefixList", {
      PrefixListId: id,
      CurrentVersion: 1,
      RemoveEntries: [{ Cidr: "10.0.0.0/8" }],
    });
    region.clock.advance(1000);
    const restore = (PreviousVersion: number, CurrentVersion: number) => ({
      PrefixListId: id,
      PreviousVersion,
      CurrentVersion,
    });
    expect(region.codeOf("RestoreManagedPrefixListVersion", restore(1, 1))).toBe("PrefixListVersionMismatch");
    expect(region.codeOf("RestoreManagedPrefixListVersion", restore(2, 2))).toBe("InvalidParameterValue");
    expect(region.codeOf("RestoreManagedPrefixListVersion", restore(9, 2))).toBe("InvalidParameterValue");
    const { PrefixList } = region.call("RestoreManagedPrefixListVersion", restore(1, 2));
    expect(PrefixList).toMatchObject({ State: "restore-in-progress", Version: 3 });
    region.clock.advance(1000);
    expect(list(id)?.State).toBe("restore-complete");
    expect(cidrs(id)).toEqual(["10.0.0.0/8"]);
  });
});

describe("deleting", () => {
  test("takes a moment, and takes the tags", () => {
    const id = create();
    region.call("CreateTags", { Resources: [id], Tags: [{ Key: "a", Value: "b" }] });
    expect(region.call("DeleteManagedPrefixList", { PrefixListId: id }).PrefixList?.State).toBe("delete-in-progress");
    region.clock.advance(1000);
    expect(region.codeOf("DescribeManagedPrefixLists", { PrefixListIds: [id] })).toBe("InvalidPrefixListID.NotFound");
    expect(region.call("DescribeTags").Tags).toEqual([]);
  });

  test("fails while the list is used, and works when it is not", () => {
    const id = create(2, "10.0.0.0/8");
    const { GroupId } = region.call("CreateSecurityGroup", { GroupName: "web", Description: "d" });
    const IpPermissions = [{ IpProtocol: "-1", PrefixListIds: [{ PrefixListId: id }] }];
    region.call("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
    expect(region.call("GetManagedPrefixListAssociations", { PrefixListId: id }).PrefixListAssociations).toEqual([
      { ResourceId: GroupId, ResourceOwner: "111111111111" },
    ]);
    region.call("DeleteManagedPrefixList", { PrefixListId: id });
    region.clock.advance(1000);
    expect(list(id)).toMatchObject({ State: "delete-failed" });
    region.call("RevokeSecurityGroupIngress", { GroupId, IpPermissions });
    expect(region.call("GetManagedPrefixListAssociations", { PrefixListId: id }).PrefixListAssociations).toEqual([]);
    region.call("DeleteManagedPrefixList", { PrefixListId: id });
    region.clock.advance(1000);
    expect(own()).toEqual([]);
  });
});

describe("AWS's own lists", () => {
  test("are there for every account, the same, and nobody's to change", () => {
    const named = (at: TestRegion, name: string) =>
      at.call("DescribeManagedPrefixLists", { Filters: [{ Name: "prefix-list-name", Values: [name] }] }).PrefixLists;
    const s3 = named(region, "com.amazonaws.us-east-1.s3");
    expect(s3).toEqual([
      {
        PrefixListId: "pl-63a5400a",
        PrefixListArn: "arn:aws:ec2:us-east-1:aws:prefix-list/pl-63a5400a",
        PrefixListName: "com.amazonaws.us-east-1.s3",
        AddressFamily: "IPv4",
        State: "create-complete",
        OwnerId: "AWS",
        Tags: [],
      },
    ]);
    expect(named(region.as("222222222222", "us-east-1"), "com.amazonaws.us-east-1.s3")).toEqual(s3);
    expect(named(region.as("111111111111", "eu-west-1"), "com.amazonaws.us-east-1.s3")).toEqual([]);
    const PrefixListId = "pl-63a5400a";
    expect(region.codeOf("DeleteManagedPrefixList", { PrefixListId })).toBe("UnauthorizedOperation");
    expect(region.codeOf("ModifyManagedPrefixList", { PrefixListId, PrefixListName: "x" })).toBe(
      "UnauthorizedOperation",
    );
    expect(region.codeOf("CreateTags", { Resources: [PrefixListId], Tags: [{ Key: "a", Value: "b" }] })).toBe(
      "InvalidPrefixListID.NotFound",
    );
    expect(cidrs(PrefixListId)).toContain("52.216.0.0/15");
    expect(region.call("DescribePrefixLists", { PrefixListIds: [PrefixListId] }).PrefixLists).toEqual([
      { PrefixListId, PrefixListName: "com.amazonaws.us-east-1.s3", Cidrs: cidrs(PrefixListId) },
    ]);
  });

  test("no two regions share an id, and S3's and DynamoDB's ranges are each region's own", () => {
    const ids = new Set<string>();
    const ranges: { readonly where: string; readonly cidr: string }[] = [];
    for (const { name } of regions) {
      for (const { id } of awsPrefixLists(name)) {
        expect(ids).not.toContain(id);
        expect(id).toMatch(/^pl-[0-9a-f]{8}$/);
        expect(awsPrefixListAnywhere(id)?.id).toBe(id);
        ids.add(id);
      }
      for (const service of ["s3", "dynamodb"])
        for (const { cidr } of awsPrefixList(name, service)?.versions[0] ?? [])
          ranges.push({ where: `${name} ${service}`, cidr });
    }
    expect(ranges.length).toBeGreaterThan(regions.length);
    for (const [i, a] of ranges.entries())
      for (const b of ranges.slice(i + 1))
        if (overlaps(prefix(a.cidr), prefix(b.cidr)))
          expect.unreachable(`${a.where} ${a.cidr} and ${b.where} ${b.cidr}`);
  });

  test("are ranges of their own family, without bits past the length", () => {
    for (const row of awsPrefixLists("us-east-1"))
      for (const { cidr } of row.versions[0] ?? []) {
        expect(cidr.includes(":")).toBe(row.addressFamily === "IPv6");
        expect(`${cidr} ${JSON.stringify(prefix(cidr).length)}`).toContain(cidr);
      }
  });
});

test("pages, ids and what other accounts see", () => {
  const id = create(3, "10.0.0.0/8", "192.0.2.0/24", "198.51.100.0/24");
  const first = region.call("GetManagedPrefixListEntries", { PrefixListId: id, MaxResults: 2 });
  expect(first.Entries).toHaveLength(2);
  const rest = region.call("GetManagedPrefixListEntries", {
    PrefixListId: id,
    MaxResults: 2,
    NextToken: first.NextToken,
  });
  expect(rest).toEqual({ Entries: [{ Cidr: "198.51.100.0/24" }], NextToken: undefined });
  expect(region.codeOf("DescribeManagedPrefixLists", { MaxResults: 101 })).toBe("InvalidParameterValue");
  expect(region.call("DescribeManagedPrefixLists", { MaxResults: 1 }).PrefixLists).toHaveLength(1);
  expect(region.codeOf("DescribeManagedPrefixLists", { PrefixListIds: ["list"] })).toBe(
    "InvalidPrefixListId.Malformed",
  );
  const other = region.as("222222222222", "us-east-1");
  expect(other.codeOf("GetManagedPrefixListEntries", { PrefixListId: id })).toBe("InvalidPrefixListID.NotFound");
  expect(other.codeOf("DeleteManagedPrefixList", { PrefixListId: id })).toBe("InvalidPrefixListID.NotFound");
  expect(
    region.call("DescribeManagedPrefixLists", { Filters: [{ Name: "prefix-list-id", Values: [id] }] }).PrefixLists,
  ).toHaveLength(1);
});
