/** What gateways do with all packets of a branch that a router hands them. */

import type { Address } from "../base/address.ts";
import type { EdgeTranslator, EgressOnly, PortTranslator, ServiceEdge, Tunnel } from "../fabric/fabric.ts";
import { ICMP, ICMPV6, TCP, UDP } from "../fabric/protocols.ts";
import { entersHub } from "./atHub.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type Branches, narrowed, passing } from "./branches.ts";
import { type AddressField, addressIn, addressOf, familyOf, type Header, isKnown, mapped, numberIn } from "./header.ts";
import { recallTranslation, withConnection } from "./memory.ts";
import type { Packet } from "./packet.ts";
import { embeddedIpv4 } from "./space.ts";
import { translatesPort } from "./translation.ts";

export function passesGateway(
  branches: Branches,
  id: string,
  domain: string,
  from: string | undefined,
  packet: Packet,
): undefined {
  const gateway = branches.reading.gateway(id);
  const passed = passing(packet, id);
  switch (gateway?.kind) {
    case undefined:
      return branches.drop(packet, "blackhole", "gateway", id);
    case "edge":
      return leavesByEdge(branches, gateway, from, passed);
    case "port":
      return passesPortTranslator(branches, gateway, passed);
    case "egress-only":
      return leavesByEgressOnly(branches, gateway, from, passed);
    case "service":
      return leavesByService(branches, gateway, passed);
    case "tunnel":
      return passesTunnel(branches, gateway, domain, passed);
    case "hub":
      return entersHub(branches, gateway, domain, from, passed);
  }
}

/** Outwards: an IPv4 source becomes its outer address, IPv6 stays. */
function leavesByEdge(branches: Branches, edge: EdgeTranslator, from: string | undefined, packet: Packet): undefined {
  const { reading, space } = branches;
  const allowed = notSecluded(branches, from, edge.domain, packet.header.src);
  const [open, secluded] = branches.split(packet, allowed);
  branches.drop(secluded, "denied", "edge", edge.id);
  const position = { at: "world", world: edge.world } as const;
  const outside: Packet = { ...open, sourceDomain: undefined };
  const { src } = open.header;
  if (familyOf(src) === 6) return branches.go(position, outside);
  const inner: readonly (readonly [Address, Node])[] = isKnown(src)
    ? [[src, open.set]]
    : [...space.members(open.set, src, reading.translated(edge.domain))];
  let untranslated = open.set;
  for (const [address, part] of inner) {
    const outer = reading.outward(edge.domain, address);
    if (outer === undefined) continue;
    untranslated = space.bdd.diff(untranslated, part);
    branches.go(position, { ...outside, set: part, header: { ...open.header, src: outer } });
  }
  branches.drop(narrowed(open, untranslated), "not-translated", "edge", edge.id);
}

/** What may pass between a segment and a world, where the packets' end in the segment's domain is `inner`. */
export function notSecluded(
  { reading, space }: Branches,
  segment: string | undefined,
  domain: string,
  inner: AddressField,
): Node {
  const seclusion = segment === undefined ? undefined : reading.segment(segment)?.seclusion;
  if (!seclusion) return FULL;
  if (seclusion.allows === "nothing") return EMPTY;
  const isGateway = (address: Address): boolean => {
    const at = reading.interfaceAt(domain, address);
    return at !== undefined && reading.interface(at)?.receiver.kind === "gateway";
  };
  if (isKnown(inner)) return isGateway(inner) ? FULL : EMPTY;
  return space.addresses(inner, [...reading.addressesIn(domain)].filter(isGateway)); // gateways have no ranges
}

/** NAT gateways carry TCP, UDP and ICMP. */
function passesPortTranslator(branches: Branches, nat: PortTranslator, packet: Packet): undefined {
  const { reading, space } = branches;
  const own = reading.interface(nat.interface);
  if (!own) return;
  const departure = { at: "departure", interface: own.id } as const;
  const [answers, others] = branches.split(packet, addressOf(space, packet.header.dst, own));
  for (const [answer, part] of recallTranslation(space, answers.memory, answers.set, nat.id, answers.header)) {
    const one = narrowed(answers, part);
    if (answer) branches.go(departure, { ...branches.hops(one, "translator", nat.id), header: answer });
    else branches.drop(one, "not-accepted", "translator", nat.id);
  }
  const carried = [TCP, UDP, ICMP, ICMPV6].reduce<Node>(
    (all, protocol) => space.bdd.or(all, numberIn(space, others.header.protocol, protocol, protocol)),
    EMPTY,
  );
  const [known, unknown] = branches.split(others, carried);
  branches.drop(unknown, "not-accepted", "translator", nat.id);
  const [translatable, foreign, towards] = towardsIpv4(branches, nat, known);
  branches.drop(foreign, "not-accepted", "translator", nat.id);
  for (const sent of translatesPort(branches, nat.id, translatable, towards, nat.addresses, nat.capacity))
    branches.go(departure, keptTracked({ ...sent, sourceDomain: own.domain }));
}

/** The part that leaves as IPv4, the rest, and the header: a NAT64 destination's last 32 bits are one (RFC 6052 §2.2). */
function towardsIpv4(branches: Branches, { nat64 }: PortTranslator, packet: Packet): readonly [Packet, Packet, Header] {
  const { header } = packet;
  if (familyOf(header.dst) === 4) return [packet, narrowed(packet, EMPTY), header];
  const inside = nat64 ? addressIn(branches.space, header.dst, nat64) : EMPTY;
  const [translatable, foreign] = branches.split(packet, inside);
  const dst = isKnown(header.dst) ? Number((header.dst as bigint) & 0xffffffffn) : embeddedIpv4(header.dst);
  if (header.protocol !== ICMPV6) return [translatable, foreign, { ...header, dst }];
  const srcPort = mapped(header.srcPort, (type) => ECHO_TYPES[type] ?? type);
  return [translatable, foreign, { ...header, dst, protocol: ICMP, srcPort }];
}

/** RFC 7915 §5.2 */
const ECHO_TYPES: Readonly<Record<number, number>> = { 128: 8, 129: 0 };

/** Connections through these gateways are always tracked where they began. */
function keptTracked(packet: Packet): Packet {
  const { lastFilter } = packet;
  if (!lastFilter) return packet;
  const memory = withConnection(packet.memory, lastFilter.interface, lastFilter.header, "egress", "tracked");
  return { ...packet, memory };
}

function leavesByEgressOnly(
  branches: Branches,
  gateway: EgressOnly,
  from: string | undefined,
  packet: Packet,
): undefined {
  const seclusion = from === undefined ? undefined : branches.reading.segment(from)?.seclusion;
  if (seclusion?.allows === "nothing") return branches.drop(packet, "denied", "egress-only", gateway.id);
  if (familyOf(packet.header.src) === 4) return branches.drop(packet, "not-accepted", "egress-only", gateway.id);
  const memory = withConnection(packet.memory, gateway.id, packet.header, undefined, "tracked");
  branches.go({ at: "world", world: gateway.world }, keptTracked({ ...packet, memory, sourceDomain: undefined }));
}

const leavesByService = (branches: Branches, gateway: ServiceEdge, packet: Packet): undefined =>
  branches.go({ at: "world", world: gateway.id }, packet);

function passesTunnel(branches: Branches, { ends }: Tunnel, domain: string, packet: Packet): undefined {
  const far = ends[0].domain === domain ? ends[1] : ends[0];
  branches.go({ at: "router", router: far.arrival, domain: far.domain }, packet);
}
