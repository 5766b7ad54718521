/**
 * The laws of remedies, on random networks: each works when the changes are made (a packet walks there and back), no part
 * of it does, and a rule that was taken away is found again.
 */
import { describe, expect, test } from "vitest";
import { type Change, changeKey } from "../../fabric/change.ts";
import type { BoundaryRule, Fabric, FilterRule } from "../../fabric/fabric.ts";
import { hasPorts } from "../../fabric/protocols.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { connect } from "../../forward/walk.ts";
import { Choices } from "../../forward/walker.ts";
import { type Ask, Prover } from "../prover.ts";
import { type Dice, diceOf, randomFabric } from "../region.fixture.ts";
import { anywhere, withChanges } from "./overlay.ts";
import { whyNot } from "./whyNot.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 12);
const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;

const PROTOCOLS = [6, 6, 6, 17, 1, 58, 47];

function randomAsk(dice: Dice, fabric: Fabric): Ask {
  const hosts = [...fabric.interfaces.values()].filter(({ receiver }) => receiver.kind === "host");
  const from = dice.pick(hosts);
  const to = dice.pick(hosts.filter((one) => one !== from));
  // A range of addresses is asked about whole, in either family: then not by a protocol of one.
  const protocol = dice.pick(from.ranges || to.ranges ? [6, 17, 47] : PROTOCOLS);
  const port = dice.pick([22, 443, 5432]);
  const leaving = {
    protocols: [protocol],
    ...(hasPorts(protocol)
      ? { destinationPorts: [{ from: port, to: port }], sourcePorts: [{ from: 49152, to: 49152 }] }
      : {}),
    ...(protocol === 1 ? { sourcePorts: [{ from: 8, to: 8 }], source: [anywhere(4)] } : {}),
    ...(protocol === 58 ? { sourcePorts: [{ from: 128, to: 128 }], source: [anywhere(6)] } : {}),
  };
  if (dice.chance(15)) return { from: { world: "internet" }, to: { interface: to.id }, leaving };
  if (dice.chance(20)) return { from: { interface: from.id }, to: { world: "internet" }, leaving };
  return { from: { interface: from.id }, to: { interface: to.id }, leaving };
}

const prove = (fabric: Fabric, ask: Ask) => new Prover(fabric).canReach(ask);

/** Whether a packet of the proof's flow comes to where the question asks, and its reply back. */
function walks(fabric: Fabric, { to }: Ask, { origin, witness }: ReturnType<typeof prove>): boolean {
  if (!witness) return false;
  const options = { evidence: true, choices: new Choices(witness.choices) };
  const { works, forward } = connect(fabric, new SessionTable(), origin, witness.flow, options);
  const receiver = "interface" in to ? fabric.interfaces.get(to.interface)?.receiver : undefined;
  const end = "interface" in to ? (receiver?.id ?? to.interface) : "world" in to ? to.world : undefined;
  return works && forward.hops.at(-1)?.resource === end;
}

const parts = (changes: readonly Change[]): readonly Change[][] =>
  Array.from({ length: 2 ** changes.length - 1 }, (_, chosen) => changes.filter((_, place) => (chosen >> place) & 1));

const printed = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `0x${one.toString(16)}` : one));

describe("random networks", () => {
  test("every remedy works, and no part of one does", () => {
    const found = new Map<string, number>();
    for (let region = 0; region < REGIONS; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      for (let i = 0; i < 2; i++) {
        const ask = randomAsk(dice, fabric);
        const answer = whyNot(new Prover(fabric), fabric, ask, { budget: 60 });
        const context = `seed ${FIRST + region}, ask ${i}: ${printed(ask)}`;
        expect(answer.holds, context).toBe(prove(fabric, ask).holds);
        if (answer.holds) continue;
        for (const changes of answer.remedies) {
          const changed = withChanges(fabric, changes);
          const proof = prove(changed, ask);
          expect(walks(changed, ask, proof), `${context} ${printed(changes)}`).toBe(true);
          for (const part of parts(changes)) {
            const less = withChanges(fabric, part);
            expect(prove(less, ask).holds, `${context} ${printed(part)} of ${printed(changes)}`).toBe(false);
            expect(walks(less, ask, proof), context).toBe(false);
          }
          for (const { kind } of changes) found.set(kind, (found.get(kind) ?? 0) + 1);
        }
        const keys = answer.remedies.map((changes) => changes.map(changeKey).sort().join());
        expect(new Set(keys).size).toBe(keys.length);
        const sizes = answer.remedies.map(({ length }) => length);
        expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      }
    }
    if (process.env["UNDERLAY_RUNS"]) console.log(found);
    for (const kind of ["allow", "admit", "route"]) expect(found.get(kind), kind).toBeGreaterThan(0);
  });

  // One rule may have served several places of the way, which narrow rules open one by one.
  test("a rule that was taken away is found again: of one change, mostly", () => {
    let broken = 0;
    let single = 0;
    for (let region = 0; region < REGIONS * 2; region++) {
      const dice = diceOf(FIRST + region);
      const fabric = randomFabric(dice);
      for (let i = 0; i < 3; i++) {
        const ask = randomAsk(dice, fabric);
        const proof = prove(fabric, ask);
        if (!proof.holds) continue;
        for (const [less, isIt] of withoutOneRule(fabric)) {
          if (prove(less, ask).holds) continue;
          const { remedies } = whyNot(new Prover(less), less, ask, { budget: 25 });
          const found = remedies.find((changes) => changes.every(isIt));
          expect(found, `seed ${FIRST + region}, ask ${i}: ${printed(ask)} ${printed(remedies)}`).toBeDefined();
          broken++;
          if (found?.length === 1) single++;
        }
      }
    }
    expect(broken).toBeGreaterThan(REGIONS / 4);
    expect(single).toBeGreaterThan(broken * 0.8);
  });
});

/** The fabric with one allow-rule less, for each there is, and how to know the change that puts it back. */
function* withoutOneRule(fabric: Fabric): Iterable<readonly [Fabric, (change: Change) => boolean]> {
  const start: Change = { kind: "start", interface: "", host: "" }; // an overlay to take from
  for (const way of ["ingress", "egress"] as const) {
    for (const filter of fabric.filters.values())
      for (const rule of filter[way]) {
        const less = withChanges(fabric, [start]);
        less.filters.set(filter.id, { ...filter, [way]: filter[way].filter((one: FilterRule) => one !== rule) });
        yield [less, (one) => one.kind === "allow" && one.way === way && one.filters.includes(filter.id)];
      }
    for (const boundary of fabric.boundaries.values())
      for (const rule of boundary[way].filter(({ allow }) => allow)) {
        const less = withChanges(fabric, [start]);
        const rules = boundary[way].filter((one: BoundaryRule) => one !== rule);
        less.boundaries.set(boundary.id, { ...boundary, [way]: rules });
        yield [less, (one) => one.kind === "admit" && one.way === way && one.boundary === boundary.id];
      }
  }
}
