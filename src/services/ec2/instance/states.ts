/** An instance's states: what brings one about, and how long the ones between last. AWS takes seconds to minutes. */
import type { InstanceState } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { detach } from "../interface/attach.ts";
import { removeInterface } from "../interface/create.ts";
import { releaseAutoPublicAddress } from "../interface/elasticIps.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { untag } from "../tag/resources.ts";
import { removeVolumes } from "../volume/launch.ts";
import { type Instance, type InstanceStateName, instances } from "./resources.ts";

/** From `pending` to `running`. */
export const START_MS = AT_ONCE;
/** From `stopping` to `stopped`. */
export const STOP_MS = AT_ONCE;
/** From `shutting-down` to `terminated`. */
export const TERMINATION_MS = AT_ONCE;
/** How long a terminated instance can still be described: about an hour in AWS. */
const MEMORY_MS = 60 * 60 * 1000;

export const STARTED = "ec2.instance.started";
export const STOPPED = "ec2.instance.stopped";
export const TERMINATED = "ec2.instance.terminated";
const FORGOTTEN = "ec2.instance.forgotten";

const CODES: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const describeState = (state: InstanceStateName): InstanceState => ({ Code: CODES[state], Name: state });
export const stateCode = (state: InstanceStateName): number => CODES[state];

const started: Transition = (ctx, id) => {
  const instance = ctx.get(instances, id);
  if (instance?.state === "pending") ctx.put(instances, { ...instance, state: "running", stateReason: undefined });
};

const stopped: Transition = (ctx, id) => {
  const instance = ctx.get(instances, id);
  if (instance?.state !== "stopping") return;
  for (const eni of ctx.by(networkInterfaces, "instanceId", id)) releaseAutoPublicAddress(ctx, eni);
  ctx.put(instances, { ...instance, state: "stopped" });
};

const terminated: Transition = (ctx, id) => {
  const instance = ctx.get(instances, id);
  if (instance?.state !== "shutting-down") return;
  releaseNetwork(ctx, id);
  removeVolumes(ctx, id);
  ctx.put(instances, {
    ...instance,
    state: "terminated",
    vpcId: "",
    subnetId: "",
    forgetAt: ctx.now().getTime() + MEMORY_MS,
  });
  ctx.later(MEMORY_MS, FORGOTTEN, id);
};

/** Interfaces go with the instance or stay without it, as each attachment says. */
function releaseNetwork(ctx: Context, instanceId: string): void {
  for (const eni of ctx.by(networkInterfaces, "instanceId", instanceId)) {
    if (eni.attachment?.deleteOnTermination) removeInterface(ctx, eni);
    else detach(ctx, releaseAutoPublicAddress(ctx, eni));
  }
}

const forgotten: Transition = (ctx, id) => {
  if (ctx.get(instances, id)?.state !== "terminated") return;
  ctx.delete(instances, id);
  untag(ctx, id);
};

export const stateTransitions: Readonly<Record<string, Transition>> = {
  [STARTED]: started,
  [STOPPED]: stopped,
  [TERMINATED]: terminated,
  [FORGOTTEN]: forgotten,
};

/** Moves an instance to another state; the answer is the row. */
export const moveTo = (
  ctx: Context,
  instance: Instance,
  state: InstanceStateName,
  change: Partial<Instance>,
): Instance => ctx.put(instances, { ...instance, ...change, state });
