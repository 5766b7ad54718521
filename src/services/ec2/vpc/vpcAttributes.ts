/**
 * A VPC's attributes and tenancy.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcTenancy.html
 */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { soleAttribute } from "./parameters.ts";
import { vpcs } from "./resources.ts";

const ATTRIBUTES = {
  EnableDnsSupport: "enableDnsSupport",
  EnableDnsHostnames: "enableDnsHostnames",
  EnableNetworkAddressUsageMetrics: "enableNetworkAddressUsageMetrics",
} as const;
const NAMES = ["EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics"] as const;

export const modifyVpcAttribute = ec2("ModifyVpcAttribute", (input, ctx) => {
  const vpc = need(ctx, vpcs, input.VpcId);
  const name = soleAttribute(input, NAMES);
  const value = input[name]?.Value ?? false;
  if (name === "EnableDnsHostnames" && value && !vpc.enableDnsSupport)
    fail(
      "InvalidParameterCombination",
      "DNS hostnames can be enabled only in a VPC in which DNS support is enabled (enableDnsSupport).",
    );
  ctx.put(vpcs, { ...vpc, [ATTRIBUTES[name]]: value });
  return {};
});

export const describeVpcAttribute = ec2("DescribeVpcAttribute", ({ VpcId, Attribute }, ctx) => {
  const vpc = need(ctx, vpcs, VpcId);
  const name = NAMES.find((one) => ATTRIBUTES[one] === Attribute);
  if (!name)
    return fail("InvalidParameterValue", `Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
  return { VpcId: vpc.id, [name]: { Value: vpc[ATTRIBUTES[name]] } };
});

/** A VPC goes from dedicated to default tenancy, never back. */
export const modifyVpcTenancy = ec2("ModifyVpcTenancy", ({ VpcId, InstanceTenancy }, ctx) => {
  const vpc = need(ctx, vpcs, VpcId);
  if (InstanceTenancy !== "default")
    fail("UnsupportedTenancy", `The tenancy value ${InstanceTenancy} is not supported.`);
  ctx.put(vpcs, { ...vpc, instanceTenancy: "default" });
  return { ReturnValue: true };
});
