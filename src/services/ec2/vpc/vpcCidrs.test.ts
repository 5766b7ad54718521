import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const created = (region: TestRegion, CidrBlock: string): string =>
  region.call("CreateVpc", { CidrBlock }).Vpc?.VpcId ?? "";

const localRoutes = (region: TestRegion, vpcId: string) =>
  region
    .call("DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
    .RouteTables?.map(({ Routes }) =>
      Routes?.map((route) => route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock),
    );

describe("which block may be added", () => {
  test.each([
    ["10.0.0.0/16", "10.1.0.0/16", undefined],
    ["10.0.0.0/16", "100.64.0.0/16", undefined],
    ["10.0.0.0/16", "203.0.112.0/24", undefined],
    ["10.0.0.0/16", "172.16.0.0/16", "InvalidVpc.Range"],
    ["10.0.0.0/16", "192.168.0.0/16", "InvalidVpc.Range"],
    ["10.0.0.0/16", "198.19.0.0/16", "InvalidVpc.Range"],
    ["172.16.0.0/16", "172.31.0.0/16", "InvalidVpc.Range"],
    ["172.16.0.0/16", "172.20.0.0/16", undefined],
    ["192.168.0.0/20", "192.168.16.0/20", undefined],
    ["192.168.0.0/20", "10.0.0.0/16", "InvalidVpc.Range"],
    ["100.64.0.0/16", "10.0.0.0/16", "InvalidVpc.Range"],
    ["100.64.0.0/16", "100.65.0.0/16", undefined],
    ["10.0.0.0/16", "10.0.128.0/17", "InvalidVpc.Conflict"],
    ["10.0.0.0/16", "10.1.0.0/29", "InvalidVpc.Range"],
    ["10.0.0.0/16", "nonsense", "InvalidParameterValue"],
  ])("%s and %s: %s", (primary, added, code) => {
    const region = testRegion();
    const VpcId = created(region, primary);
    if (code) expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: added })).toBe(code);
    else {
      const { CidrBlockAssociation } = region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: added });
      expect(CidrBlockAssociation).toMatchObject({ CidrBlock: added, CidrBlockState: { State: "associating" } });
    }
  });

  test("not the same as, or larger than, the destination of a route", () => {
    const region = testRegion();
    const VpcId = created(region, "10.2.0.0/16");
    const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    const GatewayId = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { VpcId, InternetGatewayId: GatewayId });
    region.call("CreateRoute", { RouteTableId, GatewayId, DestinationCidrBlock: "10.0.0.0/24" });
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.0.0.0/24" })).toBe("InvalidVpc.Conflict");
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.0.0.0/16" })).toBe("InvalidVpc.Conflict");
    region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.0.0.0/25" });
  });

  test("five blocks of each family by quota", () => {
    const region = testRegion({ quotas: true });
    const VpcId = created(region, "10.0.0.0/16");
    for (let i = 1; i < 5; i++) region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: `10.${i}.0.0/16` });
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.5.0.0/16" })).toBe("CidrLimitExceeded");
    for (let i = 0; i < 5; i++) region.call("AssociateVpcCidrBlock", { VpcId, AmazonProvidedIpv6CidrBlock: true });
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, AmazonProvidedIpv6CidrBlock: true })).toBe(
      "CidrLimitExceeded",
    );
  });

  test("not a peer's", () => {
    const region = testRegion();
    const VpcId = created(region, "10.0.0.0/16");
    const PeerVpcId = created(region, "10.1.0.0/16");
    const { VpcPeeringConnection } = region.call("CreateVpcPeeringConnection", { VpcId, PeerVpcId });
    region.clock.advance(1000);
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.2.0.0/16" })).toBe("OperationNotPermitted");
    const VpcPeeringConnectionId = VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
    region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.1.128.0/20" })).toBe("InvalidVpc.Conflict");
    region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.2.0.0/16" });
  });

  test("one family at a time", () => {
    const region = testRegion();
    const VpcId = created(region, "10.0.0.0/16");
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId })).toBe("MissingParameter");
    expect(
      refusal(region, "AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: true }),
    ).toBe("InvalidParameterCombination");
    expect(refusal(region, "AssociateVpcCidrBlock", { VpcId, Ipv6Pool: "ipv6pool-ec2-1" })).toBe(
      "UnsupportedOperation",
    );
  });
});

test("every table of the VPC has a local route for each block, while the VPC has it", () => {
  const region = testRegion();
  const VpcId = created(region, "10.0.0.0/16");
  region.call("CreateRouteTable", { VpcId });
  const { CidrBlockAssociation } = region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.1.0.0/16" });
  const { Ipv6CidrBlockAssociation } = region.call("AssociateVpcCidrBlock", {
    VpcId,
    AmazonProvidedIpv6CidrBlock: true,
  });
  region.clock.advance(1000);
  const [vpc] = region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs ?? [];
  const ipv6 = vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock;
  const all = ["10.0.0.0/16", "10.1.0.0/16", ipv6];
  expect(localRoutes(region, VpcId)).toEqual([all, all]);

  const AssociationId = CidrBlockAssociation?.AssociationId ?? "";
  expect(region.call("DisassociateVpcCidrBlock", { AssociationId }).CidrBlockAssociation?.CidrBlockState?.State).toBe(
    "disassociating",
  );
  expect(localRoutes(region, VpcId)?.[0]).toEqual(["10.0.0.0/16", ipv6]);
  region.clock.advance(1000);
  expect(region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs?.[0]?.CidrBlockAssociationSet).toHaveLength(1);
  expect(refusal(region, "DisassociateVpcCidrBlock", { AssociationId })).toBe(
    "InvalidVpcCidrBlockAssociationID.NotFound",
  );

  region.call("DisassociateVpcCidrBlock", { AssociationId: Ipv6CidrBlockAssociation?.AssociationId ?? "" });
  expect(localRoutes(region, VpcId)?.[1]).toEqual(["10.0.0.0/16"]);
});

test("the primary block and one with subnets stay", () => {
  const region = testRegion();
  const VpcId = created(region, "10.0.0.0/16");
  const { CidrBlockAssociation } = region.call("AssociateVpcCidrBlock", { VpcId, CidrBlock: "10.1.0.0/16" });
  region.call("CreateSubnet", { VpcId, CidrBlock: "10.1.2.0/24" });
  const AssociationId = CidrBlockAssociation?.AssociationId ?? "";
  expect(refusal(region, "DisassociateVpcCidrBlock", { AssociationId })).toBe("InvalidCidrBlock.InUse");
  const primary = region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs?.[0]?.CidrBlockAssociationSet?.[0];
  expect(refusal(region, "DisassociateVpcCidrBlock", { AssociationId: primary?.AssociationId ?? "" })).toBe(
    "OperationNotPermitted",
  );
  const other = region.as("222222222222", "us-east-1");
  other.call("DescribeVpcs");
  expect(refusal(other, "DisassociateVpcCidrBlock", { AssociationId })).toBe(
    "InvalidVpcCidrBlockAssociationID.NotFound",
  );
});
