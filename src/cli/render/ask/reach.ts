/** Whether one place reaches another: the walk of what works, or every cause; and what would make it work. */
import type { PairRow } from "../../../expect/lines.ts";
import type { CanReachAnswer, CauseAnswer, PlaceAnswer, WhyNotAnswer } from "../../../expect/questions.ts";
import { causeLines } from "../../../expect/reports/terminal.ts";
import { table } from "../../../expect/text/table.ts";
import { endName, flowText, reason, walkLines } from "../../../expect/text/walk.ts";
import type { TraceAnswer } from "../../answers.ts";
import { type AnswerView, nameOf } from "./places.ts";

/** What was asked, for the verdict's line: `web-a → db-a   tcp 5432`. */
export interface Asked {
  readonly source: string;
  readonly destination: string;
  readonly traffic: string;
  /** The options that say so, as they are typed again: ` --port 5432`. */
  readonly again: string;
  readonly via?: readonly string[] | undefined;
  readonly avoiding?: readonly string[] | undefined;
  readonly everyPort?: boolean | undefined;
}

/** The packet that is shown (its ends where they are not those that were asked about), its hops, and every cause. */
function evidence(walk: TraceAnswer | null, causes: readonly CauseAnswer[], asked: Asked, view: AnswerView): string[] {
  const { colors } = view;
  const several = causes.length > 1 || (causes.length > 0 && !walk);
  return [
    ...(walk ? [shownLine(walk, asked, view), "", ...walkLines(walk, view), ""] : []),
    ...(walk ? [`${colors.bold("Reason")}  ${reason(walk)}`] : []),
    ...(several ? ["", ...causeLines(causes, view)] : []),
  ];
}

function shownLine({ source, destination, flow }: TraceAnswer, asked: Asked, { colors }: AnswerView): string {
  const [from, to] = [source, destination].map(endName);
  const pair = from === asked.source && to === asked.destination ? "" : `${from} → ${to}   `;
  const { protocol, destinationPort: port } = flow;
  const traffic = port && !protocol.startsWith("icmp") ? `${protocol} ${port}` : protocol;
  const said = traffic === asked.traffic ? "" : `${traffic}   `;
  return `  ${colors.dim("for one")}   ${pair}${said}${flowText(flow)}`;
}

const header = (holds: boolean, yes: string, no: string, asked: Asked, { colors }: AnswerView) =>
  `${colors.bold(holds ? colors.green(`✔ ${yes}`) : colors.red(`✘ ${no}`))}   ${colors.bold(`${asked.source} → ${asked.destination}`)}   ${asked.traffic}${mannerOf(asked)}`;

const mannerOf = ({ via = [], avoiding = [], everyPort = false }: Asked): string =>
  [
    everyPort ? "   every port" : "",
    via.length > 0 ? `   by way of ${via.join(" and ")}` : "",
    avoiding.length > 0 ? `   without passing ${avoiding.join(" or ")}` : "",
  ].join("");

/** `pairs` are those that were asked about, where every one was. */
export function renderCanReach(
  answer: CanReachAnswer,
  asked: Asked,
  view: AnswerView,
  pairs: readonly PairRow[] = [],
): string {
  const { colors } = view;
  const verdict = header(answer.holds, "reaches", "does not reach", asked, view);
  const head = [verdict, ...pairLines(pairs, view)].join("\n");
  const { holds, walk, causes } = answer;
  if (holds) return [head, ...evidence(walk, [], asked, view)].join("\n");
  if (walk?.works)
    return [head, "  There is a way, but only another one:", ...evidence(walk, [], asked, view)].join("\n");
  const nothing =
    walk || causes.length > 0 ? [] : ["  There is no such packet: they have no addresses of one IP family."];
  const next = `  ${colors.dim("▸")} What would make it work:  ${whyNotLine(answer, asked, view)}`;
  return [head, ...nothing, ...evidence(walk, causes, asked, view), "", next].join("\n");
}

const MOST_PAIRS = 20;

/** How many pairs there are, and those that fail. */
function pairLines(pairs: readonly PairRow[], { colors, columns }: AnswerView): readonly string[] {
  if (pairs.length < 2) return [];
  const failing = pairs.filter(({ holds }) => !holds);
  if (failing.length === 0) return [`  all ${pairs.length} pairs do`];
  const ends = ({ source, destination }: PairRow) =>
    [nameOf(source), "→", nameOf(destination)].map((text) => ({ text, paint: colors.bold }));
  const more = failing.length - MOST_PAIRS;
  return [
    `  ${failing.length} of ${pairs.length} pairs ${failing.length === 1 ? "does" : "do"} not:`,
    ...table(failing.slice(0, MOST_PAIRS).map(ends), columns, 4),
    ...(more > 0 ? [`    and ${more} more: --jsonl has them all`] : []),
  ];
}

/** About the pair that was found wanting, where a selector stands for many. */
function whyNotLine({ source, destination, walk }: CanReachAnswer, asked: Asked, { tail }: AnswerView): string {
  const [from, to] = [oneOf(asked.source, source), oneOf(asked.destination, destination)];
  // Of a range, other ports may well work.
  const again =
    asked.everyPort && walk ? asked.again.replace(/(--port) \S+/, `$1 ${walk.flow.destinationPort}`) : asked.again;
  return `underlay ask why-not ${quoted(from)} ${quoted(to)}${again}${tail}`;
}

const oneOf = (selector: string, place: PlaceAnswer | null): string =>
  place && place.name !== selector && /^[a-z]+-[0-9a-f]+$/.test(place.id) ? place.id : selector;

const quoted = (text: string): string => (/^[\w.:=/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

export function renderWhyNot(answer: WhyNotAnswer, asked: Asked, view: AnswerView): string {
  const { colors } = view;
  const head = header(answer.holds, "works as it is", "does not work", asked, view);
  if (answer.holds) return [head, ...evidence(answer.walk, [], asked, view)].join("\n");
  return [
    head,
    ...evidence(answer.walk, answer.causes, asked, view),
    "",
    ...remedyLines(answer, view),
    "",
    cutOffLine(answer, colors),
  ].join("\n");
}

/** Each remedy with a number, its changes, and the lines to copy: these are never folded. */
function remedyLines({ remedies, cutOff }: WhyNotAnswer, { colors, endpoint }: AnswerView): string[] {
  const more = cutOff.changes < 5 ? ` (--changes ${cutOff.changes + 1} looks further)` : "";
  const beyond = cutOff.complete
    ? `: it takes more than ${changesOf(cutOff)}${more}, or what no change here mends`
    : "";
  if (remedies.length === 0) return [`${colors.bold("Remedies")}  none was found${beyond}`];
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

const changesOf = ({ changes }: { readonly changes: number }): string =>
  `${changes} ${changes === 1 ? "change" : "changes"}`;

function cutOffLine({ cutOff: { changes, tried, complete } }: WhyNotAnswer, colors: AnswerView["colors"]): string {
  if (tried === 0) return colors.dim("There was no change to try.");
  const size = `of up to ${changesOf({ changes })}`;
  const all = tried === 1 ? `The one set ${size} was tried` : `All ${tried} sets ${size} were tried`;
  const some = tried === 1 ? `1 set ${size} was tried` : `${tried} sets ${size} were tried`;
  return colors.dim(complete ? `${all}.` : `${some}: there may be others.`);
}
