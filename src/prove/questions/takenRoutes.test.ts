/** Routes that packets take: each is shown by a flow that the concrete engine sends by it, and no flow goes by another. */
import { expect, test } from "vitest";
import { contains } from "../../base/prefix.ts";
import type { Fabric, Route } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";
import type { ConnectionTrace } from "../../fabric/vocabulary.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { connect } from "../../forward/walk.ts";
import { Choices } from "../../forward/walker.ts";
import { pick } from "../pick.ts";
import { diceOf, randomFabric, randomFlow } from "../region.fixture.ts";
import { Space } from "../space.ts";
import { running } from "./inhabited.ts";
import { searched } from "./searched.fixture.ts";
import { type Taken, takenRoutes } from "./takenRoutes.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 8);
const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;
const PATIENCE = { timeout: Math.max(60_000, REGIONS * 4_000) };

const named = ({ resource }: { resource: string }, name: string): string => `${resource} ${name}`;

const allRoutes = (fabric: Fabric): readonly Route[] =>
  [...fabric.routers.values()].flatMap(({ routes }) => [...routes.entries()].map(([, route]) => route));

const taken = (space: Space, fabric: Fabric): ReadonlyMap<Route, Taken> =>
  searched(takenRoutes(space, fabric, allRoutes(fabric)));

const routesOf = ({ forward, return: back }: ConnectionTrace): readonly string[] =>
  [...forward.hops, ...(back?.hops ?? [])].flatMap(({ stage, resource, rule }) =>
    (stage === "route" || stage === "hub-route") && rule !== undefined ? [named({ resource }, rule)] : [],
  );

test("random networks: what is taken is shown by a flow", PATIENCE, () => {
  let shown = 0;
  for (let region = 0; region < REGIONS; region++) {
    const fabric = randomFabric(diceOf(FIRST + region));
    const space = new Space();
    const found = taken(space, fabric);
    for (const router of fabric.routers.values())
      for (const [, route] of router.routes.entries()) {
        const one = found.get(route);
        const witness = one && pick(space, one.header, one.set, one.chosen);
        if (!one || !witness) continue;
        const options = { evidence: true, choices: new Choices(witness.choices) };
        const trace = connect(running(fabric), new SessionTable(), one.origin, witness.flow, options);
        expect(routesOf(trace), `region ${region}`).toContain(named(router, route.name));
        shown++;
      }
  }
  expect(shown).toBeGreaterThan(REGIONS * 10);
});

test("random networks: no flow goes by what is not taken", PATIENCE, () => {
  let spared = 0;
  for (let region = 0; region < REGIONS; region++) {
    const dice = diceOf(FIRST + region);
    const fabric = randomFabric(dice);
    const found = taken(new Space(), fabric);
    const isTaken = new Map<string, boolean>();
    for (const router of fabric.routers.values())
      for (const [, route] of router.routes.entries()) isTaken.set(named(router, route.name), found.has(route));
    spared += [...isTaken.values()].filter((one) => !one).length;
    const alive = running(fabric);
    for (let i = 0; i < 600; i++) {
      const { origin, flow } = randomFlow(dice, fabric);
      const sender = "interface" in origin ? fabric.interfaces.get(origin.interface) : undefined;
      if ("interface" in origin && (sender?.receiver.kind !== "host" || !sender.addresses.includes(flow.src))) continue;
      const outside = (): boolean =>
        !fabric.outer.has(flow.src) &&
        !fabric.kept.has(flow.src) &&
        fabric.routedIn.lookup(flow.src) === undefined &&
        !unrouted.some((one) => contains(one, flow.src));
      if ("world" in origin && !outside()) continue;
      for (const name of routesOf(connect(alive, new SessionTable(), origin, flow)))
        expect(isTaken.get(name), `region ${region}, flow ${i}: ${name}`).toBe(true);
    }
  }
  expect(spared).toBeGreaterThan(REGIONS);
});
