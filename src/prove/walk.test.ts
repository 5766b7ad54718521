/** The law of the two engines: what one packet does lies in what all packets can do, and every witness fares as proved. */
import { describe, expect, test } from "vitest";
import type { Fabric } from "../fabric/fabric.ts";
import type { ConnectionTrace, Flow } from "../fabric/vocabulary.ts";
import { SessionTable } from "../forward/sessions.ts";
import { connect } from "../forward/walk.ts";
import { Choices } from "../forward/walker.ts";
import { asked } from "./asked.ts";
import { EMPTY } from "./bdd.ts";
import { headerIs } from "./header.ts";
import { pick } from "./pick.ts";
import { Reading } from "./reading.ts";
import { type Dice, diceOf, randomFabric, randomFlow } from "./region.fixture.ts";
import { Space } from "./space.ts";
import { type Connection, connections, type Origin } from "./walk.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 15);
/** Twenty times what it takes on a machine that does nothing else. */
const PATIENCE = { timeout: Math.max(60_000, REGIONS * 4_000) };
const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;

const walk = (
  fabric: Fabric,
  origin: Origin,
  flow: Flow,
  choices?: ReadonlyMap<string, readonly number[]>,
): ConnectionTrace =>
  connect(fabric, new SessionTable(), origin, flow, { evidence: true, choices: choices && new Choices(choices) });

/** Where in its circle a loop runs out of time is nobody's question. */
const placed = (disposition: string | undefined, stage: string | undefined): string =>
  disposition === "loop" ? "loop" : `${disposition} at ${stage}`;

const faredOf = ({ out, back, works }: Connection): string =>
  `${placed(out.disposition, out.stage)}, ${placed(back?.disposition, back?.stage)}, ${works}`;

const faredConcretely = ({ forward, return: back, works }: ConnectionTrace): string =>
  `${placed(forward.disposition, forward.hops.at(-1)?.stage)}, ${placed(back?.disposition, back?.hops.at(-1)?.stage)}, ${works}`;

const familyOf = (flow: Flow): 4 | 6 => (typeof flow.src === "number" ? 4 : 6);

/** How flows sent with some headers fare, all of them at once. */
function fares(fabric: Fabric, origin: Origin, flow: Flow, ends: "known" | "any destination" | "any") {
  const space = new Space();
  const reading = new Reading(fabric);
  const src = ends === "any" ? undefined : flow.src;
  const dst = ends === "known" ? flow.dst : undefined;
  const found = asked(space, { family: familyOf(flow), src, dst }, {}).flatMap(({ header, set }) =>
    connections(space, reading, origin, header, set).map((connection) => ({ header, connection })),
  );
  return { space, found };
}

const printed = (flow: Flow): string =>
  JSON.stringify(flow, (_, value: unknown) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value));

describe.each(["known", "any destination", "any"] as const)("random networks, %s", (ends) => {
  test("what a packet does lies in what all packets can do", PATIENCE, () => {
    for (let region = 0; region < REGIONS; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      for (let i = 0; i < (ends === "known" ? 40 : 4); i++) {
        const { origin, flow } = randomFlow(dice, fabric);
        if (flow.src === flow.dst) continue;
        const { space, found } = fares(fabric, origin, flow, ends);
        const own = found.filter(
          ({ header, connection }) => space.bdd.and(connection.set, headerIs(space, header, flow)) !== EMPTY,
        );
        const context = `seed ${FIRST + region}, flow ${i}: ${JSON.stringify(origin)} ${printed(flow)}`;
        expect(
          own.map(({ connection }) => faredOf(connection)),
          context,
        ).toContain(faredConcretely(walk(fabric, origin, flow)));
        const chose = own.some(({ connection: { out, back } }) => out.packet.chosen ?? back?.packet.chosen);
        if (!chose) expect(own.length, context).toBe(1);
      }
    }
  });

  test("every witness fares as proved", PATIENCE, () => {
    let works = 0;
    for (let region = 0; region < REGIONS; region++) {
      const dice: Dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      for (let i = 0; i < (ends === "known" ? 20 : 2); i++) {
        const { origin, flow } = randomFlow(dice, fabric);
        if (flow.src === flow.dst) continue;
        const { space, found } = fares(fabric, origin, flow, ends);
        for (const { header, connection } of found) {
          const last = connection.back ?? connection.out;
          const witness = pick(space, header, connection.set, last.packet.chosen);
          if (!witness || witness.flow.src === witness.flow.dst) continue;
          if (connection.works) works++;
          const context = `seed ${FIRST + region}, flow ${i}: ${JSON.stringify(origin)} ${printed(witness.flow)}`;
          const trace = walk(fabric, origin, witness.flow, witness.choices);
          expect(faredConcretely(trace), context).toBe(faredOf(connection));
        }
      }
    }
    expect(works).toBeGreaterThan(REGIONS / 2);
  });
});
