import { expect, test } from "vitest";
import { manualClock } from "../base/clock.ts";
import type { Asker } from "../expect/questions.ts";
import { type AskCloud, inProcessAsker } from "./inProcessAsker.ts";
import { Problem } from "./problem.ts";
import { action, EC2, signedFor, testServer } from "./server.fixture.ts";

async function snapshot(): Promise<string> {
  const server = await testServer({ clock: manualClock() });
  await action(server, { Action: "CreateVpc", CidrBlock: "10.9.0.0/16", Version: EC2 }, signedFor("ec2"));
  return (await fetch(`${server.url}/_underlay/snapshot`)).text();
}

test("questions are answered on the snapshot's cloud; what cannot be asked is an AskProblem", async () => {
  const seen: number[] = [];
  const fake: AskCloud = (cloud, question) => {
    seen.push(cloud.fabric.routers.size);
    if (question.question === "loops") return { schema: "underlay/loops/1", findings: [] } as never;
    throw new Problem("not-found", "Nothing is called 'x'.", 404, [{ id: "i-1", kind: "instance" }]);
  };
  const ask: Asker = await inProcessAsker(await snapshot(), fake);
  expect(await ask({ question: "loops" })).toEqual({ schema: "underlay/loops/1", findings: [] });
  expect(seen[0]).toBeGreaterThan(1);
  await expect(ask({ question: "what-reaches", destination: "x" })).rejects.toMatchObject({
    ...{ name: "AskProblem", code: "not-found", candidates: [{ id: "i-1" }] },
  });
});

test("what is no snapshot is a Problem", async () => {
  await expect(inProcessAsker("no lines")).rejects.toMatchObject({ name: "Problem", code: "invalid-snapshot" });
});
