/** What a packet meets between interfaces: the segment's boundary, each way, and its router. */
import { formatAddress } from "../base/address.ts";
import { contains } from "../base/prefix.ts";
import type { Interface, NextHop, Route, Router, Segment } from "../fabric/fabric.ts";
import { printBoundaryRule, printPeer } from "./evidence.ts";
import { type Direction, decidingRule } from "./match.ts";
import type { Position, Walker } from "./walker.ts";

/** From an interface into its segment: straight to a neighbour, or across the boundary to where the router says. */
export function departs(walker: Walker, from: Interface): Position | undefined {
  return walker.fits(from.mtu, "interface", from.id) ? departsSegment(walker, from.segment) : undefined;
}

/** As from an interface of the segment, whoever sends. */
export function departsSegment(walker: Walker, id: string): Position | undefined {
  const { fabric, flow } = walker;
  const segment = fabric.segments.get(id);
  if (!segment) return walker.drop("no-route", "segment", id, undefined, "the segment is gone");
  if (segment.prefixes.some((prefix) => contains(prefix, flow.dst))) return toNeighbour(walker, segment);
  const router = fabric.routers.get(segment.router);
  const route = router?.routes.lookup(flow.dst);
  const neighbour = route && interfaceOf(walker, route.next);
  const staysInside = neighbour !== undefined && fabric.interfaces.get(neighbour)?.segment === segment.id;
  if (!staysInside && !passesBoundary(walker, segment, "egress")) return undefined;
  return follows(walker, router?.resource ?? segment.router, router, route, segment.domain, segment.id);
}

function toNeighbour(walker: Walker, segment: Segment): Position | undefined {
  const neighbour = walker.fabric.interfaceAt(segment.domain, walker.flow.dst);
  if (neighbour === undefined) return nobody(walker, segment.domain);
  if (walker.evidence)
    walker.note("segment", segment.id, "pass", undefined, "same subnet: delivered directly, no network ACL between");
  return { at: "arrival", interface: neighbour, from: segment.id };
}

/** What arrives from outside all segments: by a router of its own, or straight to whoever has the address. */
export function entersDomain(walker: Walker, router: string | undefined, domain: string): Position | undefined {
  if (router === undefined) return toAddress(walker, domain, undefined);
  const table = walker.fabric.routers.get(router);
  return follows(walker, table?.resource ?? router, table, table?.routes.lookup(walker.flow.dst), domain, undefined);
}

/** To an interface: across its segment's boundary, unless the packet comes from inside it. */
export function crosses(walker: Walker, to: Interface, from: string | undefined): boolean {
  if (to.segment === from) return true;
  const segment = walker.fabric.segments.get(to.segment);
  return segment === undefined || passesBoundary(walker, segment, "ingress");
}

export function passesBoundary(walker: Walker, segment: Segment, direction: Direction): boolean {
  const boundary = walker.fabric.boundaries.get(segment.boundary);
  const rule = boundary && decidingRule(boundary, direction, walker.flow);
  if (rule?.allow && !walker.evidence) return true;
  const stage = `boundary-${direction}`;
  if (rule?.allow) {
    const why = printBoundaryRule(rule, direction);
    walker.note(stage, segment.boundary, "pass", `${direction} rule ${rule.name}`, why);
    return true;
  }
  const why = rule ? printBoundaryRule(rule, direction) : `no rule matches ${printPeer(walker.flow, direction)}`;
  walker.drop("denied", stage, segment.boundary, `${direction} rule ${rule?.name ?? "*"}`, why);
  return false;
}

function follows(
  walker: Walker,
  resource: string,
  table: Router | undefined,
  route: Route | undefined,
  domain: string,
  from: string | undefined,
): Position | undefined {
  const dst = walker.flow.dst;
  if (!route && !walker.evidence) return walker.drop("no-route", "route", resource, undefined, "");
  if (!route) {
    const why = `no route to ${formatAddress(dst)}`;
    return walker.drop("no-route", "route", resource, undefined, table?.otherwise ? `${why}: ${table.otherwise}` : why);
  }
  if (--walker.timeToLive <= 0) return walker.drop("loop", "route", resource, route.name, "the time to live ran out");
  const { next } = route;
  if (next.kind === "discard") return walker.drop("blackhole", "route", resource, route.name, next.why);
  if (!isUsable(walker, next, domain))
    return walker.drop("blackhole", "route", resource, route.name, `${printTarget(next)} is gone or cannot be used`);
  if (walker.evidence) walker.note("route", resource, "pass", route.name, `${route.name} → ${printTarget(next)}`);
  if (next.kind === "local") return toAddress(walker, domain, from);
  const neighbour = interfaceOf(walker, next);
  if (neighbour !== undefined) return { at: "arrival", interface: neighbour, from };
  return { at: "gateway", gateway: next.id, domain, from };
}

/** The interface that a hop leads to: a gateway may stand behind one of its own, and is reached as a host would be. */
function interfaceOf({ fabric }: Walker, next: NextHop): string | undefined {
  if (next.kind === "interface") return next.id;
  const gateway = next.kind === "gateway" ? fabric.gateways.get(next.id) : undefined;
  return gateway?.kind === "port" ? gateway.interface : undefined;
}

const printTarget = (next: NextHop): string => ("id" in next ? next.id : next.kind);

/** A target is usable where it exists and stands at this domain. */
function isUsable({ fabric }: Walker, next: NextHop, domain: string): boolean {
  if (next.kind === "end") return false;
  if (next.kind === "interface") return fabric.interfaces.get(next.id)?.domain === domain;
  if (next.kind !== "gateway") return true;
  const gateway = fabric.gateways.get(next.id);
  if (!gateway) return false;
  if (gateway.kind === "hub") return gateway.entrances.has(domain);
  if (gateway.kind === "tunnel") return gateway.ends.some((end) => end.domain === domain);
  if (gateway.kind === "port") return fabric.interfaces.get(gateway.interface)?.domain === domain;
  return gateway.domain === domain;
}

function toAddress(walker: Walker, domain: string, from: string | undefined): Position | undefined {
  const to = walker.fabric.interfaceAt(domain, walker.flow.dst);
  return to === undefined ? nobody(walker, domain) : { at: "arrival", interface: to, from };
}

const nobody = (walker: Walker, domain: string): undefined =>
  walker.drop("no-host", "domain", domain, undefined, `nobody has ${formatAddress(walker.flow.dst)}`);
