/** The matrix by classes says of every pair what a proof of that pair alone says. */
import { expect, test } from "vitest";
import { Services } from "../ports.ts";
import { faring } from "../prover.ts";
import { Reading } from "../reading.ts";
import { diceOf, randomFabric } from "../region.fixture.ts";
import { Space } from "../space.ts";
import { matrixOf } from "./matrix.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 8);
const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;

test("random networks", () => {
  let works = 0;
  for (let region = 0; region < REGIONS; region++) {
    const fabric = randomFabric(diceOf(FIRST + region));
    const space = new Space();
    const found = matrixOf(space, fabric);
    const namesOf = (from: string, to: string): readonly string[] => {
      const gathered = new Services(space);
      for (const { header, set } of found.between(from, to)) gathered.add(header, set);
      return gathered.names;
    };
    const reading = new Reading(fabric);
    const hosts = [...fabric.interfaces.values()].filter(({ receiver: { kind, id } }) => kind === "host" && id);
    for (const source of hosts)
      for (const target of hosts) {
        if (source === target) continue;
        const ask = { from: { interface: source.id }, to: { interface: target.id } };
        const proved = faring(space, reading, ask).working;
        const gathered = new Services(space);
        for (const { header, set } of proved) gathered.add(header, set);
        const services = gathered.names;
        if (services.length > 0) works++;
        expect(namesOf(source.id, target.id), `seed ${FIRST + region}: ${source.id} → ${target.id}`).toEqual(services);
      }
  }
  expect(works).toBeGreaterThan(REGIONS);
});
