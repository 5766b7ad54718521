/** Amazon Resource Names: `arn:partition:service:region:account:resource`. */
import type { Context } from "./context.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-partitions */
export const partitionOf = (region: string): string =>
  /^(aws-)?cn-/.test(region) ? "aws-cn" : /^(aws-)?us-gov-/.test(region) ? "aws-us-gov" : "aws";

/** Of a resource of the caller's account and region. */
export const arnOf = ({ account, region }: Pick<Context, "account" | "region">, service: string, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Total: `undefined` where the text is none. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
  return { partition, service, region, account, resource };
}
