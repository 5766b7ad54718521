/** What gateways do with a packet that a router hands them, and the world beyond them. */
import { type Address, formatAddress } from "../base/address.ts";
import { contains } from "../base/prefix.ts";
import type { EdgeTranslator, EgressOnly, Gateway, PortTranslator, ServiceEdge, Tunnel } from "../fabric/fabric.ts";
import { hasPorts, ICMP, ICMPV6, isIcmp } from "../fabric/protocols.ts";
import { unrouted } from "../fabric/unrouted.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { entersHub } from "./hub.ts";
import { hasAddress } from "./match.ts";
import { translatePort } from "./translation.ts";
import type { Position, Walker } from "./walker.ts";

export function passesGateway(
  walker: Walker,
  gateway: Gateway,
  domain: string,
  from: string | undefined,
): Position | undefined {
  switch (gateway.kind) {
    case "edge":
      return leavesByEdge(walker, gateway, from);
    case "port":
      return passesPortTranslator(walker, gateway);
    case "egress-only":
      return leavesByEgressOnly(walker, gateway, from);
    case "service":
      return leavesByServiceEdge(walker, gateway);
    case "tunnel":
      return passesTunnel(walker, gateway, domain);
    case "hub":
      return entersHub(walker, gateway, domain, from);
  }
}

/** Outwards: an IPv4 source becomes its outer address, IPv6 stays. @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
function leavesByEdge(walker: Walker, edge: EdgeTranslator, from: string | undefined): Position | undefined {
  const { flow } = walker;
  if (isSecluded(walker, "edge", edge.id, from, isGateway(walker, edge.domain, flow.src))) return undefined;
  if (!walker.fits(edge.mtu, "edge", edge.id)) return undefined;
  if (typeof flow.src === "bigint") {
    if (walker.evidence) walker.note("edge", edge.id, "pass", undefined, "IPv6 is routed as it is");
  } else {
    const outer = walker.fabric.outward.get(edge.domain)?.get(flow.src);
    if (outer === undefined)
      return walker.drop(
        "not-translated",
        "edge",
        edge.id,
        undefined,
        `${formatAddress(flow.src)} has no public address`,
      );
    walker.translate(
      { ...flow, src: outer },
      "edge",
      edge.id,
      `source ${formatAddress(flow.src)} becomes ${formatAddress(outer)}`,
    );
  }
  walker.sourceDomain = undefined;
  return { at: "world", world: edge.world };
}

/** Ends the walk where the segment is kept from the world. `byGateway`: the packet is one of a gateway that lets only answers in. */
function isSecluded(
  walker: Walker,
  stage: string,
  resource: string,
  segment: string | undefined,
  byGateway: boolean,
): boolean {
  const seclusion = walker.fabric.segments.get(segment ?? "")?.seclusion;
  if (!seclusion || (seclusion.allows === "gateways" && byGateway)) return false;
  walker.drop("denied", stage, resource, seclusion.rule, `${segment} is kept from the world`);
  return true;
}

const isGateway = ({ fabric }: Walker, domain: string, address: Address): boolean =>
  fabric.interfaces.get(fabric.interfaceAt(domain, address) ?? "")?.receiver.kind === "gateway";

/** NAT gateways carry TCP, UDP and ICMP. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
function passesPortTranslator(walker: Walker, nat: PortTranslator): Position | undefined {
  const { flow, sessions } = walker;
  const own = walker.fabric.interfaces.get(nat.interface);
  if (!own || !walker.fits(nat.mtu, "translator", nat.id)) return undefined;
  if (hasAddress(own, flow.dst)) {
    const answer = sessions.translation(nat.id, flow);
    if (!answer) return walker.drop("not-accepted", "translator", nat.id, undefined, "nobody behind it asked for this");
    if (--walker.timeToLive <= 0)
      return walker.drop("loop", "translator", nat.id, undefined, "the time to live ran out");
    walker.translate(answer, "translator", nat.id, `the answer goes back to ${formatAddress(answer.dst)}`);
    return { at: "departure", interface: own };
  }
  if (!hasPorts(flow.protocol) && !isIcmp(flow.protocol))
    return walker.drop("not-accepted", "translator", nat.id, undefined, "it carries only TCP, UDP and ICMP");
  const towards = ipv4Flow(flow, nat);
  if (!towards)
    return walker.drop("not-accepted", "translator", nat.id, undefined, "it carries no IPv6 but what NAT64 translates");
  const inner = flow;
  const outer = translatePort(walker, nat.id, inner, towards, nat.addresses, nat.capacity);
  if (!outer) return undefined;
  keepTracked(walker);
  walker.translate(
    outer,
    "translator",
    nat.id,
    `source ${formatAddress(inner.src)}:${inner.srcPort} becomes ${formatAddress(outer.src)}:${outer.srcPort}`,
  );
  walker.sourceDomain = own.domain;
  return { at: "departure", interface: own };
}

/** The flow itself, or what a NAT64 destination's last 32 bits make of it (RFC 6052 §2.2; echo types of RFC 7915 §5.2). */
function ipv4Flow(flow: Flow, { nat64 }: PortTranslator): Flow | undefined {
  if (typeof flow.dst === "number") return flow;
  if (!nat64 || !contains(nat64, flow.dst)) return undefined;
  const dst = Number(flow.dst & 0xffffffffn);
  if (flow.protocol !== ICMPV6) return { ...flow, dst };
  return { ...flow, dst, protocol: ICMP, srcPort: ECHO_TYPES[flow.srcPort] ?? flow.srcPort };
}

const ECHO_TYPES: Readonly<Record<number, number>> = { 128: 8, 129: 0 };

/** Connections through these gateways are always tracked where they began. */
function keepTracked({ sessions, lastFilter }: Walker): void {
  if (lastFilter) sessions.track(lastFilter.interface, lastFilter.flow, "egress");
}

function leavesByEgressOnly(walker: Walker, gateway: EgressOnly, from: string | undefined): Position | undefined {
  if (isSecluded(walker, "egress-only", gateway.id, from, true)) return undefined;
  if (typeof walker.flow.src === "number")
    return walker.drop("not-accepted", "egress-only", gateway.id, undefined, "it carries IPv6 only");
  if (!walker.fits(gateway.mtu, "egress-only", gateway.id)) return undefined;
  walker.sessions.track(gateway.id, walker.flow);
  keepTracked(walker);
  if (walker.evidence) walker.note("egress-only", gateway.id, "pass", undefined, "lets it out and remembers the flow");
  walker.sourceDomain = undefined;
  return { at: "world", world: gateway.world };
}

/** The far end is a world of its own, named like the gateway: its answers know the way back. */
function leavesByServiceEdge(walker: Walker, gateway: ServiceEdge): Position | undefined {
  if (!walker.fits(gateway.mtu, "service-edge", gateway.id)) return undefined;
  if (walker.evidence) {
    const conditions = gateway.conditions.map((one) => `, if ${one}`).join("");
    walker.note(
      "service-edge",
      gateway.id,
      "pass",
      undefined,
      `to ${gateway.service} without leaving the network${conditions}`,
    );
  }
  return { at: "world", world: gateway.id };
}

function passesTunnel(walker: Walker, tunnel: Tunnel, domain: string): Position | undefined {
  if (!walker.fits(tunnel.mtu, "tunnel", tunnel.id)) return undefined;
  const far = tunnel.ends[0].domain === domain ? tunnel.ends[1] : tunnel.ends[0];
  if (walker.evidence) walker.note("tunnel", tunnel.id, "pass", undefined, `to ${far.domain}`);
  return { at: "router", router: far.arrival, domain: far.domain };
}

/** The world delivers what is its own, and hands what is somebody's to the gateway in front of them. */
export function crossesWorld(walker: Walker, world: string): Position | undefined {
  const { fabric, flow } = walker;
  const behind = fabric.gateways.get(world);
  if (behind?.kind === "service") {
    // Out, the packet has come from the gateway's own domain; back, it goes there.
    if (walker.sourceDomain === behind.domain)
      return walker.deliver(world, "world", world, `${behind.service} is reached`);
    if (walker.evidence) walker.note("service-edge", world, "pass", undefined, "answers come back by it");
    return { at: "router", router: undefined, domain: behind.domain };
  }
  const inner = fabric.outer.get(flow.dst);
  const domain = inner?.domain ?? (typeof flow.dst === "bigint" ? fabric.routedIn.lookup(flow.dst) : undefined);
  if (domain === undefined) {
    if (fabric.kept.has(flow.dst))
      return walker.drop("no-host", "world", world, undefined, `${formatAddress(flow.dst)} is on no interface`);
    if (unrouted.some((one) => contains(one, flow.dst)))
      return walker.drop(
        "no-route",
        "world",
        world,
        undefined,
        `the ${world} has no route to ${formatAddress(flow.dst)}`,
      );
    return walker.deliver(world, "world", world, `${formatAddress(flow.dst)} is reached`);
  }
  const edges = fabric.edges.get(domain);
  for (const id of edges?.egressOnly ?? []) {
    const gateway = fabric.gateways.get(id);
    if (!gateway || !walker.sessions.tracks(id, flow)) continue;
    if (!walker.fits(gateway.mtu, "egress-only", id)) return undefined;
    if (walker.evidence) walker.note("egress-only", id, "pass", undefined, "answers a flow that it let out");
    return { at: "router", router: undefined, domain };
  }
  const edge = fabric.gateways.get(edges?.edge ?? "");
  if (edge?.kind === "edge") return entersByEdge(walker, edge, inner?.address);
  const closed = edges?.egressOnly[0];
  if (closed !== undefined)
    return walker.drop("not-accepted", "egress-only", closed, undefined, "nobody behind it asked for this");
  return walker.drop("no-host", "world", world, undefined, `nobody has ${formatAddress(flow.dst)}`);
}

function entersByEdge(walker: Walker, edge: EdgeTranslator, inner: Address | undefined): Position | undefined {
  const address = inner ?? walker.flow.dst;
  const to = walker.fabric.interfaces.get(walker.fabric.interfaceAt(edge.domain, address) ?? "");
  if (isSecluded(walker, "edge", edge.id, to?.segment, isGateway(walker, edge.domain, address))) return undefined;
  if (!walker.fits(edge.mtu, "edge", edge.id)) return undefined;
  const { flow } = walker;
  if (inner !== undefined && inner !== flow.dst)
    walker.translate(
      { ...flow, dst: inner },
      "edge",
      edge.id,
      `destination ${formatAddress(flow.dst)} becomes ${formatAddress(inner)}`,
    );
  else if (walker.evidence) walker.note("edge", edge.id, "pass", undefined, "IPv6 is routed as it is");
  return { at: "router", router: edge.arrival, domain: edge.domain };
}
