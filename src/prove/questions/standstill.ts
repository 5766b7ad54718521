/** How a question fares on a fabric, as far as a search for changes needs it: whether it holds, and where its flows stop. */
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { ICMP, ICMPV6 } from "../../fabric/protocols.ts";
import type { Flow } from "../../fabric/vocabulary.ts";
import { isKnown } from "../header.ts";
import type { Trail } from "../packet.ts";
import { pickAt } from "../pick.ts";
import { type Ask, type Fared, following, type Stop } from "../prover.ts";
import { Reading } from "../reading.ts";
import type { Space } from "../space.ts";
import type { Pauses } from "../steps.ts";
import type { Origin } from "../walk.ts";

/** A place where flows stop, with all that tells which change would let them pass. */
export interface Standstill extends Stop {
  /** The witness as it was there, after translations. */
  readonly seen: Flow;
  /** Whether the addresses there are given; otherwise any of a world's would do, and the witness has one of them. */
  readonly isGiven: { readonly src: boolean; readonly dst: boolean };
  /** The elements passed on this way, the last first. */
  readonly trail: readonly string[];
  readonly sourceDomain: string | undefined;
}

export interface Attempt {
  readonly holds: boolean;
  readonly origin: Origin;
  /** The farthest first. */
  readonly standstills: readonly Standstill[];
}

/** A prover's diagrams: taken anew for each attempt, since the prover may begin new ones between two. */
export interface Diagrams {
  readonly space: Space;
}

export function* attempting({ space }: Diagrams, fabric: Fabric, ask: Ask): Pauses<Attempt> {
  const reading = new Reading(fabric);
  const { origin, working, failing } = yield* following(space, reading, ask);
  if (working.length > 0) return { holds: true, origin, standstills: [] };
  if (failing.length > 0) return { holds: false, origin, standstills: plausible(standstillsOf(space, ask, failing)) };
  // The world has no address to send to: what it would say to the inner one stands for all.
  const hidden = hiddenDestination(fabric, ask);
  if (hidden === undefined) return { holds: false, origin, standstills: [] };
  const inner = yield* following(space, reading, { ...ask, to: { address: hidden } });
  return { holds: false, origin, standstills: standstillsOf(space, ask, inner.failing) };
}

/** ICMP goes with IPv4 and ICMPv6 with IPv6, unless there is nothing else. */
function plausible(standstills: readonly Standstill[]): readonly Standstill[] {
  const isSo = ({ seen: { protocol, src } }: Standstill): boolean =>
    protocol !== (typeof src === "number" ? ICMPV6 : ICMP);
  const kept = standstills.filter(isSo);
  return kept.length > 0 ? kept : standstills;
}

/** Where the asked-for destination is in the network, but has no address that the source could send to. */
function hiddenDestination(fabric: Fabric, { from, to }: Ask): Interface["addresses"][number] | undefined {
  if ("interface" in from || !("interface" in to)) return undefined;
  return fabric.interfaces.get(to.interface)?.addresses.find((one) => typeof one === "number");
}

const elementsOf = (trail: Trail | undefined): readonly string[] => {
  const elements: string[] = [];
  for (let one = trail; one; one = one.before) elements.push(one.element);
  return elements;
};

function standstillsOf(space: Space, ask: Ask, failing: readonly Fared[]): readonly Standstill[] {
  const places = new Map<string, Standstill & { readonly length: number }>();
  for (const { header, connection, set } of failing) {
    const { out, back } = connection;
    const { disposition, stage, resource, packet } = back ?? out;
    const way = back ? "back" : "out";
    const trail = elementsOf(packet.trail);
    const length = trail.length + (back ? 1000 + elementsOf(out.packet.trail).length : 0);
    const { src, dst } = packet.header;
    const [sender, receiver] = way === "out" ? [ask.from, ask.to] : [ask.to, ask.from];
    const isGiven = { src: isKnown(src) || !("world" in sender), dst: isKnown(dst) || !("world" in receiver) };
    const ends = [src, dst].filter(isKnown);
    const key = [way, disposition, stage, resource, trail[0], ...ends].join(" ");
    if ((places.get(key)?.length ?? -1) >= length) continue;
    const picked = pickAt(space, header, set, packet.chosen, packet.header);
    if (!picked) continue;
    const { sourceDomain } = packet;
    places.set(key, { way, disposition, stage, resource, ...picked, isGiven, trail, sourceDomain, length });
  }
  return [...places.values()].sort((a, b) => b.length - a.length).map(({ length: _, ...one }) => one);
}
