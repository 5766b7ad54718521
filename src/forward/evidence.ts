/** The words of a trace: what a rule says, told so that a network engineer reads it once. */
import { formatAddress } from "../base/address.ts";
import { formatPrefix } from "../base/prefix.ts";
import type { BoundaryRule, FilterRule, Match } from "../fabric/fabric.ts";
import { hasPorts, isIcmp, protocolName } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import type { Direction } from "./match.ts";

/** `tcp 443`, `udp 1024-65535`, `icmp type 8`, `all traffic`. */
export function printMatch({ protocol, from, to }: Match): string {
  if (protocol === -1) return "all traffic";
  const name = protocolName(protocol);
  if (hasPorts(protocol)) {
    if (from === 0 && to === 65535) return `all ${name}`;
    return from === to ? `${name} ${from}` : `${name} ${from}-${to}`;
  }
  if (isIcmp(protocol) && from !== -1) return `${name} type ${from}${to === -1 ? "" : ` code ${to}`}`;
  return name;
}

/** `tcp 443` of one flow. */
export const printService = ({ protocol, srcPort, dstPort }: Flow): string => {
  const name = protocolName(protocol);
  if (hasPorts(protocol)) return `${name} ${dstPort}`;
  return isIcmp(protocol) ? `${name} type ${srcPort}` : name;
};

const towards = (direction: Direction): string => (direction === "ingress" ? "from" : "to");

export const printPeer = (flow: Flow, direction: Direction): string =>
  `${printService(flow)} ${towards(direction)} ${formatAddress(direction === "ingress" ? flow.src : flow.dst)}`;

export const printFilterRule = (rule: FilterRule, direction: Direction): string =>
  `allows ${printMatch(rule)} ${towards(direction)} ${rule.peer.prefix ? formatPrefix(rule.peer.prefix) : rule.peer.set}`;

export const printBoundaryRule = (rule: BoundaryRule, direction: Direction): string =>
  `${rule.allow ? "allows" : "denies"} ${printMatch(rule)} ${towards(direction)} ${formatPrefix(rule.prefix)}`;
