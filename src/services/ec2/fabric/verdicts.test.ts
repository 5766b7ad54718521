/** Whatever happens to a region, a verdict that was kept is the verdict of a proof from nothing. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseAddress } from "../../../base/address.ts";
import type { Fabric } from "../../../fabric/fabric.ts";
import { TCP } from "../../../fabric/protocols.ts";
import { type Ask, type End, type Proof, Prover } from "../../../prove/prover.ts";
import { anyStep, everything, take } from "./histories.fixture.ts";

const INTERNET: End = { world: "internet" };
const leaving = { protocols: [TCP], destinationPorts: [{ from: 22, to: 8080 }], fromClients: true };

/** Of all interfaces and the Internet, each with each; of what is gone too. */
function asksOf(ids: Iterable<string>): readonly Ask[] {
  const ends: End[] = [INTERNET, { address: parseAddress("10.1.1.4") ?? 0 }];
  for (const id of ids) ends.push({ interface: id });
  return ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to, leaving })));
}

const told = ({ holds, services, stops, witness }: Proof) => ({
  holds,
  services,
  witness,
  stops: stops.map(({ way, disposition, stage, resource }) => `${way} ${disposition} ${stage} ${resource}`),
});

const fresh = (fabric: Fabric, ask: Ask): Proof => new Prover(fabric).canReach(ask);

test("a verdict that was kept equals a fresh one after any changes", () => {
  let kept = 0;
  let changed = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 2, maxLength: 9 }), (plan) => {
      const network = everything();
      take(network, "run", [0, 1, 2, 3]);
      take(network, "run", [1, 0, 1, 2]);
      const { cloud } = network.lab.region;
      const prover = new Prover(cloud.fabric);
      const seen = new Set<string>();
      const before = new Map<Ask, Proof>();
      let asks: readonly Ask[] = [];
      for (const { name, choice } of [{ name: "", choice: [] }, ...plan]) {
        take(network, name, choice);
        const { fabric } = cloud;
        if (seen.size < 7) {
          const known = seen.size;
          for (const id of fabric.interfaces.keys()) if (seen.size < 7) seen.add(id);
          if (seen.size > known) asks = asksOf(seen);
        }
        for (const ask of asks) {
          const proof = prover.canReach(ask);
          if (before.get(ask) === proof) kept++;
          else if (before.has(ask)) changed++;
          before.set(ask, proof);
          expect(
            told(proof),
            `${name}: ${JSON.stringify(ask, (_, one) => (typeof one === "bigint" ? `${one}` : one))}`,
          ).toEqual(told(fresh(fabric, ask)));
        }
      }
    }),
    { numRuns: Number(process.env["UNDERLAY_RUNS"] ?? 6), seed: Number(process.env["UNDERLAY_SEED"] ?? 1) },
  );
  expect(kept).toBeGreaterThan(0);
  expect(changed).toBeGreaterThan(0);
}, 120_000);
