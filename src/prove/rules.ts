/** How the prover reads rules: each as the set of flows that it speaks of. The concrete engine reads them by its own code. */
import type { Prefix } from "../base/prefix.ts";
import type { AddressSet, Boundary, BoundaryRule, Filter, FilterRule, Match } from "../fabric/fabric.ts";
import { ICMP, ICMPV6, TCP, UDP } from "../fabric/protocols.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type AddressField, addressIn, addressInAny, familyOf, type Header, isKnown, numberIn } from "./header.ts";
import type { Reading } from "./reading.ts";
import type { Space } from "./space.ts";

export type Way = "ingress" | "egress";

/** Protocol and ports, or ICMP type and code; only protocols that have ports are asked for them. */
export function matching(space: Space, { protocol, from, to }: Match, header: Header): Node {
  if (protocol === -1) return FULL;
  const { bdd } = space;
  const own = numberIn(space, header.protocol, protocol, protocol);
  if (own === EMPTY) return EMPTY;
  if (protocol === TCP || protocol === UDP) return bdd.and(own, numberIn(space, header.dstPort, from, to));
  if ((protocol !== ICMP && protocol !== ICMPV6) || from === -1) return own;
  const type = bdd.and(own, numberIn(space, header.srcPort, from, from));
  return to === -1 ? type : bdd.and(type, numberIn(space, header.dstPort, to, to));
}

const farEnd = (header: Header, way: Way): AddressField => (way === "ingress" ? header.src : header.dst);

/** What a stateless list lets through: folded from the bottom, each rule overrides those below it. */
export function allowedBy(space: Space, boundary: Boundary, way: Way, header: Header): Node {
  const { bdd } = space;
  return boundary[way].reduceRight((below, rule) => {
    const own = matchedBy(space, rule, way, header);
    return rule.allow ? bdd.or(below, own) : bdd.diff(below, own);
  }, EMPTY);
}

/** What a rule of such a list matches. */
export const matchedBy = (space: Space, rule: BoundaryRule, way: Way, header: Header): Node =>
  space.bdd.and(addressIn(space, farEnd(header, way), rule.prefix), matching(space, rule, header));

/** Flows whose address is in the set, as a member of this domain; of any domain where none is named. */
function memberOf(
  space: Space,
  reading: Reading,
  set: AddressSet,
  address: AddressField,
  domain: string | undefined,
): Node {
  const inside = addressInAny(
    space,
    address,
    [...set.prefixes, ...reading.rangesOf(set, domain)].map((one) => [one, FULL]),
  );
  if (inside === FULL) return FULL;
  if (isKnown(address)) return reading.isMember(set, domain, address) ? FULL : EMPTY;
  return space.bdd.or(inside, space.addresses(address, reading.membersOf(set, domain)));
}

/** Filters in force, asked about one direction. */
export interface Crossing {
  readonly filters: readonly Filter[];
  readonly way: Way;
  readonly header: Header;
  /** The domain that the source belongs to, on the way in. */
  readonly domain: string | undefined;
}

/** Flows that one rule allows. */
export function allowedByRule(space: Space, reading: Reading, rule: FilterRule, crossing: Crossing): Node {
  const { way, header, domain } = crossing;
  const own = matching(space, rule, header);
  if (own === EMPTY) return EMPTY;
  const address = farEnd(header, way);
  if (rule.peer.prefix) return space.bdd.and(own, addressIn(space, address, rule.peer.prefix));
  const set = reading.set(rule.peer.set);
  if (!set) return EMPTY;
  return space.bdd.and(own, memberOf(space, reading, set, address, way === "ingress" ? domain : undefined));
}

/** Flows that some of the rules allow: what they say of one set is united before anybody asks who is in it. */
function allowedByAny(space: Space, reading: Reading, rules: readonly FilterRule[], crossing: Crossing): Node {
  const { bdd } = space;
  const { way, header, domain } = crossing;
  const address = farEnd(header, way);
  const byPrefix: (readonly [Prefix, Node])[] = [];
  const bySet = new Map<string, Node>();
  for (const rule of rules) {
    const { prefix, set } = rule.peer;
    const own = matching(space, rule, header);
    if (own === EMPTY) continue;
    if (prefix) byPrefix.push([prefix, own]);
    else bySet.set(set, bdd.or(bySet.get(set) ?? EMPTY, own));
  }
  let all = addressInAny(space, address, byPrefix);
  for (const [id, own] of bySet) {
    const set = reading.set(id);
    const members = set ? memberOf(space, reading, set, address, way === "ingress" ? domain : undefined) : EMPTY;
    all = bdd.or(all, bdd.and(own, members));
  }
  return all;
}

export interface Admission {
  /** What passes and is remembered. */
  readonly tracked: Node;
  /** What passes by rules alone, both ways: anywhere is allowed, and everything may return. */
  readonly untracked: Node;
}

/**
 * What the filters allow. The first rule that allows a flow says whether it is tracked: so what is left untracked is what
 * a rule for anywhere allows and no rule before it that names somebody. Other rules are united in whatever order.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export function admitted(space: Space, reading: Reading, crossing: Crossing): Admission {
  const { bdd } = space;
  const returning = flowsThatReturn(space, crossing);
  let named: Node = EMPTY;
  let anywhere: Node = EMPTY;
  let untracked: Node = EMPTY;
  for (const { isOfAnywhere, rules } of runsOf(crossing)) {
    const own = allowedByAny(space, reading, rules, crossing);
    if (isOfAnywhere) {
      anywhere = bdd.or(anywhere, own);
      untracked = bdd.or(untracked, bdd.diff(bdd.and(own, returning), named));
    } else named = bdd.or(named, own);
  }
  return { tracked: bdd.diff(bdd.or(named, anywhere), untracked), untracked };
}

interface Run {
  readonly isOfAnywhere: boolean;
  readonly rules: FilterRule[];
}

/** The rules of one way in their order, those for anywhere and those that name somebody by turns. */
function runsOf({ filters, way, header }: Crossing): readonly Run[] {
  const family = familyOf(header.src);
  const runs: Run[] = [];
  for (const filter of filters)
    for (const rule of filter[way]) {
      const isOfAnywhere = isAnywhere(rule, family);
      const last = runs.at(-1);
      if (last?.isOfAnywhere === isOfAnywhere) last.rules.push(rule);
      else runs.push({ isOfAnywhere, rules: [rule] });
    }
  return runs;
}

const isAnywhere = ({ peer }: FilterRule, family: 4 | 6): boolean =>
  peer.prefix?.length === 0 && (typeof peer.prefix.address === "number" ? 4 : 6) === family;

/** TCP and UDP, where a rule of the other way lets all of it go anywhere. */
function flowsThatReturn(space: Space, { filters, way, header }: Crossing): Node {
  let all: Node = EMPTY;
  for (const filter of filters)
    for (const rule of filter[way === "ingress" ? "egress" : "ingress"]) {
      if (!isAnywhere(rule, familyOf(header.src))) continue;
      for (const protocol of [TCP, UDP]) {
        const whole = rule.protocol === protocol && rule.from === 0 && rule.to === 65535;
        if (rule.protocol === -1 || whole)
          all = space.bdd.or(all, numberIn(space, header.protocol, protocol, protocol));
      }
    }
  return all;
}
