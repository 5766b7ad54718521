/**
 * Which rules of boundaries decide about some packet: the first packet of a flow that a host or the world can send, or the answer
 * to one that arrives. Asked of boundaries around hosts alone, which only packets from and to those hosts meet: so it is enough
 * to walk what they send, there and back, and what is sent to them, from one interface of each class, until every rule has
 * decided or nobody is left. Where others' packets pass (`arePassed`), rules are for whatever others send.
 *
 * Hosts that are stopped run, as in `takenRoutes.ts`.
 */
import type { Boundary, BoundaryRule, Fabric, Interface, Segment } from "../../fabric/fabric.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { interfaceClasses, passesOn } from "../classes.ts";
import { families } from "../flowSet.ts";
import type { Packet } from "../packet.ts";
import type { Reading } from "../reading.ts";
import { matchedBy, type Way } from "../rules.ts";
import { entry, type Space } from "../space.ts";
import { type Pauses, type Progress, within } from "../steps.ts";
import { connecting, type Origin } from "../walk.ts";
import { inhabited, running } from "./inhabited.ts";
import { among, Names, sentBy, sentByWorld } from "./senders.ts";
import { Telling } from "./telling.ts";

const WORLD = "internet";
const ways = ["ingress", "egress"] as const;

/** Of the rules of boundaries around hosts alone, those that decide about no packet. */
export function* undecidingRules(space: Space, fabric: Fabric): Generator<Progress, ReadonlySet<BoundaryRule>> {
  const search = new Search(space, running(fabric));
  yield* search.run();
  return search.open;
}

class Search {
  /** Rules that have decided about nothing yet. */
  readonly open = new Set<BoundaryRule>();
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #segments = new Map<string, Segment[]>();
  readonly #hosts: readonly Interface[];
  readonly #ends: readonly Interface[];
  readonly #names: Names;
  readonly #reading: Reading;

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#fabric = fabric;
    const classes = interfaceClasses(fabric);
    this.#hosts = classes.flatMap(({ representative: one }) => (one.receiver.kind === "host" ? [one] : []));
    this.#ends = classes.flatMap(({ firsts }) => firsts);
    this.#names = new Names(space, fabric);
    this.#reading = new Telling(inhabited(fabric, { interfaces: this.#ends }), { meets: this.#meets });
    for (const one of fabric.segments.values()) entry(this.#segments, one.boundary, () => []).push(one);
    const passed = arePassed(fabric);
    const inhabitedSegments = new Set(this.#hosts.map(({ segment }) => segment));
    for (const [id, around] of this.#segments) {
      const boundary = fabric.boundaries.get(id);
      const isAsked = !around.some((one) => passed.has(one.id)) && around.some((one) => inhabitedSegments.has(one.id));
      for (const way of boundary && isAsked ? ways : []) for (const rule of boundary?.[way] ?? []) this.open.add(rule);
    }
  }

  readonly #meets = (boundary: Boundary, way: Way, { header, set }: Packet): undefined => {
    if (!boundary[way].some((rule) => this.open.has(rule))) return;
    const { bdd } = this.#space;
    let left = set;
    for (const rule of boundary[way]) {
      const own = matchedBy(this.#space, rule, way, header);
      if (this.open.has(rule) && bdd.intersects(left, own)) this.open.delete(rule);
      left = bdd.diff(left, own);
      if (left === EMPTY) return;
    }
  };

  #openWays = (segment: string): readonly Way[] => {
    const boundary = this.#fabric.boundaries.get(this.#fabric.segments.get(segment)?.boundary ?? "");
    return boundary ? ways.filter((way) => boundary[way].some((rule) => this.open.has(rule))) : [];
  };

  /** From those behind the boundaries, and then to them: the first leaves less for the second. */
  *run(): Generator<Progress, undefined> {
    const of = 2 * this.#hosts.length + 1;
    let done = 0;
    for (const one of this.#hosts) {
      const progress = { done: done++, of };
      yield progress;
      if (this.#openWays(one.segment).length > 0) yield* within(progress, this.#from(one));
    }
    yield* within({ done: done++, of }, this.#fromWorld());
    for (const one of this.#hosts) {
      if (this.open.size === 0) return;
      const progress = { done: done++, of };
      yield progress;
      yield* within(progress, this.#to(one));
    }
  }

  /**
   * Whoever sends first gets its answers from where it sent to, whatever translators stand between. So of those only the ones to
   * what rules of either way name can be decided about.
   */
  *#from(one: Interface): Pauses<undefined> {
    const boundary = this.#fabric.boundaries.get(this.#fabric.segments.get(one.segment)?.boundary ?? "");
    const rules = ways.flatMap((way) => boundary?.[way].filter((rule) => this.open.has(rule)) ?? []);
    const named = among(
      this.#space,
      rules.map(({ prefix }) => prefix),
    );
    for (const family of families)
      for (const { header, set } of sentBy(this.#space, one, family))
        yield* this.#walk({ interface: one.id }, header, this.#space.bdd.and(set, named[family]));
    return undefined;
  }

  *#to(one: Interface): Pauses<undefined> {
    const called = this.#called();
    yield undefined;
    for (const family of families)
      for (const { header, set } of sentBy(this.#space, one, family))
        yield* this.#walk({ interface: one.id }, header, this.#space.bdd.and(set, called[family]));
    return undefined;
  }

  *#fromWorld(): Pauses<undefined> {
    const called = this.#called();
    for (const family of families) {
      yield undefined;
      const sent = sentByWorld(this.#space, this.#fabric, family);
      yield undefined;
      for (const { header, set } of sent)
        yield* this.#walk({ world: WORLD }, header, this.#space.bdd.and(set, called[family]));
    }
    return undefined;
  }

  #calledFor = -1;
  #known: ReturnType<typeof among> | undefined;

  /** By whatever name: those behind boundaries that have rules yet to decide. */
  #called(): ReturnType<typeof among> {
    if (!this.#known || this.#calledFor !== this.open.size) {
      const wanted = this.#ends.filter(({ segment }) => this.#openWays(segment).length > 0);
      this.#known = among(
        this.#space,
        wanted.flatMap((one) => this.#names.called(one)),
      );
      this.#calledFor = this.open.size;
    }
    return this.#known;
  }

  *#walk(origin: Origin, header: Packet["header"], sent: Node): Pauses<undefined> {
    if (sent !== EMPTY) yield* connecting(this.#space, this.#reading, origin, header, sent);
    return undefined;
  }
}

/** Segments in which somebody passes on what others send: a gateway's interface, a forwarding host, a hub's port. */
function arePassed(fabric: Fabric): ReadonlySet<string> {
  const passed = new Set<string>();
  for (const one of fabric.interfaces.values()) if (passesOn(one)) passed.add(one.segment);
  for (const { to } of fabric.hubEnds.values())
    if (to.kind === "domain") for (const { segment } of to.ports) passed.add(segment);
  return passed;
}
