import { icmpAnswer, isIcmp } from "./protocols.ts";
import type { Flow } from "./vocabulary.ts";

/** The flow of the answers: addresses and ports change places, an ICMP query becomes its reply. */
export function reverse(flow: Flow): Flow {
  const { protocol, src, dst, srcPort, dstPort } = flow;
  if (isIcmp(protocol)) return { protocol, src: dst, dst: src, srcPort: icmpAnswer(protocol, srcPort), dstPort };
  return { protocol, src: dst, dst: src, srcPort: dstPort, dstPort: srcPort };
}

export const sameFlow = (a: Flow, b: Flow): boolean =>
  a.protocol === b.protocol && a.src === b.src && a.dst === b.dst && a.srcPort === b.srcPort && a.dstPort === b.dstPort;
