import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPrefix } from "../../../base/prefix.ts";
import type { PrefixMap } from "../../../base/prefixMap.ts";
import { Fabric } from "../../../fabric/fabric.ts";
import type { Lab } from "../lab.fixture.ts";
import { ec2Compiler } from "./compiler.ts";
import { anyStep, everything, take } from "./histories.fixture.ts";

/** Everything a fabric holds, as plain values that compare; empty containers count as absent. */
function told(fabric: Fabric) {
  const sorted = <V>(map: Iterable<readonly [string, V]>) =>
    Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  const routes = (router: {
    readonly routes: { entries(): Iterable<readonly [Parameters<typeof formatPrefix>[0], unknown]> };
  }) => sorted([...router.routes.entries()].map(([one, route]) => [formatPrefix(one), route] as const));
  const filled = <K, V>(maps: Map<string, Map<K, V>>) =>
    sorted([...maps].filter(([, map]) => map.size > 0).map(([id, map]) => [id, new Map([...map].sort())] as const));
  const written = <V>(map: PrefixMap<V>) => [...map.entries()].map(([one, value]) => [formatPrefix(one), value]).sort();
  return {
    domains: sorted(fabric.domains),
    segments: sorted(fabric.segments),
    interfaces: sorted(fabric.interfaces),
    filters: sorted(fabric.filters),
    boundaries: sorted(fabric.boundaries),
    gateways: sorted(fabric.gateways),
    hubEnds: sorted(fabric.hubEnds),
    edges: sorted(fabric.edges),
    routers: sorted([...fabric.routers].map(([id, router]) => [id, { ...router, routes: routes(router) }] as const)),
    sets: sorted(
      [...fabric.sets]
        .map(
          ([id, set]) =>
            [
              id,
              {
                prefixes: set.prefixes,
                members: [...set.members]
                  .filter(([, all]) => all.size > 0)
                  .map(([domain, all]) => [domain, [...all].sort()])
                  .sort(),
                ranges: [...(set.ranges ?? [])]
                  .map(([domain, all]) => [domain, written(all)] as const)
                  .filter(([, all]) => all.length > 0),
              },
            ] as const,
        )
        .filter(([, { prefixes, members, ranges }]) => prefixes.length + members.length + ranges.length > 0),
    ),
    locations: filled(fabric.locations),
    ranges: sorted(
      [...fabric.ranges].map(([domain, all]) => [domain, written(all)] as const).filter(([, all]) => all.length > 0),
    ),
    outward: filled(fabric.outward),
    outer: new Map([...fabric.outer].sort()),
    routedIn: sorted([...fabric.routedIn.entries()].map(([one, domain]) => [formatPrefix(one), domain] as const)),
  };
}

/** The same tables, compiled from nothing at once. */
function compiledAfresh(lab: Lab): Fabric {
  const { store } = lab.region.cloud;
  const fabric = new Fabric();
  const compile = ec2Compiler(store, fabric);
  for (const [table, rows] of store.tables())
    compile(Array.from(rows.values(), (after) => ({ table, before: undefined, after })));
  return fabric;
}

describe("the compiler", () => {
  test("after any changes the fabric is what compiling everything afresh would make", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 12 }), (plan) => {
        const network = everything();
        const { cloud } = network.lab.region;
        for (const { name, choice, look } of plan) {
          take(network, name, choice);
          if (look) cloud.fabric; // compiled now, or together with later changes
        }
        expect(told(cloud.fabric)).toEqual(told(compiledAfresh(network.lab)));
      }),
      { numRuns: Number(process.env["UNDERLAY_RUNS"] ?? 30), seed: 1 },
    );
  }, 60_000);
});
