/**
 * The built server is killed, again and again, at random moments while many clients write, and some of them while it
 * starts; after each time all that it had answered is there, and nothing that it had answered to be gone. Every few
 * rounds by default; `UNDERLAY_KILLS=300 npm test -- test/scenarios/killed` for hundreds.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";

const KILLS = Number(process.env["UNDERLAY_KILLS"] ?? 0);
/** Without a number of kills: as many as fit in this time. */
const TIME_MS = 14_000;
const SEED = Number(process.env["UNDERLAY_SEED"] ?? Date.now() % 1_000_000);
const MOST_GROUPS = 150;

const cli = process.env["UNDERLAY_CLI"] ?? join(root, "dist", "cli.js");
const data = mkdtempSync(join(tmpdir(), "underlay-killed-"));
const random = seededRandom(SEED);

let server: ChildProcess | undefined;
let port = 0;
let agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  const build = await runCommand(process.execPath, [join(root, "scripts", "build.mjs")]);
  if (build.code !== 0) throw new Error(build.stderr);
}, 60_000);
afterAll(async () => {
  await kill();
  rmSync(data, { recursive: true, force: true });
});

function begin(): Promise<void> {
  const child = spawn(process.execPath, [cli, "up", "--port", "0", "--data", data], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  server = child;
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
  });
  return new Promise((resolve, reject) => {
    child.once("message", (message: { endpoint: string }) => {
      port = Number(new URL(message.endpoint).port);
      resolve();
    });
    child.once("exit", (code, signal) => reject(new Error(`it ended with ${code ?? signal}: ${said}`)));
  });
}

async function kill(): Promise<void> {
  const child = server;
  server = undefined;
  if (child && child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
  agent.destroy();
  agent = new Agent({ keepAlive: true });
}

/** The answer's text, or nothing where the connection broke off: then nobody knows what became of it. */
function call(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const body = new URLSearchParams({ Action: name, Version: "2016-11-15", ...parameters }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": body.length };
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        text += piece;
      });
      answer.on("error", () => resolve(undefined));
      answer.on("end", () => {
        if (!answer.complete) resolve(undefined);
        else if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${name} ${body}: ${text}`));
      });
      answer.on("close", () => resolve(undefined));
    });
    sent.on("error", () => resolve(undefined));
    sent.end(body);
  });
}

/** What a client was told of a group, and what it asked for and was told nothing of. */
interface Told {
  there: boolean;
  mark: string | undefined;
  asked: { gone?: true; mark?: string } | undefined;
}

const told = new Map<string, Told>();
let names = 0;
let acknowledged = 0;

async function writeOnce(): Promise<boolean> {
  const idle = [...told].filter(([, group]) => group.there && !group.asked);
  const [id, group] = idle[random.below(Math.max(1, idle.length))] ?? [];
  const dice = random.below(10);
  if (id === undefined || group === undefined || (dice < 5 && idle.length < MOST_GROUPS)) return create();
  const mark = `${names++}`;
  const asked = dice < 8 ? { mark } : { gone: true as const };
  group.asked = asked;
  const answer =
    "mark" in asked
      ? await call("CreateTags", { "ResourceId.1": id, "Tag.1.Key": "mark", "Tag.1.Value": mark })
      : await call("DeleteSecurityGroup", { GroupId: id });
  if (answer === undefined) return false;
  group.asked = undefined;
  if ("mark" in asked) group.mark = mark;
  else group.there = false;
  acknowledged++;
  return true;
}

async function create(): Promise<boolean> {
  const answer = await call("CreateSecurityGroup", { GroupName: `g${names++}`, GroupDescription: "d" });
  const id = answer === undefined ? undefined : (/sg-[0-9a-f]{17}/.exec(answer)?.[0] ?? answer);
  if (id === undefined) return false;
  expect(told.has(id), `${id} was given out twice`).toBe(false);
  told.set(id, { there: true, mark: undefined, asked: undefined });
  acknowledged++;
  return true;
}

/** Every group with its mark, as the server has it now. */
async function groups(): Promise<Map<string, string | undefined>> {
  const text = await call("DescribeSecurityGroups");
  if (text === undefined) throw new Error("the server does not answer");
  const found = new Map<string, string | undefined>();
  for (const item of text.split("<item><groupId>sg-").slice(1)) {
    if (item.includes("<groupName>default<")) continue;
    found.set(`sg-${item.slice(0, 17)}`, /<key>mark<\/key><value>([^<]*)/.exec(item)?.[1]);
  }
  return found;
}

/** Holds what is there against what was told; what nobody was told of is from now on as it was found. */
async function compare(): Promise<void> {
  const found = await groups();
  for (const [id, group] of told) {
    const { there, mark, asked } = group;
    const isThere = found.has(id);
    if (!asked?.gone) expect(isThere, `${id} was ${there ? "made" : "deleted"}, and that was answered`).toBe(there);
    if (isThere) expect([mark, asked?.mark ?? mark], `the tag of ${id}`).toContain(found.get(id));
    told.set(id, { there: isThere, mark: found.get(id), asked: undefined });
  }
  for (const [id, mark] of found) if (!told.has(id)) told.set(id, { there: true, mark, asked: undefined });
}

const writer = async (): Promise<void> => {
  while (await writeOnce());
};
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(`killed at random moments, it loses nothing that it answered (seed ${SEED})`, { timeout: 3_600_000 }, async () => {
  const end = performance.now() + TIME_MS;
  let kills = 0;
  while (KILLS > 0 ? kills < KILLS : kills < 3 || performance.now() < end) {
    if (random.below(6) === 0) {
      const beginning = begin().catch(() => undefined);
      await pause(random.below(400));
      await kill();
      await beginning;
      kills++;
    }
    await begin();
    await compare();
    const writers = Array.from({ length: 1 + random.below(32) }, writer);
    await pause(random.below(250));
    await kill();
    await Promise.all(writers);
    kills++;
  }
  await begin();
  await compare();
  expect(acknowledged).toBeGreaterThan(kills);
  if (KILLS > 0) console.log(`${kills} kills, ${acknowledged} acknowledged writes, none lost`);
});
