/**
 * A described region as Linux namespaces:
 *
 *   internet ── igw ── router of a VPC ── pcx ── router of another VPC
 *                        │ bridge per subnet            …
 *                      interface (security groups, source check)
 *                        │
 *                      machine (an instance's end, or a NAT gateway)
 *
 * Neighbours in a subnet meet over its bridge and no router; the bridge is also the router's own leg, so what enters or
 * leaves the subnet crosses the router's rules, which are the network ACLs. Machines that do not run are not built.
 */
import type { NetworkInterface, Subnet, Vpc } from "@aws-sdk/client-ec2";
import { type Described, need } from "./described.ts";
import type { Link, NamespacePlan, Space } from "./linux.ts";
import { machineSpace } from "./machines.ts";
import { aclChains, chainName } from "./networkAclRules.ts";
import {
  addressesOf,
  bridge,
  gatewayOf,
  INTERNET,
  INTERNET_HOP,
  interfaceHop,
  machineName,
  macs,
  type Places,
  peeringDevice,
  placesOf,
  quiet,
  routerHop,
  routerName,
  vpcIndex,
  WORLD,
} from "./places.ts";
import { edgeTable, localTable, subnetTable, tableNumber } from "./routes.ts";
import { interfaceRules, type RuleSource, type Tracking } from "./securityGroupRules.ts";
import { transitAclRules, transitLegs, transitLinks, transitSpaces } from "./transit.ts";

/** The plan, and which of its machines is which interface's. */
export function namespacePlan(described: Described, source: RuleSource, tracking?: Tracking): NamespacePlan {
  const places = placesOf(described);
  const spaces: Space[] = [internetSpace(places), ...transitSpaces(places)];
  const links: Link[] = transitLinks(places);
  for (const vpc of places.vpcs) spaces.push(routerSpace(places, vpc));
  for (const [index, eni] of places.interfaces.entries()) {
    const id = need(eni.NetworkInterfaceId, "NetworkInterfaceId");
    spaces.push(interfaceSpace(places, source, eni, tracking), machineSpace(places, eni));
    links.push([id, "eth0", routerName(need(eni.VpcId, "VpcId")), `p${index}`]);
    links.push([machineName(id), "eth0", id, "inner"]);
  }
  for (const { id, vpcs } of places.peerings) {
    const device = peeringDevice(places, id);
    links.push([routerName(vpcs[0]), device, routerName(vpcs[1]), device]);
  }
  for (const vpcId of places.internetGateways.keys())
    links.push([routerName(vpcId), "igw", INTERNET, internetDevice(places, vpcId)]);
  const machines = places.interfaces.map((eni) => machineName(need(eni.NetworkInterfaceId, "NetworkInterfaceId")));
  return { spaces, links, machines: [INTERNET, ...machines] };
}

const up = (device: string): string => `link set ${device} up`;
const upAs = (device: string, mac: string): string[] => [`link set ${device} address ${mac}`, up(device)];
const neighbour = (address: string, mac: string, device: string): string =>
  `neigh add ${address} lladdr ${mac} dev ${device}`;

/** An interface's addresses, as those see it that share its subnet. */
const neighbours = (places: Places, eni: NetworkInterface, device: string): string[] =>
  addressesOf(eni).map((address) => neighbour(address, macs.outer(places, eni), device));

/** Every network of a router's: no redirects, no reverse path check, no ARP for others, no bridged frames in IP's rules. */
const ROUTING: Readonly<Record<string, number>> = {
  ...quiet,
  "net.ipv4.ip_forward": 1,
  "net.bridge.bridge-nf-call-iptables": 0,
  "net.bridge.bridge-nf-call-arptables": 0,
};

/** A VPC's router: a table a subnet, chosen by where a packet comes from; the ACLs on its way in and out. */
function routerSpace(places: Places, { VpcId }: Vpc): Space {
  const vpcId = need(VpcId, "VpcId");
  const subnets = places.subnets.filter((subnet) => subnet.VpcId === vpcId);
  const ports = places.interfaces.flatMap((eni, index) =>
    eni.VpcId === vpcId ? [[`p${index}`, bridge(places, eni.SubnetId)] as const] : [],
  );
  const ip = [
    up("lo"),
    `addr add ${routerHop(vpcIndex(places, vpcId))}/32 dev lo`,
    ...subnets.flatMap((subnet) => {
      const device = bridge(places, subnet.SubnetId);
      const address = `address ${macs.bridge(places, subnet)}`;
      return [`link add ${device} ${address} type bridge`, `addr add ${gatewayOf(subnet)}/32 dev ${device}`];
    }),
    ...ports.flatMap(([port, device]) => [`link set ${port} master ${device}`, up(port)]),
    ...subnets.map((subnet) => up(bridge(places, subnet.SubnetId))),
    ...peeringLegs(places, vpcId),
    ...transitLegs(places, vpcId, (subnetId) => tableNumber(places, subnetId)),
    ...(places.internetGateways.has(vpcId)
      ? [...upAs("igw", macs.edge(places, vpcId)), neighbour(INTERNET_HOP, macs.internet(places, vpcId), "igw")]
      : []),
    ...places.interfaces
      .filter((eni) => eni.VpcId === vpcId)
      .flatMap((eni) => neighbours(places, eni, bridge(places, eni.SubnetId))),
    ...subnets.flatMap((subnet) => subnetTable(places, subnet)),
    ...edgeTable(places, vpcId),
    ...localTable(places, vpcId),
  ];
  return { name: routerName(vpcId), sysctl: ROUTING, ip, nft: aclRules(places, vpcId, subnets) };
}

const peeringLegs = (places: Places, vpcId: string): string[] =>
  places.peerings.flatMap(({ id, vpcs }) => {
    const far = vpcs.find((end) => end !== vpcId);
    if (far === undefined || !vpcs.includes(vpcId)) return [];
    const device = peeringDevice(places, id);
    const hop = routerHop(vpcIndex(places, far));
    return [...upAs(device, macs.peering(places, vpcId, id)), neighbour(hop, macs.peering(places, far, id), device)];
  });

/** Of AWS's own rules: statements `intra-subnet`, `acl-stateless`, `reserved-addresses`. */
function aclRules(places: Places, vpcId: string, subnets: readonly Subnet[]): string {
  const acls = subnets.map((subnet) => aclOf(places, subnet));
  const chainOf = (subnetId: string) => chainName(aclOf(places, { SubnetId: subnetId }));
  const legs = subnets.map((subnet, i) => ({ device: bridge(places, subnet.SubnetId), acl: chainName(acls[i] ?? {}) }));
  return `table ip acl {
${[...new Set(acls)].map(aclChains).join("")}  chain pass {
    type filter hook forward priority 0;
    ${legs.map(({ device }) => `iifname "${device}" oifname "${device}" accept`).join("\n    ")}
    ${legs.map(({ device, acl }) => `iifname "${device}" jump ${acl}_out`).join("\n    ")}
    ${transitAclRules(places, vpcId, chainOf).join("\n    ")}
    ${legs.map(({ device, acl }) => `oifname "${device}" jump ${acl}_in`).join("\n    ")}
  }
  chain own { type filter hook input priority 0; policy drop; }
  chain said { type filter hook output priority 0; policy drop; }
}
`;
}

const aclOf = ({ described }: Places, { SubnetId }: Subnet) =>
  need(
    described.networkAcls.find(({ Associations }) => Associations?.some((one) => one.SubnetId === SubnetId)),
    `an ACL of ${SubnetId}`,
  );

/** An interface: whatever comes from the subnet goes to the machine and the other way round, as far as it is allowed. */
function interfaceSpace(places: Places, source: RuleSource, eni: NetworkInterface, tracking?: Tracking): Space {
  const subnet = need(
    places.subnets.find(({ SubnetId }) => SubnetId === eni.SubnetId),
    "SubnetId",
  );
  const id = need(eni.NetworkInterfaceId, "NetworkInterfaceId");
  const ip = [
    up("lo"),
    `addr add ${interfaceHop(places, eni)}/32 dev inner`,
    ...upAs("inner", macs.inner(places, eni)),
    ...upAs("eth0", macs.outer(places, eni)),
    neighbour(need(eni.PrivateIpAddress, "PrivateIpAddress"), macs.machine(places, eni), "inner"),
    neighbour(gatewayOf(subnet), macs.bridge(places, subnet), "eth0"),
    ...places.interfaces
      .filter((other) => other.SubnetId === eni.SubnetId && other !== eni)
      .flatMap((other) => neighbours(places, other, "eth0")),
    "rule add pref 100 iif eth0 lookup 100",
    `route add default via ${eni.PrivateIpAddress} dev inner onlink table 100`,
    "rule add pref 200 iif inner lookup 200",
    `route add ${subnet.CidrBlock} dev eth0 scope link table 200`,
    `route add default via ${gatewayOf(subnet)} dev eth0 onlink table 200`,
  ];
  const nat = places.described.natGateways.some(({ NatGatewayAddresses }) =>
    NatGatewayAddresses?.some((one) => one.NetworkInterfaceId === id),
  );
  const sysctl = { ...quiet, "net.ipv4.ip_forward": 1 };
  return { name: id, sysctl, ip, nft: nat ? "" : interfaceRules(places.described, source, id, tracking) };
}

const internetDevice = (places: Places, vpcId: string): string => `igw${vpcIndex(places, vpcId)}`;

/**
 * The Internet and the Internet gateways' translation, one address for one and without state, on each gateway's leg.
 * Of AWS's own rules: statement `igw-public-addresses-only`.
 */
function internetSpace(places: Places): Space {
  const edges = [...places.internetGateways.keys()].map((vpcId) => ({
    vpcId,
    device: internetDevice(places, vpcId),
    hop: routerHop(vpcIndex(places, vpcId)),
    pairs: places.interfaces
      .filter((eni) => eni.VpcId === vpcId)
      .flatMap(({ PrivateIpAddresses }) => PrivateIpAddresses ?? [])
      .flatMap(({ PrivateIpAddress, Association }) =>
        Association?.PublicIp === undefined ? [] : [[need(PrivateIpAddress, "address"), Association.PublicIp] as const],
      ),
  }));
  const ip = [
    up("lo"),
    `addr add ${INTERNET_HOP}/32 dev lo`,
    ...WORLD.map((prefix) => `route add local ${prefix} dev lo`),
    ...edges.flatMap(({ vpcId, device, hop, pairs }) => [
      ...upAs(device, macs.internet(places, vpcId)),
      neighbour(hop, macs.edge(places, vpcId), device),
      ...pairs.map(([, outer]) => `route add ${outer}/32 via ${hop} dev ${device} onlink`),
    ]),
    "route add blackhole default",
  ];
  const known = edges.filter(({ pairs }) => pairs.length > 0);
  const nft = `table ip igw {
  chain leaves {
    type filter hook prerouting priority -300;
    ${edges
      .map(({ device, pairs }) =>
        pairs.length === 0
          ? `iifname "${device}" drop`
          : `iifname "${device}" ip saddr != { ${pairs.map(([inner]) => inner).join(", ")} } drop`,
      )
      .join("\n    ")}
    ${known
      .map(
        ({ device, pairs }) =>
          `iifname "${device}" ip saddr set ip saddr map { ${pairs.map(([a, b]) => `${a} : ${b}`).join(", ")} }`,
      )
      .join("\n    ")}
  }
  chain enters {
    type filter hook postrouting priority 0;
    ${known
      .map(
        ({ device, pairs }) =>
          `oifname "${device}" ip daddr set ip daddr map { ${pairs.map(([a, b]) => `${b} : ${a}`).join(", ")} }`,
      )
      .join("\n    ")}
  }
  chain said {
    type filter hook output priority 0;
    tcp flags & rst == rst drop
    icmp type destination-unreachable drop
  }
}
`;
  return { name: INTERNET, sysctl: { ...quiet, "net.ipv4.ip_forward": 1 }, ip, nft };
}
