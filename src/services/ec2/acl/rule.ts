/**
 * What a request says about an entry, checked.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
import { isIpv4 } from "../../../base/address.ts";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { DENY_IPV4 } from "./entries.ts";
import type { NetworkAclEntry } from "./resources.ts";

/** IANA's numbers of the protocols that have ports, or a type and a code. */
const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;
const NUMBER_OF: ReadonlyMap<string, number> = new Map([
  ["all", -1],
  ["tcp", TCP],
  ["udp", UDP],
  ["icmp", ICMP],
  ["icmpv6", ICMPV6],
]);

/** A protocol by number and by name, as filters may ask for it. */
export const protocolNames = (protocol: number): readonly string[] => [
  String(protocol),
  ...[...NUMBER_OF].filter(([, number]) => number === protocol).map(([name]) => name),
];

/** The parameters that CreateNetworkAclEntry and ReplaceNetworkAclEntry share. */
export interface AskedEntry {
  readonly RuleNumber?: number | undefined;
  readonly Protocol?: string | undefined;
  readonly RuleAction?: string | undefined;
  readonly Egress?: boolean | undefined;
  readonly CidrBlock?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly PortRange?: { readonly From?: number | undefined; readonly To?: number | undefined } | undefined;
  readonly IcmpTypeCode?: { readonly Type?: number | undefined; readonly Code?: number | undefined } | undefined;
}

const invalid = (parameter: string, value: unknown, why: string): never =>
  fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid. ${why}`);

const missing = (parameter: string): never =>
  fail("MissingParameter", `The request must contain the parameter ${parameter}`);

/** Refuses the numbers that AWS keeps to itself. */
export function checkRuleNumber(ruleNumber: number | undefined): number {
  if (ruleNumber === undefined) return missing("ruleNumber");
  if (Number.isInteger(ruleNumber) && ruleNumber >= 1 && ruleNumber < DENY_IPV4) return ruleNumber;
  return invalid("ruleNumber", ruleNumber, `Rule numbers must be between 1 and ${DENY_IPV4 - 1}.`);
}

function parseProtocol(text: string | undefined): number {
  if (!text) return missing("protocol");
  const named = NUMBER_OF.get(text.toLowerCase());
  if (named !== undefined) return named;
  if (/^(-1|0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255) return Number(text);
  return fail("InvalidParameterValue", `Invalid value '${text}' for IP protocol. Unknown protocol.`);
}

function parseCidr({ CidrBlock, Ipv6CidrBlock }: AskedEntry): string {
  if (CidrBlock && Ipv6CidrBlock)
    return fail(
      "InvalidParameterCombination",
      "The parameter cidrBlock cannot be used with the parameter ipv6CidrBlock",
    );
  const text = CidrBlock || Ipv6CidrBlock;
  if (!text) return missing("cidrBlock or ipv6CidrBlock");
  const parsed = parsePrefix(text);
  if (parsed && isIpv4(parsed.prefix.address) === Boolean(CidrBlock)) return formatPrefix(parsed.prefix);
  return invalid(CidrBlock ? "cidrBlock" : "ipv6CidrBlock", text, "This is not a valid CIDR block.");
}

/** TCP and UDP need ports; other protocols ignore them. */
function parsePorts(protocol: number, { PortRange }: AskedEntry): NetworkAclEntry["portRange"] {
  if (protocol !== TCP && protocol !== UDP) return undefined;
  const { From: from, To: to } = PortRange ?? {};
  if (from === undefined || to === undefined) return missing(from === undefined ? "portRange.from" : "portRange.to");
  for (const port of [from, to])
    if (!Number.isInteger(port) || port < 0 || port > 65535) invalid("portRange", port, "Ports must be 0 to 65535.");
  if (from > to) invalid("portRange", `${from}-${to}`, "The first port must not be greater than the last.");
  return { from, to };
}

/** ICMP and ICMPv6 need a type and a code; other protocols ignore them. */
function parseIcmp(protocol: number, { IcmpTypeCode }: AskedEntry): NetworkAclEntry["icmp"] {
  if (protocol !== ICMP && protocol !== ICMPV6) return undefined;
  const { Type: type, Code: code } = IcmpTypeCode ?? {};
  if (type === undefined || code === undefined)
    return missing(type === undefined ? "icmpTypeCode.type" : "icmpTypeCode.code");
  for (const value of [type, code])
    if (!Number.isInteger(value) || value < -1 || value > 255)
      invalid("icmpTypeCode", value, "ICMP types and codes must be -1 to 255.");
  return { type, code };
}

/** The entry that a request asks for, or AWS's error. */
export function parseEntry(asked: AskedEntry): NetworkAclEntry {
  const ruleNumber = checkRuleNumber(asked.RuleNumber);
  const action = asked.RuleAction;
  if (action !== "allow" && action !== "deny") return invalid("ruleAction", action, "It must be allow or deny.");
  const protocol = parseProtocol(asked.Protocol);
  return {
    ruleNumber,
    egress: asked.Egress ?? false,
    action,
    protocol,
    cidr: parseCidr(asked),
    portRange: parsePorts(protocol, asked),
    icmp: parseIcmp(protocol, asked),
  };
}
