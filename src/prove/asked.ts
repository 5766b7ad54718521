/** The flows that a question is about, as sets: by family and protocol, each with the header that they are sent with. */
import type { Address } from "../base/address.ts";
import type { Prefix } from "../base/prefix.ts";
import { hasPorts, ICMP, ICMPV6, isIcmp, TCP, UDP } from "../fabric/protocols.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type AddressField, addressIn, type Header, numberIn, type ProtocolClass, sentHeader } from "./header.ts";
import type { Space } from "./space.ts";

/** Inclusive. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** What flows have in common; what is left out may be anything. */
export interface Terms {
  readonly protocols?: readonly number[] | undefined;
  readonly source?: readonly Prefix[] | undefined;
  readonly destination?: readonly Prefix[] | undefined;
  readonly sourcePorts?: readonly Ports[] | undefined;
  readonly destinationPorts?: readonly Ports[] | undefined;
  /**
   * As clients send that choose no source port: TCP and UDP from a dynamic one (RFC 6335 §6), and where ICMP is asked
   * about by name, echo requests. What works from port 443 alone works for nobody.
   */
  readonly fromClients?: boolean | undefined;
}

/** Flows that are sent with one header. */
export interface Asked {
  readonly header: Header;
  readonly set: Node;
}

/** Where it is known, an address; otherwise any of the family. */
export interface Ends {
  readonly family: 4 | 6;
  readonly src?: Address | undefined;
  readonly dst?: Address | undefined;
}

export function asked(space: Space, { family, src, dst }: Ends, terms: Terms): readonly Asked[] {
  const found: Asked[] = [];
  const classes: readonly ProtocolClass[] = ["other", family === 4 ? ICMP : ICMPV6]; // each goes with its own family
  for (const kind of classes)
    for (const protocol of protocolsOf(kind, terms)) {
      const sent = sentHeader(family, kind);
      const header: Header = {
        ...sent,
        protocol: protocol ?? sent.protocol,
        src: src ?? sent.src,
        dst: dst ?? sent.dst,
      };
      const set = space.bdd.and(wellFormed(space, header), matchingTerms(space, header, terms));
      if (set !== EMPTY) found.push({ header, set });
    }
  return found;
}

/** One by one where they are few, so that each is known; `undefined`: all of the class. */
function protocolsOf(kind: ProtocolClass, { protocols }: Terms): readonly (number | undefined)[] {
  if (kind !== "other") return !protocols || protocols.includes(kind) ? [kind] : [];
  return protocols ? protocols.filter((one) => !isIcmp(one)) : [undefined];
}

/** Ports where the protocol has some, types and codes of eight bits for ICMP, nothing for others. */
function wellFormed(space: Space, header: Header): Node {
  const { bdd } = space;
  const { protocol, srcPort, dstPort } = header;
  if (protocol === ICMP || protocol === ICMPV6)
    return bdd.and(numberIn(space, srcPort, 0, 255), numberIn(space, dstPort, 0, 255));
  const portless = bdd.and(numberIn(space, srcPort, 0, 0), numberIn(space, dstPort, 0, 0));
  if (typeof protocol === "number") return hasPorts(protocol) ? FULL : portless;
  const known = (one: number): Node => numberIn(space, protocol, one, one);
  const ported = bdd.or(known(6), known(17));
  const icmp = bdd.or(known(ICMP), known(ICMPV6));
  return bdd.diff(bdd.or(ported, portless), icmp);
}

/** Flows whose header, as it is here, agrees with the terms. */
export function matchingTerms(space: Space, header: Header, terms: Terms): Node {
  const { bdd } = space;
  const any = <T>(values: readonly T[] | undefined, read: (value: T) => Node): Node =>
    values ? values.reduce<Node>((all, value) => bdd.or(all, read(value)), EMPTY) : FULL;
  const inPrefix = (field: AddressField) => (prefix: Prefix) => addressIn(space, field, prefix);
  const parts = [
    any(terms.protocols, (one) => numberIn(space, header.protocol, one, one)),
    any(terms.source, inPrefix(header.src)),
    any(terms.destination, inPrefix(header.dst)),
    any(terms.sourcePorts, ({ from, to }) => numberIn(space, header.srcPort, from, to)),
    any(terms.destinationPorts, ({ from, to }) => numberIn(space, header.dstPort, from, to)),
    terms.fromClients ? sentByClients(space, header, terms.protocols !== undefined) : FULL,
  ];
  return parts.reduce((all, part) => bdd.and(all, part), FULL as Node);
}

const DYNAMIC_PORTS = { from: 49152, to: 65535 };
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

function sentByClients(space: Space, { protocol, srcPort }: Header, echoAlone: boolean): Node {
  const { bdd } = space;
  const of = (one: number): Node => numberIn(space, protocol, one, one);
  const ported = bdd.or(of(TCP), of(UDP));
  const dynamic = bdd.or(numberIn(space, srcPort, DYNAMIC_PORTS.from, DYNAMIC_PORTS.to), bdd.not(ported));
  if (!echoAlone) return dynamic;
  const echoes = bdd.or(
    bdd.and(of(ICMP), numberIn(space, srcPort, ECHO_REQUEST, ECHO_REQUEST)),
    bdd.and(of(ICMPV6), numberIn(space, srcPort, ECHO_REQUEST_V6, ECHO_REQUEST_V6)),
  );
  return bdd.and(dynamic, bdd.or(echoes, bdd.not(bdd.or(of(ICMP), of(ICMPV6)))));
}
