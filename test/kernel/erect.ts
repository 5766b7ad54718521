/** Makes a blueprint through the EC2 API, a step at a time, and lets every pending transition happen. */
import { AwsError } from "../../src/cloud/error.ts";
import { type TestRegion, testRegion } from "../../src/services/ec2/region.fixture.ts";
import type { Blueprint, PortMatch, Step } from "./blueprint.ts";
import { change, destinationOf, interfaceOf, permissionOf, target, Unmade } from "./change.ts";

export interface Erected {
  readonly region: TestRegion;
  /** What the steps made, by label. */
  readonly ids: Map<string, string>;
  /** Steps that the API refused, with its error codes. */
  readonly refused: string[];
}

export function erect(blueprint: Blueprint): Erected {
  const erected: Erected = { region: testRegion(), ids: new Map(), refused: [] };
  build(erected, blueprint);
  return erected;
}

/** Goes on building what stands. */
export function build({ region, ids, refused }: Erected, blueprint: Blueprint): void {
  for (const step of blueprint) {
    try {
      take(region, ids, step);
    } catch (error) {
      if (error instanceof Unmade) continue;
      if (!(error instanceof AwsError)) throw error;
      refused.push(`${step.make}: ${error.code}`);
    }
    region.clock.advance(60_000);
  }
}

type Ids = Map<string, string>;

function idOf(ids: Ids, label: string): string {
  const id = ids.get(label);
  if (id === undefined) throw new Unmade(label);
  return id;
}

const made = (ids: Ids, label: string, id: string | undefined): string => {
  if (id === undefined) throw new Error(`${label} was not made`);
  ids.set(label, id);
  return id;
};

function take(region: TestRegion, ids: Ids, step: Step): void {
  const { call } = region;
  switch (step.make) {
    case "vpc":
      made(ids, step.label, call("CreateVpc", { CidrBlock: step.cidr }).Vpc?.VpcId);
      return;
    case "vpc-cidr":
      call("AssociateVpcCidrBlock", { VpcId: idOf(ids, step.vpc), CidrBlock: step.cidr });
      return;
    case "subnet": {
      const zone = { AvailabilityZone: "us-east-1a" };
      const { Subnet } = call("CreateSubnet", { VpcId: idOf(ids, step.vpc), CidrBlock: step.cidr, ...zone });
      made(ids, step.label, Subnet?.SubnetId);
      return;
    }
    case "igw": {
      const VpcId = idOf(ids, step.vpc);
      const id = made(ids, step.label, call("CreateInternetGateway").InternetGateway?.InternetGatewayId);
      call("AttachInternetGateway", { InternetGatewayId: id, VpcId });
      return;
    }
    case "table":
      table(region, ids, step);
      return;
    case "route":
      call("CreateRoute", {
        RouteTableId: idOf(ids, step.table),
        ...destinationOf((label) => idOf(ids, label), step.to),
        ...target(region, idOf(ids, step.target)),
      });
      return;
    case "group":
      group(region, ids, step);
      return;
    case "rule": {
      const GroupId = idOf(ids, step.group);
      const IpPermissions = [permissionOf((label) => idOf(ids, label), step)];
      call(step.egress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
      return;
    }
    case "acl":
      acl(region, ids, step);
      return;
    case "entry":
      call("CreateNetworkAclEntry", {
        NetworkAclId: idOf(ids, step.acl),
        Egress: step.egress,
        RuleNumber: step.number,
        RuleAction: step.allow ? "allow" : "deny",
        CidrBlock: step.cidr,
        ...entryPorts(step.match),
      });
      return;
    case "host":
      host(region, ids, step);
      return;
    case "interface":
      interfaceAlone(region, ids, step);
      return;
    case "list": {
      const { PrefixList } = call("CreateManagedPrefixList", {
        PrefixListName: step.label,
        AddressFamily: "IPv4",
        MaxEntries: step.cidrs.length,
        Entries: step.cidrs.map((Cidr) => ({ Cidr })),
      });
      made(ids, step.label, PrefixList?.PrefixListId);
      return;
    }
    case "secondary": {
      const eni = interfaceOf(region, idOf(ids, step.host));
      const before = new Set(eni.addresses);
      call("AssignPrivateIpAddresses", { NetworkInterfaceId: eni.id, SecondaryPrivateIpAddressCount: 1 });
      const added = interfaceOf(region, idOf(ids, step.host)).addresses.find((address) => !before.has(address));
      if (!step.elastic || added === undefined) return;
      const { AllocationId } = call("AllocateAddress", { Domain: "vpc" });
      call("AssociateAddress", { AllocationId, NetworkInterfaceId: eni.id, PrivateIpAddress: added });
      return;
    }
    case "elastic": {
      const eni = step.host === undefined ? undefined : interfaceOf(region, idOf(ids, step.host));
      const AllocationId = made(ids, step.label, call("AllocateAddress", { Domain: "vpc" }).AllocationId);
      if (eni) call("AssociateAddress", { AllocationId, NetworkInterfaceId: eni.id });
      return;
    }
    case "nat": {
      const SubnetId = idOf(ids, step.subnet);
      const allocation = step.publicly ? call("AllocateAddress", { Domain: "vpc" }).AllocationId : undefined;
      const { NatGateway } = call("CreateNatGateway", {
        SubnetId,
        ConnectivityType: step.publicly ? "public" : "private",
        ...(allocation === undefined ? {} : { AllocationId: allocation }),
      });
      made(ids, step.label, NatGateway?.NatGatewayId);
      return;
    }
    case "tgw":
      made(ids, step.label, call("CreateTransitGateway").TransitGateway?.TransitGatewayId);
      return;
    case "attachment": {
      const place = { VpcId: idOf(ids, step.vpc), SubnetIds: [idOf(ids, step.subnet)] };
      const answer = call("CreateTransitGatewayVpcAttachment", { TransitGatewayId: idOf(ids, step.tgw), ...place });
      made(ids, step.label, answer.TransitGatewayVpcAttachment?.TransitGatewayAttachmentId);
      return;
    }
    case "tgw-route": {
      const { TransitGateways } = call("DescribeTransitGateways", { TransitGatewayIds: [idOf(ids, step.tgw)] });
      const TransitGatewayRouteTableId = TransitGateways?.[0]?.Options?.AssociationDefaultRouteTableId;
      const next =
        step.attachment === undefined
          ? { Blackhole: true }
          : { TransitGatewayAttachmentId: idOf(ids, step.attachment) };
      call("CreateTransitGatewayRoute", { TransitGatewayRouteTableId, DestinationCidrBlock: step.to, ...next });
      return;
    }
    case "peering": {
      const [VpcId, PeerVpcId] = [idOf(ids, step.between[0]), idOf(ids, step.between[1])];
      const { VpcPeeringConnection } = call("CreateVpcPeeringConnection", { VpcId, PeerVpcId });
      const id = made(ids, step.label, VpcPeeringConnection?.VpcPeeringConnectionId);
      region.clock.advance(60_000);
      if (step.accepted) call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: id });
      return;
    }
    default:
      change(region, (label) => idOf(ids, label), step);
  }
}

function table({ call }: TestRegion, ids: Ids, step: Step & { make: "table" }): void {
  const VpcId = idOf(ids, step.vpc);
  const places = step.for.flatMap((label) => (label === "main" ? [] : (ids.get(label) ?? [])));
  const RouteTableId = made(ids, step.label, call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId);
  for (const id of places)
    call("AssociateRouteTable", { RouteTableId, ...(id.startsWith("igw-") ? { GatewayId: id } : { SubnetId: id }) });
  if (!step.for.includes("main")) return;
  const Filters = [
    { Name: "vpc-id", Values: [VpcId] },
    { Name: "association.main", Values: ["true"] },
  ];
  const main = call("DescribeRouteTables", { Filters }).RouteTables?.[0]?.Associations?.find(({ Main }) => Main);
  call("ReplaceRouteTableAssociation", { AssociationId: main?.RouteTableAssociationId, RouteTableId });
}

function group({ call }: TestRegion, ids: Ids, step: Step & { make: "group" }): void {
  const VpcId = idOf(ids, step.vpc);
  const { GroupId } = call("CreateSecurityGroup", { GroupName: step.label, Description: step.label, VpcId });
  made(ids, step.label, GroupId);
  const everything = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
  if (step.closed) call("RevokeSecurityGroupEgress", { GroupId, IpPermissions: everything });
}

function acl({ call }: TestRegion, ids: Ids, step: Step & { make: "acl" }): void {
  const VpcId = idOf(ids, step.vpc);
  const NetworkAclId = made(ids, step.label, call("CreateNetworkAcl", { VpcId }).NetworkAcl?.NetworkAclId);
  for (const label of step.subnets) {
    const SubnetId = ids.get(label);
    if (SubnetId === undefined) continue;
    const Filters = [{ Name: "association.subnet-id", Values: [SubnetId] }];
    const associations = call("DescribeNetworkAcls", { Filters }).NetworkAcls?.[0]?.Associations;
    const association = associations?.find((one) => one.SubnetId === SubnetId);
    const AssociationId = association?.NetworkAclAssociationId;
    call("ReplaceNetworkAclAssociation", { AssociationId, NetworkAclId });
  }
}

function entryPorts({ protocol, from, to }: PortMatch) {
  const Protocol = String(protocol);
  if (protocol === 1) return { Protocol, IcmpTypeCode: { Type: from, Code: to } };
  return protocol === -1 ? { Protocol } : { Protocol, PortRange: { From: from, To: to } };
}

function host(region: TestRegion, ids: Ids, step: Step & { make: "host" }): void {
  const { call, clock } = region;
  const SubnetId = idOf(ids, step.subnet);
  const groups = step.groups.flatMap((label) => ids.get(label) ?? []);
  const { Instances } = call("RunInstances", {
    ImageId: "ami-0123456789abcdef0",
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId,
        AssociatePublicIpAddress: step.publicAddress,
        ...(groups.length > 0 ? { Groups: groups } : {}),
      },
    ],
  });
  const InstanceId = made(ids, step.label, Instances?.[0]?.InstanceId);
  clock.advance(60_000);
  if (!step.check) call("ModifyInstanceAttribute", { InstanceId, SourceDestCheck: { Value: false } });
}

function interfaceAlone({ call, clock }: TestRegion, ids: Ids, step: Step & { make: "interface" }): void {
  const Groups = step.groups.flatMap((label) => ids.get(label) ?? []);
  const input = { SubnetId: idOf(ids, step.subnet), ...(Groups.length > 0 ? { Groups } : {}) };
  const NetworkInterfaceId = made(
    ids,
    step.label,
    call("CreateNetworkInterface", input).NetworkInterface?.NetworkInterfaceId,
  );
  clock.advance(60_000);
  const InstanceId = step.host === undefined ? undefined : ids.get(step.host);
  if (InstanceId !== undefined) call("AttachNetworkInterface", { NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
}
