import { type Command, Option } from "commander";
import { nearest } from "../expect/parse/nearest.ts";
import {
  type AnswerOf,
  type FlowTerms,
  groupings,
  type NetworkQuestion,
  type Question,
  type Within,
} from "../expect/questions.ts";
import { askEndpoint } from "./askers.ts";
import { type ExitCode, exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import type { AnswerView } from "./render/ask/places.ts";
import { type AskOptions, askingCommand, type Conclude, type Session, say, targetOf } from "./session.ts";

interface QuestionOptions extends AskOptions, FlowTerms, Within {
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

const within = ({ account, region }: QuestionOptions): Within => ({ account, region });
const terms = ({ proto, port, fromPort }: QuestionOptions): FlowTerms => ({ proto, port, fromPort });
const trafficOf = ({ proto = "tcp", port }: QuestionOptions): string =>
  port === undefined ? proto : `${proto} ${port}`;

const flowOptions = (command: Command): Command =>
  command
    .option("--proto <name>", "tcp, udp, icmp, icmpv6, a protocol number, or any (default: tcp)")
    .option("--port <ports>", "destination port or range: 443, 1024-65535 (default: any)", ports)
    .option("--from-port <ports>", "source port or range (default: any)", ports);

/** A port or a range of them, checked before anybody is asked. */
function ports(text: string): string {
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [least, most] = [Number(from), Number(to ?? from)];
  if (least >= 1 && most <= 65_535 && least <= most) return text;
  throw new Failure(exitCodes.wrongInput, `'${text.slice(0, 60)}' is no port.`, ["A port is 443, a range 1024-65535."]);
}

const LOOKING: readonly (readonly [NetworkQuestion["question"], string])[] = [
  ["loops", "Find routes that send packets round in circles."],
  ["blackholes", "Find routes whose target is gone, and packets that end in them."],
  ["shadowed-rules", "Find rules that never decide, because rules before them match all that they match."],
  ["unused-rules", "Find rules that no packet of this network can match."],
  ["overlaps", "Find address plans that overlap where they are joined."],
];

/** `underlay ask …`: questions about all packets at once. 1 for no, and where trouble that was looked for is found. */
export function asking(program: Command, session: Session, conclude: Conclude): void {
  const group = program
    .command("ask")
    .description("Ask about all packets at once: who can reach whom, why not, what is exposed, what is wrong.")
    .addHelpText(
      "after",
      `
Examples:
  underlay ask can-reach internet db-a --port 5432
  underlay ask why-not web-a db-a --port 5432
  underlay ask matrix --by security-group
  underlay ask exposed
  underlay ask shadowed-rules --json`,
    )
    .argument("[question]")
    .allowUnknownOption()
    .allowExcessArguments()
    .action((said: string | undefined) => {
      const known = group.commands.map((one) => one.name());
      const meant = said === undefined ? undefined : nearest(said, known);
      throw new Failure(
        exitCodes.wrongInput,
        said === undefined || said.startsWith("-") ? "Say what to ask." : `'${said.slice(0, 60)}' is no question.`,
        [
          meant === undefined ? `There is:  ${known.join(", ")}` : `Did you mean '${meant}'?`,
          "See what it takes:  underlay ask --help",
        ],
      );
    });
  const sub = (signature: string, summary: string, examples: string): Command =>
    askingCommand(group, signature, summary, examples)
      .option("--account <id>", "the account to look in (default: any)")
      .option("--region <name>", "the region to look in (default: any)");
  const pose = async <Q extends Question>(
    question: Q,
    options: QuestionOptions,
    tell: (answer: AnswerOf<Q>) => Promise<Told>,
  ): Promise<void> => {
    const { terminal } = session;
    const { endpoint, tail } = targetOf(options, session);
    const answer = await askEndpoint(endpoint, question);
    const { code, text, sarif } = await tell(answer);
    conclude(code);
    if (options.sarif && sarif) {
      const { version } = await import("../server/version.ts");
      return terminal.print(JSON.stringify(sarif(version()), undefined, 2));
    }
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    const { colors, columns } = terminal;
    say(session, text({ colors, columns, tail, endpoint: endpoint.origin }));
  };
  const yesNo = (holds: boolean): ExitCode => (holds ? exitCodes.yes : exitCodes.no);
  const sarifOption = new Option("--sarif", "print SARIF 2.1.0, for code scanning").conflicts("json");

  flowOptions(
    sub(
      "can-reach <source> <destination>",
      "Whether any packet from SOURCE reaches DESTINATION and is answered; the walk of one that does, or every cause.",
      "underlay ask can-reach internet db-a\nunderlay ask can-reach tag:role=app db-a --port 5432 --pairs every\nunderlay ask can-reach web-a internet --avoiding nat-a",
    ),
  )
    .option("--via <element...>", "what the way out must pass")
    .option("--avoiding <element...>", "what neither way may pass")
    .addOption(
      new Option("--pairs <which>", "of places that selectors fit: some pair, or every").choices(["some", "every"]),
    )
    .action(async (source: string, destination: string, options: QuestionOptions) => {
      const { via, avoiding, pairs } = options;
      const question = {
        question: "can-reach" as const,
        source,
        destination,
        ...terms(options),
        ...within(options),
        via,
        avoiding,
        pairs,
      };
      await pose(question, options, async (answer) => {
        const { renderCanReach } = await import("./render/ask/reach.ts");
        const asked = { source, destination, traffic: trafficOf(options) };
        return { code: yesNo(answer.holds), text: (view) => renderCanReach(answer, asked, view) };
      });
    });

  flowOptions(
    sub(
      "why-not <source> <destination>",
      "What keeps SOURCE from reaching DESTINATION, and the smallest changes that would let it, each proved.",
      "underlay ask why-not web-a db-a --port 5432\nunderlay ask why-not internet app-a --port 8080 --json | jq -r '.remedies[0].changes[].command'",
    ),
  ).action(async (source: string, destination: string, options: QuestionOptions) => {
    const question = { question: "why-not" as const, source, destination, ...terms(options), ...within(options) };
    await pose(question, options, async (answer) => {
      const { renderWhyNot } = await import("./render/ask/reach.ts");
      const asked = { source, destination, traffic: trafficOf(options) };
      return { code: yesNo(answer.holds), text: (view) => renderWhyNot(answer, asked, view) };
    });
  });

  flowOptions(
    sub(
      "what-reaches <destination>",
      "Everything that reaches DESTINATION, and by what.",
      "underlay ask what-reaches db-a\nunderlay ask what-reaches tag:role=db --port 5432",
    ),
  ).action(async (destination: string, options: QuestionOptions) => {
    const question = { question: "what-reaches" as const, destination, ...terms(options), ...within(options) };
    await pose(question, options, async (answer) => {
      const { renderReach } = await import("./render/ask/rows.ts");
      return { code: exitCodes.yes, text: (view) => renderReach(answer, "from", destination, view) };
    });
  });

  flowOptions(
    sub(
      "what-can-be-reached-from <source>",
      "Everything that SOURCE reaches, and by what.",
      "underlay ask what-can-be-reached-from internet --proto any\nunderlay ask what-can-be-reached-from web-a",
    ),
  ).action(async (source: string, options: QuestionOptions) => {
    const question = { question: "what-can-be-reached-from" as const, source, ...terms(options), ...within(options) };
    await pose(question, options, async (answer) => {
      const { renderReach } = await import("./render/ask/rows.ts");
      return { code: exitCodes.yes, text: (view) => renderReach(answer, "to", source, view) };
    });
  });

  flowOptions(
    sub(
      "matrix",
      "Who reaches whom, as a grid of groups.",
      "underlay ask matrix --by subnet\nunderlay ask matrix --by tag:role --port 443",
    ),
  )
    .requiredOption("--by <group>", `${groupings.join(", ")} or tag:KEY`)
    .action(async (options: QuestionOptions) => {
      const by = groupingOf(options.by ?? "");
      const question = { question: "matrix" as const, by, ...terms(options), ...within(options) };
      await pose(question, options, async (answer) => {
        const { renderMatrix } = await import("./render/ask/matrix.ts");
        return { code: exitCodes.yes, text: (view) => renderMatrix(answer, by, view) };
      });
    });

  flowOptions(
    sub(
      "exposed",
      "Everything that the Internet reaches. Exit code 1 where there is something.",
      "underlay ask exposed\nunderlay ask exposed --port 22 --sarif",
    ),
  )
    .addOption(sarifOption)
    .action(async (options: QuestionOptions) => {
      const question = { question: "exposed" as const, ...terms(options), ...within(options) };
      await pose(question, options, async (answer) => {
        const { renderExposed } = await import("./render/ask/rows.ts");
        const { exposedSarif } = await import("./findingsSarif.ts");
        return {
          code: yesNo(answer.rows.length === 0),
          text: (view) => renderExposed(answer, view),
          sarif: (version) => exposedSarif(answer, version),
        };
      });
    });

  for (const [kind, summary] of LOOKING)
    sub(
      kind,
      `${summary} Exit code 1 where there are some.`,
      `underlay ask ${kind}\nunderlay ask ${kind} --region us-east-1 --json`,
    )
      .addOption(sarifOption)
      .action(async (options: QuestionOptions) => {
        await pose({ question: kind, ...within(options) }, options, async (answer) => {
          const { renderFindings } = await import("./render/ask/findings.ts");
          const { findingsSarif } = await import("./findingsSarif.ts");
          return {
            code: yesNo(answer.findings.length === 0),
            text: (view) => renderFindings(answer, kind, view),
            sarif: (version) => findingsSarif(answer, kind, version),
          };
        });
      });
}

function groupingOf(by: string): string {
  if ((groupings as readonly string[]).includes(by) || /^tag:./.test(by)) return by;
  throw new Failure(exitCodes.wrongInput, `Nothing is grouped by '${by.slice(0, 60)}'.`, [
    `Group by:  ${groupings.join(", ")} or tag:KEY`,
  ]);
}
