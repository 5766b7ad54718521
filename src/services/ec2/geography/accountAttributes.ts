/**
 * DescribeAccountAttributes: what remains of the account's EC2 limits, and its default VPC.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { quotaOf } from "../../quotas/resources.ts";
import { ec2 } from "../operation.ts";
import { vpcs } from "../vpc/resources.ts";

const ATTRIBUTES: Readonly<Record<string, (ctx: Context) => string>> = {
  "supported-platforms": () => "VPC",
  "vpc-max-security-groups-per-interface": (ctx) => String(quotaOf(ctx, "L-2AFB9258")),
  "max-elastic-ips": (ctx) => String(quotaOf(ctx, "L-0263D0A3")),
  "max-instances": () => "20",
  "vpc-max-elastic-ips": (ctx) => String(quotaOf(ctx, "L-0263D0A3")),
  "default-vpc": (ctx) => ctx.all(vpcs).find(({ isDefault }) => isDefault)?.id ?? "none",
};

export const describeAccountAttributes = ec2("DescribeAccountAttributes", ({ AttributeNames = [] }, ctx) => {
  const asked: readonly string[] = AttributeNames;
  for (const name of asked)
    if (!Object.hasOwn(ATTRIBUTES, name))
      fail("InvalidParameterValue", `Value (${name}) for parameter attributeName is invalid. Unknown attribute.`);
  return {
    AccountAttributes: Object.entries(ATTRIBUTES)
      .filter(([name]) => asked.length === 0 || asked.includes(name))
      .map(([AttributeName, answer]) => ({ AttributeName, AttributeValues: [{ AttributeValue: answer(ctx) }] })),
  };
});
