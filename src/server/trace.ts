/**
 * The trace: a question in people's words becomes a flow, is walked both ways on the fabric, and comes back in the
 * words of the service whose resources decided. Nothing is changed by asking.
 */
import { type Address, formatAddress } from "../base/address.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Place } from "../cloud/operation.ts";
import type { TraceAnswer } from "../expect/trace.ts";
import { hasPorts, ICMP, ICMPV6, protocolName, protocolNumber } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { SessionTable } from "../forward/sessions.ts";
import { trace as walk } from "../forward/walk.ts";
import { destinationOf, placeOf, withinOf } from "./places.ts";
import { printTrace } from "./printing.ts";
import { Problem } from "./problem.ts";

export interface TraceQuestion {
  readonly source: string;
  readonly destination: string;
  /** `tcp` (the default), `udp`, `icmp`, `icmpv6`, or a protocol number. */
  readonly proto?: string | undefined;
  /** 443 where the protocol has ports and nothing is said. */
  readonly port?: number | undefined;
  readonly fromPort?: number | undefined;
  /** Where the source is looked for, and the destination first. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Bytes of the IP packet: what does not fit a link's MTU is `too-big`. */
  readonly size?: number | undefined;
}

/** IANA's first dynamic port (RFC 6335 §6): what a client without a wish sends from. */
const DYNAMIC_PORT = 49152;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

export function trace(cloud: Cloud, question: TraceQuestion): TraceAnswer {
  const { fabric } = cloud;
  const source = placeOf(cloud, question.source, [withinOf(question)]);
  const destination = destinationOf(cloud, question.destination, question, source);
  const [src, dst] = addressPair(question, source, destination);
  const flow = flowOf(question, src, dst);
  const origin = source.interface === undefined ? { world: "internet" } : { interface: source.interface };
  const answer = walk(fabric, new SessionTable(), origin, flow, { evidence: true, size: question.size });
  return printTrace(
    cloud,
    { selector: question.source, place: source, address: src },
    { selector: question.destination, place: destination, address: dst },
    answer,
  );
}

/** Source and destination of one family; IPv4 where both have it. From the world, a place is known by its outer address. */
function addressPair(question: TraceQuestion, source: Place, destination: Place): readonly [Address, Address] {
  const protocol = question.proto === undefined ? undefined : protocolNumber(question.proto);
  const reachable =
    source.interface === undefined && destination.outer.length > 0 ? destination.outer : destination.inner;
  const families = protocol === ICMPV6 ? ["bigint"] : protocol === ICMP ? ["number"] : ["number", "bigint"];
  for (const family of families) {
    const src = source.inner.find((address) => typeof address === family);
    const dst = reachable.find((address) => typeof address === family);
    if (src !== undefined && dst !== undefined) return [src, dst];
  }
  throw new Problem(
    "invalid",
    `${question.source} (${printAll(source.inner)}) and ${question.destination} (${printAll(reachable)}) have no address of the same family.`,
  );
}

const printAll = (addresses: readonly Address[]): string => addresses.map(formatAddress).join(", ") || "no address";

function flowOf({ proto = "tcp", port, fromPort }: TraceQuestion, src: Address, dst: Address): Flow {
  const protocol = protocolNumber(proto);
  if (protocol === undefined)
    throw new Problem(
      "invalid",
      `'${proto}' is no protocol: tcp, udp, icmp, icmpv6, gre, esp, ah, sctp or a number from 0 to 255.`,
    );
  for (const one of [port, fromPort])
    if (one !== undefined && !(Number.isInteger(one) && one >= 1 && one <= 65535))
      throw new Problem("invalid", `'${one}' is no port: a number from 1 to 65535.`);
  if (hasPorts(protocol)) return { protocol, src, dst, srcPort: fromPort ?? DYNAMIC_PORT, dstPort: port ?? 443 };
  if (port !== undefined || fromPort !== undefined)
    throw new Problem("invalid", `${protocolName(protocol)} has no ports.`);
  if (protocol === ICMP || protocol === ICMPV6) {
    const ipv6 = typeof src === "bigint";
    return { protocol: ipv6 ? ICMPV6 : ICMP, src, dst, srcPort: ipv6 ? ECHO_REQUEST_V6 : ECHO_REQUEST, dstPort: 0 };
  }
  return { protocol, src, dst, srcPort: 0, dstPort: 0 };
}

export type Trace = typeof trace;
