/**
 * Which rules of a filter no flow ever needs, proved by walking. A rule is used if some flow that it allows arrives: one that
 * is sent by an interface with the filter and delivered anywhere, or sent by anybody (an interface, the world) and delivered to
 * an interface with the filter. Walks begin at one interface of each class that nothing tells apart, go to two of each
 * (neighbours of one class talk too), and bear the rules' own flows only. It is taken that
 *
 * - hosts that are stopped run: what they are configured for is not unused;
 * - an interface sends from the addresses and ranges that it has, the world from what it routes (RFC 6890);
 * - only new flows count: answers need no rule.
 *
 * Filters of interfaces that pass things on are left out: their rules are for whatever others send.
 */
import type { Address } from "../../base/address.ts";
import type { Fabric, Filter, FilterRule, Interface } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";
import { type Asked, asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { type InterfaceClass, interfaceClasses, passesOn } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { addressIn, type Header } from "../header.ts";
import type { Outcome } from "../packet.ts";
import { Reading } from "../reading.ts";
import { allowedByRule, matching, type Way } from "../rules.ts";
import { DST4, DST6, entry, type Space } from "../space.ts";
import { connections, type Origin } from "../walk.ts";
import { inhabited } from "./inhabited.ts";
import { isPeer, Peers } from "./peers.ts";
import type { Destinations } from "./places.ts";
import { among, Names, ofWorldAlone, sentBy } from "./senders.ts";

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
  readonly #byDomain = new Map<string, InterfaceClass[]>();
  readonly #byFilter = new Map<string, InterfaceClass[]>();
  readonly #peers: Peers;
  readonly #names: Names;
  /** The world's, and nobody's here. */
  readonly #nobodys: Destinations;
  /** Addresses that a source may become on its way. */
  readonly #borrowed: readonly Address[];

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#classes = interfaceClasses(fabric);
    const interfaces = this.#classes.flatMap(({ firsts }) => firsts);
    this.#fabric = inhabited(fabric, { interfaces, running: true });
    this.#reading = new Reading(this.#fabric);
    this.#peers = new Peers(this.#fabric, this.#classes);
    this.#names = new Names(space, this.#fabric);
    this.#nobodys = { 4: ofWorldAlone(space, fabric, DST4), 6: ofWorldAlone(space, fabric, DST6) };
    for (const one of this.#classes) {
      entry(this.#byDomain, one.representative.domain, () => []).push(one);
      for (const filter of one.representative.filters ?? []) entry(this.#byFilter, filter, () => []).push(one);
    }
    this.#borrowed = [
      ...[...fabric.gateways.values()].flatMap((one) => (one.kind === "port" ? one.addresses : [])),
      ...interfaces.filter(passesOn).flatMap(({ addresses }) => addresses),
      ...[...this.#fabric.outward.values()].flatMap((outer) => [...outer.values()]),
    ];
  }

  /** Those of the rules by which nothing arrives; a step for each sender. */
  *unusedOf(
    filter: Filter,
    way: Way,
    rules: readonly FilterRule[],
  ): Generator<undefined, readonly FilterRule[], undefined> {
    const own = this.#byFilter.get(filter.id) ?? [];
    if (rules.length === 0 || own.length === 0 || own.some(({ representative }) => passesOn(representative))) return [];
    const open = new Set(rules);
    if (way === "egress") yield* this.#sends(filter, own, open);
    else yield* this.#receives(filter, own, open);
    return [...open];
  }

  *#sends(filter: Filter, own: readonly InterfaceClass[], open: Set<FilterRule>): Generator<undefined, undefined> {
    for (const { representative: one } of own)
      for (const family of families)
        for (const sent of sentBy(this.#space, one, family)) {
          yield undefined;
          for (const dst of this.#triesFor(one, family, open)) this.#walk(filter, one, sent, dst, open);
          const outside = { header: sent.header, set: this.#space.bdd.and(sent.set, this.#nobodys[family]) };
          this.#walk(filter, one, outside, undefined, open);
          if (open.size === 0) return;
          this.#walk(filter, one, sent, undefined, open);
        }
  }

  /** A neighbour or two, and whom a rule names; those and the world use most rules. */
  #triesFor({ id, domain }: Interface, family: Family, open: ReadonlySet<FilterRule>): readonly Address[] {
    const all = [...open];
    const near: Address[] = [];
    for (const { firsts: neighbours } of this.#byDomain.get(domain) ?? []) {
      for (const one of neighbours)
        for (const address of one.id === id ? [] : one.addresses)
          if (familyOf(address) === family && all.some((rule) => this.#isNamed(rule, domain, address)))
            near.push(address);
      if (near.length >= FIRST_TRIES) break;
    }
    const far = all.flatMap(({ peer }) =>
      peer.prefix && familyOf(peer.prefix.address) === family ? [peer.prefix.address] : [],
    );
    return [...near.slice(0, FIRST_TRIES), ...far.filter((one) => one !== 0 && one !== 0n).slice(0, FIRST_TRIES)];
  }

  #walk(
    filter: Filter,
    from: Interface,
    { header: open, set }: Asked,
    dst: Address | undefined,
    rules: Set<FilterRule>,
  ): undefined {
    const { bdd } = this.#space;
    const header = dst === undefined ? open : { ...open, dst };
    const allowed = new Map(
      [...rules].map((rule) => [rule, this.#allows(filter, "egress", rule, header, undefined)] as const),
    );
    const sent = [...allowed.values()].reduce<Node>((all, one) => bdd.or(all, one), EMPTY);
    for (const { out } of this.#fares({ interface: from.id }, header, bdd.and(set, sent))) {
      if (!isDelivered(out)) continue;
      for (const [rule, flows] of allowed) if (bdd.intersects(flows, out.packet.set)) rules.delete(rule);
    }
  }

  *#receives(filter: Filter, own: readonly InterfaceClass[], open: Set<FilterRule>): Generator<undefined, undefined> {
    const targets = own.flatMap(({ firsts }) => firsts);
    const ids = new Set(targets.map(({ id }) => id));
    const called = among(
      this.#space,
      targets.flatMap((one) => this.#names.called(one)),
    );
    const arrived = (out: Outcome): undefined => {
      if (!isDelivered(out) || !ids.has(out.end ?? "")) return;
      const { header, set, sourceDomain } = out.packet;
      for (const rule of open)
        if (this.#space.bdd.intersects(set, this.#allows(filter, "ingress", rule, header, sourceDomain)))
          open.delete(rule);
    };
    // What translators may make of any address is named by few.
    const lent = new Set([...open].filter((rule) => this.#borrowed.some((one) => this.#isNamed(rule, undefined, one))));
    const domains = new Set(targets.map(({ domain }) => domain));
    for (const { representative: one } of this.#sendersFor(open, lent, domains)) {
      const rules = [...open].filter((rule) => lent.has(rule) || isPeer(this.#fabric, rule, one));
      if (rules.length === 0) continue;
      yield undefined;
      for (const family of families)
        for (const { header, set } of sentBy(this.#space, one, family))
          for (const { out } of this.#fares(
            { interface: one.id },
            header,
            this.#towards(header, set, called[family], rules),
          ))
            arrived(out);
    }
    for (const family of families) {
      yield undefined;
      this.#sendFromWorld(family, called[family], open, arrived);
    }
  }

  /** Those that the rules name, the near ones first; all, where rules name what anybody may become. */
  #sendersFor(
    open: ReadonlySet<FilterRule>,
    lent: ReadonlySet<FilterRule>,
    domains: ReadonlySet<string>,
  ): readonly InterfaceClass[] {
    const named = lent.size > 0 ? this.#classes : new Set([...open].flatMap((rule) => [...this.#peers.of(rule)]));
    const near = [...named].filter(({ representative: one }) => domains.has(one.domain));
    return [...near, ...[...named].filter(({ representative: one }) => !domains.has(one.domain))];
  }

  #sendFromWorld(
    family: Family,
    to: Node,
    open: ReadonlySet<FilterRule>,
    arrived: (out: Outcome) => undefined,
  ): undefined {
    if (to === EMPTY || open.size === 0) return;
    const { bdd } = this.#space;
    for (const { header, set } of asked(this.#space, { family }, {})) {
      const lost = unrouted.reduce<Node>((all, one) => bdd.or(all, addressIn(this.#space, header.src, one)), EMPTY);
      const sent = bdd.diff(this.#towards(header, set, to, [...open]), lost);
      for (const { out } of this.#fares({ world: "internet" }, header, sent)) arrived(out);
    }
  }

  /** Flows to these addresses, of the protocols and ports that the rules allow (but for a port that changes on its way, none do). */
  #towards(header: Header, set: Node, to: Node, rules: readonly FilterRule[]): Node {
    const { bdd } = this.#space;
    const matched = rules.reduce<Node>((all, rule) => bdd.or(all, matching(this.#space, rule, header)), EMPTY);
    return bdd.and(bdd.and(set, matched), to);
  }

  #fares = (origin: Origin, header: Header, set: Node) =>
    set === EMPTY ? [] : connections(this.#space, this.#reading, origin, header, set, () => false);

  #allows(filter: Filter, way: Way, rule: FilterRule, header: Header, domain: string | undefined): Node {
    return allowedByRule(this.#space, this.#reading, rule, { filters: [filter], way, header, domain });
  }

  #isNamed(rule: FilterRule, domain: string | undefined, address: Address): boolean {
    return isPeer(this.#fabric, rule, { domain, addresses: [address] });
  }
}
