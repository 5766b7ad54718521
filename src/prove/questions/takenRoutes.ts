/**
 * Which routes packets go by: the first packets of whatever the hosts and the world can send, and the answers to those that
 * arrive. Nearly every route is taken by somebody who asks its table first; for the others it is known by routes alone who
 * could come there, and to where (`places.ts`), and those are walked, from one interface of each class, until every route has
 * been taken or nobody is left. So what is taken is shown by a flow, and what is not is taken by none.
 *
 * Hosts that are stopped run; a host sends from the addresses and ranges that it has, the world from those that are nobody's.
 */
import type { Prefix } from "../../base/prefix.ts";
import type { Fabric, Interface, Route, Router } from "../../fabric/fabric.ts";
import type { Asked } from "../asked.ts";
import { begins, leaves } from "../atInterface.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { Branches } from "../branches.ts";
import { interfaceClasses, passesOn } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import type { Header } from "../header.ts";
import { type Chosen, type Packet, packetOf } from "../packet.ts";
import type { Reading } from "../reading.ts";
import { DST4, DST6, entry, type Space } from "../space.ts";
import type { Progress } from "../steps.ts";
import { connections, type Origin, walked } from "../walk.ts";
import { inhabited, running } from "./inhabited.ts";
import { type Destinations, fixpoint, NOTHING, ofSegment, ofWorld, Ways } from "./places.ts";
import { among, Names, ofWorldAlone, sentBy, sentByWorld } from "./senders.ts";
import { Telling } from "./telling.ts";

/** Flows that go by a route, there or back: as they are sent, with the choices made on the way. */
export interface Taken {
  readonly origin: Origin;
  readonly header: Header;
  readonly set: Node;
  readonly chosen: Chosen | undefined;
}

/** Of some routes, those that are taken; no packet goes by the others. */
export function* takenRoutes(
  space: Space,
  fabric: Fabric,
  routes: Iterable<Route>,
): Generator<Progress, ReadonlyMap<Route, Taken>> {
  const search = new Search(space, running(fabric), new Set(routes));
  yield* search.run();
  return search.taken;
}

const WORLD = "internet";
/** So many senders are walked before it is looked again at what is still open. */
const LOOK_AGAIN = 32;

class Search {
  readonly taken = new Map<Route, Taken>();
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #open: Set<Route>;
  readonly #hosts: readonly Interface[];
  /** Two of each class: neighbours of one class answer each other too. */
  readonly #ends: readonly Interface[];
  readonly #names: Names;
  readonly #ways: Ways;
  /** Where only those have an address who pass something on or whom the world knows: what reaches others has ended. */
  readonly #onwards: Reading;
  readonly #thereAndBack: Reading;
  readonly #services: readonly string[];
  readonly #nobodys: Destinations;
  /** By place: who is there, as others call it. */
  readonly #called = new Map<string, Destinations>();
  /** Where what is still open can be led to. */
  #led: ReadonlyMap<string, Destinations> = new Map();
  #openWhenLed = -1;

  constructor(space: Space, fabric: Fabric, open: Set<Route>) {
    this.#space = space;
    this.#fabric = fabric;
    this.#open = open;
    const classes = interfaceClasses(fabric);
    this.#hosts = classes.flatMap(({ representative: one }) => (one.receiver.kind === "host" ? [one] : []));
    this.#ends = classes.flatMap(({ firsts }) => firsts);
    this.#names = new Names(space, fabric);
    this.#nobodys = { 4: ofWorldAlone(space, fabric, DST4), 6: ofWorldAlone(space, fabric, DST6) };
    this.#services = [...fabric.gateways.values()].flatMap(({ kind, id }) => (kind === "service" ? [id] : []));
    this.#ways = new Ways(space, fabric, { answers: true });
    const known = this.#ends.filter((one) => this.#names.outside(one).length > 0);
    const passing = [...fabric.interfaces.values()].filter(passesOn);
    const few = inhabited(fabric, { interfaces: [...passing, ...known] });
    this.#onwards = new Telling(Object.assign(few, { outward: fabric.outward }), { goesBy: this.#goesBy });
    this.#thereAndBack = new Telling(inhabited(fabric, { interfaces: this.#ends }), { goesBy: this.#goesBy });
  }

  #sending: { readonly origin: Origin; readonly header: Header } | undefined;

  readonly #goesBy = (route: Route, { set, chosen }: Packet): undefined => {
    if (this.#sending && this.#open.delete(route)) this.taken.set(route, { ...this.#sending, set, chosen });
  };

  /** The cheapest first: each leaves less to be looked for by the next. */
  *run(): Generator<Progress, undefined> {
    const hosts = this.#hosts;
    // One of each segment first: most of what can be taken there is taken by whoever is asked.
    const firsts = new Set(new Map(hosts.map((one) => [one.segment, one])).values());
    const ordered = [...firsts, ...hosts.filter((one) => !firsts.has(one))];
    const rounds = [
      hosts.map((one) => () => this.#sendsFirst(one)),
      [() => this.#sendsFromWorld()],
      ordered.map((one) => () => this.#sends(one)),
      [() => this.#isAnsweredInWorld()],
      ordered.map((one) => () => this.#isAnswered(one)),
    ];
    const of = rounds.reduce((sum, steps) => sum + steps.length, 0);
    let done = 0;
    for (const [round, steps] of rounds.entries()) {
      if (round > 0) this.#look();
      for (const [i, step] of steps.entries()) {
        if (this.#open.size === 0) return;
        yield { done: done++, of };
        if (round > 0 && i > 0 && i % LOOK_AGAIN === 0) this.#look();
        step();
      }
    }
  }

  /** As far as the first table. */
  #sendsFirst(one: Interface): undefined {
    const router = this.#fabric.routers.get(this.#fabric.segments.get(one.segment)?.router ?? "");
    if (!router || !this.#isOpen(router)) return;
    for (const { header, set } of families.flatMap((family) => sentBy(this.#space, one, family))) {
      const branches = new Branches(this.#space, this.#onwards);
      this.#sending = { origin: { interface: one.id }, header };
      begins(branches, one.id, packetOf(set, header));
      const departing = branches.next();
      if (departing) leaves(branches, one.id, departing.packet);
    }
  }

  #isOpen(router: Router): boolean {
    for (const [, route] of router.routes.entries()) if (this.#open.has(route)) return true;
    return false;
  }

  /** Wherever something can be led to that is open. */
  #sends(one: Interface): undefined {
    const led = this.#led.get(ofSegment(one.segment));
    if (!led) return;
    const origin = { interface: one.id };
    for (const family of families)
      if (led[family] !== EMPTY)
        for (const sent of sentBy(this.#space, one, family)) this.#walkOn(origin, sent, led[family]);
  }

  #sendsFromWorld(): undefined {
    const led = this.#led.get(ofWorld(WORLD)) ?? NOTHING;
    for (const family of families)
      for (const sent of sentByWorld(this.#space, this.#fabric, family))
        this.#walkOn({ world: WORLD }, sent, led[family]);
  }

  /** To whoever answers by what is open. */
  #isAnswered(one: Interface): undefined {
    const places = this.#answeringTo(this.#names.known(one));
    for (const family of places.length > 0 ? families : [])
      for (const sent of sentBy(this.#space, one, family))
        for (const place of places) this.#walkThereAndBack({ interface: one.id }, sent, place[family]);
  }

  #isAnsweredInWorld(): undefined {
    const places = this.#answeringTo(this.#nobodys);
    for (const family of families)
      for (const sent of sentByWorld(this.#space, this.#fabric, family))
        for (const place of places) this.#walkThereAndBack({ world: WORLD }, sent, place[family]);
  }

  #walkOn(origin: Origin, { header, set }: Asked, to: Node): undefined {
    const sent = this.#space.bdd.and(set, to);
    if (sent === EMPTY) return;
    this.#sending = { origin, header };
    walked(this.#space, this.#onwards, origin, packetOf(sent, header));
  }

  #walkThereAndBack(origin: Origin, { header, set }: Asked, to: Node): undefined {
    const sent = this.#space.bdd.and(set, to);
    if (sent === EMPTY || this.#open.size === 0) return;
    this.#sending = { origin, header };
    connections(this.#space, this.#thereAndBack, origin, header, sent);
  }

  /** Who is where answers to these are led to what is open. */
  #answeringTo(known: Destinations): readonly Destinations[] {
    const { bdd } = this.#space;
    return [...this.#led].flatMap(([place, led]) =>
      families.some((family) => bdd.intersects(led[family], known[family]))
        ? [entry(this.#called, place, () => this.#calledAt(place))]
        : [],
    );
  }

  #calledAt(place: string): Destinations {
    if (place === ofWorld(WORLD)) return this.#nobodys;
    const ends = this.#ends.filter(({ segment }) => place === ofSegment(segment));
    const service = this.#services.find((id) => place === ofWorld(id));
    const all = [...ends.flatMap((end) => this.#names.called(end)), ...(service ? this.#destinationsOf(service) : [])];
    return among(this.#space, all);
  }

  /** Where routes lead to a gateway. */
  #destinationsOf(id: string): readonly Prefix[] {
    return [...this.#fabric.routers.values()].flatMap(({ routes }) =>
      [...routes.entries()].flatMap(([prefix, { next }]) => ("id" in next && next.id === id ? [prefix] : [])),
    );
  }

  /** What can be led to what is open, anew where that has become less. */
  #look(): undefined {
    if (this.#open.size === this.#openWhenLed) return;
    const { bdd } = this.#space;
    const worlds = [WORLD, ...this.#services].map(ofWorld);
    const places = [...[...this.#fabric.segments.keys()].map(ofSegment), ...worlds];
    this.#led = fixpoint(this.#space, this.#ways, places, NOTHING, (place) => {
      const parts = [...this.#ways.routesAt(place)].filter(([route]) => this.#open.has(route));
      const of = (family: Family): Node => parts.reduce<Node>((all, [, part]) => bdd.or(all, part[family]), EMPTY);
      return { 4: of(4), 6: of(6) };
    });
    this.#openWhenLed = this.#open.size;
  }
}
