/** One prover for each fabric: it keeps what it proved as long as that holds. */
import type { Fabric } from "../../fabric/fabric.ts";
import { Prover } from "../../prove/prover.ts";

const provers = new WeakMap<Fabric, Prover>();

export function proverOf(fabric: Fabric): Prover {
  let prover = provers.get(fabric);
  if (!prover) {
    prover = new Prover(fabric);
    provers.set(fabric, prover);
  }
  return prover;
}
