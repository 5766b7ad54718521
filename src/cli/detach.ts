/** `underlay up --detach`: the same command again in a process of its own, waited for until it answers. */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, parseEndpoint } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import type { UpAnswer, UpOptions } from "./up.ts";

const PATIENCE_MS = 20_000;

export function upArguments(options: UpOptions): string[] {
  const { port, host, seed, data, allowHost, verifySignatures, strictImages, quotas, fallback } = options;
  const hosts = allowHost ?? [];
  return [
    ...["up", "--port", String(port), "--host", host],
    ...(seed === undefined ? [] : ["--seed", String(seed)]),
    ...(data === undefined ? [] : ["--data", data]),
    ...(hosts.length > 0 ? ["--allow-host", ...hosts] : []),
    ...(verifySignatures ? ["--verify-signatures"] : []),
    ...(strictImages ? ["--strict-images"] : []),
    ...(quotas ? ["--quotas"] : []),
    ...(fallback === undefined ? [] : ["--fallback", fallback]),
  ];
}

export async function startDetached(options: UpOptions): Promise<UpAnswer> {
  const script = process.argv[1] ?? "";
  const logFile = join(mkdtempSync(join(tmpdir(), "underlay-")), "underlay.log");
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [...process.execArgv, script, ...upArguments(options)], {
    detached: true,
    windowsHide: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  try {
    const endpoint = await announced(child, logFile);
    await ask(parseEndpoint(endpoint), "GET", "/_underlay/health");
    return { schema: "underlay/up/1", endpoint, pid: child.pid ?? 0 };
  } catch (error) {
    child.kill(); // what is said not to run must not
    throw error;
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** The address that the child says it listens on; a Failure with its own words if it ends or stays silent instead. */
function announced(child: ReturnType<typeof spawn>, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill();
      reject(
        new Failure(exitCodes.endpointSilent, `Underlay did not start within ${PATIENCE_MS / 1000} s.`, [
          `Its output:  ${logFile}`,
        ]),
      );
    }, PATIENCE_MS);
    child.on("message", (message: { readonly endpoint?: string }) => {
      if (!message.endpoint) return;
      clearTimeout(timer);
      resolve(message.endpoint);
    });
    child.on("exit", (code) => {
      clearTimeout(timer);
      const [first = "✘ It ended without a word.", ...next] = readFileSync(logFile, "utf8").trim().split("\n");
      const exitCode = code === exitCodes.wrongInput ? exitCodes.wrongInput : exitCodes.endpointSilent;
      reject(
        new Failure(
          exitCode,
          first.replace(/^✘ /, ""),
          next.map((line) => line.trim()),
        ),
      );
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new Failure(exitCodes.endpointSilent, `Underlay could not be started: ${error.message}`));
    });
  });
}
