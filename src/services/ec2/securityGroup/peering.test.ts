/**
 * Two VPCs of two accounts in one region, peered: 10.0.0.0/16 of 111111111111 and 10.1.0.0/16 of 222222222222. A group
 * of the first lets in a group of the second.
 */
import { beforeEach, expect, test } from "vitest";
import { type VpcPeeringConnection, vpcPeeringConnections } from "../peering/resources.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const PEERING = "pcx-01234567890abcdef";
let here: TestRegion;
let there: TestRegion;
let vpcHere: string;
let vpcThere: string;
let web: string;
let client: string;

beforeEach(() => {
  here = testRegion();
  there = here.as("222222222222", "us-east-1");
  vpcHere = here.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  vpcThere = there.call("CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc?.VpcId ?? "";
  web = create(here, "web", vpcHere);
  client = create(there, "client", vpcThere);
});

const create = (region: TestRegion, GroupName: string, VpcId: string): string =>
  region.call("CreateSecurityGroup", { GroupName, Description: "d", VpcId }).GroupId ?? "";

function peer(status: VpcPeeringConnection["status"], accepterRegion = "us-east-1"): void {
  const ctx = here.cloud.context({ account: "111111111111", region: "us-east-1", requestId: "test" });
  const side = { account: "111111111111", region: "us-east-1", vpcId: vpcHere, allowDnsResolutionFromRemoteVpc: false };
  const accepter = { ...side, account: "222222222222", region: accepterRegion, vpcId: vpcThere };
  here.cloud.store.transact(() =>
    ctx.put(vpcPeeringConnections, {
      id: PEERING,
      account: "111111111111",
      region: "us-east-1",
      status,
      statusMessage: status,
      requester: side,
      accepter,
      expirationTime: undefined,
    }),
  );
}

const asked = (pair: object) => ({ GroupId: web, IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [pair] }] });
const pairs = () =>
  here.call("DescribeSecurityGroups", { GroupIds: [web] }).SecurityGroups?.[0]?.IpPermissions?.[0]?.UserIdGroupPairs;
const stale = () => here.call("DescribeStaleSecurityGroups", { VpcId: vpcHere }).StaleSecurityGroupSet ?? [];

test("a group across an active peering connection is shown with its account and VPC, whether or not it was named so", () => {
  peer("active");
  const wrong = asked({ GroupId: client, UserId: "333333333333" });
  expect(here.codeOf("AuthorizeSecurityGroupIngress", wrong)).toBe("InvalidGroup.NotFound");
  here.call("AuthorizeSecurityGroupIngress", asked({ GroupId: client }));
  here.call("RevokeSecurityGroupIngress", asked({ GroupId: client }));
  const answer = here.call("AuthorizeSecurityGroupIngress", asked({ GroupId: client, UserId: "222222222222" }));
  const shown = {
    GroupId: client,
    UserId: "222222222222",
    VpcId: vpcThere,
    VpcPeeringConnectionId: PEERING,
    PeeringStatus: "active",
  };
  expect(answer.SecurityGroupRules?.[0]?.ReferencedGroupInfo).toEqual(shown);
  expect(pairs()).toEqual([{ ...shown, Description: undefined }]);
  expect(there.call("DescribeSecurityGroupReferences", { GroupId: [client] }).SecurityGroupReferenceSet).toEqual([
    { GroupId: client, ReferencingVpcId: vpcHere, VpcPeeringConnectionId: PEERING },
  ]);
  expect(stale()).toEqual([]);
});

test.each([
  ["without a peering connection", undefined, "us-east-1"],
  ["before it is accepted", "pending-acceptance", "us-east-1"],
  ["after it is deleted", "deleted", "us-east-1"],
  ["between regions", "active", "eu-west-1"],
] as const)("%s a group of the other VPC cannot be named", (_, status, accepterRegion) => {
  if (status) peer(status, accepterRegion);
  const input = asked({ GroupId: client, UserId: "222222222222" });
  expect(() => here.call("AuthorizeSecurityGroupIngress", input)).toThrow(
    `The security group '${client}' does not exist`,
  );
  // Of one's own VPCs one may know that they are two.
  const GroupId = create(here, "other", here.call("DescribeVpcs").Vpcs?.[0]?.VpcId ?? "");
  expect(() => here.call("AuthorizeSecurityGroupIngress", asked({ GroupId }))).toThrow(
    "You have specified two resources that belong to different networks.",
  );
  expect(pairs()).toBeUndefined();
});

test("a reference goes stale with its group, which it does not keep from being deleted", () => {
  peer("active");
  here.call("AuthorizeSecurityGroupIngress", asked({ GroupId: client, UserId: "222222222222" }));
  there.call("DeleteSecurityGroup", { GroupId: client });
  expect(pairs()).toMatchObject([{ GroupId: client, VpcId: vpcThere }]);
  expect(pairs()?.[0]?.UserId).toBeUndefined();
  expect(stale()).toMatchObject([
    { GroupId: web, GroupName: "web", VpcId: vpcHere, StaleIpPermissions: [{ IpProtocol: "-1" }] },
  ]);
  here.call("RevokeSecurityGroupIngress", asked({ GroupId: client }));
  expect(stale()).toEqual([]);
});

test("a reference goes stale with its peering connection", () => {
  peer("active");
  here.call("AuthorizeSecurityGroupIngress", asked({ GroupId: client, UserId: "222222222222" }));
  peer("deleted");
  expect(pairs()).toMatchObject([{ PeeringStatus: "deleted" }]);
  expect(stale()).toHaveLength(1);
  expect(there.call("DescribeSecurityGroupReferences", { GroupId: [client] }).SecurityGroupReferenceSet).toEqual([]);
  expect(there.codeOf("DescribeStaleSecurityGroups", { VpcId: vpcHere })).toBe("InvalidVpcID.NotFound");
});

test("both sides of a peering connection have tags of their own on it", () => {
  peer("active");
  here.call("CreateTags", { Resources: [PEERING], Tags: [{ Key: "Name", Value: "here" }] });
  there.call("CreateTags", { Resources: [PEERING], Tags: [{ Key: "Name", Value: "there" }] });
  const name = (region: TestRegion) => region.call("DescribeTags").Tags?.map(({ Value }) => Value);
  expect([name(here), name(there)]).toEqual([["here"], ["there"]]);
  const stranger = here.as("333333333333", "us-east-1");
  expect(stranger.codeOf("CreateTags", { Resources: [PEERING], Tags: [{ Key: "a", Value: "b" }] })).toBe(
    "InvalidVpcPeeringConnectionID.NotFound",
  );
});
