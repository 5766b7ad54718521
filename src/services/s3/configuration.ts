/**
 * What a bucket is configured with: each kind is put whole, read back as it was put, and has a default or an error where it
 * was never put. None has an effect but versioning, ownership, the block of public access, and tags where they are told.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { base64Of } from "../../cloud/keys.ts";
import type { Operation } from "../../cloud/operation.ts";
import { type BucketInput, malformedXml, needBucket } from "./operation.ts";
import { type Bucket, buckets } from "./resources.ts";

interface Kind {
  /** Under which it is kept in the bucket's row. */
  readonly name: string;
  readonly get: string;
  readonly put: string;
  readonly delete?: string;
  /** The member of the put's input and, unless the answer is the configuration's own members, of the get's output. */
  readonly member: string;
  readonly wrapped?: string;
  /** What holds where nothing was put. */
  readonly initial?: object;
  /** The error for what is not there. */
  readonly missing?: readonly [code: string, message: string];
  readonly check?: (value: Fields, bucket: Bucket) => void;
  /** What is kept instead of the member alone. */
  readonly keep?: (value: Fields, input: Fields, ctx: Context) => Fields;
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS: readonly Kind[] = [
  {
    name: "versioning",
    get: "GetBucketVersioning",
    put: "PutBucketVersioning",
    member: "VersioningConfiguration",
    initial: {},
    check: ({ Status: status }, { configuration }) => {
      if (status !== "Enabled" && status !== "Suspended") malformedXml();
      if (status === "Suspended" && configuration["objectLock"])
        fail(
          "InvalidBucketState",
          "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
          409,
        );
    },
  },
  {
    name: "encryption",
    get: "GetBucketEncryption",
    put: "PutBucketEncryption",
    delete: "DeleteBucketEncryption",
    member: "ServerSideEncryptionConfiguration",
    wrapped: "ServerSideEncryptionConfiguration",
    // Since January 2023 every bucket encrypts with S3's own keys, and a deletion brings that back.
    initial: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    },
    check: ({ Rules: rules }) => {
      if (!Array.isArray(rules) || rules.length !== 1) malformedXml();
    },
  },
  {
    name: "publicAccessBlock",
    get: "GetPublicAccessBlock",
    put: "PutPublicAccessBlock",
    delete: "DeletePublicAccessBlock",
    member: "PublicAccessBlockConfiguration",
    wrapped: "PublicAccessBlockConfiguration",
    // Since April 2023 a new bucket blocks all of it.
    initial: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    missing: ["NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"],
  },
  {
    name: "ownershipControls",
    get: "GetBucketOwnershipControls",
    put: "PutBucketOwnershipControls",
    delete: "DeleteBucketOwnershipControls",
    member: "OwnershipControls",
    wrapped: "OwnershipControls",
    initial: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    missing: ["OwnershipControlsNotFoundError", "The bucket ownership controls were not found"],
    check: ({ Rules: rules }) => {
      const [rule] = (Array.isArray(rules) ? rules : []) as readonly Fields[];
      if (!["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"].includes(String(rule?.["ObjectOwnership"])))
        malformedXml();
    },
  },
  {
    name: "lifecycle",
    get: "GetBucketLifecycleConfiguration",
    put: "PutBucketLifecycleConfiguration",
    delete: "DeleteBucketLifecycle",
    member: "LifecycleConfiguration",
    missing: ["NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"],
    check: ({ Rules: rules }) => {
      if (!Array.isArray(rules) || rules.length < 1 || rules.length > 1000) malformedXml();
    },
    // A rule without a name is given one, and a header says what the rules' transitions leave alone.
    keep: (
      { Rules: rules },
      { TransitionDefaultMinimumObjectSize: size = "all_storage_classes_128K" },
      { random },
    ) => ({
      TransitionDefaultMinimumObjectSize: size,
      Rules: (rules as readonly Fields[]).map((rule) => ({ ...rule, ID: rule["ID"] ?? base64Of(random, 48) })),
    }),
  },
  {
    name: "cors",
    get: "GetBucketCors",
    put: "PutBucketCors",
    delete: "DeleteBucketCors",
    member: "CORSConfiguration",
    missing: ["NoSuchCORSConfiguration", "The CORS configuration does not exist"],
  },
  {
    name: "website",
    get: "GetBucketWebsite",
    put: "PutBucketWebsite",
    delete: "DeleteBucketWebsite",
    member: "WebsiteConfiguration",
    missing: ["NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"],
  },
  {
    name: "replication",
    get: "GetBucketReplication",
    put: "PutBucketReplication",
    delete: "DeleteBucketReplication",
    member: "ReplicationConfiguration",
    wrapped: "ReplicationConfiguration",
    missing: ["ReplicationConfigurationNotFoundError", "The replication configuration was not found"],
    check: (_, { configuration }) => {
      if ((configuration["versioning"] as Fields | undefined)?.["Status"] !== "Enabled")
        fail("InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    },
  },
  {
    name: "objectLock",
    get: "GetObjectLockConfiguration",
    put: "PutObjectLockConfiguration",
    member: "ObjectLockConfiguration",
    wrapped: "ObjectLockConfiguration",
    missing: ["ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"],
  },
  {
    name: "accelerate",
    get: "GetBucketAccelerateConfiguration",
    put: "PutBucketAccelerateConfiguration",
    member: "AccelerateConfiguration",
    initial: {},
  },
  {
    name: "requestPayment",
    get: "GetBucketRequestPayment",
    put: "PutBucketRequestPayment",
    member: "RequestPaymentConfiguration",
    initial: { Payer: "BucketOwner" },
  },
  { name: "logging", get: "GetBucketLogging", put: "PutBucketLogging", member: "BucketLoggingStatus", initial: {} },
  {
    name: "notification",
    get: "GetBucketNotificationConfiguration",
    put: "PutBucketNotificationConfiguration",
    member: "NotificationConfiguration",
    initial: {},
  },
];

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));

/** What holds of a kind of configuration; `undefined` where nothing does. */
export function configured(bucket: Bucket, name: string): Fields | undefined {
  const value = bucket.configuration[name];
  return (value === undefined ? byName.get(name)?.initial : (value ?? undefined)) as Fields | undefined;
}

export const putConfiguration = (ctx: Context, bucket: Bucket, name: string, value: unknown): Bucket =>
  ctx.put(buckets, { ...bucket, configuration: { ...bucket.configuration, [name]: value } });

export const notConfigured = ({ id }: Bucket, code: string, message: string): never => {
  throw new AwsError(code, message, 404, { BucketName: id });
};

type Run = (input: BucketInput & Fields, ctx: Context) => object;

function operationsOfKind(kind: Kind): readonly Operation[] {
  const operation = (name: string, run: Run): Operation => ({ name, run: run as Operation["run"] });
  const read = operation(kind.get, (input, ctx) => {
    const bucket = needBucket(ctx, input);
    const value = configured(bucket, kind.name);
    if (!value) return notConfigured(bucket, ...(kind.missing ?? ["NoSuchConfiguration", "It does not exist"]));
    return kind.wrapped === undefined ? value : { [kind.wrapped]: value };
  });
  const put = operation(kind.put, (input, ctx) => {
    const bucket = needBucket(ctx, input);
    const value = input[kind.member];
    if (typeof value !== "object" || value === null) return malformedXml();
    kind.check?.(value as Fields, bucket);
    putConfiguration(ctx, bucket, kind.name, kind.keep?.(value as Fields, input, ctx) ?? value);
    return {};
  });
  if (kind.delete === undefined) return [read, put];
  const remove = operation(kind.delete, (input, ctx) => {
    const bucket = needBucket(ctx, input);
    const back = kind.missing ? null : undefined; // without an error for its absence, the default comes back
    putConfiguration(ctx, bucket, kind.name, back);
    return {};
  });
  return [read, put, remove];
}

export const configurationOperations: readonly Operation[] = KINDS.flatMap(operationsOfKind);
