/** Whether the matrix and the concrete engine say the same of a pair of interfaces: random flows, and one that should work. */
import type { Random } from "../src/base/random.ts";
import type { Fabric } from "../src/fabric/fabric.ts";
import { ICMP, TCP, UDP } from "../src/fabric/protocols.ts";
import type { Flow } from "../src/fabric/vocabulary.ts";
import { SessionTable } from "../src/forward/sessions.ts";
import { connect } from "../src/forward/walk.ts";
import { EMPTY } from "../src/prove/bdd.ts";
import { headerIs } from "../src/prove/header.ts";
import { pick } from "../src/prove/pick.ts";
import type { Matrix } from "../src/prove/questions/matrix.ts";
import type { Space } from "../src/prove/space.ts";

const PORTS = [22, 80, 443, 5432, 8080, 1024];

export function agreeing(
  space: Space,
  fabric: Fabric,
  matrix: Matrix,
  random: Random,
  from: string,
  to: string,
): boolean {
  if (from === to) return true;
  const [src = 0] = fabric.interfaces.get(from)?.addresses ?? [];
  const [dst = 0] = fabric.interfaces.get(to)?.addresses ?? [];
  const found = matrix.between(from, to);
  const flows: Flow[] = PORTS.map((dstPort) => {
    const srcPort = 1024 + random.below(64_512);
    return { protocol: random.below(8) === 0 ? UDP : TCP, src, dst, srcPort, dstPort };
  });
  flows.push({ protocol: ICMP, src, dst, srcPort: 8, dstPort: 0 });
  for (const { header, set } of found) {
    const witness = pick(space, { ...header, src, dst }, set);
    if (witness) flows.push(witness.flow);
  }
  return flows.every((flow) => {
    const says = found.some(({ header, set }) => {
      const { protocol } = header;
      if ((protocol === ICMP) !== (flow.protocol === ICMP)) return false;
      return space.bdd.and(set, headerIs(space, { ...header, src, dst }, flow)) !== EMPTY;
    });
    return says === connect(fabric, new SessionTable(), { interface: from }, flow).works;
  });
}
