import type { Command } from "commander";
import { wholeNumber } from "./arguments.ts";
import { DEFAULT_ENDPOINT } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { type Session, say } from "./session.ts";

export interface UpOptions {
  readonly port: number;
  readonly host: string;
  readonly seed?: number;
  readonly data?: string;
  readonly detach?: boolean;
  readonly allowHost?: readonly string[];
  readonly verifySignatures?: boolean;
  readonly strictImages?: boolean;
  readonly quotas?: boolean;
  readonly fallback?: string;
  readonly json?: boolean;
}

/** What `--json` prints once the endpoint answers. */
export interface UpAnswer {
  readonly schema: "underlay/up/1";
  readonly endpoint: string;
  readonly pid: number;
}

/** `underlay up`: starts the endpoint, here or in the background. */
export function up(program: Command, session: Session): void {
  program
    .command("up")
    .description("Start Underlay: every account and region, on one endpoint.")
    .option("--port <port>", "port to listen on; 0 takes a free one", wholeNumber(0, 65_535), 4566)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <number>", "ids and choices follow from it (default: 1)", wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option("--data <folder>", "keep everything there: what was answered outlives the process")
    .option("--detach", "run in the background")
    .option("--allow-host <name...>", "also answer to these Host names, and to what stands before them")
    .option("--verify-signatures", "check the SigV4 signature of every call")
    .option("--strict-images", "refuse image ids that nobody registered")
    .option("--quotas", "hold AWS's adjustable quotas: five VPCs a region, 60 rules a group, …")
    .option("--fallback <url>", "pass services that are not built on to another emulator, http://host:port")
    .option("--json", "print JSON for scripts")
    .addHelpText(
      "after",
      `
Examples:
  underlay up
  underlay up --port 5000 --seed 7
  underlay up --data .underlay/data
  underlay up --detach && export AWS_ENDPOINT_URL=${DEFAULT_ENDPOINT}
  underlay up --host 0.0.0.0 --allow-host build-server
  underlay up --fallback http://127.0.0.1:5000`,
    )
    .action(async (options: UpOptions) => {
      if (options.detach) {
        const { startDetached } = await import("./detach.ts");
        const answer = await startDetached(options);
        return tellUp(answer, options, session, "in the background");
      }
      const endpoint = await listen(options);
      tellUp({ schema: "underlay/up/1", endpoint, pid: process.pid }, options, session, "here; Ctrl-C stops it");
      process.send?.({ endpoint });
    });
}

/** Starts the server in this process; it lives until a signal or `underlay down` closes it. */
async function listen(options: UpOptions): Promise<string> {
  const { port, host, seed, data, allowHost, verifySignatures, strictImages, quotas, fallback } = options;
  const { createServer } = await import("../server/start.ts");
  try {
    const server = await createServer({
      port,
      host,
      ...(seed === undefined ? {} : { seed }),
      ...(data === undefined ? {} : { data }),
      allowHosts: allowHost ?? [],
      verifySignatures: verifySignatures === true,
      strictImages: strictImages === true,
      quotas: quotas === true,
      ...(fallback === undefined ? {} : { fallback }),
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
    return server.url;
  } catch (error) {
    throw notListening(error as NodeJS.ErrnoException, host, port) ?? notKept(error) ?? notFallback(error) ?? error;
  }
}

/** What to do where the address cannot be listened on; the server itself says who has a port that is taken. */
export function notListening(
  { name, code, message }: NodeJS.ErrnoException,
  host: string,
  port: number,
): Failure | undefined {
  if (name === "PortInUse")
    return new Failure(exitCodes.wrongInput, message, [
      `For example:  underlay up --port ${port < 65_535 ? port + 1 : 4567}`,
    ]);
  if (code === "EACCES") {
    return new Failure(exitCodes.wrongInput, `Port ${port} needs rights that you do not have.`, [
      "Take one above 1023:  underlay up --port 4566",
    ]);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new Failure(exitCodes.wrongInput, `${host} is no address of this machine.`, [
      "Listen on this machine alone:  underlay up --host 127.0.0.1",
    ]);
  }
  return undefined;
}

/** What to do where the data folder cannot be used: somebody holds it, or what is in it is damaged or of a newer Underlay. */
const notKept = (error: unknown): Failure | undefined =>
  error instanceof Error && error.name === "DataProblem" && "remedy" in error
    ? new Failure(exitCodes.wrongInput, error.message, [String(error.remedy)])
    : undefined;

const notFallback = (error: unknown): Failure | undefined =>
  error instanceof Error && error.name === "FallbackProblem"
    ? new Failure(exitCodes.wrongInput, error.message, ["For example:  underlay up --fallback http://127.0.0.1:5000"])
    : undefined;

function tellUp(answer: UpAnswer, { json, data }: UpOptions, session: Session, where: string): void {
  const { terminal } = session;
  if (json) {
    terminal.print(JSON.stringify(answer));
    return;
  }
  const { green, bold, dim } = terminal.colors;
  const tail = answer.endpoint === DEFAULT_ENDPOINT ? "" : ` --endpoint ${answer.endpoint}`;
  say(
    session,
    [
      `${green("✔")} ${bold("Underlay")} runs at ${bold(answer.endpoint)} ${dim(`(pid ${answer.pid}, ${where})`)}`,
      ...(data === undefined ? [] : [`  Everything is kept in ${data}.`]),
      "",
      "  Point AWS clients at it:",
      `    export AWS_ENDPOINT_URL=${answer.endpoint} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1`,
      `  Look:  underlay status${tail}      Watch:  underlay log${tail}      Stop:  underlay down${tail}`,
    ].join("\n"),
  );
}
