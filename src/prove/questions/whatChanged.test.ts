/** Two fabrics: what is newly allowed and newly denied between places, and by what; and that nothing else is said. */
import { describe, expect, test } from "vitest";
import type { Fabric } from "../../fabric/fabric.ts";
import type { Flow } from "../../fabric/vocabulary.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { connect } from "../../forward/walk.ts";
import { Choices } from "../../forward/walker.ts";
import { type Dice, diceOf, randomFabric, randomFlow } from "../region.fixture.ts";
import { Space } from "../space.ts";
import type { Origin } from "../walk.ts";
import { Network } from "./network.fixture.ts";
import { searched } from "./searched.fixture.ts";
import { type Change, whatChanged } from "./whatChanged.ts";

/** A public subnet with two web hosts, a private one with a database, an edge. */
const net = (): Network =>
  new Network()
    .domain("vpc", "10.0.0.0/16")
    .router("rtb-public", "10.0.0.0/16 local", "0.0.0.0/0 igw")
    .router("rtb-private", "10.0.0.0/16 local")
    .segment("public", "vpc", "10.0.1.0/24", "rtb-public")
    .segment("private", "vpc", "10.0.2.0/24", "rtb-private")
    .edge("igw", "vpc")
    .host("eni-web-1", "public", "10.0.1.4", ["sg-web"])
    .host("eni-web-2", "public", "10.0.1.5", ["sg-web"])
    .host("eni-db", "private", "10.0.2.4", ["sg-db"])
    .filter("sg-web", [])
    .filter("sg-db", ["tcp 5432 sg-web"]);

const rows = (before: Network, after: Network): readonly string[] =>
  searched(whatChanged(new Space(), before.fabric, after.fabric)).map(printed);

const printed = ({ change, from, to, services, stop }: Change): string =>
  `${change} ${from.join("+")} → ${to.join("+")}: ${services.join(", ")} (${stop.way} ${stop.disposition} at ${stop.stage} ${stop.resource})`;

describe("filters", () => {
  test("nothing changed: nothing said, though no object is the same", () => expect(rows(net(), net())).toEqual([]));

  test("a rule more: what it alone allows, from whole classes", () => {
    const after = net().filter("sg-db", ["tcp 5432 sg-web", "tcp 22 10.0.0.0/16"]);
    const stop = "(out denied at filter-ingress sg-db)";
    expect(rows(net(), after)).toEqual([`allowed eni-web-1+eni-web-2 → eni-db: tcp 22 ${stop}`]);
    expect(rows(after, net())).toEqual([`denied eni-web-1+eni-web-2 → eni-db: tcp 22 ${stop}`]);
  });

  test("senders that only their own filters tell apart, or the sets that the changed one names", () => {
    const many = (): Network =>
      net()
        .host("eni-batch", "public", "10.0.1.6", ["sg-batch"])
        .host("eni-quiet", "public", "10.0.1.7", ["sg-quiet"])
        .filter("sg-batch", [])
        .filter("sg-quiet", [], ["tcp 22 0.0.0.0/0"]);
    const stop = "(out denied at filter-ingress sg-db)";
    expect(rows(many(), many().filter("sg-db", ["tcp 5432 sg-web", "tcp 80 10.0.1.0/24"]))).toEqual([
      `allowed eni-web-1+eni-web-2+eni-batch → eni-db: tcp 80 ${stop}`,
    ]);
    expect(rows(many(), many().filter("sg-db", ["tcp 5432 sg-web", "tcp 80 sg-batch"]))).toEqual([
      `allowed eni-batch → eni-db: tcp 80 ${stop}`,
    ]);
    expect(rows(many(), many().filter("sg-db", ["tcp 5432 sg-web", "tcp 5432 sg-batch"]))).toEqual([
      `allowed eni-batch → eni-db: tcp 5432 ${stop}`,
    ]);
  });

  test("a rule that others of it allow already changes nothing", () => {
    expect(rows(net(), net().filter("sg-db", ["tcp 5432 sg-web", "tcp 5432 10.0.1.4/32"]))).toEqual([]);
  });

  test("neighbours of one class", () => {
    const found = rows(net(), net().filter("sg-web", ["tcp 80 sg-web"]));
    expect(found).toEqual([
      "allowed eni-web-1+eni-web-2 → eni-web-1+eni-web-2: tcp 80 (out denied at filter-ingress sg-web)",
    ]);
  });

  test("a member less: the others' flows are untouched", () => {
    const after = net().host("eni-web-2", "public", "10.0.1.5", ["sg-other"]).filter("sg-other", []);
    after.fabric.sets.get("sg-web")?.members.get("vpc")?.delete(167772421);
    expect(rows(net().filter("sg-other", []), after)).toEqual([
      "denied eni-web-2 → eni-db: tcp 5432 (out denied at filter-ingress sg-db)",
    ]);
  });
});

describe("what is on the way", () => {
  test("an address that the world knows", () => {
    const before = net().filter("sg-web", ["tcp 443 0.0.0.0/0"]);
    const after = net().filter("sg-web", ["tcp 443 0.0.0.0/0"]).public("eni-web-1", "203.0.113.4");
    const found = rows(before, after);
    expect(found).toEqual([
      "allowed eni-web-1 → internet: all traffic (out not-translated at edge igw)",
      "allowed internet → eni-web-1: tcp 443 (out delivered at world internet)",
    ]);
  });

  test("a boundary: there or back", () => {
    const open = ["allow any 0.0.0.0/0"];
    const bounded = (ingress: string[], egress: string[]): Network =>
      net()
        .boundary("acl", ingress, egress)
        .segment("private", "vpc", "10.0.2.0/24", "rtb-private", { boundary: "acl" });
    expect(rows(bounded(open, open), bounded(["deny tcp 5432 10.0.1.4/32", ...open], open))).toEqual([
      "denied eni-web-1 → eni-db: tcp 5432 (out denied at boundary-ingress acl)",
    ]);
    expect(rows(bounded(open, open), bounded(open, []))).toEqual([
      "denied eni-web-1+eni-web-2 → eni-db: tcp 5432 (back denied at boundary-egress acl)",
    ]);
  });

  test("a route, and who does not ask that table", () => {
    const routed = (...routes: string[]): Network =>
      net()
        .router("rtb-public", "10.0.0.0/16 local", ...routes)
        .public("eni-web-1", "203.0.113.4");
    expect(rows(routed("0.0.0.0/0 igw"), routed("0.0.0.0/0 igw", "198.51.100.0/24 discard"))).toEqual([
      "denied eni-web-1 → internet: all traffic (out blackhole at route rtb-public)",
    ]);
    expect(rows(routed("0.0.0.0/0 igw"), routed("0.0.0.0/0 igw", "10.0.9.0/24 discard"))).toEqual([]);
  });

  test("an interface that is new", () => {
    const found = rows(net(), net().host("eni-new", "private", "10.0.2.9", ["sg-db"]));
    expect(found).toEqual(["allowed eni-web-1+eni-web-2 → eni-new: tcp 5432 (out no-host at domain vpc)"]);
  });
});

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 4);

/** The same network with one thing changed. */
function altered(seed: number, dice: Dice): Fabric {
  const fabric = randomFabric(diceOf(seed));
  const other = randomFabric(diceOf(seed + 500_009));
  const table = dice.pick(["filters", "boundaries", "routers", "segments", "interfaces", "edges"] as const);
  const id = dice.pick([...fabric[table].keys()]);
  const value = other[table].get(id);
  if (table === "interfaces") {
    const own = fabric.interfaces.get(id);
    if (own) fabric.interfaces.set(id, { ...own, filters: ["sg-0", "sg-2"], sourceCheck: !own.sourceCheck });
  } else if (value) (fabric[table] as Map<string, unknown>).set(id, value);
  return fabric;
}

const works = (fabric: Fabric, origin: Origin, flow: Flow, choices?: ReadonlyMap<string, readonly number[]>) =>
  connect(fabric, new SessionTable(), origin, flow, {
    evidence: true,
    ...(choices ? { choices: new Choices(choices) } : {}),
  });

test("random networks with one thing changed: every row is so, and whatever changed has a row", () => {
  let told = 0;
  for (let region = 0; region < REGIONS; region++) {
    const seed = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003 + region;
    const dice = diceOf(seed ^ 0x5bd1e995);
    const [before, after] = [randomFabric(diceOf(seed)), altered(seed, dice)];
    const changes = searched(whatChanged(new Space(), before, after));
    for (const { change, origin, witness, stop, from, to } of changes) {
      if (witness.flow.src === witness.flow.dst) continue;
      told++;
      const [here, there] = change === "allowed" ? [after, before] : [before, after];
      const context = `seed ${seed}: ${change} ${from[0]} → ${to[0]}`;
      expect(works(here, origin, witness.flow, witness.choices).works, context).toBe(true);
      // A port chosen otherwise, or somebody else who answers, is another story than the row's.
      if (witness.choices.size > 0 || stop.disposition === "delivered") continue;
      const stopped = works(there, origin, witness.flow);
      const last = (stopped.return ?? stopped.forward).hops.at(-1);
      expect([stopped.return ? "back" : "out", stop.disposition === "loop" ? "loop" : last?.stage], context).toEqual([
        stop.way,
        stop.disposition === "loop" ? "loop" : stop.stage,
      ]);
    }
    for (let i = 0; i < 150; i++) {
      const { origin, flow } = randomFlow(dice, before);
      const sender = "interface" in origin ? before.interfaces.get(origin.interface) : undefined;
      if (sender && (sender.receiver.kind === "gateway" || !isFirst(sender.addresses, flow))) continue;
      const [was, is] = [works(before, origin, flow), works(after, origin, flow)];
      const chose = [...was.forward.hops, ...is.forward.hops].some(
        ({ action, stage }) => action === "translate" && stage !== "edge",
      );
      if (was.works === is.works || chose || flow.src === flow.dst) continue;
      const change = is.works ? "allowed" : "denied";
      const own = changes.filter(
        (one) => one.change === change && one.from.includes("interface" in origin ? origin.interface : origin.world),
      );
      expect(own.length, `seed ${seed}, ${i}: ${change} ${JSON.stringify(origin)}`).toBeGreaterThan(0);
    }
  }
  expect(told).toBeGreaterThan(0);
});

const isFirst = (addresses: readonly (number | bigint)[], { src }: Flow): boolean =>
  addresses.find((one) => typeof one === typeof src) === src;
