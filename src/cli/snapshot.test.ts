/** `underlay snapshot` against a real server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf } from "../server/schema.fixture.ts";
import { action, EC2, testServer } from "../server/server.fixture.ts";
import type { RunningServer } from "../server/start.ts";
import { silentEndpoint, underlay } from "./program.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "underlay-cli-"));
const dir = join(folder, "snapshots");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: RunningServer;
let vpc = "";
let group = "";

const call = async (name: string, form: Record<string, string>): Promise<string> =>
  (await action(server, { Action: name, Version: EC2, ...form })).text();
const idIn = (text: string, prefix: string): string => new RegExp(`${prefix}-[0-9a-f]{17}`).exec(text)?.[0] ?? text;
const snapshot = (...args: string[]) => underlay(["snapshot", ...args, "--dir", dir, "--endpoint", server.url]);
const tag = (id: string, key: string, value: string) =>
  call("CreateTags", { "ResourceId.1": id, "Tag.1.Key": key, "Tag.1.Value": value });

beforeAll(async () => {
  server = await testServer();
  vpc = idIn(await call("CreateVpc", { CidrBlock: "10.1.0.0/16" }), "vpc");
  await tag(vpc, "Name", "shop");
  group = idIn(await call("CreateSecurityGroup", { GroupName: "web", GroupDescription: "d", VpcId: vpc }), "sg");
});

describe("one after the other", () => {
  test("nothing was saved", async () => {
    expect(await snapshot("list")).toMatchObject({ code: 0, out: `– There are no snapshots in ${dir}.` });
    const { code, err } = await snapshot("load", "base");
    expect(code).toBe(2);
    expect(err).toContain("Save one:  underlay snapshot save base");
  });

  test("save", async () => {
    expect(await snapshot("save", "base")).toMatchObject({ code: 0, err: "" });
    const { out } = await snapshot("save", "base", "--json");
    const answer = JSON.parse(out) as { file: string; bytes: number };
    expect(faultsOf(answer)).toEqual([]);
    expect(readFileSync(answer.file).length).toBe(answer.bytes);
  });

  test("list", async () => {
    writeFileSync(join(dir, "other.jsonl"), "no snapshot");
    const { out } = await snapshot("list");
    expect(out).toMatch(/^base {3}20\d\d-.*\d+ rows/);
    expect(out).toMatch(/other +no snapshot/);
    const { out: json } = await snapshot("list", "--json");
    expect(faultsOf(JSON.parse(json))).toEqual([]);
    expect(JSON.parse(json)).toMatchObject({ snapshots: [{ name: "base" }, { name: "other", rows: null }] });
  });

  test("nothing differs yet", async () => {
    expect((await snapshot("diff", "base")).out).toContain("Nothing differs between base and http");
  });

  test("diff against what is there now", async () => {
    const added = idIn(await call("CreateVpc", { CidrBlock: "10.2.0.0/16" }), "vpc");
    await tag(vpc, "Name", "store");
    await tag(vpc, "team", "x");
    await call("ModifyVpcAttribute", { VpcId: vpc, "EnableDnsHostnames.Value": "true" });
    await call("DeleteSecurityGroup", { GroupId: group });
    const { out } = await snapshot("diff", "base");
    expect(out).toMatch(new RegExp(`^\\+ {2}ec2\\.vpc +${added}`, "m"));
    expect(out).toMatch(new RegExp(`^- {2}ec2\\.security-group +${group} +web`, "m"));
    expect(out).toMatch(new RegExp(`^~ {2}ec2\\.vpc +${vpc} +store`, "m"));
    expect(out).toMatch(/tag Name +shop → store/);
    expect(out).toMatch(/tag team +none → x/);
    expect(out).not.toContain("cloud.");
    const { out: json } = await snapshot("diff", "base", "--json");
    const answer = JSON.parse(json) as { changed: { id: string; fields: { field: string }[] }[] };
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.changed.map(({ id }) => id)).toEqual([vpc]);
    expect(answer.changed[0]?.fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["tag Name", "tag team"]),
    );
  });

  test("diff of two", async () => {
    await snapshot("save", "later");
    const forth = JSON.parse((await snapshot("diff", "base", "later", "--json")).out) as Record<
      string,
      { id: string }[]
    >;
    const back = JSON.parse((await snapshot("diff", "later", "base", "--json")).out) as Record<
      string,
      { id: string }[]
    >;
    expect(back["added"]).toEqual(forth["removed"]);
    expect(back["removed"]).toEqual(forth["added"]);
  });

  test("load", async () => {
    const { code, out } = await snapshot("load", "base");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("is now as") });
    expect((await snapshot("diff", "base")).out).toContain("Nothing differs");
    const { out: json } = await snapshot("load", "base", "--json");
    expect(faultsOf(JSON.parse(json))).toEqual([]);
  });
});

describe("exit code 2", () => {
  test("nothing to do, and nothing known to do", async () => {
    const bare = await underlay(["snapshot"]);
    expect(bare).toMatchObject({ code: 2, out: "" });
    expect(bare.err).toContain("Say what to do with a snapshot: save, load, list or diff.");
    expect((await underlay(["snapshot", "keep", "x"])).err).toContain("'keep' is nothing to do");
  });

  test("a name that is none, a file that is none", async () => {
    expect((await snapshot("save", "..")).err).toContain("is no name of a snapshot");
    writeFileSync(join(folder, "bad.jsonl"), "no snapshot");
    const { code, err } = await snapshot("load", join(folder, "bad.jsonl"));
    expect(code).toBe(2);
    expect(err).toContain("it is no snapshot");
    expect(err).toContain("bad.jsonl");
    expect(await snapshot("diff", join(folder, "bad.jsonl"))).toMatchObject({ code: 2 });
  });
});

test("exit code 3: nothing listens there; nothing is written", async () => {
  const endpoint = await silentEndpoint();
  const { code } = await underlay(["snapshot", "save", "never", "--dir", dir, "--endpoint", endpoint]);
  expect(code).toBe(3);
  expect((await snapshot("list")).out).not.toContain("never");
});
