/** Routes that could lead on from where flows stop: next hops that exist and know the destination, under a fitting prefix. */
import { contains, hostPrefix, overlaps, type Prefix } from "../../base/prefix.ts";
import { type Change, endsOfNewTunnel, newEdge, newTunnel, type RouteChange } from "../../fabric/change.ts";
import type { Gateway, Hub, NextHop, Route } from "../../fabric/fabric.ts";
import { anywhere } from "./overlay.ts";
import { endWith, familyAt, type Surroundings } from "./surroundings.ts";
import { isWorldly } from "./world.ts";

/** Hosts that forward, offered as next hops, of each domain. */
const MOST_FORWARDERS = 2;

/** Another way for what the router that decided last sends nowhere. */
export function leadOn(surroundings: Surroundings): readonly RouteChange[] {
  const router = deciding(surroundings);
  return router === undefined ? [] : otherWays(surroundings, router);
}

/** Another way from any router that was passed: the flow came to a place that it should not have come to. */
export const leadElsewhere = (surroundings: Surroundings): readonly RouteChange[] =>
  routersPassed(surroundings).flatMap((router) => otherWays(surroundings, router));

/** Those whose tables can be changed, the last first. */
function routersPassed({ fabric, place }: Surroundings): readonly string[] {
  const here = place.stage === "route" || place.stage === "hub-route" ? [place.resource] : [];
  return [...new Set([...here, ...place.trail])].filter((one) => fabric.routers.has(one));
}

const deciding = (surroundings: Surroundings): string | undefined => routersPassed(surroundings)[0];

function otherWays(surroundings: Surroundings, router: string): readonly RouteChange[] {
  const { fabric, plan, place } = surroundings;
  const domain = plan.domainOfRouter(router);
  const present = fabric.routers.get(router)?.routes.lookup(place.seen.dst);
  const hops = domain === undefined ? hubHops(surroundings) : [...domainHops(surroundings, domain)];
  return hops
    .filter(({ next }) => !sameHop(next, present?.next))
    .map(({ next, prefix }) => ({ kind: "route", router, next, ...placed(surroundings, prefix, present) }));
}

interface Hop {
  readonly next: NextHop;
  /** What lies there. */
  readonly prefix: Prefix;
}

/** Under the prefix of what lies there, unless a longer one decides now: then that route is replaced, or overruled. */
function placed(
  { place }: Surroundings,
  prefix: Prefix,
  present: Route | undefined,
): Pick<RouteChange, "prefix" | "replaces"> {
  if (!present || present.prefix.length < prefix.length) return { prefix, replaces: undefined };
  const leadsNowhere = place.disposition === "blackhole" && place.stage.endsWith("route");
  const isWide = present.prefix.length < hostPrefix(place.seen.dst).length;
  if (!leadsNowhere && isWide && place.isGiven.dst) return { prefix: hostPrefix(place.seen.dst), replaces: undefined };
  return { prefix: present.prefix, replaces: present.name };
}

const sameHop = (a: NextHop, b: NextHop | undefined): boolean =>
  b !== undefined && a.kind === b.kind && ("id" in a ? a.id : "") === ("id" in b ? b.id : "");

/** The prefix of a domain's plan that has the destination, where the domain knows it. */
function within({ fabric, place }: Surroundings, domain: string): Prefix | undefined {
  const { dst } = place.seen;
  if (fabric.interfaceAt(domain, dst) === undefined) return undefined;
  return fabric.domains.get(domain)?.prefixes.find((one) => contains(one, dst)) ?? hostPrefix(dst);
}

function* domainHops(surroundings: Surroundings, domain: string): Iterable<Hop> {
  const { fabric, plan, place } = surroundings;
  const here = within(surroundings, domain);
  if (here) yield { next: { kind: "local" }, prefix: here };
  for (const gateway of plan.gatewaysOf(domain)) {
    const prefix = beyond(surroundings, gateway, domain);
    if (prefix) yield { next: { kind: "gateway", id: gateway.id }, prefix };
  }
  const stranger = strangerTo(surroundings, domain);
  const there = stranger === undefined ? undefined : within(surroundings, stranger);
  if (stranger !== undefined && there)
    yield { next: { kind: "gateway", id: newTunnel(domain, stranger) }, prefix: there };
  const { dst } = place.seen;
  if (place.isGiven.dst && !isWorldly(fabric, dst)) return;
  const world = anywhere(familyAt(surroundings));
  yield { next: { kind: "gateway", id: fabric.edges.get(domain)?.edge ?? newEdge(domain) }, prefix: world };
  if (place.way === "back" || typeof dst === "bigint") return;
  for (const one of plan.forwardersOf(domain).slice(0, MOST_FORWARDERS))
    yield { next: { kind: "interface", id: one.id }, prefix: world };
}

/** The destination's domain, where nothing joins it to this one and a tunnel could: their address plans are apart. */
function strangerTo(surroundings: Surroundings, domain: string): string | undefined {
  const { fabric, plan, place } = surroundings;
  const far = place.isGiven.dst ? endWith(surroundings, place.seen.dst)?.domain : undefined;
  if (far === undefined || far === domain) return undefined;
  const joins = (gateway: Gateway): boolean =>
    (gateway.kind === "tunnel" && gateway.ends.some((end) => end.domain === far)) ||
    (gateway.kind === "hub" && gateway.entrances.has(far));
  if (plan.gatewaysOf(domain).some(joins)) return undefined;
  const [own = [], theirs = []] = [domain, far].map((id) => fabric.domains.get(id)?.prefixes);
  return own.some((one) => theirs.some((other) => overlaps(one, other))) ? undefined : far;
}

/** What of the destination lies beyond a gateway of this domain. */
function beyond(surroundings: Surroundings, gateway: Gateway, domain: string): Prefix | undefined {
  const { ask, fabric, place } = surroundings;
  const { dst } = place.seen;
  const isWorlds = !place.isGiven.dst || isWorldly(fabric, dst);
  const world = anywhere(familyAt(surroundings));
  switch (gateway.kind) {
    case "tunnel": {
      const far = gateway.ends[0].domain === domain ? gateway.ends[1] : gateway.ends[0];
      return within(surroundings, far.domain);
    }
    case "hub":
      for (const other of gateway.entrances.keys()) {
        const prefix = other === domain ? undefined : within(surroundings, other);
        if (prefix) return prefix;
      }
      return undefined;
    case "edge":
      return undefined; // Each domain has one, or could have it: `domainHops` offers that.
    case "egress-only":
      return isWorlds && place.way === "out" && typeof dst === "bigint" ? world : undefined;
    case "port":
      if (place.way === "back") return undefined;
      if (typeof dst === "number") return isWorlds ? world : undefined;
      return gateway.nat64 && contains(gateway.nat64, dst) ? gateway.nat64 : undefined;
    case "service":
      return "world" in ask.to && ask.to.world === gateway.id ? world : undefined;
  }
}

/** Ends of the hub that was entered last which lead to a domain that has the destination. */
function hubHops(surroundings: Surroundings): readonly Hop[] {
  const hub = lastHub(surroundings);
  return [...(hub?.entrances ?? [])].flatMap(([domain, end]) => {
    const prefix = within(surroundings, domain);
    return prefix ? [{ next: { kind: "end", id: end }, prefix }] : [];
  });
}

export function lastHub({ fabric, place }: Surroundings): Hub | undefined {
  for (const element of place.trail) {
    const gateway = fabric.gateways.get(element);
    if (gateway?.kind === "hub") return gateway;
  }
  return undefined;
}

/** A route that leads to a gateway which is not there: it may be an edge that its domain lacks. */
export function missingEdge(surroundings: Surroundings): readonly Change[] {
  const { fabric, plan, place } = surroundings;
  const router = deciding(surroundings);
  const domain = router === undefined ? undefined : plan.domainOfRouter(router);
  if (router === undefined || domain === undefined || fabric.edges.get(domain)?.edge !== undefined) return [];
  const next = fabric.routers.get(router)?.routes.lookup(place.seen.dst)?.next;
  if (next?.kind !== "gateway" || fabric.gateways.has(next.id)) return [];
  return [{ kind: "edge", id: next.id, domain }];
}

/** A route that leads to a tunnel which is yet to be made. */
export function missingTunnel(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const router = deciding(surroundings);
  const next = router === undefined ? undefined : fabric.routers.get(router)?.routes.lookup(place.seen.dst)?.next;
  if (next?.kind !== "gateway" || fabric.gateways.has(next.id)) return [];
  const domains = endsOfNewTunnel(next.id);
  return domains ? [{ kind: "tunnel", id: next.id, domains }] : [];
}

/** A domain that the world knows addresses of, and has no edge to let them in. */
export function edgeForDestination({ fabric, place }: Surroundings): readonly Change[] {
  const { dst } = place.seen;
  const domain = fabric.outer.get(dst)?.domain ?? (typeof dst === "bigint" ? fabric.routedIn.lookup(dst) : undefined);
  if (domain === undefined || fabric.edges.get(domain)?.edge !== undefined) return [];
  return [{ kind: "edge", id: newEdge(domain), domain }];
}
