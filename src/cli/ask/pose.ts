/** What the sub-commands of `underlay ask` share: their options, and how a question is put and its answer told. */
import { type Command, Option } from "commander";
import type { RowOf } from "../../expect/lines.ts";
import type { AnswerOf, FlowTerms, Question, Within } from "../../expect/questions.ts";
import type { Cell } from "../../expect/text/table.ts";
import { askEndpoint, askForLines } from "../askers.ts";
import { type AnswerLine, brokenOff } from "../client.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { Failure } from "../failure.ts";
import { LiveRows } from "../liveRows.ts";
import { progressOn } from "../progress.ts";
import type { AnswerView } from "../render/ask/places.ts";
import { type AskOptions, askingCommand, type Conclude, type Session, say, targetOf } from "../session.ts";

export interface QuestionOptions extends AskOptions, FlowTerms, Within {
  readonly via?: readonly string[];
  readonly onlyThrough?: readonly string[];
  readonly avoiding?: readonly string[];
  readonly pairs?: "some" | "every";
  readonly everyPort?: boolean;
  readonly changes?: string;
  readonly threads?: string;
  readonly except?: readonly string[];
  readonly by?: string;
  readonly sarif?: boolean;
  readonly jsonl?: boolean;
}

/** What a question's answer comes to on the command line. */
export interface Told {
  readonly code: ExitCode;
  readonly text: (view: AnswerView) => string;
  readonly sarif?: (version: string) => object;
}

/** Where the sub-commands are declared, and what they run in. */
export interface Asking {
  readonly group: Command;
  readonly session: Session;
  readonly conclude: Conclude;
}

export const withinOf = ({ account, region }: QuestionOptions): Within => ({ account, region });
export const termsOf = ({ proto, port, fromPort }: QuestionOptions): FlowTerms => ({ proto, port, fromPort });
export const trafficOf = ({ proto = "tcp", port }: QuestionOptions): string =>
  port === undefined ? proto : `${proto} ${port}`;
/** What is no number is the endpoint's to refuse: it says what would do. */
export const countOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);
/** What a question about everything was limited to: ` by udp, port 53`. */
export function limitsOf({ proto, port, fromPort }: QuestionOptions): string {
  const said = [proto, port && `port ${port}`, fromPort && `from port ${fromPort}`].filter(Boolean);
  return said.length === 0 ? "" : `, by ${said.join(", ")}`;
}

/** The options as they are typed again in another question about the same ends. */
export const typedAgain = ({ proto, port, fromPort, account, region }: QuestionOptions): string =>
  Object.entries({ proto, port, "from-port": fromPort, account, region })
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ` --${flag} ${value}`)
    .join("");
export const yesNo = (holds: boolean): ExitCode => (holds ? exitCodes.yes : exitCodes.no);

export const placeCommand = ({ group }: Asking, signature: string, summary: string, examples: string): Command =>
  askingCommand(group, signature, summary, examples)
    .addOption(jsonlOption())
    .option("--account <id>", "the account to look in (default: any)")
    .option("--region <name>", "the region to look in (default: any)");

/** A question about flows between two ends (of TCP where nothing is said), or about all that there are (of any protocol). */
export const flowCommand = (
  asking: Asking,
  signature: string,
  summary: string,
  examples: string,
  proto: "tcp" | "any" = "any",
): Command =>
  placeCommand(asking, signature, summary, examples)
    .option("--proto <name>", `tcp, udp, icmp, icmpv6, a protocol number, or any (default: ${proto})`)
    .option("--port <ports>", "destination ports: 443, 1024-65535, 80,443 (default: any)", ports)
    .option("--from-port <ports>", "source ports (default: what clients send from, 49152-65535)", ports);

export const sarifOption = (): Option => new Option("--sarif", "print SARIF 2.1.0").conflicts(["json", "jsonl"]);

export const jsonlOption = (): Option =>
  new Option("--jsonl", "print each row as a line of JSON as it is found, and a last line").conflicts("json");

/** A port, a range, or several of them with commas between, checked before anybody is asked. */
function ports(text: string): string {
  if (text.split(",").every(isPorts)) return text;
  throw new Failure(exitCodes.wrongInput, `'${text.slice(0, 60)}' is no port.`, [
    "A port is 443, a range 1024-65535, several are 80,443.",
  ]);
}

function isPorts(text: string): boolean {
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [least, most] = [Number(from), Number(to ?? from)];
  return least >= 1 && most <= 65_535 && least <= most;
}

const proving = (done: number, of: number): string =>
  `proving: ${done.toLocaleString("en")} of ${of.toLocaleString("en")}`;

/** The lines as the endpoint gives them, as they come, but for those that only tell how far it is; none of them is kept. */
export async function printLines({ terminal }: Session, endpoint: URL, question: Question): Promise<ExitCode> {
  const shown = progressOn(terminal);
  try {
    for await (const line of askForLines(endpoint, question)) {
      const {
        schema,
        done = 0,
        of = 1,
        rows,
        holds,
      } = line as Readonly<Record<"done" | "of" | "rows", number | undefined>> &
        AnswerLine & { readonly holds?: boolean };
      if (schema === "underlay/progress/1") shown.tell(proving(done, of));
      else terminal.print(JSON.stringify(line));
      if (schema === "underlay/end/1") return yesNo(holds ?? (rows === 0 || !isTrouble(question)));
    }
  } finally {
    shown.end();
  }
  throw brokenOff(endpoint);
}

/** Whether its rows are what nobody wants to see. */
const isTrouble = ({ question }: Question): boolean =>
  !["matrix", "what-reaches", "what-can-be-reached-from", "coverage"].includes(question);

export async function pose<Q extends Question>(
  { session, conclude }: Asking,
  question: Q,
  options: QuestionOptions,
  tell: (answer: AnswerOf<Q>, rows: readonly RowOf<Q>[]) => Promise<Told>,
  cells?: () => Promise<RowCells<RowOf<Q>>>,
): Promise<void> {
  const { terminal } = session;
  const { endpoint, tail } = targetOf(options, session);
  if (options.jsonl) return conclude(await printLines(session, endpoint, question));
  const shown = progressOn(terminal);
  const { colors, columns } = terminal;
  const view = { colors, columns, tail, endpoint: endpoint.origin };
  const cellsOf = terminal.isWatched && !options.json && !options.sarif ? await cells?.() : undefined;
  const live = cellsOf && new LiveRows<RowOf<Q>>(terminal, (row) => cellsOf(row, view), shown.clear);
  let rows: RowOf<Q>[] = [];
  const answer = await askEndpoint(endpoint, question, {
    progress: (done, of) => shown.tell(proving(done, of)),
    row: (row) => {
      rows.push(row);
      live?.add(row);
    },
    again: () => {
      rows = [];
      live?.again();
    },
  }).finally(shown.end);
  const { code, text, sarif } = await tell(answer, rows);
  conclude(code);
  if (options.sarif && sarif) {
    const { version } = await import("../../server/version.ts");
    return terminal.print(JSON.stringify(sarif(version()), undefined, 2));
  }
  if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
  say(session, live?.areShown ? `\n${summaryOf(text(view))}` : text(view));
}

/** How a row is shown by itself. */
type RowCells<Row> = (row: Row, view: AnswerView) => readonly Cell[];

/** What a text says beside its rows: how many there are, and what to type next. */
const summaryOf = (text: string): string => {
  const [title = "", ...lines] = text.split("\n");
  return [title, ...lines.filter((line) => line.includes("▸"))].join("\n");
};
