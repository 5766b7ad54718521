/** A running Underlay, spoken to over HTTP. Every way in which it may not answer becomes a Failure that says what to do. */

import type { IncomingMessage } from "node:http";
import type { Candidate } from "./answers.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure, type FailureCode } from "./failure.ts";

export const DEFAULT_ENDPOINT = "http://127.0.0.1:4566";

/** What any `/_underlay/` path answers with a status from 400 on. */
interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly candidates?: readonly Candidate[] };
}

/** An endpoint that takes a connection but says nothing for this long counts as one that does not answer. */
const PATIENCE_MS = 30_000;

/** `localhost:4566` is taken as `http://localhost:4566`; what is no address at all is wrong input. */
export function parseEndpoint(text: string): URL {
  const full = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url && (url.protocol === "http:" || url.protocol === "https:") && url.hostname) return url;
  throw new Failure(exitCodes.wrongInput, `'${text}' is no endpoint.`, [`An endpoint looks like ${DEFAULT_ENDPOINT}`]);
}

const shown = (endpoint: URL): string => endpoint.href.replace(/\/$/, "");

const ELSEWHERE = "Say where it is:  --endpoint URL, or UNDERLAY_ENDPOINT=URL";

function silent(endpoint: URL, what: string, code: FailureCode): Failure {
  return new Failure(exitCodes.endpointSilent, what, [`Start it:  underlay up${portFlag(endpoint)}`, ELSEWHERE], code);
}

const portFlag = (endpoint: URL): string =>
  endpoint.port && endpoint.port !== "4566" ? ` --port ${endpoint.port}` : "";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name is unknown",
  ETIMEDOUT: "the connection timed out",
  ECONNRESET: "it broke the connection off",
  EHOSTUNREACH: "the host is out of reach",
  EPROTO: "it does not speak TLS; try http: for https:",
};

/** Sends one request; the answer is not yet read. `silence` bounds how long it may say nothing; 0 is for ever. */
async function send(
  endpoint: URL,
  method: string,
  path: string,
  body: unknown,
  silence = PATIENCE_MS,
  accept?: string,
): Promise<IncomingMessage> {
  const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const type = body instanceof Uint8Array ? "application/octet-stream" : "application/json";
  const url = new URL(`${endpoint.pathname.replace(/\/$/, "")}${path}`, endpoint);
  // TLS takes longer to load than all else that a command needs.
  const { request: start } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const headers = {
      ...(bytes === undefined ? {} : { "content-type": type, "content-length": bytes.length }),
      ...(accept === undefined ? {} : { accept }),
    };
    const request = start(url, { method, headers, agent: false, timeout: silence }, resolve);
    request.on("timeout", () => request.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    request.on("error", (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ""] ?? error.message;
      const absent = error.code === "ECONNREFUSED";
      reject(silent(endpoint, `No answer from ${shown(endpoint)}: ${reason}.`, absent ? "not-running" : "no-answer"));
    });
    request.end(bytes);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding("utf8");
  let text = "";
  for await (const piece of answer) text += piece as string;
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isError = (answer: unknown): answer is ErrorAnswer =>
  typeof (answer as Partial<ErrorAnswer> | undefined)?.error?.message === "string";

function stranger(endpoint: URL, status: number): Failure {
  const what = `What answers at ${shown(endpoint)} is not Underlay (it said ${status}).`;
  const next = [ELSEWHERE, "Or start it on a free port:  underlay up --port 0"];
  return new Failure(exitCodes.endpointSilent, what, next, "not-underlay");
}

/** A candidate a line, what is told of each below the other. */
function listed(candidates: readonly Candidate[]): string[] {
  const rows = candidates.map(({ id, kind, name = "", account = "", region = "" }) => [
    id,
    kind,
    name,
    account,
    region,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const cells = (row: readonly string[]) => row.map((text, column) => text.padEnd(widths[column] ?? 0));
  return rows.map((row) => `  ${cells(row).join("  ")}`.trimEnd());
}

/** The failure that an error answer stands for; `undefined` where it is not one of Underlay's. */
function refusal(endpoint: URL, answer: unknown, status: number): Failure | undefined {
  if (!isError(answer)) return undefined;
  const { message, candidates = [] } = answer.error;
  const tail = shown(endpoint) === DEFAULT_ENDPOINT ? "" : ` --endpoint ${shown(endpoint)}`;
  const look = status === 404 ? [`See what is there:  underlay status${tail}`] : [];
  const next = candidates.length > 0 ? listed(candidates) : look;
  return new Failure(exitCodes.wrongInput, message, next, "invalid", answer);
}

/** Asks and reads the whole JSON answer. The body goes out as JSON, bytes as they are. */
export async function ask<Answer>(
  endpoint: URL,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: unknown,
  silence = PATIENCE_MS,
): Promise<Answer> {
  const response = await send(endpoint, method, path, body, silence);
  const status = response.statusCode ?? 0;
  return answerOf<Answer>(endpoint, `${method} ${path}`, status, parsed(await textOf(response)));
}

function answerOf<Answer>(endpoint: URL, asked: string, status: number, answer: unknown): Answer {
  if (status >= 200 && status < 300 && typeof answer === "object" && answer !== null) return answer as Answer;
  if (status < 500) throw refusal(endpoint, answer, status) ?? stranger(endpoint, status);
  const said = isError(answer) ? answer.error.message : `status ${status}`;
  const fault = `Underlay failed to answer ${asked}: ${said}`;
  const next = ["This is a fault in Underlay: please report it with the command that you typed."];
  throw new Failure(exitCodes.endpointSilent, fault, next, "server-fault");
}

/** A line of an answer, whatever it says. */
export interface AnswerLine {
  readonly schema?: unknown;
}

/** Asks a question whose answer may take its time, and comes as lines; a line that is a problem is thrown. */
export async function* askInLines(endpoint: URL, path: string, body: unknown): AsyncGenerator<AnswerLine> {
  const response = await send(endpoint, "POST", path, body, LONG_PATIENCE_MS, "application/x-ndjson");
  const status = response.statusCode ?? 0;
  const asked = `POST ${path}`;
  if (status !== 200) yield answerOf<AnswerLine>(endpoint, asked, status, parsed(await textOf(response)));
  else
    for await (const text of linesOf(response)) {
      const line = parsed(text);
      yield answerOf<AnswerLine>(endpoint, asked, isError(line) ? statusOf(line) : 200, line);
    }
}

/** What to do about an answer that has no end. */
export const brokenOff = (endpoint: URL): Failure =>
  new Failure(
    exitCodes.endpointSilent,
    `The answer of ${shown(endpoint)} broke off.`,
    ["See whether it still runs:  underlay status", ELSEWHERE],
    "no-answer",
  );

/** A proof over a large network may take its time. */
export const LONG_PATIENCE_MS = 600_000;

/** A problem that came as a line has no status of its own. */
const statusOf = ({ error: { code } }: ErrorAnswer): number =>
  code === "internal" ? 500 : code === "not-found" ? 404 : 400;

/** Asks and reads the whole answer as text. */
export async function askText(endpoint: URL, path: string): Promise<string> {
  const response = await send(endpoint, "GET", path, undefined);
  const status = response.statusCode ?? 0;
  const text = await textOf(response);
  if (status === 200) return text;
  throw refusal(endpoint, parsed(text), status) ?? stranger(endpoint, status);
}

/** Asks and reads the answer a line at a time, for as long as the other side goes on; a break-off is an end. */
export async function* lines(endpoint: URL, path: string): AsyncGenerator<string> {
  const response = await send(endpoint, "GET", path, undefined, 0);
  const status = response.statusCode ?? 0;
  if (status !== 200) throw refusal(endpoint, parsed(await textOf(response)), status) ?? stranger(endpoint, status);
  yield* linesOf(response);
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding("utf8");
  let rest = "";
  try {
    for await (const piece of response) {
      const whole = (rest + (piece as string)).split("\n");
      rest = whole.pop() ?? "";
      yield* whole.filter((line) => line !== "");
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
  }
  if (rest !== "") yield rest;
}
