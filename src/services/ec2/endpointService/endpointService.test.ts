import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const NLB = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/front/50dc6c495c0c9188";
const NLB2 = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/other/50dc6c495c0c9189";
const GWLB = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/walls/50dc6c495c0c9187";
const TOPIC = "arn:aws:sns:us-east-1:111111111111:connections";

function serviceOf(region: TestRegion, input: object = {}): { ServiceId: string; ServiceName: string } {
  const { ServiceConfiguration } = region.call("CreateVpcEndpointServiceConfiguration", {
    NetworkLoadBalancerArns: [NLB],
    ...input,
  });
  return { ServiceId: ServiceConfiguration?.ServiceId ?? "", ServiceName: ServiceConfiguration?.ServiceName ?? "" };
}

const shown = (region: TestRegion, id: string) =>
  region.call("DescribeVpcEndpointServiceConfigurations", { ServiceIds: [id] }).ServiceConfigurations?.[0];

/** A VPC with a subnet, to make endpoints in. */
function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  region.call("ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } });
  const { Subnet } = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" });
  return { VpcId, SubnetId: Subnet?.SubnetId ?? "" };
}

function endpointTo(region: TestRegion, ServiceName: string, input: object = {}) {
  const { VpcId, SubnetId } = network(region);
  const wanted = { VpcId, ServiceName, SubnetIds: [SubnetId], VpcEndpointType: "Interface" as const };
  const { VpcEndpoint } = region.call("CreateVpcEndpoint", { ...wanted, ...input });
  return VpcEndpoint?.VpcEndpointId ?? "";
}

const stateOfEndpoint = (region: TestRegion, id: string) =>
  region.call("DescribeVpcEndpoints", { VpcEndpointIds: [id] }).VpcEndpoints?.[0]?.State;

const settled = (region: TestRegion): TestRegion => {
  region.clock.advance(1000);
  return region;
};

describe("a service configuration", () => {
  test("is described as it was made", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region, {
      TagSpecifications: [{ ResourceType: "vpc-endpoint-service", Tags: [{ Key: "Name", Value: "shop" }] }],
    });
    expect(ServiceName).toBe(`com.amazonaws.vpce.us-east-1.${ServiceId}`);
    expect(shown(region, ServiceId)).toMatchObject({
      ServiceType: [{ ServiceType: "Interface" }],
      ServiceState: "Available",
      AcceptanceRequired: true,
      NetworkLoadBalancerArns: [NLB],
      BaseEndpointDnsNames: [`${ServiceId}.us-east-1.vpce.amazonaws.com`],
      SupportedIpAddressTypes: ["ipv4"],
      SupportedRegions: [{ Region: "us-east-1", ServiceState: "Available" }],
      PrivateDnsNameConfiguration: {},
      Tags: [{ Key: "Name", Value: "shop" }],
    });
    expect(shown(region, ServiceId)).not.toHaveProperty("GatewayLoadBalancerArns");
    const walls = serviceOf(region, { NetworkLoadBalancerArns: [], GatewayLoadBalancerArns: [GWLB] });
    expect(shown(region, walls.ServiceId)?.ServiceType).toEqual([{ ServiceType: "GatewayLoadBalancer" }]);
    const found = (Name: string, Value: string) =>
      region
        .call("DescribeVpcEndpointServiceConfigurations", { Filters: [{ Name, Values: [Value] }] })
        .ServiceConfigurations?.map((one) => one.ServiceId);
    expect(found("service-name", ServiceName)).toEqual([ServiceId]);
    expect(found("service-id", walls.ServiceId)).toEqual([walls.ServiceId]);
    expect(found("service-state", "Available")).toEqual([ServiceId, walls.ServiceId]);
    expect(found("supported-ip-address-types", "ipv6")).toEqual([]);
    expect(found("tag:Name", "shop")).toEqual([ServiceId]);
    const stranger = region.as("222222222222", "us-east-1");
    expect(stranger.call("DescribeVpcEndpointServiceConfigurations").ServiceConfigurations).toEqual([]);
  });

  test("changes", () => {
    const region = testRegion();
    const { ServiceId } = serviceOf(region);
    region.call("ModifyVpcEndpointServiceConfiguration", {
      ServiceId,
      AcceptanceRequired: false,
      AddNetworkLoadBalancerArns: [NLB2],
      RemoveNetworkLoadBalancerArns: [NLB],
      AddSupportedIpAddressTypes: ["ipv6"],
      AddSupportedRegions: ["eu-west-1"],
      PrivateDnsName: "shop.example.com",
    });
    expect(shown(region, ServiceId)).toMatchObject({
      AcceptanceRequired: false,
      NetworkLoadBalancerArns: [NLB2],
      SupportedIpAddressTypes: ["ipv4", "ipv6"],
      SupportedRegions: [{ Region: "us-east-1" }, { Region: "eu-west-1" }],
      PrivateDnsName: "shop.example.com",
      PrivateDnsNameConfiguration: { State: "pendingVerification", Type: "TXT" },
    });
    region.call("StartVpcEndpointServicePrivateDnsVerification", { ServiceId });
    expect(shown(region, ServiceId)?.PrivateDnsNameConfiguration?.State).toBe("verified");
    region.call("ModifyVpcEndpointServicePayerResponsibility", { ServiceId, PayerResponsibility: "ServiceOwner" });
    region.call("ModifyVpcEndpointServiceConfiguration", { ServiceId, RemovePrivateDnsName: true });
    expect(shown(region, ServiceId)).toMatchObject({ PayerResponsibility: "ServiceOwner" });
    expect(shown(region, ServiceId)?.PrivateDnsName).toBeUndefined();
  });

  test("refusals", () => {
    const region = testRegion();
    const create = (input: object) => refusal(region, "CreateVpcEndpointServiceConfiguration", input);
    expect(create({})).toBe("InvalidParameter");
    expect(create({ NetworkLoadBalancerArns: [NLB], GatewayLoadBalancerArns: [GWLB] })).toBe("InvalidParameter");
    expect(create({ NetworkLoadBalancerArns: [GWLB] })).toBe("InvalidParameter");
    expect(create({ NetworkLoadBalancerArns: ["front"] })).toBe("InvalidParameter");
    expect(create({ NetworkLoadBalancerArns: [NLB.replace("us-east-1", "us-east-2")] })).toBe("InvalidParameter");
    expect(create({ GatewayLoadBalancerArns: [GWLB], PrivateDnsName: "a.example.com" })).toBe("InvalidParameter");
    expect(create({ NetworkLoadBalancerArns: [NLB], SupportedIpAddressTypes: ["ipv5"] })).toBe("InvalidParameterValue");
    expect(create({ NetworkLoadBalancerArns: [NLB], SupportedRegions: ["moon-1"] })).toBe("InvalidParameterValue");
    const { ServiceId } = serviceOf(region);
    const modify = (input: object) => refusal(region, "ModifyVpcEndpointServiceConfiguration", { ServiceId, ...input });
    expect(modify({ RemoveNetworkLoadBalancerArns: [NLB] })).toBe("InvalidParameter");
    expect(modify({ RemoveNetworkLoadBalancerArns: [NLB2] })).toBe("InvalidParameter");
    expect(modify({ AddGatewayLoadBalancerArns: [GWLB] })).toBe("InvalidParameter");
    expect(modify({ RemoveSupportedIpAddressTypes: ["ipv4"] })).toBe("InvalidParameter");
    expect(modify({ RemoveSupportedRegions: ["us-east-1"] })).toBe("InvalidParameter");
    expect(modify({ PrivateDnsName: "a.b", RemovePrivateDnsName: true })).toBe("InvalidParameterCombination");
    expect(modify({ ServiceId: "vpce-svc-unknown" })).toBe("InvalidVpcEndpointServiceId.NotFound");
    expect(modify({ ServiceId: "vpc-0123456789abcdef0" })).toBe("InvalidVpcEndpointServiceId.Malformed");
    expect(refusal(region, "StartVpcEndpointServicePrivateDnsVerification", { ServiceId })).toBe("InvalidParameter");
    const payer = { ServiceId, PayerResponsibility: "EndpointOwner" as never };
    expect(refusal(region, "ModifyVpcEndpointServicePayerResponsibility", payer)).toBe("InvalidParameterValue");
    const stranger = region.as("222222222222", "us-east-1");
    expect(refusal(stranger, "ModifyVpcEndpointServiceConfiguration", { ServiceId })).toBe(
      "InvalidVpcEndpointServiceId.NotFound",
    );
  });

  test("stays while endpoints are connected, then goes with its permissions and notifications", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region, { AcceptanceRequired: false });
    region.call("ModifyVpcEndpointServicePermissions", { ServiceId, AddAllowedPrincipals: ["*"] });
    region.call("CreateVpcEndpointConnectionNotification", {
      ServiceId,
      ConnectionNotificationArn: TOPIC,
      ConnectionEvents: ["Accept"],
    });
    const endpoint = endpointTo(region, ServiceName);
    const deletion = (id: string) =>
      region.call("DeleteVpcEndpointServiceConfigurations", { ServiceIds: [id] }).Unsuccessful;
    expect(deletion(ServiceId)).toMatchObject([
      { ResourceId: ServiceId, Error: { Code: "ExistingVpcEndpointConnections" } },
    ]);
    expect(deletion("vpce-svc-03cf101d15c3bff53")).toMatchObject([
      {
        Error: {
          Code: "InvalidVpcEndpointService.NotFound",
          Message: "The VpcEndpointService Id 'vpce-svc-03cf101d15c3bff53' does not exist",
        },
      },
    ]);
    region.call("RejectVpcEndpointConnections", { ServiceId, VpcEndpointIds: [endpoint] });
    expect(deletion(ServiceId)).toEqual([]);
    settled(region);
    expect(refusal(region, "DescribeVpcEndpointServicePermissions", { ServiceId })).toBe(
      "InvalidVpcEndpointServiceId.NotFound",
    );
    expect(region.call("DescribeVpcEndpointConnectionNotifications").ConnectionNotificationSet).toEqual([]);
    expect([...(region.cloud.store.tables().get("ec2.vpc-endpoint-service-permission")?.values() ?? [])]).toEqual([]);
    // The consumer's endpoint outlives the service, with its own names.
    const [left] = region.call("DescribeVpcEndpoints", { VpcEndpointIds: [endpoint] }).VpcEndpoints ?? [];
    expect(left?.State).toBe("rejected");
    expect(left?.DnsEntries?.[0]?.DnsName).toContain(`.${ServiceId}.us-east-1.vpce.amazonaws.com`);
  });
});

describe("permissions", () => {
  test("come and go, each with an id", () => {
    const region = testRegion();
    const { ServiceId } = serviceOf(region);
    const principals = ["arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/net/ops", "*"];
    const modify = (input: object) => region.call("ModifyVpcEndpointServicePermissions", { ServiceId, ...input });
    const { AddedPrincipals = [] } = modify({ AddAllowedPrincipals: principals });
    expect(AddedPrincipals.map(({ PrincipalType }) => PrincipalType)).toEqual(["Account", "Role", "All"]);
    expect(AddedPrincipals[0]?.ServicePermissionId).toMatch(/^vpce-svc-perm-[0-9a-f]{17}$/);
    expect(modify({ AddAllowedPrincipals: ["*"] }).AddedPrincipals).toEqual([]);
    const perm = AddedPrincipals[0]?.ServicePermissionId ?? "";
    region.call("CreateTags", { Resources: [perm], Tags: [{ Key: "a", Value: "b" }] });
    const allowed = (Filters: { Name: string; Values: string[] }[] = []) =>
      region.call("DescribeVpcEndpointServicePermissions", { ServiceId, Filters }).AllowedPrincipals ?? [];
    expect(allowed()[0]).toMatchObject({ Principal: principals[0], ServiceId, Tags: [{ Key: "a", Value: "b" }] });
    expect(allowed([{ Name: "principal-type", Values: ["All"] }])).toHaveLength(1);
    expect(allowed([{ Name: "principal", Values: ["*role*"] }])).toHaveLength(1);
    modify({ RemoveAllowedPrincipals: [principals[0], "arn:aws:iam::999999999999:root"] });
    expect(allowed().map(({ Principal }) => Principal)).toEqual(principals.slice(1));
    expect(region.call("DescribeTags").Tags).toEqual([]);
    const bad = { ServiceId, AddAllowedPrincipals: ["arn:aws:iam::222222222222:user/x", "prin1"] };
    expect(refusal(region, "ModifyVpcEndpointServicePermissions", bad)).toBe("InvalidPrincipal");
  });

  test("say who sees the service, and who may make an endpoint to it", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region, { AcceptanceRequired: false });
    const other = region.as("222222222222", "us-east-1");
    const { VpcId, SubnetId } = network(other);
    const wanted = { VpcId, ServiceName, SubnetIds: [SubnetId], VpcEndpointType: "Interface" as const };
    expect(refusal(other, "CreateVpcEndpoint", wanted)).toBe("InvalidServiceName");
    expect(refusal(other, "DescribeVpcEndpointServices", { ServiceNames: [ServiceName] })).toBe("InvalidServiceName");
    region.call("ModifyVpcEndpointServicePermissions", {
      ServiceId,
      AddAllowedPrincipals: ["arn:aws:iam::222222222222:role/ops"],
    });
    const { ServiceDetails } = other.call("DescribeVpcEndpointServices", { ServiceNames: [ServiceName] });
    expect(ServiceDetails).toMatchObject([
      { ServiceId, Owner: "111111111111", VpcEndpointPolicySupported: false, AcceptanceRequired: false },
    ]);
    const { VpcEndpoint } = other.call("CreateVpcEndpoint", wanted);
    expect(VpcEndpoint).toMatchObject({ State: "pending", ServiceName, PrivateDnsEnabled: false });
    expect(VpcEndpoint?.DnsEntries?.[0]?.DnsName).toMatch(
      new RegExp(`^vpce-[0-9a-f]+-[0-9a-f]{8}\\.${ServiceId}\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
    );
    expect(stateOfEndpoint(settled(other), VpcEndpoint?.VpcEndpointId ?? "")).toBe("available");
    const third = region.as("333333333333", "us-east-1");
    expect(third.call("DescribeVpcEndpointServices").ServiceNames).not.toContain(ServiceName);
  });

  test("a verified name is the endpoints' too", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region, {
      AcceptanceRequired: false,
      PrivateDnsName: "shop.example.com",
    });
    const { VpcId, SubnetId } = network(region);
    const wanted = { VpcId, ServiceName, SubnetIds: [SubnetId], VpcEndpointType: "Interface" as const };
    expect(refusal(region, "CreateVpcEndpoint", { ...wanted, PrivateDnsEnabled: true })).toBe("InvalidParameter");
    region.call("StartVpcEndpointServicePrivateDnsVerification", { ServiceId });
    const { VpcEndpoint } = region.call("CreateVpcEndpoint", { ...wanted, PrivateDnsEnabled: true });
    expect(VpcEndpoint?.DnsEntries?.at(-1)?.DnsName).toBe("shop.example.com");
  });

  test("a service reaches another Region where it says so", () => {
    const region = testRegion();
    const { ServiceName } = serviceOf(region, { AcceptanceRequired: false, SupportedRegions: ["eu-west-1"] });
    const west = region.as("111111111111", "eu-west-1");
    const ServiceRegion = "us-east-1";
    const { VpcId, SubnetId } = network(west);
    const wanted = { VpcId, ServiceName, SubnetIds: [SubnetId], VpcEndpointType: "Interface" as const };
    expect(refusal(west, "CreateVpcEndpoint", wanted)).toBe("InvalidServiceName");
    const { VpcEndpoint } = west.call("CreateVpcEndpoint", { ...wanted, ServiceRegion });
    expect(VpcEndpoint?.ServiceRegion).toBe(ServiceRegion);
    expect(west.call("DescribeVpcEndpointServices").ServiceNames).not.toContain(ServiceName);
    expect(west.call("DescribeVpcEndpointServices", { ServiceRegions: [ServiceRegion] }).ServiceNames).toEqual([
      ServiceName,
    ]);
    const { VpcEndpointConnections } = region.call("DescribeVpcEndpointConnections", {
      Filters: [{ Name: "vpc-endpoint-region", Values: ["cross-region"] }],
    });
    expect(VpcEndpointConnections).toMatchObject([{ VpcEndpointRegion: "eu-west-1" }]);
  });
});

describe("connections", () => {
  test("wait for the owner's answer", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region);
    region.call("ModifyVpcEndpointServicePermissions", { ServiceId, AddAllowedPrincipals: ["*"] });
    const other = region.as("222222222222", "us-east-1");
    const id = endpointTo(other, ServiceName);
    expect(stateOfEndpoint(settled(other), id)).toBe("pendingAcceptance");
    const connections = (Filters: { Name: string; Values: string[] }[] = []) =>
      region.call("DescribeVpcEndpointConnections", { Filters }).VpcEndpointConnections ?? [];
    expect(connections()).toMatchObject([
      {
        ServiceId,
        VpcEndpointId: id,
        VpcEndpointOwner: "222222222222",
        VpcEndpointState: "pendingAcceptance",
        NetworkLoadBalancerArns: [NLB],
      },
    ]);
    expect(other.call("DescribeVpcEndpointConnections").VpcEndpointConnections).toEqual([]);
    expect(connections([{ Name: "vpc-endpoint-owner", Values: ["222222222222"] }])).toHaveLength(1);
    expect(connections([{ Name: "vpc-endpoint-state", Values: ["available"] }])).toHaveLength(0);
    const asked = { ServiceId, VpcEndpointIds: [id] };
    expect(refusal(other, "AcceptVpcEndpointConnections", asked)).toBe("InvalidVpcEndpointServiceId.NotFound");
    expect(region.call("AcceptVpcEndpointConnections", asked).Unsuccessful).toEqual([]);
    expect(stateOfEndpoint(settled(other), id)).toBe("available");
    expect(region.call("AcceptVpcEndpointConnections", asked).Unsuccessful).toMatchObject([
      { ResourceId: id, Error: { Code: "InvalidState" } },
    ]);
    expect(region.call("RejectVpcEndpointConnections", asked).Unsuccessful).toEqual([]);
    expect(stateOfEndpoint(settled(other), id)).toBe("rejected");
    const unknown = { ServiceId, VpcEndpointIds: ["vpce-0123456789abcdef0"] };
    expect(region.call("RejectVpcEndpointConnections", unknown).Unsuccessful).toMatchObject([
      { Error: { Code: "InvalidVpcEndpoint.NotFound" } },
    ]);
    other.call("DeleteVpcEndpoints", { VpcEndpointIds: [id] });
    settled(other);
    expect(connections()).toEqual([]);
  });

  test("a Gateway Load Balancer endpoint stands in one subnet and is a route's target", () => {
    const region = testRegion();
    const { ServiceName } = serviceOf(region, {
      NetworkLoadBalancerArns: [],
      GatewayLoadBalancerArns: [GWLB],
      AcceptanceRequired: false,
    });
    const { VpcId, SubnetId } = network(region);
    const wanted = { VpcId, ServiceName, VpcEndpointType: "GatewayLoadBalancer" as const };
    expect(refusal(region, "CreateVpcEndpoint", wanted)).toBe("InvalidParameter");
    expect(refusal(region, "CreateVpcEndpoint", { ...wanted, VpcEndpointType: "Interface" })).toBe("InvalidParameter");
    const grouped = { ...wanted, SubnetIds: [SubnetId], SecurityGroupIds: ["sg-0123456789abcdef0"] };
    expect(refusal(region, "CreateVpcEndpoint", grouped)).toBe("InvalidParameter");
    const { VpcEndpoint } = region.call("CreateVpcEndpoint", { ...wanted, SubnetIds: [SubnetId] });
    const VpcEndpointId = VpcEndpoint?.VpcEndpointId ?? "";
    expect(stateOfEndpoint(settled(region), VpcEndpointId)).toBe("available");
    const { NetworkInterfaces } = region.call("DescribeNetworkInterfaces", {
      NetworkInterfaceIds: VpcEndpoint?.NetworkInterfaceIds,
    });
    expect(NetworkInterfaces).toMatchObject([{ InterfaceType: "gateway_load_balancer_endpoint", Groups: [] }]);
    const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    region.call("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", VpcEndpointId });
    const { RouteTables } = region.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] });
    expect(RouteTables?.[0]?.Routes?.[1]).toMatchObject({ GatewayId: VpcEndpointId, State: "active" });
    region.call("DeleteVpcEndpoints", { VpcEndpointIds: [VpcEndpointId] });
    settled(region);
    expect(region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
  });
});

describe("connection notifications", () => {
  test("of a service or of an endpoint", () => {
    const region = testRegion();
    const { ServiceId, ServiceName } = serviceOf(region);
    const VpcEndpointId = endpointTo(region, ServiceName);
    const wanted = { ConnectionNotificationArn: TOPIC, ConnectionEvents: ["Accept", "Reject"] };
    const create = (input: object) =>
      region.call("CreateVpcEndpointConnectionNotification", { ...wanted, ...input }).ConnectionNotification;
    const ofService = create({ ServiceId });
    expect(ofService).toMatchObject({
      ServiceId,
      ConnectionNotificationType: "Topic",
      ConnectionNotificationState: "Enabled",
      ConnectionEvents: ["Accept", "Reject"],
    });
    const ofEndpoint = create({ VpcEndpointId });
    const ConnectionNotificationId = ofService?.ConnectionNotificationId ?? "";
    region.call("ModifyVpcEndpointConnectionNotification", { ConnectionNotificationId, ConnectionEvents: ["Delete"] });
    const found = (input: object) =>
      region.call("DescribeVpcEndpointConnectionNotifications", input).ConnectionNotificationSet ?? [];
    expect(found({ ConnectionNotificationId })).toMatchObject([
      { ConnectionEvents: ["Delete"], ConnectionNotificationArn: TOPIC },
    ]);
    const byEndpoint = found({ Filters: [{ Name: "vpc-endpoint-id", Values: [VpcEndpointId] }] });
    expect(byEndpoint).toEqual([ofEndpoint]);
    const { Unsuccessful } = region.call("DeleteVpcEndpointConnectionNotifications", {
      ConnectionNotificationIds: [ConnectionNotificationId, "vpce-nfn-0123456789abcdef0"],
    });
    expect(Unsuccessful).toMatchObject([{ Error: { Code: "InvalidConnectionNotification" } }]);
    region.call("DeleteVpcEndpoints", { VpcEndpointIds: [VpcEndpointId] });
    settled(region);
    expect(found({})).toEqual([]);
  });

  test("refusals", () => {
    const region = testRegion();
    const { ServiceId } = serviceOf(region);
    const wanted = { ServiceId, ConnectionNotificationArn: TOPIC, ConnectionEvents: ["Accept"] };
    const create = (input: object) =>
      refusal(region, "CreateVpcEndpointConnectionNotification", { ...wanted, ...input });
    expect(create({ VpcEndpointId: "vpce-0123456789abcdef0" })).toBe("InvalidParameterCombination");
    expect(create({ ServiceId: undefined })).toBe("InvalidParameterCombination");
    expect(create({ ConnectionNotificationArn: "topic" })).toBe("InvalidParameter");
    expect(create({ ConnectionEvents: ["Explode"] })).toBe("InvalidParameter");
    expect(create({ ConnectionEvents: [] })).toBe("MissingParameter");
    const ConnectionNotificationId = "vpce-nfn-0123456789abcdef0";
    expect(refusal(region, "DescribeVpcEndpointConnectionNotifications", { ConnectionNotificationId })).toBe(
      "InvalidConnectionNotification",
    );
  });
});
