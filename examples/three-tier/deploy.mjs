/**
 * Deploys the three-tier network through the EC2 API, as a program of your own would: nothing here knows of Underlay but
 * the endpoint. `node deploy.mjs [--endpoint URL] [--region NAME]`; into a fresh region, as the names are to be unique.
 */
import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeNetworkAclsCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReplaceNetworkAclAssociationCommand,
  RunInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilNatGatewayAvailable,
} from "@aws-sdk/client-ec2";
import { named, patience, send } from "../client.mjs";

const VPC_CIDR = "10.0.0.0/16";
const ANYWHERE = "0.0.0.0/0";
/** Amazon Linux 2023 in us-east-1. */
const IMAGE = "ami-0c02fb55956c7d316";

const { AvailabilityZones } = await send(new DescribeAvailabilityZonesCommand({}));
const zones = AvailabilityZones.slice(0, 2).map(({ ZoneName }, i) => ({ zone: ZoneName, letter: "ab"[i], number: i }));

// The VPC and its way out.
const { Vpc } = await send(new CreateVpcCommand({ CidrBlock: VPC_CIDR, ...named("vpc", "three-tier") }));
const VpcId = Vpc.VpcId;
await send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
const { InternetGateway } = await send(new CreateInternetGatewayCommand(named("internet-gateway", "three-tier")));
const GatewayId = InternetGateway.InternetGatewayId;
await send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId: GatewayId }));
console.log(`VPC ${VpcId} ${VPC_CIDR} with Internet gateway ${GatewayId}`);

// Three subnets a zone.
const subnets = new Map();
for (const { zone, letter, number } of zones) {
  for (const [tier, third] of [
    ["public", number],
    ["application", 10 + number],
    ["data", 20 + number],
  ]) {
    const name = `${tier}-${letter}`;
    const { Subnet } = await send(
      new CreateSubnetCommand({
        VpcId,
        AvailabilityZone: zone,
        CidrBlock: `10.0.${third}.0/24`,
        ...named("subnet", name),
      }),
    );
    subnets.set(name, Subnet.SubnetId);
    if (tier === "public") {
      await send(new ModifySubnetAttributeCommand({ SubnetId: Subnet.SubnetId, MapPublicIpOnLaunch: { Value: true } }));
    }
    console.log(`subnet ${Subnet.SubnetId} ${name} ${Subnet.CidrBlock} in ${zone}`);
  }
}

// A NAT gateway a zone, so that a zone's failure is its own.
const natGateways = new Map();
for (const { letter } of zones) {
  const name = `nat-${letter}`;
  const { AllocationId } = await send(new AllocateAddressCommand({ Domain: "vpc", ...named("elastic-ip", name) }));
  const { NatGateway } = await send(
    new CreateNatGatewayCommand({
      SubnetId: subnets.get(`public-${letter}`),
      AllocationId,
      ...named("natgateway", name),
    }),
  );
  natGateways.set(letter, NatGateway.NatGatewayId);
  console.log(`NAT gateway ${NatGateway.NatGatewayId} ${name}`);
}

// Routes: public subnets to the Internet gateway, application subnets to their zone's NAT gateway, data subnets nowhere.
async function routeTable(name, subnetNames, route) {
  const { RouteTable } = await send(new CreateRouteTableCommand({ VpcId, ...named("route-table", name) }));
  const RouteTableId = RouteTable.RouteTableId;
  if (route) await send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE, ...route }));
  for (const subnet of subnetNames) {
    await send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: subnets.get(subnet) }));
  }
  console.log(`route table ${RouteTableId} ${name}`);
}
// A route to a NAT gateway that is still pending would lead nowhere.
await waitUntilNatGatewayAvailable(patience, { NatGatewayIds: [...natGateways.values()] });
await routeTable("public-routes", ["public-a", "public-b"], { GatewayId });
for (const { letter } of zones) {
  const route = { NatGatewayId: natGateways.get(letter) };
  await routeTable(`application-${letter}-routes`, [`application-${letter}`], route);
}
await routeTable("data-routes", ["data-a", "data-b"]);

// Security groups: each tier takes from the one before it, by reference.
async function securityGroup(name, description, permissions) {
  const { GroupId } = await send(
    new CreateSecurityGroupCommand({
      VpcId,
      GroupName: name,
      Description: description,
      ...named("security-group", name),
    }),
  );
  await send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: permissions }));
  console.log(`security group ${GroupId} ${name}`);
  return GroupId;
}
const tcp = (port, from) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, ...from });
const fromAnywhere = { IpRanges: [{ CidrIp: ANYWHERE }] };
const fromGroup = (GroupId) => ({ UserIdGroupPairs: [{ GroupId }] });
const web = await securityGroup("web", "the web servers", [tcp(80, fromAnywhere), tcp(443, fromAnywhere)]);
const app = await securityGroup("app", "the application servers", [tcp(8080, fromGroup(web))]);
const db = await securityGroup("db", "the databases", [tcp(5432, fromGroup(app))]);

// The data subnets' ACL, the coarse filter before the groups: PostgreSQL from within the VPC, its replies, nothing else.
const { NetworkAcl } = await send(new CreateNetworkAclCommand({ VpcId, ...named("network-acl", "data") }));
const NetworkAclId = NetworkAcl.NetworkAclId;
for (const [Egress, From, To] of [
  [false, 5432, 5432],
  [true, 1024, 65535],
]) {
  await send(
    new CreateNetworkAclEntryCommand({
      ...{ NetworkAclId, Egress, RuleNumber: 100, RuleAction: "allow" },
      ...{ Protocol: "6", CidrBlock: VPC_CIDR, PortRange: { From, To } },
    }),
  );
}
for (const name of ["data-a", "data-b"]) {
  const SubnetId = subnets.get(name);
  const { NetworkAcls } = await send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "association.subnet-id", Values: [SubnetId] }] }),
  );
  const { NetworkAclAssociationId: AssociationId } = NetworkAcls[0].Associations.find(
    (association) => association.SubnetId === SubnetId,
  );
  await send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
}
console.log(`network ACL ${NetworkAclId} data`);

// The instances.
const instances = [];
for (const [name, subnet, group, address] of [
  ["web-a", "public-a", web, "10.0.0.10"],
  ["web-b", "public-b", web, "10.0.1.10"],
  ["app-a", "application-a", app, "10.0.10.10"],
  ["app-b", "application-b", app, "10.0.11.10"],
  ["db-a", "data-a", db, "10.0.20.10"],
]) {
  const { Instances } = await send(
    new RunInstancesCommand({
      ...{ ImageId: IMAGE, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 },
      ...{ SubnetId: subnets.get(subnet), SecurityGroupIds: [group], PrivateIpAddress: address },
      ...named("instance", name),
    }),
  );
  instances.push(Instances[0].InstanceId);
  console.log(`instance ${Instances[0].InstanceId} ${name} ${address}`);
}
await waitUntilInstanceRunning(patience, { InstanceIds: instances });
console.log(`${zones.length} zones, ${subnets.size} subnets, ${instances.length} instances`);
