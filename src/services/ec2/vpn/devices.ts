/**
 * Sample configurations for customer gateway devices: of the many that AWS has files for, the generic one and strongSwan.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetVpnConnectionDeviceTypes.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetVpnConnectionDeviceSampleConfiguration.html
 */
import { formatAddress } from "../../../base/address.ts";
import { nth, prefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { needLive } from "./lifecycle.ts";
import { customerGateways, type VpnConnection, type VpnTunnel, vpnConnections } from "./resources.ts";
import { DEFAULTS } from "./tunnelOptions.ts";

type IkeVersion = "ikev1" | "ikev2";

interface Device {
  readonly id: string;
  readonly vendor: string;
  readonly platform: string;
  readonly software: string;
  readonly write: (connection: VpnConnection, customerAddress: string, ike: IkeVersion) => string;
}

const DEVICES: readonly Device[] = [
  { id: "9005b6c1", vendor: "Generic", platform: "Generic", software: "Vendor Agnostic", write: writeGeneric },
  {
    id: "b0adb196",
    vendor: "Strongswan",
    platform: "Ubuntu 16.04",
    software: "Strongswan 5.5.1+",
    write: writeStrongswan,
  },
];

export const getVpnConnectionDeviceTypes = ec2("GetVpnConnectionDeviceTypes", (input) => {
  checkPageSize(input.MaxResults, [200, 1000]);
  const { rows, nextToken } = page(DEVICES, "vpn-connection-device-type", input.MaxResults, input.NextToken);
  return {
    VpnConnectionDeviceTypes: rows.map(({ id, vendor, platform, software }) => ({
      VpnConnectionDeviceTypeId: id,
      Vendor: vendor,
      Platform: platform,
      Software: software,
    })),
    NextToken: nextToken,
  };
});

export const getVpnConnectionDeviceSampleConfiguration = ec2(
  "GetVpnConnectionDeviceSampleConfiguration",
  (input, ctx) => {
    const connection = needLive(ctx, vpnConnections, input.VpnConnectionId);
    const { VpnConnectionDeviceTypeId: id, InternetKeyExchangeVersion: ike = "ikev2", SampleType: type } = input;
    const device = DEVICES.find((one) => one.id === id);
    if (!device)
      return fail("InvalidParameterValue", `Value (${id}) for parameter vpnConnectionDeviceTypeId is invalid.`);
    if (ike !== "ikev1" && ike !== "ikev2")
      return fail("InvalidParameterValue", `Value (${ike}) for parameter internetKeyExchangeVersion is invalid.`);
    if (type !== undefined && type !== "compatibility" && type !== "recommended")
      return fail("InvalidParameterValue", `Value (${type}) for parameter sampleType is invalid.`);
    if (type === "recommended" && ike === "ikev1")
      return fail("UnsupportedOperation", "A recommended sample configuration has no IKE version 1.");
    const customer = ctx.get(customerGateways, connection.customerGatewayId);
    return { VpnConnectionDeviceSampleConfiguration: device.write(connection, customer?.ipAddress ?? "", ike) };
  },
);

/** The addresses inside a tunnel: Amazon's, then the customer's. */
function inside({ insideCidr }: VpnTunnel): readonly [string, string] {
  if (insideCidr === undefined) return ["", ""];
  const block = prefix(insideCidr);
  return [formatAddress(nth(block, 1)), formatAddress(nth(block, 2))];
}

const first = <T>(given: readonly T[] | undefined, otherwise: T): T => given?.[0] ?? otherwise;

function writeGeneric(connection: VpnConnection, customerAddress: string, ike: IkeVersion): string {
  const tunnels = connection.tunnels.map((tunnel, index) => {
    const [amazon, own] = inside(tunnel);
    const { parameters } = tunnel;
    return [
      `IPSec Tunnel #${index + 1}`,
      "#1: Internet Key Exchange Configuration",
      `  - IKE version              : ${ike}`,
      "  - Authentication Method    : Pre-Shared Key",
      `  - Pre-Shared Key           : ${tunnel.preSharedKey}`,
      `  - Authentication Algorithm : ${first(parameters.phase1IntegrityAlgorithms, "SHA1")}`,
      `  - Encryption Algorithm     : ${first(parameters.phase1EncryptionAlgorithms, "AES128")}`,
      `  - Lifetime                 : ${parameters.phase1LifetimeSeconds ?? DEFAULTS.phase1LifetimeSeconds} seconds`,
      `  - Diffie-Hellman           : Group ${first(parameters.phase1DhGroupNumbers, 2)}`,
      "#2: IPSec Configuration",
      "  - Protocol                 : esp",
      `  - Authentication Algorithm : ${first(parameters.phase2IntegrityAlgorithms, "SHA1")}`,
      `  - Encryption Algorithm     : ${first(parameters.phase2EncryptionAlgorithms, "AES128")}`,
      `  - Lifetime                 : ${parameters.phase2LifetimeSeconds ?? DEFAULTS.phase2LifetimeSeconds} seconds`,
      `  - Perfect Forward Secrecy  : Diffie-Hellman Group ${first(parameters.phase2DhGroupNumbers, 2)}`,
      "#3: Tunnel Interface Configuration",
      `  - Customer Gateway (outside)        : ${customerAddress}`,
      `  - Virtual Private Gateway (outside) : ${tunnel.outsideIpAddress}`,
      `  - Customer Gateway (inside)         : ${own}/30`,
      `  - Virtual Private Gateway (inside)  : ${amazon}/30`,
      "",
    ].join("\n");
  });
  return [`Amazon Web Services Virtual Private Cloud: VPN Connection ${connection.id}`, "", ...tunnels].join("\n");
}

const CIPHERS: Readonly<Record<string, string>> = {
  AES128: "aes128",
  AES256: "aes256",
  "AES128-GCM-16": "aes128gcm16",
  "AES256-GCM-16": "aes256gcm16",
};
const HASHES: Readonly<Record<string, string>> = {
  SHA1: "sha1",
  "SHA2-256": "sha256",
  "SHA2-384": "sha384",
  "SHA2-512": "sha512",
};
const GROUPS: Readonly<Record<number, string>> = {
  2: "modp1024",
  5: "modp1536",
  14: "modp2048",
  15: "modp3072",
  16: "modp4096",
  17: "modp6144",
  18: "modp8192",
  19: "ecp256",
  20: "ecp384",
  21: "ecp521",
  22: "modp1024s160",
  23: "modp2048s224",
  24: "modp2048s256",
};

const proposal = (
  cipher: readonly string[] | undefined,
  hash: readonly string[] | undefined,
  group: readonly number[] | undefined,
): string =>
  [CIPHERS[first(cipher, "AES128")], HASHES[first(hash, "SHA1")], GROUPS[first(group, 2)]].filter(Boolean).join("-");

/** ipsec.conf and ipsec.secrets. */
function writeStrongswan(connection: VpnConnection, customerAddress: string, ike: IkeVersion): string {
  const connections = connection.tunnels.map((tunnel, index) => {
    const { parameters: options } = tunnel;
    const phase1 = [
      options.phase1EncryptionAlgorithms,
      options.phase1IntegrityAlgorithms,
      options.phase1DhGroupNumbers,
    ];
    const phase2 = [
      options.phase2EncryptionAlgorithms,
      options.phase2IntegrityAlgorithms,
      options.phase2DhGroupNumbers,
    ];
    return [
      `conn Tunnel${index + 1}`,
      "    auto=start",
      "    left=%defaultroute",
      `    leftid=${customerAddress}`,
      `    right=${tunnel.outsideIpAddress}`,
      "    type=tunnel",
      "    leftauth=psk",
      "    rightauth=psk",
      `    keyexchange=${ike}`,
      `    ike=${proposal(...(phase1 as Parameters<typeof proposal>))}`,
      `    ikelifetime=${options.phase1LifetimeSeconds ?? DEFAULTS.phase1LifetimeSeconds}s`,
      `    esp=${proposal(...(phase2 as Parameters<typeof proposal>))}`,
      `    lifetime=${options.phase2LifetimeSeconds ?? DEFAULTS.phase2LifetimeSeconds}s`,
      "    leftsubnet=0.0.0.0/0",
      "    rightsubnet=0.0.0.0/0",
      `    mark=${(index + 1) * 100}`,
      "",
    ].join("\n");
  });
  const secrets = connection.tunnels.map(
    ({ outsideIpAddress, preSharedKey }) => `${customerAddress} ${outsideIpAddress} : PSK "${preSharedKey}"`,
  );
  return ["# /etc/ipsec.conf", ...connections, "# /etc/ipsec.secrets", ...secrets, ""].join("\n");
}
