/** Makes an estate through the API, call by call, and tells how long its interfaces took. */
import type { Estate, EstateRule, EstateVpc } from "./estate.ts";

/** Calls an operation of EC2 in the estate's region. */
export type Call = (account: string, operation: string, input: object) => Readonly<Record<string, unknown>>;

export interface DeployedVpc {
  readonly id: string;
  readonly account: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly routeTables: Readonly<Record<"public" | "private", string>>;
  readonly interfaces: readonly string[];
}

/** Time for transitions to happen between calls. */
export type Breathe = () => Promise<void>;
const CALLS_A_BREATH = 500;

/** VPCs with subnets, gateways, routes, groups and ACLs, and the peerings between them: all but the interfaces. */
export async function deployNetworks(estate: Estate, call: Call, breathe: Breathe): Promise<DeployedVpc[]> {
  const deployed: DeployedVpc[] = [];
  for (const vpc of estate.vpcs) {
    deployed.push(deployVpc(estate.region, vpc, call));
    await breathe();
  }
  for (const [one, other] of estate.peerings) {
    const [a, b] = [deployed[one], deployed[other]];
    if (!a || !b) continue;
    const peering = { VpcId: a.id, PeerVpcId: b.id, PeerOwnerId: b.account };
    const id = text(
      call(a.account, "CreateVpcPeeringConnection", peering),
      "VpcPeeringConnection",
      "VpcPeeringConnectionId",
    );
    await breathe();
    call(b.account, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId: id });
    await breathe();
    for (const [from, to] of [
      [a, other],
      [b, one],
    ] as const)
      for (const RouteTableId of Object.values(from.routeTables))
        call(from.account, "CreateRoute", {
          RouteTableId,
          DestinationCidrBlock: estate.vpcs[to]?.cidr,
          VpcPeeringConnectionId: id,
        });
  }
  return deployed;
}

function deployVpc(region: string, vpc: EstateVpc, callAs: Call): DeployedVpc {
  const call = (operation: string, input: object) => callAs(vpc.account, operation, input);
  const tagged = (type: string, name: string) => ({
    TagSpecifications: [{ ResourceType: type, Tags: [{ Key: "Name", Value: name }] }],
  });
  const id = text(call("CreateVpc", { CidrBlock: vpc.cidr, ...tagged("vpc", vpc.name) }), "Vpc", "VpcId");
  const subnets = vpc.subnets.map(({ tier, zone, cidr }) =>
    text(
      call("CreateSubnet", {
        VpcId: id,
        CidrBlock: cidr,
        AvailabilityZone: `${region}${zone}`,
        ...tagged("subnet", `${vpc.name}-${tier}-${zone}`),
      }),
      "Subnet",
      "SubnetId",
    ),
  );
  const ofTier = (tier: string): string[] => subnets.filter((_, i) => vpc.subnets[i]?.tier === tier);

  const gateway = text(call("CreateInternetGateway", {}), "InternetGateway", "InternetGatewayId");
  call("AttachInternetGateway", { InternetGatewayId: gateway, VpcId: id });
  const nat = text(
    call("CreateNatGateway", {
      SubnetId: ofTier("public")[0],
      AllocationId: text(call("AllocateAddress", { Domain: "vpc" }), "AllocationId"),
    }),
    "NatGateway",
    "NatGatewayId",
  );
  const routeTables = {
    public: text(call("CreateRouteTable", { VpcId: id }), "RouteTable", "RouteTableId"),
    private: text(call("CreateRouteTable", { VpcId: id }), "RouteTable", "RouteTableId"),
  };
  const anywhere = { DestinationCidrBlock: "0.0.0.0/0" };
  call("CreateRoute", { RouteTableId: routeTables.public, ...anywhere, GatewayId: gateway });
  call("CreateRoute", { RouteTableId: routeTables.private, ...anywhere, NatGatewayId: nat });
  for (const [i, SubnetId] of subnets.entries()) {
    const RouteTableId = vpc.subnets[i]?.tier === "public" ? routeTables.public : routeTables.private;
    call("AssociateRouteTable", { RouteTableId, SubnetId });
  }
  restrictData(call, id, ofTier("data"));
  return { id, account: vpc.account, subnets, groups: deployGroups(vpc, id, call), routeTables, interfaces: [] };
}

type CallOne = (operation: string, input: object) => Readonly<Record<string, unknown>>;

/** Data subnets take in what comes from private addresses and the answers to what they asked. */
function restrictData(call: CallOne, VpcId: string, subnets: readonly string[]): void {
  const NetworkAclId = text(call("CreateNetworkAcl", { VpcId }), "NetworkAcl", "NetworkAclId");
  const entry = (RuleNumber: number, Egress: boolean, CidrBlock: string, rest: object) =>
    call("CreateNetworkAclEntry", { NetworkAclId, RuleNumber, Egress, RuleAction: "allow", CidrBlock, ...rest });
  entry(100, false, "10.0.0.0/8", { Protocol: "-1" });
  entry(200, false, "0.0.0.0/0", { Protocol: "6", PortRange: { From: 1024, To: 65535 } });
  entry(100, true, "0.0.0.0/0", { Protocol: "-1" });
  const inForce = call("DescribeNetworkAcls", { Filters: [{ Name: "vpc-id", Values: [VpcId] }] })["NetworkAcls"];
  for (const acl of inForce as { Associations: { SubnetId: string; NetworkAclAssociationId: string }[] }[])
    for (const { SubnetId, NetworkAclAssociationId: AssociationId } of acl.Associations)
      if (subnets.includes(SubnetId)) call("ReplaceNetworkAclAssociation", { AssociationId, NetworkAclId });
}

function deployGroups(vpc: EstateVpc, VpcId: string, call: CallOne): string[] {
  const groups = vpc.groups.map(({ name }) =>
    text(call("CreateSecurityGroup", { VpcId, GroupName: name, Description: `the ${name} role` }), "GroupId"),
  );
  for (const [i, { ingress, egress }] of vpc.groups.entries()) {
    const GroupId = groups[i];
    const permissions = (rules: readonly EstateRule[]) => ({
      GroupId,
      IpPermissions: rules.map(({ protocol, from, to, peer }) => ({
        IpProtocol: protocol,
        FromPort: from,
        ToPort: to,
        ...(typeof peer === "number"
          ? { UserIdGroupPairs: [{ GroupId: groups[peer] }] }
          : { IpRanges: [{ CidrIp: peer }] }),
      })),
    });
    if (ingress.length > 0) call("AuthorizeSecurityGroupIngress", permissions(ingress));
    if (!egress) continue;
    const all = { GroupId, IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] };
    call("RevokeSecurityGroupEgress", all);
    call("AuthorizeSecurityGroupEgress", permissions(egress));
  }
  return groups;
}

/** The interfaces of every VPC, each by a call of its own. */
export async function deployInterfaces(
  estate: Estate,
  networks: readonly DeployedVpc[],
  call: Call,
  breathe: Breathe,
): Promise<DeployedVpc[]> {
  let calls = 0;
  const deployed: DeployedVpc[] = [];
  for (const [place, network] of networks.entries()) {
    const interfaces: string[] = [];
    const { interfaces: wanted = [], groups = [] } = estate.vpcs[place] ?? {};
    for (const [i, one] of wanted.entries()) {
      const role = groups[one.groups[0] ?? 0]?.name ?? "";
      const output = call(network.account, "CreateNetworkInterface", {
        SubnetId: network.subnets[one.subnet],
        Groups: one.groups.map((group) => network.groups[group]),
        TagSpecifications: [
          {
            ResourceType: "network-interface",
            Tags: [
              { Key: "Name", Value: `${role}-${place}-${i}` },
              { Key: "role", Value: role },
            ],
          },
        ],
      });
      interfaces.push(text(output, "NetworkInterface", "NetworkInterfaceId"));
      if (++calls % CALLS_A_BREATH === 0) await breathe();
    }
    deployed.push({ ...network, interfaces });
  }
  await breathe();
  return deployed;
}

/** A running instance on each interface that is to have one. */
export async function deployInstances(
  estate: Estate,
  networks: readonly DeployedVpc[],
  call: Call,
  breathe: Breathe,
): Promise<number> {
  let calls = 0;
  for (const [place, { account, interfaces }] of networks.entries()) {
    for (const [i, NetworkInterfaceId] of interfaces.entries()) {
      if (!estate.vpcs[place]?.interfaces[i]?.attached) continue;
      call(account, "RunInstances", {
        ImageId: "ami-0abcdef1234567890",
        InstanceType: "t3.micro",
        MinCount: 1,
        MaxCount: 1,
        NetworkInterfaces: [{ NetworkInterfaceId, DeviceIndex: 0 }],
      });
      if (++calls % CALLS_A_BREATH === 0) await breathe();
    }
  }
  await breathe();
  return calls;
}

/** The text at a path of an answer. */
function text(answer: Readonly<Record<string, unknown>>, ...path: readonly string[]): string {
  let at: unknown = answer;
  for (const name of path) at = (at as Readonly<Record<string, unknown>>)[name];
  if (typeof at !== "string") throw new Error(`no ${path.join(".")} in ${JSON.stringify(answer).slice(0, 200)}`);
  return at;
}
