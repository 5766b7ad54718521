/** The matrix: groups of hosts against each other and the Internet, by what they reach each other. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { MatrixQuestion, PlaceAnswer, ReachRow } from "../../expect/questions.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import type { Terms } from "../../prove/asked.ts";
import { classesOf, type InterfaceClass } from "../../prove/classes.ts";
import { Services } from "../../prove/ports.ts";
import { type End, following, type Prover } from "../../prove/prover.ts";
import { type BundlePair, namedBy, pairsIn, type Sheet, sheetsOf } from "../../prove/questions/matrix.ts";
import type { Bundle, Flows } from "../../prove/questions/tiles.ts";
import { openHeader } from "../../prove/questions/ways.ts";
import { Reading } from "../../prove/reading.ts";
import { entry, type Space } from "../../prove/space.ts";
import { type Pauses, type Progress, within } from "../../prove/steps.ts";
import { Problem } from "../problem.ts";
import { isWithin, whereaboutsOf } from "../whereabouts.ts";
import { internetPlace, placeAnswer } from "./ends.ts";
import type { Found, Steps } from "./steps.ts";
import { anyTerms } from "./terms.ts";

/** The groups that an interface is in, each with its kind. */
type Grouping = (cloud: Cloud, one: Interface) => readonly string[];

const GROUPINGS: Readonly<Record<string, Grouping>> = {
  subnet: (_, { segment }) => [segment],
  vpc: (_, { domain }) => [domain],
  "security-group": (_, { filters }) => filters ?? [],
  instance: (_, { receiver }) => (receiver.id === undefined ? [] : [receiver.id]),
};

function groupingOf(by: string): Grouping {
  if (by.startsWith("tag:")) {
    const key = by.slice("tag:".length);
    return (cloud, { id, receiver }) => {
      const value = tagOf(cloud, receiver.id, key) ?? tagOf(cloud, id, key);
      return value === undefined ? [] : [`${by}=${value}`];
    };
  }
  const grouping = Object.hasOwn(GROUPINGS, by) ? GROUPINGS[by] : undefined;
  if (!grouping)
    throw new Problem("invalid", `'${by}' groups nothing: ${Object.keys(GROUPINGS).join(", ")} or tag:KEY.`);
  return grouping;
}

const tagOf = (cloud: Cloud, id: string | undefined, key: string): string | undefined =>
  id === undefined ? undefined : cloud.wordings.map(({ tag }) => tag?.(cloud.store, id, key)).find(Boolean);

/** A group's row is told as soon as all its members are asked about, and then forgotten. */
export async function* matrix(
  cloud: Cloud,
  prover: Prover,
  question: MatrixQuestion,
): Steps<RestOf<MatrixQuestion>, ReachRow> {
  const terms = anyTerms(question);
  const grouping = groupingOf(question.by);
  const { fabric } = cloud;
  const { space } = prover;
  const classes = classesOf(fabric, namedBy(terms));
  const groups = groupsByClass(cloud, classes, grouping, question);
  if (groups.size === 0 && question.by.startsWith("tag:"))
    throw new Problem("not-found", `Nothing in the network has a tag '${question.by.slice("tag:".length)}'.`, 404);
  const rows = new Rows(space, groups);
  const told = function* (group: string): Iterable<Found<ReachRow>> {
    for (const [to, { names }] of rows.taken(group))
      yield {
        row: {
          from: groupAnswer(cloud, question.by, group),
          to: groupAnswer(cloud, question.by, to),
          ports: names,
        },
      };
  };
  const reading = new Reading(fabric);
  let done = 0;
  for (const [id, own] of groups) {
    const progress = { done: done++, of: 2 * groups.size };
    const out = yield* within(progress, working(space, reading, { interface: id }, WORLD, terms));
    const back = yield* within(progress, working(space, reading, WORLD, { interface: id }, terms));
    for (const group of own.keys()) {
      if (out.length > 0) rows.gather(group, INTERNET, out);
      if (back.length > 0) rows.gather(INTERNET, group, back);
    }
  }
  yield* told(INTERNET);
  const isWhole = question.account === undefined && question.region === undefined;
  const threads = isWhole ? (question.threads ?? 1) : 1;
  for await (const step of sheets(space, fabric, classes, terms, groups, threads)) {
    if ("done" in step) {
      yield { done: groups.size + Math.floor((groups.size * step.done) / step.of), of: 2 * groups.size };
      continue;
    }
    for (const pair of pairsIn(step)) {
      rows.add(pair);
      yield { done, of: 2 * groups.size };
    }
    for (const group of rows.complete(step.from)) yield* told(group);
  }
  return { schema: "underlay/matrix/1" };
}

/** What works from one end to another. */
function* working(space: Space, reading: Reading, from: End, to: End, leaving: Terms): Pauses<Flows> {
  const fares = yield* following(space, reading, { from, to, leaving });
  return fares.working.map(({ header, set }) => ({ header: openHeader(header), set }));
}

/** Of many threads all at once, of one a party after the other. */
async function* sheets(
  space: Space,
  fabric: Fabric,
  classes: readonly InterfaceClass[],
  terms: Terms,
  groups: Groups,
  threads: number,
): AsyncGenerator<Progress | Sheet> {
  const isGrouped = ({ representative: { id } }: InterfaceClass): boolean => groups.has(id);
  if (threads === 1) yield* sheetsOf(space, fabric, classes, { terms, from: isGrouped, to: isGrouped });
  else {
    const { matrixByThreads } = await import("./workers.ts");
    const whole = await matrixByThreads(space, fabric, terms, threads);
    yield { from: whole.classes, tiles: whole.tiles, flows: whole.flows };
  }
}

type Groups = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What works between groups, gathered from what works between classes. */
class Rows {
  readonly #all = new Map<string, Map<string, Services>>();
  readonly #space: Space;
  readonly #groups: Groups;
  readonly #ofBundle = new WeakMap<Bundle, readonly string[]>();
  /** How many classes of each group are yet to be asked about. */
  readonly #ahead = new Map<string, number>();

  constructor(space: Space, groups: Groups) {
    this.#space = space;
    this.#groups = groups;
    for (const own of groups.values())
      for (const group of own.keys()) this.#ahead.set(group, (this.#ahead.get(group) ?? 0) + 1);
  }

  /** The row of a group, which is forgotten here. */
  taken(group: string): ReadonlyMap<string, Services> {
    const row = this.#all.get(group);
    this.#all.delete(group);
    return row ?? new Map();
  }

  /** The groups of which all is known, once all that these classes reach is. */
  complete(classes: readonly InterfaceClass[]): readonly string[] {
    const complete: string[] = [];
    for (const one of classes)
      for (const group of this.#of(one).keys()) {
        const ahead = (this.#ahead.get(group) ?? 0) - 1;
        this.#ahead.set(group, ahead);
        if (ahead === 0) complete.push(group);
      }
    return complete;
  }

  gather(from: string, to: string, flows: Flows): undefined {
    const gathered = entry(
      entry(this.#all, from, () => new Map<string, Services>()),
      to,
      () => new Services(this.#space),
    );
    for (const { header, set } of flows) gathered.add(header, set);
  }

  add({ from, to, flows }: BundlePair): undefined {
    for (const source of this.#groupsOf(from))
      for (const target of this.#groupsOf(to))
        if (source !== target || this.#hasTwo(source, from, to)) this.gather(source, target, flows);
  }

  #groupsOf(bundle: Bundle): readonly string[] {
    return entry(this.#ofBundle, bundle, () => [...new Set(bundle.flatMap((one) => [...this.#of(one).keys()]))]);
  }

  #of({ representative: { id } }: InterfaceClass): ReadonlyMap<string, number> {
    return this.#groups.get(id) ?? NONE;
  }

  /** Whether the group has one interface in each of the bundles, and not the same one. */
  #hasTwo(group: string, from: Bundle, to: Bundle): boolean {
    const inGroup = new Set([...from, ...to].filter((one) => this.#of(one).has(group)));
    if (inGroup.size > 1) return true;
    return [...inGroup].some((one) => (this.#of(one).get(group) ?? 0) > 1);
  }
}

const NONE: ReadonlyMap<string, number> = new Map();
const INTERNET = internetPlace.id;
const WORLD = { world: INTERNET };

/** By representative: the groups of a class's members, each with how many of them it has. */
function groupsByClass(
  cloud: Cloud,
  classes: readonly InterfaceClass[],
  grouping: Grouping,
  question: MatrixQuestion,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const isLimited = question.account !== undefined || question.region !== undefined;
  const byClass = new Map<string, Map<string, number>>();
  for (const { representative, members } of classes) {
    const groups = new Map<string, number>();
    for (const id of members) {
      const one = cloud.fabric.interfaces.get(id);
      if (!one || (isLimited && !isWithin(whereaboutsOf(cloud.store, id), question))) continue;
      for (const group of grouping(cloud, one)) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    if (groups.size > 0) byClass.set(representative.id, groups);
  }
  return byClass;
}

function groupAnswer(cloud: Cloud, by: string, id: string): PlaceAnswer {
  if (id === INTERNET) return placeAnswer(cloud, internetPlace);
  if (by.startsWith("tag:")) return { id, kind: "tag", name: id.slice(by.length + 1) };
  const name = cloud.wordings.map((wording) => wording.name(cloud.store, id)).find((one) => one !== undefined);
  return { id, kind: by, ...(name === undefined ? {} : { name }), ...whereaboutsOf(cloud.store, id) };
}
