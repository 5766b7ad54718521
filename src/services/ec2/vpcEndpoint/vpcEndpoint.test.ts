import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const S3 = "com.amazonaws.us-east-1.s3";
const SSM = "com.amazonaws.us-east-1.ssm";

/** A VPC with DNS hostnames, a route table of its own and subnets in two zones. */
function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  region.call("ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } });
  const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
  const subnet = (CidrBlock: string, AvailabilityZone: string) =>
    region.call("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone }).Subnet?.SubnetId ?? "";
  return {
    VpcId,
    RouteTableId,
    a: subnet("10.0.1.0/24", "us-east-1a"),
    b: subnet("10.0.2.0/24", "us-east-1b"),
    a2: subnet("10.0.3.0/24", "us-east-1a"),
  };
}

const endpointOf = (region: TestRegion, id: string) =>
  region.call("DescribeVpcEndpoints", { VpcEndpointIds: [id] }).VpcEndpoints?.[0];

const routesOf = (region: TestRegion, RouteTableId: string) =>
  region.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables?.[0]?.Routes ?? [];

describe("a gateway endpoint", () => {
  test("routes the service's prefix list in its tables, and no others", () => {
    const region = testRegion();
    const { VpcId, RouteTableId } = network(region);
    const { VpcEndpoint } = region.call("CreateVpcEndpoint", {
      VpcId,
      ServiceName: S3,
      RouteTableIds: [RouteTableId],
      TagSpecifications: [{ ResourceType: "vpc-endpoint", Tags: [{ Key: "Name", Value: "s3" }] }],
    });
    const id = VpcEndpoint?.VpcEndpointId ?? "";
    expect(VpcEndpoint).toMatchObject({
      VpcEndpointType: "Gateway",
      State: "available",
      RouteTableIds: [RouteTableId],
      Tags: [{ Key: "Name", Value: "s3" }],
    });
    expect(JSON.parse(VpcEndpoint?.PolicyDocument ?? "")).toHaveProperty("Statement");
    expect(routesOf(region, RouteTableId)[1]).toEqual({
      DestinationPrefixListId: "pl-63a5400a",
      GatewayId: id,
      Origin: "CreateRoute",
      State: "active",
    });
    const other = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    expect(routesOf(region, other)).toHaveLength(1);
    region.call("ModifyVpcEndpoint", {
      VpcEndpointId: id,
      AddRouteTableIds: [other],
      RemoveRouteTableIds: [RouteTableId],
    });
    expect(endpointOf(region, id)?.RouteTableIds).toEqual([other]);
    expect(routesOf(region, RouteTableId)).toHaveLength(1);
    expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");

    expect(region.call("DeleteVpcEndpoints", { VpcEndpointIds: [id] }).Unsuccessful).toEqual([]);
    expect(endpointOf(region, id)?.State).toBe("deleting");
    expect(routesOf(region, other)).toHaveLength(1);
    region.clock.advance(1000);
    expect(refusal(region, "DescribeVpcEndpoints", { VpcEndpointIds: [id] })).toBe("InvalidVpcEndpointId.NotFound");
  });

  test("its routes are not for CreateRoute, ReplaceRoute and DeleteRoute", () => {
    const region = testRegion();
    const { VpcId, RouteTableId } = network(region);
    const RouteTableIds = [RouteTableId];
    const { VpcEndpoint } = region.call("CreateVpcEndpoint", { VpcId, ServiceName: S3, RouteTableIds });
    const route = { RouteTableId, DestinationPrefixListId: "pl-63a5400a" };
    const GatewayId = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { InternetGatewayId: GatewayId, VpcId });
    expect(refusal(region, "DeleteRoute", route)).toBe("InvalidParameterValue");
    expect(refusal(region, "ReplaceRoute", { ...route, GatewayId })).toBe("InvalidParameterValue");
    const named = { RouteTableId, DestinationCidrBlock: "1.2.3.0/24", VpcEndpointId: VpcEndpoint?.VpcEndpointId };
    expect(refusal(region, "CreateRoute", named)).toBe("RouteNotSupported");
    expect(refusal(region, "CreateVpcEndpoint", { VpcId, ServiceName: S3, RouteTableIds })).toBe("RouteAlreadyExists");
  });

  test("refusals", () => {
    const region = testRegion();
    const { VpcId, RouteTableId, a } = network(region);
    const elsewhere = network(region).RouteTableId;
    const refused = (input: object) => refusal(region, "CreateVpcEndpoint", { VpcId, ServiceName: S3, ...input });
    expect(refused({ VpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");
    expect(refused({ ServiceName: "com.amazonaws.us-east-1.nothing" })).toBe("InvalidServiceName");
    expect(refused({ ServiceName: SSM })).toBe("InvalidParameter");
    expect(refused({ RouteTableIds: ["rtb-00000000"] })).toBe("InvalidRouteTableID.NotFound");
    expect(refused({ RouteTableIds: [RouteTableId, elsewhere] })).toBe("InvalidParameter");
    expect(refused({ SubnetIds: [a] })).toBe("InvalidParameter");
    expect(refused({ PolicyDocument: "{" })).toBe("InvalidPolicyDocument");
    expect(refused({ VpcEndpointType: "GatewayLoadBalancer" })).toBe("InvalidParameter");
    expect(refused({ VpcEndpointType: "Resource" })).toBe("UnsupportedOperation");
    const stranger = region.as("222222222222", "us-east-1");
    expect(refusal(stranger, "CreateVpcEndpoint", { VpcId, ServiceName: S3 })).toBe("InvalidVpcID.NotFound");
  });

  test("deletion tells which ids are unknown and deletes the others", () => {
    const region = testRegion();
    const { VpcId } = network(region);
    const { VpcEndpoint } = region.call("CreateVpcEndpoint", { VpcId, ServiceName: S3 });
    const id = VpcEndpoint?.VpcEndpointId ?? "";
    const stranger = region.as("222222222222", "us-east-1");
    stranger.call("DeleteVpcEndpoints", { VpcEndpointIds: [id] });
    expect(endpointOf(region, id)?.State).toBe("available");
    const { Unsuccessful } = region.call("DeleteVpcEndpoints", { VpcEndpointIds: ["vpce-00000000", id] });
    expect(Unsuccessful).toMatchObject([
      { ResourceId: "vpce-00000000", Error: { Code: "InvalidVpcEndpoint.NotFound" } },
    ]);
    expect(endpointOf(region, id)?.State).toBe("deleting");
  });
});

describe("an interface endpoint", () => {
  const created = (region: TestRegion, input: object) =>
    region.call("CreateVpcEndpoint", { ServiceName: SSM, VpcEndpointType: "Interface", VpcId: "", ...input })
      .VpcEndpoint;

  test("has an interface in each subnet, DNS names by zone and the service's private name", () => {
    const region = testRegion();
    const { VpcId, a, b } = network(region);
    const endpoint = created(region, {
      VpcId,
      SubnetIds: [a, b],
      SubnetConfigurations: [{ SubnetId: b, Ipv4: "10.0.2.77" }],
    });
    const id = endpoint?.VpcEndpointId ?? "";
    expect(endpoint).toMatchObject({ State: "pending", SubnetIds: [a, b], PrivateDnsEnabled: true });
    region.clock.advance(1000);
    const shown = endpointOf(region, id);
    expect(shown).toMatchObject({ State: "available", IpAddressType: "ipv4", Groups: [{ GroupName: "default" }] });
    const names = shown?.DnsEntries?.map(({ DnsName }) => DnsName) ?? [];
    expect(names).toHaveLength(4);
    expect(names[0]).toMatch(new RegExp(`^${id}-[0-9a-f]{8}\\.ssm\\.us-east-1\\.vpce\\.amazonaws\\.com$`));
    expect(names[2]).toContain("-us-east-1b.ssm.");
    expect(names[3]).toBe("ssm.us-east-1.amazonaws.com");
    const { NetworkInterfaces = [] } = region.call("DescribeNetworkInterfaces", {
      NetworkInterfaceIds: shown?.NetworkInterfaceIds,
    });
    expect(NetworkInterfaces).toMatchObject([
      { InterfaceType: "vpc_endpoint", SubnetId: a, Status: "in-use", RequesterManaged: true },
      { SubnetId: b, PrivateIpAddress: "10.0.2.77", Description: `VPC Endpoint Interface ${id}` },
    ]);
    expect(refusal(region, "DeleteSubnet", { SubnetId: a })).toBe("DependencyViolation");
    region.call("DeleteVpcEndpoints", { VpcEndpointIds: [id] });
    region.clock.advance(1000);
    region.call("DeleteSubnet", { SubnetId: a });
  });

  test("changes its subnets, groups and private DNS", () => {
    const region = testRegion();
    const { VpcId, a, b, a2 } = network(region);
    const id = created(region, { VpcId, SubnetIds: [a] })?.VpcEndpointId ?? "";
    const mine = region.call("CreateSecurityGroup", { VpcId, GroupName: "g", Description: "g" }).GroupId ?? "";
    const standard = endpointOf(region, id)?.Groups?.[0]?.GroupId ?? "";
    const modified = (input: object) => region.call("ModifyVpcEndpoint", { VpcEndpointId: id, ...input });
    modified({ AddSecurityGroupIds: [mine], RemoveSecurityGroupIds: [standard], AddSubnetIds: [b] });
    const shown = endpointOf(region, id);
    expect(shown).toMatchObject({ SubnetIds: [a, b], Groups: [{ GroupId: mine }] });
    const { NetworkInterfaces = [] } = region.call("DescribeNetworkInterfaces", {
      NetworkInterfaceIds: shown?.NetworkInterfaceIds,
    });
    expect(NetworkInterfaces.map(({ Groups }) => Groups?.map(({ GroupId }) => GroupId))).toEqual([[mine], [mine]]);
    expect(refusal(region, "DeleteSecurityGroup", { GroupId: mine })).toBe("DependencyViolation");
    const refused = (input: object) => refusal(region, "ModifyVpcEndpoint", { VpcEndpointId: id, ...input });
    expect(refused({ AddSubnetIds: [a2] })).toBe("DuplicateSubnetsInSameZone");
    expect(refused({ RemoveSecurityGroupIds: [mine] })).toBe("InvalidParameter");
    expect(refused({ RemoveSubnetIds: [a2] })).toBe("InvalidParameter");
    expect(refused({ ResetPolicy: true, PolicyDocument: "{}" })).toBe("InvalidParameterCombination");
    modified({ RemoveSubnetIds: [a], PrivateDnsEnabled: false, PolicyDocument: '{"Statement":[]}' });
    expect(endpointOf(region, id)).toMatchObject({
      SubnetIds: [b],
      PrivateDnsEnabled: false,
      PolicyDocument: '{"Statement":[]}',
    });
    expect(endpointOf(region, id)?.DnsEntries).toHaveLength(2);
    modified({ ResetPolicy: true });
    expect(endpointOf(region, id)?.PolicyDocument).toContain("Allow");
  });

  test("private DNS needs a VPC that resolves, and is one endpoint's in a VPC", () => {
    const region = testRegion();
    const { VpcId } = network(region);
    created(region, { VpcId });
    const again = { VpcId, ServiceName: SSM, VpcEndpointType: "Interface" as const };
    expect(refusal(region, "CreateVpcEndpoint", again)).toBe("InvalidParameter");
    region.call("CreateVpcEndpoint", { ...again, PrivateDnsEnabled: false });
    region.call("ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: false } });
    expect(refusal(region, "CreateVpcEndpoint", { ...again, ServiceName: "com.amazonaws.us-east-1.kms" })).toBe(
      "InvalidParameter",
    );
  });
});

test("filters and pages", () => {
  const region = testRegion();
  const { VpcId } = network(region);
  const gateway = region.call("CreateVpcEndpoint", { VpcId, ServiceName: S3 }).VpcEndpoint?.VpcEndpointId;
  const byInterface = region.call("CreateVpcEndpoint", { VpcId, ServiceName: SSM, VpcEndpointType: "Interface" })
    .VpcEndpoint?.VpcEndpointId;
  const found = (Name: string, Value: string) =>
    region
      .call("DescribeVpcEndpoints", { Filters: [{ Name, Values: [Value] }] })
      .VpcEndpoints?.map((one) => one.VpcEndpointId);
  expect(found("vpc-id", VpcId)).toEqual([gateway, byInterface]);
  expect(found("service-name", SSM)).toEqual([byInterface]);
  expect(found("vpc-endpoint-type", "Gateway")).toEqual([gateway]);
  expect(found("vpc-endpoint-state", "pending")).toEqual([byInterface]);
  expect(found("vpc-id", "vpc-00000000")).toEqual([]);
  const first = region.call("DescribeVpcEndpoints", { MaxResults: 1 });
  expect(first.VpcEndpoints).toHaveLength(1);
  const { VpcEndpoints } = region.call("DescribeVpcEndpoints", { MaxResults: 1, NextToken: first.NextToken });
  expect(VpcEndpoints?.[0]?.VpcEndpointId).toBe(byInterface);
  expect(refusal(region, "DescribeVpcEndpoints", { Filters: [{ Name: "x", Values: [] }] })).toBe(
    "InvalidParameterValue",
  );
});

describe("endpoint services", () => {
  test("by name, type and region", () => {
    const region = testRegion();
    const { ServiceDetails: [ssm] = [] } = region.call("DescribeVpcEndpointServices", { ServiceNames: [SSM] });
    expect(ssm).toMatchObject({
      ServiceType: [{ ServiceType: "Interface" }],
      PrivateDnsName: "ssm.us-east-1.amazonaws.com",
      Owner: "amazon",
      AcceptanceRequired: false,
    });
    expect(ssm?.AvailabilityZones).toHaveLength(6);
    const { ServiceDetails: s3 = [], ServiceNames } = region.call("DescribeVpcEndpointServices", {
      ServiceNames: [S3],
    });
    expect(s3.map(({ ServiceType }) => ServiceType?.[0]?.ServiceType)).toEqual(["Gateway", "Interface"]);
    expect(ServiceNames).toEqual([S3, S3]);
    const Filters = [{ Name: "service-type", Values: ["Gateway"] }];
    const west = region.as("111111111111", "us-west-2");
    expect(west.call("DescribeVpcEndpointServices", { Filters }).ServiceNames).toContain("com.amazonaws.us-west-2.s3");
    expect(refusal(west, "DescribeVpcEndpointServices", { ServiceNames: [S3] })).toBe("InvalidServiceName");
    const unknown = { Filters: [{ Name: "ServiceType", Values: ["Gateway"] }] };
    expect(refusal(west, "DescribeVpcEndpointServices", unknown)).toBe("InvalidFilter");
  });

  test("each has an id and a name of its own", () => {
    const { ServiceDetails = [] } = testRegion().call("DescribeVpcEndpointServices");
    expect(new Set(ServiceDetails.map(({ ServiceId }) => ServiceId)).size).toBe(ServiceDetails.length);
    for (const { ServiceId } of ServiceDetails) expect(ServiceId).toMatch(/^vpce-svc-[0-9a-f]{17}$/);
  });
});
