/** What the sub-commands of `underlay ask` share: their options, and how a question is put and its answer told. */
import { type Command, Option } from "commander";
import type { AnswerOf, FlowTerms, Question, Within } from "../../expect/questions.ts";
import { askEndpoint } from "../askers.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { Failure } from "../failure.ts";
import { progressOn } from "../progress.ts";
import type { AnswerView } from "../render/ask/places.ts";
import { type AskOptions, askingCommand, type Conclude, type Session, say, targetOf } from "../session.ts";

export interface QuestionOptions extends AskOptions, FlowTerms, Within {
  readonly via?: readonly string[];
  readonly avoiding?: readonly string[];
  readonly pairs?: "some" | "every";
  readonly by?: string;
  readonly sarif?: boolean;
}

/** What a question's answer comes to on the command line. */
interface Told {
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
export const yesNo = (holds: boolean): ExitCode => (holds ? exitCodes.yes : exitCodes.no);

export const placeCommand = ({ group }: Asking, signature: string, summary: string, examples: string): Command =>
  askingCommand(group, signature, summary, examples)
    .option("--account <id>", "the account to look in (default: any)")
    .option("--region <name>", "the region to look in (default: any)");

/** A question about flows. */
export const flowCommand = (asking: Asking, signature: string, summary: string, examples: string): Command =>
  placeCommand(asking, signature, summary, examples)
    .option("--proto <name>", "tcp, udp, icmp, icmpv6, a protocol number, or any (default: tcp)")
    .option("--port <ports>", "destination port or range: 443, 1024-65535 (default: any)", ports)
    .option("--from-port <ports>", "source port or range (default: any)", ports);

export const sarifOption = (): Option => new Option("--sarif", "print SARIF 2.1.0").conflicts("json");

/** A port or a range of them, checked before anybody is asked. */
function ports(text: string): string {
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [least, most] = [Number(from), Number(to ?? from)];
  if (least >= 1 && most <= 65_535 && least <= most) return text;
  throw new Failure(exitCodes.wrongInput, `'${text.slice(0, 60)}' is no port.`, ["A port is 443, a range 1024-65535."]);
}

export async function pose<Q extends Question>(
  { session, conclude }: Asking,
  question: Q,
  options: QuestionOptions,
  tell: (answer: AnswerOf<Q>) => Promise<Told>,
): Promise<void> {
  const { terminal } = session;
  const { endpoint, tail } = targetOf(options, session);
  const shown = progressOn(terminal);
  const answer = await askEndpoint(endpoint, question, (done, of) =>
    shown.tell(`proving: ${done.toLocaleString("en")} of ${of.toLocaleString("en")}`),
  ).finally(shown.end);
  const { code, text, sarif } = await tell(answer);
  conclude(code);
  if (options.sarif && sarif) {
    const { version } = await import("../../server/version.ts");
    return terminal.print(JSON.stringify(sarif(version()), undefined, 2));
  }
  if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
  const { colors, columns } = terminal;
  say(session, text({ colors, columns, tail, endpoint: endpoint.origin }));
}
