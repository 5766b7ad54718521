import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

/** A VPC 10.0.0.0/16 (and an IPv6 /56) with one subnet 10.0.1.0/24, one table and an attached Internet gateway. */
function network(region: TestRegion) {
  const VpcId =
    region.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true }).Vpc?.VpcId ?? "";
  region.clock.advance(1000);
  const subnet = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet;
  const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
  const igw = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
  region.call("AttachInternetGateway", { VpcId, InternetGatewayId: igw });
  const SubnetId = subnet?.SubnetId ?? "";
  return { VpcId, SubnetId, RouteTableId, igw };
}

const interfaceIn = (region: TestRegion, SubnetId: string): string =>
  region.call("CreateNetworkInterface", { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? "";

const routesOf = (region: TestRegion, RouteTableId: string) =>
  region.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables?.[0]?.Routes ?? [];

const routeTo = (region: TestRegion, RouteTableId: string, destination: string) =>
  routesOf(region, RouteTableId).find(
    (route) =>
      (route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId) === destination,
  );

describe("CreateRoute", () => {
  test("to an Internet gateway: canonical, active, and the same asked twice is the same", () => {
    const region = testRegion();
    const { RouteTableId, igw } = network(region);
    const ask = () =>
      region.call("CreateRoute", { RouteTableId, DestinationCidrBlock: "100.68.0.18/18", GatewayId: igw });
    expect(ask()).toEqual({ Return: true });
    const before = stateOf(region);
    expect(ask()).toEqual({ Return: true });
    expect(stateOf(region)).toEqual(before);
    expect(routeTo(region, RouteTableId, "100.68.0.0/18")).toEqual({
      DestinationCidrBlock: "100.68.0.0/18",
      GatewayId: igw,
      Origin: "CreateRoute",
      State: "active",
    });
  });

  test("to each kind of target, told in its own member", () => {
    const region = testRegion();
    const { VpcId, SubnetId, RouteTableId, igw } = network(region);
    const eigw =
      region.call("CreateEgressOnlyInternetGateway", { VpcId }).EgressOnlyInternetGateway
        ?.EgressOnlyInternetGatewayId ?? "";
    const eni = interfaceIn(region, SubnetId);
    const PeerVpcId = region.call("CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc?.VpcId ?? "";
    const { VpcPeeringConnection } = region.call("CreateVpcPeeringConnection", { VpcId, PeerVpcId });
    const pcx = VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
    const nat =
      region.call("CreateNatGateway", { SubnetId, ConnectivityType: "private" }).NatGateway?.NatGatewayId ?? "";
    region.clock.advance(5000);
    const make = (destination: object, target: object) =>
      region.call("CreateRoute", { RouteTableId, ...destination, ...target });
    make({ DestinationIpv6CidrBlock: "::/0" }, { EgressOnlyInternetGatewayId: eigw });
    make({ DestinationIpv6CidrBlock: "64:ff9b::/96" }, { NatGatewayId: nat });
    make({ DestinationCidrBlock: "0.0.0.0/0" }, { NatGatewayId: nat });
    make({ DestinationCidrBlock: "10.1.0.0/16" }, { VpcPeeringConnectionId: pcx });
    make({ DestinationCidrBlock: "192.168.0.0/16" }, { NetworkInterfaceId: eni });
    make({ DestinationCidrBlock: "198.51.100.0/24" }, { GatewayId: igw });
    const routes = routesOf(region, RouteTableId);
    expect(routes.slice(2)).toMatchObject([
      { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: eigw, State: "active" },
      { DestinationIpv6CidrBlock: "64:ff9b::/96", NatGatewayId: nat, State: "active" },
      { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: nat, State: "active" },
      // Nobody has accepted yet, and nothing is behind the interface.
      { DestinationCidrBlock: "10.1.0.0/16", VpcPeeringConnectionId: pcx, State: "blackhole" },
      { DestinationCidrBlock: "192.168.0.0/16", NetworkInterfaceId: eni, State: "blackhole" },
      { DestinationCidrBlock: "198.51.100.0/24", GatewayId: igw, State: "active" },
    ]);
    expect(routesOf(region, RouteTableId)).toEqual(routes);

    region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    region.clock.advance(5000);
    expect(routeTo(region, RouteTableId, "10.1.0.0/16")?.State).toBe("active");
    region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    expect(routeTo(region, RouteTableId, "10.1.0.0/16")?.State).toBe("blackhole");
    region.call("DeleteEgressOnlyInternetGateway", { EgressOnlyInternetGatewayId: eigw });
    expect(routeTo(region, RouteTableId, "::/0")?.State).toBe("blackhole");
    region.call("DeleteNatGateway", { NatGatewayId: nat });
    expect(routeTo(region, RouteTableId, "0.0.0.0/0")?.State).toBe("blackhole");
  });

  test("an instance shows its interface; stopped, the route leads nowhere", () => {
    const region = testRegion();
    const { SubnetId, RouteTableId } = network(region);
    const { Instances = [] } = region.call("RunInstances", {
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      SubnetId,
    });
    const InstanceId = Instances[0]?.InstanceId ?? "";
    region.clock.advance(60_000);
    region.call("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", InstanceId });
    const route = routeTo(region, RouteTableId, "0.0.0.0/0");
    expect(route).toMatchObject({ InstanceId, InstanceOwnerId: "111111111111", State: "active" });
    expect(route?.NetworkInterfaceId).toMatch(/^eni-/);
    const Filters = [{ Name: "route.instance-id", Values: [InstanceId] }];
    expect(region.call("DescribeRouteTables", { Filters }).RouteTables).toHaveLength(1);
    region.call("StopInstances", { InstanceIds: [InstanceId] });
    region.clock.advance(60_000);
    expect(routeTo(region, RouteTableId, "0.0.0.0/0")?.State).toBe("blackhole");
    region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    region.clock.advance(60_000);
    expect(routeTo(region, RouteTableId, "0.0.0.0/0")?.State).toBe("blackhole");
  });

  test("a gateway that is detached leaves a blackhole; attached elsewhere, too", () => {
    const region = testRegion();
    const { VpcId, RouteTableId, igw } = network(region);
    region.call("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: igw });
    region.call("DetachInternetGateway", { VpcId, InternetGatewayId: igw });
    expect(routeTo(region, RouteTableId, "0.0.0.0/0")?.State).toBe("blackhole");
    const other = region.call("CreateVpc", { CidrBlock: "10.7.0.0/16" }).Vpc?.VpcId ?? "";
    region.call("AttachInternetGateway", { VpcId: other, InternetGatewayId: igw });
    expect(routeTo(region, RouteTableId, "0.0.0.0/0")?.State).toBe("blackhole");
    const Filters = [{ Name: "route.state", Values: ["blackhole"] }];
    expect(region.call("DescribeRouteTables", { Filters }).RouteTables?.map((table) => table.RouteTableId)).toEqual([
      RouteTableId,
    ]);
  });

  test("to a prefix list", () => {
    const region = testRegion();
    const { RouteTableId, igw } = network(region);
    const { PrefixList } = region.call("CreateManagedPrefixList", {
      PrefixListName: "partners",
      AddressFamily: "IPv4",
      MaxEntries: 5,
      Entries: [{ Cidr: "203.0.113.0/24" }],
    });
    region.clock.advance(5000);
    const DestinationPrefixListId = PrefixList?.PrefixListId ?? "";
    region.call("CreateRoute", { RouteTableId, DestinationPrefixListId, GatewayId: igw });
    expect(routeTo(region, RouteTableId, DestinationPrefixListId)).toMatchObject({
      DestinationPrefixListId,
      GatewayId: igw,
    });
    region.call("DeleteRoute", { RouteTableId, DestinationPrefixListId });
    expect(refusal(region, "DeleteRoute", { RouteTableId, DestinationPrefixListId })).toBe("InvalidRoute.NotFound");
  });

  test("refusals", () => {
    const region = testRegion();
    const { RouteTableId, igw, VpcId } = network(region);
    const other = network(region);
    const eigw =
      region.call("CreateEgressOnlyInternetGateway", { VpcId }).EgressOnlyInternetGateway
        ?.EgressOnlyInternetGatewayId ?? "";
    const refused = (input: object) => refusal(region, "CreateRoute", { RouteTableId, ...input });
    const any = { DestinationCidrBlock: "0.0.0.0/0" };
    region.call("CreateRoute", { RouteTableId, ...any, GatewayId: igw });
    expect(refused({ ...any, NetworkInterfaceId: interfaceIn(region, network(region).SubnetId) })).toBe(
      "InvalidParameterValue",
    );
    expect(refused({ ...any, EgressOnlyInternetGatewayId: eigw })).toBe("RouteAlreadyExists");
    expect(refused({ DestinationCidrBlock: "10.0.0.0/16", GatewayId: igw })).toBe("RouteAlreadyExists");
    expect(refused({ DestinationCidrBlock: "nonsense", GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused({ DestinationCidrBlock: "::/0", GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused({ ...any, DestinationIpv6CidrBlock: "::/0", GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused({ GatewayId: igw })).toBe("MissingParameter");
    expect(refused({ DestinationCidrBlock: "1.0.0.0/8" })).toBe("MissingParameter");
    const target = { DestinationCidrBlock: "1.0.0.0/8" };
    expect(refused({ ...target, GatewayId: igw, NatGatewayId: "nat-1" })).toBe("InvalidParameterCombination");
    expect(refused({ ...target, GatewayId: "igw-00000000" })).toBe("InvalidGatewayID.NotFound");
    expect(refused({ ...target, GatewayId: "vgw-00000000" })).toBe("InvalidGatewayID.NotFound");
    expect(refused({ ...target, GatewayId: other.igw })).toBe("InvalidParameterValue");
    expect(refused({ ...target, GatewayId: "local" })).toBe("InvalidGatewayID.NotFound");
    expect(refused({ ...target, NatGatewayId: "nat-00000000" })).toBe("InvalidNatGatewayID.NotFound");
    expect(refused({ ...target, NetworkInterfaceId: "eni-00000000" })).toBe("InvalidNetworkInterfaceID.NotFound");
    expect(refused({ ...target, InstanceId: "i-00000000" })).toBe("InvalidInstanceID.NotFound");
    expect(refused({ ...target, VpcPeeringConnectionId: "pcx-00000000" })).toBe(
      "InvalidVpcPeeringConnectionID.NotFound",
    );
    expect(refused({ ...target, TransitGatewayId: "tgw-00000000" })).toBe("InvalidTransitGatewayID.NotFound");
    expect(refused({ ...target, VpcEndpointId: "vpce-00000000" })).toBe("InvalidVpcEndpointId.NotFound");
    expect(refused({ ...target, EgressOnlyInternetGatewayId: eigw })).toBe("InvalidParameterValue");
    expect(refused({ DestinationCidrBlock: "169.254.169.0/24", GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused({ DestinationIpv6CidrBlock: "fd00:ec2::/32", GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused({ ...target, GatewayId: igw, RouteTableId: "rtb-00000000" })).toBe("InvalidRouteTableID.NotFound");
  });
});

describe("routes more specific than the local one", () => {
  test("lead through a middlebox, and cover whole subnets", () => {
    const region = testRegion();
    const { RouteTableId, SubnetId, igw } = network(region);
    const NetworkInterfaceId = interfaceIn(region, SubnetId);
    const refused = (DestinationCidrBlock: string, target: object) =>
      refusal(region, "CreateRoute", { RouteTableId, DestinationCidrBlock, ...target });
    expect(refused("10.0.1.0/24", { GatewayId: igw })).toBe("InvalidParameterValue");
    expect(refused("10.0.1.0/25", { NetworkInterfaceId })).toBe("InvalidParameterValue");
    expect(refused("10.0.2.0/24", { NetworkInterfaceId })).toBe("InvalidParameterValue");
    region.call("CreateRoute", { RouteTableId, DestinationCidrBlock: "10.0.1.0/24", NetworkInterfaceId });
    expect(routeTo(region, RouteTableId, "10.0.1.0/24")).toMatchObject({ NetworkInterfaceId });
  });
});

describe("ReplaceRoute and DeleteRoute", () => {
  test("a route changes its target in place", () => {
    const region = testRegion();
    const { RouteTableId, SubnetId, igw } = network(region);
    const NetworkInterfaceId = interfaceIn(region, SubnetId);
    const DestinationCidrBlock = "0.0.0.0/0";
    region.call("CreateRoute", { RouteTableId, DestinationCidrBlock, GatewayId: igw });
    region.call("ReplaceRoute", { RouteTableId, DestinationCidrBlock, NetworkInterfaceId });
    const route = routeTo(region, RouteTableId, DestinationCidrBlock);
    expect(route).toMatchObject({ NetworkInterfaceId, Origin: "CreateRoute" });
    expect(route?.GatewayId).toBeUndefined();
    expect(refusal(region, "ReplaceRoute", { RouteTableId, DestinationCidrBlock, LocalTarget: true })).toBe(
      "InvalidParameterValue",
    );
    expect(refusal(region, "ReplaceRoute", { RouteTableId, DestinationCidrBlock: "1.0.0.0/8", GatewayId: igw })).toBe(
      "InvalidParameterValue",
    );
    region.call("DeleteRoute", { RouteTableId, DestinationCidrBlock });
    expect(routeTo(region, RouteTableId, DestinationCidrBlock)).toBeUndefined();
    expect(refusal(region, "DeleteRoute", { RouteTableId, DestinationCidrBlock })).toBe("InvalidRoute.NotFound");
  });

  test("the local route is replaced and restored, never deleted", () => {
    const region = testRegion();
    const { RouteTableId, SubnetId, VpcId, igw } = network(region);
    const DestinationCidrBlock = "10.0.0.0/16";
    expect(refusal(region, "DeleteRoute", { RouteTableId, DestinationCidrBlock })).toBe("InvalidParameterValue");
    expect(refusal(region, "ReplaceRoute", { RouteTableId, DestinationCidrBlock, GatewayId: igw })).toBe(
      "InvalidParameterValue",
    );
    const NetworkInterfaceId = interfaceIn(region, SubnetId);
    region.call("ReplaceRoute", { RouteTableId, DestinationCidrBlock, NetworkInterfaceId });
    expect(routeTo(region, RouteTableId, DestinationCidrBlock)).toMatchObject({
      NetworkInterfaceId,
      Origin: "CreateRouteTable",
    });
    region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.3.0.0/16" });
    expect(
      refusal(region, "ReplaceRoute", { RouteTableId, DestinationCidrBlock, NetworkInterfaceId, LocalTarget: true }),
    ).toBe("InvalidParameterCombination");
    expect(routeTo(region, RouteTableId, DestinationCidrBlock)).toMatchObject({ NetworkInterfaceId });
    region.call("ReplaceRoute", { RouteTableId, DestinationCidrBlock, LocalTarget: true });
    expect(routeTo(region, RouteTableId, DestinationCidrBlock)).toMatchObject({ GatewayId: "local", State: "active" });
  });
});
