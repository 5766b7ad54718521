/**
 * The resources that a path may begin or end at, as requests name them: by id, or by ARN where they are another
 * account's.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html#source-and-destination-resources
 */
import { parseArn } from "../../../cloud/arn.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { instances } from "../instance/resources.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { type Resource, resourceOfId, wellFormed } from "../resource.ts";
import { findEnd } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments, transitGateways } from "../transitGateway/resources.ts";
import { internetGateways } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { vpnGateways } from "../vpn/resources.ts";
import { arnOfResource } from "./named.ts";

/** The kinds that AWS analyses and Underlay has. */
const KINDS: ReadonlySet<string> = new Set(
  [
    instances,
    networkInterfaces,
    internetGateways,
    transitGateways,
    transitGatewayAttachments,
    vpcEndpoints,
    vpcPeeringConnections,
    vpnGateways,
  ].map(({ type }) => type),
);

/** Nobody has one here, so none is ever found. */
const ENDPOINT_SERVICE = "vpce-svc";

export interface NamedEnd {
  readonly id: string;
  readonly arn: string;
}

/** The id that an id or ARN ends with. */
export const idIn = (idOrArn: string): string => idOrArn.slice(idOrArn.lastIndexOf("/") + 1);

/** The resource that a request names, which must be there and in this Region. */
export function needEnd(ctx: Context, side: "source" | "destination", idOrArn: string): NamedEnd {
  const id = idIn(idOrArn);
  const arn = parseArn(idOrArn);
  const resource = resourceOfId(id);
  const service = id.startsWith(`${ENDPOINT_SERVICE}-`);
  const known = resource && KINDS.has(resource.type) && wellFormed(resource as unknown as Resource<never, never>, id);
  if ((idOrArn.startsWith("arn:") && !arn) || !(known || service))
    return fail("InvalidParameterValue", `Value (${idOrArn}) for parameter ${side} is invalid.`);
  if (arn && arn.region !== ctx.region)
    fail("InvalidParameterValue", `The ${side} ${idOrArn} is not in the Region ${ctx.region}.`);
  const row = resource && visible(ctx, resource, id, arn?.account ?? ctx.account);
  if (!row || !resource)
    return fail(
      side === "source" ? "NetworkInsightsSource.NotFound" : "NetworkInsightsDestination.NotFound",
      `The ${side} '${id}' does not exist`,
    );
  return { id, arn: arnOfResource(row, id) };
}

/** A row of that account, or one that it is a side of. */
function visible(ctx: Context, resource: Resource, id: string, account: string): Row | undefined {
  const owner = ctx.within(account, ctx.region);
  const own = owner.get(resource, id) ?? findEnd(owner, id);
  if (own) return own;
  const peering = ctx.find(vpcPeeringConnections, id);
  const side = [peering?.requester, peering?.accepter].find(
    (one) => one?.account === account && one.region === ctx.region,
  );
  if (peering && side) return { id, account, region: ctx.region };
  const gateway = ctx.find(transitGateways, id);
  return gateway?.region === ctx.region &&
    owner.by(transitGatewayAttachments, "transitGatewayId", id).some((one) => one.account === account)
    ? gateway
    : undefined;
}
