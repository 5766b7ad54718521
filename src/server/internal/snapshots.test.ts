/** The state as one file over HTTP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { encode } from "../../cloud/journal/encoding.ts";
import { stateOf } from "../../cloud/journal/state.ts";
import { faultsOf } from "../schema.fixture.ts";
import { action, EC2, testServer } from "../server.fixture.ts";
import type { RunningServer } from "../start.ts";

const folder = mkdtempSync(join(tmpdir(), "underlay-snapshots-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const createVpc = async (server: RunningServer, cidr: string): Promise<string> => {
  const answer = await action(server, { Action: "CreateVpc", CidrBlock: cidr, Version: EC2 });
  return /vpc-[0-9a-f]{17}/.exec(await answer.text())?.[0] ?? "";
};
const save = async (server: RunningServer): Promise<string> => (await fetch(`${server.url}/_underlay/snapshot`)).text();
const load = (server: RunningServer, body: string | Uint8Array): Promise<Response> =>
  fetch(`${server.url}/_underlay/snapshot`, { method: "PUT", body });
const dump = ({ cloud }: RunningServer): string[] =>
  stateOf(cloud)
    .rows.map(({ table, row }) => `${table} ${encode(row)}`)
    .sort();
const rowsOf = (text: string): string => text.slice(text.indexOf("\n"));

test("a snapshot that was loaded is what was saved, and the next ids are those that came then", async () => {
  const server = await testServer();
  await createVpc(server, "10.1.0.0/16");
  const [text, before] = [await save(server), dump(server)];
  expect(faultsOf(JSON.parse(text.slice(0, text.indexOf("\n"))))).toEqual([]);
  const next = await createVpc(server, "10.2.0.0/16");

  const other = await testServer({ seed: 9 });
  await createVpc(other, "10.9.0.0/16");
  const answer = await load(other, text);
  expect(answer.status).toBe(200);
  const loaded = await answer.json();
  expect(faultsOf(loaded)).toEqual([]);
  expect(loaded).toMatchObject({ rows: before.length, seed: 1 });
  expect(dump(other)).toEqual(before);
  expect(rowsOf(await save(other))).toBe(rowsOf(text));
  expect(await createVpc(other, "10.2.0.0/16")).toBe(next);
});

test("it may come gzipped", async () => {
  const server = await testServer();
  await createVpc(server, "10.1.0.0/16");
  const [text, before] = [await save(server), dump(server)];
  await createVpc(server, "10.2.0.0/16");
  expect((await load(server, gzipSync(text))).status).toBe(200);
  expect(dump(server)).toEqual(before);
});

test("what is none leaves everything as it is", async () => {
  const server = await testServer();
  await createVpc(server, "10.1.0.0/16");
  const text = await save(server);
  const before = dump(server);
  const unknown = text.replace('"services":["ec2"]', '"services":["ec2","tea"]');
  const shapeless = text.replace(
    /"table":"ec2\.network-acl","row":\{"id":"([^"]*)".*/,
    '"table":"ec2.network-acl","row":{"id":"$1","account":"000000000000","region":"us-east-1"}}',
  );
  expect(shapeless).not.toBe(text);
  const bad: [string | Uint8Array, string][] = [
    ["", "it is no snapshot"],
    [text.slice(0, -200), "cannot be loaded"],
    [text.replace("snapshot/1", "snapshot/2"), "newer Underlay"],
    [unknown, "has the service 'tea'"],
    [shapeless, "make no network"],
    [gzipSync(text).subarray(0, 100), "cannot be unpacked"],
  ];
  for (const [body, reason] of bad) {
    const answer = await load(server, body);
    expect(answer.status, reason).toBe(400);
    const problem = (await answer.json()) as { error: { message: string } };
    expect(faultsOf(problem)).toEqual([]);
    expect(problem.error.message).toContain(reason);
    expect(dump(server)).toEqual(before);
  }
});

test("with a data folder, what was loaded is kept", async () => {
  const source = await testServer();
  await createVpc(source, "10.1.0.0/16");
  const text = await save(source);
  const first = await testServer({ data: folder });
  await createVpc(first, "10.7.0.0/16");
  expect((await load(first, text)).status).toBe(200);
  await createVpc(first, "10.2.0.0/16");
  const before = dump(first);
  await first.close();
  const second = await testServer({ data: folder });
  expect(dump(second)).toEqual(before);
  expect(before.some((row) => row.includes("10.7.0.0/16"))).toBe(false);
  await second.close();
});
