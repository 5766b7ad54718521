/**
 * Deploys a hub and two spokes through the EC2 API: a transit gateway, shared services and the only way out in the hub.
 * `node deploy.mjs [--endpoint URL] [--region NAME]`; into a fresh region, as the names are to be unique.
 */
import { setTimeout as pause } from "node:timers/promises";
import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AssociateTransitGatewayRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayRouteCommand,
  CreateTransitGatewayRouteTableCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcCommand,
  DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand,
  EnableTransitGatewayRouteTablePropagationCommand,
  RunInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilNatGatewayAvailable,
} from "@aws-sdk/client-ec2";
import { named, patience, send } from "../client.mjs";

const ANYWHERE = "0.0.0.0/0";

/** Asks until it is so: the SDK has no waiters for transit gateways. */
async function until(isSo) {
  while (!(await isSo())) await pause(500);
}

async function vpc(name, CidrBlock, subnetCidrs) {
  const { Vpc } = await send(new CreateVpcCommand({ CidrBlock, ...named("vpc", name) }));
  const network = { id: Vpc.VpcId, cidr: CidrBlock, subnets: {} };
  for (const [subnet, cidr] of Object.entries(subnetCidrs)) {
    const { Subnet } = await send(
      new CreateSubnetCommand({ VpcId: Vpc.VpcId, CidrBlock: cidr, ...named("subnet", subnet) }),
    );
    network.subnets[subnet] = Subnet.SubnetId;
  }
  console.log(`VPC ${Vpc.VpcId} ${name} ${CidrBlock}`);
  return network;
}

async function routes(network, name, subnet, targets) {
  const { RouteTable } = await send(new CreateRouteTableCommand({ VpcId: network.id, ...named("route-table", name) }));
  const { RouteTableId } = RouteTable;
  for (const [DestinationCidrBlock, target] of Object.entries(targets))
    await send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...target }));
  await send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: network.subnets[subnet] }));
}

// Address plans that do not overlap, and a subnet a purpose.
const hub = await vpc("hub", "10.0.0.0/16", {
  "hub-public": "10.0.0.0/24",
  "hub-transit": "10.0.1.0/24",
  "hub-services": "10.0.2.0/24",
});
const spokes = {
  orders: await vpc("orders-spoke", "10.1.0.0/16", { "orders-subnet": "10.1.0.0/24" }),
  billing: await vpc("billing-spoke", "10.2.0.0/16", { "billing-subnet": "10.2.0.0/24" }),
};

// The transit gateway, with a table for the spokes and one for the hub in place of its default.
const { TransitGateway } = await send(
  new CreateTransitGatewayCommand({
    Options: { DefaultRouteTableAssociation: "disable", DefaultRouteTablePropagation: "disable" },
    ...named("transit-gateway", "backbone"),
  }),
);
const { TransitGatewayId } = TransitGateway;
await until(async () => {
  const found = await send(new DescribeTransitGatewaysCommand({ TransitGatewayIds: [TransitGatewayId] }));
  return found.TransitGateways[0].State === "available";
});
console.log(`transit gateway ${TransitGatewayId} backbone`);

async function attach(network, subnet, name) {
  const { TransitGatewayVpcAttachment } = await send(
    new CreateTransitGatewayVpcAttachmentCommand({
      ...{ TransitGatewayId, VpcId: network.id, SubnetIds: [network.subnets[subnet]] },
      ...named("transit-gateway-attachment", name),
    }),
  );
  const id = TransitGatewayVpcAttachment.TransitGatewayAttachmentId;
  await until(async () => {
    const found = await send(new DescribeTransitGatewayVpcAttachmentsCommand({ TransitGatewayAttachmentIds: [id] }));
    return found.TransitGatewayVpcAttachments[0].State === "available";
  });
  return id;
}
const toHub = await attach(hub, "hub-transit", "to-hub");
const toOrders = await attach(spokes.orders, "orders-subnet", "to-orders");
const toBilling = await attach(spokes.billing, "billing-subnet", "to-billing");

async function gatewayTable(name, associated, propagated) {
  const { TransitGatewayRouteTable } = await send(
    new CreateTransitGatewayRouteTableCommand({ TransitGatewayId, ...named("transit-gateway-route-table", name) }),
  );
  const { TransitGatewayRouteTableId } = TransitGatewayRouteTable;
  for (const TransitGatewayAttachmentId of associated)
    await send(
      new AssociateTransitGatewayRouteTableCommand({ TransitGatewayRouteTableId, TransitGatewayAttachmentId }),
    );
  for (const TransitGatewayAttachmentId of propagated)
    await send(
      new EnableTransitGatewayRouteTablePropagationCommand({ TransitGatewayRouteTableId, TransitGatewayAttachmentId }),
    );
  return TransitGatewayRouteTableId;
}
const spokeTable = await gatewayTable("spokes", [toOrders, toBilling], [toHub]);
await gatewayTable("hub", [toHub], [toOrders, toBilling]);
const spokeRoute = (DestinationCidrBlock, target) =>
  send(
    new CreateTransitGatewayRouteCommand({
      ...{ TransitGatewayRouteTableId: spokeTable, DestinationCidrBlock },
      ...target,
    }),
  );
await spokeRoute(ANYWHERE, { TransitGatewayAttachmentId: toHub });
// Without these a spoke would reach the other through the hub's NAT gateway, which routes back to both.
for (const { cidr } of Object.values(spokes)) await spokeRoute(cidr, { Blackhole: true });

// The only way out.
const { InternetGateway } = await send(new CreateInternetGatewayCommand(named("internet-gateway", "hub-internet")));
const GatewayId = InternetGateway.InternetGatewayId;
await send(new AttachInternetGatewayCommand({ VpcId: hub.id, InternetGatewayId: GatewayId }));
const { AllocationId } = await send(new AllocateAddressCommand({ Domain: "vpc", ...named("elastic-ip", "egress-ip") }));
const { NatGateway } = await send(
  new CreateNatGatewayCommand({
    ...{ SubnetId: hub.subnets["hub-public"], AllocationId },
    ...named("natgateway", "egress"),
  }),
);
const { NatGatewayId } = NatGateway;
await waitUntilNatGatewayAvailable(patience, { NatGatewayIds: [NatGatewayId] });

const toSpokes = Object.fromEntries(Object.values(spokes).map(({ cidr }) => [cidr, { TransitGatewayId }]));
await routes(hub, "hub-public-routes", "hub-public", { [ANYWHERE]: { GatewayId }, ...toSpokes });
await routes(hub, "hub-transit-routes", "hub-transit", { [ANYWHERE]: { NatGatewayId } });
await routes(hub, "hub-services-routes", "hub-services", toSpokes);
for (const [name, spoke] of Object.entries(spokes))
  await routes(spoke, `${name}-routes`, `${name}-subnet`, { [ANYWHERE]: { TransitGatewayId } });

// Groups and hosts.
async function host(name, network, subnet, PrivateIpAddress, permissions) {
  const { GroupId } = await send(
    new CreateSecurityGroupCommand({
      ...{ VpcId: network.id, GroupName: `${name}-group`, Description: `around ${name}` },
      ...named("security-group", `${name}-group`),
    }),
  );
  if (permissions.length > 0)
    await send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: permissions }));
  const { Instances } = await send(
    new RunInstancesCommand({
      ...{ ImageId: "ami-0c02fb55956c7d316", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 },
      ...{ SubnetId: network.subnets[subnet], SecurityGroupIds: [GroupId], PrivateIpAddress },
      ...named("instance", name),
    }),
  );
  console.log(`instance ${Instances[0].InstanceId} ${name} ${PrivateIpAddress}`);
  return Instances[0].InstanceId;
}
const rule = (IpProtocol, port, ...cidrs) => ({
  ...{ IpProtocol, FromPort: port, ToPort: port },
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});
const all = Object.values(spokes).map(({ cidr }) => cidr);
const OPERATIONS = "10.0.2.20";
const instances = [
  await host("directory", hub, "hub-services", "10.0.2.10", [rule("tcp", 636, ...all), rule("udp", 53, ...all)]),
  await host("operations", hub, "hub-services", OPERATIONS, []),
  await host("orders", spokes.orders, "orders-subnet", "10.1.0.10", [rule("tcp", 22, `${OPERATIONS}/32`)]),
  await host("billing", spokes.billing, "billing-subnet", "10.2.0.10", [rule("tcp", 22, `${OPERATIONS}/32`)]),
];
await waitUntilInstanceRunning(patience, { InstanceIds: instances });
console.log("1 hub, 2 spokes, 4 instances");
