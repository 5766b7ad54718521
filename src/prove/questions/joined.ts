/**
 * Which domains' packets routes lead into which: what is not joined needs no proof that it is apart. Routes alone are
 * followed, with all destinations at once; filters, boundaries and translations of the source are left out, so that more
 * may be joined than is, and never less.
 */
import type { Fabric, Gateway } from "../../fabric/fabric.ts";
import { routesTaken } from "../atSegment.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import { type Block, DST4, DST6, type Space } from "../space.ts";

/** Domains, each with those that its packets may come to, itself included. */
export function joinedDomains(
  space: Space,
  fabric: Fabric,
  domains: Iterable<string> = fabric.domains.keys(),
): ReadonlyMap<string, ReadonlySet<string>> {
  const routers = new Map<string, Set<string>>();
  for (const { domain, router } of fabric.segments.values())
    routers.set(domain, (routers.get(domain) ?? new Set()).add(router));
  return new Map(
    [...domains].map((domain) => {
      const found = new Set([domain]);
      for (const block of [DST4, DST6]) new Spread(space, fabric, block, found).from(domain, routers.get(domain) ?? []);
      return [domain, found];
    }),
  );
}

/** Destinations on their way from table to table, until no table sees new ones. */
class Spread {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #block: Block;
  readonly #found: Set<string>;
  readonly #seen = new Map<string, Node>();
  readonly #waiting: { readonly router: string; readonly domain: string; readonly set: Node }[] = [];

  constructor(space: Space, fabric: Fabric, block: Block, found: Set<string>) {
    this.#space = space;
    this.#fabric = fabric;
    this.#block = block;
    this.#found = found;
  }

  from(domain: string, routers: Iterable<string>): undefined {
    for (const router of routers) this.#waiting.push({ router, domain, set: FULL });
    for (let one = this.#waiting.pop(); one; one = this.#waiting.pop()) this.#follow(one.router, one.domain, one.set);
  }

  #follow(id: string, domain: string, set: Node): undefined {
    const fresh = this.#fresh(`${id} ${domain}`, set);
    if (fresh === EMPTY) return;
    const router = this.#fabric.routers.get(id);
    if (!router) return;
    for (const [route, part] of routesTaken(this.#space, router, this.#block, fresh)) {
      const { next } = route;
      if (next.kind === "local") this.#found.add(domain);
      if (next.kind === "interface") this.#leaveInterface(next.id, part);
      if (next.kind === "gateway") this.#pass(this.#fabric.gateways.get(next.id), domain, part);
    }
  }

  /** What was not seen there before. */
  #fresh(place: string, set: Node): Node {
    const before = this.#seen.get(place) ?? EMPTY;
    const fresh = this.#space.bdd.diff(set, before);
    if (fresh !== EMPTY) this.#seen.set(place, this.#space.bdd.or(before, fresh));
    return fresh;
  }

  #leaveInterface(id: string, set: Node): undefined {
    const at = this.#fabric.interfaces.get(id);
    if (!at) return;
    this.#found.add(at.domain);
    this.#leaveSegment(at.segment, set);
  }

  #leaveSegment(id: string, set: Node): undefined {
    const segment = this.#fabric.segments.get(id);
    if (!segment) return;
    this.#found.add(segment.domain);
    this.#waiting.push({ router: segment.router, domain: segment.domain, set });
  }

  #pass(gateway: Gateway | undefined, domain: string, set: Node): undefined {
    switch (gateway?.kind) {
      case "port": // NAT64 makes destinations of its own
        return this.#leaveInterface(gateway.interface, this.#block === DST6 && gateway.nat64 ? FULL : set);
      case "tunnel":
        for (const end of gateway.ends)
          if (end.domain !== domain) this.#waiting.push({ router: end.arrival, domain: end.domain, set });
        return;
      case "hub":
        return this.#crossHub(gateway.entrances.get(domain), set);
      case "edge":
      case "egress-only":
        return this.#enterFromWorld(set);
      default:
        return;
    }
  }

  #crossHub(end: string | undefined, set: Node): undefined {
    const router = this.#fabric.routers.get(this.#fabric.hubEnds.get(end ?? "")?.router ?? "");
    if (!router) return;
    const fresh = this.#fresh(`hub end ${end}`, set);
    if (fresh === EMPTY) return;
    for (const [{ next }, part] of routesTaken(this.#space, router, this.#block, fresh)) {
      const to = next.kind === "end" ? this.#fabric.hubEnds.get(next.id)?.to : undefined;
      if (to?.kind === "end") this.#crossHub(to.end, part);
      if (to?.kind === "domain") for (const port of to.ports) this.#leaveSegment(port.segment, part);
    }
  }

  /** By their own addresses, hosts are reached from the world over IPv6; over IPv4 by the world's names for them. */
  #enterFromWorld(set: Node): undefined {
    if (this.#block === DST4) return;
    for (const [prefix, domain] of this.#fabric.routedIn.entries())
      if (this.#space.bdd.and(set, this.#space.prefix(this.#block, prefix)) !== EMPTY) this.#found.add(domain);
  }
}
