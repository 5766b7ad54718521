/**
 * Between which places the elements on the way can make a difference. Every flow that can pass at most (as if no interface
 * filtered) is walked in both fabrics, from one place of each class that is left then, there and back: where the same flows go
 * by the same elements with the same headers, filters find the same and nobody needs to look again.
 */
import type { Address } from "../../base/address.ts";
import { Fabric } from "../../fabric/fabric.ts";
import { asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { firstOfEach, jointClasses } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import type { Header } from "../header.ts";
import type { Outcome, Trail } from "../packet.ts";
import { Reading } from "../reading.ts";
import { DST4, DST6, levelsOf, type Space } from "../space.ts";
import type { Steps } from "../steps.ts";
import { connections, type Origin } from "../walk.ts";
import type { Differences } from "./differences.ts";
import { inhabited } from "./inhabited.ts";
import { type Destinations, NOTHING } from "./places.ts";

/** Where flows of one place may fare otherwise. */
export interface Touched {
  /** Interfaces. */
  readonly ends: ReadonlySet<string>;
  /** Destinations in the world. */
  readonly world: Destinations;
}

/** By interface and world; none for places that no difference touches. */
export function* touched(
  space: Space,
  before: Fabric,
  after: Fabric,
  differences: Differences,
): Steps<ReadonlyMap<string, Touched>> {
  const found = new Map<string, Touched>();
  const { ways, everywhere } = differences;
  if (!everywhere && [...ways.values()].every((ids) => ids.size === 0)) return found;
  const [was, is] = [unfiltered(before), unfiltered(after)];
  const classes = jointClasses(was, is);
  const classOf = new Map(classes.flatMap(({ ids }) => ids.slice(0, 2).map((id) => [id, ids] as const)));
  const peopled = [was, is].map((fabric) =>
    inhabited(fabric, {
      interfaces: [...classOf.keys()].flatMap((id) => fabric.interfaces.get(id) ?? []),
      running: true,
    }),
  );
  const suspects = ways.get("interfaces") ?? new Set();
  const compare = (origin: Origin, sources: readonly (Address | undefined)[], ids: readonly string[]): void => {
    const ends = new Set<string>();
    const world = { ...NOTHING };
    for (const family of families)
      for (const src of sources.filter((one) => one === undefined || (typeof one === "number") === (family === 4)))
        for (const { header, set } of asked(space, { family, src }, {})) {
          const [a, b] = peopled.map((fabric, i) => fates(space, fabric, origin, header, set, suspects, i)) as [
            Fates,
            Fates,
          ];
          for (const [key, { end, flows }] of [...a, ...b]) {
            if (a.has(key) && b.has(key)) continue;
            const members = classOf.get(end);
            for (const id of members ?? []) ends.add(id);
            if (!members) world[family] = space.bdd.or(world[family], destinationsOf(space, flows, family));
          }
        }
    if (ends.size === 0 && world[4] === EMPTY && world[6] === EMPTY) return;
    for (const id of ids) found.set(id, { ends, world });
  };
  for (const [done, { one, ids }] of classes.entries()) {
    yield { done, of: classes.length };
    if (one.receiver.kind === "host") compare({ interface: one.id }, firstOfEach(one), ids);
  }
  compare({ world: "internet" }, [undefined], ["internet"]);
  return found;
}

/** The fabric as if no interface filtered. */
function unfiltered(fabric: Fabric): Fabric {
  const interfaces = new Map([...fabric.interfaces].map(([id, one]) => [id, { ...one, filters: undefined }]));
  return Object.assign(new Fabric(), fabric, { interfaces, filters: new Map(), sets: new Map() });
}

type Fates = ReadonlyMap<string, { readonly end: string; readonly flows: Node }>;

/** The flows that work, by all that filters could see of them on their way; those by a `suspect` are always their own. */
function fates(
  space: Space,
  fabric: Fabric,
  origin: Origin,
  header: Header,
  set: Node,
  suspects: ReadonlySet<string>,
  which: number,
): Fates {
  const found = new Map<string, { end: string; flows: Node }>();
  for (const { set: flows, works, out, back } of connections(space, new Reading(fabric), origin, header, set)) {
    if (!works || out.end === undefined) continue;
    const passed = [...elementsOf(out.packet.trail), "|", ...elementsOf(back?.packet.trail)];
    const own = passed.some((one) => suspects.has(one)) ? [which] : [];
    const seen = [out.end, flows, passed, lookOf(out), back ? lookOf(back) : undefined, own];
    const key = JSON.stringify(seen, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    found.set(key, { end: out.end, flows });
  }
  return found;
}

const lookOf = ({ packet: { header, sourceDomain } }: Outcome): unknown => [header, sourceDomain];

function* elementsOf(trail: Trail | undefined): Iterable<string> {
  for (let one = trail; one; one = one.before) yield one.element;
}

function destinationsOf({ bdd }: Space, flows: Node, family: Family): Node {
  const kept = new Set(levelsOf(family === 4 ? DST4 : DST6));
  return bdd.exists(flows, (level) => !kept.has(level));
}
