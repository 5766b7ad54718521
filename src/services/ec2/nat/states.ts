/** A NAT gateway's life after it was asked for. AWS takes a minute or two where this takes a fraction of a second. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { removeInterface } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import { type NatGateway, natGateways } from "./resources.ts";

/** From `pending` to `available` or `failed`. */
export const BUILD_MS = AT_ONCE;
export const BUILT = "ec2.nat.built";
/** From `deleting` to `deleted`. */
const DELETION_MS = AT_ONCE;
const DELETED = "ec2.nat.deleted";
/** How long a deleted or failed gateway can still be described: about an hour in AWS. */
const MEMORY_MS = 60 * 60 * 1000;
const FORGOTTEN = "ec2.nat.forgotten";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html */
export const deleteNatGateway = ec2("DeleteNatGateway", (input, ctx) => {
  const nat = need(ctx, natGateways, input.NatGatewayId);
  if (nat.state === "deleting" || nat.state === "deleted")
    fail(natGateways.errors.notFound, natGateways.errors.missing(nat.id));
  ctx.put(natGateways, { ...nat, state: "deleting", deleteTime: ctx.now().toISOString() });
  ctx.later(DELETION_MS, DELETED, nat.id);
  return { NatGatewayId: nat.id };
});

const built: Transition = (ctx, id) => {
  const nat = ctx.get(natGateways, id);
  if (nat?.state !== "pending") return;
  ctx.put(natGateways, {
    ...nat,
    state: nat.failure ? "failed" : "available",
    deleteTime: nat.failure ? ctx.now().toISOString() : undefined,
  });
  if (nat.failure) ctx.later(MEMORY_MS, FORGOTTEN, id);
};

const deleted: Transition = (ctx, id) => {
  const nat = ctx.get(natGateways, id);
  if (nat?.state !== "deleting") return;
  releaseInterfaces(ctx, nat);
  ctx.put(natGateways, { ...nat, state: "deleted" });
  ctx.later(MEMORY_MS, FORGOTTEN, id);
};

/** The Elastic IPs stay allocated; removing the interface frees them. */
function releaseInterfaces(ctx: Context, nat: NatGateway): void {
  for (const id of new Set(nat.addresses.map(({ networkInterfaceId }) => networkInterfaceId))) {
    const eni = id === "" ? undefined : ctx.get(networkInterfaces, id);
    if (eni) removeInterface(ctx, eni);
  }
}

const forgotten: Transition = (ctx, id) => {
  const state = ctx.get(natGateways, id)?.state;
  if (state !== "deleted" && state !== "failed") return;
  ctx.delete(natGateways, id);
  untag(ctx, id);
};

export const stateTransitions: Readonly<Record<string, Transition>> = {
  [BUILT]: built,
  [DELETED]: deleted,
  [FORGOTTEN]: forgotten,
};
