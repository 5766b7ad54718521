/** KMS's rows: keys and the aliases that name them. */
import type { KeySpec, KeyState, KeyUsageType, OriginType } from "@aws-sdk/client-kms";
import type { Context } from "../../cloud/context.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

export interface Key extends Row {
  readonly arn: string;
  readonly description: string;
  readonly usage: KeyUsageType;
  readonly spec: KeySpec;
  readonly origin: OriginType;
  readonly state: KeyState;
  /** AWS's own, made for one of its services. */
  readonly awsManaged: boolean;
  readonly multiRegion: boolean;
  readonly policy: string;
  /** Days between rotations; absent while they are off. */
  readonly rotation: number | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly rotationSince: number | undefined;
  readonly deletionAt: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** 256 bits, as hex digits: what a symmetric key encrypts with. */
  readonly material: string;
}

export interface Alias extends Row {
  /** With its `alias/`. */
  readonly name: string;
  readonly arn: string;
  /** The key's id. */
  readonly key: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const keys = defineTable<Key>()("kms.key");
/** An alias's id is its ARN. */
export const aliases = defineTable<Alias>()("kms.alias", { key: ({ key }) => key });

/** The key of the account and region with this id, ARN, alias or alias's ARN, for those who encrypt with it. */
export function keyOf(ctx: Context, text: string): Key | undefined {
  const id = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(.+)$/.exec(text)?.[1] ?? text;
  const key = ctx.get(keys, id);
  if (key) return text.startsWith("arn:") && key.arn !== text ? undefined : key;
  const alias = ctx.all(aliases).find(({ name, arn }) => name === text || arn === text);
  return alias && ctx.get(keys, alias.key);
}
