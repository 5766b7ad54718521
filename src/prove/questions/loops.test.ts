/** Loops: circles of routers that are found with a flow that shows them, and circles that nothing goes round. */
import { describe, expect, test } from "vitest";
import { SessionTable } from "../../forward/sessions.ts";
import { connect } from "../../forward/walk.ts";
import { Choices } from "../../forward/walker.ts";
import { diceOf, randomFabric, randomFlow } from "../region.fixture.ts";
import { Space } from "../space.ts";
import { loops } from "./loops.ts";
import { Network } from "./network.fixture.ts";
import { searched } from "./searched.fixture.ts";

const found = (net: Network): readonly string[] =>
  searched(loops(new Space(), net.fabric)).map(({ resource, rule, why }) => `${resource} ${rule}: ${why}`);

/** Two domains, joined by a hub; each sends what is 10/8 to the hub, which knows a third plan, 10.2/16, at the second. */
const joined = (known = "10.2.0.0/16 end-b"): Network =>
  new Network()
    .domain("vpc-a", "10.0.0.0/16")
    .domain("vpc-b", "10.1.0.0/16")
    .router("rtb-a", "10.0.0.0/16 local", "10.0.0.0/8 tgw")
    .router("rtb-b", "10.1.0.0/16 local", "10.0.0.0/8 tgw")
    .router("tgw-rtb", "10.0.0.0/16 end-a", "10.1.0.0/16 end-b", known)
    .segment("subnet-a", "vpc-a", "10.0.0.0/24", "rtb-a")
    .segment("subnet-b", "vpc-b", "10.1.0.0/24", "rtb-b")
    .hub("tgw", ["end-a", "vpc-a", "tgw-rtb", "subnet-a"], ["end-b", "vpc-b", "tgw-rtb", "subnet-b"])
    .host("eni-a", "subnet-a", "10.0.0.4", ["sg"])
    .host("eni-b", "subnet-b", "10.1.0.4", ["sg"])
    .filter("sg", []);

describe("a hub and a domain that send the same to each other", () => {
  test("is found once, with the way round", () => {
    const [first, ...rest] = searched(loops(new Space(), joined().fabric));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ resource: "rtb-b", rule: "10.0.0.0/8" });
    expect(first?.why).toContain("goes round: rtb-b → tgw → attach-end-b → tgw-rtb → attach-end-b → rtb-b");
    expect(first?.others).toEqual(["tgw", "attach-end-b", "tgw-rtb"]);
  });

  test("not where the hub knows no such plan, nor where no filter lets anything out", () => {
    expect(found(joined("10.2.0.0/16 end-gone"))).toEqual([]);
    expect(found(joined().filter("sg", [], []))).toEqual([]);
    expect(found(joined().filter("sg", [], ["any 10.1.0.0/16"]))).toEqual([]);
  });

  test("not where a boundary stops it", () => {
    const net = joined().boundary("acl", ["deny any 10.0.0.0/16", "allow any 0.0.0.0/0"], ["allow any 0.0.0.0/0"]);
    net.fabric.segments.set("subnet-b", {
      ...(net.fabric.segments.get("subnet-b") as never as object),
      boundary: "acl",
    } as never);
    // From the first domain nothing gets in; the second's own flows still circle.
    const findings = searched(loops(new Space(), net.fabric));
    expect(findings.map(({ shown }) => shown?.origin)).toEqual([{ interface: "eni-b" }]);
  });
});

describe("appliances", () => {
  /** Each of two subnets sends what leaves the domain by the appliance in the other. */
  const crossed = (back: string): Network =>
    new Network()
      .domain("vpc", "10.0.0.0/16")
      .router("rtb-1", "10.0.0.0/16 local", "0.0.0.0/0 eni-fw2")
      .router("rtb-2", "10.0.0.0/16 local", `0.0.0.0/0 ${back}`)
      .segment("subnet-1", "vpc", "10.0.1.0/24", "rtb-1")
      .segment("subnet-2", "vpc", "10.0.2.0/24", "rtb-2")
      .appliance("eni-fw1", "subnet-1", "10.0.1.9")
      .appliance("eni-fw2", "subnet-2", "10.0.2.9")
      .edge("igw", "vpc")
      .host("eni-a", "subnet-1", "10.0.1.4", undefined);

  test("that send to each other are a loop", () => {
    const [first, ...rest] = searched(loops(new Space(), crossed("eni-fw1").fabric));
    expect(rest).toEqual([]);
    expect(first?.resource).toBe("rtb-1");
    expect(first?.others).toEqual(expect.arrayContaining(["rtb-2", "eni-fw1", "eni-fw2"]));
  });

  test("that send to the edge are none", () => expect(found(crossed("igw"))).toEqual([]));

  test("an appliance that does not run ends what it gets", () => {
    const net = crossed("eni-fw1");
    const receiver = { kind: "host", id: "i", up: false, forwards: true } as const;
    net.host("eni-fw1", "subnet-1", "10.0.1.9", undefined, { receiver, sourceCheck: false });
    expect(found(net)).toEqual([]);
  });
});

test("from the world alone: an edge's arrival leads to an appliance whose subnet leads back out", () => {
  const net = new Network()
    .domain("vpc", "10.0.0.0/16")
    .router("rtb-in", "10.0.2.0/24 eni-fw")
    .router("rtb-fw", "10.0.1.0/24 local", "10.0.2.0/24 eni-fw", "0.0.0.0/0 igw")
    .router("rtb-2", "10.0.0.0/16 local")
    .segment("subnet-fw", "vpc", "10.0.1.0/24", "rtb-fw")
    .segment("subnet-2", "vpc", "10.0.2.0/24", "rtb-2")
    .appliance("eni-fw", "subnet-fw", "10.0.1.9")
    .host("eni-a", "subnet-2", "10.0.2.4", ["sg"])
    .filter("sg", ["any 0.0.0.0/0"])
    .edge("igw", "vpc", "rtb-in")
    .public("eni-a", "203.0.113.5");
  const findings = searched(loops(new Space(), net.fabric));
  // The host itself is no part of it, though its outer address is what leads there.
  expect(findings.map(({ resource, shown }) => [resource, shown?.origin])).toContainEqual([
    "rtb-fw",
    { world: "internet" },
  ]);
});

test("a tunnel whose arrivals lead back into it", () => {
  const net = (arrival: string): Network =>
    new Network()
      .domain("vpc-a", "10.0.0.0/16")
      .domain("vpc-b", "10.1.0.0/16")
      .router("rtb-a", "10.0.0.0/16 local", "10.0.0.0/8 pcx")
      .router("arrival-a", "10.0.0.0/16 local", "10.2.0.0/16 pcx")
      .router("arrival-b", "10.1.0.0/16 local", arrival)
      .segment("subnet-a", "vpc-a", "10.0.0.0/24", "rtb-a")
      .tunnel("pcx", ["vpc-a", "arrival-a"], ["vpc-b", "arrival-b"])
      .host("eni-a", "subnet-a", "10.0.0.4", undefined);
  expect(searched(loops(new Space(), net("10.2.0.0/16 pcx").fabric))).toMatchObject([
    { resource: "arrival-a", others: ["pcx", "arrival-b"] },
  ]);
  expect(found(net("10.3.0.0/16 pcx"))).toEqual([]);
});

test("an everyday network has none: private and public subnets, a translator, a peering", () => {
  const net = new Network()
    .domain("vpc-a", "10.0.0.0/16")
    .domain("vpc-b", "10.1.0.0/16")
    .router("rtb-private", "10.0.0.0/16 local", "0.0.0.0/0 nat", "10.1.0.0/16 pcx")
    .router("rtb-public", "10.0.0.0/16 local", "0.0.0.0/0 igw")
    .router("rtb-b", "10.1.0.0/16 local", "10.0.0.0/16 pcx")
    .router("arrival-a", "10.0.0.0/16 local")
    .router("arrival-b", "10.1.0.0/16 local")
    .segment("private", "vpc-a", "10.0.1.0/24", "rtb-private")
    .segment("public", "vpc-a", "10.0.2.0/24", "rtb-public")
    .segment("subnet-b", "vpc-b", "10.1.0.0/24", "rtb-b")
    .nat("nat", "public", "10.0.2.6", "203.0.113.6")
    .edge("igw", "vpc-a")
    .tunnel("pcx", ["vpc-a", "arrival-a"], ["vpc-b", "arrival-b"])
    .host("eni-a", "private", "10.0.1.4", ["sg"])
    .host("eni-b", "subnet-b", "10.1.0.4", ["sg"])
    .filter("sg", ["any 10.0.0.0/8"]);
  expect(found(net)).toEqual([]);
});

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 25);

test("random networks: every loop's witness loops, and whatever loops is found", { timeout: 60_000 }, () => {
  let seen = 0;
  for (let region = 0; region < REGIONS; region++) {
    const seed = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003 + region;
    const dice = diceOf(seed);
    const fabric = randomFabric(dice);
    const findings = searched(loops(new Space(), fabric));
    for (const { shown, why } of findings) {
      if (!shown || shown.witness.flow.src === shown.witness.flow.dst) continue;
      seen++;
      const { origin, witness } = shown;
      const trace = connect(fabric, new SessionTable(), origin, witness.flow, {
        evidence: true,
        choices: new Choices(witness.choices),
      });
      expect(trace.forward.disposition, `seed ${seed}: ${why}`).toBe("loop");
    }
    for (let i = 0; i < 100; i++) {
      const { origin, flow } = randomFlow(dice, fabric);
      const sender = "interface" in origin ? fabric.interfaces.get(origin.interface) : undefined;
      const own =
        "interface" in origin ? sender?.receiver.kind === "host" && sender.addresses.includes(flow.src) : true;
      if (!own || flow.src === flow.dst) continue;
      const { forward } = connect(fabric, new SessionTable(), origin, flow, { evidence: true });
      if (forward.disposition !== "loop") continue;
      const passed = new Set(forward.hops.slice(-12).map(({ resource }) => resource));
      expect(
        findings.some(({ resource }) => passed.has(resource)),
        `seed ${seed}: ${JSON.stringify(origin)} ${i}`,
      ).toBe(true);
    }
  }
  expect(seen).toBeGreaterThan(0);
});

test("ten thousand interfaces", () => {
  const net = joined();
  for (let s = 0; s < 40; s++) {
    net.segment(`subnet-${s}`, "vpc-a", `10.0.${s + 1}.0/24`, "rtb-a");
    for (let i = 0; i < 250; i++) {
      const group = `sg-${(s * 250 + i) % 100}`;
      net.host(`eni-${s}-${i}`, `subnet-${s}`, `10.0.${s + 1}.${i + 4}`, [group]);
    }
  }
  for (let g = 0; g < 100; g++)
    net.filter(`sg-${g}`, [`tcp 443 sg-${(g + 1) % 100}`], g % 2 === 0 ? ["any 0.0.0.0/0"] : []);
  const before = performance.now();
  expect(searched(loops(new Space(), net.fabric))).toHaveLength(1);
  expect(performance.now() - before).toBeLessThan(10_000);
});
