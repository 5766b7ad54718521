/**
 * The three-tier network, deployed by its own program over the AWS API: two zones; public, application and data subnets;
 * Internet and NAT gateways; groups that refer to each other; an ACL around the data. See examples/three-tier/README.md.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer, type RunningServer } from "../../src/server/start.ts";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";
import { askThreeTier, postTrace, threeTierAnswers } from "./threeTier.fixture.ts";

describe("three tiers", () => {
  let server: RunningServer;
  let output = "";

  beforeAll(async () => {
    server = await createServer({ port: 0 });
    const program = join(root, "examples", "three-tier", "deploy.mjs");
    const { code, stdout, stderr } = await runCommand(process.execPath, [program, "--endpoint", server.url]);
    if (code !== 0) throw new Error(stderr);
    output = stdout;
  }, 60_000);
  afterAll(() => server.close());

  test("the program says what it made", () => {
    expect(output.trim().split("\n").at(-1)).toBe("2 zones, 6 subnets, 5 instances");
  });

  test.each(threeTierAnswers)("$source → $destination $port: $answer.forward", async (question) => {
    const { title, answer } = await askThreeTier(server.url, question);
    expect(answer, title).toMatchObject(question.answer);
  });

  test("an instance without a public address cannot be reached from the Internet", async () => {
    const trace = await postTrace(server.url, { source: "internet", destination: "app-a", port: 8080 });
    expect(trace.works).toBe(false);
    expect(trace.forward.disposition).not.toBe("delivered");
  });

  test("the NAT gateway of the zone gives its own public address, and the reply finds its way back", async () => {
    const { forward, return: back } = await postTrace(server.url, {
      ...{ source: "app-b", destination: "internet:1.1.1.1", port: 443 },
    });
    const nat = forward.hops.find(({ stage, action }) => stage === "nat-gateway" && action === "translate");
    expect(nat).toMatchObject({ name: "nat-b" });
    const sources = forward.hops.flatMap(({ flow }) => (flow ? [flow.source] : []));
    expect(sources.at(-1)).not.toMatch(/^10\./);
    expect(back?.hops.flatMap(({ flow }) => (flow ? [flow.destination] : [])).at(-1)).toBe("10.0.11.10");
  });

  test("a trace changes nothing: asked twice, it answers the same", async () => {
    const question = { source: "app-a", destination: "internet:1.1.1.1", port: 443 };
    expect(await postTrace(server.url, question)).toEqual(await postTrace(server.url, question));
  });
});
