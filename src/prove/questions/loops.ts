/**
 * Flows that pass more routers than their time to live allows. By routes alone it is known which destinations can circle, and
 * from where (`circling.ts`); only those are walked, from one interface of each class in such a segment and from the world,
 * with everything that filters, boundaries and translators do to them on the way. Hosts that nothing passes on for are left
 * out of the walk: what reaches them has ended.
 */
import { formatAddress } from "../../base/address.ts";
import { Fabric, type Interface } from "../../fabric/fabric.ts";
import { asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { interfaceClasses, passesOn } from "../classes.ts";
import { families } from "../flowSet.ts";
import type { Header } from "../header.ts";
import type { Outcome, Trail } from "../packet.ts";
import { pick } from "../pick.ts";
import { Reading } from "../reading.ts";
import { DST4, DST6, levelsOf, type Space } from "../space.ts";
import { type Progress, within } from "../steps.ts";
import { connecting, type Origin } from "../walk.ts";
import { circling } from "./circling.ts";
import type { Finding, Search } from "./finding.ts";
import { inhabited } from "./inhabited.ts";
import { type Destinations, ofSegment, ofWorld } from "./places.ts";

export function* loops(space: Space, fabric: Fabric): Search {
  const circles = circling(space, fabric);
  if (circles.size === 0) return undefined;
  const classes = interfaceClasses(fabric);
  // Whom the world knows it leads into a domain, whether or not he is ever reached.
  const known = classes.flatMap(({ representative: one }) => (isKnownOutside(fabric, one) ? [one] : []));
  const fromWorld = inhabited(fabric, { interfaces: [...[...fabric.interfaces.values()].filter(passesOn), ...known] });
  const search = new Walks(space, fabric);
  const of = classes.length + 1;
  const world = circles.get(ofWorld("internet"));
  if (world) yield* search.from(fromWorld, { world: "internet" }, undefined, world, { done: 0, of });
  // A sender's own address is known, so that nobody has to go through all that the world knows.
  const fromInside = Object.assign(new Fabric(), fromWorld, { outward: fabric.outward });
  const left = new Map(circles);
  for (const [index, { representative: one }] of classes.entries()) {
    const progress = { done: index + 1, of };
    yield progress;
    const place = ofSegment(one.segment);
    const open = left.get(place);
    if (!open || one.receiver.kind !== "host" || !one.receiver.up) continue;
    for (const family of families) {
      const src = one.addresses.find((address) => (typeof address === "number" ? 4 : 6) === family);
      if (src === undefined || open[family] === EMPTY) continue;
      const to = { 4: EMPTY, 6: EMPTY, [family]: open[family] };
      const lost = yield* search.from(fromInside, { interface: one.id }, src, to, progress);
      // What has been seen to circle from here needs no second witness.
      const now = left.get(place) ?? open;
      left.set(place, { ...now, [family]: space.bdd.diff(now[family], lost[family]) });
    }
  }
  return undefined;
}

const isKnownOutside = (fabric: Fabric, { domain, addresses }: Interface): boolean =>
  addresses.some((one) => fabric.outward.get(domain)?.has(one));

class Walks {
  readonly #space: Space;
  readonly #fabric: Fabric;
  /** The circles that were found. */
  readonly #found = new Set<string>();
  readonly #routers: ReadonlySet<string>;

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#fabric = fabric;
    this.#routers = new Set([...fabric.routers.values()].map(({ resource }) => resource));
  }

  /** Walks to these destinations; gives those that were lost in some loop. */
  *from(
    fabric: Fabric,
    origin: Origin,
    src: number | bigint | undefined,
    to: Destinations,
    progress: Progress,
  ): Generator<Progress | Finding, Destinations> {
    const { bdd } = this.#space;
    const lost = { 4: EMPTY, 6: EMPTY };
    for (const family of families) {
      if (to[family] === EMPTY) continue;
      const kept = new Set(levelsOf(family === 4 ? DST4 : DST6));
      for (const { header, set } of asked(this.#space, { family, src }, {})) {
        const sent = bdd.and(set, to[family]);
        const walks = connecting(this.#space, new Reading(fabric), origin, header, sent, () => false);
        for (const { out } of yield* within(progress, walks)) {
          if (out.disposition !== "loop") continue;
          const finding = this.#newly(origin, header, out);
          if (finding) yield finding;
          lost[family] = bdd.or(lost[family], destinationsOf(this.#space, out.packet.set, kept));
        }
      }
    }
    return lost;
  }

  /** The circle of a lost packet, where it was not found before. */
  #newly(origin: Origin, header: Header, out: Outcome): Finding | undefined {
    const circle = circleOf(out.packet.trail);
    const routers = circle.filter((one) => this.#routers.has(one));
    const [first] = [...routers].sort();
    const turned = [...circle.slice(circle.indexOf(first ?? "")), ...circle.slice(0, circle.indexOf(first ?? ""))];
    const key = [...new Set(circle)].sort().join(" ");
    if (this.#found.has(key)) return undefined;
    const witness = pick(this.#space, header, out.packet.set, out.packet.chosen);
    if (!witness) return undefined;
    this.#found.add(key);
    const resource = first ?? circle[0] ?? out.resource;
    const { dst } = out.packet.header;
    const rule = this.#routeOf(resource, typeof dst === "object" ? witness.flow.dst : dst);
    return {
      resource,
      ...(rule === undefined ? {} : { rule }),
      why: `what goes to ${formatAddress(witness.flow.dst)} goes round: ${[...turned, resource].join(" → ")}`,
      others: [...new Set(turned)].filter((one) => one !== resource),
      shown: { origin, witness },
    };
  }

  #routeOf(resource: string, dst: number | bigint): string | undefined {
    for (const router of this.#fabric.routers.values())
      if (router.resource === resource) return router.routes.lookup(dst)?.name;
    return undefined;
  }
}

const destinationsOf = ({ bdd }: Space, set: Node, kept: ReadonlySet<number>): Node =>
  bdd.exists(set, (level) => !kept.has(level));

/** The elements that a trail ends in again and again, in their order; all of it where nothing repeats. */
function circleOf(trail: Trail | undefined): readonly string[] {
  const last: string[] = [];
  for (let one = trail; one; one = one.before) last.push(one.element);
  for (let period = 1; period * 3 <= last.length; period++) {
    const repeats = last.slice(0, 2 * period).every((one, i) => one === last[i + period]);
    if (repeats) return last.slice(0, period).reverse();
  }
  return last.reverse();
}
