/** Answers that come as lines: put together for those who want the whole, and printed as they come for those who do not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { dbA, internet, webA } from "../expect/asker.fixture.ts";
import { plain } from "../expect/text/colors.ts";
import { action, EC2, testServer } from "../server/server.fixture.ts";
import { fakeEndpoint, silentEndpoint, underlay } from "./program.fixture.ts";
import { run } from "./program.ts";

const row = (from: object) => ({
  schema: "underlay/row/1",
  question: "what-reaches",
  row: { from, to: dbA, ports: ["tcp 22"] },
});
const progress = { schema: "underlay/progress/1", done: 1, of: 2 };
const again = { schema: "underlay/again/1" };
const end = { schema: "underlay/end/1", question: "what-reaches", rows: 1 };
const problem = { schema: "underlay/problem/1", error: { code: "not-found", message: "Nothing is called 'x'." } };

async function asked(lines: readonly object[], ...args: string[]) {
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const endpoint = await fakeEndpoint({ "POST /_underlay/ask": { body } });
  onTestFinished(() => endpoint.close());
  return underlay(["ask", ...args, "--endpoint", endpoint.url]);
}

describe("the whole of it", () => {
  test("rows and what is beside them; what was called off is left out", async () => {
    const { code, out } = await asked([row(internet), progress, again, row(webA), end], "what-reaches", "b", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ schema: "underlay/what-reaches/1", rows: [row(webA).row] });
  });

  test("a problem among the lines is one", async () => {
    const { code, err } = await asked([progress, row(webA), problem], "what-reaches", "x");
    expect(code).toBe(2);
    expect(err).toContain("Nothing is called 'x'.");
  });

  test.each([[[]], [[row(webA)]]])("an answer without an end is none: %#", async (lines) => {
    const { code, out, err } = await asked(lines, "what-reaches", "b");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toMatch(/The answer of http:\S+ broke off/);
  });
});

describe("on a terminal that somebody looks at", () => {
  async function watched(lines: readonly object[], ...args: string[]): Promise<readonly string[]> {
    // Whoever looks at the clock finds that most of a second has gone.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 700));
    onTestFinished(() => clock.mockRestore());
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const endpoint = await fakeEndpoint({ "POST /_underlay/ask": { body } });
    onTestFinished(() => endpoint.close());
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const terminal = { print, note: print, isWatched: true, colors: plain, noteColors: plain, columns: 160 };
    await run(["ask", ...args, "--endpoint", endpoint.url], { terminal, env: {} });
    return printed;
  }

  test("rows are printed as they come, and their number at last; once each", async () => {
    const lines = [row(internet), row(webA), row(dbA), { ...end, rows: 3 }];
    expect(await watched(lines, "what-reaches", "db-a")).toEqual([
      `            internet                       → db-a  tcp 22
  instance  web-a     i-0123456789abcdef0  → db-a  tcp 22`,
      "  instance  db-a      i-0eeeeeeeeeeeeeee2  → db-a  tcp 22",
      "\n3 places reach db-a",
    ]);
  });

  test("a document stays one", async () => {
    const printed = await watched([row(internet), row(webA), { ...end, rows: 2 }], "what-reaches", "db-a", "--json");
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({ rows: [{ ports: ["tcp 22"] }, {}] });
  });
});

describe("--jsonl", () => {
  const printed = (out: string): unknown[] => out.split("\n").map((line) => JSON.parse(line) as unknown);

  test("prints the lines as they come, but for those that tell how far it is", async () => {
    const lines = [row(internet), progress, again, row(webA), end];
    const { code, out, err } = await asked(lines, "what-reaches", "b", "--jsonl");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(printed(out)).toEqual([row(internet), again, row(webA), end]);
  });

  test.each([
    ["loops", { question: "loops", rows: 1 }, 1],
    ["loops", { question: "loops", rows: 0 }, 0],
    ["exposed", { question: "exposed", rows: 2 }, 1],
    ["matrix", { question: "matrix", rows: 2 }, 0],
    ["can-reach a b", { question: "can-reach", rows: 0, holds: false }, 1],
    ["can-reach a b", { question: "can-reach", rows: 4, holds: true }, 0],
  ] as const)("the last line says the exit code: %s %j", async (line, last, code) => {
    expect((await asked([{ ...end, ...last }], ...line.split(" "), "--jsonl")).code).toBe(code);
  });

  test("what has no end, and what is a problem", async () => {
    expect((await asked([row(webA)], "what-reaches", "b", "--jsonl")).code).toBe(3);
    expect((await asked([row(webA), problem], "what-reaches", "b", "--jsonl")).code).toBe(2);
    expect((await asked([], "loops", "--json", "--jsonl")).code).toBe(2);
  });
});

describe("what-changed", () => {
  const folder = mkdtempSync(join(tmpdir(), "underlay-changed-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const there = join(folder, "there");
  const answer = { schema: "underlay/what-changed/1", rows: [] };
  const listed = (...snapshots: object[]) => ({ schema: "underlay/snapshot-list/1", dir: "x", snapshots });
  const facts = { name: "before", file: "x/before.jsonl", bytes: 1, savedAt: "2026-01-01T00:00:00.000Z", rows: 0 };

  async function fake(list: object) {
    const endpoint = await fakeEndpoint({
      "GET /_underlay/snapshots": { body: list },
      "POST /_underlay/ask": { body: answer },
    });
    onTestFinished(() => endpoint.close());
    return endpoint;
  }

  test("what the endpoint has by name, it is asked about", async () => {
    const { url, seen } = await fake(listed(facts, { ...facts, name: "after" }));
    const args = ["ask", "what-changed", "before", "after", "--endpoint", url, "--dir", join(folder, "empty")];
    expect(await underlay(args)).toMatchObject({ code: 0, err: "" });
    expect(seen.at(-1)?.body).toEqual({ question: "what-changed", before: "before", after: "after" });
  });

  test("a real one, by name, by file, and with nobody there", async () => {
    const server = await testServer({ snapshots: there });
    const endpoint = ["--endpoint", server.url];
    const save = (name: string) => underlay(["snapshot", "save", name, "--dir", there, ...endpoint]);
    await action(server, { Action: "CreateVpc", CidrBlock: "10.9.0.0/16", Version: EC2 });
    await save("before");
    const byName = await underlay(["ask", "what-changed", "before", "--dir", there, ...endpoint, "--json"]);
    expect(byName).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(byName.out)).toEqual(answer);
    const file = join(there, "before.jsonl");
    const byFile = await underlay(["ask", "what-changed", file, "before", "--dir", there, ...endpoint, "--jsonl"]);
    expect(JSON.parse(byFile.out)).toEqual({ schema: "underlay/end/1", question: "what-changed", rows: 0 });
    const silent = ["--endpoint", await silentEndpoint()];
    expect((await underlay(["ask", "what-changed", "before", "before", "--dir", there, ...silent])).code).toBe(0);
    expect((await underlay(["ask", "what-changed", "before", "--dir", there, ...silent])).code).toBe(3);
  });

  test("a file here that is another than the endpoint's of that name counts; a name that is nowhere is wrong", async () => {
    const { url, seen } = await fake(listed(facts));
    const own = join(folder, "own");
    rmSync(own, { recursive: true, force: true });
    const server = await testServer();
    await underlay(["snapshot", "save", "before", "--dir", own, "--endpoint", server.url]);
    const compared = ["ask", "what-changed", "before", "before", "--dir", own, "--endpoint", url];
    expect((await underlay(compared)).code).toBe(0);
    expect(seen.map(({ path }) => path)).toEqual(["/_underlay/snapshots"]);
    const { code, err } = await underlay(["ask", "what-changed", "befor", "--dir", own, "--endpoint", url]);
    expect(code).toBe(2);
    expect(err).toMatch(/There is:\s+before/);
  });

  test("a damaged snapshot is said to be one", async () => {
    const server = await testServer({ snapshots: there });
    writeFileSync(join(there, "damaged.jsonl"), "{}");
    const { code, err } = await underlay(["ask", "what-changed", "damaged", "--dir", there, "--endpoint", server.url]);
    expect(code).toBe(2);
    expect(err).toContain("The snapshot 'damaged' cannot be loaded: it is no snapshot.");
  });
});
