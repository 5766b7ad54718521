/** What Underlay says to the questions that the kernel is asked. */
import { parseIpv4 } from "../../src/base/address.ts";
import type { Cloud } from "../../src/cloud/cloud.ts";
import type { Flow } from "../../src/fabric/vocabulary.ts";
import { SessionTable } from "../../src/forward/sessions.ts";
import { connect, forward, type Origin } from "../../src/forward/walk.ts";
import type { Question, Verdict } from "./linux.ts";
import { INTERNET } from "./places.ts";

const ECHO_REQUEST = 8;

function flowOf({ protocol, source, sourcePort, destination, port }: Question): Flow {
  const src = parseIpv4(source);
  const dst = parseIpv4(destination);
  if (src === undefined || dst === undefined) throw new Error(`not addresses: ${source}, ${destination}`);
  return { protocol, src, dst, srcPort: protocol === 1 ? ECHO_REQUEST : sourcePort, dstPort: port };
}

const originOf = ({ from }: Question): Origin => (from === INTERNET ? { world: INTERNET } : { interface: from });

/** `sessions` is what the network remembers of the flow; a new flow's is empty. */
export function answer({ fabric }: Cloud, question: Question, sessions = new SessionTable()): Verdict {
  const [origin, flow] = [originOf(question), flowOf(question)];
  const options = { evidence: false };
  const { disposition, end } = forward(fabric, new SessionTable(sessions), origin, flow, options);
  const { works } = connect(fabric, sessions, origin, flow, options);
  return { arrived: disposition === "delivered" ? end : undefined, works };
}

/** The walk in words, for people who look at a disagreement. */
export function explain({ fabric }: Cloud, question: Question): string {
  const told = connect(fabric, new SessionTable(), originOf(question), flowOf(question));
  return [told.forward, told.return]
    .flatMap((walk) => [
      walk?.disposition ?? "no answer",
      ...(walk?.hops ?? []).map(({ stage, resource, action, why }) => `  ${stage} ${resource} ${action}: ${why}`),
    ])
    .join("\n");
}
