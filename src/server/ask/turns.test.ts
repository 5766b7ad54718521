/**
 * While a question about a network of some hundreds of hosts and rules is answered, others are served: each kind of question stops
 * again and again, and never works for long without. Turns are counted, not timed: on this clock every step takes a turn's time.
 */
import { beforeAll, expect, test } from "vitest";
import type { Cloud } from "../../cloud/cloud.ts";
import type { ExposedAnswer, Question } from "../../expect/questions.ts";
import { action, EC2, testServer } from "../server.fixture.ts";
import type { RunningServer } from "../start.ts";
import { ask, askInRows } from "./ask.ts";
import { proverOf } from "./provers.ts";

const GROUPS = 40;
const HOSTS = 6;

let server: RunningServer;
const groups: string[] = [];
const call = async (Action: string, form: Record<string, string>): Promise<string> => {
  const answer = await action(server, { Action, Version: EC2, ...form });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return text;
};
const idIn = (text: string, prefix: string): string => new RegExp(`${prefix}-[0-9a-f]{17}`).exec(text)?.[0] ?? "";

/** In the default VPC, whose subnets are public: groups in a ring, each open to the next one and to some prefixes of its own. */
beforeAll(async () => {
  server = await testServer();
  for (let i = 0; i < GROUPS; i++)
    groups.push(idIn(await call("CreateSecurityGroup", { GroupName: `g${i}`, GroupDescription: "d" }), "sg"));
  for (const [i, GroupId] of groups.entries()) {
    await call("AuthorizeSecurityGroupIngress", {
      GroupId,
      ...{ "IpPermissions.1.IpProtocol": "tcp", "IpPermissions.1.FromPort": `${1000 + i}` },
      ...{
        "IpPermissions.1.ToPort": `${1000 + i}`,
        "IpPermissions.1.Groups.1.GroupId": groups[(i + 1) % GROUPS] ?? "",
      },
      ...{ "IpPermissions.2.IpProtocol": "tcp", "IpPermissions.2.FromPort": "443", "IpPermissions.2.ToPort": "443" },
      ...{ "IpPermissions.2.IpRanges.1.CidrIp": i % 4 === 0 ? "0.0.0.0/0" : `198.51.${i}.0/24` },
      ...{ "IpPermissions.2.IpRanges.2.CidrIp": `203.0.${i}.0/24` },
    });
    await call("RunInstances", {
      ...{ ImageId: "ami-0123456789abcdef0", MinCount: `${HOSTS}`, MaxCount: `${HOSTS}`, "SecurityGroupId.1": GroupId },
      ...{ "TagSpecification.1.ResourceType": "instance", "TagSpecification.1.Tag.1.Key": "group" },
      ...{ "TagSpecification.1.Tag.1.Value": `g${i}` },
    });
  }
  expect(server.cloud.fabric.interfaces.size).toBeGreaterThanOrEqual(GROUPS * HOSTS);
}, 120_000);

/** How often others were served, how many of them were, and the most diagram nodes that were made between two turns. */
async function turnsOf(question: Question, saved?: Cloud) {
  const { cloud } = server;
  const { bdd } = proverOf(cloud.fabric).space;
  let [now, turns, described, nodes, most] = [0, 0, 0, bdd.nodes, 0];
  const answer = await ask(cloud, question, undefined, {
    saved: async () => saved ?? cloud,
    turns: {
      now: () => (now += 25),
      others: async () => {
        most = Math.max(most, bdd.nodes - nodes);
        if (turns++ % 50 === 0) {
          await call("DescribeVpcs", {});
          described++;
        }
        nodes = bdd.nodes;
      },
    },
  });
  return { answer, turns, described, most };
}

const every = { pairs: "every", port: "443" } as const;
/** More nodes than a stage of a walk makes: some milliseconds of work. */
const STRETCH = 10_000;

test.each<readonly [Question, number]>([
  [{ question: "can-reach", source: "tag:group=g1", destination: "tag:group=g0" }, 5],
  [{ question: "can-reach", source: "internet", destination: "tag:group=g5", port: "1-9999" }, 5],
  [{ question: "can-reach", source: "tag:group=g1", destination: "group", ...every }, HOSTS * HOSTS],
  [{ question: "why-not", source: "first", destination: "last", port: "22" }, 10],
  [{ question: "what-reaches", destination: "tag:group=g0", port: "443" }, 5 * GROUPS],
  [{ question: "what-can-be-reached-from", source: "tag:group=g0", port: "443" }, 5 * GROUPS],
  [{ question: "matrix", by: "security-group", port: "443" }, 10 * GROUPS],
  [{ question: "exposed" }, 10 * GROUPS],
  [
    { question: "coverage", of: [{ question: "can-reach", source: "internet", destination: "vpc", ...every }] },
    GROUPS * HOSTS,
  ],
  [{ question: "blackholes" }, 1],
  [{ question: "shadowed-rules" }, GROUPS],
  [{ question: "unused-rules" }, GROUPS],
])("%j", { timeout: 60_000 }, async (question, least) => {
  const { domains, interfaces } = server.cloud.fabric;
  const hosts = [...interfaces.values()].map(({ receiver }) => receiver.id ?? "");
  const [vpc = ""] = domains.keys();
  const ids: Readonly<Record<string, string>> = {
    group: groups[0] ?? "",
    vpc,
    first: hosts[0] ?? "",
    last: hosts.at(-1) ?? "",
  };
  const meant = JSON.parse(JSON.stringify(question), (name, value: unknown) =>
    name === "source" || name === "destination" ? (ids[value as string] ?? value) : value,
  ) as Question;
  const { turns, described, most } = await turnsOf(meant);
  expect(turns).toBeGreaterThanOrEqual(least);
  expect(described).toBeGreaterThan(0);
  expect(most).toBeLessThan(STRETCH);
});

test("what changed: others are served while two states are compared", async () => {
  const GroupId = groups[2] ?? "";
  const rule = { GroupId, IpProtocol: "udp", FromPort: "99", ToPort: "99", CidrIp: "0.0.0.0/0" };
  const text = await (await fetch(`${server.url}/_underlay/snapshot`)).text();
  await call("AuthorizeSecurityGroupIngress", rule);
  const other = await testServer();
  await fetch(`${other.url}/_underlay/snapshot`, { method: "PUT", body: text });
  const { answer, turns, described } = await turnsOf({ question: "what-changed", before: "x" }, other.cloud);
  expect(answer).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ change: "allowed" })]) });
  expect(turns).toBeGreaterThan(GROUPS);
  expect(described).toBeGreaterThan(0);
  await call("RevokeSecurityGroupIngress", rule);
});

test("of groups, what is alike is proved once: a pair more is a step more, not a proof more", async () => {
  const question = { question: "can-reach", source: "tag:group=g1", ...every } as const;
  const { turns: one } = await turnsOf({ question: "can-reach", source: "tag:group=g3", destination: "tag:group=g2" });
  const { turns } = await turnsOf({ ...question, destination: "tag:group=g0", port: "1-9999" });
  expect(turns).toBeLessThan(HOSTS * HOSTS + 2 * one);
});

test("what the Internet reaches: of hosts that are alike each has its own address and walk, though one was proved", async () => {
  const { answer, turns } = await turnsOf({ question: "exposed" });
  const { rows } = answer as ExposedAnswer;
  expect(rows).toHaveLength(GROUPS * HOSTS);
  expect(turns).toBeLessThan(5 * GROUPS * HOSTS); // and a proof alone takes as many
  const addresses = new Set(rows.map(({ address }) => address));
  expect(addresses.size).toBe(rows.length);
  for (const { to, address, walk } of rows) {
    expect(walk).toMatchObject({ works: true, destination: { id: to.id, address } });
    expect(walk.forward.hops.at(-1)?.resource).toBe(to.id);
  }
  for (const { to, address, ports } of rows.slice(0, 12)) {
    const alone = await ask(server.cloud, { question: "what-reaches", destination: to.id });
    expect(alone.rows.find(({ from }) => from.id === "internet")?.ports).toEqual(ports);
    expect(await ask(server.cloud, { question: "can-reach", source: "internet", destination: address })).toMatchObject({
      ...{ holds: true, destination: { id: to.id } },
    });
  }
});

test("a rule that comes while an answer is found is in it: the answer begins anew", async () => {
  const { cloud } = server;
  const GroupId = groups[1] ?? "";
  const rule = { GroupId, IpProtocol: "udp", FromPort: "53", ToPort: "53", CidrIp: "0.0.0.0/0" };
  let now = 0;
  let turns = 0;
  const rows: object[][] = [[]];
  await askInRows(
    cloud,
    { question: "exposed" },
    {
      isWanted: () => true,
      progress: () => undefined,
      row: (row) => void rows.at(-1)?.push(row),
      again: () => rows.push([]),
    },
    {
      turns: {
        now: () => (now += 25),
        others: async () => {
          if (++turns === 200) await call("AuthorizeSecurityGroupIngress", rule);
        },
      },
    },
  );
  const [before = [], after = []] = rows;
  expect(before.length).toBeGreaterThan(0);
  expect(rows).toHaveLength(2);
  const told = (all: readonly object[]) => all.filter((row) => JSON.stringify(row).includes("udp 53")).length;
  expect([told(before), told(after)]).toEqual([0, HOSTS]);
  await call("RevokeSecurityGroupIngress", rule);
});
