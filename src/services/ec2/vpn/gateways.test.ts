import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { AFTERLIFE_MS } from "./lifecycle.ts";
import { attachedVpc, connect, customerGatewayIn, settle, vpnGatewayIn } from "./vpn.fixture.ts";

describe("customer gateways", () => {
  test("are one for one description, in use while a connection has them, and told a while when deleted", () => {
    const region = testRegion();
    const { CustomerGateway } = region.call("CreateCustomerGateway", {
      Type: "ipsec.1",
      PublicIp: "198.51.100.10",
      TagSpecifications: [{ ResourceType: "customer-gateway", Tags: [{ Key: "Name", Value: "office" }] }],
    });
    expect(CustomerGateway).toEqual({
      CustomerGatewayId: expect.stringMatching(/^cgw-0[0-9a-f]{16}$/),
      State: "available",
      Type: "ipsec.1",
      IpAddress: "198.51.100.10",
      BgpAsn: "65000",
      Tags: [{ Key: "Name", Value: "office" }],
    });
    const CustomerGatewayId = CustomerGateway?.CustomerGatewayId ?? "";
    const again = region.call("CreateCustomerGateway", {
      Type: "ipsec.1",
      IpAddress: "198.51.100.10",
      BgpAsn: 65000,
    });
    expect(again.CustomerGateway?.CustomerGatewayId).toBe(CustomerGatewayId);
    const named = region.call("CreateCustomerGateway", {
      Type: "ipsec.1",
      IpAddress: "198.51.100.10",
      DeviceName: "second",
      BgpAsnExtended: 4_200_000_000,
    });
    expect(named.CustomerGateway).toMatchObject({ DeviceName: "second", BgpAsnExtended: "4200000000" });
    expect(named.CustomerGateway).not.toHaveProperty("BgpAsn");
    const found = region.call("DescribeCustomerGateways", { Filters: [{ Name: "bgp-asn", Values: ["65000"] }] });
    expect(found.CustomerGateways?.map((one) => one.CustomerGatewayId)).toEqual([CustomerGatewayId]);

    const connection = connect(region, { CustomerGatewayId, VpnGatewayId: vpnGatewayIn(region) });
    expect(refusal(region, "DeleteCustomerGateway", { CustomerGatewayId })).toBe("IncorrectState");
    region.call("DeleteVpnConnection", { VpnConnectionId: connection?.VpnConnectionId ?? "" });
    settle(region);
    region.call("DeleteCustomerGateway", { CustomerGatewayId });
    const described = () => region.call("DescribeCustomerGateways", { CustomerGatewayIds: [CustomerGatewayId] });
    expect(described().CustomerGateways).toMatchObject([{ State: "deleted" }]);
    expect(refusal(region, "DeleteCustomerGateway", { CustomerGatewayId })).toBe("InvalidCustomerGatewayID.NotFound");
    region.clock.advance(AFTERLIFE_MS);
    expect(described).toThrow(`The customerGateway ID '${CustomerGatewayId}' does not exist`);
  });

  test.each([
    ["no address", {}, "MissingParameter"],
    ["an address that is none", { IpAddress: "198.51.100" }, "InvalidParameterValue"],
    ["an ASN of nought", { IpAddress: "198.51.100.1", BgpAsn: 0 }, "InvalidParameterValue"],
    ["an ASN that needs the wider field", { IpAddress: "198.51.100.1", BgpAsn: 2 ** 31 }, "InvalidParameterValue"],
    ["an ASN too small for it", { IpAddress: "198.51.100.1", BgpAsnExtended: 65000 }, "InvalidParameterValue"],
    ["both ASNs", { IpAddress: "198.51.100.1", BgpAsn: 1, BgpAsnExtended: 2 ** 31 }, "InvalidParameterCombination"],
  ])("refuse %s", (_, input, code) => {
    expect(refusal(testRegion(), "CreateCustomerGateway", { Type: "ipsec.1", ...input })).toBe(code);
  });
});

describe("virtual private gateways", () => {
  test("are attached to one VPC, which has one of them", () => {
    const region = testRegion();
    const { VpnGateway } = region.call("CreateVpnGateway", { Type: "ipsec.1" });
    expect(VpnGateway).toMatchObject({ State: "available", AmazonSideAsn: 64512, VpcAttachments: [], Tags: [] });
    const VpnGatewayId = VpnGateway?.VpnGatewayId ?? "";
    const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
    settle(region);
    expect(region.call("AttachVpnGateway", { VpcId, VpnGatewayId }).VpcAttachment).toEqual({
      VpcId,
      State: "attaching",
    });
    expect(region.call("AttachVpnGateway", { VpcId, VpnGatewayId }).VpcAttachment?.State).toBe("attaching");
    expect(refusal(region, "DetachVpnGateway", { VpcId, VpnGatewayId })).toBe("IncorrectState");
    region.clock.advance(0); // no time needs to pass
    const found = region.call("DescribeVpnGateways", {
      Filters: [
        { Name: "attachment.vpc-id", Values: [VpcId] },
        { Name: "attachment.state", Values: ["attached"] },
      ],
    });
    expect(found.VpnGateways?.map((one) => one.VpnGatewayId)).toEqual([VpnGatewayId]);
    expect(refusal(region, "AttachVpnGateway", { VpcId, VpnGatewayId: vpnGatewayIn(region) })).toBe(
      "InvalidParameterValue",
    );
    const other = region.call("CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc?.VpcId ?? "";
    expect(refusal(region, "AttachVpnGateway", { VpcId: other, VpnGatewayId })).toBe(
      "VpnGatewayAttachmentLimitExceeded",
    );
    expect(refusal(region, "DeleteVpnGateway", { VpnGatewayId })).toBe("IncorrectState");
    expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");
    expect(refusal(region, "DetachVpnGateway", { VpcId: other, VpnGatewayId })).toBe(
      "InvalidVpnGatewayAttachment.NotFound",
    );

    region.call("DetachVpnGateway", { VpcId, VpnGatewayId });
    const attachments = () =>
      region.call("DescribeVpnGateways", { VpnGatewayIds: [VpnGatewayId] }).VpnGateways?.[0]?.VpcAttachments;
    expect(attachments()).toEqual([{ VpcId, State: "detaching" }]);
    settle(region);
    expect(attachments()).toEqual([{ VpcId, State: "detached" }]);
    region.call("DeleteVpc", { VpcId });
    region.call("DeleteVpnGateway", { VpnGatewayId });
    expect(refusal(region, "DeleteVpnGateway", { VpnGatewayId })).toBe("InvalidVpnGatewayID.NotFound");
    expect(() => region.call("DeleteVpnGateway", { VpnGatewayId: "?" })).toThrow(
      "The vpnGateway ID '?' does not exist",
    );
    expect(refusal(region, "DescribeVpnConnections", { VpnConnectionIds: ["?"] })).toBe(
      "InvalidVpnConnectionID.NotFound",
    );
  });

  test("refuse an ASN that is not private, and stay in their account", () => {
    const region = testRegion();
    expect(refusal(region, "CreateVpnGateway", { Type: "ipsec.1", AmazonSideAsn: 65000 + 535 })).toBe(
      "InvalidParameterValue",
    );
    expect(refusal(region, "CreateVpnGateway", { Type: "ipsec.1", AvailabilityZone: "eu-west-1a" })).toBe(
      "InvalidParameterValue",
    );
    const VpnGatewayId = vpnGatewayIn(region);
    const other = region.as("222222222222", "us-east-1");
    expect(refusal(other, "DeleteVpnGateway", { VpnGatewayId })).toBe("InvalidVpnGatewayID.NotFound");
    expect(other.call("DescribeVpnGateways").VpnGateways).toEqual([]);
  });
});

describe("route propagation", () => {
  test("puts a connection's static routes in the VPC's tables, after what was made", () => {
    const region = testRegion();
    const GatewayId = vpnGatewayIn(region);
    const VpcId = attachedVpc(region, GatewayId);
    const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    const VpnConnectionId =
      connect(region, {
        CustomerGatewayId: customerGatewayIn(region),
        VpnGatewayId: GatewayId,
        Options: { StaticRoutesOnly: true },
      })?.VpnConnectionId ?? "";
    for (const DestinationCidrBlock of ["172.16.0.0/16", "172.17.0.0/16", "10.0.0.0/16"])
      region.call("CreateVpnConnectionRoute", { VpnConnectionId, DestinationCidrBlock });
    settle(region);
    const table = () => region.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables?.[0];
    const routes = () => table()?.Routes?.map((route) => [route.DestinationCidrBlock, route.GatewayId, route.Origin]);
    const local = ["10.0.0.0/16", "local", "CreateRouteTable"];
    expect(routes()).toEqual([local]);

    region.call("EnableVgwRoutePropagation", { GatewayId, RouteTableId });
    region.call("EnableVgwRoutePropagation", { GatewayId, RouteTableId });
    expect(table()?.PropagatingVgws).toEqual([{ GatewayId }]);
    const propagated = (cidr: string) => [cidr, GatewayId, "EnableVgwRoutePropagation"];
    // The VPC's own block is not to be had by propagation.
    expect(routes()).toEqual([local, propagated("172.16.0.0/16"), propagated("172.17.0.0/16")]);
    const found = region.call("DescribeRouteTables", {
      Filters: [{ Name: "route.origin", Values: ["EnableVgwRoutePropagation"] }],
    });
    expect(found.RouteTables?.map((one) => one.RouteTableId)).toEqual([RouteTableId]);

    const InternetGatewayId = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { VpcId, InternetGatewayId });
    region.call("CreateRoute", {
      RouteTableId,
      DestinationCidrBlock: "172.16.0.0/16",
      GatewayId: InternetGatewayId,
    });
    expect(routes()).toEqual([local, ["172.16.0.0/16", InternetGatewayId, "CreateRoute"], propagated("172.17.0.0/16")]);
    expect(refusal(region, "DeleteRoute", { RouteTableId, DestinationCidrBlock: "172.17.0.0/16" })).toBe(
      "InvalidRoute.NotFound",
    );
    region.call("DeleteVpnConnectionRoute", { VpnConnectionId, DestinationCidrBlock: "172.17.0.0/16" });
    expect(routes()).toHaveLength(2);
    region.call("DisableVgwRoutePropagation", { GatewayId, RouteTableId });
    expect(table()?.PropagatingVgws).toEqual([]);
    region.call("EnableVgwRoutePropagation", { GatewayId, RouteTableId });
    region.call("DetachVpnGateway", { VpcId, VpnGatewayId: GatewayId });
    expect(table()?.PropagatingVgws).toEqual([]);
  });

  test("needs the gateway attached to the table's VPC", () => {
    const region = testRegion();
    const GatewayId = vpnGatewayIn(region);
    const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
    settle(region);
    const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    const enable = { GatewayId, RouteTableId };
    expect(refusal(region, "EnableVgwRoutePropagation", enable)).toBe("Gateway.NotAttached");
    region.call("AttachVpnGateway", { VpcId, VpnGatewayId: GatewayId });
    expect(refusal(region, "EnableVgwRoutePropagation", enable)).toBe("Gateway.NotAttached");
    settle(region);
    region.call("AssociateRouteTable", { RouteTableId, GatewayId });
    expect(refusal(region, "EnableVgwRoutePropagation", enable)).toBe("InvalidParameterValue");
  });
});

test("the quotas hold where the region was started with them", () => {
  const region = testRegion({ quotas: true });
  for (let i = 0; i < 5; i++) vpnGatewayIn(region);
  expect(refusal(region, "CreateVpnGateway", { Type: "ipsec.1" })).toBe("VpnGatewayLimitExceeded");
  const VpnGatewayId = region.call("DescribeVpnGateways").VpnGateways?.[0]?.VpnGatewayId ?? "";
  for (let i = 0; i < 10; i++)
    connect(region, { CustomerGatewayId: customerGatewayIn(region, `198.51.100.${i + 1}`), VpnGatewayId });
  expect(
    refusal(region, "CreateVpnConnection", {
      Type: "ipsec.1",
      CustomerGatewayId: customerGatewayIn(region, "198.51.100.99"),
      VpnGatewayId,
    }),
  ).toBe("VpnConnectionLimitExceeded");
});
