/**
 * The trace: a question in people's words becomes a flow, is walked both ways on the fabric, and comes back in the
 * words of the service whose resources decided. Nothing is changed by asking.
 */
import { type Address, formatAddress, parseAddress } from "../base/address.ts";
import { contains, prefix } from "../base/prefix.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Place } from "../cloud/operation.ts";
import { hasPorts, ICMP, ICMPV6, protocolName, protocolNumber } from "../fabric/protocols.ts";
import type { Action, Disposition, Flow, Hop, Listener, Walk } from "../fabric/vocabulary.ts";
import { SessionTable } from "../forward/sessions.ts";
import { trace as walk } from "../forward/walk.ts";
import { Problem } from "./problem.ts";

export interface TraceQuestion {
  readonly source: string;
  readonly destination: string;
  /** `tcp` (the default), `udp`, `icmp`, `icmpv6`, or a protocol number. */
  readonly proto?: string | undefined;
  /** 443 where the protocol has ports and nothing is said. */
  readonly port?: number | undefined;
  readonly fromPort?: number | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Bytes of the IP packet: what does not fit a link's MTU is `too-big`. */
  readonly size?: number | undefined;
}

export interface TraceEnd {
  readonly selector: string;
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  readonly address: string;
}

export interface TraceFlow {
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  /** For ICMP: the type. */
  readonly sourcePort: number;
  /** For ICMP: the code. */
  readonly destinationPort: number;
}

export interface TraceHop {
  readonly stage: string;
  readonly resource: string;
  readonly name?: string;
  readonly action: Action;
  readonly rule?: string;
  readonly why: string;
  readonly flow?: TraceFlow;
}

export interface TraceWalk {
  readonly disposition: Disposition;
  readonly hops: readonly TraceHop[];
}

export interface TraceAnswer {
  readonly schema: "underlay/trace/1";
  readonly works: boolean;
  readonly source: TraceEnd;
  readonly destination: TraceEnd;
  readonly flow: TraceFlow;
  readonly forward: TraceWalk;
  readonly return: TraceWalk | null;
  /** The smallest MTU on the way out and back, in bytes; null where no link was taken. */
  readonly mtu: number | null;
  readonly listener: Listener;
}

/** IANA's first dynamic port (RFC 6335 §6): what a client without a wish sends from. */
const DYNAMIC_PORT = 49152;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

export function trace(cloud: Cloud, question: TraceQuestion): TraceAnswer {
  const { fabric } = cloud;
  const source = placeOf(cloud, question.source, question);
  const destination = destinationOf(cloud, question.destination, question, source);
  const [src, dst] = addressPair(question, source, destination);
  const flow = flowOf(question, src, dst);
  const origin = source.interface === undefined ? { world: "internet" } : { interface: source.interface };
  const answer = walk(fabric, new SessionTable(), origin, flow, { evidence: true, size: question.size });
  const mtus = [answer.forward.mtu, answer.return?.mtu].filter((mtu) => mtu !== undefined);
  return {
    schema: "underlay/trace/1",
    works: answer.works,
    source: endOf(question.source, source, src),
    destination: endOf(question.destination, destination, dst),
    flow: printFlow(flow),
    forward: printWalk(cloud, answer.forward),
    return: answer.return ? printWalk(cloud, answer.return) : null,
    mtu: mtus.length > 0 ? Math.min(...mtus) : null,
    listener: answer.listener,
  };
}

/** The one place that a selector names. Several are an error that lists them, none is one that says what would do. */
function placeOf(cloud: Cloud, selector: string, question: TraceQuestion): Place {
  const found = cloud.locate(selector, question);
  const distinct = [...new Map(found.map((place) => [place.interface ?? place.kind, place])).values()];
  const [place, ...others] = distinct;
  if (!place) {
    const address = parseAddress(selector);
    if (address !== undefined && isPublic(address)) return worldPlace(address);
    throw new Problem(
      "not-found",
      `Nothing in the network is called '${selector}'. Give an id, a Name, tag:KEY=VALUE, an address, internet, internet:ADDRESS or service:s3; 'underlay status' lists what there is.`,
      404,
    );
  }
  if (others.length > 0)
    throw new Problem(
      "ambiguous",
      `'${selector}' fits ${distinct.length} places; name one of them by its id.`,
      409,
      distinct.map(({ id, kind, name }) => ({ id, kind, ...(name === undefined ? {} : { name }) })),
    );
  return place;
}

/** A destination may also be an address that nobody has: where it ends is the answer. */
function destinationOf(cloud: Cloud, selector: string, question: TraceQuestion, source: Place): Place {
  const address = parseAddress(selector);
  if (address === undefined) return placeOf(cloud, selector, question);
  const domain = cloud.fabric.interfaces.get(source.interface ?? "")?.domain;
  const neighbour = domain === undefined ? undefined : cloud.fabric.interfaceAt(domain, address);
  const known = cloud.locate(selector, question);
  const place = known.find((one) => one.interface === neighbour) ?? (known.length === 1 ? known[0] : undefined);
  return place ? { ...place, inner: [address], outer: [address] } : worldPlace(address);
}

const worldPlace = (address: Address): Place => ({
  kind: "address",
  id: formatAddress(address),
  name: undefined,
  interface: undefined,
  inner: [address],
  outer: [address],
});

const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
].map(prefix);
const isPublic = (address: Address): boolean => !PRIVATE.some((one) => contains(one, address));

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
    throw new Problem("invalid", `'${proto}' is no protocol: tcp, udp, icmp, icmpv6 or a number from 0 to 255.`);
  for (const one of [port, fromPort])
    if (one !== undefined && !(Number.isInteger(one) && one >= 1 && one <= 65535))
      throw new Problem("invalid", `'${one}' is no port: a number from 1 to 65535.`);
  if (hasPorts(protocol)) return { protocol, src, dst, srcPort: fromPort ?? DYNAMIC_PORT, dstPort: port ?? 443 };
  if (port !== undefined) throw new Problem("invalid", `${protocolName(protocol)} has no ports.`);
  if (protocol === ICMP || protocol === ICMPV6) {
    const ipv6 = typeof src === "bigint";
    return { protocol: ipv6 ? ICMPV6 : ICMP, src, dst, srcPort: ipv6 ? ECHO_REQUEST_V6 : ECHO_REQUEST, dstPort: 0 };
  }
  return { protocol, src, dst, srcPort: 0, dstPort: 0 };
}

const endOf = (selector: string, { kind, id, name }: Place, address: Address): TraceEnd => ({
  selector,
  kind,
  id,
  ...(name === undefined ? {} : { name }),
  address: formatAddress(address),
});

const printFlow = ({ protocol, src, dst, srcPort, dstPort }: Flow): TraceFlow => ({
  protocol: protocolName(protocol),
  source: formatAddress(src),
  destination: formatAddress(dst),
  sourcePort: srcPort,
  destinationPort: dstPort,
});

const printWalk = (cloud: Cloud, { disposition, hops }: Walk): TraceWalk => ({
  disposition,
  hops: hops.map((hop) => printHop(cloud, hop)),
});

function printHop(cloud: Cloud, { stage, resource, action, rule, why, flow }: Hop): TraceHop {
  const name = nameOf(cloud, resource);
  return {
    stage: stageOf(cloud, stage, resource),
    resource,
    ...(name === undefined ? {} : { name }),
    action,
    ...(rule === undefined ? {} : { rule }),
    why,
    ...(flow === undefined ? {} : { flow: printFlow(flow) }),
  };
}

/** A filter's refusal names every filter that could have allowed it. */
function nameOf(cloud: Cloud, resource: string): string | undefined {
  const names = resource
    .split(", ")
    .map((one) => cloud.wordings.map((wording) => wording.name(cloud.store, one)).find((name) => name !== undefined));
  return names.every((name) => name !== undefined) ? names.join(", ") : undefined;
}

const stageOf = (cloud: Cloud, stage: string, resource: string): string => {
  for (const wording of cloud.wordings) {
    const word = wording.stage(stage, resource);
    if (word !== stage) return word;
  }
  return stage;
};

export type Trace = typeof trace;
