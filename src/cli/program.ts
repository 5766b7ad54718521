/** The command line as a whole: the commands, what they share, and how whatever happens ends in one of the exit codes. */
import { Command, CommanderError } from "commander";
import { version } from "../server/version.ts";
import { asking } from "./ask.ts";
import { DEFAULT_ENDPOINT } from "./client.ts";
import { down } from "./down.ts";
import { type ExitCode, exitCodeHelp, exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { log } from "./log.ts";
import { networkTests } from "./networkTests.ts";
import { operations } from "./operations.ts";
import { reset } from "./reset.ts";
import { asTyped, type Conclude, type Session } from "./session.ts";
import { snapshot } from "./snapshot.ts";
import { status } from "./status.ts";
import { trace } from "./trace.ts";
import { up } from "./up.ts";

function programFor(session: Session, conclude: Conclude): Command {
  const { terminal } = session;
  const program = new Command("underlay")
    .description("An AWS region's networking in one process: real AWS APIs, packets that are really walked.")
    .version(version(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.note(text.replace(/\n$/, "")),
      outputError: () => undefined, // `run` prints every failure in one form
    });
  for (const add of [up, down, status, trace, asking, networkTests, reset, snapshot, log, operations])
    add(program, session, conclude);
  program.addHelpText(
    "after",
    `
${exitCodeHelp}

Start here:
  underlay up --detach
  export AWS_ENDPOINT_URL=${DEFAULT_ENDPOINT} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  aws ec2 describe-vpcs          (or terraform apply, or any SDK)
  underlay status
  underlay trace my-bastion my-database --port 5432`,
  );
  return program;
}

function failureOf(error: unknown, program: Command, args: readonly string[]): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof CommanderError)) throw error;
  const help = [...commandsOf(program, args), "--help"].join(" ");
  return new Failure(exitCodes.wrongInput, error.message.replace(/^error: /, "").replace(/\n/g, " "), [
    `See what it takes:  underlay ${help}`,
  ]);
}

/** The command and sub-command that a line names: `ask can-reach`. */
function commandsOf(program: Command, args: readonly string[]): readonly string[] {
  let at = program;
  const names: string[] = [];
  for (const arg of args.filter((one) => !one.startsWith("-"))) {
    const next = at.commands.find((one) => one.name() === arg);
    if (!next) break;
    names.push(arg);
    at = next;
  }
  return names;
}

function tell(failure: Failure, { terminal, env }: Session, json: boolean): void {
  if (json) {
    terminal.print(JSON.stringify(failure.json, undefined, 2));
    return;
  }
  const colors = terminal.noteColors;
  const lines = [`${colors.red("✘")} ${failure.message}`, ...failure.next.map((line) => `  ${line}`)];
  terminal.note(asTyped(lines.join("\n"), env));
}

/** Runs one command line, without the program's own name, to its exit code. Throws only where Underlay itself is at fault. */
export async function run(args: readonly string[], session: Session): Promise<ExitCode> {
  let code: ExitCode = exitCodes.yes;
  const program = programFor(session, (concluded) => {
    code = concluded;
  });
  try {
    const [first, second] = args;
    if (first === "help" && second !== undefined && !program.commands.some((one) => one.name() === second))
      program.error(`unknown command '${second}'`, { code: "commander.unknownCommand" });
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.yes;
    const failure = failureOf(error, program, args);
    tell(failure, session, args.includes("--json"));
    return failure.exitCode;
  }
}
