/**
 * The network tests of the examples: each is deployed by its own program, and is as its `*.network.yaml` expects it, but for
 * what `five-mistakes` is there to show. Where the endpoint answers `POST /_underlay/ask`, it is asked; one packet at a time
 * judges the same expectations as far as it can, and has to agree.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { underlay } from "../../src/cli/program.fixture.ts";
import { parseSuite } from "../../src/expect/parse/suite.ts";
import { runSuites, type TestReport } from "../../src/expect/run.ts";
import type { Suite } from "../../src/expect/suite.ts";
import { faultsOf } from "../../src/server/schema.fixture.ts";
import { testServer } from "../../src/server/server.fixture.ts";
import { expectNetwork } from "../../src/testing/index.ts";
import { connectNetwork } from "../../src/testing/network.ts";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";
import { forwardAsker } from "./forwardAsker.fixture.ts";

const examples = [
  { name: "three-tier", fails: [] },
  { name: "hub-and-spoke", fails: [] },
  {
    name: "five-mistakes",
    fails: [
      "1: the front reaches the back",
      "2: the front reaches the stock",
      "3: nobody outside logs in",
      "4: partners reach the gateway",
      "5: the front reaches the archive",
      "no overlaps",
      "internet reaches nothing but",
    ],
  },
] as const;

/** Whether this build proves: until it does, only single packets judge. */
async function proves(): Promise<boolean> {
  const { url } = await testServer();
  const body = JSON.stringify({ question: "loops" });
  return (await fetch(`${url}/_underlay/ask`, { method: "POST", body })).status !== 404;
}
const hasProver = await proves();

function suiteOf(file: string): Suite {
  const parsed = parseSuite(readFileSync(file, "utf8"), file);
  if (!parsed.ok) throw new Error(parsed.reason.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return parsed.value;
}

const namesOf = ({ suites }: TestReport, ...statuses: readonly string[]): string[] =>
  suites.flatMap(({ expectations }) =>
    expectations.filter(({ status }) => statuses.includes(status)).map(({ name }) => name),
  );

describe.each(examples)("examples/$name", ({ name, fails }) => {
  const folder = join(root, "examples", name);
  const file = join(folder, `${name}.network.yaml`);
  const suite = suiteOf(file);
  let url = "";

  beforeAll(async () => {
    const server = await testServer();
    url = server.url;
    const { code, stderr } = await runCommand(process.execPath, [join(folder, "deploy.mjs"), "--endpoint", url]);
    if (code !== 0) throw new Error(stderr);
  }, 60_000);

  test("one packet at a time, as far as it can tell", async () => {
    // Who else reaches something, and invariants, take all packets.
    const expectations = suite.expectations.flatMap((one) => (one.kind === "reach" ? [{ ...one, only: false }] : []));
    const report = await runSuites([{ ...suite, expectations }], { ask: forwardAsker(url), now: () => 0 });
    expect(namesOf(report, "error")).toEqual([]);
    const reaching = new Set(expectations.map((one): string => one.name));
    expect(namesOf(report, "failed")).toEqual(fails.filter((one) => reaching.has(one)));
    for (const { failures } of report.suites.flatMap((one) => one.expectations))
      for (const failing of failures) expect(failing.walk, failing.message).not.toBeNull();
  });

  test.runIf(hasProver)("all packets, by the command", async () => {
    const { code, out } = await underlay(["test", file, "--endpoint", url, "--coverage", "--json"]);
    const report = JSON.parse(out) as TestReport;
    expect(faultsOf(report)).toEqual([]);
    expect(namesOf(report, "error")).toEqual([]);
    expect(namesOf(report, "failed")).toEqual([...fails]);
    expect(code).toBe(fails.length === 0 ? 0 : 1);
    expect(report.coverage?.resources.some(({ rules }) => rules.some(({ used }) => used))).toBe(true);
  });

  test.runIf(hasProver)("all packets, by underlay/testing", async () => {
    const asked = expectNetwork(await connectNetwork({ endpoint: url })).toBeAsIn(file);
    if (fails.length === 0) await asked;
    else await expect(asked).rejects.toThrow(new RegExp(`${fails.length} failed`));
  });
});

test.runIf(hasProver)("without an endpoint, from a snapshot", async () => {
  const { url } = await testServer();
  const deploy = join(root, "examples", "three-tier", "deploy.mjs");
  expect((await runCommand(process.execPath, [deploy, "--endpoint", url])).code).toBe(0);
  const snapshot = join(root, ".cache", "network-tests.jsonl");
  expect((await underlay(["snapshot", "save", snapshot, "--endpoint", url])).code).toBe(0);
  const file = join(root, "examples", "three-tier", "three-tier.network.yaml");
  const { code, out, err } = await underlay(["test", file, "--snapshot", snapshot]);
  expect(err).toBe("");
  expect(out).toMatch(/✔ network tests/);
  expect(code).toBe(0);
});
