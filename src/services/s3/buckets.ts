/**
 * Buckets.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { cutPage } from "../../cloud/page.ts";
import { cannedGrants } from "./acl.ts";
import { canonicalUser, needBucket, s3, tagSetOf } from "./operation.ts";
import { type Bucket, buckets, objects } from "./resources.ts";

const CLASSIC = "us-east-1";

function checkName(name: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!valid) throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: name });
}

/** The region that a new bucket lies in; elsewhere than in us-east-1 it has to be named, and be the endpoint's own. */
function locationOf({ region }: Context, constraint: string | undefined): string {
  const asked = constraint === "EU" ? "eu-west-1" : constraint;
  if (asked === CLASSIC || (asked !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(asked)))
    fail("InvalidLocationConstraint", "The specified location-constraint is not valid");
  if (region === CLASSIC) return asked ?? CLASSIC;
  if (asked !== region)
    fail(
      "IllegalLocationConstraintException",
      `The ${asked ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  return region;
}

export const createBucket = s3("CreateBucket", (input, ctx) => {
  const { Bucket: name = "", CreateBucketConfiguration: configuration, ObjectOwnership: ownership } = input;
  checkName(name);
  const region = locationOf(ctx, configuration?.LocationConstraint);
  const before = ctx.find(buckets, name);
  if (before && before.account !== ctx.account)
    throw new AwsError(
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
      409,
      { BucketName: name },
    );
  // In us-east-1 the same request again is no fault.
  if (before && (region !== CLASSIC || before.region !== CLASSIC))
    throw new AwsError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      409,
      { BucketName: name },
    );
  const location = region === CLASSIC ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
  const BucketArn = `arn:${partitionOf(region)}:s3:::${name}`;
  if (before) return { Location: location, BucketArn };

  const grants = input.ACL === undefined ? undefined : cannedGrants(ctx, input.ACL);
  if (grants && input.ACL !== "private" && (ownership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced")
    fail(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  const tags = configuration?.Tags;
  ctx.put(buckets, {
    id: name,
    account: ctx.account,
    region,
    createdAt: ctx.now().getTime(),
    configuration: {
      ...(ownership === undefined ? {} : { ownershipControls: { Rules: [{ ObjectOwnership: ownership }] } }),
      ...(grants ? { acl: grants } : {}),
      ...(tags?.length ? { tagging: tagSetOf(tags, 50) } : {}),
      ...(input.ObjectLockEnabledForBucket
        ? { objectLock: { ObjectLockEnabled: "Enabled" }, versioning: { Status: "Enabled" } }
        : {}),
    },
  });
  return { Location: location, BucketArn };
});

/** A HEAD has no body to tell what is wrong: the status alone does. */
export const headBucket = s3("HeadBucket", (input, ctx) => {
  if (!ctx.find(buckets, input.Bucket ?? "")) fail("NotFound", "Not Found", 404);
  const { id, region } = needBucket(ctx, input);
  return { BucketArn: `arn:${partitionOf(region)}:s3:::${id}`, BucketRegion: region, AccessPointAlias: false };
});

export const getBucketLocation = s3("GetBucketLocation", (input, ctx) => {
  const { region } = needBucket(ctx, input);
  return { LocationConstraint: region === CLASSIC ? undefined : (region as BucketLocationConstraint) };
});

export const deleteBucket = s3("DeleteBucket", (input, ctx) => {
  const { id } = needBucket(ctx, input);
  if (ctx.by(objects, "bucket", id).length > 0)
    throw new AwsError(
      "BucketNotEmpty",
      ctx.by(objects, "bucket", id).some(({ versionId }) => versionId !== "null")
        ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        : "The bucket you tried to delete is not empty",
      409,
      { BucketName: id },
    );
  ctx.delete(buckets, id);
  return {};
});

export const listBuckets = s3("ListBuckets", (input, ctx) => {
  const { Prefix: prefix = "", BucketRegion: region, MaxBuckets: most = 10_000, ContinuationToken: token } = input;
  const found = ctx
    .by(buckets, "account", ctx.account)
    .filter((bucket: Bucket) => bucket.id.startsWith(prefix) && (region ?? bucket.region) === bucket.region)
    .filter((bucket) => partitionOf(bucket.region) === partitionOf(ctx.region))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (most < 1 || most > 10_000) fail("InvalidArgument", "Argument max-buckets must be an integer between 1 and 10000");
  const cut = cutPage(found, "buckets", most, token, () =>
    fail("InvalidArgument", "The continuation token provided is incorrect"),
  );
  // The region is told where the list is cut or narrowed.
  const detailed = input.MaxBuckets !== undefined || region !== undefined || input.Prefix !== undefined;
  return {
    Buckets: cut.items.map((bucket) => ({
      Name: bucket.id,
      CreationDate: new Date(bucket.createdAt),
      BucketRegion: detailed ? bucket.region : undefined,
    })),
    Owner: { ID: canonicalUser(ctx.account) },
    ContinuationToken: cut.next,
    Prefix: input.Prefix,
  };
});
