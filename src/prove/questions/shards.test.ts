/** What shards find is what is found at once, of any network; of a large organisation's, what proofs and packets say too. */
import { expect, test } from "vitest";
import { agreeing } from "../../../bench/agreeing.ts";
import { fabricOf } from "../../../bench/organisation.ts";
import { seededRandom } from "../../base/random.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import { classesOf } from "../classes.ts";
import { Services } from "../ports.ts";
import { faring } from "../prover.ts";
import { Reading } from "../reading.ts";
import { diceOf, randomFabric } from "../region.fixture.ts";
import { Space } from "../space.ts";
import { type Matrix, matrixOf } from "./matrix.ts";
import { merged, runShard, shardsOf } from "./shards.ts";

const SEED = Number(process.env["UNDERLAY_SEED"] ?? 1);

function namesOf(space: Space, matrix: Matrix, from: string, to: string): readonly string[] {
  const gathered = new Services(space);
  for (const { header, set } of matrix.between(from, to)) gathered.add(header, set);
  return gathered.names;
}

function expectShardsAlike(fabric: Fabric, terms: Parameters<typeof shardsOf>[1], count: number): void {
  const space = new Space();
  const whole = matrixOf(space, fabric, { terms });
  // As between machines: nothing but what can be copied.
  const results = shardsOf(fabric, terms, count).map((shard) => structuredClone(runShard(structuredClone(shard))));
  const other = new Space();
  const all = merged(other, classesOf(fabric), results);
  expect(all.pairs).toBe(whole.pairs);
  const hosts = whole.classes.map(({ members }) => members[0] ?? "");
  for (const from of hosts)
    for (const to of hosts) expect(namesOf(other, all, from, to)).toEqual(namesOf(space, whole, from, to));
}

test("random networks", () => {
  for (let region = 0; region < 3; region++)
    expectShardsAlike(randomFabric(diceOf(SEED * 1_000_003 + region)), {}, 1 + region);
});

test("an organisation's networks, one protocol", () => {
  const fabric = fabricOf({ seed: SEED, interfaces: 60, vpcs: 6 });
  expectShardsAlike(fabric, { protocols: [6], destinationPorts: [{ from: 80, to: 8080 }] }, 3);
});

test("every pair of an organisation's interfaces fares as proved", () => {
  const fabric = fabricOf({ seed: SEED, interfaces: 60, vpcs: 8 });
  const space = new Space();
  const matrix = matrixOf(space, fabric);
  const reading = new Reading(fabric);
  const hosts = matrix.classes.flatMap(({ members }) => members);
  let works = 0;
  for (const from of hosts)
    for (const to of hosts) {
      if (from === to) continue;
      const gathered = new Services(space);
      const ask = { from: { interface: from }, to: { interface: to } };
      for (const { header, set } of faring(space, reading, ask).working) gathered.add(header, set);
      if (gathered.names.length > 0) works++;
      expect(namesOf(space, matrix, from, to), `${from} → ${to}`).toEqual(gathered.names);
    }
  expect(works).toBeGreaterThan(50);
});

test("random pairs of a larger organisation fare as the concrete engine says", () => {
  const fabric = fabricOf({ seed: SEED, interfaces: 2000, vpcs: 40 });
  const space = new Space();
  const matrix = matrixOf(space, fabric);
  const random = seededRandom(SEED);
  const hosts = [...fabric.interfaces.keys()].filter((id) => !id.includes("nat"));
  const any = (): string => hosts[random.below(hosts.length)] ?? "";
  for (let i = 0; i < 500; i++) {
    const [from, to] = [any(), any()];
    expect(agreeing(space, fabric, matrix, random, from, to), `${from} → ${to}`).toBe(true);
  }
  expect(matrix.pairs).toBeGreaterThan(hosts.length);
});
