/** What was found in the network: loops, black holes, rules that never decide, plans that overlap. */
import type { FindingsAnswer, NetworkQuestion } from "../../../expect/questions.ts";
import { findingLines } from "../../../expect/reports/terminal.ts";
import type { AnswerView } from "./places.ts";

type Kind = NetworkQuestion["question"];

const nouns: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  loops: ["routing loop", "routing loops"],
  blackholes: ["route that leads nowhere", "routes that lead nowhere"],
  "shadowed-rules": [
    "rule that never decides, as rules before it match all that it matches",
    "rules that never decide, as rules before them match all that they match",
  ],
  "unused-rules": [
    "rule, route, group or table that nothing uses",
    "rules, routes, groups or tables that nothing uses",
  ],
  overlaps: ["overlap of address plans", "overlaps of address plans"],
};

export function renderFindings({ findings }: FindingsAnswer, kind: Kind, view: AnswerView): string {
  const { colors } = view;
  const [one, many] = nouns[kind];
  if (findings.length === 0) return `${colors.green("✔")} There is ${colors.bold("no")} ${one.split(", as ")[0]}.`;
  const title = findings.length === 1 ? `There is 1 ${one}` : `There are ${findings.length} ${many}`;
  return [`${colors.red("✘")} ${colors.bold(title)}`, "", ...findingLines(findings, view)].join("\n");
}
