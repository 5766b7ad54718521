/**
 * Who reaches whom, of all hosts at once, by what: groups of interfaces against each other. The work is done once for a
 * class of interfaces (`classes.ts`). What lies between two places (routes, boundaries) is walked once without the filters
 * at the two ends; filters are then laid over it, since a connection works exactly when its packets pass what lies
 * between, and each filter lets them pass or remembers what they answer. Where more than that stands between (a host
 * that forwards, a translator), the pair is proved whole.
 */
import type { Fabric } from "../../fabric/fabric.ts";
import type { Terms } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { classesOf, type InterfaceClass } from "../classes.ts";
import { reversed } from "../header.ts";
import { type End, faring } from "../prover.ts";
import { Reading } from "../reading.ts";
import { entry, type Space } from "../space.ts";
import { type Between, betweenOf, type Lane } from "./between.ts";
import { Filters } from "./filters.ts";
import { joinedDomains } from "./joined.ts";

/** What one class of interfaces does with another. */
export interface ClassPair {
  readonly from: InterfaceClass;
  readonly to: InterfaceClass;
  /** By kind of header: the flows that work. */
  readonly lanes: readonly (readonly [Lane, Node])[];
}

export interface MatrixOptions {
  readonly terms?: Terms;
  /** Only from, and only to, classes for which it holds. */
  readonly from?: (one: InterfaceClass) => boolean;
  readonly to?: (one: InterfaceClass) => boolean;
}

/** Every pair of classes of which some connection works. */
export function* matrix(space: Space, fabric: Fabric, options: MatrixOptions = {}): Iterable<ClassPair> {
  const { terms = {}, from = () => true, to = () => true } = options;
  const reading = new Reading(fabric);
  const classes = classesOf(fabric);
  const byDomain = new Map<string, InterfaceClass[]>();
  for (const one of classes) {
    if (!to(one)) continue;
    const known = byDomain.get(one.representative.domain);
    if (known) known.push(one);
    else byDomain.set(one.representative.domain, [one]);
  }
  const joined = joinedDomains(space, fabric);
  const filters = new Filters(space, reading);
  const betweens = new Map<string, Map<string, Between>>();
  for (const source of classes) {
    if (!from(source)) continue;
    const here = entry(betweens, source.place, () => new Map<string, Between>());
    for (const domain of joined.get(source.representative.domain) ?? [])
      for (const target of byDomain.get(domain) ?? []) {
        const pair = distinct(fabric, source, target);
        if (!pair) continue;
        const between = entry(here, target.place, () => betweenOf(space, fabric, pair[0], pair[1], terms));
        const lanes =
          between.kind === "plain"
            ? overlaid(space, filters, between, source, target)
            : between.kind === "nothing"
              ? []
              : proved(space, reading, pair, terms);
        if (lanes.length > 0) yield { from: source, to: target, lanes };
      }
  }
}

/** One interface of each; two of them where the classes are one. */
function distinct(fabric: Fabric, source: InterfaceClass, target: InterfaceClass) {
  if (source !== target) return [source.representative, target.representative] as const;
  const other = fabric.interfaces.get(target.members[1] ?? "");
  return other && ([source.representative, other] as const);
}

/**
 * Out: both filters admit the first packet. Back: what a filter tracked it lets return; what it left untracked meets the
 * rules of the other way.
 */
function overlaid(
  space: Space,
  filters: Filters,
  { lanes }: Between & { readonly kind: "plain" },
  source: InterfaceClass,
  target: InterfaceClass,
): ClassPair["lanes"] {
  const { bdd } = space;
  const works: [Lane, Node][] = [];
  for (const lane of lanes) {
    const { sets } = lane;
    const header = {
      ...lane.header,
      src: source.representative.addresses[lane.source] ?? lane.header.src,
      dst: target.representative.addresses[lane.destination] ?? lane.header.dst,
    };
    const answer = reversed(header);
    let all: Node = EMPTY;
    for (const { set, arrivesAs, returnsAs } of sets) {
      const leaves = filters.admits(source, "egress", header, undefined);
      let left = bdd.and(set, bdd.or(leaves.tracked, leaves.untracked));
      if (left === EMPTY) continue;
      const enters = filters.admits(target, "ingress", header, arrivesAs);
      left = bdd.and(left, bdd.or(enters.tracked, enters.untracked));
      if (left === EMPTY) continue;
      if (enters.untracked !== EMPTY) {
        const again = filters.admits(target, "egress", answer, undefined);
        left = bdd.and(left, bdd.or(enters.tracked, bdd.or(again.tracked, again.untracked)));
      }
      if (leaves.untracked !== EMPTY) {
        const again = filters.admits(source, "ingress", answer, returnsAs);
        left = bdd.and(left, bdd.or(leaves.tracked, bdd.or(again.tracked, again.untracked)));
      }
      all = bdd.or(all, left);
    }
    if (all !== EMPTY) works.push([lane, all]);
  }
  return works;
}

const proved = (
  space: Space,
  reading: Reading,
  [from, to]: readonly [{ readonly id: string }, { readonly id: string }],
  terms: Terms,
): ClassPair["lanes"] => provenLanes(space, reading, { interface: from.id }, { interface: to.id }, terms);

/** What works from one end to another, whatever stands between. */
export const provenLanes = (space: Space, reading: Reading, from: End, to: End, leaving: Terms): ClassPair["lanes"] =>
  faring(space, reading, { from, to, leaving }).working.map(
    ({ header, set }) => [{ header, source: 0, destination: 0, sets: [] }, set] as const,
  );
