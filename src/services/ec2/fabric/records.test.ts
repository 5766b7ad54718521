import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   on-premises (record only)
 *      │ vgw
 *   vpc 10.0.0.0/16
 *   └── a 10.0.1.0/24   host
 */
describe("what Underlay keeps as a record only", () => {
  test("a route to a virtual private gateway, made or propagated, says that packets do not pass yet", () => {
    const lab = new Lab();
    const vpc = lab.vpc("vpc", "10.0.0.0/16");
    const subnet = lab.subnet("a", vpc, "10.0.1.0/24");
    const vgw = lab.label(lab.region.call("CreateVpnGateway", { Type: "ipsec.1" }).VpnGateway?.VpnGatewayId, "vgw");
    lab.region.call("AttachVpnGateway", { VpnGatewayId: vgw, VpcId: vpc });
    lab.settle();
    const table = lab.routeTable("a-rt", vpc, [subnet], {});
    const host = lab.instance("host", subnet);
    expect(lab.trace(host, "192.168.1.1")).toMatchObject({ out: "no-route" });

    lab.region.call("EnableVgwRoutePropagation", { GatewayId: vgw, RouteTableId: table });
    const customer = lab.region.call("CreateCustomerGateway", {
      Type: "ipsec.1",
      IpAddress: "203.0.113.1",
      BgpAsn: 65_000,
    });
    const connection = lab.region.call("CreateVpnConnection", {
      Type: "ipsec.1",
      CustomerGatewayId: customer.CustomerGateway?.CustomerGatewayId,
      VpnGatewayId: vgw,
      Options: { StaticRoutesOnly: true },
    }).VpnConnection;
    lab.settle();
    lab.region.call("CreateVpnConnectionRoute", {
      VpnConnectionId: connection?.VpnConnectionId,
      DestinationCidrBlock: "192.168.0.0/16",
    });
    lab.settle();
    const told = lab.trace(host, "192.168.1.1");
    expect(told).toMatchObject({ works: false, out: "blackhole" });
    expect(told.path.at(-1)).toBe("route a-rt 192.168.0.0/16");
    expect(told.forward.hops.at(-1)?.why).toContain("record only");

    lab.region.call("CreateRoute", { RouteTableId: table, DestinationCidrBlock: "192.168.0.0/16", GatewayId: vgw });
    expect(lab.trace(host, "192.168.1.1").forward.hops.at(-1)?.why).toContain("record only");
  });

  test("so does a route to a Gateway Load Balancer endpoint", () => {
    const lab = new Lab();
    const vpc = lab.vpc("vpc", "10.0.0.0/16");
    const subnet = lab.subnet("a", vpc, "10.0.1.0/24");
    const { ServiceConfiguration } = lab.region.call("CreateVpcEndpointServiceConfiguration", {
      GatewayLoadBalancerArns: [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/walls/0123456789",
      ],
      AcceptanceRequired: false,
    });
    const { VpcEndpoint } = lab.region.call("CreateVpcEndpoint", {
      VpcId: vpc,
      ServiceName: ServiceConfiguration?.ServiceName,
      VpcEndpointType: "GatewayLoadBalancer",
      SubnetIds: [subnet],
    });
    lab.settle();
    const RouteTableId = lab.routeTable("a-rt", vpc, [subnet], {});
    const host = lab.instance("host", subnet);
    lab.region.call("CreateRoute", {
      RouteTableId,
      DestinationCidrBlock: "192.168.0.0/16",
      VpcEndpointId: VpcEndpoint?.VpcEndpointId,
    });
    const told = lab.trace(host, "192.168.1.1");
    expect(told).toMatchObject({ works: false, out: "blackhole" });
    expect(told.forward.hops.at(-1)?.why).toContain("record only");
  });
});
