/**
 * The laws of sets and elements: an image and a preimage meet the same flows, nothing is lost on the way there and back, and
 * one packet through an element of the concrete engine is one flow of the image.
 */
import { describe, expect, test } from "vitest";
import { prefix } from "../base/prefix.ts";
import { Fabric } from "../fabric/fabric.ts";
import { reverse } from "../fabric/flow.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { crossesWorld, passesGateway } from "../forward/gateway.ts";
import { crossesHub } from "../forward/hub.ts";
import { arrives, leaves } from "../forward/interface.ts";
import { entersDomain, passesBoundary } from "../forward/segment.ts";
import { SessionTable } from "../forward/sessions.ts";
import { type Position, Walker } from "../forward/walker.ts";
import type { Terms } from "./asked.ts";
import { FlowSet } from "./flowSet.ts";
import { at, type Dice, diceOf, randomFabric, randomFlow } from "./region.fixture.ts";
import { Space } from "./space.ts";
import { answering, type Element, reversal, transitionOf } from "./transition.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 4);
const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;

const keys = (table: ReadonlyMap<string, unknown>): readonly string[] => [...table.keys()];

function elementsOf(fabric: Fabric, dice: Dice): readonly Element[] {
  const domain = dice.pick(keys(fabric.domains));
  const [from] = [...fabric.segments.values()].filter((one) => one.domain === domain);
  const way = dice.pick(["ingress", "egress"] as const);
  const end = fabric.hubEnds.get(dice.pick(keys(fabric.hubEnds)));
  const someGateways = [0, 1, 2, 3].map(() => dice.pick(keys(fabric.gateways)));
  return [
    { filter: dice.pick(keys(fabric.interfaces)), way, sourceDomain: domain },
    { filter: dice.pick(keys(fabric.interfaces)), way: "ingress" },
    { boundary: dice.pick(keys(fabric.boundaries)), way },
    { router: dice.pick(keys(fabric.routers)), domain },
    ...someGateways.map((gateway): Element => ({ gateway, domain, from: from?.id })),
    { hubEnd: end?.id ?? "", zone: dice.pick(["a", "b", undefined]) },
    { world: "internet" },
    { host: dice.pick(keys(fabric.interfaces)) },
  ];
}

/** The flow after the element, where it goes on or is delivered. */
function concretely(fabric: Fabric, element: Element, flow: Flow, sessions = new SessionTable()): Flow | undefined {
  const walker = new Walker(fabric, sessions, flow, { evidence: false });
  let next: Position | undefined | true;
  if ("filter" in element) {
    const own = fabric.interfaces.get(element.filter);
    if (!own) return undefined;
    walker.sourceDomain = element.sourceDomain;
    const unchecked = { ...own, sourceCheck: false, receiver: { kind: "gateway", id: "behind" } } as const;
    next = element.way === "egress" ? leaves(walker, unchecked) || undefined : arrives(walker, unchecked);
  } else if ("boundary" in element) {
    const [segment] = [...fabric.segments.values()].map((one) => ({ ...one, boundary: element.boundary }));
    next = (segment && passesBoundary(walker, segment, element.way)) || undefined;
  } else if ("host" in element) {
    const own = fabric.interfaces.get(element.host);
    next = own && arrives(walker, { ...own, sourceCheck: false, filters: undefined });
  } else if ("router" in element) {
    walker.sourceDomain = element.domain;
    next = entersDomain(walker, element.router, element.domain);
  } else if ("gateway" in element) {
    const gateway = fabric.gateways.get(element.gateway);
    walker.sourceDomain = element.domain;
    next = gateway && passesGateway(walker, gateway, element.domain, element.from);
  } else if ("hubEnd" in element) next = crossesHub(walker, element.hubEnd, element.zone);
  else next = crossesWorld(walker, element.world);
  return next || walker.disposition === "delivered" ? walker.flow : undefined;
}

const randomSet = (dice: Dice, space: Space): FlowSet => {
  const prefixes = [
    "0.0.0.0/0",
    "10.0.0.0/24",
    "10.0.0.0/28",
    "203.0.113.0/24",
    "10.1.0.4/32",
    "::/0",
    "2600:1f00::/56",
    "64:ff9b::/96",
  ];
  const some = (): readonly ReturnType<typeof prefix>[] | undefined =>
    dice.chance(50) ? undefined : [dice.pick(prefixes), dice.pick(prefixes)].map(prefix);
  const ports = (): Terms["sourcePorts"] =>
    dice.chance(60) ? undefined : [{ from: dice.number(1000), to: 1000 + dice.number(60000) }];
  const one = (): FlowSet =>
    FlowSet.of(space, {
      protocols: dice.chance(60) ? undefined : [dice.pick([6, 17, 1, 58, 47])],
      source: some(),
      destination: some(),
      sourcePorts: ports(),
      destinationPorts: ports(),
    });
  const first = one();
  return dice.chance(50) ? first : dice.chance(50) ? first.union(one()) : first.minus(one());
};

const printed = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `0x${one.toString(16)}` : one));

describe("sets of flows", () => {
  test("algebra, asked flow by flow", () => {
    const space = new Space();
    const dice = diceOf(FIRST);
    const fabric = randomFabric(dice);
    for (let i = 0; i < 40; i++) {
      const [a, b] = [randomSet(dice, space), randomSet(dice, space)];
      const { flow } = randomFlow(dice, fabric);
      expect(a.union(b).has(flow)).toBe(a.has(flow) || b.has(flow));
      expect(a.intersect(b).has(flow)).toBe(a.has(flow) && b.has(flow));
      expect(a.minus(b).has(flow)).toBe(a.has(flow) && !b.has(flow));
      expect(a.minus(b).union(a.intersect(b)).equals(a)).toBe(true);
      expect(a.covers(a.minus(b))).toBe(true);
      expect(a.project("src", "srcPort").covers(a)).toBe(true);
      const picked = a.pick();
      expect(picked ? a.has(picked) : a.isEmpty()).toBe(true);
    }
    expect(FlowSet.none(space).isEmpty()).toBe(true);
    expect(FlowSet.all(space).minus(FlowSet.of(space, {})).isEmpty()).toBe(true);
  });

  test("what is forgotten may be anything else, and nothing that cannot be", () => {
    const space = new Space();
    const one: Flow = { protocol: 6, src: at("10.0.0.1"), dst: at("10.0.0.2"), srcPort: 5000, dstPort: 443 };
    const set = FlowSet.one(space, one).project("src", "srcPort");
    expect(set.has({ ...one, src: at("192.0.2.1"), srcPort: 1 })).toBe(true);
    expect(set.has({ ...one, dstPort: 444 })).toBe(false);
    const ping: Flow = { ...one, protocol: 1, srcPort: 8, dstPort: 0 };
    expect(
      FlowSet.one(space, ping)
        .project("srcPort")
        .has({ ...ping, srcPort: 300 }),
    ).toBe(false);
    expect(set.has({ ...one, src: at("::1"), dst: at("::2") })).toBe(false);
  });
});

describe("elements of random networks", () => {
  test("an image meets a set exactly where the preimage of that set meets what was sent", () => {
    for (let region = 0; region < REGIONS; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      const space = new Space();
      for (const element of elementsOf(fabric, dice)) {
        const transition = transitionOf(space, fabric, element);
        const guard = transition.backward(FlowSet.all(space));
        for (let i = 0; i < 2; i++) {
          const [a, b] = [randomSet(dice, space), randomSet(dice, space)];
          const context = `seed ${FIRST + region} ${printed(element)} ${i}`;
          const there = a.through(transition);
          expect(there.intersect(b).isEmpty(), context).toBe(a.intersect(b.before(transition)).isEmpty());
          expect(there.before(transition).covers(a.intersect(guard)), context).toBe(true);
          expect(there.isEmpty(), context).toBe(a.intersect(guard).isEmpty());
          expect(FlowSet.all(space).covers(there), context).toBe(true);
          const picked = there.pick();
          if (picked) expect(FlowSet.one(space, picked).before(transition).intersect(a).isEmpty(), context).toBe(false);
        }
      }
    }
  });

  test("one packet through an element is one flow of the image", () => {
    let passed = 0;
    for (let region = 0; region < REGIONS; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      const space = new Space();
      for (const element of elementsOf(fabric, dice)) {
        const transition = transitionOf(space, fabric, element);
        for (let i = 0; i < 12; i++) {
          const { flow } = randomFlow(dice, fabric);
          const context = `seed ${FIRST + region} ${printed(element)} ${printed(flow)}`;
          const sessions = new SessionTable();
          const after = concretely(fabric, element, flow, sessions);
          const image = FlowSet.one(space, flow).through(transition);
          if (!after) {
            expect(image.isEmpty(), context).toBe(true);
            continue;
          }
          passed++;
          expect(image.has(after), context).toBe(true);
          const isOne = image.equals(FlowSet.one(space, after));
          // A translator chooses its port.
          expect(isOne || image.project("srcPort").equals(FlowSet.one(space, after).project("srcPort")), context).toBe(
            true,
          );
          // Its answer, where the element remembers and is asked again.
          const isNat = "gateway" in element && fabric.gateways.get(element.gateway)?.kind === "port";
          if (!isNat) continue;
          const back = concretely(fabric, element, reverse(after), sessions);
          const answers = FlowSet.one(space, reverse(after)).through(answering(transition, FlowSet.one(space, flow)));
          expect(back, context).toEqual(reverse(flow));
          expect(answers.equals(FlowSet.one(space, reverse(flow))), context).toBe(true);
        }
      }
    }
    expect(passed).toBeGreaterThan(REGIONS * 5);
  });

  test("what a filter let pass may be answered, and nothing else by that", () => {
    for (let region = 0; region < REGIONS; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      const space = new Space();
      const id = dice.pick(keys(fabric.interfaces));
      const out = transitionOf(space, fabric, { filter: id, way: "egress" });
      const sent = randomSet(dice, space);
      const answers = FlowSet.all(space).through(answering(out, sent));
      const turn = reversal(space);
      expect(answers.through(turn).equals(sent.through(out))).toBe(true);
      const { flow } = randomFlow(dice, fabric);
      expect(answers.has(reverse(flow))).toBe(sent.through(out).has(flow));
    }
  });
});

test("an element that is gone lets nothing pass", () => {
  const space = new Space();
  const gone: readonly Element[] = [
    { filter: "gone", way: "egress" },
    { boundary: "gone", way: "ingress" },
    { router: "gone", domain: "gone" },
    { gateway: "gone", domain: "gone" },
    { hubEnd: "gone" },
    { host: "gone" },
  ];
  for (const element of gone)
    expect(
      FlowSet.all(space)
        .through(transitionOf(space, new Fabric(), element))
        .isEmpty(),
    ).toBe(true);
});
