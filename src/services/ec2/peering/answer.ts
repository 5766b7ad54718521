/**
 * Answering a peering request, and ending a connection.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcPeeringConnection.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectVpcPeeringConnection.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcPeeringConnection.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { arePeerable, describeConnection, isCallers, needConnection } from "./connections.ts";
import { arrive, moveTo, TRANSIT_MS } from "./lifecycle.ts";
import { type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

/** A request that the caller may answer: it is the accepter's, in the accepter's region. */
function needRequest(
  ctx: Context,
  id: string | undefined,
  verb: "accept" | "reject",
  to: string,
): VpcPeeringConnection {
  const connection = needConnection(ctx, id);
  const { accepter } = connection;
  if (accepter.account !== ctx.account)
    fail("OperationNotPermitted", `User (${ctx.account}) cannot ${verb} peering ${connection.id}`);
  if (accepter.region !== ctx.region)
    fail(
      "OperationNotPermitted",
      `Incorrect region (${ctx.region}) specified for this request. VPC peering connection ${connection.id} must be ${verb === "accept" ? "accepted" : "accepted or rejected"} in region ${accepter.region}`,
    );
  // Whoever answers its own request at once need not wait for it to travel.
  const arrived = arrive(ctx, connection);
  if (arrived.status !== "pending-acceptance") refuseTransition(arrived, to);
  return arrived;
}

const refuseTransition = ({ id, status }: VpcPeeringConnection, to: string): never =>
  fail("InvalidStateTransition", `Invalid state transition for ${id}, attempted to transition from ${status} to ${to}`);

function checkActive(ctx: Context, vpcId: string): void {
  const active = ctx
    .by(vpcPeeringConnections, "vpcId", vpcId)
    .filter(({ status }) => status === "active" || status === "provisioning");
  checkQuota(ctx, "L-7E9ECCDB", active.length + 1);
}

export const acceptVpcPeeringConnection = ec2("AcceptVpcPeeringConnection", ({ VpcPeeringConnectionId }, ctx) => {
  const request = needRequest(ctx, VpcPeeringConnectionId, "accept", "active");
  // Either VPC may have gone, or grown into the other, since the request was made.
  const peerable = arePeerable(ctx, request);
  if (peerable) for (const { vpcId } of [request.requester, request.accepter]) checkActive(ctx, vpcId);
  if (peerable) ctx.later(TRANSIT_MS, "ec2.peering.activate", request.id);
  const connection = moveTo(ctx, request, peerable ? "provisioning" : "failed");
  return { VpcPeeringConnection: describeConnection(ctx, connection) };
});

export const rejectVpcPeeringConnection = ec2("RejectVpcPeeringConnection", ({ VpcPeeringConnectionId }, ctx) => {
  moveTo(ctx, needRequest(ctx, VpcPeeringConnectionId, "reject", "rejected"), "rejected");
  return { Return: true };
});

/** Either side ends an active connection; a request is taken back by the account that made it, from either region. */
export const deleteVpcPeeringConnection = ec2("DeleteVpcPeeringConnection", ({ VpcPeeringConnectionId }, ctx) => {
  const connection = needConnection(ctx, VpcPeeringConnectionId);
  const { id, status, requester, accepter } = connection;
  if (!isCallers(ctx, requester) && !isCallers(ctx, accepter))
    fail(
      "OperationNotPermitted",
      `Incorrect region (${ctx.region}) specified for this request. VPC peering connection ${id} is in the regions ${requester.region} and ${accepter.region}`,
    );
  const pending = status === "initiating-request" || status === "pending-acceptance";
  if (pending && requester.account !== ctx.account)
    fail("OperationNotPermitted", `User (${ctx.account}) cannot delete peering ${id}`);
  if (!pending && status !== "active" && status !== "provisioning") refuseTransition(connection, "deleting");
  moveTo(ctx, connection, "deleting");
  ctx.later(TRANSIT_MS, "ec2.peering.delete", id);
  return { Return: true };
});
