/**
 * The README and the pages of questions show real output: every `$ npx underlay …` of its console blocks is run on a fresh region with
 * `examples/three-tier` in it (and, for what is asked of them, the five mistakes beside), and must print what stands there. `npm test -- readme -u` puts today's output in its place.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { underlay } from "../../src/cli/program.fixture.ts";
import { action, EC2, testServer } from "../../src/server/server.fixture.ts";
import type { RunningServer } from "../../src/server/start.ts";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";

const BLOCK = /```console\n\$ npx underlay (.*)\n[\s\S]*?```/g;

test.each(["README.md", "docs/asking.md"])(
  "what %s shows is what is printed today",
  { timeout: 60_000 },
  async (page) => {
    const file = join(root, page);
    const server = await testServer();
    const deploy = async (example: string, region: string): Promise<void> => {
      const script = join(root, "examples", example, "deploy.mjs");
      const { code, stderr } = await runCommand(process.execPath, [
        script,
        "--endpoint",
        server.url,
        "--region",
        region,
      ]);
      expect(code, stderr).toBe(0);
    };
    await deploy("three-tier", "us-east-1");

    const written = readFileSync(file, "utf8");
    const blocks = [...written.matchAll(BLOCK)];
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    let printed = written;
    let hasMistakes = false;
    for (const [block, line = ""] of blocks) {
      if (line.includes("five-mistakes") && !hasMistakes) {
        await deploy("five-mistakes", "eu-west-1");
        hasMistakes = true;
      }
      const changed = line.startsWith("ask what-changed") ? await change(server) : undefined;
      const { out, err } = await underlay([...line.split(" "), ...(changed?.options ?? [])], {
        UNDERLAY_ENDPOINT: server.url,
        npm_command: "exec",
      });
      expect(err).toBe("");
      await changed?.undo();
      const text = out
        .replaceAll(server.url, "http://127.0.0.1:4566")
        .replace(/up \d+ s$/m, "up 4 s")
        .replace(/ {2}[\d.]+ m?s$/gm, "  31 ms");
      printed = printed.replace(block, () => `\`\`\`console\n$ npx underlay ${line}\n${text}\n\`\`\``);
    }
    await expect(printed).toMatchFileSnapshot(file);
  },
);

/** What the page says was done between a snapshot and now: group db takes tcp 5432 from the public subnet of zone a. */
async function change(server: RunningServer): Promise<{ options: readonly string[]; undo: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "underlay-readme-"));
  const snapshot = await fetch(`${server.url}/_underlay/snapshot`);
  writeFileSync(join(folder, "before.jsonl"), await snapshot.text());
  const groups = { "Filter.1.Name": "group-name", "Filter.1.Value.1": "db", Version: EC2 };
  const found = await action(server, { Action: "DescribeSecurityGroups", ...groups });
  const GroupId = /sg-[0-9a-f]{17}/.exec(await found.text())?.[0] ?? "";
  const range = { IpProtocol: "tcp", FromPort: "5432", ToPort: "5432", CidrIp: "10.0.0.0/24" };
  const done = await action(server, { Action: "AuthorizeSecurityGroupIngress", GroupId, ...range, Version: EC2 });
  expect(done.status).toBe(200);
  return {
    options: ["--dir", folder],
    undo: async () => {
      await action(server, { Action: "RevokeSecurityGroupIngress", GroupId, ...range, Version: EC2 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
