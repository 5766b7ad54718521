/**
 * Hubs, which join many domains. A packet comes in by its domain's end, through the port in its own zone; the end's
 * table names the end by which it leaves; there it is set down in a port's segment, whose router takes over.
 * Boundaries: coming in, the port's segment is entered (also from itself) and never left; going out, it is left unless
 * the destination is in it.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
import { formatAddress } from "../base/address.ts";
import type { Hub, HubEnd, HubPort } from "../fabric/fabric.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { passesBoundary } from "./segment.ts";
import { NOWHERE, type Position, type Walker } from "./walker.ts";

type DomainEnd = HubEnd["to"] & { readonly kind: "domain" };

export function entersHub(walker: Walker, hub: Hub, domain: string, from: string | undefined): Position | undefined {
  const { fabric } = walker;
  const end = fabric.hubEnds.get(hub.entrances.get(domain) ?? "");
  const zone = fabric.segments.get(from ?? "")?.zone;
  if (end?.to.kind !== "domain" || zone === undefined)
    return walker.drop("blackhole", "hub", hub.id, undefined, `${domain} is not attached`);
  const port = end.to.ports.find((one) => one.zone === zone);
  const segment = port && fabric.segments.get(port.segment);
  if (!segment)
    return walker.drop("blackhole", "hub-end", end.resource, undefined, `the attachment has no subnet in zone ${zone}`);
  if (!passesBoundary(walker, segment, "ingress")) return undefined;
  if (!walker.fits(hub.mtu, "hub", hub.id)) return undefined;
  if (!end.to.references) walker.sourceDomain = NOWHERE;
  if (walker.evidence) walker.note("hub-end", end.resource, "pass", undefined, `enters ${hub.id} in zone ${zone}`);
  return { at: "hub", end: end.id, zone };
}

export function crossesHub(walker: Walker, endId: string, zone: string | undefined): Position | undefined {
  const { fabric, flow } = walker;
  const entrance = fabric.hubEnds.get(endId);
  if (!entrance) return walker.drop("blackhole", "hub-end", endId, undefined, "the attachment is gone");
  const router = fabric.routers.get(entrance.router ?? "");
  if (!router)
    return walker.drop("no-route", "hub-end", entrance.resource, undefined, "the attachment has no route table");
  const route = router.routes.lookup(flow.dst);
  if (!route)
    return walker.drop("no-route", "hub-route", router.resource, undefined, `no route to ${formatAddress(flow.dst)}`);
  if (--walker.timeToLive <= 0)
    return walker.drop("loop", "hub-route", router.resource, route.name, "the time to live ran out");
  const { next } = route;
  if (next.kind === "discard") return walker.drop("blackhole", "hub-route", router.resource, route.name, next.why);
  const exit = next.kind === "end" ? fabric.hubEnds.get(next.id) : undefined;
  if (!exit)
    return walker.drop("blackhole", "hub-route", router.resource, route.name, "the route's attachment is gone");
  if (walker.evidence)
    walker.note("hub-route", router.resource, "pass", route.name, `${route.name} → ${exit.resource}`);
  return leavesHub(walker, exit, zone);
}

function leavesHub(walker: Walker, exit: HubEnd, zone: string | undefined): Position | undefined {
  const { to } = exit;
  switch (to.kind) {
    case "discard":
      return walker.drop("blackhole", "hub-end", exit.resource, undefined, to.why);
    case "end":
      if (walker.evidence) walker.note("hub-end", exit.resource, "pass", undefined, "to the hub at the far end");
      return { at: "hub", end: to.end, zone: undefined };
    case "domain": {
      const chosen = to.symmetric && to.ports.length > 1 ? walker.choices?.take(exit.id) : undefined;
      const port = chosen === undefined ? choosePort(to, walker.flow, zone) : to.ports[chosen];
      if (!port) return walker.drop("blackhole", "hub-end", exit.resource, undefined, "the attachment has no subnet");
      if (!to.references) walker.sourceDomain = NOWHERE;
      if (walker.evidence)
        walker.note("hub-end", exit.resource, "pass", undefined, `to ${to.domain} by zone ${port.zone}`);
      return { at: "segment", segment: port.segment };
    }
  }
}

/** The zone that the packet came from, where the attachment is there; a symmetric end goes by the flow, both ways alike. */
function choosePort({ ports, symmetric }: DomainEnd, flow: Flow, zone: string | undefined): HubPort | undefined {
  if (symmetric) return ports[symmetricHash(flow) % Math.max(1, ports.length)];
  return ports.find((port) => port.zone === zone) ?? ports[0];
}

/** The same for a flow and its answers. */
function symmetricHash({ protocol, src, dst, srcPort, dstPort }: Flow): number {
  const low = (address: Flow["src"]): number =>
    typeof address === "number" ? address : Number((address ^ (address >> 64n)) & 0xffffffffn);
  const ports = protocol === 6 || protocol === 17 ? srcPort + dstPort : 0;
  return Math.imul((low(src) ^ low(dst)) + ports * 31 + protocol, 0x9e3779b1) >>> 8;
}
