/**
 * Routes that lead nowhere though something may follow them: the target is gone, cannot be used where the router stands, or
 * the route says discard. A router is looked at where it is asked: by segments, at the arrival of tunnels and edges, and by
 * the ends of hubs. A route counts where some destination really takes it: longer prefixes take theirs first, and what lies
 * in the segment itself never asks.
 */
import type { Fabric, NextHop, Route, Router } from "../../fabric/fabric.ts";
import { EMPTY } from "../bdd.ts";
import type { Space } from "../space.ts";
import { type Finding, listed, type Search } from "./finding.ts";
import { leftTo, type Use, usesOf } from "./routerUses.ts";

export function* blackholes(space: Space, fabric: Fabric): Search {
  const all = usesOf(fabric);
  let done = 0;
  for (const [id, uses] of all) {
    const router = fabric.routers.get(id);
    const progress = { done: done++, of: all.size };
    if (!router) continue;
    for (const [prefix, route] of router.routes.entries()) {
      yield progress;
      const found = new Map<string, { readonly target: readonly string[]; readonly users: string[] }>();
      for (const use of uses) {
        const trouble = troubleWith(fabric, route.next, use);
        if (!trouble || leftTo(space, fabric, router, prefix, use) === EMPTY) continue;
        const known = found.get(trouble.why);
        if (known) known.users.push(use.by);
        else found.set(trouble.why, { target: trouble.at, users: [use.by] });
      }
      for (const [why, { target, users }] of found) yield findingOf(router, route, why, target, users);
    }
  }
  return undefined;
}

const findingOf = (
  router: Router,
  route: Route,
  why: string,
  target: readonly string[],
  users: readonly string[],
): Finding => ({
  resource: router.resource,
  rule: route.name,
  why: `${why}; ${listed(users)} ${users.length === 1 ? "uses" : "use"} this table`,
  others: [...new Set([...target, ...users])],
});

interface Trouble {
  readonly why: string;
  /** The target, where the route names one. */
  readonly at: readonly string[];
}

/** What is wrong with a target for who asks, if anything. */
function troubleWith(fabric: Fabric, next: NextHop, use: Use): Trouble | undefined {
  switch (next.kind) {
    case "local":
      return undefined;
    case "discard":
      return { why: `discards what it covers: ${next.why}`, at: [] };
    case "interface": {
      const at = fabric.interfaces.get(next.id);
      if (!at) return gone(next.id);
      return at.domain === use.domain ? undefined : elsewhere(next.id, at.domain);
    }
    case "gateway":
      return troubleWithGateway(fabric, next.id, use);
    case "end":
      return use.kind === "hub-end"
        ? troubleWithEnd(fabric, next.id)
        : { why: `${next.id} is a hub's own`, at: [next.id] };
  }
}

const gone = (id: string): Trouble => ({ why: `${id} is gone`, at: [id] });
const elsewhere = (id: string, domain: string): Trouble => ({ why: `${id} belongs to ${domain}`, at: [id] });

function troubleWithGateway(fabric: Fabric, id: string, { domain, zone, kind }: Use): Trouble | undefined {
  const gateway = fabric.gateways.get(id);
  if (!gateway || kind === "hub-end")
    return gateway ? { why: `a hub's table cannot lead to ${id}`, at: [id] } : gone(id);
  switch (gateway.kind) {
    case "hub": {
      const end = fabric.hubEnds.get(gateway.entrances.get(domain) ?? "");
      if (end?.to.kind !== "domain") return { why: `${domain} is not attached to ${id}`, at: [id] };
      if (zone === undefined) return { why: `${id} takes nothing from beyond ${domain}`, at: [id] };
      const port = end.to.ports.find((one) => one.zone === zone);
      if (port && fabric.segments.has(port.segment)) return undefined;
      return { why: `${end.resource} has no subnet in zone ${zone}`, at: [id, end.resource] };
    }
    case "tunnel":
      return gateway.ends.some((end) => end.domain === domain)
        ? undefined
        : { why: `${id} does not end at ${domain}`, at: [id] };
    case "port": {
      const at = fabric.interfaces.get(gateway.interface);
      if (!at) return gone(gateway.interface);
      return at.domain === domain ? undefined : elsewhere(id, at.domain);
    }
    default:
      return gateway.domain === domain ? undefined : elsewhere(id, gateway.domain);
  }
}

function troubleWithEnd(fabric: Fabric, id: string): Trouble | undefined {
  const end = fabric.hubEnds.get(id);
  if (!end) return gone(id);
  const { to, resource } = end;
  if (to.kind === "discard") return { why: `${resource} discards what it gets: ${to.why}`, at: [resource] };
  if (to.kind === "end")
    return fabric.hubEnds.has(to.end) ? undefined : { why: `${resource}'s far end is gone`, at: [resource] };
  if (to.ports.some((port) => fabric.segments.has(port.segment))) return undefined;
  return { why: `${resource} has no subnet`, at: [resource] };
}
