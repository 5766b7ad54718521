/** Whether one place reaches another: the walk of what works, or every cause; and what would make it work. */
import type { CanReachAnswer, CauseAnswer, WhyNotAnswer } from "../../../expect/questions.ts";
import { causeLines } from "../../../expect/reports/terminal.ts";
import { reason, verdictLine, walkLines } from "../../../expect/text/walk.ts";
import type { TraceAnswer } from "../../answers.ts";
import { type AnswerView, nameOf } from "./places.ts";

/** What was asked, for the verdict's line: `web-a → db-a   tcp 5432`. */
export interface Asked {
  readonly source: string;
  readonly destination: string;
  readonly traffic: string;
}

function evidence(walk: TraceAnswer | null, causes: readonly CauseAnswer[], view: AnswerView): string[] {
  const { colors } = view;
  const told = causeLines(causes, view);
  return [
    ...(walk
      ? ["", verdictLine(walk, view), "", ...walkLines(walk, view), "", `${colors.bold("Reason")}  ${reason(walk)}`]
      : []),
    ...(causes.length > 1 || (causes.length > 0 && !walk) ? ["", ...told] : []),
  ];
}

const header = (
  holds: boolean,
  yes: string,
  no: string,
  { source, destination, traffic }: Asked,
  { colors }: AnswerView,
) =>
  `${colors.bold(holds ? colors.green(`✔ ${yes}`) : colors.red(`✘ ${no}`))}   ${colors.bold(`${source} → ${destination}`)}   ${traffic}`;

export function renderCanReach(answer: CanReachAnswer, asked: Asked, view: AnswerView): string {
  const { source, destination } = answer;
  const pair =
    source && destination && (nameOf(source) !== asked.source || nameOf(destination) !== asked.destination)
      ? [
          `${answer.holds ? "For one" : "Not from"}:  ${nameOf(source)} ${answer.holds ? "→" : "to"} ${nameOf(destination)}`,
        ]
      : [];
  return [
    header(answer.holds, "reaches", "does not reach", asked, view),
    ...pair,
    ...evidence(answer.walk, answer.causes, view),
    ...(answer.holds ? [] : ["", `  ${view.colors.dim("▸")} What would make it work:  ${whyNotLine(asked, view)}`]),
  ].join("\n");
}

function whyNotLine({ source, destination, traffic }: Asked, { tail }: AnswerView): string {
  const [proto = "tcp", port] = traffic.split(" ");
  const flags = `${proto === "tcp" ? "" : ` --proto ${proto}`}${port === undefined ? "" : ` --port ${port}`}`;
  return `underlay ask why-not ${quoted(source)} ${quoted(destination)}${flags}${tail}`;
}

const quoted = (text: string): string => (/^[\w.:=/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

export function renderWhyNot(answer: WhyNotAnswer, asked: Asked, view: AnswerView): string {
  const { colors } = view;
  const head = header(answer.holds, "works as it is", "does not work", asked, view);
  if (answer.holds) return [head, ...evidence(answer.walk, [], view)].join("\n");
  return [
    head,
    ...evidence(answer.walk, answer.causes, view),
    "",
    ...remedyLines(answer, view),
    "",
    cutOffLine(answer, colors),
  ].join("\n");
}

/** Each remedy with a number, its changes, and the lines to copy: these are never folded. */
function remedyLines({ remedies }: WhyNotAnswer, { colors, endpoint }: AnswerView): string[] {
  if (remedies.length === 0) return [`${colors.bold("Remedies")}  none was found`];
  const digits = String(remedies.length).length;
  const lines = remedies.flatMap(({ changes }, i) =>
    changes.flatMap(({ change, command }, j) => [
      `  ${j === 0 ? colors.bold(String(i + 1).padStart(digits)) : " ".repeat(digits)}  ${j === 0 ? "" : "and "}${change}`,
      ...(command === undefined ? [] : [`  ${" ".repeat(digits)}  ${colors.cyan(atEndpoint(command, endpoint))}`]),
    ]),
  );
  return [colors.bold(remedies.length === 1 ? "This makes it work" : "Each of these makes it work"), ...lines];
}

/** Also the commands within it, whose answers it uses: `$(aws ec2 …)`. */
function atEndpoint(command: string, endpoint: string): string {
  if (!command.startsWith("aws ") || command.includes("--endpoint-url")) return command;
  const within = command.replaceAll(
    /\$\((aws [^)]*)\)/g,
    (_, inner: string) => `$(${inner} --endpoint-url ${endpoint})`,
  );
  return `${within} --endpoint-url ${endpoint}`;
}

function cutOffLine({ cutOff: { changes, tried, complete } }: WhyNotAnswer, colors: AnswerView["colors"]): string {
  const sets = `${tried} ${tried === 1 ? "set" : "sets"} of up to ${changes} ${changes === 1 ? "change" : "changes"}`;
  return colors.dim(
    complete ? `All ${sets} were tried.` : `${sets} were tried: there may be smaller ones that were not.`,
  );
}
