import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  region.clock.advance(1000);
  const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
  const table = () => region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
  const gateway = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
  region.call("AttachInternetGateway", { VpcId, InternetGatewayId: gateway });
  return { VpcId, SubnetId, gateway, one: table(), two: table() };
}

const associations = (region: TestRegion, RouteTableId: string) =>
  region.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables?.[0]?.Associations ?? [];

const found = (region: TestRegion, Name: string, Value: string) =>
  region
    .call("DescribeRouteTables", { Filters: [{ Name, Values: [Value] }] })
    .RouteTables?.map(({ RouteTableId }) => RouteTableId);

describe("subnets", () => {
  test("have one table at a time", () => {
    const region = testRegion();
    const { SubnetId, one, two } = network(region);
    const { AssociationId = "", AssociationState } = region.call("AssociateRouteTable", {
      RouteTableId: one,
      SubnetId,
    });
    expect(AssociationState).toEqual({ State: "associated" });
    expect(associations(region, one)).toEqual([
      {
        RouteTableAssociationId: AssociationId,
        RouteTableId: one,
        SubnetId,
        GatewayId: undefined,
        Main: false,
        AssociationState: { State: "associated" },
      },
    ]);
    expect(region.call("AssociateRouteTable", { RouteTableId: one, SubnetId }).AssociationId).toBe(AssociationId);
    expect(refusal(region, "AssociateRouteTable", { RouteTableId: two, SubnetId })).toBe("Resource.AlreadyAssociated");
    expect(found(region, "association.subnet-id", SubnetId)).toEqual([one]);
    expect(found(region, "association.route-table-association-id", AssociationId)).toEqual([one]);
    expect(refusal(region, "DeleteRouteTable", { RouteTableId: one })).toBe("DependencyViolation");

    const { NewAssociationId = "" } = region.call("ReplaceRouteTableAssociation", { AssociationId, RouteTableId: two });
    expect(NewAssociationId).not.toBe(AssociationId);
    expect(found(region, "association.subnet-id", SubnetId)).toEqual([two]);
    expect(refusal(region, "DisassociateRouteTable", { AssociationId })).toBe("InvalidAssociationID.NotFound");
    region.call("DisassociateRouteTable", { AssociationId: NewAssociationId });
    expect(found(region, "association.subnet-id", SubnetId)).toEqual([]);
    region.call("DeleteRouteTable", { RouteTableId: one });
    expect(region.codeOf("DescribeRouteTables", { RouteTableIds: [one] })).toBe("InvalidRouteTableID.NotFound");
  });

  test("take a table of their own VPC", () => {
    const region = testRegion();
    const { SubnetId } = network(region);
    const { one } = network(region);
    expect(refusal(region, "AssociateRouteTable", { RouteTableId: one, SubnetId })).toBe("InvalidParameterValue");
    expect(refusal(region, "AssociateRouteTable", { RouteTableId: one })).toBe("MissingParameter");
    expect(refusal(region, "AssociateRouteTable", { RouteTableId: one, SubnetId: "subnet-00000000" })).toBe(
      "InvalidSubnetID.NotFound",
    );
  });
});

describe("the main table", () => {
  test("is replaced by moving the main association, and is never deleted", () => {
    const region = testRegion();
    const { VpcId, one } = network(region);
    const Filters = [
      { Name: "vpc-id", Values: [VpcId] },
      { Name: "association.main", Values: ["true"] },
    ];
    const main = () => region.call("DescribeRouteTables", { Filters }).RouteTables ?? [];
    const [first] = main();
    const AssociationId = first?.Associations?.[0]?.RouteTableAssociationId ?? "";
    expect(refusal(region, "DisassociateRouteTable", { AssociationId })).toBe("InvalidParameterValue");
    expect(refusal(region, "DeleteRouteTable", { RouteTableId: first?.RouteTableId ?? "" })).toBe(
      "DependencyViolation",
    );
    const { NewAssociationId } = region.call("ReplaceRouteTableAssociation", { AssociationId, RouteTableId: one });
    expect(main()).toMatchObject([
      { RouteTableId: one, Associations: [{ Main: true, RouteTableAssociationId: NewAssociationId }] },
    ]);
    region.call("DeleteRouteTable", { RouteTableId: first?.RouteTableId ?? "" });
    expect(refusal(region, "DeleteRouteTable", { RouteTableId: one })).toBe("DependencyViolation");
  });

  test("of another VPC is out of reach", () => {
    const region = testRegion();
    const a = network(region);
    const b = network(region);
    const [main] =
      region.call("DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [a.VpcId] }] }).RouteTables ?? [];
    const AssociationId = main?.Associations?.[0]?.RouteTableAssociationId ?? "";
    expect(refusal(region, "ReplaceRouteTableAssociation", { AssociationId, RouteTableId: b.one })).toBe(
      "InvalidParameterValue",
    );
    const other = region.as("222222222222", "us-east-1");
    expect(refusal(other, "ReplaceRouteTableAssociation", { AssociationId, RouteTableId: b.one })).toBe(
      "InvalidAssociationID.NotFound",
    );
  });
});

describe("gateways", () => {
  test("take a table whose routes stay in the VPC", () => {
    const region = testRegion();
    const { VpcId, SubnetId, gateway, one, two } = network(region);
    const NetworkInterfaceId =
      region.call("CreateNetworkInterface", { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? "";
    const { AssociationId } = region.call("AssociateRouteTable", { RouteTableId: one, GatewayId: gateway });
    expect(associations(region, one)).toMatchObject([
      { RouteTableAssociationId: AssociationId, GatewayId: gateway, Main: false },
    ]);
    expect(found(region, "association.gateway-id", gateway)).toEqual([one]);
    expect(refusal(region, "AssociateRouteTable", { RouteTableId: two, GatewayId: gateway })).toBe(
      "Resource.AlreadyAssociated",
    );
    const refused = (input: object) => refusal(region, "CreateRoute", { RouteTableId: one, ...input });
    expect(refused({ DestinationCidrBlock: "0.0.0.0/0", NetworkInterfaceId })).toBe("InvalidParameterValue");
    expect(refused({ DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway })).toBe("InvalidParameterValue");
    region.call("CreateRoute", { RouteTableId: one, DestinationCidrBlock: "10.0.1.0/24", NetworkInterfaceId });

    region.call("DetachInternetGateway", { VpcId, InternetGatewayId: gateway });
    expect(associations(region, one)).toEqual([]);
  });

  test("refuse any other table", () => {
    const region = testRegion();
    const { gateway, one } = network(region);
    region.call("CreateRoute", { RouteTableId: one, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway });
    const refused = (input: { GatewayId: `igw-${string}` | `vgw-${string}`; RouteTableId: string }) =>
      refusal(region, "AssociateRouteTable", input);
    expect(refused({ RouteTableId: one, GatewayId: gateway as `igw-${string}` })).toBe("InvalidParameterValue");
    expect(refused({ RouteTableId: one, GatewayId: "igw-00000000" })).toBe("InvalidGatewayID.NotFound");
    expect(refused({ RouteTableId: one, GatewayId: "vgw-00000000" })).toBe("InvalidGatewayID.NotFound");
    const other = network(region);
    expect(refused({ RouteTableId: other.one, GatewayId: gateway as `igw-${string}` })).toBe("InvalidParameterValue");
  });
});

test("route tables page, tag and stay in their account", () => {
  const region = testRegion();
  const { VpcId } = network(region);
  const TagSpecifications = [{ ResourceType: "route-table" as const, Tags: [{ Key: "tier", Value: "data" }] }];
  const { RouteTable } = region.call("CreateRouteTable", { VpcId, TagSpecifications });
  expect(RouteTable).toMatchObject({
    VpcId,
    OwnerId: "111111111111",
    PropagatingVgws: [],
    Associations: [],
    Tags: [{ Key: "tier" }],
  });
  expect(found(region, "tag:tier", "data")).toEqual([RouteTable?.RouteTableId]);
  for (let i = 0; i < 4; i++) region.call("CreateRouteTable", { VpcId });
  const first = region.call("DescribeRouteTables", { MaxResults: 5 });
  const rest = region.call("DescribeRouteTables", { MaxResults: 5, NextToken: first.NextToken ?? "" });
  expect([first.RouteTables?.length, rest.RouteTables?.length]).toEqual([5, 4]);
  expect(region.codeOf("DescribeRouteTables", { MaxResults: 101 })).toBe("InvalidParameterValue");

  const other = region.as("222222222222", "us-east-1");
  const state = stateOf(region)["ec2.route-table"];
  expect(refusal(other, "DeleteRouteTable", { RouteTableId: RouteTable?.RouteTableId ?? "" })).toBe(
    "InvalidRouteTableID.NotFound",
  );
  expect(stateOf(region)["ec2.route-table"]).toEqual(expect.arrayContaining(state ?? []));
});
