/** `POST /_underlay/ask` in lines: rows as they are found, a last line that closes them, and no more of them held than a reader takes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../test/floors.ts";
import { runCommand } from "../../../test/peers/command.fixture.ts";
import { LISTS } from "../../expect/lines.ts";
import type { Question } from "../../expect/questions.ts";
import { faultsOf } from "../schema.fixture.ts";
import { action, EC2, testServer } from "../server.fixture.ts";
import type { RunningServer } from "../start.ts";

const folder = mkdtempSync(join(tmpdir(), "underlay-ask-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: RunningServer;
let group = "";
beforeAll(async () => {
  server = await testServer({ snapshots: folder });
  const deploy = join(root, "examples", "three-tier", "deploy.mjs");
  const { code, stderr } = await runCommand(process.execPath, [deploy, "--endpoint", server.url]);
  expect(code, stderr).toBe(0);
  const found = await action(server, {
    ...{ Action: "DescribeSecurityGroups", Version: EC2 },
    ...{ "Filter.1.Name": "group-name", "Filter.1.Value.1": "db" },
  });
  group = /sg-[0-9a-f]{17}/.exec(await found.text())?.[0] ?? "";
}, 120_000);

const post = (question: object, accept?: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${server.url}/_underlay/ask`, {
    method: "POST",
    body: JSON.stringify(question),
    headers: accept === undefined ? {} : { accept },
    ...(signal ? { signal } : {}),
  });
const whole = async (question: object) => (await post(question)).json() as Promise<Record<string, unknown>>;

type Line = Readonly<Record<string, unknown>> & { readonly schema: string };
async function lines(question: object): Promise<readonly Line[]> {
  const text = await (await post(question, "application/x-ndjson")).text();
  expect(text.endsWith("\n")).toBe(true);
  const told = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  for (const line of told) expect(faultsOf(line), JSON.stringify(line)).toEqual([]);
  return told;
}
const rowsIn = (told: readonly Line[]) => told.filter(({ schema }) => schema === "underlay/row/1");

const sorted = (all: unknown): readonly string[] =>
  (all as readonly unknown[]).map((one) => JSON.stringify(one)).sort();

const save = async (name: string): Promise<void> =>
  writeFileSync(join(folder, `${name}.jsonl`), await (await fetch(`${server.url}/_underlay/snapshot`)).text());
const rule = { IpProtocol: "tcp", FromPort: "5432", ToPort: "5432", CidrIp: "10.0.0.10/32" };
const change = (Action: string) => action(server, { Action, Version: EC2, GroupId: group, ...rule });

const listing: readonly Question[] = [
  { question: "matrix", by: "instance", port: "1-9999" },
  { question: "matrix", by: "security-group" },
  { question: "what-reaches", destination: "three-tier" },
  { question: "what-can-be-reached-from", source: "app-a" },
  { question: "exposed" },
  { question: "exposed", except: [{ destination: "web-a", flows: [{ port: "80" }] }] },
  { question: "why-not", source: "web-a", destination: "db-a", port: "22" },
  { question: "coverage", of: [{ question: "can-reach", source: "internet", destination: "web-a" }] },
  { question: "unused-rules" },
  { question: "shadowed-rules" },
  { question: "loops" },
  { question: "blackholes" },
  { question: "overlaps" },
];

test.each(listing)("the rows and the last line are the whole answer: %j", async (question) => {
  const told = await lines(question);
  const last = told.at(-1);
  const rows = rowsIn(told);
  expect(last).toMatchObject({ schema: "underlay/end/1", question: question.question, rows: rows.length });
  const answer = await whole(question);
  const list = LISTS[question.question] ?? "";
  expect(sorted(rows.map(({ row }) => row))).toEqual(sorted(answer[list]));
  const { schema: _, [list]: _list, ...rest } = answer;
  expect(last).toMatchObject(rest);
  for (const { schema, ...line } of told.slice(0, -1))
    expect(schema === "underlay/progress/1" || line["question"] === question.question).toBe(true);
});

describe("can-reach", () => {
  const ends = { question: "can-reach", source: "app-b", destination: "db-a", port: "5432" };

  test("of every pair a row, also after the first that fails; the last line is the answer", async () => {
    const question = { ...ends, source: "three-tier", pairs: "every" };
    const told = await lines(question);
    const rows = rowsIn(told).map(({ row }) => row as { source: { name: string }; holds: boolean; ports: string[] });
    expect(rows.map(({ source, holds }) => `${source.name} ${holds}`).sort()).toEqual([
      ...["app-a true", "app-b true", "nat-a false", "nat-b false", "web-a false", "web-b false"],
    ]);
    for (const { holds, ports } of rows) expect(ports).toEqual(holds ? ["tcp 5432"] : []);
    const { schema: _, ...answer } = await whole(question);
    expect(answer["holds"]).toBe(false);
    expect(told.at(-1)).toEqual({ schema: "underlay/end/1", question: "can-reach", rows: 6, ...answer });
  });

  test("of some pair no row", async () => {
    const told = await lines({ ...ends, source: "app-a" });
    expect(rowsIn(told)).toEqual([]);
    expect(told.at(-1)).toMatchObject({ schema: "underlay/end/1", rows: 0, holds: true });
  });
});

test("a problem is the last line", async () => {
  const [problem, ...more] = await lines({ question: "loops", region: "mars-1" });
  expect(problem).toMatchObject({ schema: "underlay/problem/1", error: { code: "not-found" } });
  expect(more).toEqual([]);
});

describe("what-changed", () => {
  beforeAll(async () => {
    await save("before");
    await change("AuthorizeSecurityGroupIngress");
    await save("after");
    await change("RevokeSecurityGroupIngress");
    writeFileSync(join(folder, "damaged.jsonl"), "{}");
  });
  const expected = { from: [{ name: "web-a" }], to: [{ name: "db-a" }], ports: ["tcp 5432"], by: { name: "db" } };

  test("two saved states, and one with what is there now", async () => {
    const two = await whole({ question: "what-changed", before: "before", after: "after" });
    expect(faultsOf(two)).toEqual([]);
    expect(two["rows"]).toMatchObject([{ change: "allowed", ...expected, walk: { works: true } }]);
    const now = await whole({ question: "what-changed", before: "after" });
    expect(now["rows"]).toMatchObject([{ change: "denied", ...expected, walk: { works: false } }]);
    expect((await whole({ question: "what-changed", before: "before" }))["rows"]).toEqual([]);
  });

  test("in lines", async () => {
    const told = await lines({ question: "what-changed", before: "before", after: "after" });
    expect(rowsIn(told)).toMatchObject([{ question: "what-changed", row: expected }]);
    expect(told.at(-1)).toEqual({ schema: "underlay/end/1", question: "what-changed", rows: 1 });
  });

  test("the names that there are", async () => {
    const list = (await (await fetch(`${server.url}/_underlay/snapshots`)).json()) as { snapshots: { name: string }[] };
    expect(faultsOf(list)).toEqual([]);
    expect(list.snapshots.map(({ name }) => name)).toEqual(["after", "before", "damaged"]);
  });

  test.each([
    [{ before: "befor" }, 404, "not-found", /no snapshot 'befor'\. There is: after, before, damaged\./],
    [{ before: "before", after: "x" }, 404, "not-found", /no snapshot 'x'/],
    [{ before: "damaged" }, 400, "invalid-snapshot", /'damaged' cannot be loaded: it is no snapshot/],
    [{ before: "../before" }, 400, "invalid", /'\.\.\/before' is no name/],
    [{}, 400, "missing", /needs a before/],
    [{ before: "before", region: "us-east-1" }, 400, "invalid", /no parameter 'region'/],
  ])("%j is refused", async (asked, status, code, message) => {
    const answer = await post({ question: "what-changed", ...asked });
    expect(answer.status).toBe(status);
    const body = await answer.json();
    expect(faultsOf(body)).toEqual([]);
    expect(body).toMatchObject({ error: { code, message: expect.stringMatching(message) } });
  });

  test("a folder in which nothing was saved", async () => {
    const other = await testServer({ snapshots: join(folder, "none") });
    const body = JSON.stringify({ question: "what-changed", before: "x" });
    const answer = await fetch(`${other.url}/_underlay/ask`, { method: "POST", body });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toMatch(/None was saved in .*none yet/);
  });
});
