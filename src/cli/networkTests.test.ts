import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import picocolors from "picocolors";
import { describe, expect, onTestFinished, test } from "vitest";
import { nothingFound, reaches, reachesNot } from "../expect/asker.fixture.ts";
import type { CanReachQuestion, Question } from "../expect/questions.ts";
import { faultsOf } from "../server/schema.fixture.ts";
import { Failure } from "./failure.ts";
import { fakeEndpoint, silentEndpoint, underlay } from "./program.fixture.ts";
import { isChange, watchNetwork } from "./watchNetwork.ts";

const GOOD = `expectations:
  - { name: open, from: web-a, to: internet, on: tcp 443, expect: allowed }
  - { name: closed, from: web-a, to: db-a, on: tcp 5432, expect: denied }
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "network-tests-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** An endpoint in which these pairs reach each other; `ghost` is nobody. */
async function endpointWhere(...pairs: readonly string[]) {
  const asked: Question[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece: Buffer) => {
      text += piece.toString();
    });
    request.on("end", () => {
      if (request.url === "/_underlay/log?follow=1") return void response.writeHead(200).flushHeaders();
      if (request.url !== "/_underlay/ask") return void response.end("{}");
      const question = JSON.parse(text) as CanReachQuestion;
      asked.push(question);
      const isGhost = question.source === "ghost";
      const error = { code: "not-found", message: "Nothing in the network is called 'ghost'.", candidates: [] };
      const holds = pairs.includes(`${question.source} > ${question.destination}`);
      const answer = question.question === "can-reach" ? (holds ? reaches : reachesNot) : nothingFound;
      response.writeHead(isGhost ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(isGhost ? { schema: "underlay/problem/1", error } : answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

describe("underlay test", () => {
  test("0 where all is as expected: files below the folder, but not node_modules and dot folders", async () => {
    const { url } = await endpointWhere("web-a > internet");
    const bad = "nonsense: 1";
    const folder = folderWith({
      ...{ "a.network.yaml": GOOD, "deep/er/b.network.yml": GOOD, "other.yaml": bad },
      ...{ "node_modules/x/c.network.yaml": bad, ".git/d.network.yaml": bad },
    });
    const { code, out, err } = await underlay(["test", folder, "--endpoint", url]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const shown = relative(process.cwd(), folder).replaceAll("\\", "/");
    expect(out.split("\n").filter((line) => line.endsWith(".yaml") || line.endsWith(".yml"))).toEqual([
      `${shown}/a.network.yaml`,
      `${shown}/deep/er/b.network.yml`,
    ]);
    expect(out).toMatch(/✔ network tests {2}4 as expected/);
  });

  test("1 where something is not, with its walk; --bail ends there; --name chooses", async () => {
    const { url, asked } = await endpointWhere("web-a > internet", "web-a > db-a");
    const folder = folderWith({ "a.network.yaml": GOOD, "b.network.yaml": GOOD });
    const all = await underlay(["test", folder, "--endpoint", url]);
    expect(all.code).toBe(1);
    expect(all.out).toMatch(/✘ closed[\s\S]*must not\.[\s\S]*Out {2}delivered/);
    expect(asked).toHaveLength(4);
    const bailed = await underlay(["test", folder, "--endpoint", url, "--bail"]);
    expect(bailed).toMatchObject({ code: 1, out: expect.stringContaining("2 not asked") });
    expect(asked).toHaveLength(6);
    const named = await underlay(["test", folder, "--endpoint", url, "--name", "^OPEN"]);
    expect(named).toMatchObject({ code: 0, out: expect.stringContaining("2 as expected") });
  });

  test("1 where a denied host does not exist", async () => {
    const { url } = await endpointWhere();
    const folder = folderWith({ "a.network.yaml": GOOD.replace("web-a, to: db-a", "ghost, to: db-a") });
    const { code, out } = await underlay(["test", folder, "--endpoint", url, "--name", "closed"]);
    expect(code).toBe(1);
    expect(out).toMatch(/! closed[\s\S]*Nothing in the network is called 'ghost'/);
  });

  test("reports go where they are told, several at once; --json is as its schema says", async () => {
    const { url } = await endpointWhere("web-a > internet", "web-a > db-a");
    const folder = folderWith({ "a.network.yaml": GOOD });
    const file = (name: string) => join(folder, "out", name);
    const to = (name: string, end: string) => ["--reporter", `${name}=${file(end)}`];
    const { code, out } = await underlay(
      [
        "test",
        folder,
        "--endpoint",
        url,
        ...to("junit", "j.xml"),
        ...to("sarif", "s.sarif"),
        ...to("terminal", "t.txt"),
      ],
      { GITHUB_ACTIONS: "true" },
    );
    expect(code).toBe(1);
    expect(out).toMatch(/✘ network tests {2}1 failed · 1 as expected/);
    expect(out).toMatch(/^::error file=.*a\.network\.yaml,line=3,col=5,title=closed::/m);
    expect(readFileSync(file("j.xml"), "utf8")).toMatch(/<testsuites name="underlay" tests="2" failures="1"/);
    expect(JSON.parse(readFileSync(file("s.sarif"), "utf8"))).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{}] }],
    });
    expect(readFileSync(file("t.txt"), "utf8")).toContain("✘ closed");
    const json = await underlay(["test", folder, "--endpoint", url, "--json", ...to("junit", "k.xml")]);
    expect(faultsOf(JSON.parse(json.out))).toEqual([]);
    expect(json.code).toBe(1);
    expect(readFileSync(file("k.xml"), "utf8")).toContain("<testsuites");
    const only = await underlay(["test", folder, "--endpoint", url, "--reporter", "github"]);
    expect(only.out).toMatch(/^::error [^\n]*$/);
  });

  test("2 for wrong files, all faults at once, before anything is asked", async () => {
    const { url, asked } = await endpointWhere();
    const folder = folderWith({
      "a.network.yaml": "expectatoins: []",
      "b.network.yaml": "invariants: [no lops]\n",
      "c.network.yaml": GOOD,
    });
    const { code, err } = await underlay(["test", folder, "--endpoint", url]);
    expect(code).toBe(2);
    expect(err).toMatch(
      /Nothing was tested: 2 faults in 2 files\.\n.*a\.network\.yaml:1:1 .*Did you mean 'expectations'\?\n.*b\.network\.yaml:1:14 .*'no loops'/,
    );
    const json = await underlay(["test", folder, "--endpoint", url, "--json"]);
    expect(faultsOf(JSON.parse(json.out))).toEqual([]);
    expect(json.out).toContain("b.network.yaml:1:14");
    expect(asked).toEqual([]);
  });

  test.each([
    ["no such file", ["nowhere.network.yaml"], /There is no file nowhere/],
    ["no such reporter", ["--reporter", "junti=x"], /terminal, junit, github, json, sarif/],
    ["no file at all", [mkdtempSync(join(tmpdir(), "empty-"))], /There is no file \*\.network\.yaml below/],
    ["a pattern that is none", [folderWith({ "a.network.yaml": GOOD }), "--name", "("], /no regular expression/],
    [
      "a pattern that fits nothing",
      [folderWith({ "a.network.yaml": GOOD }), "--name", "x"],
      /No expectation's name fits 'x'[\s\S]*closed/,
    ],
    ["no snapshot", [folderWith({ "a.network.yaml": GOOD }), "--snapshot", "./none.jsonl"], /There is no snapshot/],
    [
      "no snapshot in it",
      [folderWith({ "a.network.yaml": GOOD }), "--snapshot", "./package.json"],
      /The snapshot cannot be loaded/,
    ],
  ])("2 for %s", async (_, args, said) => {
    const { code, err } = await underlay(["test", ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
  });

  test("3 where nothing answers", async () => {
    const folder = folderWith({ "a.network.yaml": GOOD });
    const { code, err } = await underlay(["test", folder, "--endpoint", await silentEndpoint()]);
    expect(code).toBe(3);
    expect(err).toContain("underlay up");
    const stranger = await fakeEndpoint({});
    onTestFinished(() => stranger.close());
    expect((await underlay(["test", folder, "--endpoint", stranger.url])).code).toBe(3);
  });
});

describe("watching", () => {
  const colors = picocolors.createColors(false);
  const terminal = { print: () => undefined, note: () => undefined, colors, noteColors: colors, columns: 80 };

  /** Watches these paths of a folder until it is ended; `reached` waits for a count of runs. */
  function watchOf(url: string, folder: string, ...paths: readonly string[]) {
    const ending = new AbortController();
    const seen = { runs: 0, at: 0, resolve: (): void => undefined };
    const once = async () => {
      seen.runs++;
      if (seen.runs >= seen.at) seen.resolve();
      if (seen.runs === 1) throw new Failure(2, "a mistake");
    };
    const watching = watchNetwork({
      ...{ paths: paths.map((path) => join(folder, path)), source: { endpoint: new URL(url) }, once },
      session: { terminal, env: {} },
      signal: ending.signal,
    });
    const reached = (count: number) =>
      new Promise<void>((resolve) => {
        if (seen.runs >= count) resolve();
        else Object.assign(seen, { at: count, resolve });
      });
    const end = (): Promise<void> => {
      ending.abort();
      return watching;
    };
    return { seen, reached, end };
  }

  test("runs at first, on a change of a file and of the network; a Failure does not end it", async () => {
    const { url, server } = await endpointWhere();
    const folder = folderWith({ "a.network.yaml": GOOD });
    let follower: import("node:http").ServerResponse | undefined;
    server.prependListener("request", (request, response) => {
      if (request.url === "/_underlay/log?follow=1") follower = response;
    });
    const { seen, reached, end } = watchOf(url, folder, ".");
    await reached(1);
    writeFileSync(join(folder, "a.network.yaml"), `${GOOD}# more\n`);
    await reached(2);
    await expect.poll(() => follower !== undefined).toBe(true);
    const before = seen.runs;
    follower?.write(`${JSON.stringify({ operation: "DescribeVpcs", status: 200 })}\n`);
    follower?.write(`${JSON.stringify({ operation: "CreateVpc", status: 200 })}\n`);
    await reached(before + 1);
    await end();
  });

  test("files that are named, whatever their names, and folders that come later", async () => {
    const { url } = await endpointWhere();
    const folder = folderWith({ "plain.yaml": GOOD, "net/a.network.yaml": GOOD });
    const { seen, reached, end } = watchOf(url, folder, "plain.yaml", "net");
    await reached(1);
    writeFileSync(join(folder, "plain.yaml"), `${GOOD}# more\n`);
    await reached(2);
    const before = seen.runs;
    mkdirSync(join(folder, "net/more"));
    await reached(before + 1);
    writeFileSync(join(folder, "net/more/b.network.yaml"), GOOD);
    await expect.poll(() => seen.runs > before + 1).toBe(true);
    await end();
  });

  test.each([
    [{ operation: "CreateVpc", status: 200 }, true],
    [{ operation: "DescribeVpcs", status: 200 }, false],
    [{ operation: "CreateVpc", status: 400 }, false],
    [{ operation: null, status: 200 }, false],
  ])("%j is a change: %s", (call, is) => {
    expect(isChange(JSON.stringify(call))).toBe(is);
  });

  test("a line that is no call is no change", () => {
    expect(isChange("no JSON")).toBe(false);
  });
});
