/**
 * The words that the trace, the prover, the API, the command line and the map all use: a flow, where it ended, and the
 * evidence for each step. The JSON forms are published; their `schema` field carries the version.
 */
import type { Address } from "../base/address.ts";

/** What tells one flow from another. Ports are 0 where the protocol has none; ICMP has its type in `srcPort`, its code in `dstPort`. */
export interface Flow {
  /** IP protocol number: 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6. */
  readonly protocol: number;
  readonly src: Address;
  readonly dst: Address;
  readonly srcPort: number;
  readonly dstPort: number;
}

/**
 * Where a packet's walk ended.
 *
 * | disposition        | meaning                                                                     |
 * |--------------------|-----------------------------------------------------------------------------|
 * | `delivered`        | it reached a host that owns the destination address                         |
 * | `denied`           | a filter refused it: a security group or a network ACL                      |
 * | `no-route`         | no route of the table covers the destination                                |
 * | `blackhole`        | a route covers it, but its target is gone or not usable                     |
 * | `not-translated`   | it left by a gateway that had no public address to give it                  |
 * | `not-accepted`     | a gateway refused what nobody behind it asked for, or what it never carries |
 * | `refused-source`   | the source/destination check: the interface does not own the address        |
 * | `port-exhausted`   | a translator had no port left for one more flow to that destination         |
 * | `no-host`          | nobody in the network has the destination address                           |
 * | `host-down`        | the host that has the address is not running                                |
 * | `not-forwarded`    | a host received it for another address and does not forward                 |
 * | `too-big`          | larger than a link's MTU, and not to be fragmented                          |
 * | `loop`             | it passed more routers than its time to live allows                         |
 */
export const dispositions = [
  "delivered",
  "denied",
  "no-route",
  "blackhole",
  "not-translated",
  "not-accepted",
  "refused-source",
  "port-exhausted",
  "no-host",
  "host-down",
  "not-forwarded",
  "too-big",
  "loop",
] as const;
export type Disposition = (typeof dispositions)[number];

/** Whether something listens at the destination: a verdict of its own, beside the network's. */
export type Listener = "open" | "closed" | "unknown";

/** What a stage of the walk did with the packet. */
export type Action = "pass" | "translate" | "deliver" | "drop";

/** One step of a walk: which element, acting as what, decided what, by which rule, in words for people. */
export interface Hop {
  /** What the element did here: `security-group-egress`, `network-acl-ingress`, `route`, `internet-gateway`, … */
  readonly stage: string;
  /** The resource that decided: `sg-…`, `acl-…`, `rtb-…`, `igw-…`. */
  readonly resource: string;
  readonly action: Action;
  /** The deciding rule in the resource's own terms: a rule id, `ingress rule 100`, a route's destination. */
  readonly rule: string | undefined;
  readonly why: string;
  /** The flow after a translation; absent where it did not change. */
  readonly flow?: Flow;
}

export interface Walk {
  readonly disposition: Disposition;
  readonly hops: readonly Hop[];
  /** The smallest MTU of the links taken, in bytes; absent where none was. */
  readonly mtu: number | undefined;
}

/** A connection: it works when its first packet arrives and the reply comes back. */
export interface ConnectionTrace {
  readonly works: boolean;
  readonly flow: Flow;
  readonly forward: Walk;
  /** Absent where the first packet did not arrive. */
  readonly return: Walk | undefined;
  readonly listener: Listener;
}
