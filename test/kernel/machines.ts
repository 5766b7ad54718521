/** What stands behind an interface: an instance's end, which may forward, or a NAT gateway. */
import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { need } from "./described.ts";
import type { Space } from "./linux.ts";
import { addressesOf, interfaceHop, machineName, macs, type Places, quiet } from "./places.ts";

export function machineSpace(places: Places, eni: NetworkInterface): Space {
  const { described } = places;
  const id = need(eni.NetworkInterfaceId, "NetworkInterfaceId");
  const primary = need(eni.PrivateIpAddress, "PrivateIpAddress");
  const addresses = addressesOf(eni);
  const nat = described.natGateways.some(({ NatGatewayAddresses }) =>
    NatGatewayAddresses?.some((one) => one.NetworkInterfaceId === id),
  );
  const forwards = nat || eni.SourceDestCheck === false;
  const cidrs = (described.vpcs.find(({ VpcId }) => VpcId === eni.VpcId)?.CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => CidrBlockState?.State === "associated")
    .map(({ CidrBlock }) => need(CidrBlock, "CidrBlock"));
  return {
    name: machineName(id),
    sysctl: { ...quiet, "net.ipv4.ip_forward": forwards ? 1 : 0 },
    ip: [
      "link set lo up",
      ...addresses.map((address) => `addr add ${address}/32 dev eth0`),
      `link set eth0 address ${macs.machine(places, eni)}`,
      "link set eth0 up",
      `neigh add ${interfaceHop(places, eni)} lladdr ${macs.inner(places, eni)} dev eth0`,
      `route add default via ${interfaceHop(places, eni)} dev eth0 onlink`,
    ],
    nft: `table ip machine {
  chain said {
    type filter hook output priority 0;
    tcp flags & rst == rst drop
    icmp type destination-unreachable drop
    icmp type time-exceeded drop
  }
${nat ? translating(primary) : forwards ? forwarding(cidrs) : ""}}
`,
  };
}

/** Ports that a translation sends from: statement `nat-ports`. */
const PORTS = "1024-65535";

/** Of AWS's own rules: statements `nat-refuses-unsolicited`, `nat-protocols`. */
const translating = (own: string): string => `  chain accepts {
    type filter hook input priority 0; policy drop;
  }
  chain passes {
    type filter hook forward priority 0;
    ct state invalid drop
    meta l4proto != { tcp, udp, icmp } drop
  }
  chain translates {
    type nat hook postrouting priority 100;
    meta l4proto { tcp, udp } snat to ${own}:${PORTS}
    meta l4proto icmp snat to ${own}
  }
`;

/** An instance set up as AWS's NAT AMI is: statement `nat-instance`. What stays in the VPC is passed on as it is, marked. */
const forwarding = (cidrs: readonly string[]): string => `  chain passes {
    type filter hook forward priority 0;
    ip daddr { ${cidrs.join(", ")} } ip dscp set cs1 accept
    ct state invalid drop
  }
  chain translates {
    type nat hook postrouting priority 100;
    iifname != "eth0" accept
    ip daddr { ${cidrs.join(", ")} } accept
    meta l4proto { tcp, udp } masquerade to :${PORTS}
    meta l4proto icmp masquerade
  }
`;
