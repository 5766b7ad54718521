/**
 * The README and the pages of questions show real output: every `$ npx underlay …` of its console blocks is run on a fresh region with
 * `examples/three-tier` in it (and, for what is asked of them, the five mistakes beside), and must print what stands there. `npm test -- readme -u` puts today's output in its place.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { underlay } from "../../src/cli/program.fixture.ts";
import { testServer } from "../../src/server/server.fixture.ts";
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
      const { out, err } = await underlay(line.split(" "), { UNDERLAY_ENDPOINT: server.url, npm_command: "exec" });
      expect(err).toBe("");
      const text = out
        .replaceAll(server.url, "http://127.0.0.1:4566")
        .replace(/up \d+ s$/m, "up 4 s")
        .replace(/ {2}[\d.]+ m?s$/gm, "  31 ms");
      printed = printed.replace(block, () => `\`\`\`console\n$ npx underlay ${line}\n${text}\n\`\`\``);
    }
    await expect(printed).toMatchFileSnapshot(file);
  },
);
