/**
 * A fabric with fewer inhabitants: a walk to any destination parts by everybody who has an address, so questions that one of
 * each class can answer are asked of a fabric in which only those have one.
 */
import { PrefixMap } from "../../base/prefixMap.ts";
import { Fabric, type Interface } from "../../fabric/fabric.ts";
import { entry } from "../space.ts";

export interface Inhabitants {
  /** Who has an address. All others are nobody. */
  readonly interfaces: Iterable<Interface>;
  /** As if every host ran: what a stopped host is configured for is not unused. */
  readonly running?: boolean;
}

export function inhabited(fabric: Fabric, { interfaces, running = false }: Inhabitants): Fabric {
  const fewer = new Fabric();
  for (const table of [
    "domains",
    "segments",
    "filters",
    "boundaries",
    "routers",
    "gateways",
    "hubEnds",
    "sets",
    "edges",
  ] as const)
    copy<unknown>(fabric[table], fewer[table] as Map<string, unknown>);
  copy(fabric.interfaces, fewer.interfaces);
  for (const [prefix, domain] of fabric.routedIn.entries()) fewer.routedIn.set(prefix, domain);
  for (const domain of fabric.locations.keys()) {
    fewer.locations.set(domain, new Map());
    fewer.outward.set(domain, new Map());
  }
  for (const one of interfaces) {
    const { id, domain, receiver } = one;
    if (running && receiver.kind === "host" && !receiver.up)
      fewer.interfaces.set(id, { ...one, receiver: { ...receiver, up: true } });
    for (const range of one.ranges ?? [])
      if (fabric.ranges.get(domain)?.get(range) === id)
        entry(fewer.ranges, domain, () => new PrefixMap<string>()).set(range, id);
    for (const address of one.addresses) {
      if (fabric.interfaceAt(domain, address) !== id) continue;
      fewer.locations.get(domain)?.set(address, id);
      const outer = fabric.outward.get(domain)?.get(address);
      if (outer === undefined) continue;
      fewer.outward.get(domain)?.set(address, outer);
      const inner = fabric.outer.get(outer);
      if (inner) fewer.outer.set(outer, inner);
      if (fabric.kept.has(outer)) fewer.kept.add(outer);
    }
  }
  return fewer;
}

function copy<V>(from: ReadonlyMap<string, V>, to: Map<string, V>): void {
  for (const [key, value] of from) to.set(key, value);
}

/** The fabric as if every host ran. */
export function running(fabric: Fabric): Fabric {
  const interfaces = new Map(fabric.interfaces);
  for (const [id, one] of interfaces)
    if (one.receiver.kind === "host" && !one.receiver.up)
      interfaces.set(id, { ...one, receiver: { ...one.receiver, up: true } });
  return Object.assign(new Fabric(), fabric, { interfaces });
}
