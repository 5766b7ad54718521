/** Transit gateways as hubs: their attachments are ends, their route tables the ends' routers. */
import { formatPrefix } from "../../../base/prefix.ts";
import { PrefixMap } from "../../../base/prefixMap.ts";
import type { Fabric, HubEnd, NextHop, Route, Router } from "../../../fabric/fabric.ts";
import { type AttachmentEnd, carries, endsOf } from "../transitGateway/attachments.ts";
import {
  type TransitGateway,
  transitGatewayAssociations,
  transitGatewayAttachments,
  transitGatewayRouteTables,
  transitGateways,
} from "../transitGateway/resources.ts";
import { type ComputedRoute, routesOf } from "../transitGateway/routesOf.ts";
import type { Tables } from "./tables.ts";

/** Bytes of the largest packet between attachments. @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html */
const TRANSIT_MTU = 8500;

/** The elements that a hub was built of, so that the next build can take them away. */
export interface HubParts {
  readonly ends: readonly string[];
  readonly routers: readonly string[];
}

/** As the association's row is called: one attachment may be an end of two gateways. */
const endId = (gatewayId: string, attachmentId: string): string => `${gatewayId}/${attachmentId}`;

export function buildHub(
  tables: Tables,
  fabric: Fabric,
  id: string,
  before: HubParts | undefined,
): HubParts | undefined {
  for (const end of before?.ends ?? []) fabric.hubEnds.delete(end);
  for (const router of before?.routers ?? []) fabric.routers.delete(router);
  const gateway = tables.get(transitGateways, id);
  if (!gateway || gateway.state === "deleted" || gateway.state === "deleting") {
    fabric.gateways.delete(id);
    return undefined;
  }
  const ends = Array.from(tables.by(transitGatewayAttachments, "transitGatewayId", id))
    .flatMap(endsOf)
    .filter((end) => end.transitGatewayId === id && carries(end.attachment))
    .map((end) => hubEnd(tables, gateway, end));
  const routers = Array.from(tables.by(transitGatewayRouteTables, "transitGatewayId", id), (table) =>
    hubRouter(id, table.id, routesOf(tables, table.id)),
  );
  for (const end of ends) fabric.hubEnds.set(end.id, end);
  for (const router of routers) fabric.routers.set(router.id, router);
  const entrances = new Map(ends.flatMap((end) => (end.to.kind === "domain" ? [[end.to.domain, end.id]] : [])));
  fabric.gateways.set(id, { kind: "hub", id, entrances, mtu: TRANSIT_MTU });
  return { ends: ends.map((end) => end.id), routers: routers.map((router) => router.id) };
}

function hubEnd(tables: Tables, gateway: TransitGateway, end: AttachmentEnd): HubEnd {
  const id = endId(gateway.id, end.id);
  const association = tables.get(transitGatewayAssociations, id);
  const router = association?.state === "disassociating" ? undefined : association?.routeTableId;
  return { id, resource: end.id, router, to: leadsTo(gateway, end) };
}

function leadsTo(gateway: TransitGateway, { id, attachment }: AttachmentEnd): HubEnd["to"] {
  switch (attachment.kind) {
    case "vpc":
      return {
        kind: "domain",
        domain: attachment.vpcId,
        ports: attachment.subnets.map(({ subnetId, availabilityZone }) => ({
          zone: availabilityZone,
          segment: subnetId,
        })),
        symmetric: attachment.options.applianceModeSupport === "enable",
        references:
          gateway.options.securityGroupReferencingSupport === "enable" &&
          attachment.options.securityGroupReferencingSupport === "enable",
      };
    case "peering": {
      const other = endsOf(attachment).find((far) => far.transitGatewayId !== gateway.id);
      return other
        ? { kind: "end", end: endId(other.transitGatewayId, other.id) }
        : { kind: "discard", why: "the peering has no far end" };
    }
    default:
      return { kind: "discard", why: `packets do not pass ${id} yet: Underlay keeps it as a record only` };
  }
}

function hubRouter(gatewayId: string, id: string, computed: readonly ComputedRoute[]): Router {
  const routes = new PrefixMap<Route>();
  for (const route of computed)
    routes.set(route.destination, {
      prefix: route.destination,
      next: nextHop(gatewayId, route),
      name: route.prefixListId ?? formatPrefix(route.destination),
    });
  return { id, resource: id, routes };
}

/** Paths of equal cost: the first. */
function nextHop(gatewayId: string, { state, attachments }: ComputedRoute): NextHop {
  const [first] = attachments;
  if (!first) return { kind: "discard", why: "the route is made to drop" };
  if (state === "blackhole") return { kind: "discard", why: `${first.id} carries nothing` };
  return { kind: "end", id: endId(gatewayId, first.id) };
}
