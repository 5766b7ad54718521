/** Many behind few: which address and port a flow gets, from 1024 up, as long as one is free. */
import { formatAddress, type Ipv4 } from "../base/address.ts";
import { hasPorts } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import type { Walker } from "./walker.ts";

/** NAT gateways send from ports 1024–65535. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const FIRST_PORT = 1024;
const PORTS = 65536 - FIRST_PORT;

/**
 * The flow as `element` sends it on, remembered for its answers; a flow it already carries keeps its port. `towards` is
 * the flow with its destination as it leaves. Ends the walk with `port-exhausted` where each address has `capacity`
 * flows to that destination.
 */
export function translatePort(
  walker: Walker,
  element: string,
  inner: Flow,
  towards: Flow,
  addresses: readonly Ipv4[],
  capacity: number,
): Flow | undefined {
  const { sessions } = walker;
  const known = sessions.translation(element, inner);
  if (known) return known;
  for (const src of addresses) {
    const outer: Flow = { ...towards, src };
    if (sessions.inUse(element, outer) >= capacity) continue;
    const chosen = hasPorts(outer.protocol) ? withFreePort(walker, element, outer) : outer;
    if (!chosen) continue;
    sessions.translate(element, inner, chosen);
    return chosen;
  }
  sessions.refusePort(element);
  return walker.drop(
    "port-exhausted",
    "translator",
    element,
    undefined,
    `all ${capacity * addresses.length} ports to ${formatAddress(towards.dst)} port ${towards.dstPort} are in use`,
  );
}

/** Starts at a place that the source port decides, so that the same flow gets the same port in every run. */
function withFreePort({ sessions, choices }: Walker, element: string, outer: Flow): Flow | undefined {
  const chosen = choices?.take(element);
  if (chosen !== undefined) return { ...outer, srcPort: chosen };
  const start = (outer.srcPort * 40503) % PORTS; // 40503: Knuth's multiplier, odd, so that neighbours spread
  for (let i = 0; i < PORTS; i++) {
    const flow = { ...outer, srcPort: FIRST_PORT + ((start + i) % PORTS) };
    const answer = { ...flow, src: flow.dst, dst: flow.src, srcPort: flow.dstPort, dstPort: flow.srcPort };
    if (!sessions.translation(element, answer)) return flow;
  }
  return undefined;
}
