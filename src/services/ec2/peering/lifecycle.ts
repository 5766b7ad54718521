/**
 * The states that a VPC peering connection goes through, and how long each lasts.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
 */
import type { Context } from "../../../cloud/context.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { untag } from "../tag/resources.ts";
import { arePeerable } from "./connections.ts";
import { type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

/** How long a request travels, an accepted one is set up, and a deletion takes; AWS takes some seconds. */
export const TRANSIT_MS = AT_ONCE;
/** "The VPC peering connection request expires after 7 days". */
export const EXPIRY_MS = 7 * 24 * 60 * 60 * 1000;
/** How long a connection that has ended is still told; AWS: 2 hours to whoever ended it. */
export const AFTERLIFE_MS = 2 * 60 * 60 * 1000;

type Status = VpcPeeringConnection["status"];

const MESSAGES: Readonly<Record<Status, (connection: VpcPeeringConnection) => string>> = {
  "initiating-request": ({ accepter }) => `Initiating Request to ${accepter.account}`,
  "pending-acceptance": ({ accepter }) => `Pending Acceptance by ${accepter.account}`,
  provisioning: () => "Provisioning",
  active: () => "Active",
  deleting: () => "Deleting",
  deleted: () => "Deleted",
  rejected: () => "Inactive",
  failed: () => "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
  expired: () => "Expired",
};

/** The connection in another state; a state that ends it arranges that it is forgotten. */
export function moveTo(ctx: Context, connection: VpcPeeringConnection, status: Status, message?: string) {
  const pending = status === "initiating-request" || status === "pending-acceptance";
  if (status === "deleted" || status === "rejected" || status === "failed" || status === "expired")
    ctx.later(AFTERLIFE_MS, "ec2.peering.forget", connection.id);
  return ctx.put(vpcPeeringConnections, {
    ...connection,
    status,
    statusMessage: message ?? MESSAGES[status](connection),
    expirationTime: pending ? connection.expirationTime : undefined,
  });
}

/** A request comes through to the accepter, or fails: its VPC is not there, or addresses overlap. */
export function arrive(ctx: Context, connection: VpcPeeringConnection): VpcPeeringConnection {
  if (connection.status !== "initiating-request") return connection;
  return moveTo(ctx, connection, arePeerable(ctx, connection) ? "pending-acceptance" : "failed");
}

/** A transition from one state only: by then the connection may have moved on, or be gone. */
const from =
  (status: Status, move: (ctx: Context, connection: VpcPeeringConnection) => void): Transition =>
  (ctx, id) => {
    const connection = ctx.find(vpcPeeringConnections, id);
    if (connection?.status === status) move(ctx, connection);
  };

export const peeringTransitions: Readonly<Record<string, Transition>> = {
  "ec2.peering.arrive": from("initiating-request", arrive),
  "ec2.peering.activate": from("provisioning", (ctx, connection) => moveTo(ctx, connection, "active")),
  "ec2.peering.delete": from("deleting", (ctx, connection) =>
    moveTo(ctx, connection, "deleted", `Deleted by ${ctx.account}`),
  ),
  "ec2.peering.expire": from("pending-acceptance", (ctx, connection) => moveTo(ctx, connection, "expired")),
  "ec2.peering.forget": (ctx, id) => {
    untag(ctx, id);
    ctx.delete(vpcPeeringConnections, id);
  },
};
