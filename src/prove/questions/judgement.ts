/**
 * Which flows the filters of an interface judge otherwise in one fabric than in another: those that they let pass in one alone,
 * or remember in one alone. An answer meets rules only where its first packet was not remembered, so rules of the other way
 * count for that much.
 */
import type { Fabric, Filter, Interface } from "../../fabric/fabric.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { type Header, reversed } from "../header.ts";
import { NOWHERE } from "../packet.ts";
import { Reading } from "../reading.ts";
import { type Admission, admitted, type Way } from "../rules.ts";
import type { Space } from "../space.ts";

/** Each as an interface; the same one, where it has not changed itself. */
export interface Judging {
  readonly fabric: Fabric;
  readonly interface: Interface;
}

/** Of flows that begin (egress) or end (ingress) there, with this header there: those that are judged otherwise. */
export function judgedOtherwise(
  space: Space,
  [before, after]: readonly [Judging, Judging],
  way: Way,
  header: Header,
): Node {
  const { bdd } = space;
  const other: Way = way === "ingress" ? "egress" : "ingress";
  let all: Node = EMPTY;
  for (const domain of domainsTold(before, after)) {
    const [was, is] = [before, after].map((one) => admits(space, one, way, header, domain)) as [Admission, Admission];
    all = bdd.or(all, difference(space, was, is));
    const forgotten = bdd.or(was.untracked, is.untracked);
    if (forgotten === EMPTY) continue;
    const answer = reversed(header);
    const [wasBack, isBack] = [before, after].map((one) => admits(space, one, other, answer, domain)) as [
      Admission,
      Admission,
    ];
    all = bdd.or(all, bdd.and(forgotten, difference(space, wasBack, isBack)));
  }
  return all;
}

function difference({ bdd }: Space, a: Admission, b: Admission): Node {
  const apart = (one: Node, two: Node): Node => bdd.or(bdd.diff(one, two), bdd.diff(two, one));
  return bdd.or(apart(a.tracked, b.tracked), apart(a.untracked, b.untracked));
}

const filtersOf = ({ fabric, interface: { filters = [] } }: Judging): readonly Filter[] =>
  filters.flatMap((one) => fabric.filters.get(one) ?? []);

function admits(space: Space, judging: Judging, way: Way, header: Header, domain: string | undefined): Admission {
  const crossing = { filters: filtersOf(judging), way, header, domain: way === "ingress" ? domain : undefined };
  return admitted(space, new Reading(judging.fabric), crossing);
}

/** Whose members a source can be, as far as the sets that the rules name tell domains apart. */
function domainsTold(...all: readonly Judging[]): Iterable<string | undefined> {
  const domains = new Set<string | undefined>([undefined, NOWHERE]);
  for (const judging of all)
    for (const { ingress } of filtersOf(judging))
      for (const { peer } of ingress) {
        const set = peer.set === undefined ? undefined : judging.fabric.sets.get(peer.set);
        for (const domain of [...(set?.members.keys() ?? []), ...(set?.ranges?.keys() ?? [])]) domains.add(domain);
      }
  return domains;
}
