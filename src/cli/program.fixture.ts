/** A terminal that keeps what is printed, and a fake endpoint that answers what a test tells it to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import picocolors from "picocolors";
import type { ExitCode } from "./exitCodes.ts";
import { run } from "./program.ts";

export interface Run {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** One command line, run in this process. */
export async function underlay(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const colors = picocolors.createColors(false);
  const terminal = {
    print: (text: string) => void out.push(text),
    note: (text: string) => void err.push(text),
    colors,
    noteColors: colors,
    columns: 160,
  };
  const code = await run(args, { terminal, env });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export interface FakeEndpoint {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Answers by `METHOD /path`; a text goes out as it is, anything else as JSON; what is not in the table is 404 in plain text. */
export async function fakeEndpoint(answers: Readonly<Record<string, FakeAnswer>>): Promise<FakeEndpoint> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => {
      text += piece;
    });
    request.on("end", () => {
      const method = request.method ?? "";
      const path = request.url ?? "";
      seen.push({ method, path, body: text === "" ? undefined : JSON.parse(text) });
      const answer = answers[`${method} ${path}`];
      if (!answer) {
        response.writeHead(404).end("no such page");
        return;
      }
      response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

/** An address where nothing listens: a port that was free a moment ago. */
export async function silentEndpoint(): Promise<string> {
  const endpoint = await fakeEndpoint({});
  await endpoint.close();
  return endpoint.url;
}
