/** One flow of a set, as a person would choose it: a plausible port and address, not `0.0.0.0:0`. */
import { type Address, parseAddress } from "../base/address.ts";
import { prefix } from "../base/prefix.ts";
import { ICMP, ICMPV6, TCP, UDP } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type AddressField, addressIn, type Header, type NumberField, numberIn } from "./header.ts";
import type { Chosen } from "./packet.ts";
import { type Block, choiceBlock, type Space } from "./space.ts";

/** A flow, and what has to be chosen on its way so that it fares as its set does. */
export interface Witness {
  readonly flow: Flow;
  /** By element, in order: the port that a translator takes, the place in a hub's list of ports. */
  readonly choices: ReadonlyMap<string, readonly number[]>;
}

const address = (text: string): Address => parseAddress(text) as Address;

/** Hosts of the Internet that documentation speaks of (RFC 5737, RFC 3849), then well-known resolvers. */
const HOSTS = ["198.51.100.7", "203.0.113.7", "192.0.2.7", "2001:db8::7", "1.1.1.1", "2606:4700:4700::1111"].map(
  address,
);
const SERVICES = [443, 80, 22, 5432, 3306, 8080, 53, 3389, 6379, 27017];
/** RFC 6335 §6: the dynamic ports, then all that need no privilege. */
const CLIENTS: readonly (readonly [number, number])[] = [
  [49152, 49152],
  [49152, 65535],
  [1024, 65535],
  [1, 65535],
];
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

/** Wishes, the more important first: each holds if anything is left that it holds for. */
function* kinds(space: Space, { protocol, srcPort, dstPort }: Header): Iterable<Node> {
  for (const one of [TCP, UDP, ICMP, ICMPV6]) yield numberIn(space, protocol, one, one);
  if (protocol !== ICMP && protocol !== ICMPV6) return;
  const echo = protocol === ICMP ? ECHO_REQUEST : ECHO_REQUEST_V6;
  yield numberIn(space, srcPort, echo, echo);
  yield numberIn(space, dstPort, 0, 0);
}

/** Somebody else than `other`, whom one may have heard of. */
function* hosts(space: Space, field: AddressField, other: Address | undefined): Iterable<Node> {
  if (typeof field !== "object") return;
  if (other !== undefined) yield space.bdd.not(space.address(field, other));
  for (const host of HOSTS) yield space.address(field, host);
  for (const everyday of ["1.0.0.0/8", "2000::/3"].map(prefix)) yield addressIn(space, field, everyday);
}

function* ports(space: Space, { srcPort, dstPort }: Header): Iterable<Node> {
  for (const port of SERVICES) yield numberIn(space, dstPort, port, port);
  yield numberIn(space, dstPort, 1, 65535);
  for (const [from, to] of CLIENTS) yield numberIn(space, srcPort, from, to);
}

function narrowedBy({ bdd }: Space, set: Node, wishes: Iterable<Node>): Node {
  let left = set;
  for (const wish of wishes) {
    const narrower = bdd.and(left, wish);
    if (narrower !== EMPTY) left = narrower;
  }
  return left;
}

/** `undefined` where the set is empty. */
export const pick = (space: Space, header: Header, set: Node, chosen?: Chosen): Witness | undefined =>
  pickAt(space, header, set, chosen, header)?.witness;

/** As `pick`, with the same flow as another header has it: what it has become at some place of its way. */
export function pickAt(
  space: Space,
  header: Header,
  set: Node,
  chosen: Chosen | undefined,
  there: Header,
): { readonly witness: Witness; readonly seen: Flow } | undefined {
  if (set === EMPTY) return undefined;
  const { src, dst } = header;
  let left = narrowedBy(space, set, kinds(space, header));
  left = narrowedBy(space, left, hosts(space, dst, typeof src === "object" ? undefined : src));
  // The destination is settled first, so that the source can be somebody else.
  const settled = typeof dst === "object" ? addressOf(dst, someBits(space, left)) : dst;
  if (typeof dst === "object") left = space.bdd.and(left, space.address(dst, settled));
  left = narrowedBy(space, left, hosts(space, src, settled));
  left = narrowedBy(space, left, ports(space, header));
  const bits = someBits(space, withFreshChoices(space, header, left, chosen));
  const number = (field: NumberField): number => {
    if (typeof field === "number") return field;
    const value = Number(blockValue(bits, "block" in field ? field.block : field));
    return "table" in field ? (field.table[value] ?? 0) : value;
  };
  const placed = (field: AddressField): Address => (typeof field === "object" ? addressOf(field, bits) : field);
  const choices = new Map<string, readonly number[]>();
  for (let one = chosen; one; one = one.before) {
    const choice = one.kind === "index" ? one.choice : Number(blockValue(bits, choiceBlock(one.choice)));
    choices.set(one.element, [choice, ...(choices.get(one.element) ?? [])]);
  }
  const flowOf = ({ protocol, src, dst, srcPort, dstPort }: Header): Flow => ({
    protocol: number(protocol),
    src: placed(src),
    dst: placed(dst),
    srcPort: number(srcPort),
    dstPort: number(dstPort),
  });
  return { witness: { flow: flowOf(header), choices }, seen: flowOf(there) };
}

/** Translators choose ports that the connection does not have yet: so this one does, as far as the set lets it. */
function withFreshChoices(space: Space, header: Header, set: Node, chosen: Chosen | undefined): Node {
  let left = set;
  const taken: Block[] = [header.srcPort, header.dstPort].flatMap((field) =>
    typeof field === "object" && "at" in field ? [field] : [],
  );
  for (let one = chosen; one; one = one.before) {
    if (one.kind === "index") continue;
    const block = choiceBlock(one.choice);
    for (const other of taken) {
      const value = Number(blockValue(someBits(space, left), other));
      const known = space.bdd.and(left, space.range(other, value, value));
      const fresh = space.bdd.diff(known, space.range(block, value, value));
      left = fresh === EMPTY ? known : fresh;
    }
    taken.push(block);
  }
  return left;
}

/** The levels at which a string of the set has a 1; all others are 0. */
function someBits({ bdd }: Space, set: Node): ReadonlySet<number> {
  const ones = new Set<number>();
  for (let node = set; node !== FULL; ) {
    if (bdd.low(node) !== EMPTY) node = bdd.low(node);
    else {
      ones.add(bdd.levelOf(node));
      node = bdd.high(node);
    }
  }
  return ones;
}

function addressOf(block: Block, ones: ReadonlySet<number>): Address {
  const value = blockValue(ones, block);
  return block.width === 32 ? Number(value) : value;
}

function blockValue(ones: ReadonlySet<number>, { at, stride, width }: Block): bigint {
  let value = 0n;
  for (let i = 0; i < width; i++) value = (value << 1n) | (ones.has(at + i * stride) ? 1n : 0n);
  return value;
}
