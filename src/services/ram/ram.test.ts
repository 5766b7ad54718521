import { describe, expect, test } from "vitest";
import { ACCOUNT, REGION, testService } from "../service.fixture.ts";
import { sharedResources, sharedWith } from "./resources.ts";
import { ramService } from "./service.ts";

const OTHER = "222222222222";
const THIRD = "333333333333";
const SUBNET = `arn:aws:ec2:us-east-1:${ACCOUNT}:subnet/subnet-0123456789abcdef0`;
const GATEWAY = `arn:aws:ec2:us-east-1:${ACCOUNT}:transit-gateway/tgw-0123456789abcdef0`;

const ram = () => {
  const service = testService<typeof import("@aws-sdk/client-ram")>(ramService);
  const seenBy = (account: string, region = REGION) => {
    const ctx = service.cloud.context({ account, region, requestId: "t" });
    return {
      resources: sharedResources(ctx).map(({ arn }) => arn),
      has: (arn: string) => sharedWith(ctx, arn, account),
    };
  };
  return { ...service, seenBy, other: service.as(OTHER), third: service.as(THIRD) };
};

const withShare = (principals: string[] = [], resourceArns: string[] = []) => {
  const service = ram();
  const { resourceShare: share } = service.call("CreateResourceShare", { name: "net", principals, resourceArns });
  return { ...service, arn: share?.resourceShareArn ?? "", share };
};

describe("shares", () => {
  test("are made, changed, tagged, and told of for a while when they are gone", () => {
    const { call, codeOf, arn, share, clock } = withShare();
    expect(arn).toMatch(/^arn:aws:ram:us-east-1:111111111111:resource-share\/[0-9a-f-]{36}$/);
    expect(share).toMatchObject({ status: "ACTIVE", allowExternalPrincipals: true, featureSet: "STANDARD" });
    call("UpdateResourceShare", { resourceShareArn: arn, name: "net2", allowExternalPrincipals: false });
    call("TagResource", {
      resourceShareArn: arn,
      tags: [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ],
    });
    call("UntagResource", { resourceShareArn: arn, tagKeys: ["a"] });
    const mine = (more: object = {}) => call("GetResourceShares", { resourceOwner: "SELF", ...more }).resourceShares;
    expect(mine()).toMatchObject([{ name: "net2", allowExternalPrincipals: false, tags: [{ key: "b", value: "2" }] }]);
    expect(mine({ tagFilters: [{ tagKey: "b", tagValues: ["3"] }] })).toEqual([]);
    call("DeleteResourceShare", { resourceShareArn: arn });
    expect(mine()).toMatchObject([{ status: "DELETED" }]);
    expect(codeOf("DeleteResourceShare", { resourceShareArn: arn })).toBe("UnknownResourceException");
    clock.advance(11_000);
    expect(codeOf("GetResourceShares", { resourceOwner: "SELF", resourceShareArns: [arn] })).toBe(
      "UnknownResourceException",
    );
  });

  test("the same token makes one", () => {
    const { call, codeOf } = ram();
    const input = { name: "net", clientToken: "t" };
    expect(call("CreateResourceShare", input).resourceShare).toEqual(call("CreateResourceShare", input).resourceShare);
    expect(call("GetResourceShares", { resourceOwner: "SELF" }).resourceShares).toHaveLength(1);
    expect(codeOf("CreateResourceShare", { ...input, name: "x" })).toBe("IdempotentParameterMismatchException");
  });

  test.each([
    ["no resource's ARN", { resourceArns: ["subnet-1"] }, "MalformedArnException"],
    ["another account's", { resourceArns: [SUBNET.replace(ACCOUNT, OTHER)] }, "OperationNotPermittedException"],
    ["another region's", { resourceArns: [SUBNET.replace("us-east-1", "eu-west-1")] }, "InvalidParameterException"],
    [
      "what is not shared",
      { resourceArns: [`arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`] },
      "InvalidParameterException",
    ],
    ["no principal", { principals: ["nobody"] }, "InvalidParameterException"],
    ["no permission", { permissionArns: ["arn:aws:ram::aws:permission/None"] }, "UnknownResourceException"],
  ])("refused: %s", (_, input, code) => {
    expect(ram().codeOf("CreateResourceShare", { name: "net", ...input })).toBe(code);
  });
});

describe("sharing", () => {
  test("takes an invitation", () => {
    const { call, arn, other, third, seenBy } = withShare([OTHER], [GATEWAY]);
    const associations = () =>
      call("GetResourceShareAssociations", { associationType: "PRINCIPAL" }).resourceShareAssociations?.map(
        ({ status }) => status,
      );
    expect(associations()).toEqual(["ASSOCIATING"]);
    expect([seenBy(OTHER).resources, seenBy(OTHER).has(GATEWAY)]).toEqual([[], false]);
    expect(other.call("GetResourceShares", { resourceOwner: "OTHER-ACCOUNTS" }).resourceShares).toEqual([]);

    const [invitation] = other.call("GetResourceShareInvitations").resourceShareInvitations ?? [];
    expect(invitation).toMatchObject({ status: "PENDING", senderAccountId: ACCOUNT, receiverAccountId: OTHER });
    const resourceShareInvitationArn = invitation?.resourceShareInvitationArn ?? "";
    expect(third.codeOf("AcceptResourceShareInvitation", { resourceShareInvitationArn })).toBe(
      "ResourceShareInvitationArnNotFoundException",
    );
    expect(other.call("ListPendingInvitationResources", { resourceShareInvitationArn }).resources).toMatchObject([
      { arn: GATEWAY, type: "ec2:TransitGateway" },
    ]);
    other.call("AcceptResourceShareInvitation", { resourceShareInvitationArn });
    expect(other.codeOf("RejectResourceShareInvitation", { resourceShareInvitationArn })).toBe(
      "ResourceShareInvitationAlreadyAcceptedException",
    );
    expect(associations()).toEqual(["ASSOCIATED"]);
    expect([seenBy(OTHER).resources, seenBy(OTHER).has(GATEWAY)]).toEqual([[GATEWAY], true]);
    expect([seenBy(THIRD).has(GATEWAY), seenBy(ACCOUNT).has(GATEWAY), seenBy(OTHER, "eu-west-1").resources]).toEqual([
      false,
      false,
      [],
    ]);
    expect(
      other.call("ListResources", { resourceOwner: "OTHER-ACCOUNTS", principal: ACCOUNT }).resources,
    ).toMatchObject([{ arn: GATEWAY }]);
    expect(call("ListPrincipals", { resourceOwner: "SELF", resourceArn: GATEWAY }).principals).toMatchObject([
      { id: OTHER, external: true },
    ]);

    expect(third.codeOf("DisassociateResourceShare", { resourceShareArn: arn, principals: [OTHER] })).toBe(
      "UnknownResourceException",
    );
    other.call("DisassociateResourceShare", { resourceShareArn: arn, principals: [OTHER] });
    expect(seenBy(OTHER).has(GATEWAY)).toBe(false);
  });

  test("a refused or late invitation shares nothing", () => {
    const { call, other, third, clock, seenBy } = withShare([OTHER, THIRD], [GATEWAY]);
    const arnFor = (account: typeof other) =>
      account.call("GetResourceShareInvitations").resourceShareInvitations?.[0]?.resourceShareInvitationArn ?? "";
    other.call("RejectResourceShareInvitation", { resourceShareInvitationArn: arnFor(other) });
    clock.advance(7 * 24 * 3_600_000);
    expect(third.codeOf("AcceptResourceShareInvitation", { resourceShareInvitationArn: arnFor(third) })).toBe(
      "ResourceShareInvitationExpiredException",
    );
    expect([seenBy(OTHER).has(GATEWAY), seenBy(THIRD).has(GATEWAY)]).toEqual([false, false]);
    const status = call("GetResourceShareAssociations", { associationType: "PRINCIPAL", associationStatus: "FAILED" });
    expect(status.resourceShareAssociations).toHaveLength(1);
  });

  test("within the organization takes none", () => {
    const { call, seenBy, arn, other } = withShare();
    call("EnableSharingWithAwsOrganization");
    const added = call("AssociateResourceShare", {
      resourceShareArn: arn,
      principals: [OTHER],
      resourceArns: [SUBNET],
    });
    expect(added.resourceShareAssociations?.map(({ status }) => status)).toEqual(["ASSOCIATING", "ASSOCIATING"]);
    expect(seenBy(OTHER).has(SUBNET)).toBe(true);
    expect(other.call("GetResourceShareInvitations").resourceShareInvitations).toEqual([]);
    call("AssociateResourceShare", { resourceShareArn: arn, principals: [OTHER] });
    expect(
      call("GetResourceShareAssociations", { associationType: "PRINCIPAL" }).resourceShareAssociations,
    ).toHaveLength(1);
    call("DisassociateResourceShare", { resourceShareArn: arn, resourceArns: [SUBNET] });
    expect(seenBy(OTHER).has(SUBNET)).toBe(false);
    expect(call("GetResourceShareAssociations", { associationType: "RESOURCE" }).resourceShareAssociations).toEqual([]);
  });

  test("that admits no outsiders takes its principals for insiders", () => {
    const { call, seenBy } = ram();
    call("CreateResourceShare", {
      name: "net",
      allowExternalPrincipals: false,
      principals: [OTHER],
      resourceArns: [GATEWAY],
    });
    expect([seenBy(OTHER).has(GATEWAY), seenBy(THIRD).has(GATEWAY)]).toEqual([true, false]);
    const { principals } = call("ListPrincipals", { resourceOwner: "SELF" });
    expect(principals).toMatchObject([{ id: OTHER, external: false }]);
  });

  test("with an organization's ARN is with every account", () => {
    const organization = "arn:aws:organizations::111111111111:organization/o-abc";
    const { call, seenBy, arn } = withShare([organization], [SUBNET]);
    expect(seenBy(THIRD).has(SUBNET)).toBe(true);
    expect(seenBy(THIRD).resources).toEqual([SUBNET]);
    call("DeleteResourceShare", { resourceShareArn: arn });
    expect([seenBy(THIRD).has(SUBNET), seenBy(THIRD).resources]).toEqual([false, []]);
  });
});

test("permissions are AWS's, one a type", () => {
  const { call, codeOf, arn } = withShare([], [SUBNET, GATEWAY]);
  expect(call("ListResourceSharePermissions", { resourceShareArn: arn }).permissions?.map(({ name }) => name)).toEqual([
    "AWSRAMDefaultPermissionSubnet",
    "AWSRAMDefaultPermissionTransitGateway",
  ]);
  expect(call("ListPermissions", { resourceType: "ec2:Subnet" }).permissions).toHaveLength(1);
  expect(codeOf("ListPermissions", { resourceType: "ec2:Vpc" })).toBe("InvalidParameterException");
  const permissionArn = "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSubnet";
  expect(call("GetPermission", { permissionArn }).permission?.resourceType).toBe("ec2:Subnet");
  expect(call("ListResourceTypes").resourceTypes?.length).toBeGreaterThan(10);
});
