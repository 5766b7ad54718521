/**
 * `POST /_underlay/ask` of a running server with `examples/three-tier` in it: every answer is as its schema publishes, what
 * is asked wrongly is told so, nothing is changed by asking, and the two engines agree.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../test/floors.ts";
import { runCommand } from "../../../test/peers/command.fixture.ts";
import type { AnswerOf, CanReachQuestion, Question } from "../../expect/questions.ts";
import type { TraceAnswer } from "../../expect/trace.ts";
import { whatChangedBetween } from "../inProcessAsker.ts";
import { faultsOf } from "../schema.fixture.ts";
import { action, EC2, testServer } from "../server.fixture.ts";
import type { RunningServer } from "../start.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await testServer();
  const deploy = join(root, "examples", "three-tier", "deploy.mjs");
  const { code, stderr } = await runCommand(process.execPath, [deploy, "--endpoint", server.url]);
  expect(code, stderr).toBe(0);
}, 120_000);

async function post(path: string, body: unknown, at = server): Promise<{ status: number; body: unknown }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${at.url}/_underlay/${path}`, { method: "POST", body: text });
  return { status: answer.status, body: await answer.json() };
}

async function ask<Q extends Question>(question: Q): Promise<AnswerOf<Q>> {
  const { status, body } = await post("ask", question);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(faultsOf(body)).toEqual([]);
  return body as AnswerOf<Q>;
}

const canReach = (source: string, destination: string, more: Partial<CanReachQuestion> = {}) =>
  ask({ question: "can-reach", source, destination, ...more });

const hosts = ["web-a", "web-b", "app-a", "app-b", "db-a"];
const ports = ["22", "80", "443", "5432", "8080"];
const places = ["internet", ...hosts];
const pairs = places.flatMap((source) =>
  places.filter((one) => one !== source).map((destination) => ({ source, destination })),
);

const questions: readonly Question[] = [
  { question: "can-reach", source: "internet", destination: "web-a", port: "443" },
  { question: "can-reach", source: "web-a", destination: "db-a" },
  { question: "can-reach", source: "internet", destination: "db-a", proto: "any" },
  { question: "can-reach", source: "app-a", destination: "internet", avoiding: ["nat-a"], pairs: "every" },
  { question: "can-reach", source: "web-a", destination: "app-a", port: "8000-8100", ports: "every" },
  { question: "why-not", source: "web-a", destination: "db-a", port: "5432" },
  { question: "why-not", source: "internet", destination: "db-a", port: "5432" },
  { question: "why-not", source: "app-a", destination: "db-a", port: "5432" },
  { question: "what-reaches", destination: "db-a" },
  { question: "what-reaches", destination: "three-tier", except: ["internet", "app-a"], port: "80,5432" },
  { question: "what-can-be-reached-from", source: "internet" },
  { question: "what-can-be-reached-from", source: "app-a", proto: "udp" },
  { question: "matrix", by: "subnet" },
  { question: "matrix", by: "security-group", port: "443" },
  { question: "matrix", by: "vpc" },
  { question: "matrix", by: "instance" },
  { question: "matrix", by: "tag:Name", proto: "tcp" },
  { question: "exposed" },
  { question: "exposed", except: [{ destination: "web-a" }, { destination: "web-b", flows: [{ port: "80" }] }] },
  { question: "loops" },
  { question: "blackholes", account: "000000000000", region: "us-east-1" },
  { question: "shadowed-rules" },
  { question: "unused-rules" },
  { question: "overlaps" },
  { question: "coverage", of: [{ question: "can-reach", source: "internet", destination: "web-a" }] },
];

const save = async () => (await fetch(`${server.url}/_underlay/snapshot`)).text();

/** All rows, and how far the stream of chance has come; services that are loaded late are no change that asking makes. */
async function dump(): Promise<string> {
  await fetch(`${server.url}/_underlay/status`);
  return (await save()).replace(/"savedAt":"[^"]*"/, "");
}

test("every answer is as its schema publishes, the same when asked again, and nothing is changed by asking", async () => {
  const before = await dump();
  const first = [];
  for (const question of questions) first.push(await ask(question));
  expect(first.map(({ schema }) => schema)).toEqual(questions.map(({ question }) => `underlay/${question}/1`));
  expect(await dump()).toBe(before);
  for (const [i, question] of questions.entries()) expect(await ask(question)).toEqual(first[i]);
});

describe("the prover and the trace agree", () => {
  test("on every pair, of TCP to five ports", { timeout: 60_000 }, async () => {
    const verdicts = new Set<boolean>();
    for (const { source, destination } of pairs)
      for (const port of ports) {
        const { holds, witness, walk, causes } = await canReach(source, destination, { port });
        const traced = (await post("trace", { source, destination, port: Number(port) })).body as TraceAnswer;
        const asked = `${source} → ${destination} ${port}`;
        expect(holds, asked).toBe(traced.works);
        expect(witness !== null, asked).toBe(holds);
        expect(walk?.works, asked).toBe(holds);
        expect(causes.length === 0, asked).toBe(holds);
        if (!holds) expect(walk?.forward.disposition, asked).not.toBe("delivered");
        verdicts.add(holds);
      }
    expect(verdicts).toEqual(new Set([true, false]));
  });

  test("and the lists say what the pairs say: nothing more, nothing less", async () => {
    const reached: string[] = [];
    for (const { source, destination } of pairs)
      if ((await canReach(source, destination, { proto: "any" })).holds) reached.push(`${source} → ${destination}`);
    const named = ({ from, to }: { from: { name?: string; id: string }; to: { name?: string; id: string } }) =>
      `${from.name ?? from.id} → ${to.name ?? to.id}`;
    const listed = async (question: Question & { question: "what-reaches" | "what-can-be-reached-from" | "matrix" }) =>
      (await ask(question)).rows.map(named);
    const to = await Promise.all(places.map((destination) => listed({ question: "what-reaches", destination })));
    const from = await Promise.all(places.map((source) => listed({ question: "what-can-be-reached-from", source })));
    expect(to.flat().sort()).toEqual([...reached].sort());
    expect(from.flat().sort()).toEqual([...reached].sort());
    expect((await listed({ question: "matrix", by: "instance" })).sort()).toEqual([...reached].sort());
    const { rows } = await ask({ question: "exposed" });
    expect(rows.map(named)).toEqual(reached.filter((one) => one.startsWith("internet")));
    expect(rows.every(({ walk }) => walk.works)).toBe(true);
  });
});

describe("what is shown of what does not work", () => {
  test("the walk that comes farthest, and every cause", async () => {
    const { causes, walk } = await canReach("web-a", "db-a");
    expect(causes.map(({ stage }) => stage)).toEqual(["network-acl-ingress", "security-group-ingress"]);
    expect(walk?.forward.hops.at(-1)).toMatchObject({ stage: "security-group-ingress", name: "db" });
    const whyNot = await ask({ question: "why-not", source: "web-a", destination: "db-a" });
    expect(whyNot.walk).toEqual(walk);
  });

  test("from the Internet to what has no public address: that there is none", async () => {
    const { holds, causes, walk } = await canReach("internet", "db-a", { port: "5432" });
    expect(holds).toBe(false);
    expect(causes).toEqual([expect.objectContaining({ way: "out", disposition: "no-route", resource: "internet" })]);
    expect(walk?.forward.disposition).toBe("no-route");
  });

  test("a way that is there, but not as asked", async () => {
    const { holds, walk } = await canReach("app-a", "internet", { port: "443", avoiding: ["nat-a"] });
    expect(holds).toBe(false);
    expect(walk?.works).toBe(true);
    expect((await canReach("app-a", "internet", { port: "443", via: ["nat-a"] })).holds).toBe(true);
    expect((await canReach("app-a", "internet", { port: "443", via: ["nat-b"] })).holds).toBe(false);
  });

  test("only through an element: where a connection goes around it, that one is shown", async () => {
    const through = (element: string) => canReach("app-a", "internet", { port: "443", onlyThrough: [element] });
    expect(await through("nat-a")).toMatchObject({ holds: true, causes: [] });
    const { holds, causes, walk } = await through("nat-b");
    expect(holds).toBe(false);
    expect(causes).toMatchObject([{ stage: "only-through", name: "nat-b", disposition: "delivered" }]);
    expect(walk).toMatchObject({ works: true });
  });

  test("of what AWS makes unasked and nobody can delete, it is no finding that nothing uses it", async () => {
    const { findings } = await ask({ question: "unused-rules" });
    expect(findings.filter(({ rule }) => rule === undefined)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test("ports are TCP's and UDP's: ICMP's code is none", async () => {
    const { holds, walk } = await canReach("web-a", "internet", { proto: "any", port: "22" });
    expect(holds).toBe(true);
    expect(walk?.flow.protocol).toBe("tcp");
    const { rows } = await ask({ question: "matrix", by: "subnet", port: "22" });
    expect(rows.flatMap(({ ports }) => ports).filter((port) => port.startsWith("icmp"))).toEqual([]);
  });

  test("what has no address of the other's family is no question", async () => {
    const { status, body } = await post("ask", {
      question: "can-reach",
      source: "web-a",
      destination: "2600::1",
    });
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  });

  test("a port of a range that does not work", async () => {
    expect((await canReach("web-a", "app-a", { port: "8080-8081" })).holds).toBe(true);
    const { holds, walk } = await canReach("web-a", "app-a", { port: "8080-8081", ports: "every" });
    expect(holds).toBe(false);
    expect(walk?.flow.destinationPort).toBe(8081);
  });
});

const ends = { source: "web-a", destination: "db-a" };
test.each([
  ["{", "malformed", /not JSON/],
  [[], "malformed", /not a JSON object/],
  [{}, "invalid", /one of can-reach, why-not/],
  [{ question: "can-reech" }, "invalid", /one of can-reach, why-not/],
  [{ question: "toString" }, "invalid", /one of can-reach/],
  [{ question: "can-reach", destination: "db-a" }, "missing", /needs a source/],
  [{ question: "why-not", source: "web-a" }, "missing", /needs a destination/],
  [{ question: "matrix" }, "missing", /needs a by/],
  [{ question: "coverage" }, "missing", /needs a of/],
  [{ question: "can-reach", ...ends, colour: "red" }, "invalid", /has no parameter 'colour'/],
  [{ question: "loops", port: "80" }, "invalid", /'loops' has no parameter 'port'/],
  [{ question: "can-reach", ...ends, port: "http" }, "invalid", /'http' is no port/],
  [{ question: "can-reach", ...ends, port: 70_000 }, "invalid", /'70000' is no port/],
  [{ question: "can-reach", ...ends, port: "20-10" }, "invalid", /'20-10' is no port/],
  [{ question: "can-reach", ...ends, port: [80] }, "invalid", /port must be a text/],
  [{ question: "can-reach", ...ends, proto: "tpc" }, "invalid", /'tpc' is no protocol/],
  [{ question: "can-reach", ...ends, proto: "icmp", port: "80" }, "invalid", /icmp has no ports: name tcp or udp/],
  [{ question: "can-reach", ...ends, pairs: "all" }, "invalid", /pairs is 'some' or 'every'/],
  [{ question: "why-not", ...ends, changes: 6 }, "invalid", /changes is a number from 1 to 5/],
  [{ question: "matrix", by: "subnet", threads: 0 }, "invalid", /threads is a number from 1 to 16/],
  [{ question: "why-not", ...ends, changes: "3" }, "invalid", /changes is a number from 1 to 5/],
  [{ question: "can-reach", ...ends, via: "nat-a" }, "invalid", /via must be a list/],
  [{ question: "matrix", by: "colour" }, "invalid", /'colour' groups nothing: subnet/],
  [{ question: "coverage", of: [{ question: "loops" }] }, "invalid", /can-reach questions/],
  [{ question: "exposed", except: [{ destination: "web-a", flows: [{ size: 1 }] }] }, "invalid", /no 'size'/],
] as const)("400 for %j", async (body, code, said) => {
  const answer = await post("ask", body);
  expect(answer).toMatchObject({ status: 400, body: { error: { code, message: expect.stringMatching(said) } } });
  expect(faultsOf(answer.body)).toEqual([]);
});

test.each([
  [{ question: "can-reach", source: "web-a", destination: "db-z" }, /called 'db-z'\. Did you mean 'db-a'\?/],
  [{ question: "can-reach", source: "nobody", destination: "db-a" }, /called 'nobody'\. Give an id/],
  [{ question: "can-reach", ...ends, via: ["nat-z"] }, /called 'nat-z'/],
  [{ question: "can-reach", source: "web-a", destination: "10.0.0.99" }, /Nobody .* has the address 10\.0\.0\.99/],
  [{ question: "why-not", source: "tag:tier=web", destination: "db-a" }, /called 'tag:tier=web'/],
  [{ question: "what-reaches", destination: "db-a", except: ["cache"] }, /called 'cache'/],
  [{ question: "exposed", except: [{ destination: "ghost" }] }, /called 'ghost'/],
  [{ question: "matrix", by: "tag:tier" }, /has a tag 'tier'/],
  [{ question: "loops", region: "eu-west-1" }, /Nobody has called eu-west-1 yet\. In use: us-east-1/],
  [{ question: "exposed", account: "111122223333" }, /Nobody has called account 111122223333/],
] as const)("404 for %j", async (body, said) => {
  const answer = await post("ask", body);
  expect(answer).toMatchObject({
    status: 404,
    body: { error: { code: "not-found", message: expect.stringMatching(said) } },
  });
  expect(faultsOf(answer.body)).toEqual([]);
});

test("409 for a Name that fits two places, with both; a tag stands for both", async () => {
  const other = await testServer({ seed: 5 });
  await action(other, {
    ...{ Action: "RunInstances", Version: EC2, ImageId: "ami-0123456789abcdef0", MinCount: "2", MaxCount: "2" },
    ...{ "TagSpecification.1.ResourceType": "instance", "TagSpecification.1.Tag.1.Key": "Name" },
    ...{ "TagSpecification.1.Tag.1.Value": "twin" },
  });
  const answer = await post("ask", { question: "what-reaches", destination: "twin" }, other);
  expect(answer.status).toBe(409);
  expect(faultsOf(answer.body)).toEqual([]);
  expect(answer.body).toMatchObject({
    error: {
      code: "ambiguous",
      candidates: [
        { kind: "instance", name: "twin", region: "us-east-1" },
        { kind: "instance", name: "twin" },
      ],
    },
  });
  const both = await post("ask", { question: "can-reach", source: "tag:Name=twin", destination: "internet" }, other);
  expect(both).toMatchObject({ status: 200, body: { holds: true } });
});

test("what changed is as its schema publishes: a rule allows what its end denies, and nothing else", async () => {
  const before = await save();
  const [group] = (await ask({ question: "matrix", by: "security-group" })).rows.filter(({ to }) => to.name === "db");
  const rule = { IpProtocol: "tcp", FromPort: "5432", ToPort: "5432", CidrIp: "10.0.0.10/32" };
  const GroupId = group?.to.id ?? "";
  await action(server, { Action: "AuthorizeSecurityGroupIngress", Version: EC2, GroupId, ...rule });
  const after = await save();
  await action(server, { Action: "RevokeSecurityGroupIngress", Version: EC2, GroupId, ...rule });
  const expected = { from: [{ name: "web-a" }], to: [{ name: "db-a" }], ports: ["tcp 5432"], by: { name: "db" } };
  for (const [change, one, other] of [["allowed", before, after] as const, ["denied", after, before] as const]) {
    const answer = await whatChangedBetween(one, other);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.rows).toMatchObject([{ change, ...expected, walk: { works: change === "allowed" } }]);
  }
  expect((await whatChangedBetween(before, before)).rows).toEqual([]);
});
