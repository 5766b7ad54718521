/** The world beyond the gateways, for all packets of a branch: it delivers what is its own, and hands on what is somebody's. */
import type { Address } from "../base/address.ts";
import type { EdgeTranslator } from "../fabric/fabric.ts";
import { unrouted } from "../fabric/unrouted.ts";
import { notSecluded } from "./atGateway.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { type Branches, narrowed, passing } from "./branches.ts";
import { addressIn, addressIs, familyOf, isKnown } from "./header.ts";
import { recallTracking } from "./memory.ts";
import type { Packet } from "./packet.ts";

export function crossesWorld(branches: Branches, world: string, packet: Packet): undefined {
  const behind = branches.reading.gateway(world);
  if (behind?.kind === "service") {
    // Out, the packets have come from the gateway's own domain; back, they go there.
    if (packet.sourceDomain === behind.domain) return branches.deliver(packet, world, "world");
    return branches.go({ at: "router", router: undefined, domain: behind.domain }, passing(packet, world));
  }
  let rest = packet;
  for (const [address, part] of outerPlaces(branches, rest)) {
    const [here, others] = branches.split(rest, part);
    rest = others;
    const place = branches.reading.outer(address);
    const header = { ...here.header, dst: address };
    if (place) entersDomainOf(branches, world, place.domain, place.address, { ...here, header });
    else branches.drop(here, "no-host", "world", world);
  }
  if (familyOf(rest.header.dst) === 6)
    for (const [prefix, domain] of branches.reading.routedIn()) {
      const [here, others] = branches.split(rest, addressIn(branches.space, rest.header.dst, prefix));
      rest = others;
      entersDomainOf(branches, world, domain, undefined, here);
    }
  const nowhere = unrouted.reduce<Node>(
    (all, prefix) => branches.space.bdd.or(all, addressIn(branches.space, rest.header.dst, prefix)),
    EMPTY,
  );
  const [lost, delivered] = branches.split(rest, nowhere);
  branches.drop(lost, "no-route", "world", world);
  branches.deliver(delivered, world, "world");
}

/** Addresses that lead into a domain, and those that are kept for somebody (but routed to none), with their part. */
function* outerPlaces(branches: Branches, packet: Packet): Iterable<readonly [Address, Node]> {
  const { reading, space } = branches;
  const { dst } = packet.header;
  const isSomebodys = (address: Address): boolean =>
    reading.outer(address) !== undefined || (reading.isKept(address) && !isRoutedIn(branches, address));
  if (isKnown(dst)) {
    if (isSomebodys(dst)) yield [dst, packet.set];
    return;
  }
  for (const [address, part] of space.members(packet.set, dst, reading.outerAddresses()))
    if (isSomebodys(address)) yield [address, part];
}

const isRoutedIn = ({ reading, space }: Branches, address: Address): boolean =>
  typeof address === "bigint" && reading.routedIn().some(([prefix]) => addressIn(space, address, prefix) !== EMPTY);

function entersDomainOf(
  branches: Branches,
  world: string,
  domain: string,
  inner: Address | undefined,
  packet: Packet,
): undefined {
  if (packet.set === EMPTY) return;
  const { reading, space } = branches;
  const edges = reading.edges(domain);
  let rest = packet;
  for (const id of edges?.egressOnly ?? []) {
    if (!reading.gateway(id)) continue;
    for (const [tracking, part] of recallTracking(space, rest.memory, rest.set, id, rest.header, undefined)) {
      if (tracking !== "tracked") continue;
      const answers = passing(narrowed(rest, part), id);
      branches.go({ at: "router", router: undefined, domain }, answers);
      rest = narrowed(rest, space.bdd.diff(rest.set, part));
    }
  }
  const edge = edges?.edge === undefined ? undefined : reading.gateway(edges.edge);
  if (edge?.kind === "edge") return entersByEdge(branches, edge, inner, rest);
  const closed = edges?.egressOnly[0];
  if (closed !== undefined) return branches.drop(rest, "not-accepted", "egress-only", closed);
  branches.drop(rest, "no-host", "world", world);
}

function entersByEdge(branches: Branches, edge: EdgeTranslator, inner: Address | undefined, packet: Packet): undefined {
  const { reading, space } = branches;
  const translated: Packet = inner === undefined ? packet : { ...packet, header: { ...packet.header, dst: inner } };
  const position = { at: "router", router: edge.arrival, domain: edge.domain } as const;
  const { dst } = translated.header;
  const bySegment = (address: Address): string | undefined => {
    const at = reading.interfaceAt(edge.domain, address);
    return at === undefined ? undefined : reading.interface(at)?.segment;
  };
  if (isKnown(dst)) {
    const [open, secluded] = branches.split(translated, notSecluded(branches, bySegment(dst), edge.domain, dst));
    branches.drop(secluded, "denied", "edge", edge.id);
    return branches.go(position, passing(open, edge.id));
  }
  // What nobody has is in no segment, so it is not secluded: only hosts of secluded segments are parted off.
  let rest = translated;
  for (const address of [...reading.addressesIn(edge.domain)]) {
    const segment = bySegment(address);
    if (segment === undefined || !reading.segment(segment)?.seclusion) continue;
    const [here, others] = branches.split(rest, addressIs(space, dst, address));
    if (here.set === EMPTY || notSecluded(branches, segment, edge.domain, address) !== EMPTY) continue;
    branches.drop(here, "denied", "edge", edge.id);
    rest = others;
  }
  for (const [range, id] of reading.rangesIn(edge.domain)) {
    const segment = reading.interface(id)?.segment;
    const closed = segment !== undefined && reading.segment(segment)?.seclusion !== undefined;
    const [here, others] = branches.split(rest, closed ? addressIn(space, dst, range) : EMPTY);
    branches.drop(here, "denied", "edge", edge.id); // no gateway has a range
    rest = others;
  }
  branches.go(position, passing(rest, edge.id));
}
