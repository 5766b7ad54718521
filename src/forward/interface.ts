/** What a packet meets at an interface: its filters, its source check, and whoever is behind it. */
import { formatAddress } from "../base/address.ts";
import { contains } from "../base/prefix.ts";
import type { Filter, FilterRule, Interface } from "../fabric/fabric.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { printFilterRule, printPeer } from "./evidence.ts";
import { allows, type Direction, hasAddress, isAnywhere, isUntracked } from "./match.ts";
import { translatePort } from "./translation.ts";
import { NOWHERE, type Position, type Walker } from "./walker.ts";

/** Out: filters, then the source check. False where one of them ended the walk. */
export function leaves(walker: Walker, from: Interface): boolean {
  if (!passesFilters(walker, from, "egress")) return false;
  if (from.filters) walker.lastFilter = { interface: from.id, flow: walker.flow };
  return passesSourceCheck(walker, from, walker.flow.src);
}

/** In: the source check, filters, then the host or gateway behind. */
export function arrives(walker: Walker, to: Interface): Position | undefined {
  if (!passesSourceCheck(walker, to, walker.flow.dst)) return undefined;
  if (!passesFilters(walker, to, "ingress")) return undefined;
  if (!walker.fits(to.mtu, "interface", to.id)) return undefined;
  const { receiver } = to;
  if (receiver.kind === "gateway") return { at: "gateway", gateway: receiver.id, domain: to.domain, from: to.segment };
  const host = receiver.id ?? to.id;
  if (!receiver.up) {
    const why = receiver.id === undefined ? "the interface is attached to nothing" : `${host} is not running`;
    return walker.drop("host-down", "host", host, undefined, why);
  }
  if (hasAddress(to, walker.flow.dst)) {
    const answer = receiver.forwards ? walker.sessions.translation(host, walker.flow) : undefined;
    if (!answer) {
      const why = walker.evidence ? `has ${formatAddress(walker.flow.dst)}` : "";
      return walker.deliver(to.id, "host", host, why);
    }
    if (--walker.timeToLive <= 0) return walker.drop("loop", "host", host, undefined, "the time to live ran out");
    walker.translate(answer, "host", host, `the answer goes back to ${formatAddress(answer.dst)}`);
    return { at: "departure", interface: to };
  }
  if (!receiver.forwards)
    return walker.drop("not-forwarded", "host", host, undefined, `does not forward what is addressed to others`);
  return forwards(walker, to, host);
}

/** A host that forwards routes within its domain and hides what leaves it behind its own address, as AWS's NAT AMI does. */
function forwards(walker: Walker, by: Interface, host: string): Position | undefined {
  const { flow } = walker;
  if (--walker.timeToLive <= 0) return walker.drop("loop", "host", host, undefined, "the time to live ran out");
  if (walker.sessions.tracks(host, flow)) return passesOn(walker, by, host);
  const inside = walker.fabric.domains.get(by.domain)?.prefixes.some((prefix) => contains(prefix, flow.dst));
  const own = by.addresses.find((address): address is number => typeof address === "number");
  if (inside || typeof flow.dst === "bigint" || own === undefined) {
    walker.sessions.track(host, flow);
    return passesOn(walker, by, host);
  }
  const outer = translatePort(walker, host, flow, flow, [own], Number.POSITIVE_INFINITY);
  if (!outer) return undefined;
  walker.translate(outer, "host", host, `forwards it from its own address ${formatAddress(own)}`);
  walker.sourceDomain = by.domain;
  return { at: "departure", interface: by };
}

/**
 * As it is. Those beyond know the source by its address alone: a rule that names a set of members does not match it.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
 */
function passesOn(walker: Walker, by: Interface, host: string): Position {
  if (walker.evidence) walker.note("host", host, "pass", undefined, "forwards it: its source check is off");
  walker.sourceDomain = NOWHERE;
  return { at: "departure", interface: by };
}

function passesSourceCheck(walker: Walker, at: Interface, address: Flow["src"]): boolean {
  if (!at.sourceCheck || hasAddress(at, address)) return true;
  walker.drop(
    "refused-source",
    "source-check",
    at.id,
    undefined,
    `source/destination check is on and ${formatAddress(address)} is not one of its addresses`,
  );
  return false;
}

/**
 * Filters remember connections by direction: what came in may be answered, which is to say that its reverse may leave.
 * Passing the packet itself on is no answer to it, and asks the rules again.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
function passesFilters(walker: Walker, at: Interface, direction: Direction): boolean {
  const { filters } = at;
  if (!filters) return true;
  const { sessions, flow } = walker;
  const tracking = sessions.tracking(at.id, flow, direction);
  if (tracking === "tracked") {
    if (walker.evidence)
      walker.note(`filter-${direction}`, filters.join(", "), "pass", undefined, "belongs to a tracked connection");
    return true;
  }
  const domain = direction === "ingress" ? walker.sourceDomain : undefined;
  for (const id of filters) {
    const filter = walker.fabric.filters.get(id);
    const rule = filter && allowingRule(walker, filter, direction, domain);
    if (!rule) continue;
    if (tracking === undefined) {
      if (isAnywhere(rule, flow) && isUntracked(rule, opposite(walker, filters, direction), flow))
        sessions.leaveUntracked(at.id, flow, direction);
      else sessions.track(at.id, flow, direction);
    }
    if (walker.evidence) walker.note(`filter-${direction}`, id, "pass", rule.id, printFilterRule(rule, direction));
    return true;
  }
  walker.disposition = "denied";
  if (walker.evidence) {
    const why = `no ${direction} rule allows ${printPeer(flow, direction)}`;
    walker.note(`filter-${direction}`, filters.join(", "), "drop", undefined, why);
  }
  return false;
}

function allowingRule(
  { fabric, flow }: Walker,
  filter: Filter,
  direction: Direction,
  domain: string | undefined,
): FilterRule | undefined {
  for (const rule of filter[direction]) if (allows(fabric, rule, flow, direction, domain)) return rule;
  return undefined;
}

/** The rules the other way: of one filter, which most interfaces have, its own list. */
function opposite({ fabric }: Walker, filters: readonly string[], direction: Direction): readonly FilterRule[] {
  const other = direction === "ingress" ? "egress" : "ingress";
  const [only] = filters;
  if (only !== undefined && filters.length === 1) return fabric.filters.get(only)?.[other] ?? [];
  return filters.flatMap((id) => fabric.filters.get(id)?.[other] ?? []);
}
