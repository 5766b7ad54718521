/** `npm start` as a newcomer meets it: from nothing to a deployed network, with commands to type next that work as printed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";

const PATIENCE_MS = 120_000;

describe("npm start", { timeout: PATIENCE_MS }, () => {
  const started = spawn(process.execPath, [join(root, "scripts", "start.mjs"), "--port", "0"], {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => started.once("exit", resolve));
  let output = "";

  beforeAll(async () => {
    await new Promise<void>((resolve, reject) => {
      const take = (piece: string) => {
        output += piece;
        if (output.includes("terraform apply")) resolve();
      };
      started.stdout.setEncoding("utf8").on("data", take);
      started.stderr.setEncoding("utf8").on("data", take);
      void ended.then((code) => reject(new Error(`it ended with ${code}:\n${output}`)));
    });
  }, PATIENCE_MS);
  afterAll(() => {
    started.kill("SIGKILL");
  });

  test("shows the map, one delivered and one denied trace with reasons, and who reaches whom", () => {
    expect(output).toContain("VPC three-tier");
    expect(output).toMatch(/✔ works {3}internet → web-a[\s\S]*Reason {4}internet reaches web-a/);
    expect(output).toMatch(/✘ does not work {3}web-a → db-a[\s\S]*denied by security group db/);
    expect(output).toMatch(/Who reaches whom, by subnet[\s\S]*public-a/);
  });

  test("every `npx underlay` line that it prints works as printed", async () => {
    const printed = [...output.matchAll(/npx underlay ((?:trace|status|ask|test).*)$/gm)].map(([, line = ""]) =>
      line.trim(),
    );
    expect(printed.length).toBeGreaterThanOrEqual(5);
    for (const line of new Set(printed)) {
      const { code, stderr } = await runCommand(process.execPath, [join(root, "dist", "cli.js"), ...line.split(/\s+/)]);
      expect([0, 1], `${line}\n${stderr}`).toContain(code);
    }
  });

  test("two threads find the matrix that one finds", async () => {
    const [, endpoint = ""] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? [];
    const matrix = async (...options: readonly string[]) => {
      const line = ["ask", "matrix", "--json", "--endpoint", endpoint, ...options];
      const { code, stdout, stderr } = await runCommand(process.execPath, [join(root, "dist", "cli.js"), ...line]);
      expect(code, stderr).toBe(0);
      return (JSON.parse(stdout) as { readonly rows: readonly object[] }).rows.map((row) => JSON.stringify(row)).sort();
    };
    const alone = await matrix();
    expect(alone.length).toBeGreaterThan(10);
    expect(await matrix("--threads", "2")).toEqual(alone);
  });

  test("where the port is taken it says by whom, and what to do", async () => {
    const { port } = new URL(/http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? "");
    const second = await runCommand(process.execPath, [join(root, "scripts", "start.mjs"), "--port", port]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`Underlay already runs on port ${port}`);
    expect(second.stderr).toContain(`npm start -- --port ${Number(port) + 1}`);
    expect(second.stderr).not.toMatch(/^ +at /m); // no stack
  });

  test("Ctrl-C ends it", async () => {
    started.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(output).toContain("Stopped.");
  });
});
