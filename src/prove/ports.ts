/** A set of flows in the words of rules: `tcp 443`, `udp 1024-65535`, `icmp type 8`, `all traffic`. */
import { hasPorts, ICMP, ICMPV6, protocolName, TCP, UDP } from "../fabric/protocols.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { familyOf, type Header, type NumberField, numberIn } from "./header.ts";
import { type Block, DST_PORT, PROTOCOL, type Space, SRC_PORT } from "./space.ts";

/** From and to, both included. */
type Range = readonly [number, number];

/** The values that some string of a set holds in a block, as ranges in order. The set must decide nothing else. */
function rangesOf({ bdd }: Space, set: Node, { at, stride, width }: Block): readonly Range[] {
  const ranges: [number, number][] = [];
  const visit = (node: Node, bit: number, value: number): undefined => {
    if (node === EMPTY) return;
    if (node === FULL) {
      const size = 2 ** (width - bit);
      const from = value * size;
      const last = ranges.at(-1);
      if (last && last[1] + 1 === from) last[1] = from + size - 1;
      else ranges.push([from, from + size - 1]);
      return;
    }
    const decides = bdd.levelOf(node) === at + bit * stride;
    visit(decides ? bdd.low(node) : node, bit + 1, value * 2);
    visit(decides ? bdd.high(node) : node, bit + 1, value * 2 + 1);
  };
  visit(set, 0, 0);
  return ranges;
}

const within = ({ at, stride, width }: Block) => {
  const last = at + stride * (width - 1);
  return (level: number): boolean => level >= at && level <= last && (level - at) % stride === 0;
};

/** Whether a level decides the protocol or the destination port. */
const ofProtocolBits = within(PROTOCOL);
const ofPortBits = within(DST_PORT);
/** ICMP's type stands where others have their source port. */
const ofTypeBits = within(SRC_PORT);
const isNamed = (level: number): boolean => ofProtocolBits(level) || ofPortBits(level) || ofTypeBits(level);
export const isService = (level: number): boolean => ofProtocolBits(level) || ofPortBits(level);

/** Services of these flows, as their senders name them: protocols with their destination ports, ICMP with its types. */
export function servicesOf(space: Space, header: Header, set: Node): readonly string[] {
  if (set === EMPTY) return [];
  const { bdd } = space;
  // Forgotten once and not protocol by protocol: of many addresses, the rest of a set is small.
  const named = bdd.exists(set, (level) => !isNamed(level));
  const protocols = typeof header.protocol === "number" ? [header.protocol] : Array.from({ length: 256 }, (_, i) => i);
  const all: string[] = [];
  const values = (part: Node, field: NumberField, block: Block, keep: (level: number) => boolean): readonly Range[] =>
    typeof field === "number"
      ? [[field, field]]
      : rangesOf(
          space,
          bdd.exists(part, (level) => !keep(level)),
          block,
        );
  for (const protocol of protocols) {
    const own = bdd.and(named, numberIn(space, header.protocol, protocol, protocol));
    if (own === EMPTY) continue;
    const part = bdd.exists(own, ofProtocolBits);
    const name = protocolName(protocol);
    if (hasPorts(protocol))
      for (const [from, to] of values(part, header.dstPort, DST_PORT, ofPortBits)) all.push(printRange(name, from, to));
    else if (protocol === ICMP || protocol === ICMPV6)
      all.push(...printTypes(name, values(part, header.srcPort, SRC_PORT, ofTypeBits)));
    else all.push(name);
  }
  return all;
}

const printRange = (name: string, from: number, to: number): string => {
  if (from === 0 && to === 65535) return name;
  return from === to ? `${name} ${from}` : `${name} ${from}-${to}`;
};

const printTypes = (name: string, types: readonly Range[]): readonly string[] => {
  if (types.some(([from, to]) => from === 0 && to >= 255)) return [name];
  return types.map(([from, to]) => (from === to ? `${name} type ${from}` : `${name} types ${from}-${to}`));
};

/** Every protocol that has a name or a number, whole. */
const ALL_OTHERS = 254;

/** The services of several headers' flows as one list; `all traffic` where nothing is left out. */
export function summary(services: readonly string[]): readonly string[] {
  const all = [...new Set(services)];
  const whole = all.filter((one) => !/ (\d|types? )/.test(one) || /^protocol \d+$/.test(one));
  if (whole.length >= ALL_OTHERS && [TCP, UDP].every((one) => whole.includes(protocolName(one))))
    return ["all traffic"];
  return all.sort(byProtocol);
}

const order = [protocolName(TCP), protocolName(UDP), protocolName(ICMP), protocolName(ICMPV6)];

function byProtocol(a: string, b: string): number {
  const place = (one: string): number => {
    const found = order.indexOf(one.split(" ")[0] ?? "");
    return found < 0 ? order.length : found;
  };
  return place(a) - place(b) || Number(/\d+/.exec(a)?.[0] ?? 0) - Number(/\d+/.exec(b)?.[0] ?? 0);
}

/** Services of flows that are sent with several headers, gathered before they are named: so that ranges join. */
export class Services {
  readonly #space: Space;
  readonly #byKind = new Map<string, { readonly header: Header; set: Node }>();

  constructor(space: Space) {
    this.#space = space;
  }

  add(header: Header, set: Node): undefined {
    const { protocol, dst } = header;
    const key = `${typeof protocol === "number" ? protocol : "other"} ${familyOf(dst)}`;
    const known = this.#byKind.get(key);
    if (known) known.set = this.#space.bdd.or(known.set, set);
    else this.#byKind.set(key, { header, set });
  }

  get names(): readonly string[] {
    return summary([...this.#byKind.values()].flatMap(({ header, set }) => servicesOf(this.#space, header, set)));
  }
}
