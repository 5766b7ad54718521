/** Parameter Store's rows: a parameter with all of its versions. Its id is `Context.key` of its name. */
import type { ParameterTier, ParameterType } from "@aws-sdk/client-ssm";
import { defineTable, type Row } from "../../cloud/table.ts";

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly type: ParameterType;
  readonly keyId: string | undefined;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly tier: ParameterTier;
  readonly dataType: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly modifiedBy: string;
  readonly labels: readonly string[];
}

export interface Parameter extends Row {
  readonly name: string;
  readonly arn: string;
  /** Oldest first; the last is the one that holds. */
  readonly versions: readonly ParameterVersion[];
  readonly tags: Readonly<Record<string, string>>;
}

export const parameters = defineTable<Parameter>()("ssm.parameter");
