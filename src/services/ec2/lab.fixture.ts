/**
 * A small network in a few lines, made through the API, for tests that walk packets. Everything gets a label; paths
 * are told in labels, so that a test states disposition and exact hops and no ids.
 */
import { parseAddress } from "../../base/address.ts";
import type { Settings } from "../../cloud/context.ts";
import { icmpAnswer, protocolNumber } from "../../fabric/protocols.ts";
import type { ConnectionTrace, Flow, Hop, Walk } from "../../fabric/vocabulary.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { connect, type Origin, trace as traceFlow } from "../../forward/walk.ts";
import { reachability } from "../../server/reachability.ts";
import { networkInterfaces } from "./interface/resources.ts";
import { type TestRegion, testRegion } from "./region.fixture.ts";

/** `tcp 443 from 0.0.0.0/0`, `icmp from sg-…`, `all to pl-…`: protocol, ports, peer. */
type RuleText = string;

export interface FlowOptions {
  readonly proto?: string;
  readonly port?: number;
  readonly fromPort?: number;
  readonly sessions?: SessionTable;
  readonly size?: number;
}

export class Lab {
  readonly region: TestRegion;
  readonly #labels = new Map<string, string>();

  constructor(region: TestRegion = testRegion({}, reachability), labels?: Map<string, string>) {
    this.region = region;
    if (labels) this.#labels = labels;
  }

  static with(settings: Partial<Settings>): Lab {
    return new Lab(testRegion(settings, reachability));
  }

  /** The same network, seen from another account or region. */
  as(account: string, region: string): Lab {
    return new Lab(this.region.as(account, region), this.#labels);
  }

  label(id: string | undefined, label: string): string {
    if (id === undefined) throw new Error(`${label} was not made`);
    this.#labels.set(id, label);
    return id;
  }

  /** Lets every pending transition happen. */
  settle(): void {
    this.region.clock.advance(60_000);
  }

  vpc(label: string, cidr: string, ipv6 = false): string {
    const { Vpc } = this.region.call("CreateVpc", { CidrBlock: cidr, AmazonProvidedIpv6CidrBlock: ipv6 });
    this.settle();
    const id = this.label(Vpc?.VpcId, label);
    const { RouteTables } = this.region.call("DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [id] }] });
    this.label(RouteTables?.[0]?.RouteTableId, `${label}-main`);
    const { NetworkAcls } = this.region.call("DescribeNetworkAcls", { Filters: [{ Name: "vpc-id", Values: [id] }] });
    this.label(NetworkAcls?.[0]?.NetworkAclId, `${label}-acl`);
    const groups = this.region.call("DescribeSecurityGroups", { Filters: [{ Name: "vpc-id", Values: [id] }] });
    this.label(groups.SecurityGroups?.[0]?.GroupId, `${label}-default`);
    return id;
  }

  /** The VPC's IPv6 block. */
  ipv6Of(vpcId: string): string {
    const vpc = this.region.call("DescribeVpcs", { VpcIds: [vpcId] }).Vpcs?.[0];
    return vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "";
  }

  subnet(label: string, vpcId: string, cidr: string, ipv6Subnet?: number): string {
    const ipv6 =
      ipv6Subnet === undefined ? undefined : this.ipv6Of(vpcId).replace("00::/56", `${hex(ipv6Subnet)}::/64`);
    const { Subnet } = this.region.call("CreateSubnet", {
      VpcId: vpcId,
      CidrBlock: cidr,
      AvailabilityZone: `${this.regionName(vpcId)}a`,
      ...(ipv6 === undefined ? {} : { Ipv6CidrBlock: ipv6 }),
    });
    this.settle();
    return this.label(Subnet?.SubnetId, label);
  }

  private regionName(vpcId: string): string {
    const arn = this.region.call("DescribeAvailabilityZones", {}).AvailabilityZones?.[0]?.RegionName;
    if (arn === undefined) throw new Error(`no region for ${vpcId}`);
    return arn;
  }

  internetGateway(label: string, vpcId: string): string {
    const id = this.label(this.region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId, label);
    this.region.call("AttachInternetGateway", { InternetGatewayId: id, VpcId: vpcId });
    return id;
  }

  /** A table for these subnets; routes by destination: a target's id, of whatever kind. */
  routeTable(
    label: string,
    vpcId: string,
    subnetIds: readonly string[],
    routes: Readonly<Record<string, string>>,
  ): string {
    const id = this.label(this.region.call("CreateRouteTable", { VpcId: vpcId }).RouteTable?.RouteTableId, label);
    for (const SubnetId of subnetIds) this.region.call("AssociateRouteTable", { RouteTableId: id, SubnetId });
    for (const [destination, target] of Object.entries(routes)) this.route(id, destination, target);
    return id;
  }

  route(tableId: string, destination: string, target: string): void {
    this.region.call("CreateRoute", { RouteTableId: tableId, ...destinationOf(destination), ...targetOf(target) });
  }

  /** A group that allows what it is told, in and out; out is everything where nothing is said. */
  group(
    label: string,
    vpcId: string,
    rules: { readonly in?: readonly RuleText[]; readonly out?: readonly RuleText[] },
  ): string {
    const GroupId = this.label(
      this.region.call("CreateSecurityGroup", { GroupName: label, Description: label, VpcId: vpcId }).GroupId,
      label,
    );
    for (const rule of rules.in ?? [])
      this.region.call("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [permission(rule)] });
    if (rules.out) {
      this.region.call("RevokeSecurityGroupEgress", { GroupId, IpPermissions: [permission("all to 0.0.0.0/0")] });
      for (const rule of rules.out)
        this.region.call("AuthorizeSecurityGroupEgress", { GroupId, IpPermissions: [permission(rule)] });
    }
    return GroupId;
  }

  revoke(groupId: string, rule: RuleText): void {
    this.region.call("RevokeSecurityGroupIngress", { GroupId: groupId, IpPermissions: [permission(rule)] });
  }

  /** An instance; the answer is its primary interface's id. */
  instance(
    label: string,
    subnetId: string,
    options: {
      readonly groups?: readonly string[];
      readonly publicIp?: boolean;
      readonly forwards?: boolean;
      readonly ipv6?: boolean;
    } = {},
  ): {
    readonly id: string;
    readonly eni: string;
    readonly ip: string;
    readonly publicIp: string;
    readonly ipv6: string;
  } {
    const { Instances } = this.region.call("RunInstances", {
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          SubnetId: subnetId,
          AssociatePublicIpAddress: options.publicIp ?? false,
          ...(options.groups ? { Groups: [...options.groups] } : {}),
          ...(options.ipv6 ? { Ipv6AddressCount: 1 } : {}),
        },
      ],
    });
    this.settle();
    const id = this.label(Instances?.[0]?.InstanceId, label);
    if (options.forwards)
      this.region.call("ModifyInstanceAttribute", { InstanceId: id, SourceDestCheck: { Value: false } });
    const described = this.region.call("DescribeInstances", { InstanceIds: [id] }).Reservations?.[0]?.Instances?.[0];
    const eni = described?.NetworkInterfaces?.[0];
    return {
      id,
      eni: this.label(eni?.NetworkInterfaceId, `${label}-eni`),
      ip: eni?.PrivateIpAddress ?? "",
      publicIp: eni?.Association?.PublicIp ?? "",
      ipv6: eni?.Ipv6Addresses?.[0]?.Ipv6Address ?? "",
    };
  }

  natGateway(
    label: string,
    subnetId: string,
    kind: "public" | "private" = "public",
  ): { readonly id: string; readonly ip: string } {
    const allocation =
      kind === "public" ? this.region.call("AllocateAddress", { Domain: "vpc" }).AllocationId : undefined;
    const { NatGateway } = this.region.call("CreateNatGateway", {
      SubnetId: subnetId,
      ConnectivityType: kind,
      ...(allocation === undefined ? {} : { AllocationId: allocation }),
    });
    this.settle();
    const id = this.label(NatGateway?.NatGatewayId, label);
    const address = this.region.call("DescribeNatGateways", { NatGatewayIds: [id] }).NatGateways?.[0]
      ?.NatGatewayAddresses?.[0];
    return { id, ip: address?.PrivateIp ?? "" };
  }

  /** An ACL of these entries for a subnet: `in 100 allow tcp 443 from 0.0.0.0/0`, `out 100 deny all to 10.0.0.0/8`. */
  acl(label: string, vpcId: string, subnetId: string, entries: readonly string[]): string {
    const id = this.label(this.region.call("CreateNetworkAcl", { VpcId: vpcId }).NetworkAcl?.NetworkAclId, label);
    for (const entry of entries) {
      const [way, number, action, ...rest] = entry.split(" ");
      const { protocol, from, to, peer } = parseRule(rest.join(" "));
      const ports = protocol === 6 || protocol === 17;
      this.region.call("CreateNetworkAclEntry", {
        NetworkAclId: id,
        Egress: way === "out",
        RuleNumber: Number(number),
        RuleAction: action as "allow" | "deny",
        Protocol: String(protocol),
        ...(peer.includes(":") ? { Ipv6CidrBlock: peer } : { CidrBlock: peer }),
        ...(ports ? { PortRange: { From: from === -1 ? 0 : from, To: to === -1 ? 65535 : to } } : {}),
        ...(protocol === 1 || protocol === 58 ? { IcmpTypeCode: { Type: -1, Code: -1 } } : {}),
      });
    }
    const acls = this.region.call("DescribeNetworkAcls", {
      Filters: [{ Name: "association.subnet-id", Values: [subnetId] }],
    });
    const association = acls.NetworkAcls?.[0]?.Associations?.find((one) => one.SubnetId === subnetId);
    this.region.call("ReplaceNetworkAclAssociation", {
      AssociationId: association?.NetworkAclAssociationId,
      NetworkAclId: id,
    });
    return id;
  }

  /** The interface that has an address (any account and region), for starting a flow there. */
  interfaceAt(address: string): string {
    for (const eni of this.region.cloud.store.table(networkInterfaces).values())
      if (eni.privateAddresses.some((own) => own.address === address)) return eni.id;
    throw new Error(`nobody has ${address}`);
  }

  /** What the network does with a connection, and with its sessions where a table is given. */
  connect(from: Origin, source: string, destination: string, options: FlowOptions = {}): Told {
    const flow = flowOf(source, destination, options);
    const walkOptions = { evidence: true, size: options.size };
    const { fabric } = this.region.cloud;
    const answer = options.sessions
      ? connect(fabric, options.sessions, from, flow, walkOptions)
      : traceFlow(fabric, new SessionTable(), from, flow, walkOptions);
    return this.tell(answer);
  }

  /** What the network does with one flow. */
  walk(from: Origin, flow: Flow): Told {
    return this.tell(traceFlow(this.region.cloud.fabric, new SessionTable(), from, flow, { evidence: true }));
  }

  /** From an instance (or the Internet) to an address. */
  trace(
    from: { readonly eni: string; readonly ip: string } | "internet",
    destination: string,
    options: FlowOptions = {},
  ): Told {
    if (from === "internet")
      return this.connect(
        { world: "internet" },
        destination.includes(":") ? "2001:db8::7" : "198.51.100.7",
        destination,
        options,
      );
    const ipv6 = "ipv6" in from ? String(from.ipv6) : "";
    return this.connect({ interface: from.eni }, destination.includes(":") ? ipv6 : from.ip, destination, options);
  }

  private tell({ works, forward, return: back }: ConnectionTrace): Told {
    return {
      works,
      out: forward.disposition,
      back: back?.disposition,
      path: this.path(forward),
      returnPath: back ? this.path(back) : [],
      mtu: Math.min(forward.mtu ?? 65535, back?.mtu ?? 65535),
      forward,
      return: back,
    };
  }

  private path({ hops }: Walk): string[] {
    return hops.map(
      (hop) => `${hop.stage} ${this.labelled(hop)}${hop.rule && !hop.rule.startsWith("sgr-") ? ` ${hop.rule}` : ""}`,
    );
  }

  private labelled({ resource }: Hop): string {
    return resource
      .split(", ")
      .map((id) => this.#labels.get(id) ?? id)
      .join(", ");
  }
}

export interface Told {
  readonly works: boolean;
  readonly out: string;
  readonly back: string | undefined;
  readonly path: readonly string[];
  readonly returnPath: readonly string[];
  readonly mtu: number;
  readonly forward: Walk;
  readonly return: Walk | undefined;
}

export function flowOf(
  source: string,
  destination: string,
  { proto = "tcp", port = 443, fromPort = 50_000 }: FlowOptions,
): Flow {
  const protocol = protocolNumber(proto) ?? -1;
  const src = parseAddress(source);
  const dst = parseAddress(destination);
  if (src === undefined || dst === undefined) throw new Error(`not addresses: ${source}, ${destination}`);
  const query = protocol === 58 ? 128 : 8;
  if (icmpAnswer(protocol, query) !== query && (protocol === 1 || protocol === 58))
    return { protocol, src, dst, srcPort: query, dstPort: 0 };
  if (protocol !== 6 && protocol !== 17) return { protocol, src, dst, srcPort: 0, dstPort: 0 };
  return { protocol, src, dst, srcPort: fromPort, dstPort: port };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

function parseRule(text: string): { protocol: number; from: number; to: number; peer: string } {
  const match = /^(\w+)(?: (\d+)(?:-(\d+))?)? (?:from|to) (\S+)$/.exec(text);
  if (!match) throw new Error(`not a rule: ${text}`);
  const [, name = "", from, to, peer = ""] = match;
  const protocol = name === "all" ? -1 : (protocolNumber(name) ?? -1);
  const first = from === undefined ? -1 : Number(from);
  return { protocol, from: first, to: to === undefined ? first : Number(to), peer };
}

function permission(text: RuleText) {
  const { protocol, from, to, peer } = parseRule(text);
  const ports = protocol === 6 || protocol === 17;
  return {
    IpProtocol: String(protocol),
    ...(ports
      ? { FromPort: from === -1 ? 0 : from, ToPort: to === -1 ? 65535 : to }
      : protocol === -1
        ? {}
        : { FromPort: -1, ToPort: -1 }),
    ...(peer.startsWith("sg-") ? { UserIdGroupPairs: [{ GroupId: peer }] } : {}),
    ...(peer.startsWith("pl-") ? { PrefixListIds: [{ PrefixListId: peer }] } : {}),
    ...(peer.includes(":") ? { Ipv6Ranges: [{ CidrIpv6: peer }] } : {}),
    ...(/^\d+\./.test(peer) ? { IpRanges: [{ CidrIp: peer }] } : {}),
  };
}

const destinationOf = (destination: string) =>
  destination.startsWith("pl-")
    ? { DestinationPrefixListId: destination }
    : destination.includes(":")
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };

function targetOf(target: string) {
  const kinds: Readonly<Record<string, string>> = {
    igw: "GatewayId",
    eigw: "EgressOnlyInternetGatewayId",
    nat: "NatGatewayId",
    eni: "NetworkInterfaceId",
    i: "InstanceId",
    pcx: "VpcPeeringConnectionId",
    tgw: "TransitGatewayId",
  };
  return { [kinds[target.slice(0, target.indexOf("-"))] ?? "GatewayId"]: target };
}
