/** The data folder: what was answered is there after a restart, and what is damaged is neither used nor touched. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { wallClock } from "../../base/clock.ts";
import { encode } from "../../cloud/journal/encoding.ts";
import { STATE_VERSION, stateOf } from "../../cloud/journal/state.ts";
import { createServer, type RunningServer, type ServerOptions } from "../start.ts";
import { DataProblem } from "./dataProblem.ts";
import { takeHold } from "./hold.ts";
import { JournalFile } from "./journalFile.ts";
import { loadSqlite } from "./sqlite.ts";

const folders: string[] = [];
const running = new Set<RunningServer>();

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "underlay-data-"));
  folders.push(folder);
  return folder;
}

async function start(data: string, options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await createServer({ port: 0, data, ...options });
  running.add(server);
  return server;
}

async function stop(server: RunningServer): Promise<void> {
  running.delete(server);
  await server.close();
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of running) await stop(server);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An EC2 call's answer, as text. */
async function call(server: RunningServer, name: string, parameters: Record<string, string> = {}): Promise<string> {
  const body = new URLSearchParams({ Action: name, Version: "2016-11-15", ...parameters });
  return await (await fetch(server.url, { method: "POST", body })).text();
}

const idIn = (text: string, prefix: string): string => new RegExp(`${prefix}-[0-9a-f]{17}`).exec(text)?.[0] ?? text;

/** All that is kept of a cloud, as text, one row a line. */
const dump = ({ cloud }: RunningServer) => {
  const { seed, random, rows } = stateOf(cloud);
  return { seed, random, rows: rows.map(({ table, row }) => `${table} ${encode(row)}`).sort() };
};

/** A problem that opening the folder gives; fails where it opens. */
async function problemOf(folder: string, options: Partial<ServerOptions> = {}): Promise<DataProblem> {
  const opened = await start(folder, options).catch((error: unknown) => error);
  if (opened instanceof DataProblem) return opened;
  throw opened instanceof Error ? opened : new Error("it opened");
}

/** What a crash leaves: the files as they are while the server runs. Its lock stays behind with the process. */
function crashedCopy(folder: string): string {
  const copy = freshFolder();
  for (const name of ["journal.db", "journal.db-wal", "acknowledged", "holder.json"])
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name));
  return copy;
}

describe("after a restart", () => {
  test.each(["stopped", "crashed"])("all that was answered is there: the server was %s", async (how) => {
    const folder = freshFolder();
    const first = await start(folder);
    const vpc = idIn(await call(first, "CreateVpc", { CidrBlock: "10.1.0.0/16" }), "vpc");
    const subnet = { VpcId: vpc, CidrBlock: "10.1.1.0/24", ClientToken: "t" };
    await call(first, "CreateSubnet", subnet);
    const group = idIn(
      await call(first, "CreateSecurityGroup", { GroupName: "g", GroupDescription: "d", VpcId: vpc }),
      "sg",
    );
    await call(first, "CreateTags", { "ResourceId.1": vpc, "Tag.1.Key": "__proto__", "Tag.1.Value": "x" });
    const nat = { VpcId: vpc, GroupName: "gone", GroupDescription: "d" };
    const gone = idIn(await call(first, "CreateSecurityGroup", nat), "sg");
    await call(first, "DeleteSecurityGroup", { GroupId: gone });
    const before = dump(first);
    expect(before.rows.length).toBeGreaterThan(20);
    const data = how === "crashed" ? crashedCopy(folder) : folder;
    await stop(first);

    const second = await start(data);
    expect(dump(second)).toEqual(before);
    expect(await call(second, "DescribeSecurityGroups", { "GroupId.1": group })).toContain(vpc);
    expect(await call(second, "DescribeSecurityGroups", { "GroupId.1": gone })).toContain("InvalidGroup.NotFound");
    expect(await call(second, "DescribeVpcs", { "VpcId.1": vpc })).toContain("<key>__proto__</key>");
  });

  test("ids go on where they were, and no request id comes again", async () => {
    const folder = freshFolder();
    const ids = new Set<string>();
    const requestIds = new Set<string>();
    for (let life = 0; life < 3; life++) {
      const server = await start(folder);
      for (let i = 0; i < 3; i++) {
        const answer = await call(server, "CreateSecurityGroup", { GroupName: `g${life}${i}`, GroupDescription: "d" });
        ids.add(idIn(answer, "sg"));
        requestIds.add(/<requestId>([^<]*)/.exec(answer)?.[1] ?? "");
      }
      await stop(server);
    }
    expect(ids.size).toBe(9);
    expect(requestIds.size).toBe(9);
    const whole = await start(freshFolder());
    const same = new Set<string>();
    for (const name of ids)
      same.add(idIn(await call(whole, "CreateSecurityGroup", { GroupName: name, GroupDescription: "d" }), "sg"));
    expect([...same]).toEqual([...ids]); // the very ids of a server that was never stopped
  });

  test("a state on its way arrives, though the server was away when it was due", async () => {
    const folder = freshFolder();
    const still = { now: wallClock.now, after: () => () => undefined }; // a clock that never gets there
    const first = await start(folder, { clock: still });
    const vpc = idIn(await call(first, "CreateVpc", { CidrBlock: "10.1.0.0/16" }), "vpc");
    const subnet = idIn(await call(first, "CreateSubnet", { VpcId: vpc, CidrBlock: "10.1.1.0/24" }), "subnet");
    const nat = idIn(await call(first, "CreateNatGateway", { SubnetId: subnet, ConnectivityType: "private" }), "nat");
    expect(await call(first, "DescribeNatGateways", { "NatGatewayId.1": nat })).toContain("<state>pending</state>");
    await stop(first);
    const second = await start(folder, { clock: { ...wallClock, now: () => wallClock.now() + 60_000 } });
    await vi.waitFor(async () =>
      expect(await call(second, "DescribeNatGateways", { "NatGatewayId.1": nat })).toContain(
        "<state>available</state>",
      ),
    );
  });

  test("a client token is remembered", async () => {
    const folder = freshFolder();
    const first = await start(folder);
    const table = { VpcId: idIn(await call(first, "DescribeVpcs"), "vpc"), ClientToken: "t" };
    const created = idIn(await call(first, "CreateRouteTable", table), "rtb");
    await stop(first);
    const second = await start(folder);
    expect(idIn(await call(second, "CreateRouteTable", table), "rtb")).toBe(created);
  });

  test("after a reset there is nothing of before", async () => {
    const folder = freshFolder();
    const first = await start(folder);
    const untouched = idIn(await call(first, "DescribeVpcs"), "vpc");
    await call(first, "CreateVpc", { CidrBlock: "10.1.0.0/16" });
    await fetch(`${first.url}/_underlay/reset`, { method: "POST" });
    const data = crashedCopy(folder);
    const second = await start(data);
    expect(dump(second).rows).toEqual([]);
    expect(idIn(await call(second, "DescribeVpcs"), "vpc")).toBe(untouched); // the seed's first again
    expect((await call(second, "DescribeVpcs")).match(/<vpcId>/g)).toHaveLength(1);
  });
});

describe("who holds it", () => {
  test("is told to whoever comes second, whose try changes nothing", async () => {
    const folder = freshFolder();
    const first = await start(folder);
    const { message, remedy } = await problemOf(folder);
    expect(message).toContain(`pid ${process.pid}, ${first.url}, since 20`);
    expect(remedy).toContain(`underlay down --endpoint ${first.url}`);
    await call(first, "CreateVpc", { CidrBlock: "10.1.0.0/16" });
    const before = dump(first);
    await stop(first);
    expect(dump(await start(folder))).toEqual(before);
  });

  test("is nobody, whatever the words left behind say, where no process locks it", async () => {
    const folder = freshFolder();
    await stop(await start(folder));
    // This very process: a number that is in use again must not keep anybody out.
    writeFileSync(join(folder, "holder.json"), JSON.stringify({ pid: process.pid, since: "2026-01-01T00:00:00Z" }));
    await stop(await start(folder));
    expect(existsSync(join(folder, "holder.json"))).toBe(false);
  });

  test("is said as far as it is known", async () => {
    const folder = freshFolder();
    const sqlite = await loadSqlite();
    const hold = await takeHold(folder, sqlite, new Date(0));
    expect((await problemOf(folder)).message).toContain(`(pid ${process.pid}, since 1970-01-01T00:00:00.000Z)`);
    rmSync(join(folder, "holder.json"));
    expect((await problemOf(folder)).message).toContain("Another process uses");
    hold.release();
    await start(folder);
  });

  test("one that is about to let go is waited for", async () => {
    const folder = freshFolder();
    const first = await start(folder);
    await call(first, "CreateVpc", { CidrBlock: "10.1.0.0/16" });
    const before = dump(first);
    const [, second] = await Promise.all([stop(first), start(folder)]);
    expect(dump(second)).toEqual(before);
  });

  test("a taken port lets go of the folder", async () => {
    const folder = freshFolder();
    const other = await start(freshFolder());
    await expect(start(folder, { port: other.port })).rejects.toThrow("already runs on port");
    await start(folder);
  });

  test("another seed is refused", async () => {
    const folder = freshFolder();
    await stop(await start(folder, { seed: 5 }));
    expect((await problemOf(folder, { seed: 6 })).message).toContain("goes on with the seed 5");
    expect((await start(folder)).cloud.surroundings.random.seed).toBe(5);
  });
});

describe("a journal that is not whole", () => {
  const folder = freshFolder();
  let whole: ReturnType<typeof dump>;
  let crashed: string;

  beforeAll(async () => {
    const server = await createServer({ port: 0, data: folder });
    for (let i = 0; i < 5; i++) await call(server, "CreateVpc", { CidrBlock: `10.${i}.0.0/16` });
    await server.close(); // what was there is in the file now, and what comes is in the log
    const again = await createServer({ port: 0, data: folder });
    for (let i = 0; i < 5; i++) await call(again, "CreateSecurityGroup", { GroupName: `g${i}`, GroupDescription: "d" });
    whole = dump(again);
    crashed = crashedCopy(folder);
    await again.close();
  });

  /** The same state or a problem that names the file, with every byte as it was: never another state. */
  async function judge(copy: string): Promise<"whole" | "refused"> {
    const bytes = () =>
      ["journal.db", "journal.db-wal"].map((name) => readFileSync(join(copy, name)).toString("latin1"));
    const before = bytes();
    const opened = await start(copy).catch((error: unknown) => error);
    if (opened instanceof DataProblem) {
      expect(opened.message).toContain(join(copy, "journal.db"));
      expect(opened.remedy).not.toBe("");
      expect(bytes()).toEqual(before);
      return "refused";
    }
    if (opened instanceof Error) throw opened;
    expect(dump(opened as RunningServer)).toEqual(whole);
    await stop(opened as RunningServer);
    return "whole";
  }

  const copied = (): string => {
    const copy = freshFolder();
    cpSync(crashed, copy, { recursive: true });
    return copy;
  };

  test("a crash alone leaves it whole", async () => {
    expect(await judge(copied())).toBe("whole");
  });

  test("a bit that has flipped is found, or was of no account", { timeout: 60_000 }, async () => {
    const verdicts: string[] = [];
    const file = fc.constantFrom("journal.db", "journal.db-wal");
    const property = fc.asyncProperty(
      file,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(7),
      async (name, at, bit) => {
        const copy = copied();
        const bytes = readFileSync(join(copy, name));
        const index = Math.min(bytes.length - 1, Math.floor(at * bytes.length));
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        writeFileSync(join(copy, name), bytes);
        verdicts.push(await judge(copy));
      },
    );
    await fc.assert(property, { numRuns: Number(process.env["UNDERLAY_FLIPS"] ?? 60) });
    expect(verdicts).toContain("refused");
  });

  test("an end that is gone is found", { timeout: 60_000 }, async () => {
    for (const name of ["journal.db", "journal.db-wal"]) {
      const { length } = readFileSync(join(crashed, name));
      for (const left of [0, 1, 15, 16, 100, 4096, Math.floor(length / 2), length - 4096, length - 1]) {
        const copy = copied();
        truncateSync(join(copy, name), left);
        const verdict = await judge(copy);
        // Of the file's pages, the log may have newer ones; for what is gone from the log nothing stands in.
        const mayBeWhole = name === "journal.db" && left > 4096;
        expect(mayBeWhole ? "refused" : verdict, `${name} cut to ${left} of ${length}`).toBe("refused");
      }
    }
  });

  test("a file that is gone is missed", async () => {
    for (const name of ["journal.db", "journal.db-wal"]) {
      const copy = copied();
      rmSync(join(copy, name));
      expect((await problemOf(copy)).message).toContain("journal.db is damaged");
    }
  });

  test("what is something else is left alone", async () => {
    const text = freshFolder();
    writeFileSync(join(text, "journal.db"), "this is my diary".repeat(1000));
    expect((await problemOf(text)).message).toContain("it is no SQLite file");
    const other = freshFolder();
    const database = new Database(join(other, "journal.db"));
    database.exec("CREATE TABLE diary(day)");
    database.close();
    expect((await problemOf(other)).message).toContain("another program's SQLite file");
    for (const [folder, start] of [
      [text, "this is my diary"],
      [other, "SQLite format 3"],
    ] as const)
      expect(readFileSync(join(folder, "journal.db"), "latin1").startsWith(start)).toBe(true);
  });

  test("one of a newer Underlay is left to that", async () => {
    const copy = copied();
    const database = new Database(join(copy, "journal.db"));
    database.exec(`PRAGMA user_version = ${STATE_VERSION + 1}; PRAGMA wal_checkpoint(TRUNCATE)`);
    database.close();
    const before = readFileSync(join(copy, "journal.db"));
    const { message, remedy } = await problemOf(copy);
    expect(message).toContain(`journal.db was written by a newer Underlay (version ${STATE_VERSION + 1}`);
    expect(remedy).toContain("left as it is");
    expect(readFileSync(join(copy, "journal.db")).equals(before)).toBe(true);
  });

  test("one with a service that is not here is left to whoever has it", async () => {
    const { message } = await problemOf(copied(), { services: {} });
    expect(message).toContain("has the service 'ec2', which this Underlay has not");
  });
});

describe("a disk that does not take it", () => {
  test("no answer tells of what is not kept; when there is room again, all is", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const folder = freshFolder();
    const server = await start(folder);
    const full = vi.spyOn(JournalFile.prototype, "commit").mockImplementation(() => {
      throw new Error("database or disk is full");
    });
    const create = { CidrBlock: "10.1.0.0/16" };
    expect(await call(server, "CreateVpc", create)).toContain("<Code>ServiceUnavailable</Code>");
    expect(await call(server, "DescribeVpcs")).toContain("database or disk is full");
    expect((await fetch(`${server.url}/_underlay/status`)).status).toBe(503);
    full.mockRestore();
    expect((await call(server, "DescribeVpcs")).match(/<vpcId>/g)).toHaveLength(2);
    const before = dump(server);
    expect(dump(await start(crashedCopy(folder)))).toEqual(before);
  });

  test("at the start, that is said and nothing is served", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(JournalFile.prototype, "commit").mockImplementation(() => {
      throw new Error("attempt to write a readonly database");
    });
    const folder = freshFolder();
    expect((await problemOf(folder)).message).toContain("cannot be written: attempt to write a readonly database");
    vi.restoreAllMocks();
    await start(folder);
  });

  test("after a sync that failed nothing is answered any more", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const server = await start(freshFolder());
    await call(server, "DescribeVpcs");
    const failing = vi.spyOn(JournalFile.prototype, "sync").mockRejectedValue(new Error("i/o error"));
    expect(await call(server, "CreateVpc", { CidrBlock: "10.1.0.0/16" })).toContain("i/o error");
    failing.mockRestore();
    expect(await call(server, "DescribeVpcs")).toContain("ServiceUnavailable");
    running.delete(server);
    await server.close().catch(() => undefined);
  });
});

test("many who write at once share commits, and reads of what is kept wait for none", async () => {
  const server = await start(freshFolder());
  await call(server, "DescribeVpcs");
  const commits = vi.spyOn(JournalFile.prototype, "commit");
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      call(server, "CreateSecurityGroup", { GroupName: `g${i}`, GroupDescription: "d" }),
    ),
  );
  expect(commits.mock.calls.length).toBeLessThan(100);
  const before = commits.mock.calls.length;
  for (let i = 0; i < 5; i++) await call(server, "DescribeVpcs");
  expect(commits.mock.calls.length).toBe(before);
});
