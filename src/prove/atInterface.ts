/** What all packets of a branch meet at an interface: its filters, its source check, and whoever is behind it. */
import type { Filter, Interface } from "../fabric/fabric.ts";
import { departs, entersSegment } from "./atSegment.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type Branches, narrowed, passing } from "./branches.ts";
import { type AddressField, addressIn, addressOf, familyOf } from "./header.ts";
import { recallTracking, recallTranslation, withConnection } from "./memory.ts";
import { NOWHERE, type Packet } from "./packet.ts";
import { admitted, type Way } from "./rules.ts";
import { translatesPort } from "./translation.ts";

/** A host is about to send. */
export function begins(branches: Branches, id: string, packet: Packet): undefined {
  const { reading, space } = branches;
  const from = reading.interface(id);
  if (!from) return branches.drop(packet, "no-host", "interface", id);
  const { receiver } = from;
  if (receiver.kind === "host" && !receiver.up) return branches.drop(packet, "host-down", "host", receiver.id ?? id);
  const own = addressOf(space, packet.header.dst, from);
  const [itself, others] = branches.split({ ...packet, sourceDomain: from.domain }, own);
  branches.deliver(itself, id, "host");
  branches.go({ at: "departure", interface: id }, others);
}

/** Filters out, then the source check, then the segment. */
export function leaves(branches: Branches, id: string, packet: Packet): undefined {
  const from = branches.reading.interface(id);
  if (!from) return;
  for (const passed of passesFilters(branches, from, "egress", passing(packet, id))) {
    const filtered = from.filters ? { ...passed, lastFilter: { interface: from.id, header: passed.header } } : passed;
    departs(branches, from.segment, passesSourceCheck(branches, from, filtered, filtered.header.src));
  }
}

/** The segment's boundary, the source check, filters in, then the host or gateway behind. */
export function arrives(branches: Branches, id: string, from: string | undefined, packet: Packet): undefined {
  const { reading } = branches;
  const to = reading.interface(id);
  if (!to) return;
  const entered = entersSegment(branches, to.segment, from, passing(packet, id));
  const checked = passesSourceCheck(branches, to, entered, entered.header.dst);
  for (const passed of passesFilters(branches, to, "ingress", checked)) isReceived(branches, to, passed);
}

/** By the host or gateway behind the interface. */
export function isReceived(branches: Branches, to: Interface, packet: Packet): undefined {
  const { space } = branches;
  const { receiver } = to;
  if (receiver.kind === "gateway")
    return branches.go({ at: "gateway", gateway: receiver.id, domain: to.domain, from: to.segment }, packet);
  const host = receiver.id ?? to.id;
  if (!receiver.up) return branches.drop(packet, "host-down", "host", host);
  const [own, others] = branches.split(packet, addressOf(space, packet.header.dst, to));
  if (!receiver.forwards) {
    branches.deliver(own, to.id, "host");
    return branches.drop(others, "not-forwarded", "host", host);
  }
  for (const [answer, part] of recallTranslation(space, own.memory, own.set, host, own.header)) {
    const one = narrowed(own, part);
    if (answer)
      branches.go({ at: "departure", interface: to.id }, { ...branches.hops(one, "host", host), header: answer });
    else branches.deliver(one, to.id, "host");
  }
  if (others.set !== EMPTY) forwards(branches, to, host, others);
}

/** A host that forwards routes within its domain and hides what leaves it behind its own address. */
function forwards(branches: Branches, by: Interface, host: string, packet: Packet): undefined {
  const { space, reading } = branches;
  const living = branches.hops(packet, "host", host);
  for (const [tracking, part] of recallTracking(space, living.memory, living.set, host, living.header, undefined)) {
    const one = narrowed(living, part);
    if (tracking === "tracked") {
      passesOn(branches, by, one);
      continue;
    }
    const own = by.addresses.find((address): address is number => typeof address === "number");
    const within = reading.domain(by.domain)?.prefixes ?? [];
    const inside =
      own === undefined || familyOf(one.header.dst) === 6
        ? FULL
        : within.reduce<Node>((all, prefix) => space.bdd.or(all, addressIn(space, one.header.dst, prefix)), EMPTY);
    const [stays, goesOut] = branches.split(one, inside);
    passesOn(branches, by, {
      ...stays,
      memory: withConnection(stays.memory, host, stays.header, undefined, "tracked"),
    });
    if (own === undefined) continue;
    for (const hidden of translatesPort(branches, host, goesOut, goesOut.header, [own], Number.POSITIVE_INFINITY))
      branches.go({ at: "departure", interface: by.id }, { ...hidden, sourceDomain: by.domain });
  }
}

/** As it is: those beyond know the source by its address alone. */
const passesOn = (branches: Branches, by: Interface, packet: Packet): undefined =>
  branches.go({ at: "departure", interface: by.id }, { ...packet, sourceDomain: NOWHERE });

function passesSourceCheck(branches: Branches, at: Interface, packet: Packet, address: AddressField): Packet {
  if (!at.sourceCheck) return packet;
  const [own, foreign] = branches.split(packet, addressOf(branches.space, address, at));
  branches.drop(foreign, "refused-source", "source-check", at.id);
  return own;
}

/** The parts that pass, each with what was remembered of it. What came in may be answered; going on is no answer. */
export function passesFilters(branches: Branches, at: Interface, way: Way, packet: Packet): readonly Packet[] {
  const { filters } = at;
  if (!filters || packet.set === EMPTY) return [packet];
  const { space, reading } = branches;
  const passed: Packet[] = [];
  for (const [tracking, part] of recallTracking(space, packet.memory, packet.set, at.id, packet.header, way)) {
    const one = narrowed(packet, part);
    if (tracking === "tracked") {
      passed.push(one);
      continue;
    }
    const inForce = filters
      .map((one) => reading.filter(one))
      .filter((filter): filter is Filter => filter !== undefined);
    const { header, sourceDomain: domain } = one;
    const { tracked, untracked } = admitted(space, reading, { filters: inForce, way, header, domain });
    for (const [kind, set] of [
      ["tracked", tracked],
      ["untracked", untracked],
    ] as const) {
      const [inside] = branches.split(one, set);
      if (inside.set === EMPTY) continue;
      const memory = tracking === undefined ? withConnection(one.memory, at.id, header, way, kind) : one.memory;
      passed.push({ ...inside, memory });
    }
    const [, denied] = branches.split(one, space.bdd.or(tracked, untracked));
    branches.drop(denied, "denied", `filter-${way}`, filters.join(", "));
  }
  return passed;
}
