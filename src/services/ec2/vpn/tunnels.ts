/**
 * What AWS gives a tunnel where the request does not: an inside block, a key, an outside address. All from the region's
 * randomness, so that the same seed gives the same connection.
 */
import type { VpnTunnelOptionsSpecification } from "@aws-sdk/client-ec2";
import { formatAddress } from "../../../base/address.ts";
import { formatPrefix, nth, overlaps, type Prefix, prefix, prefixOf } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { autoPublicAddress } from "../interface/elasticIps.ts";
import { transitGateways } from "../transitGateway/resources.ts";
import { type VpnConnection, type VpnTunnel, vpnConnections } from "./resources.ts";
import {
  checkInsideCidr,
  checkInsideIpv6Cidr,
  checkPreSharedKey,
  RESERVED_INSIDE,
  tunnelParameters,
} from "./tunnelOptions.ts";

type Gateways = Pick<VpnConnection, "vpnGatewayId" | "transitGatewayId">;

/** What tunnels are made for, besides their own options. */
export interface Surroundings extends Gateways {
  readonly insideIpVersion: VpnConnection["tunnelInsideIpVersion"];
  readonly outsideIpAddressType: VpnConnection["outsideIpAddressType"];
}

/** The two tunnels of a connection. */
export function newTunnels(
  ctx: Context,
  around: Surroundings,
  asked: readonly VpnTunnelOptionsSpecification[] = [],
): readonly VpnTunnel[] {
  if (asked.length > 2) fail("InvalidParameterValue", "A VPN connection has two tunnels.");
  const used = usedInside(ctx, around);
  // What is asked for by name is taken before anything is given.
  const named = [0, 1].map((index) => {
    const { TunnelInsideCidr, TunnelInsideIpv6Cidr } = asked[index] ?? {};
    const insideCidr = TunnelInsideCidr ? checkInsideCidr(TunnelInsideCidr, used) : undefined;
    if (insideCidr) used.push(insideCidr);
    const insideIpv6Cidr = TunnelInsideIpv6Cidr ? checkInsideIpv6Cidr(TunnelInsideIpv6Cidr, used) : undefined;
    if (insideIpv6Cidr) used.push(insideIpv6Cidr);
    if (insideIpv6Cidr && around.insideIpVersion !== "ipv6")
      fail("InvalidParameterCombination", "An IPv6 inside CIDR block needs tunnels that carry IPv6.");
    return { insideCidr, insideIpv6Cidr };
  });
  const taken = new Set<string>();
  return named.map(({ insideCidr, insideIpv6Cidr }, index) => {
    const options = asked[index] ?? {};
    const outsideIpAddress = outsideAddress(ctx, around, taken);
    taken.add(outsideIpAddress);
    return {
      outsideIpAddress,
      insideCidr: insideCidr ?? freeInside(ctx, used),
      insideIpv6Cidr: around.insideIpVersion === "ipv6" ? (insideIpv6Cidr ?? freeInsideIpv6(ctx, used)) : undefined,
      preSharedKey: options.PreSharedKey ? checkPreSharedKey(options.PreSharedKey) : newPreSharedKey(ctx),
      parameters: tunnelParameters({}, options),
      lastStatusChange: ctx.now().toISOString(),
    };
  });
}

/** The inside blocks of the other connections of the same gateway: "must be unique across all VPN connections". */
export function usedInside(ctx: Context, { vpnGatewayId, transitGatewayId }: Gateways, except?: string): string[] {
  const others = [
    ...(vpnGatewayId === undefined ? [] : ctx.by(vpnConnections, "vpnGatewayId", vpnGatewayId)),
    ...(transitGatewayId === undefined ? [] : ctx.by(vpnConnections, "transitGatewayId", transitGatewayId)),
  ];
  return others
    .filter(({ id, state }) => id !== except && state !== "deleted")
    .flatMap(({ tunnels }) => tunnels)
    .flatMap(({ insideCidr, insideIpv6Cidr }) => [insideCidr ?? [], insideIpv6Cidr ?? []].flat());
}

const LINK_LOCAL = prefix("169.254.0.0/16") as Prefix<number>;

function freeInside(ctx: Context, used: string[]): string {
  for (;;) {
    const block = prefixOf(nth(LINK_LOCAL, ctx.random.below(1 << 14) * 4), 30);
    const text = formatPrefix(block);
    if (used.includes(text) || RESERVED_INSIDE.some((reserved) => overlaps(reserved, block))) continue;
    used.push(text);
    return text;
  }
}

function freeInsideIpv6(ctx: Context, used: string[]): string {
  for (;;) {
    const text = formatPrefix(prefixOf(BigInt(`0xfd${ctx.random.hex(30)}`), 126));
    if (used.includes(text)) continue;
    used.push(text);
    return text;
  }
}

const KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456789._0";
const KEY_LENGTH = 32;

/** A key as AWS makes them: 32 characters, the first of which is no zero. */
export function newPreSharedKey(ctx: Context): string {
  const draw = (bound: number): string => KEY_CHARACTERS.charAt(ctx.random.below(bound));
  const first = draw(KEY_CHARACTERS.length - 1);
  return first + Array.from({ length: KEY_LENGTH - 1 }, () => draw(KEY_CHARACTERS.length)).join("");
}

/** Amazon's end: public, or from the transit gateway's own blocks where the VPN is private. */
function outsideAddress(ctx: Context, around: Surroundings, taken: ReadonlySet<string>): string {
  const isFree = (address: string): boolean =>
    !taken.has(address) && ctx.by(vpnConnections, "outsideIpAddress", address).length === 0;
  if (around.outsideIpAddressType === "PublicIpv4") {
    for (;;) {
      const address = autoPublicAddress(ctx);
      if (isFree(address)) return address;
    }
  }
  const family = around.outsideIpAddressType === "Ipv6" ? "bigint" : "number";
  const gateway = around.transitGatewayId === undefined ? undefined : ctx.get(transitGateways, around.transitGatewayId);
  const block = gateway?.cidrBlocks.map(prefix).find(({ address }) => typeof address === family);
  if (!block)
    return fail("InvalidParameterValue", "The transit gateway has no CIDR block for the tunnels' outside addresses.");
  for (let offset = 1; ; offset++) {
    const address = formatAddress(nth(block, offset));
    if (isFree(address)) return address;
  }
}
