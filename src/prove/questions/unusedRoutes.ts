/**
 * Routes that nothing takes (`takenRoutes.ts` says what takes one), each with the reason. Not told of: routes within the domain,
 * which nobody makes; those that discard, whose use is that nothing comes (`blackholes.ts` tells where something does); those
 * of routers that nothing asks. A router all of whose routes are unused since nobody is behind it is one finding.
 */
import { formatPrefix } from "../../base/prefix.ts";
import type { Fabric, Interface, NextHop, Route, Router } from "../../fabric/fabric.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { protocolClasses, sentHeader } from "../header.ts";
import { Reading } from "../reading.ts";
import { admitted, allowedBy } from "../rules.ts";
import { entry, type Space } from "../space.ts";
import { type Finding, listed, type Search } from "./finding.ts";
import { leftTo, longerThan, type Use, usesOf } from "./routerUses.ts";
import { takenRoutes } from "./takenRoutes.ts";

const isAskedAbout = ({ next }: Route): boolean => next.kind !== "local" && next.kind !== "discard";

export function* unusedRoutes(space: Space, fabric: Fabric): Search {
  const inUse = [...usesOf(fabric)].flatMap(([id, uses]) => {
    const router = fabric.routers.get(id);
    const routes = router ? [...router.routes.entries()].map(([, one]) => one).filter(isAskedAbout) : [];
    return router && routes.length > 0 ? [{ router, uses, routes }] : [];
  });
  const taken = yield* takenRoutes(
    space,
    fabric,
    inUse.flatMap(({ routes }) => routes),
  );
  const reasons = new Reasons(space, fabric);
  for (const { router, uses, routes } of inUse) {
    // A prefix list's routes are one: it is unused if all of them are.
    const byName = new Map<string, Route[]>();
    for (const route of routes) entry(byName, route.name, () => []).push(route);
    const unused = [...byName.values()].filter((all) => !all.some((one) => taken.has(one)));
    if (unused.length === byName.size && reasons.isDeserted(uses)) yield reasons.ofDeserted(router, uses);
    else for (const all of unused) yield reasons.ofRoute(router, uses, all);
  }
  return undefined;
}

class Reasons {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #hosts = new Map<string, Interface[]>();

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#fabric = fabric;
    for (const one of fabric.interfaces.values())
      if (one.receiver.kind === "host") entry(this.#hosts, one.segment, () => []).push(one);
  }

  /** Whether only segments ask in which nobody is. */
  isDeserted(uses: readonly Use[]): boolean {
    return uses.every(({ kind, by }) => kind === "segment" && !this.#hosts.has(by));
  }

  ofDeserted({ resource }: Router, uses: readonly Use[]): Finding {
    const segments = uses.map(({ by }) => by);
    const why = `none of its routes is taken, but those within the network: nobody is in ${listed(segments)}`;
    return { resource, why, others: segments };
  }

  ofRoute(router: Router, uses: readonly Use[], routes: readonly Route[]): Finding {
    const target = targetOf(this.#fabric, routes[0]?.next);
    const { why, others } = this.#hidden(router, uses, routes) ?? this.#unreached(router, uses, routes);
    return {
      resource: router.resource,
      rule: routes[0]?.name ?? "",
      why: `nothing takes it to ${target}: ${why}`,
      others: [...new Set([target, ...others])],
    };
  }

  /** No destination is left to it. */
  #hidden(router: Router, uses: readonly Use[], routes: readonly Route[]): Reason | undefined {
    const left = (use?: Use): boolean =>
      routes.some(({ prefix }) => leftTo(this.#space, this.#fabric, router, prefix, use) !== EMPTY);
    if (uses.some((use) => left(use))) return undefined;
    const longer = routes.flatMap(({ prefix }) => longerThan(router, prefix).map(formatPrefix));
    if (!left()) return { why: `longer routes have all of it: ${listed(longer)}`, others: [] };
    const segments = uses.map(({ by }) => by);
    const own = `all of it is in ${listed(segments)}, where nobody asks for a route to there`;
    return { why: longer.length > 0 ? `${own}, or has longer routes: ${listed(longer)}` : own, others: segments };
  }

  /** Nothing for there comes to the router. */
  #unreached(router: Router, uses: readonly Use[], routes: readonly Route[]): Reason {
    const segments = uses.filter(({ kind }) => kind === "segment");
    if (segments.length === 0) return { why: "nothing that comes to this table goes there", others: [] };
    const also = segments.length < uses.length ? ", and nothing else that comes to this table goes there" : "";
    const family = typeof routes[0]?.prefix.address === "number" ? 4 : 6;
    const hosts = segments.flatMap(({ by }) => this.#hosts.get(by) ?? []).filter((one) => speaks(one, family));
    if (hosts.length === 0) {
      const nobody = family === 4 ? "nobody is behind this table" : "nobody behind this table has an IPv6 address";
      return { why: nobody + also, others: [] };
    }
    const closed = new Set<string>();
    for (const use of segments) {
      const left = routes.reduce<Node>(
        (all, { prefix }) => this.#space.bdd.or(all, leftTo(this.#space, this.#fabric, router, prefix, use)),
        EMPTY,
      );
      for (const one of this.#closing(use.by, family, left)) closed.add(one);
    }
    const by =
      closed.size > 0 ? `: ${listed([...closed])} ${closed.size === 1 ? "lets" : "let"} nothing out to there` : "";
    return { why: `no host behind this table may send there${by}${also}`, others: [...closed] };
  }

  /** The filters and boundaries that let nothing out of a segment to these destinations. */
  #closing(segment: string, family: 4 | 6, to: Node): Iterable<string> {
    const { bdd } = this.#space;
    const reading = new Reading(this.#fabric);
    const boundary = this.#fabric.boundaries.get(this.#fabric.segments.get(segment)?.boundary ?? "");
    const closing = new Set<string>();
    const hosts = (this.#hosts.get(segment) ?? []).filter((one) => speaks(one, family));
    for (const [, filters] of new Map(hosts.map((one) => [one.filters?.join(), one.filters]))) {
      const inForce = filters?.flatMap((one) => this.#fabric.filters.get(one) ?? []);
      for (const kind of protocolClasses) {
        const header = sentHeader(family, kind);
        const crossing = { way: "egress", header, domain: undefined } as const;
        const { tracked, untracked } = inForce
          ? admitted(this.#space, reading, { ...crossing, filters: inForce })
          : { tracked: to, untracked: EMPTY };
        const sent = bdd.and(to, bdd.or(tracked, untracked));
        if (sent === EMPTY) for (const one of filters ?? []) closing.add(one);
        else if (boundary && !bdd.intersects(sent, allowedBy(this.#space, boundary, "egress", header)))
          closing.add(boundary.id);
      }
    }
    return closing;
  }
}

interface Reason {
  readonly why: string;
  readonly others: readonly string[];
}

const speaks = ({ addresses, ranges = [] }: Interface, family: 4 | 6): boolean =>
  [...addresses, ...ranges.map(({ address }) => address)].some((one) => (typeof one === "number" ? 4 : 6) === family);

function targetOf(fabric: Fabric, next: NextHop | undefined): string {
  if (next?.kind === "end") return fabric.hubEnds.get(next.id)?.resource ?? next.id;
  return next && "id" in next ? next.id : "nowhere";
}
