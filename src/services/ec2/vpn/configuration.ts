/**
 * The CustomerGatewayConfiguration of a VPN connection: AWS's native XML, from which tools write a device's own
 * configuration and Terraform reads the tunnels' addresses.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-dynamic-routing-examples.html
 */
import { formatAddress } from "../../../base/address.ts";
import { nth, prefix } from "../../../base/prefix.ts";
import type { CustomerGateway, VpnConnection, VpnTunnel } from "./resources.ts";
import { DEFAULTS } from "./tunnelOptions.ts";

interface Element {
  readonly name: string;
  readonly content: string | number | readonly Element[];
}

const element = (name: string, ...content: readonly Element[]): Element => ({ name, content });
const leaf = (name: string, content: string | number): Element => ({ name, content });

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

function print({ name, content }: Element, indent: string): string {
  if (!Array.isArray(content)) return `${indent}<${name}>${escaped(String(content))}</${name}>\n`;
  const inner = (content as readonly Element[]).map((child) => print(child, `${indent}  `)).join("");
  return `${indent}<${name}>\n${inner}${indent}</${name}>\n`;
}

/** How long BGP waits for a peer, in seconds. */
const HOLD_TIME = 30;
/** What a TCP segment may carry so that it fits the tunnel. */
const MSS = 1379;

export function configurationOf(connection: VpnConnection, customer: CustomerGateway, amazonSideAsn: number): string {
  const { id, customerGatewayId, vpnGatewayId, transitGatewayId, type, staticRoutesOnly } = connection;
  const children = [
    leaf("customer_gateway_id", customerGatewayId),
    leaf("vpn_gateway_id", vpnGatewayId ?? transitGatewayId ?? ""),
    leaf("vpn_connection_type", type),
    ...(staticRoutesOnly ? [leaf("vpn_connection_attributes", "NoBGPVPNConnection")] : []),
    ...connection.tunnels.map((tunnel) => describeTunnel(connection, customer, amazonSideAsn, tunnel)),
  ];
  const body = children.map((child) => print(child, "  ")).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<vpn_connection id="${escaped(id)}">\n${body}</vpn_connection>`;
}

function describeTunnel(
  { staticRoutesOnly, tunnelInsideIpVersion: version }: VpnConnection,
  customer: CustomerGateway,
  amazonSideAsn: number,
  tunnel: VpnTunnel,
): Element {
  const inside = version === "ipv6" ? tunnel.insideIpv6Cidr : tunnel.insideCidr;
  const end = (outside: string, offset: number, asn: number): Element[] => [
    element("tunnel_outside_address", leaf("ip_address", outside)),
    ...(inside === undefined ? [] : [insideAddress(inside, offset)]),
    ...(staticRoutesOnly ? [] : [element("bgp", leaf("asn", asn), leaf("hold_time", HOLD_TIME))]),
  ];
  return element(
    "ipsec_tunnel",
    element("customer_gateway", ...end(customer.ipAddress ?? "", 2, customer.bgpAsn)),
    element("vpn_gateway", ...end(tunnel.outsideIpAddress, 1, amazonSideAsn)),
    ike(tunnel),
    ipsec(tunnel),
  );
}

/** Amazon has the first address of the inside block, the customer's device the second. */
function insideAddress(cidr: string, offset: number): Element {
  const block = prefix(cidr);
  return element(
    "tunnel_inside_address",
    leaf("ip_address", formatAddress(nth(block, offset))),
    ...(typeof block.address === "number" ? [leaf("network_mask", "255.255.255.252")] : []),
    leaf("network_cidr", block.length),
  );
}

/** The strongest thing in the list is not what AWS writes here: it writes the first that the tunnel permits. */
const group = (numbers: readonly number[] | undefined): string => `group${numbers?.[0] ?? 2}`;

const CIPHERS: Readonly<Record<string, string>> = {
  AES128: "aes-128-cbc",
  AES256: "aes-256-cbc",
  "AES128-GCM-16": "aes-128-gcm-16",
  "AES256-GCM-16": "aes-256-gcm-16",
};
const cipher = (names: readonly string[] | undefined): string => CIPHERS[names?.[0] ?? "AES128"] ?? "aes-128-cbc";
const hash = (names: readonly string[] | undefined): string => (names?.[0] ?? "SHA1").toLowerCase();

const ike = ({ parameters: options, preSharedKey }: VpnTunnel): Element =>
  element(
    "ike",
    leaf("authentication_protocol", hash(options.phase1IntegrityAlgorithms)),
    leaf("encryption_protocol", cipher(options.phase1EncryptionAlgorithms)),
    leaf("lifetime", options.phase1LifetimeSeconds ?? DEFAULTS.phase1LifetimeSeconds),
    leaf("perfect_forward_secrecy", group(options.phase1DhGroupNumbers)),
    leaf("mode", "main"),
    leaf("pre_shared_key", preSharedKey),
  );

const ipsec = ({ parameters: options }: VpnTunnel): Element =>
  element(
    "ipsec",
    leaf("protocol", "esp"),
    leaf("authentication_protocol", integrity(options.phase2IntegrityAlgorithms)),
    leaf("encryption_protocol", cipher(options.phase2EncryptionAlgorithms)),
    leaf("lifetime", options.phase2LifetimeSeconds ?? DEFAULTS.phase2LifetimeSeconds),
    leaf("perfect_forward_secrecy", group(options.phase2DhGroupNumbers)),
    leaf("mode", "tunnel"),
    leaf("clear_df_bit", "true"),
    leaf("fragmentation_before_encryption", "true"),
    leaf("tcp_mss_adjustment", MSS),
    element("dead_peer_detection", leaf("interval", 10), leaf("retries", 3)),
  );

/** SHA-1's code is cut to 96 bits (RFC 2404), SHA-2's to half its length (RFC 4868). */
function integrity(names: readonly string[] | undefined): string {
  const bits = /^SHA2-(\d+)$/.exec(names?.[0] ?? "")?.[1];
  return bits === undefined ? "hmac-sha1-96" : `hmac-sha2-${bits}-${Number(bits) / 2}`;
}
