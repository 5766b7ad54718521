/** The matrix: groups of hosts against each other and the Internet, by what they reach each other. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { MatrixQuestion, PlaceAnswer, RowsAnswer } from "../../expect/questions.ts";
import type { Interface } from "../../fabric/fabric.ts";
import { classesOf, type InterfaceClass } from "../../prove/classes.ts";
import { Services } from "../../prove/ports.ts";
import type { Prover } from "../../prove/prover.ts";
import { type ClassPair, matrix as classMatrix, provenLanes } from "../../prove/questions/matrix.ts";
import { Reading } from "../../prove/reading.ts";
import { entry } from "../../prove/space.ts";
import { Problem } from "../problem.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { internetPlace, placeAnswer } from "./ends.ts";
import type { Steps } from "./steps.ts";
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

export function* matrix(cloud: Cloud, prover: Prover, question: MatrixQuestion): Steps<RowsAnswer> {
  const terms = anyTerms(question);
  const grouping = groupingOf(question.by);
  const { fabric } = cloud;
  const { space } = prover;
  const classes = classesOf(fabric);
  const order = new Map(classes.map(({ representative: { id } }, place) => [id, place]));
  const groups = groupsByClass(cloud, classes, grouping, question);
  if (groups.size === 0 && question.by.startsWith("tag:"))
    throw new Problem("not-found", `Nothing in the network has a tag '${question.by.slice("tag:".length)}'.`, 404);
  const groupsOf = ({ representative: { id } }: InterfaceClass): ReadonlyMap<string, number> => groups.get(id) ?? NONE;
  const rows = new Map<string, Map<string, Services>>();
  const gather = (from: string, to: string, lanes: ClassPair["lanes"]): undefined => {
    const gathered = entry(
      entry(rows, from, () => new Map<string, Services>()),
      to,
      () => new Services(space),
    );
    for (const [{ header }, set] of lanes) gathered.add(header, set);
  };
  const isGrouped = (one: InterfaceClass): boolean => groupsOf(one).size > 0;
  for (const { from, to, lanes } of classMatrix(space, fabric, { terms, from: isGrouped, to: isGrouped })) {
    yield { done: order.get(from.representative.id) ?? 0, of: classes.length };
    for (const [source, count] of groupsOf(from))
      for (const target of groupsOf(to).keys())
        if (from !== to || source !== target || count > 1) gather(source, target, lanes);
  }
  const reading = new Reading(fabric);
  for (const [id, own] of groups) {
    yield { done: classes.length - 1, of: classes.length };
    const out = provenLanes(space, reading, { interface: id }, WORLD, terms);
    const back = provenLanes(space, reading, WORLD, { interface: id }, terms);
    for (const group of own.keys()) {
      if (out.length > 0) gather(group, INTERNET, out);
      if (back.length > 0) gather(INTERNET, group, back);
    }
  }
  const answer = [...rows].flatMap(([from, row]) =>
    [...row].map(([to, { names }]) => ({
      from: groupAnswer(cloud, question.by, from),
      to: groupAnswer(cloud, question.by, to),
      ports: names,
    })),
  );
  return { schema: "underlay/matrix/1", rows: answer };
}

const NONE: ReadonlyMap<string, number> = new Map();
const INTERNET = internetPlace.id;
const WORLD = { world: INTERNET };

/** By representative: the groups of a class's members, each with how many of them it has. */
function groupsByClass(
  cloud: Cloud,
  classes: readonly InterfaceClass[],
  grouping: Grouping,
  { account, region }: MatrixQuestion,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const byClass = new Map<string, Map<string, number>>();
  for (const { representative, members } of classes) {
    const groups = new Map<string, number>();
    for (const id of members) {
      const one = cloud.fabric.interfaces.get(id);
      if (!one || !isWithin(cloud, id, account, region)) continue;
      for (const group of grouping(cloud, one)) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    if (groups.size > 0) byClass.set(representative.id, groups);
  }
  return byClass;
}

function isWithin(cloud: Cloud, id: string, account: string | undefined, region: string | undefined): boolean {
  if (account === undefined && region === undefined) return true;
  const where = whereaboutsOf(cloud.store, id);
  return (account ?? where?.account) === where?.account && (region ?? where?.region) === where?.region;
}

function groupAnswer(cloud: Cloud, by: string, id: string): PlaceAnswer {
  if (id === INTERNET) return placeAnswer(cloud, internetPlace);
  if (by.startsWith("tag:")) return { id, kind: "tag", name: id.slice(by.length + 1) };
  const name = cloud.wordings.map((wording) => wording.name(cloud.store, id)).find((one) => one !== undefined);
  return { id, kind: by, ...(name === undefined ? {} : { name }), ...whereaboutsOf(cloud.store, id) };
}
