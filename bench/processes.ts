/** The servers that are measured, each a process of its own, and the load generator. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Answer, Connection, requestOf } from "./client.ts";
import type { Load, LoadResult } from "./load.ts";

export const besides = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** A process that ends with this one. */
export function own(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** Starts a command that serves a port and waits for its first answer, which is timed from before it was started. */
export async function startServer(
  command: string,
  args: readonly string[],
  port: number,
  firstRequest: string,
): Promise<ServerProcess & { readonly milliseconds: number }> {
  const began = performance.now();
  const child = own(spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] }));
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-2000);
  });
  while (!(await answers(port, firstRequest))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${complaint}`);
    if (performance.now() - began > 120_000)
      throw new Error(`${command} does not answer on port ${port}: ${complaint}`);
    await pause(2);
  }
  const milliseconds = performance.now() - began;
  return { port, pid: child.pid ?? 0, milliseconds, stop: () => stopped(child) };
}

async function answers(port: number, form: string): Promise<boolean> {
  const connection = new Connection(port);
  const answer = await connection.request(requestOf(form)).catch(() => undefined);
  connection.close();
  if (answer && answer.status !== 200) throw new Error(`${form} answered ${answer.status}: ${answer.body}`);
  return answer !== undefined;
}

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });

export const underlay = (port: number, more: readonly string[] = []) =>
  [process.execPath, [besides("dist/cli.js"), "up", "--port", String(port), ...more]] as const;

/** Where the peer is installed; nothing where it is not. */
export const motoCommand = (): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "moto_server"))
    .find((path) => existsSync(path));

/** A script of this folder as a process that is told what to do and says its port. */
export async function forkServer(script: string, told: object): Promise<ServerProcess> {
  const child = own(fork(besides(script)));
  child.send(told);
  const { port } = await message<{ port: number }>(child);
  return { port, pid: child.pid ?? 0, stop: () => stopped(child) };
}

export const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((done, failed) => {
    child.once("message", (value) => done(value as T));
    child.once("exit", (code) => failed(new Error(`a process of the benchmark ended with ${code}`)));
  });

export interface Measured extends LoadResult {
  /** The server's processor time a request, in microseconds; nothing where the system does not tell. */
  readonly cpu: number | undefined;
}

let drives = 0;

/** Drives one server from a process of its own. */
export function drive(server: ServerProcess, load: Omit<Load, "port" | "firstAccount">): Promise<Measured> {
  const child = own(fork(besides("load.mjs")));
  drives++;
  child.send({ ...load, port: server.port, firstAccount: drives * 1_000_000 + 200_000_000_000 } satisfies Load);
  let before: number | undefined;
  let cpu: number | undefined;
  return new Promise((done, failed) => {
    child.on("message", (told: { kind: string; result: LoadResult; message: string }) => {
      if (told.kind === "measuring") before = cpuTime(server.pid);
      if (told.kind === "measured") {
        const after = cpuTime(server.pid);
        if (before !== undefined && after !== undefined) cpu = after - before;
      }
      if (told.kind === "failed") failed(new Error(told.message));
      if (told.kind === "result")
        done({ ...told.result, cpu: cpu === undefined ? undefined : (cpu / told.result.requests) * 1e6 });
    });
    child.once("exit", (code) => failed(new Error(`the load generator ended with ${code}`)));
  });
}

/** One request over a connection of its own. */
export async function ask(port: number, form: string): Promise<Answer> {
  const connection = new Connection(port);
  try {
    const answer = await connection.request(requestOf(form));
    if (answer.status !== 200) throw new Error(`${form.slice(0, 80)} answered ${answer.status}: ${answer.body}`);
    return answer;
  } finally {
    connection.close();
  }
}

const TICKS_A_SECOND = 100; // USER_HZ, which is 100 on all that Linux runs on
/** Seconds that a process has computed, where Linux's /proc tells. */
function cpuTime(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return undefined;
  }
}

/** Megabytes that a process holds in memory, where /proc tells. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
