/**
 * The blocks on either side that a connection's tunnels carry: everything, unless a request says less.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnectionOptions.html
 */
import { formatPrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { cidrBlock } from "../vpc/parameters.ts";
import type { VpnConnection } from "./resources.ts";

type NetworkCidrs = Pick<
  VpnConnection,
  "localIpv4NetworkCidr" | "remoteIpv4NetworkCidr" | "localIpv6NetworkCidr" | "remoteIpv6NetworkCidr"
>;

interface Asked {
  readonly LocalIpv4NetworkCidr?: string | undefined;
  readonly RemoteIpv4NetworkCidr?: string | undefined;
  readonly LocalIpv6NetworkCidr?: string | undefined;
  readonly RemoteIpv6NetworkCidr?: string | undefined;
}

/** A connection has blocks of the family that its tunnels carry, and of that alone. */
export function networkCidrs(
  version: VpnConnection["tunnelInsideIpVersion"],
  held: Partial<NetworkCidrs>,
  asked: Asked,
): NetworkCidrs {
  const foreign =
    version === "ipv4"
      ? (asked.LocalIpv6NetworkCidr ?? asked.RemoteIpv6NetworkCidr)
      : (asked.LocalIpv4NetworkCidr ?? asked.RemoteIpv4NetworkCidr);
  if (foreign !== undefined)
    fail("InvalidParameterCombination", `The CIDR block ${foreign} is not of the family that the tunnels carry.`);
  const block = (text: string | undefined, parameter: string, otherwise: string | undefined) =>
    text === undefined ? otherwise : formatPrefix(cidrBlock(text, parameter, version));
  const local = version === "ipv4" ? asked.LocalIpv4NetworkCidr : asked.LocalIpv6NetworkCidr;
  const remote = version === "ipv4" ? asked.RemoteIpv4NetworkCidr : asked.RemoteIpv6NetworkCidr;
  return version === "ipv4"
    ? {
        localIpv4NetworkCidr: block(local, "localIpv4NetworkCidr", held.localIpv4NetworkCidr ?? "0.0.0.0/0"),
        remoteIpv4NetworkCidr: block(remote, "remoteIpv4NetworkCidr", held.remoteIpv4NetworkCidr ?? "0.0.0.0/0"),
        localIpv6NetworkCidr: undefined,
        remoteIpv6NetworkCidr: undefined,
      }
    : {
        localIpv4NetworkCidr: undefined,
        remoteIpv4NetworkCidr: undefined,
        localIpv6NetworkCidr: block(local, "localIpv6NetworkCidr", held.localIpv6NetworkCidr ?? "::/0"),
        remoteIpv6NetworkCidr: block(remote, "remoteIpv6NetworkCidr", held.remoteIpv6NetworkCidr ?? "::/0"),
      };
}
