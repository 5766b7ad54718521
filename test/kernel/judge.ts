/** One network, built twice and asked twice; what the two say differently. */
import type { Blueprint } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import { type Described, describeRegion, need } from "./described.ts";
import { type Erected, erect } from "./erect.ts";
import type { Linux, Question, Verdict } from "./linux.ts";
import { namespacePlan } from "./namespaces.ts";
import { INTERNET, interfaceOf, machineName } from "./places.ts";
import { questions } from "./questions.ts";
import type { RuleSource } from "./securityGroupRules.ts";
import { answer, explain } from "./underlay.ts";

export interface Judged {
  readonly question: Question;
  readonly kernel: Verdict;
  readonly underlay: Verdict;
}

export interface Trial {
  readonly erected: Erected;
  readonly described: Described;
  readonly judged: readonly Judged[];
}

/** Both sides' verdicts about random questions, or about those that the caller makes of the described region. */
export async function judge(
  linux: Linux,
  blueprint: Blueprint,
  source: RuleSource,
  ask: (described: Described, erected: Erected) => readonly Question[],
): Promise<Trial> {
  const erected = erect(blueprint);
  const described = describeRegion(erected.region);
  await linux.build(namespacePlan(described, source));
  const asked = ask(described, erected);
  const verdicts = await askKernel(linux, asked);
  const judged = asked.map((question, i) => ({
    question,
    kernel: need(verdicts[i], "a verdict"),
    underlay: answer(erected.region.cloud, question),
  }));
  return { erected, described, judged };
}

export async function askKernel(linux: Linux, asked: readonly Question[]): Promise<readonly Verdict[]> {
  const verdicts = await linux.ask(asked.map((question) => ({ ...question, from: machineOf(question.from) })));
  return verdicts.map(({ arrived, works }) => ({
    arrived: arrived === undefined ? undefined : interfaceOf(arrived),
    works,
  }));
}

export const askAtRandom =
  (chance: Chance, count: number) =>
  (described: Described): readonly Question[] =>
    questions(chance, described, count);

const machineOf = (from: string): string => (from === INTERNET ? INTERNET : machineName(from));

export const disagreements = ({ judged }: Trial): readonly Judged[] =>
  judged.filter(({ kernel, underlay }) => kernel.works !== underlay.works || kernel.arrived !== underlay.arrived);

const printVerdict = ({ arrived, works }: Verdict): string =>
  `${arrived === undefined ? "lost" : `arrives at ${arrived}`}, ${works ? "answered" : "not answered"}`;

/** A disagreement for people: the question, both verdicts, Underlay's reasons, and what the labels stand for. */
export function printDisagreement({ erected }: Trial, { question, kernel, underlay }: Judged): string {
  return [
    `asked:    ${JSON.stringify(question)}`,
    `kernel:   ${printVerdict(kernel)}`,
    `Underlay: ${printVerdict(underlay)}`,
    explain(erected.region.cloud, question),
    [...erected.ids].map(([label, id]) => `${label} ${id}`).join(", "),
  ].join("\n");
}
