/** What is told of a connection that does not work: causes, remedies as lines to type, and what was not looked for. */
import { expect, test } from "vitest";
import { finish } from "../../prove/steps.ts";
import { Lab } from "../../services/ec2/lab.fixture.ts";
import { Problem } from "../problem.ts";
import { proverOf } from "./provers.ts";
import { whyNot } from "./whyNot.ts";

function scene() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const a = lab.subnet("a", vpc, "10.0.0.0/24");
  const b = lab.subnet("b", vpc, "10.0.1.0/24");
  const web = lab.instance("web", a, { groups: [lab.group("web", vpc, {})] });
  const db = lab.instance("db", b, { groups: [lab.group("db", vpc, {})] });
  const acl = lab.acl("acl", vpc, a, ["out 100 allow all to 0.0.0.0/0", "in 100 allow tcp 22 from 0.0.0.0/0"]);
  const { cloud } = lab.region;
  const ask = (source: string, destination: string, port = "5432", changes?: number) =>
    finish(whyNot(cloud, proverOf(cloud.fabric), { question: "why-not", source, destination, port, changes }));
  return { lab, vpc, web, db, acl, ask, b };
}

test("a rule of a group and the way back through a list: one remedy for the host, one for its group", () => {
  const { web, db, acl, ask } = scene();
  const answer = ask(web.id, db.id);
  expect(answer).toMatchObject({ schema: "underlay/why-not/1", holds: false });
  expect(answer.causes).toEqual([
    expect.objectContaining({ way: "out", disposition: "denied", stage: "security-group-ingress", name: "db" }),
    expect.objectContaining({ way: "back", disposition: "denied", stage: "network-acl-ingress", resource: acl }),
  ]);
  expect(answer.causes[1]?.why).toContain("denies all traffic");
  expect(answer.cutOff).toMatchObject({ changes: 3, complete: true });
  expect(answer.remedies).toHaveLength(2);
  for (const { changes } of answer.remedies) {
    expect(changes.map(({ resource }) => resource.split("-")[0])).toEqual(["sg", "acl"]);
    for (const { command } of changes) expect(command).toMatch(/^aws ec2 .* --region us-east-1$/);
  }
  expect(answer.walk).toMatchObject({ works: false, forward: { disposition: "denied" } });
});

test("nothing is changed by asking", () => {
  const { lab, web, db, ask } = scene();
  const { fabric } = lab.region.cloud;
  const before = [...fabric.filters.values(), ...fabric.boundaries.values(), ...fabric.interfaces.values()];
  const first = ask(web.id, db.id);
  expect([...fabric.filters.values(), ...fabric.boundaries.values(), ...fabric.interfaces.values()]).toEqual(before);
  expect(ask(web.id, db.id)).toEqual(first);
});

test("what works needs no remedy, and shows its walk", () => {
  const { lab, vpc, db, ask, b } = scene();
  const open = lab.group("open", vpc, { in: ["tcp 5432 from 10.0.1.0/24"] });
  const answer = ask(db.id, lab.instance("neighbour", b, { groups: [open] }).id);
  expect(answer).toMatchObject({ holds: true, causes: [], remedies: [], walk: { works: true } });
});

test("the Internet: no public address, no gateway, no rule: more than three changes, which the cut-off says", () => {
  const { web, ask } = scene();
  const answer = ask("internet", web.id, "443");
  expect(answer.causes[0]).toMatchObject({ disposition: "no-route", stage: "internet" });
  expect(answer.causes[1]).toMatchObject({ why: "no gateway of the destination's network lets it in" });
  expect(answer.remedies).toEqual([]);
  expect(answer.cutOff).toMatchObject({ changes: 3, complete: true });
});

test("and found, where sets of five are asked for", () => {
  const { web, ask } = scene();
  const answer = ask("internet", web.id, "443", 5);
  expect(answer.cutOff).toMatchObject({ changes: 5 });
  const [remedy] = answer.remedies;
  expect(remedy?.changes.map(({ command }) => command?.split(" ")[2])).toEqual([
    "attach-internet-gateway",
    "associate-address",
    "create-network-acl-entry",
    "authorize-security-group-ingress",
    "create-route",
  ]);
});

test("a gateway that is yet to be made is no cause, its absence is", () => {
  const { db, ask } = scene();
  const answer = ask(db.id, "internet:198.51.100.7", "443");
  expect(answer.causes.map(({ disposition }) => disposition)).toEqual(["no-route", "blackhole", "not-translated"]);
  expect(answer.causes[1]?.why).toBe("there is no gateway to the internet that a route could lead to");
  expect(answer.remedies[0]?.changes).toHaveLength(3);
});

test("who is unknown is a Problem", () => {
  expect(() => scene().ask("web-9", "db-9")).toThrow(Problem);
});
