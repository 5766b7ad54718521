/**
 * The trace: a question in people's words becomes a flow, is walked both ways on the fabric, and comes back in the
 * words of the service whose resources decided. Nothing is changed by asking.
 */
import { type Address, formatAddress, parseAddress } from "../base/address.ts";
import { contains, prefix } from "../base/prefix.ts";
import { type Cloud, openings } from "../cloud/cloud.ts";
import type { Place } from "../cloud/operation.ts";
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop, TraceWalk } from "../expect/trace.ts";
import { hasPorts, ICMP, ICMPV6, protocolName, protocolNumber } from "../fabric/protocols.ts";
import type { Flow, Hop, Walk } from "../fabric/vocabulary.ts";
import { SessionTable } from "../forward/sessions.ts";
import { trace as walk } from "../forward/walk.ts";
import { type Candidate, Problem } from "./problem.ts";
import { whereaboutsOf } from "./whereabouts.ts";

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
  const mtus = [answer.forward.mtu, answer.return?.mtu].filter((mtu) => mtu !== undefined);
  return {
    schema: "underlay/trace/1",
    works: answer.works,
    source: endOf(cloud, question.source, source, src),
    destination: endOf(cloud, question.destination, destination, dst),
    flow: printFlow(flow),
    forward: printWalk(cloud, answer.forward),
    return: answer.return ? printWalk(cloud, answer.return) : null,
    mtu: mtus.length > 0 ? Math.min(...mtus) : null,
    listener: answer.listener,
  };
}

/** Where a selector is looked for; what it says nothing of is everywhere. */
type Within = Pick<TraceQuestion, "account" | "region">;
const EVERYWHERE: Within = {};
const withinOf = ({ account, region }: TraceQuestion): Within => ({ account, region });

/** The one place that a selector names, in the first of these where it names any. Several are an error that lists them. */
function placeOf(cloud: Cloud, selector: string, within: readonly Within[]): Place {
  const found = within.map((one) => cloud.locate(selector, one)).find((places) => places.length > 0) ?? [];
  const distinct = [...new Map(found.map((place) => [place.interface ?? place.id, place])).values()];
  const [place, ...others] = distinct;
  if (!place) {
    const address = parseAddress(selector);
    if (address !== undefined && isPublic(address)) return worldPlace(address);
    throw new Problem("not-found", whyNothing(cloud, selector, within[0]), 404);
  }
  if (others.length > 0)
    throw new Problem(
      "ambiguous",
      `'${selector}' fits ${distinct.length} places; name one of them by its id.`,
      409,
      distinct.map((one) => candidateOf(cloud, one)),
    );
  return place;
}

const candidateOf = (cloud: Cloud, { id, kind, name, interface: eni }: Place): Candidate => ({
  id,
  kind,
  ...(name === undefined ? {} : { name }),
  ...whereaboutsOf(cloud.store, eni),
});

function whyNothing(cloud: Cloud, selector: string, { account, region }: Within = EVERYWHERE): string {
  const opened = [...cloud.store.table(openings).values()];
  if (opened.length === 0)
    return `There is no network yet to find '${selector}' in: the first AWS call to a region makes one, with its default VPC.`;
  if (!opened.some((one) => (account ?? one.account) === one.account && (region ?? one.region) === one.region)) {
    const where = [region, account && `account ${account}`].filter(Boolean).join(" of ");
    const known = opened.map((one) => `${one.region} of account ${one.account}`).join(", ");
    if (account !== undefined || region !== undefined) return `Nobody has called ${where} yet. In use: ${known}.`;
  }
  if (whereaboutsOf(cloud.store, selector))
    return `${selector} has no network interface: there is no address that a packet could come from or go to.`;
  if (selector.startsWith("internet:")) return `'${selector.slice("internet:".length)}' is no IP address.`;
  if (selector.startsWith("service:"))
    return `The addresses of an AWS service '${selector.slice("service:".length)}' are not known.`;
  return `Nothing in the network is called '${selector}'. Give an id, a Name, tag:KEY=VALUE, an address, internet, internet:ADDRESS or service:s3; 'underlay status' lists what there is.`;
}

/**
 * A destination is looked for where the question says, then everywhere: a peer may live in another account and region. An
 * AWS service is the one of the source's region. An address may also be one that nobody has: where it ends is the answer.
 */
function destinationOf(cloud: Cloud, selector: string, question: TraceQuestion, source: Place): Place {
  const asked = withinOf(question);
  const address = parseAddress(selector);
  if (address === undefined) {
    const region = whereaboutsOf(cloud.store, source.interface)?.region;
    const first = selector.startsWith("service:") && region !== undefined ? [{ region }] : [];
    return placeOf(cloud, selector, [...first, asked, EVERYWHERE]);
  }
  const domain = cloud.fabric.interfaces.get(source.interface ?? "")?.domain;
  const neighbour = domain === undefined ? undefined : cloud.fabric.interfaceAt(domain, address);
  const known = cloud.locate(selector, EVERYWHERE);
  const here = cloud.locate(selector, asked);
  const place = known.find((one) => one.interface === neighbour) ?? onlyOne(here) ?? onlyOne(known);
  return place ? { ...place, inner: [address], outer: [address] } : worldPlace(address);
}

const onlyOne = (places: readonly Place[]): Place | undefined => (places.length === 1 ? places[0] : undefined);

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

const endOf = (
  cloud: Cloud,
  selector: string,
  { kind, id, name, interface: eni }: Place,
  address: Address,
): TraceEnd => ({
  selector,
  kind,
  id,
  ...(name === undefined ? {} : { name }),
  ...whereaboutsOf(cloud.store, eni),
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
    // Of several filters that could have allowed it, all are of one interface.
    ...whereaboutsOf(cloud.store, resource.split(", ")[0]),
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
