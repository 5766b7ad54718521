/**
 * The account's mode in a region.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html
 */
import type { VpcBlockPublicAccessOptions } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { blockPublicAccess } from "./resources.ts";

const MODES: readonly string[] = ["off", "block-bidirectional", "block-ingress"];

/** From `update-in-progress` to `update-complete`: some minutes in AWS. */
const UPDATE_MS = 200;
const UPDATED = "ec2.blockPublicAccess.updated";

function describe(ctx: Context): VpcBlockPublicAccessOptions {
  const row = ctx.find(blockPublicAccess, ctx.scope);
  return {
    AwsAccountId: ctx.account,
    AwsRegion: ctx.region,
    State: row?.state ?? "default-state",
    InternetGatewayBlockMode: row?.mode ?? "off",
    LastUpdateTimestamp: row && new Date(row.updateTime),
    ManagedBy: "account",
    ExclusionsAllowed: "allowed",
  };
}

export const describeVpcBlockPublicAccessOptions = ec2("DescribeVpcBlockPublicAccessOptions", (_, ctx) => ({
  VpcBlockPublicAccessOptions: describe(ctx),
}));

export const modifyVpcBlockPublicAccessOptions = ec2("ModifyVpcBlockPublicAccessOptions", (input, ctx) => {
  const mode = input.InternetGatewayBlockMode;
  if (mode === undefined || !MODES.includes(mode))
    return fail("InvalidParameterValue", `Value (${mode}) for parameter InternetGatewayBlockMode is invalid.`);
  const { account, region, scope } = ctx;
  const updateTime = ctx.now().toISOString();
  ctx.put(blockPublicAccess, { id: scope, account, region, mode, state: "update-in-progress", updateTime });
  ctx.later(UPDATE_MS, UPDATED, scope);
  return { VpcBlockPublicAccessOptions: describe(ctx) };
});

const updated: Transition = (ctx, id) => {
  const row = ctx.find(blockPublicAccess, id);
  if (row) ctx.put(blockPublicAccess, { ...row, state: "update-complete" });
};

export const optionTransitions: Readonly<Record<string, Transition>> = { [UPDATED]: updated };
