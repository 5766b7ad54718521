/**
 * Deploys a shop with the five classic mistakes in its network, each marked MISTAKE, through the EC2 API.
 * `node deploy.mjs [--endpoint URL] [--region NAME]`; into a fresh region, as the names are to be unique.
 */
import {
  AcceptVpcPeeringConnectionCommand,
  AllocateAddressCommand,
  AssociateAddressCommand,
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
  CreateVpcPeeringConnectionCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
  RunInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilNatGatewayAvailable,
} from "@aws-sdk/client-ec2";
import { named, patience, send } from "../client.mjs";

const ANYWHERE = "0.0.0.0/0";
const SHOP = "10.20.0.0/16";
const STOCK = "10.30.0.0/16";

async function vpc(name, CidrBlock, subnetCidrs) {
  const { Vpc } = await send(new CreateVpcCommand({ CidrBlock, ...named("vpc", name) }));
  const network = { id: Vpc.VpcId, cidr: CidrBlock, subnets: {}, tables: {} };
  for (const [subnet, cidr] of Object.entries(subnetCidrs)) {
    const { Subnet } = await send(
      new CreateSubnetCommand({ VpcId: Vpc.VpcId, CidrBlock: cidr, ...named("subnet", `${subnet}-subnet`) }),
    );
    network.subnets[subnet] = Subnet.SubnetId;
    const { RouteTable } = await send(
      new CreateRouteTableCommand({ VpcId: Vpc.VpcId, ...named("route-table", `${subnet}-routes`) }),
    );
    network.tables[subnet] = RouteTable.RouteTableId;
    await send(new AssociateRouteTableCommand({ RouteTableId: RouteTable.RouteTableId, SubnetId: Subnet.SubnetId }));
  }
  console.log(`VPC ${Vpc.VpcId} ${name} ${CidrBlock}`);
  return network;
}
const route = (network, subnet, DestinationCidrBlock, target) =>
  send(new CreateRouteCommand({ RouteTableId: network.tables[subnet], DestinationCidrBlock, ...target }));

const shop = await vpc("shop", SHOP, {
  front: "10.20.0.0/24",
  back: "10.20.1.0/24",
  partner: "10.20.2.0/24",
});
const stock = await vpc("stock-vpc", STOCK, { stock: "10.30.0.0/24" });
// MISTAKE 5: the archive has the stock's addresses; a table of the shop can lead them to one of the two.
const archive = await vpc("archive-vpc", STOCK, { archive: "10.30.0.0/24" });

const { InternetGateway } = await send(new CreateInternetGatewayCommand(named("internet-gateway", "shop-internet")));
const GatewayId = InternetGateway.InternetGatewayId;
await send(new AttachInternetGatewayCommand({ VpcId: shop.id, InternetGatewayId: GatewayId }));
await route(shop, "front", ANYWHERE, { GatewayId });

async function elasticIp(name) {
  const { AllocationId } = await send(new AllocateAddressCommand({ Domain: "vpc", ...named("elastic-ip", name) }));
  return AllocationId;
}
const { NatGateway } = await send(
  new CreateNatGatewayCommand({
    ...{ SubnetId: shop.subnets.front, AllocationId: await elasticIp("nat-ip") },
    ...named("natgateway", "nat"),
  }),
);
const { NatGatewayId } = NatGateway;
await waitUntilNatGatewayAvailable(patience, { NatGatewayIds: [NatGatewayId] });
await route(shop, "back", ANYWHERE, { NatGatewayId });
// MISTAKE 4: the partners' gateway has a public address, and a way out that gives its replies another one.
await route(shop, "partner", ANYWHERE, { NatGatewayId });

async function peer(network, name) {
  const { VpcPeeringConnection } = await send(
    new CreateVpcPeeringConnectionCommand({
      ...{ VpcId: shop.id, PeerVpcId: network.id },
      ...named("vpc-peering-connection", name),
    }),
  );
  const { VpcPeeringConnectionId } = VpcPeeringConnection;
  await send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  return VpcPeeringConnectionId;
}
const toStock = await peer(stock, "to-stock");
const toArchive = await peer(archive, "to-archive");
await route(shop, "front", STOCK, { VpcPeeringConnectionId: toStock });
// MISTAKE 2: the stock has no route back to the shop.
await route(archive, "archive", SHOP, { VpcPeeringConnectionId: toArchive });

// The back's ACL: requests from the front come in.
const { NetworkAcl } = await send(new CreateNetworkAclCommand({ VpcId: shop.id, ...named("network-acl", "back-acl") }));
const { NetworkAclId } = NetworkAcl;
const entry = (RuleNumber, Egress, From, To, CidrBlock) =>
  send(
    new CreateNetworkAclEntryCommand({
      ...{ NetworkAclId, Egress, RuleNumber, RuleAction: "allow", Protocol: "6", CidrBlock },
      PortRange: { From, To },
    }),
  );
await entry(100, false, 8080, 8080, SHOP);
await entry(110, false, 1024, 65535, ANYWHERE); // replies to what the back asks outside
// MISTAKE 1: the back's own replies go to the front's ephemeral ports, 1024-65535, which nothing lets out.
await entry(100, true, 443, 443, ANYWHERE);
const { NetworkAcls } = await send(
  new DescribeNetworkAclsCommand({ Filters: [{ Name: "association.subnet-id", Values: [shop.subnets.back] }] }),
);
const { NetworkAclAssociationId: AssociationId } = NetworkAcls[0].Associations.find(
  ({ SubnetId }) => SubnetId === shop.subnets.back,
);
await send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));

async function host(name, network, subnet, PrivateIpAddress, permissions) {
  const { GroupId } = await send(
    new CreateSecurityGroupCommand({
      ...{ VpcId: network.id, GroupName: `${name}-group`, Description: `around ${name}` },
      ...named("security-group", `${name}-group`),
    }),
  );
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
const tcp = (port, CidrIp) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] });
const instances = {
  front: await host("front", shop, "front", "10.20.0.10", [tcp(443, ANYWHERE), tcp(22, SHOP)]),
  // MISTAKE 3: "for the time being", from everywhere.
  admin: await host("admin", shop, "front", "10.20.0.20", [tcp(22, ANYWHERE)]),
  back: await host("back", shop, "back", "10.20.1.10", [tcp(8080, SHOP)]),
  partner: await host("partner", shop, "partner", "10.20.2.10", [tcp(443, ANYWHERE)]),
  stock: await host("stock", stock, "stock", "10.30.0.10", [tcp(443, SHOP)]),
  archive: await host("archive", archive, "archive", "10.30.0.20", [tcp(443, SHOP)]),
};
await waitUntilInstanceRunning(patience, { InstanceIds: Object.values(instances) });
for (const name of ["front", "admin", "partner"])
  await send(new AssociateAddressCommand({ InstanceId: instances[name], AllocationId: await elasticIp(`${name}-ip`) }));
console.log("3 VPCs, 6 instances, 5 mistakes");
