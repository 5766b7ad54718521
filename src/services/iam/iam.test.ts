import { describe, expect, test } from "vitest";
import { ACCOUNT, testService } from "../service.fixture.ts";
import { encodeDocument } from "./policyDocument.ts";
import { accessKeyOf, instanceProfileOf } from "./resources.ts";
import { iamService } from "./service.ts";

const iam = () => testService<typeof import("@aws-sdk/client-iam")>(iamService);

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const READ = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:Get*"], Resource: "arn:aws:s3:::a/*" }],
});
const AWS_MANAGED = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

const withRole = () => {
  const service = iam();
  service.call("CreateRole", { RoleName: "app", AssumeRolePolicyDocument: TRUST });
  return service;
};

describe("roles", () => {
  test("are the same from every region, and not in another account", () => {
    const service = iam();
    const { Role: role } = service.call("CreateRole", {
      RoleName: "app",
      Path: "/team/",
      AssumeRolePolicyDocument: TRUST,
      Description: "for tests",
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/team/app`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      Tags: [{ Key: "a", Value: "b" }],
    });
    const elsewhere = service.as(ACCOUNT, "eu-west-1").call("GetRole", { RoleName: "app" }).Role;
    expect(elsewhere?.Arn).toBe(role?.Arn);
    expect(service.as("222222222222").codeOf("GetRole", { RoleName: "app" })).toBe("NoSuchEntity");
    expect(service.as(ACCOUNT, "cn-north-1").codeOf("GetRole", { RoleName: "app" })).toBe("NoSuchEntity");
  });

  test("names differ by more than case", () => {
    const service = withRole();
    const error = service.errorOf("CreateRole", { RoleName: "APP", AssumeRolePolicyDocument: TRUST });
    expect([error.code, error.status]).toEqual(["EntityAlreadyExists", 409]);
  });

  test.each([
    ["bad name", { RoleName: "a b" }, "ValidationError"],
    ["long name", { RoleName: "a".repeat(65) }, "ValidationError"],
    ["bad path", { Path: "team" }, "ValidationError"],
    ["short session", { MaxSessionDuration: 60 }, "ValidationError"],
    ["no JSON", { AssumeRolePolicyDocument: "{" }, "MalformedPolicyDocument"],
    ["a resource", { AssumeRolePolicyDocument: READ }, "MalformedPolicyDocument"],
    ["no such boundary", { PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/none` }, "NoSuchEntity"],
    ["an aws: tag", { Tags: [{ Key: "aws:x", Value: "" }] }, "InvalidInput"],
  ])("refused: %s", (_, change, code) => {
    expect(iam().codeOf("CreateRole", { RoleName: "app", AssumeRolePolicyDocument: TRUST, ...change })).toBe(code);
  });

  test("are updated", () => {
    const service = withRole();
    service.call("UpdateRole", { RoleName: "app", Description: "new", MaxSessionDuration: 7200 });
    const trust = TRUST.replace("ec2", "lambda");
    service.call("UpdateAssumeRolePolicy", { RoleName: "app", PolicyDocument: trust });
    expect(service.call("GetRole", { RoleName: "app" }).Role).toMatchObject({
      Description: "new",
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: encodeURIComponent(trust),
    });
  });

  test("come in pages, by name and path", () => {
    const service = iam();
    for (const name of ["c", "a", "b"])
      service.call("CreateRole", { RoleName: name, Path: name === "b" ? "/x/" : "/", AssumeRolePolicyDocument: TRUST });
    const first = service.call("ListRoles", { MaxItems: 2 });
    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(["a", "b"]);
    expect(first.IsTruncated).toBe(true);
    const second = service.call("ListRoles", { MaxItems: 2, Marker: first.Marker });
    expect(second.Roles?.map(({ RoleName }) => RoleName)).toEqual(["c"]);
    expect(second.IsTruncated).toBe(false);
    expect(service.call("ListRoles", { PathPrefix: "/x/" }).Roles).toHaveLength(1);
    expect(service.codeOf("ListRoles", { Marker: "nonsense" })).toBe("ValidationError");
    expect(service.codeOf("ListRoles", { MaxItems: 1001 })).toBe("ValidationError");
  });

  test("go only when nothing hangs on them", () => {
    const service = withRole();
    service.call("PutRolePolicy", { RoleName: "app", PolicyName: "read", PolicyDocument: READ });
    service.call("AttachRolePolicy", { RoleName: "app", PolicyArn: AWS_MANAGED });
    service.call("CreateInstanceProfile", { InstanceProfileName: "app" });
    service.call("AddRoleToInstanceProfile", { InstanceProfileName: "app", RoleName: "app" });
    const refused = () => service.errorOf("DeleteRole", { RoleName: "app" });
    expect(refused()).toMatchObject({ code: "DeleteConflict", status: 409, message: expect.stringMatching(/profile/) });
    service.call("RemoveRoleFromInstanceProfile", { InstanceProfileName: "app", RoleName: "app" });
    expect(refused().message).toMatch(/detach/);
    service.call("DetachRolePolicy", { RoleName: "app", PolicyArn: AWS_MANAGED });
    expect(refused().message).toMatch(/delete policies/);
    service.call("DeleteRolePolicy", { RoleName: "app", PolicyName: "read" });
    service.call("DeleteRole", { RoleName: "app" });
    expect(service.errorOf("GetRole", { RoleName: "app" })).toMatchObject({ code: "NoSuchEntity", status: 404 });
  });

  test("have tags, keys told apart without case", () => {
    const service = withRole();
    service.call("TagRole", { RoleName: "app", Tags: [{ Key: "Env", Value: "a" }] });
    service.call("TagRole", { RoleName: "app", Tags: [{ Key: "env", Value: "b" }] });
    expect(service.call("ListRoleTags", { RoleName: "app" }).Tags).toEqual([{ Key: "env", Value: "b" }]);
    service.call("UntagRole", { RoleName: "app", TagKeys: ["ENV"] });
    expect(service.call("ListRoleTags", { RoleName: "app" }).Tags).toEqual([]);
  });

  test("of a service are the service's", () => {
    const service = iam();
    const { Role: role } = service.call("CreateServiceLinkedRole", { AWSServiceName: "transitgateway.amazonaws.com" });
    expect(role).toMatchObject({
      RoleName: "AWSServiceRoleForVPCTransitGateway",
      Path: "/aws-service-role/transitgateway.amazonaws.com/",
    });
    const name = role?.RoleName ?? "";
    expect(service.codeOf("CreateServiceLinkedRole", { AWSServiceName: "transitgateway.amazonaws.com" })).toBe(
      "InvalidInput",
    );
    expect(service.codeOf("DeleteRole", { RoleName: name })).toBe("UnmodifiableEntity");
    expect(service.codeOf("AttachRolePolicy", { RoleName: name, PolicyArn: AWS_MANAGED })).toBe("UnmodifiableEntity");
    const { DeletionTaskId } = service.call("DeleteServiceLinkedRole", { RoleName: name });
    expect(service.call("GetServiceLinkedRoleDeletionStatus", { DeletionTaskId }).Status).toBe("SUCCEEDED");
    expect(service.codeOf("GetRole", { RoleName: name })).toBe("NoSuchEntity");
  });
});

describe("policies", () => {
  test("inline, in all three kinds of entities", () => {
    const service = withRole();
    service.call("CreateUser", { UserName: "u" });
    service.call("CreateGroup", { GroupName: "g" });
    service.call("PutRolePolicy", { RoleName: "app", PolicyName: "p", PolicyDocument: READ });
    service.call("PutUserPolicy", { UserName: "u", PolicyName: "p", PolicyDocument: READ });
    service.call("PutGroupPolicy", { GroupName: "g", PolicyName: "p", PolicyDocument: READ });
    const document = encodeDocument(READ);
    expect(document).not.toMatch(/[*!'()]/);
    expect(service.call("GetRolePolicy", { RoleName: "app", PolicyName: "p" }).PolicyDocument).toBe(document);
    expect(service.call("GetUserPolicy", { UserName: "u", PolicyName: "p" }).PolicyDocument).toBe(document);
    expect(service.call("GetGroupPolicy", { GroupName: "g", PolicyName: "p" }).PolicyDocument).toBe(document);
    expect(service.call("ListRolePolicies", { RoleName: "app" }).PolicyNames).toEqual(["p"]);
    expect(service.codeOf("GetRolePolicy", { RoleName: "app", PolicyName: "q" })).toBe("NoSuchEntity");
    expect(service.codeOf("DeleteRolePolicy", { RoleName: "app", PolicyName: "q" })).toBe("NoSuchEntity");
  });

  test.each([
    ["no statement", {}],
    ["no action", { Statement: { Effect: "Allow", Resource: "*" } }],
    ["no resource", { Statement: { Effect: "Allow", Action: "s3:Get*" } }],
    ["a principal", { Statement: { Effect: "Allow", Principal: "*", Action: "s3:Get*", Resource: "*" } }],
    ["no effect", { Statement: { Effect: "allow", Action: "s3:Get*", Resource: "*" } }],
    ["a bare action", { Statement: { Effect: "Allow", Action: "Get", Resource: "*" } }],
    ["a bare resource", { Statement: { Effect: "Allow", Action: "s3:Get*", Resource: "bucket" } }],
    ["an odd version", { Version: "2020-01-01", Statement: { Effect: "Allow", Action: "s3:Get*", Resource: "*" } }],
    ["a Sid twice", { Statement: [1, 2].map(() => ({ Sid: "a", Effect: "Allow", Action: "s3:Get*", Resource: "*" })) }],
  ])("malformed: %s", (_, document) => {
    const PolicyDocument = JSON.stringify(document);
    expect(iam().codeOf("CreatePolicy", { PolicyName: "p", PolicyDocument })).toBe("MalformedPolicyDocument");
  });

  test("managed, with five versions", () => {
    const service = withRole();
    const { Policy: policy } = service.call("CreatePolicy", { PolicyName: "read", PolicyDocument: READ });
    const PolicyArn = policy?.Arn ?? "";
    expect(policy).toMatchObject({
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      Arn: `arn:aws:iam::${ACCOUNT}:policy/read`,
    });
    expect(service.codeOf("CreatePolicy", { PolicyName: "Read", Path: "/x/", PolicyDocument: READ })).toBe(
      "EntityAlreadyExists",
    );
    for (let i = 2; i <= 5; i++)
      service.call("CreatePolicyVersion", { PolicyArn, PolicyDocument: READ, SetAsDefault: i === 3 });
    expect(service.codeOf("CreatePolicyVersion", { PolicyArn, PolicyDocument: READ })).toBe("LimitExceeded");
    expect(service.call("GetPolicy", { PolicyArn }).Policy?.DefaultVersionId).toBe("v3");
    expect(service.codeOf("DeletePolicyVersion", { PolicyArn, VersionId: "v3" })).toBe("DeleteConflict");
    service.call("DeletePolicyVersion", { PolicyArn, VersionId: "v5" });
    expect(service.call("CreatePolicyVersion", { PolicyArn, PolicyDocument: READ }).PolicyVersion?.VersionId).toBe(
      "v6",
    );
    expect(service.codeOf("GetPolicyVersion", { PolicyArn, VersionId: "v5" })).toBe("NoSuchEntity");
    expect(service.codeOf("DeletePolicy", { PolicyArn })).toBe("DeleteConflict");
    for (const VersionId of ["v1", "v2", "v4", "v6"]) service.call("DeletePolicyVersion", { PolicyArn, VersionId });

    service.call("AttachRolePolicy", { RoleName: "app", PolicyArn });
    service.call("AttachRolePolicy", { RoleName: "app", PolicyArn });
    expect(service.call("GetPolicy", { PolicyArn }).Policy?.AttachmentCount).toBe(1);
    expect(service.call("ListEntitiesForPolicy", { PolicyArn }).PolicyRoles).toMatchObject([{ RoleName: "app" }]);
    expect(service.codeOf("DeletePolicy", { PolicyArn })).toBe("DeleteConflict");
    service.call("DetachRolePolicy", { RoleName: "app", PolicyArn });
    service.call("DeletePolicy", { PolicyArn });
    expect(service.codeOf("GetPolicy", { PolicyArn })).toBe("NoSuchEntity");
  });

  test("AWS's own, by name", () => {
    const service = withRole();
    const { Policy: policy } = service.call("GetPolicy", { PolicyArn: AWS_MANAGED });
    expect(policy).toMatchObject({ PolicyName: "AmazonSSMManagedInstanceCore", Path: "/", IsAttachable: true });
    const { PolicyVersion: version } = service.call("GetPolicyVersion", { PolicyArn: AWS_MANAGED, VersionId: "v1" });
    expect(decodeURIComponent(version?.Document ?? "")).toContain("ssmmessages:OpenDataChannel");
    const other = "arn:aws:iam::aws:policy/service-role/AWSSomethingNobodyListed";
    for (const PolicyArn of [AWS_MANAGED, other]) service.call("AttachRolePolicy", { RoleName: "app", PolicyArn });
    expect(service.call("ListAttachedRolePolicies", { RoleName: "app" }).AttachedPolicies).toEqual([
      { PolicyName: "AmazonSSMManagedInstanceCore", PolicyArn: AWS_MANAGED },
      { PolicyName: "AWSSomethingNobodyListed", PolicyArn: other },
    ]);
    expect(service.codeOf("DeletePolicy", { PolicyArn: AWS_MANAGED })).toBe("AccessDenied");
    expect(service.codeOf("AttachRolePolicy", { RoleName: "app", PolicyArn: "arn:aws:iam::aws:policy/" })).toBe(
      "ValidationError",
    );
    expect(service.call("ListPolicies", { Scope: "Local" }).Policies).toEqual([]);
    const attached = service.call("ListPolicies", { Scope: "AWS", OnlyAttached: true }).Policies;
    expect(attached?.map(({ PolicyName }) => PolicyName)).toEqual(["AmazonSSMManagedInstanceCore"]);
    // One account's attachment is not another's.
    const far = service.as("222222222222").call("GetPolicy", { PolicyArn: AWS_MANAGED }).Policy;
    expect(far?.AttachmentCount).toBe(0);
  });
});

describe("instance profiles", () => {
  test("carry one role", () => {
    const service = withRole();
    service.call("CreateRole", { RoleName: "other", AssumeRolePolicyDocument: TRUST });
    service.call("CreateInstanceProfile", { InstanceProfileName: "app", Tags: [{ Key: "a", Value: "1" }] });
    service.call("AddRoleToInstanceProfile", { InstanceProfileName: "app", RoleName: "app" });
    expect(service.codeOf("AddRoleToInstanceProfile", { InstanceProfileName: "app", RoleName: "other" })).toBe(
      "LimitExceeded",
    );
    expect(service.codeOf("RemoveRoleFromInstanceProfile", { InstanceProfileName: "app", RoleName: "other" })).toBe(
      "NoSuchEntity",
    );
    expect(service.codeOf("DeleteInstanceProfile", { InstanceProfileName: "app" })).toBe("DeleteConflict");
    const { InstanceProfile: profile } = service.call("GetInstanceProfile", { InstanceProfileName: "app" });
    expect(profile?.Roles?.map(({ RoleName }) => RoleName)).toEqual(["app"]);
    expect(service.call("ListInstanceProfilesForRole", { RoleName: "app" }).InstanceProfiles).toHaveLength(1);
    const ctx = service.cloud.context({ account: ACCOUNT, region: "eu-west-1", requestId: "t" });
    expect(instanceProfileOf(ctx, "APP")?.arn).toBe(profile?.Arn);
    expect(instanceProfileOf(ctx, profile?.Arn ?? "")?.name).toBe("app");
    const stranger = service.cloud.context({ account: "222222222222", region: "eu-west-1", requestId: "t" });
    expect(instanceProfileOf(stranger, profile?.Arn ?? "")).toBeUndefined();
  });
});

describe("users", () => {
  test("have two keys, which know their account and name", () => {
    const service = iam();
    service.call("CreateUser", { UserName: "ann", Path: "/ops/" });
    const { AccessKey: key } = service.call("CreateAccessKey", { UserName: "ann" });
    const id = key?.AccessKeyId ?? "";
    expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(accessKeyOf(service.cloud.store, id)).toMatchObject({ account: ACCOUNT, secret: key?.SecretAccessKey });
    const asAnn = service.as(ACCOUNT, "us-east-1", id);
    expect(asAnn.call("GetUser").User?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/ops/ann`);
    asAnn.call("CreateAccessKey");
    expect(service.codeOf("CreateAccessKey", { UserName: "ann" })).toBe("LimitExceeded");
    expect(service.codeOf("CreateAccessKey")).toBe("ValidationError");
    expect(service.codeOf("DeleteUser", { UserName: "ann" })).toBe("DeleteConflict");
    for (const { AccessKeyId } of service.call("ListAccessKeys", { UserName: "ann" }).AccessKeyMetadata ?? [])
      service.call("DeleteAccessKey", { UserName: "ann", AccessKeyId });
    service.call("DeleteUser", { UserName: "ann" });
    expect(service.call("ListUsers").Users).toEqual([]);
    expect(service.call("GetUser").User?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:root`);
  });

  test("keep their keys under a new name", () => {
    const service = iam();
    service.call("CreateUser", { UserName: "ann" });
    const { AccessKey: key } = service.call("CreateAccessKey", { UserName: "ann" });
    service.call("UpdateUser", { UserName: "ann", NewUserName: "eve" });
    expect(service.codeOf("GetUser", { UserName: "ann" })).toBe("NoSuchEntity");
    expect(service.as(ACCOUNT, "us-east-1", key?.AccessKeyId).call("GetUser").User?.UserName).toBe("eve");
  });

  test("stand in groups", () => {
    const service = iam();
    service.call("CreateUser", { UserName: "ann" });
    service.call("CreateGroup", { GroupName: "ops" });
    service.call("AddUserToGroup", { GroupName: "ops", UserName: "ann" });
    expect(service.call("GetGroup", { GroupName: "ops" }).Users).toMatchObject([{ UserName: "ann" }]);
    expect(service.codeOf("DeleteGroup", { GroupName: "ops" })).toBe("DeleteConflict");
    service.call("RemoveUserFromGroup", { GroupName: "ops", UserName: "ann" });
    service.call("DeleteGroup", { GroupName: "ops" });
    expect(service.call("ListGroupsForUser", { UserName: "ann" }).Groups).toEqual([]);
  });
});

test("an account has one alias, which no other has", () => {
  const service = iam();
  service.call("CreateAccountAlias", { AccountAlias: "acme" });
  service.call("CreateAccountAlias", { AccountAlias: "acme-2" });
  expect(service.call("ListAccountAliases").AccountAliases).toEqual(["acme-2"]);
  expect(service.as("222222222222").codeOf("CreateAccountAlias", { AccountAlias: "acme-2" })).toBe(
    "EntityAlreadyExists",
  );
  expect(service.codeOf("CreateAccountAlias", { AccountAlias: "-x" })).toBe("ValidationError");
  expect(service.call("GetAccountSummary").SummaryMap).toMatchObject({ Roles: 0, RolesQuota: 1000 });
});
