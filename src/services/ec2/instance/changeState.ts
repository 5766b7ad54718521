/** StartInstances, StopInstances, RebootInstances, TerminateInstances. Either all the instances named change or none. */
import type { InstanceStateChange } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { renewAutoPublicAddress } from "../interface/elasticIps.ts";
import { ec2 } from "../operation.ts";
import { checkStart } from "../placementGroup/launch.ts";
import { checkId } from "../resource.ts";
import { interfacesOf } from "./describe.ts";
import { type Instance, type InstanceStateName, instances } from "./resources.ts";
import { describeState, moveTo, START_MS, STARTED, STOP_MS, STOPPED, TERMINATED, TERMINATION_MS } from "./states.ts";

/** The instances named, or AWS's error for the first that is malformed and for all that nobody has. */
export function needInstances(ctx: Context, ids: readonly string[] | undefined): readonly Instance[] {
  const wanted = [...new Set(ids ?? [])];
  if (wanted.length === 0) fail("MissingParameter", "The request must contain the parameter InstanceId");
  const found = wanted.map((id) => ctx.get(instances, id));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  for (const id of missing) checkId(instances, id);
  if (missing.length === 1) fail("InvalidInstanceID.NotFound", `The instance ID '${missing[0]}' does not exist`);
  if (missing.length > 1) fail("InvalidInstanceID.NotFound", `The instance IDs '${missing.join(", ")}' do not exist`);
  return found.filter((instance) => instance !== undefined);
}

const change = (before: Instance, after: Instance): InstanceStateChange => ({
  InstanceId: before.id,
  CurrentState: describeState(after.state),
  PreviousState: describeState(before.state),
});

const refuse = (instance: Instance, states: readonly InstanceStateName[], verb: string): void => {
  if (!states.includes(instance.state))
    fail("IncorrectInstanceState", `The instance '${instance.id}' is not in a state from which it can be ${verb}.`);
};

/** "User initiated (2026-01-01 00:00:00 GMT)". */
const userInitiated = (ctx: Context): string =>
  `User initiated (${ctx.now().toISOString().slice(0, 19).replace("T", " ")} GMT)`;

const SHUTDOWN = {
  code: "Client.UserInitiatedShutdown",
  message: "Client.UserInitiatedShutdown: User initiated shutdown",
} as const;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html */
export const startInstances = ec2("StartInstances", (input, ctx) => ({
  StartingInstances: needInstances(ctx, input.InstanceIds).map((instance) => {
    refuse(instance, ["stopped", "running", "pending"], "started");
    if (instance.state !== "stopped") return change(instance, instance);
    checkStart(ctx, instance);
    const pending = moveTo(ctx, instance, "pending", {
      stateTransitionReason: "",
      stateReason: { code: "pending", message: "pending" },
      launchTime: ctx.now().toISOString(),
    });
    const [primary] = interfacesOf(ctx, instance.id);
    if (primary) renewAutoPublicAddress(ctx, primary);
    ctx.later(START_MS, STARTED, instance.id);
    return change(instance, pending);
  }),
}));

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html */
export const stopInstances = ec2("StopInstances", (input, ctx) => ({
  StoppingInstances: needInstances(ctx, input.InstanceIds).map((instance) => {
    refuse(instance, ["running", "stopping", "stopped"], "stopped");
    if (instance.disableApiStop)
      fail(
        "OperationNotPermitted",
        `The instance '${instance.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      );
    if (input.Hibernate === true && !instance.hibernation)
      fail("UnsupportedHibernationConfiguration", `The instance '${instance.id}' is not configured for hibernation.`);
    if (instance.state !== "running") return change(instance, instance);
    const stopping = moveTo(ctx, instance, "stopping", {
      stateTransitionReason: userInitiated(ctx),
      stateReason: SHUTDOWN,
    });
    ctx.later(STOP_MS, STOPPED, instance.id);
    return change(instance, stopping);
  }),
}));

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html */
export const rebootInstances = ec2("RebootInstances", (input, ctx) => {
  for (const instance of needInstances(ctx, input.InstanceIds)) refuse(instance, ["running", "pending"], "rebooted");
  return {};
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html */
export const terminateInstances = ec2("TerminateInstances", (input, ctx) => ({
  TerminatingInstances: needInstances(ctx, input.InstanceIds).map((instance) => {
    if (instance.state === "terminated" || instance.state === "shutting-down") return change(instance, instance);
    if (instance.disableApiTermination)
      fail(
        "OperationNotPermitted",
        `The instance '${instance.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      );
    const ending = moveTo(ctx, instance, "shutting-down", {
      stateTransitionReason: userInitiated(ctx),
      stateReason: SHUTDOWN,
    });
    ctx.later(TERMINATION_MS, TERMINATED, instance.id);
    return change(instance, ending);
  }),
}));
