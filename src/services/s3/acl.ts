/**
 * Access control lists: the canned ones, those given as grants, those given whole. Recorded, not enforced.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
import type { AccessControlPolicy, Grant, Permission } from "@aws-sdk/client-s3";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { configured, putConfiguration } from "./configuration.ts";
import { canonicalUser, invalidArgument, malformedXml, needBucket, s3 } from "./operation.ts";

const GROUPS = "http://acs.amazonaws.com/groups";
const EVERYBODY = `${GROUPS}/global/AllUsers`;
const CUSTOMERS = `${GROUPS}/global/AuthenticatedUsers`;
const DELIVERY = `${GROUPS}/s3/LogDelivery`;

const toGroup = (uri: string, permission: Permission): Grant => ({
  Grantee: { Type: "Group", URI: uri },
  Permission: permission,
});

const toUser = (id: string, permission: Permission): Grant => ({
  Grantee: { Type: "CanonicalUser", ID: id },
  Permission: permission,
});

const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  "public-read": [toGroup(EVERYBODY, "READ")],
  "public-read-write": [toGroup(EVERYBODY, "READ"), toGroup(EVERYBODY, "WRITE")],
  "authenticated-read": [toGroup(CUSTOMERS, "READ")],
  "log-delivery-write": [toGroup(DELIVERY, "WRITE"), toGroup(DELIVERY, "READ_ACP")],
  "aws-exec-read": [toUser("6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c", "READ")],
  "bucket-owner-read": [],
  "bucket-owner-full-control": [],
};

export function cannedGrants({ account }: Context, name: string): readonly Grant[] {
  const more = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  if (!more) return invalidArgument("", "x-amz-acl", name);
  return [toUser(canonicalUser(account), "FULL_CONTROL"), ...more];
}

interface GrantHeaders {
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

const PERMISSIONS: readonly (readonly [keyof GrantHeaders, Permission])[] = [
  ["GrantFullControl", "FULL_CONTROL"],
  ["GrantRead", "READ"],
  ["GrantReadACP", "READ_ACP"],
  ["GrantWrite", "WRITE"],
  ["GrantWriteACP", "WRITE_ACP"],
];

/** `id="…", uri="…"` */
const grantsOfHeaders = (headers: GrantHeaders): readonly Grant[] =>
  PERMISSIONS.flatMap(([member, permission]) =>
    [...(headers[member] ?? "").matchAll(/(id|uri|emailAddress)\s*=\s*"?([^",]+)"?/g)].map(([, kind, value = ""]) =>
      kind === "uri" ? toGroup(value, permission) : toUser(value, permission),
    ),
  );

export const describeAcl = ({ account }: Context, grants: readonly Grant[] | undefined) => ({
  Owner: { ID: canonicalUser(account) },
  Grants: [...(grants ?? [toUser(canonicalUser(account), "FULL_CONTROL")])],
});

type AclInput = GrantHeaders & {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
};

/** The grants that a request gives in one of its three ways. */
export function grantsOf(ctx: Context, input: AclInput): readonly Grant[] {
  if (input.ACL !== undefined) return cannedGrants(ctx, input.ACL);
  const { AccessControlPolicy: policy } = input;
  if (!policy) {
    const grants = grantsOfHeaders(input);
    return grants.length > 0 ? grants : fail("MissingSecurityHeader", "Your request was missing a required header");
  }
  if (policy.Owner?.ID !== canonicalUser(ctx.account)) fail("AccessDenied", "Access Denied", 403);
  if ((policy.Grants ?? []).some(({ Grantee: grantee, Permission: permission }) => !grantee?.Type || !permission))
    malformedXml();
  return policy.Grants ?? [];
}

export const getBucketAcl = s3("GetBucketAcl", (input, ctx) =>
  describeAcl(ctx, needBucket(ctx, input).configuration["acl"] as readonly Grant[] | undefined),
);

export const putBucketAcl = s3("PutBucketAcl", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const grants = grantsOf(ctx, input);
  const rules = configured(bucket, "ownershipControls")?.["Rules"] as
    | readonly { ObjectOwnership?: string }[]
    | undefined;
  if (
    rules?.[0]?.ObjectOwnership === "BucketOwnerEnforced" &&
    !["private", "bucket-owner-full-control"].includes(String(input.ACL))
  )
    fail("AccessControlListNotSupported", "The bucket does not allow ACLs");
  const open = grants.some(({ Grantee: grantee }) => grantee?.URI === EVERYBODY || grantee?.URI === CUSTOMERS);
  if (open && configured(bucket, "publicAccessBlock")?.["BlockPublicAcls"] === true)
    fail(
      "AccessDenied",
      `User is not authorized to perform: s3:PutBucketAcl on resource: "arn:aws:s3:::${bucket.id}" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
      403,
    );
  putConfiguration(ctx, bucket, "acl", grants);
  return {};
});
