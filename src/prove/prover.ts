/**
 * A prover over one fabric: questions about who reaches whom, for all packets at once. What it has proved it keeps, with
 * what the proof read: an answer stands until something that it read is something else.
 */
import type { Address } from "../base/address.ts";
import type { Fabric } from "../fabric/fabric.ts";
import type { Disposition } from "../fabric/vocabulary.ts";
import { asked, matchingTerms, type Terms } from "./asked.ts";
import { EMPTY, type Node } from "./bdd.ts";
import type { Header } from "./header.ts";
import type { Outcome, Trail } from "./packet.ts";
import { pick, type Witness } from "./pick.ts";
import { servicesOf, summary } from "./ports.ts";
import { Reading } from "./reading.ts";
import { Space } from "./space.ts";
import { type Connection, connections, type Origin } from "./walk.ts";

/** Where connections begin or end. */
export type End =
  | { readonly interface: string }
  | { readonly world: string }
  /** Whoever has the address, in the network or in the world. */
  | { readonly address: Address };

export interface Ask {
  readonly from: End;
  readonly to: End;
  /** The header as it is sent, and as it arrives. */
  readonly leaving?: Terms | undefined;
  readonly arriving?: Terms | undefined;
  /** Elements that the way out must pass. */
  readonly through?: readonly string[] | undefined;
  /** Elements that neither way may pass. */
  readonly avoiding?: readonly string[] | undefined;
}

/** What stops a connection, at one place. */
export interface Stop {
  readonly way: "out" | "back";
  readonly disposition: Disposition;
  readonly stage: string;
  readonly resource: string;
  /** A flow that is stopped there. */
  readonly witness: Witness;
}

export interface Proof {
  readonly holds: boolean;
  readonly origin: Origin;
  /** A flow that works. */
  readonly witness: Witness | undefined;
  /** What works, in the words of rules: `tcp 443`. */
  readonly services: readonly string[];
  /** Where it does not hold: every place at which flows end, those that come farthest first. */
  readonly stops: readonly Stop[];
}

/** Diagrams of more nodes than this are thrown away and begun anew: some 30 MB. */
const MOST_NODES = 1_000_000;
/** Proofs kept at the most. */
const MOST_PROOFS = 50_000;

export class Prover {
  readonly #fabric: () => Fabric;
  #space = new Space();
  readonly #proofs = new Map<string, { readonly fabric: Fabric; readonly reading: Reading; readonly proof: Proof }>();

  constructor(fabric: () => Fabric) {
    this.#fabric = fabric;
  }

  get space(): Space {
    if (this.#space.bdd.nodes > MOST_NODES) this.#space = new Space();
    return this.#space;
  }

  /** Whether some connection works; each of its proofs is kept as long as nothing that it read changes. */
  canReach(ask: Ask): Proof {
    const fabric = this.#fabric();
    const key = JSON.stringify(ask, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    const known = this.#proofs.get(key);
    if (known && known.fabric === fabric && known.reading.stands()) return known.proof;
    const reading = new Reading(fabric);
    const proof = prove(this.space, reading, ask);
    if (this.#proofs.size >= MOST_PROOFS) this.#proofs.clear();
    this.#proofs.set(key, { fabric, reading, proof });
    return proof;
  }
}

/** Flows that fared alike, and the header that they were sent with. */
interface Fared {
  readonly header: Header;
  readonly connection: Connection;
  readonly set: Node;
}

function prove(space: Space, reading: Reading, ask: Ask): Proof {
  const origin = originOf(reading, ask.from);
  const working: Fared[] = [];
  const failing: Fared[] = [];
  for (const { src, dst } of addressPairs(reading, ask)) {
    for (const family of [4, 6] as const) {
      if (!isOf(family, src) || !isOf(family, dst)) continue;
      for (const { header, set } of asked(space, { family, src, dst }, ask.leaving ?? {}))
        for (const connection of connections(space, reading, origin, header, set, (out) => isThere(out, ask.to))) {
          const accepted = acceptedPart(space, connection, ask);
          if (connection.works && accepted !== EMPTY) working.push({ header, connection, set: accepted });
          else failing.push({ header, connection, set: connection.set });
        }
    }
  }
  const services = summary(working.flatMap(({ header, set }) => servicesOf(space, header, set)));
  const best = working[0];
  if (!best) return { holds: false, origin, witness: undefined, services, stops: stopsOf(space, failing) };
  const last = best.connection.back ?? best.connection.out;
  const witness = pick(space, best.header, best.set, last.packet.chosen);
  return { holds: true, origin, witness, services, stops: [] };
}

function originOf(reading: Reading, from: End): Origin {
  if (!("address" in from)) return from;
  const outer = reading.outer(from.address);
  const at = outer && reading.interfaceAt(outer.domain, outer.address);
  return at === undefined ? { world: "internet" } : { interface: at };
}

const isOf = (family: 4 | 6, address: Address | undefined): boolean =>
  address === undefined || (typeof address === "number") === (family === 4);

interface Pair {
  readonly src?: Address | undefined;
  readonly dst?: Address | undefined;
}

/** Addresses that the two ends are known by: inside the network their own, from the world those that the world knows. */
function addressPairs(reading: Reading, { from, to }: Ask): readonly Pair[] {
  const sources: readonly (Address | undefined)[] =
    "interface" in from ? addressesOf(reading, from.interface) : "address" in from ? [from.address] : [undefined];
  const outside = !("interface" in from);
  const destinations: readonly (Address | undefined)[] =
    "address" in to
      ? [to.address]
      : "world" in to
        ? [undefined]
        : outside
          ? outerAddressesOf(reading, to.interface)
          : addressesOf(reading, to.interface);
  return sources.flatMap((src) =>
    destinations
      .filter((dst) => src === undefined || dst === undefined || typeof src === typeof dst)
      .map((dst) => ({ src, dst })),
  );
}

const addressesOf = (reading: Reading, id: string): readonly Address[] => reading.interface(id)?.addresses ?? [];

function outerAddressesOf(reading: Reading, id: string): readonly Address[] {
  const domain = reading.interface(id)?.domain ?? "";
  return addressesOf(reading, id).flatMap((address) =>
    typeof address === "bigint" ? [address] : (reading.outward(domain, address) ?? []),
  );
}

function isThere(out: Outcome, to: End): boolean {
  if ("address" in to) return true;
  return out.end === ("interface" in to ? to.interface : to.world);
}

/** The flows of a connection that agree with how they are to arrive and what they are to pass. */
function acceptedPart(
  space: Space,
  { set, out, back }: Connection,
  { arriving, through = [], avoiding = [] }: Ask,
): Node {
  const passed = elementsOf(out.packet.trail);
  if (!through.every((one) => passed.has(one))) return EMPTY;
  const returned = elementsOf(back?.packet.trail);
  if (avoiding.some((one) => passed.has(one) || returned.has(one))) return EMPTY;
  return arriving ? space.bdd.and(set, matchingTerms(space, out.packet.header, arriving)) : set;
}

function elementsOf(trail: Trail | undefined): ReadonlySet<string> {
  const elements = new Set<string>();
  for (let one = trail; one; one = one.before) elements.add(one.element);
  return elements;
}

const lengthOf = (trail: Trail | undefined): number => {
  let length = 0;
  for (let one = trail; one; one = one.before) length++;
  return length;
};

/** One of each place, the farthest first. */
function stopsOf(space: Space, failing: readonly Fared[]): readonly Stop[] {
  const places = new Map<string, Stop & { readonly length: number }>();
  for (const { header, connection, set } of failing) {
    const { out, back } = connection;
    const { disposition, stage, resource, packet } = back ?? out;
    const way = back ? "back" : "out";
    const key = `${way} ${disposition} ${stage} ${resource}`;
    const length = lengthOf(out.packet.trail) + (back ? 1000 + lengthOf(back.packet.trail) : 0);
    if ((places.get(key)?.length ?? -1) >= length) continue;
    const witness = pick(space, header, set, packet.chosen);
    if (witness) places.set(key, { way, disposition, stage, resource, witness, length });
  }
  return [...places.values()].sort((a, b) => b.length - a.length).map(({ length: _, ...stop }) => stop);
}
