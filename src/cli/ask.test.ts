import { expect, onTestFinished, test } from "vitest";
import { dbA, internet, nothingExposed, reaches, reachesNot } from "../expect/asker.fixture.ts";
import { worksTrace } from "./answers.fixture.ts";
import { fakeEndpoint, underlay } from "./program.fixture.ts";

async function asked(body: object, args: readonly string[], status = 200) {
  const endpoint = await fakeEndpoint({ "POST /_underlay/ask": { body, status } });
  onTestFinished(() => endpoint.close());
  const run = await underlay(["ask", ...args, "--endpoint", endpoint.url]);
  return { ...run, question: endpoint.seen[0]?.body };
}

const findings = [{ resource: "rtb-1", why: "the target is gone", others: ["igw-1"] }];
const row = { from: internet, to: dbA, ports: ["tcp 22"], address: "54.0.0.1", walk: worksTrace };
const noRows = { rows: [] };

test.each([
  [
    [
      "can-reach",
      "a",
      "b",
      "--proto",
      "udp",
      "--port",
      "50-60",
      "--from-port",
      "9",
      "--via",
      "x",
      "y",
      "--avoiding",
      "z",
      "--pairs",
      "every",
    ],
    {
      question: "can-reach",
      source: "a",
      destination: "b",
      proto: "udp",
      port: "50-60",
      fromPort: "9",
      via: ["x", "y"],
      avoiding: ["z"],
      pairs: "every",
    },
    ...[reaches, 0, /✔ reaches/],
  ],
  [
    ["can-reach", "a", "b"],
    { question: "can-reach", source: "a", destination: "b" },
    reachesNot,
    1,
    /✘ does not reach/,
  ],
  [
    ["why-not", "a", "b", "--account", "111122223333", "--region", "eu-west-1"],
    { question: "why-not", source: "a", destination: "b", account: "111122223333", region: "eu-west-1" },
    ...[
      { holds: false, causes: [], walk: null, remedies: [], cutOff: { changes: 1, tried: 3, complete: true } },
      1,
      /none was found/,
    ],
  ],
  [
    ["what-reaches", "b", "--port", "1"],
    { question: "what-reaches", destination: "b", port: "1" },
    noRows,
    0,
    /Nothing reaches b/,
  ],
  [
    ["what-can-be-reached-from", "a"],
    { question: "what-can-be-reached-from", source: "a" },
    noRows,
    0,
    /Nothing is reached from a/,
  ],
  [
    ["what-reaches", "b", "--port", "80,443", "--except", "c", "d"],
    { question: "what-reaches", destination: "b", port: "80,443", except: ["c", "d"] },
    ...[noRows, 0, /Nothing reaches b/],
  ],
  [
    ["can-reach", "a", "b", "--port", "1-9", "--every-port"],
    { question: "can-reach", source: "a", destination: "b", port: "1-9", ports: "every" },
    ...[reaches, 0, /every port/],
  ],
  [["matrix"], { question: "matrix", by: "subnet" }, noRows, 0, /by subnet/],
  [["matrix", "--by", "tag:role"], { question: "matrix", by: "tag:role" }, noRows, 0, /by tag:role/],
  [["exposed", "--port", "22"], { question: "exposed", port: "22" }, nothingExposed, 0, /nothing/],
  [["exposed"], { question: "exposed" }, { rows: [row] }, 1, /54\.0\.0\.1/],
  [["loops"], { question: "loops" }, { findings: [] }, 0, /no routing loop/],
  [["blackholes"], { question: "blackholes" }, { findings }, 1, /1 route that leads nowhere/],
  [["shadowed-rules"], { question: "shadowed-rules" }, { findings }, 1, /never decide/],
  [["unused-rules"], { question: "unused-rules" }, { findings }, 1, /nothing uses/],
  [["overlaps"], { question: "overlaps" }, { findings }, 1, /overlap/],
] as const)("ask %j", async (args, question, answer, exit, said) => {
  const { code, out, err, question: posed } = await asked(answer as object, args as readonly string[]);
  expect(err).toBe("");
  expect(posed).toEqual(question);
  expect(code).toBe(exit);
  expect(out).toMatch(said as RegExp);
});

test("--json prints the answer as it is, with the same exit code", async () => {
  const { code, out } = await asked({ schema: "x", findings }, ["loops", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({ schema: "x", findings });
});

test("--sarif names the resources", async () => {
  const found = await asked({ findings }, ["blackholes", "--sarif"]);
  expect(found.code).toBe(1);
  expect(JSON.parse(found.out)).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        results: [{ ruleId: "blackholes", locations: [{ logicalLocations: [{ name: "rtb-1" }, { name: "igw-1" }] }] }],
      },
    ],
  });
  const exposed = await asked({ rows: [row] }, ["exposed", "--sarif"]);
  expect(JSON.parse(exposed.out)).toMatchObject({ runs: [{ results: [{ ruleId: "exposed", codeFlows: [{}] }] }] });
});

test.each([
  [["can-reach", "a", "b", "--port", "70000"], /'70000' is no port/],
  [["can-reach", "a", "b", "--port", "20-10"], /'20-10' is no port/],
  [["matrix", "--by", "colour"], /Nothing is grouped by 'colour'/],
  [["can-reach", "a", "b", "--port", "80,"], /'80,' is no port\.\n.*80,443/],
  [["can-reach", "a"], /missing required argument 'destination'\n.*underlay ask can-reach --help/],
  [["can-reach", "a", "b", "c"], /too many arguments/],
  [["can-reach", "a", "b", "--colour"], /unknown option '--colour'\n.*underlay ask can-reach --help/],
  [["can-reech", "a", "b"], /'can-reech' is no question\.\n.*Did you mean 'can-reach'\?/],
  [[], /Say what to ask/],
  [["loops", "--json", "--sarif"], /cannot be used with/],
] as const)("2 for %j", async (args, said) => {
  const { code, err, out, question } = await asked({}, args);
  expect(code).toBe(2);
  expect(err + out).toMatch(said);
  expect(question).toBeUndefined();
});

test("2 for what the endpoint cannot be asked, with what might be meant", async () => {
  const error = {
    code: "not-found",
    message: "Nothing is called 'x'.",
    candidates: [{ id: "i-1", kind: "instance", name: "xx" }],
  };
  const { code, err } = await asked({ schema: "underlay/problem/1", error }, ["what-reaches", "x"], 404);
  expect(code).toBe(2);
  expect(err).toMatch(/Nothing is called 'x'\.\n.*i-1 {2}instance {2}xx/);
});
