/**
 * Protocols and ports of security group rules.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 * @see https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
 */
import { fail } from "../../../cloud/error.ts";

const ALL = "-1";
const PORT_MAX = 65535;
const ICMP_MAX = 255;

/** The protocols that AWS calls by name. */
const NUMBER_OF: ReadonlyMap<string, string> = new Map([
  ["tcp", "6"],
  ["udp", "17"],
  ["icmp", "1"],
  ["icmpv6", "58"],
]);
const NAME_OF: ReadonlyMap<string, string> = new Map([...NUMBER_OF].map(([name, number]) => [number, name]));

/** A protocol by name and by number, as filters may ask for it. */
export const protocolNames = (protocol: string): readonly string[] => [protocol, NUMBER_OF.get(protocol) ?? protocol];

/** A rule's protocol as AWS shows it: one of four names, a number, or `-1` for all. */
export function parseProtocol(text: string): string {
  const name = text.toLowerCase();
  if (name === ALL || name === "all") return ALL;
  if (NUMBER_OF.has(name)) return name;
  if (/^(0|[1-9]\d{0,2})$/.test(name) && Number(name) <= 255) return NAME_OF.get(name) ?? name;
  return fail("InvalidParameterValue", `Invalid value '${text}' for IP protocol. Unknown protocol.`);
}

export interface Ports {
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
}

const invalid = (message: string): never => fail("InvalidParameterValue", message);

/** The ports (or ICMP type and code) of a rule; protocols that have neither ignore what was given. */
export function parsePorts(protocol: string, from: number | undefined, to: number | undefined): Ports {
  if (protocol === "tcp" || protocol === "udp") return tcpPorts(from, to);
  if (protocol === "icmpv6" && from === undefined && to === undefined) return { fromPort: -1, toPort: -1 };
  if (protocol === "icmp" || protocol === "icmpv6") return icmpTypeAndCode(from, to);
  return { fromPort: undefined, toPort: undefined };
}

function tcpPorts(from: number | undefined, to: number | undefined): Ports {
  if (from === undefined || to === undefined)
    return invalid("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
  for (const port of [from, to])
    if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) invalid(`TCP/UDP port (${port}) out of range`);
  if (from > to) invalid(`Invalid TCP/UDP port range (${from}:${to})`);
  return { fromPort: from, toPort: to };
}

function icmpTypeAndCode(type: number | undefined, code: number | undefined): Ports {
  if (type === undefined || code === undefined)
    return invalid("Invalid value 'Must specify both from and to ports with ICMP.' for portRange.");
  for (const [noun, value] of [
    ["type", type],
    ["code", code],
  ] as const)
    if (!Number.isInteger(value) || value < -1 || value > ICMP_MAX) invalid(`ICMP ${noun} (${value}) out of range`);
  if (type === -1 && code !== -1) invalid(`ICMP code (${code}) must be -1 when the type is -1`);
  return { fromPort: type, toPort: code };
}

/** A rule's protocol and ports in the words of AWS's messages about duplicates. */
export function describeTraffic(protocol: string, { fromPort, toPort }: Ports): string {
  if (protocol === ALL) return "ALL";
  const any = (value: number | undefined): string => (value === -1 ? "ALL" : String(value));
  if (protocol === "icmp" || protocol === "icmpv6")
    return `${protocol.toUpperCase()}, type: ${any(fromPort)}, code: ${any(toPort)}`;
  if (fromPort === undefined) return protocol;
  return `${protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}`;
}
