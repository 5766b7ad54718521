/** Who asks which router: segments, the arrivals of tunnels and edges, the ends of hubs. */
import { contains, type Prefix } from "../../base/prefix.ts";
import type { Fabric, Router } from "../../fabric/fabric.ts";
import type { Node } from "../bdd.ts";
import { DST4, DST6, type Space } from "../space.ts";

export interface Use {
  readonly kind: "segment" | "arrival" | "hub-end";
  /** The segment, the gateway, or the resource of the hub's end. */
  readonly by: string;
  /** The domain whose targets it may lead to; a hub's end has none of its own. */
  readonly domain: string;
  /** Where what asks stands: hubs are entered in a zone. */
  readonly zone: string | undefined;
}

/** Every router that something asks, with all that do. */
export function usesOf(fabric: Fabric): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (router: string | undefined, use: Use): void => {
    if (router === undefined) return;
    const known = uses.get(router);
    if (known) known.push(use);
    else uses.set(router, [use]);
  };
  for (const { id, domain, zone, router } of fabric.segments.values())
    add(router, { kind: "segment", by: id, domain, zone });
  for (const gateway of fabric.gateways.values()) {
    const by = gateway.id;
    if (gateway.kind === "edge") add(gateway.arrival, { kind: "arrival", by, domain: gateway.domain, zone: undefined });
    if (gateway.kind === "tunnel")
      for (const { arrival, domain } of gateway.ends) add(arrival, { kind: "arrival", by, domain, zone: undefined });
  }
  for (const { resource, router } of fabric.hubEnds.values())
    add(router, { kind: "hub-end", by: resource, domain: "", zone: undefined });
  return uses;
}

/** The destinations of a route that longer ones leave to it, without what the segment that asks keeps to itself. */
export function leftTo(space: Space, fabric: Fabric, router: Router, prefix: Prefix, use?: Use): Node {
  const block = typeof prefix.address === "number" ? DST4 : DST6;
  let left: Node = space.prefix(block, prefix);
  const without = (other: Prefix): void => {
    left = space.bdd.diff(left, space.prefix(block, other));
  };
  for (const other of longerThan(router, prefix)) without(other);
  if (use?.kind === "segment") for (const own of fabric.segments.get(use.by)?.prefixes ?? []) without(own);
  return left;
}

/** The prefixes of a router that lie in this one. */
export const longerThan = (router: Router, prefix: Prefix): readonly Prefix[] =>
  [...router.routes.entries()].flatMap(([other]) =>
    other.length > prefix.length && contains(prefix, other.address) ? [other] : [],
  );
