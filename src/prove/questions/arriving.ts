/**
 * Which rules of a filter no flow ever needs, proved by walking. A rule is used if some flow that it allows arrives: one that
 * is sent by an interface with the filter and delivered anywhere, or sent by anybody (an interface, the world) and delivered to
 * an interface with the filter. Walks begin at one interface of each class that nothing tells apart, go to two of each
 * (neighbours of one class talk too), and bear the rules' own flows only. It is taken that
 *
 * - hosts that are stopped run: what they are configured for is not unused;
 * - an interface sends from its first address of each family, the world from what it routes (RFC 6890);
 * - only new flows count: answers need no rule.
 *
 * Filters of interfaces that pass things on are left out: their rules are for whatever others send.
 */
import type { Address } from "../../base/address.ts";
import { contains, type Prefix } from "../../base/prefix.ts";
import type { Fabric, Filter, FilterRule, Interface } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";
import { asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { type InterfaceClass, interfaceClasses, passesOn } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { addressAmong, addressIn, type Header } from "../header.ts";
import type { Outcome } from "../packet.ts";
import { Reading } from "../reading.ts";
import { allowedByRule, matching, type Way } from "../rules.ts";
import type { Space } from "../space.ts";
import { connections, type Origin } from "../walk.ts";
import { inhabited } from "./inhabited.ts";

const familyOf = (address: Address): Family => (typeof address === "number" ? 4 : 6);

/** What a host sends to itself never leaves it, and asks no filter. */
const isDelivered = ({ end, packet }: Outcome): boolean => end !== undefined && packet.trail !== undefined;

/** Tried one by one before everything at once is. */
const FIRST_TRIES = 3;

export class Arriving {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #reading: Reading;
  readonly #classes: readonly InterfaceClass[];
  readonly #byFilter = new Map<string, InterfaceClass[]>();
  /** Addresses that a source may become on its way. */
  readonly #borrowed: readonly Address[];

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#classes = interfaceClasses(fabric);
    const interfaces = this.#classes.flatMap(({ firsts }) => firsts);
    this.#fabric = inhabited(fabric, { interfaces, running: true });
    this.#reading = new Reading(this.#fabric);
    for (const one of this.#classes)
      for (const filter of one.representative.filters ?? []) {
        const known = this.#byFilter.get(filter);
        if (known) known.push(one);
        else this.#byFilter.set(filter, [one]);
      }
    this.#borrowed = [
      ...[...fabric.gateways.values()].flatMap((one) => (one.kind === "port" ? one.addresses : [])),
      ...interfaces.filter(passesOn).flatMap(({ addresses }) => addresses),
      ...[...this.#fabric.outward.values()].flatMap((outer) => [...outer.values()]),
    ];
  }

  /** Those of the rules by which nothing arrives. */
  unusedOf(filter: Filter, way: Way, rules: readonly FilterRule[]): readonly FilterRule[] {
    const own = this.#byFilter.get(filter.id) ?? [];
    if (rules.length === 0 || own.length === 0 || own.some(({ representative }) => passesOn(representative))) return [];
    const open = new Set(rules);
    if (way === "egress") this.#sends(filter, own, open);
    else this.#receives(filter, own, open);
    return [...open];
  }

  #sends(filter: Filter, own: readonly InterfaceClass[], open: Set<FilterRule>): void {
    for (const { representative: one } of own)
      for (const src of firstOfEach(one)) {
        for (const dst of this.#triesFor(one, src, open)) this.#walk(filter, one, src, dst, open);
        if (open.size === 0) return;
        this.#walk(filter, one, src, undefined, open);
      }
  }

  /** A neighbour or two and a host of the world: most rules are used by these. */
  #triesFor({ id, domain }: Interface, src: Address, open: ReadonlySet<FilterRule>): readonly Address[] {
    const all = [...open];
    const near = this.#classes
      .flatMap(({ firsts }) => firsts)
      .filter((one) => one.domain === domain && one.id !== id)
      .flatMap(({ addresses }) => addresses)
      .filter((one) => typeof one === typeof src && all.some((rule) => this.#isPeer(rule, domain, one)));
    const far = all.flatMap(({ peer }) =>
      peer.prefix && typeof peer.prefix.address === typeof src ? [peer.prefix.address] : [],
    );
    return [...near.slice(0, FIRST_TRIES), ...far.filter((one) => one !== 0 && one !== 0n).slice(0, FIRST_TRIES)];
  }

  #walk(filter: Filter, from: Interface, src: Address, dst: Address | undefined, open: Set<FilterRule>): void {
    const { bdd } = this.#space;
    for (const { header, set } of asked(this.#space, { family: familyOf(src), src, dst }, {})) {
      const allowed = new Map(
        [...open].map((rule) => [rule, this.#allows(filter, "egress", rule, header, undefined)] as const),
      );
      const sent = [...allowed.values()].reduce<Node>((all, one) => bdd.or(all, one), EMPTY);
      for (const { out } of this.#fares({ interface: from.id }, header, bdd.and(set, sent))) {
        if (!isDelivered(out)) continue;
        for (const [rule, flows] of allowed) if (bdd.intersects(flows, out.packet.set)) open.delete(rule);
      }
    }
  }

  #receives(filter: Filter, own: readonly InterfaceClass[], open: Set<FilterRule>): void {
    const targets = own.flatMap(({ firsts }) => firsts);
    const ids = new Set(targets.map(({ id }) => id));
    const inside = targets.flatMap(({ addresses }) => addresses);
    const outside = targets.flatMap(({ domain, addresses }) =>
      addresses.flatMap((one) => (typeof one === "bigint" ? one : (this.#fabric.outward.get(domain)?.get(one) ?? []))),
    );
    const arrived = (out: Outcome): void => {
      if (!isDelivered(out) || !ids.has(out.end ?? "")) return;
      const { header, set, sourceDomain } = out.packet;
      for (const rule of open)
        if (this.#space.bdd.intersects(set, this.#allows(filter, "ingress", rule, header, sourceDomain)))
          open.delete(rule);
    };
    const domains = new Set(targets.map(({ domain }) => domain));
    const near = this.#classes.filter(({ representative: one }) => domains.has(one.domain));
    const far = this.#classes.filter(({ representative: one }) => !domains.has(one.domain));
    for (const { representative: one } of [...near, ...far]) this.#send(one, [...inside, ...outside], open, arrived);
    for (const family of families) this.#sendFromWorld(family, outside, open, arrived);
  }

  /** From an interface whose address some rule names; what translators may make of any address is named by few. */
  #send(from: Interface, to: readonly Address[], open: ReadonlySet<FilterRule>, arrived: (out: Outcome) => void): void {
    for (const src of firstOfEach(from)) {
      const rules = [...open].filter(
        (rule) =>
          this.#isPeer(rule, from.domain, src) || this.#borrowed.some((one) => this.#isPeer(rule, undefined, one)),
      );
      if (rules.length === 0) continue;
      for (const { header, set } of asked(this.#space, { family: familyOf(src), src }, {}))
        for (const { out } of this.#fares({ interface: from.id }, header, this.#towards(header, set, to, rules)))
          arrived(out);
    }
  }

  #sendFromWorld(
    family: Family,
    to: readonly Address[],
    open: ReadonlySet<FilterRule>,
    arrived: (out: Outcome) => void,
  ): void {
    if (!to.some((one) => familyOf(one) === family) || open.size === 0) return;
    const { bdd } = this.#space;
    for (const { header, set } of asked(this.#space, { family }, {})) {
      const lost = unrouted.reduce<Node>((all, one) => bdd.or(all, addressIn(this.#space, header.src, one)), EMPTY);
      const sent = bdd.diff(this.#towards(header, set, to, [...open]), lost);
      for (const { out } of this.#fares({ world: "internet" }, header, sent)) arrived(out);
    }
  }

  /** Flows to these addresses, of the protocols and ports that the rules allow (but for a port that changes on its way, none do). */
  #towards(header: Header, set: Node, to: readonly Address[], rules: readonly FilterRule[]): Node {
    const { bdd } = this.#space;
    const matched = rules.reduce<Node>((all, rule) => bdd.or(all, matching(this.#space, rule, header)), EMPTY);
    return bdd.and(bdd.and(set, matched), addressAmong(this.#space, header.dst, to));
  }

  #fares = (origin: Origin, header: Header, set: Node) =>
    set === EMPTY ? [] : connections(this.#space, this.#reading, origin, header, set, () => false);

  #allows(filter: Filter, way: Way, rule: FilterRule, header: Header, domain: string | undefined): Node {
    return allowedByRule(this.#space, this.#reading, rule, { filters: [filter], way, header, domain });
  }

  #isPeer({ peer }: FilterRule, domain: string | undefined, address: Address): boolean {
    if (peer.prefix) return contains(peer.prefix, address);
    const set = this.#fabric.sets.get(peer.set);
    if (!set) return false;
    if (set.prefixes.some((prefix: Prefix) => contains(prefix, address))) return true;
    if (domain !== undefined) return set.members.get(domain)?.has(address) ?? false;
    return [...set.members.values()].some((members) => members.has(address));
  }
}

const firstOfEach = ({ addresses }: Interface): readonly Address[] =>
  families.flatMap((family) => addresses.find((one) => familyOf(one) === family) ?? []);
