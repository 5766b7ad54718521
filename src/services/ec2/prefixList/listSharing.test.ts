import { expect, test } from "vitest";
import { testRegion } from "../region.fixture.ts";
import { shareWith } from "../share.fixture.ts";

test("a list that is shared is seen and used by the other account, and changed by its owner alone", () => {
  const owner = testRegion();
  const other = owner.as("222222222222", "us-east-1");
  const list = owner.call("CreateManagedPrefixList", {
    PrefixListName: "partners",
    AddressFamily: "IPv4",
    MaxEntries: 2,
    Entries: [{ Cidr: "192.0.2.0/24" }],
  }).PrefixList;
  owner.clock.advance(1000);
  const PrefixListId = list?.PrefixListId ?? "";
  const described = () => other.call("DescribeManagedPrefixLists", { PrefixListIds: [PrefixListId] }).PrefixLists;
  expect(() => described()).toThrow();

  shareWith(owner, list?.PrefixListArn ?? "", "222222222222");
  expect(described()).toMatchObject([{ PrefixListName: "partners", OwnerId: "111111111111" }]);
  expect(other.call("GetManagedPrefixListEntries", { PrefixListId }).Entries).toMatchObject([{ Cidr: "192.0.2.0/24" }]);
  const group = other.call("CreateSecurityGroup", { GroupName: "g", Description: "g" }).GroupId;
  other.call("AuthorizeSecurityGroupIngress", {
    GroupId: group,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId }] }],
  });
  expect(other.codeOf("DeleteManagedPrefixList", { PrefixListId })).toBe("InvalidPrefixListID.NotFound");
  expect(() => owner.as("333333333333", "us-east-1").call("GetManagedPrefixListEntries", { PrefixListId })).toThrow();
});
