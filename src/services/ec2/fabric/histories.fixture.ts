/** Random histories of a region: calls that change its network in every way. For tests alone. */
import * as fc from "fast-check";
import { AwsError } from "../../../cloud/error.ts";
import { Lab } from "../lab.fixture.ts";

/** A network that has one of everything, with the ids that the steps pick from. */
export function everything() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
  const other = lab.vpc("other", "10.1.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const subnets = [
    lab.subnet("a", vpc, "10.0.1.0/24", 0),
    lab.subnet("b", vpc, "10.0.2.0/24"),
    lab.subnet("c", other, "10.1.1.0/24"),
  ];
  const tables = [lab.routeTable("t1", vpc, [], { "0.0.0.0/0": igw }), lab.routeTable("t2", vpc, [], {})];
  const pcx = lab.region.call("CreateVpcPeeringConnection", { VpcId: vpc, PeerVpcId: other }).VpcPeeringConnection;
  lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx?.VpcPeeringConnectionId });
  lab.region.cloud.fabric; // so that what follows is compiled as a change
  const tgw = lab.region.call("CreateTransitGateway").TransitGateway?.TransitGatewayId ?? "";
  lab.settle();
  const groups = [lab.group("g1", vpc, { in: ["tcp 443 from 0.0.0.0/0"] }), lab.group("g2", vpc, {})];
  return { lab, vpc, other, igw, tgw, subnets, tables, groups };
}
export type Everything = ReturnType<typeof everything>;
type Step = (network: Everything, pick: <T>(from: readonly T[]) => T) => void;

const steps: Readonly<Record<string, Step>> = {
  run: ({ lab, subnets, groups }, pick) =>
    lab.instance(`i${lab.region.call("DescribeInstances").Reservations?.length}`, pick(subnets.slice(0, 2)), {
      groups: [pick(groups)],
      publicIp: pick([true, false]),
    }),
  terminate: ({ lab }, pick) => {
    const all = (lab.region.call("DescribeInstances").Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    if (all.length > 0) lab.region.call("TerminateInstances", { InstanceIds: [pick(all).InstanceId ?? ""] });
  },
  delegate: ({ lab }, pick) => {
    const all = lab.region.call("DescribeNetworkInterfaces").NetworkInterfaces ?? [];
    if (all.length === 0) return;
    const { NetworkInterfaceId, Ipv4Prefixes = [], Ipv6Prefixes = [] } = pick(all);
    for (const { Ipv4Prefix = "" } of Ipv4Prefixes)
      lab.region.call("UnassignPrivateIpAddresses", { NetworkInterfaceId, Ipv4Prefixes: [Ipv4Prefix] });
    for (const { Ipv6Prefix = "" } of Ipv6Prefixes)
      lab.region.call("UnassignIpv6Addresses", { NetworkInterfaceId, Ipv6Prefixes: [Ipv6Prefix] });
    if (Ipv4Prefixes.length === 0)
      lab.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId, Ipv4PrefixCount: 1 });
    if (Ipv6Prefixes.length === 0) lab.region.call("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6PrefixCount: 1 });
  },
  stop: ({ lab }, pick) => {
    const all = (lab.region.call("DescribeInstances").Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    if (all.length > 0) lab.region.call("StopInstances", { InstanceIds: [pick(all).InstanceId ?? ""] });
  },
  associate: ({ lab, subnets, tables }, pick) =>
    lab.region.call("AssociateRouteTable", { RouteTableId: pick(tables), SubnetId: pick(subnets.slice(0, 2)) }),
  dissociate: ({ lab, tables }, pick) => {
    const table = lab.region.call("DescribeRouteTables", { RouteTableIds: [pick(tables)] }).RouteTables?.[0];
    const association = table?.Associations?.[0]?.RouteTableAssociationId;
    if (association) lab.region.call("DisassociateRouteTable", { AssociationId: association });
  },
  edge: ({ lab, tables, igw }, pick) =>
    lab.region.call("AssociateRouteTable", { RouteTableId: pick(tables), GatewayId: igw }),
  peer: ({ lab, vpc, other, tables }, pick) => {
    const pcx = lab.region.call("CreateVpcPeeringConnection", { VpcId: vpc, PeerVpcId: other }).VpcPeeringConnection;
    const id = pcx?.VpcPeeringConnectionId ?? "";
    if (pick([true, false])) lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: id });
    lab.route(pick(tables), "10.1.0.0/16", id);
  },
  unpeer: ({ lab }, pick) => {
    const all = lab.region.call("DescribeVpcPeeringConnections").VpcPeeringConnections ?? [];
    if (all.length > 0)
      lab.region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId: pick(all).VpcPeeringConnectionId });
  },
  nat: ({ lab, subnets, tables }, pick) => {
    const nat = lab.natGateway("nat", pick(subnets.slice(0, 2)), "private");
    lab.route(pick(tables), pick(["198.51.100.0/24", "203.0.113.0/24"]), nat.id);
  },
  unNat: ({ lab }, pick) => {
    const all = lab.region.call("DescribeNatGateways").NatGateways ?? [];
    if (all.length > 0) lab.region.call("DeleteNatGateway", { NatGatewayId: pick(all).NatGatewayId });
  },
  rule: ({ lab, groups }, pick) =>
    lab.region.call("AuthorizeSecurityGroupIngress", {
      GroupId: pick(groups),
      IpPermissions: [
        { IpProtocol: "tcp", FromPort: pick([22, 80]), ToPort: 8080, UserIdGroupPairs: [{ GroupId: pick(groups) }] },
      ],
    }),
  regroup: ({ lab, groups, vpc }, pick) => {
    const all = lab.region.call("DescribeNetworkInterfaces", { Filters: [{ Name: "vpc-id", Values: [vpc] }] });
    const plain = (all.NetworkInterfaces ?? []).filter(({ InterfaceType }) => InterfaceType === "interface");
    if (plain.length > 0)
      lab.region.call("ModifyNetworkInterfaceAttribute", {
        NetworkInterfaceId: pick(plain).NetworkInterfaceId,
        Groups: [pick(groups)],
      });
  },
  acl: ({ lab, vpc, subnets }, pick) =>
    lab.acl("acl", vpc, pick(subnets.slice(0, 2)), [
      pick(["in 100 allow all from 0.0.0.0/0", "out 90 deny tcp 22 to 0.0.0.0/0"]),
    ]),
  detach: ({ lab, vpc, igw }) => lab.region.call("DetachInternetGateway", { InternetGatewayId: igw, VpcId: vpc }),
  attach: ({ lab, vpc, igw }) => lab.region.call("AttachInternetGateway", { InternetGatewayId: igw, VpcId: vpc }),
  cidr: ({ lab, other }, pick) =>
    lab.region.call("AssociateVpcCidrBlock", { VpcId: other, CidrBlock: pick(["10.2.0.0/16", "10.3.0.0/16"]) }),
  attachToHub: ({ lab, tgw, vpc, other, subnets }, pick) => {
    const subnet = pick(subnets);
    lab.region.call("CreateTransitGatewayVpcAttachment", {
      TransitGatewayId: tgw,
      VpcId: subnet === subnets[2] ? other : vpc,
      SubnetIds: [subnet],
      Options: { ApplianceModeSupport: pick(["enable", "disable"] as const) },
    });
  },
  detachFromHub: ({ lab }, pick) => {
    const all = lab.region.call("DescribeTransitGatewayVpcAttachments").TransitGatewayVpcAttachments ?? [];
    if (all.length > 0)
      lab.region.call("DeleteTransitGatewayVpcAttachment", {
        TransitGatewayAttachmentId: pick(all).TransitGatewayAttachmentId,
      });
  },
  hubRoute: ({ lab }, pick) => {
    const table = lab.region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables?.[0];
    const attachments = lab.region.call("DescribeTransitGatewayVpcAttachments").TransitGatewayVpcAttachments ?? [];
    lab.region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: table?.TransitGatewayRouteTableId,
      DestinationCidrBlock: pick(["0.0.0.0/0", "10.1.1.0/24"]),
      ...(attachments.length > 0 && pick([true, false])
        ? { TransitGatewayAttachmentId: pick(attachments).TransitGatewayAttachmentId }
        : { Blackhole: true }),
    });
  },
  seclude: ({ lab }, pick) =>
    lab.region.call("ModifyVpcBlockPublicAccessOptions", {
      InternetGatewayBlockMode: pick(["off", "block-ingress", "block-bidirectional"] as const),
    }),
  exclude: ({ lab, vpc, subnets }, pick) =>
    lab.region.call("CreateVpcBlockPublicAccessExclusion", {
      InternetGatewayExclusionMode: pick(["allow-bidirectional", "allow-egress"] as const),
      ...(pick([true, false]) ? { VpcId: vpc } : { SubnetId: pick(subnets) }),
    }),
  throughHub: ({ lab, tgw, tables }, pick) => lab.route(pick(tables), "10.0.0.0/8", tgw),
  endpoint: ({ lab, vpc, tables }, pick) =>
    lab.region.call("CreateVpcEndpoint", {
      VpcId: vpc,
      ServiceName: "com.amazonaws.us-east-1.s3",
      RouteTableIds: [pick(tables)],
    }),
  egressOnly: ({ lab, vpc, tables }, pick) => {
    const made = lab.region.call("CreateEgressOnlyInternetGateway", { VpcId: vpc }).EgressOnlyInternetGateway;
    lab.route(pick(tables), "::/0", made?.EgressOnlyInternetGatewayId ?? "");
  },
};

/** One step, by name, and what its picks fall to. */
export const anyStep = fc.record({
  name: fc.constantFrom(...Object.keys(steps)),
  choice: fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
  look: fc.boolean(),
});

/** Takes a step; what AWS refuses changes nothing. */
export function take(network: Everything, name: string, choice: readonly number[]): void {
  let at = 0;
  const pick = <T>(from: readonly T[]): T => from[(choice[at++ % choice.length] ?? 0) % from.length] as T;
  try {
    steps[name]?.(network, pick);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "UnsupportedOperation") throw error;
  }
  network.lab.settle();
}
