/**
 * A prover over one fabric: questions about who reaches whom, for all packets at once. What it has proved it keeps, with
 * what the proof read: an answer stands until something that it read is something else.
 */
import type { Address } from "../base/address.ts";
import { contains, overlaps, type Prefix } from "../base/prefix.ts";
import type { Fabric } from "../fabric/fabric.ts";
import { unrouted } from "../fabric/unrouted.ts";
import type { Disposition } from "../fabric/vocabulary.ts";
import { type Asked, asked, matchingTerms, type Terms } from "./asked.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { type AddressField, addressIn, type Header } from "./header.ts";
import type { Outcome, Trail } from "./packet.ts";
import { pick, type Witness } from "./pick.ts";
import { isService, Services } from "./ports.ts";
import { Reading } from "./reading.ts";
import { Record } from "./record.ts";
import { entry, Space } from "./space.ts";
import { standing } from "./standing.ts";
import { finish, type Pauses } from "./steps.ts";
import { type Connection, connecting, type Origin } from "./walk.ts";

/** Where connections begin or end. */
export type End =
  /** By all that it is known by, or by one address, whether that is its own or not. */
  | { readonly interface: string; readonly address?: Address }
  | { readonly world: string }
  /** Whoever has the address, in the network or in the world. */
  | { readonly address: Address };

export interface Ask {
  readonly from: End;
  readonly to: End;
  /** Of which families; of both where nothing is said. */
  readonly families?: readonly (4 | 6)[] | undefined;
  /** The header as it is sent, and as it arrives. */
  readonly leaving?: Terms | undefined;
  readonly arriving?: Terms | undefined;
  /** Flows, as they are sent, that nobody asks about. */
  readonly except?: readonly Terms[] | undefined;
  /** Each destination port that is asked about must work, of each protocol. */
  readonly everyPort?: boolean | undefined;
  /** Elements that the way out must pass; of several in a list, one. */
  readonly through?: readonly (string | readonly string[])[] | undefined;
  /** Elements that neither way may pass. */
  readonly avoiding?: readonly string[] | undefined;
  /** Elements that the way out must not pass, whatever the way back does. */
  readonly around?: readonly string[] | undefined;
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
  readonly fabric: Fabric;
  #space = new Space();
  readonly #proofs = new Map<string, { readonly record: Record; readonly proof: Proof }>();

  constructor(fabric: Fabric) {
    this.fabric = fabric;
  }

  get space(): Space {
    if (this.#space.bdd.nodes > MOST_NODES) this.#space = new Space();
    return this.#space;
  }

  /** Whether some connection works; each of its proofs is kept as long as nothing that it read changes. */
  canReach(ask: Ask): Proof {
    return finish(this.reaching(ask));
  }

  /** The same with pauses. What changes meanwhile is found out when the proof is asked for again. */
  *reaching(ask: Ask): Pauses<Proof> {
    const key = keyOf(ask);
    const known = this.#proofs.get(key);
    if (known?.record.stands()) return known.proof;
    const record = new Record();
    const proof = yield* proving(this.space, new Reading(this.fabric, record), ask);
    record.close();
    if (this.#proofs.size >= MOST_PROOFS) this.#proofs.clear();
    this.#proofs.set(key, { record, proof });
    return proof;
  }
}

/** The same text for the same question: whatever a question may hold, so that nothing of it can be forgotten here. */
function keyOf(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  let text = Array.isArray(value) ? "[" : "{";
  for (const name in value) {
    const own: unknown = value[name as never];
    if (own !== undefined) text += `${name}:${keyOf(own)};`;
  }
  return `${text}}`;
}

/** Flows that fared alike, and the header that they were sent with. */
export interface Fared {
  readonly header: Header;
  readonly connection: Connection;
  readonly set: Node;
}

/** How all flows of a question fare: those that work as it asks, and the others, each as far as it comes. */
export interface Faring {
  readonly origin: Origin;
  readonly working: readonly Fared[];
  readonly failing: readonly Fared[];
}

export function* following(space: Space, reading: Reading, ask: Ask): Pauses<Faring> {
  const origin = originOf(reading, ask.from);
  const working: Fared[] = [];
  const failing: Fared[] = [];
  for (const { header, set } of sent(space, reading, ask)) {
    const isAsked = (out: Outcome): boolean => isThere(out, ask.to);
    for (const connection of yield* connecting(space, reading, origin, header, set, isAsked)) {
      const accepted = acceptedPart(space, connection, ask);
      if (connection.works && accepted !== EMPTY) working.push({ header, connection, set: accepted });
      else failing.push({ header, connection, set: connection.set });
    }
  }
  return { origin, working, failing };
}

/** The same in one go. */
export const faring = (space: Space, reading: Reading, ask: Ask): Faring => finish(following(space, reading, ask));

/** The flows that are asked about, by header. */
function sent(space: Space, reading: Reading, ask: Ask): readonly Asked[] {
  return endPairs(reading, ask).flatMap(({ src, dst }) =>
    (ask.families ?? BOTH).flatMap((family) => {
      if (!isOf(family, src) || !isOf(family, dst)) return [];
      const ends = { family, src: isPrefix(src) ? undefined : src, dst: isPrefix(dst) ? undefined : dst };
      return asked(space, ends, ask.leaving ?? {}).flatMap(({ header, set }) => {
        const left = excepted(space, reading, ask, header, within(space, header, src, dst, set));
        return left === EMPTY ? [] : [{ header, set: left }];
      });
    }),
  );
}

const BOTH = [4, 6] as const;

/** The flows of a set whose ends are in these ranges, where they are ranges. */
function within(space: Space, header: Header, src: Whereabouts, dst: Whereabouts, set: Node): Node {
  const { bdd } = space;
  const from = isPrefix(src) ? bdd.and(set, addressIn(space, header.src, src)) : set;
  return isPrefix(dst) ? bdd.and(from, addressIn(space, header.dst, dst)) : from;
}

/** Without the flows that nobody asks about, and those that no host of a world sends or takes. */
function excepted(space: Space, reading: Reading, { from, to, except = [] }: Ask, header: Header, set: Node): Node {
  const { bdd } = space;
  let left = except.reduce((rest, terms) => bdd.diff(rest, matchingTerms(space, header, terms)), set);
  if ("world" in from) left = bdd.diff(left, notOfWorld(space, reading, header.src));
  if ("world" in to) left = bdd.diff(left, notOfWorld(space, reading, header.dst));
  return left;
}

/** Addresses that no host of the world has: what it routes nowhere, and what leads into the network or is kept for it. */
export function notOfWorld(space: Space, reading: Reading, field: AddressField): Node {
  if (typeof field !== "object") return EMPTY;
  const routed = reading.routedIn().map(([prefix]) => prefix);
  const outer = reading.outerAddresses();
  const sets = entry(notOfWorlds(reading.fabric), space, () => new Map<string, Node>());
  return entry(sets, `${field.at} ${field.stride} ${field.width}`, () =>
    [...unrouted, ...routed].reduce<Node>(
      (all, prefix) => space.bdd.or(all, addressIn(space, field, prefix)),
      space.addresses(field, outer),
    ),
  );
}

/** There may be a hundred thousand, and all flows to or from the world are without them. By where the field's bits lie. */
const notOfWorlds = standing(
  ({ outer, kept, routedIn }) => [outer, kept, routedIn],
  () => new WeakMap<Space, Map<string, Node>>(),
);

/** Whether some connection works, with what shows it. */
export function* proving(space: Space, reading: Reading, ask: Ask): Pauses<Proof> {
  const { origin, working, failing } = yield* following(space, reading, ask);
  const gathered = new Services(space);
  for (const { header, set } of working) gathered.add(header, set);
  const services = gathered.names;
  const missing = ask.everyPort ? missingPorts(space, sent(space, reading, ask), working) : EMPTY;
  const best = working[0];
  if (!best || missing !== EMPTY) {
    const stopped = best ? failing.map((one) => ({ ...one, set: space.bdd.and(one.set, missing) })) : failing;
    return { holds: false, origin, witness: undefined, services, stops: stopsOf(space, stopped) };
  }
  const last = best.connection.back ?? best.connection.out;
  const witness = pick(space, best.header, best.set, last.packet.chosen);
  return { holds: true, origin, witness, services, stops: [] };
}

/** Ports that are asked about and work for nobody. */
function missingPorts(space: Space, all: readonly Asked[], working: readonly Fared[]): Node {
  const { bdd } = space;
  const ports = (sets: readonly Asked[]): Node =>
    sets.reduce<Node>(
      (union, { set }) =>
        bdd.or(
          union,
          bdd.exists(set, (level) => !isService(level)),
        ),
      EMPTY,
    );
  return bdd.diff(ports(all), ports(working));
}

/** Where the flows of a question begin. */
export function originOf(reading: Reading, from: End): Origin {
  if ("interface" in from) return { interface: from.interface };
  if ("world" in from) return from;
  const outer = reading.outer(from.address);
  const at = outer && reading.interfaceAt(outer.domain, outer.address);
  return at === undefined ? { world: "internet" } : { interface: at };
}

/** An address, all of a range, or (`undefined`) any. */
type Whereabouts = Address | Prefix | undefined;

const isPrefix = (one: Whereabouts): one is Prefix => typeof one === "object";

function isOf(family: 4 | 6, one: Whereabouts): boolean {
  if (one === undefined) return true;
  return (typeof (isPrefix(one) ? one.address : one) === "number") === (family === 4);
}

interface EndPair {
  readonly src: Whereabouts;
  readonly dst: Whereabouts;
}

/** What the two ends are known by: inside the network their own addresses, from the world those that the world knows. */
function endPairs(reading: Reading, { from, to, leaving }: Ask): readonly EndPair[] {
  const sources = sourcesOf(reading, from, leaving?.source);
  const destinations = destinationsOf(reading, to, !("interface" in from));
  return sources.flatMap((src) => destinations.map((dst) => ({ src, dst })));
}

/** Sources that are named and not the sender's own are sent all the same: it may be that nobody looks. */
function sourcesOf(reading: Reading, from: End, named: readonly Prefix[] | undefined): readonly Whereabouts[] {
  if ("world" in from) return [undefined];
  if (!("interface" in from)) return [from.address];
  if (from.address !== undefined) return [from.address];
  const own = addressesOf(reading, from.interface);
  const meant = named ? own.filter((one) => named.some((prefix) => meets(prefix, one))) : own;
  return meant.length > 0 ? meant : (named ?? own);
}

const meets = (prefix: Prefix, one: Address | Prefix): boolean =>
  isPrefix(one) ? overlaps(prefix, one) : contains(prefix, one);

function destinationsOf(reading: Reading, to: End, fromOutside: boolean): readonly Whereabouts[] {
  if ("world" in to) return [undefined];
  if (!("interface" in to)) return [to.address];
  if (to.address !== undefined) return [to.address];
  return fromOutside ? outerAddressesOf(reading, to.interface) : addressesOf(reading, to.interface);
}

function addressesOf(reading: Reading, id: string): readonly Exclude<Whereabouts, undefined>[] {
  const { addresses = [], ranges = [] } = reading.interface(id) ?? {};
  return [...addresses, ...ranges];
}

function outerAddressesOf(reading: Reading, id: string): readonly Whereabouts[] {
  const domain = reading.interface(id)?.domain ?? "";
  return addressesOf(reading, id).flatMap((one): readonly Whereabouts[] => {
    if (isPrefix(one)) return typeof one.address === "bigint" ? [one] : [];
    if (typeof one === "bigint") return [one];
    const outer = reading.outward(domain, one);
    return outer === undefined ? [] : [outer];
  });
}

function isThere(out: Outcome, to: End): boolean {
  if ("interface" in to) return out.end === to.interface;
  return "world" in to ? out.end === to.world : true;
}

/** The flows of a connection that agree with how they are to arrive and what they are to pass. */
function acceptedPart(
  space: Space,
  { set, out, back }: Connection,
  { arriving, through = [], avoiding = [], around = [] }: Ask,
): Node {
  const passed = elementsOf(out.packet.trail);
  const passes = (one: string): boolean => passed.has(one);
  if (!through.every((one) => (typeof one === "string" ? passes(one) : one.some(passes)))) return EMPTY;
  if (around.some(passes)) return EMPTY;
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
