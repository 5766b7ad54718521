/**
 * What an instance tells without the network. No guest runs here, so a console is silent and a password unset.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html
 */
import type { Context } from "../../../cloud/context.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { instances } from "./resources.ts";

/** The instance, and when it last had something to say: at its launch. */
function asked(ctx: Context, id: string | undefined) {
  const instance = need(ctx, instances, id);
  return { InstanceId: instance.id, Timestamp: new Date(instance.launchTime) };
}

export const getConsoleOutput = ec2("GetConsoleOutput", (input, ctx) => ({
  ...asked(ctx, input.InstanceId),
  Output: "",
}));

export const getPasswordData = ec2("GetPasswordData", (input, ctx) => ({
  ...asked(ctx, input.InstanceId),
  PasswordData: "",
}));
