/** Paths and explanations through transit gateways: each code is provoked. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { shareWith } from "../share.fixture.ts";
import { attach, gatewayIn, settle, tableIn } from "../transitGateway/transitGateway.fixture.ts";
import { analyse, arn, codes, componentIds, explained, site } from "./insights.fixture.ts";

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });

/** `a` and `b` on one transit gateway with its default table, each with a route to the other. */
function transit(options: Parameters<typeof gatewayIn>[1] = {}) {
  const lab = new Lab();
  const tgw = gatewayIn(lab.region, options);
  const spoke = (label: string, cidr: string) => {
    const one = site(lab, label, cidr);
    const attachment = attach(lab.region, tgw, { VpcId: one.vpc, subnets: [one.subnet] });
    lab.route(one.main, "10.0.0.0/8", tgw);
    return { ...one, attachment };
  };
  const a = spoke("a", "10.1.0.0/16");
  const b = spoke("b", "10.2.0.0/16");
  const table =
    lab.region.call("DescribeTransitGateways", { TransitGatewayIds: [tgw] }).TransitGateways?.[0]?.Options
      ?.AssociationDefaultRouteTableId ?? "";
  const route = (DestinationCidrBlock: string, attachment?: string) => {
    lab.region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: table,
      DestinationCidrBlock,
      ...(attachment === undefined ? { Blackhole: true } : { TransitGatewayAttachmentId: attachment }),
    });
    settle(lab.region);
  };
  return { lab, tgw, a, b, table, route, spoke };
}

describe("a path through a transit gateway", () => {
  test("has its attachments and its table with the route; of TCP only the way there", () => {
    const { lab, tgw, a, b, table } = transit();
    const analysis = analyse(lab, { Source: a.id, Destination: b.id });
    expect(analysis).toMatchObject({ NetworkPathFound: true, ReturnPathComponents: [] });
    const ids = componentIds(analysis.ForwardPathComponents);
    expect(ids.filter((id) => /^(tgw|rtb)/.test(id ?? ""))).toEqual([a.main, a.attachment, table, b.attachment]);
    const at = (id: string) => analysis.ForwardPathComponents?.find(({ Component }) => Component?.Id === id);
    expect(at(a.attachment)).toMatchObject({ TransitGateway: named("transit-gateway", tgw), Vpc: { Id: a.vpc } });
    expect(at(b.attachment)).toMatchObject({ TransitGateway: { Id: tgw }, Vpc: { Id: b.vpc } });
    expect(at(table)?.TransitGatewayRouteTableRoute).toEqual({
      DestinationCidr: "10.2.0.0/16",
      State: "active",
      RouteOrigin: "propagated",
      AttachmentId: b.attachment,
      ResourceId: b.vpc,
      ResourceType: "vpc",
    });
    const udp = analyse(lab, { Source: a.id, Destination: b.id, Protocol: "udp" });
    expect(componentIds(udp.ReturnPathComponents).at(-1)).toBe(a.id);
  });

  test("ends at the gateway or an attachment, and begins there", () => {
    const { lab, tgw, a, b } = transit();
    const to = (Destination: string) => componentIds(analyse(lab, { Source: a.id, Destination }).ForwardPathComponents);
    expect(to(tgw).at(-1)).toBe(tgw);
    expect(to(a.attachment).at(-1)).toBe(a.attachment);
    expect(to(b.attachment).at(-1)).toBe(b.attachment);
    const from = analyse(lab, { Source: tgw, Destination: b.id });
    expect(from.NetworkPathFound).toBe(true);
    expect(componentIds(from.ForwardPathComponents)[0]).toBe(tgw);
    expect(componentIds(from.ForwardPathComponents).at(-1)).toBe(b.id);
    const fromAttachment = analyse(lab, { Source: a.attachment, Destination: b.id });
    expect(componentIds(fromAttachment.ForwardPathComponents)[0]).toBe(a.attachment);
  });

  test("is one for TCP though no answer finds back, and none for UDP", () => {
    const { lab, a, b } = transit();
    lab.region.call("DeleteRoute", { RouteTableId: b.main, DestinationCidrBlock: "10.0.0.0/8" });
    const asked = { Source: a.id, Destination: b.id };
    expect(analyse(lab, asked)).toMatchObject({ NetworkPathFound: true, ReturnPathComponents: [] });
    expect(codes(explained(lab, { ...asked, Protocol: "udp" }))).toEqual(["NO_ROUTE_TO_DESTINATION"]);
  });
});

describe("explanations", () => {
  test("TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", () => {
    const { lab, a, b, table } = transit();
    lab.region.call("DisassociateTransitGatewayRouteTable", {
      TransitGatewayRouteTableId: table,
      TransitGatewayAttachmentId: a.attachment,
    });
    settle(lab.region);
    expect(explained(lab, { Source: a.id, Destination: b.id })).toEqual([
      {
        ExplanationCode: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
        TransitGatewayAttachment: named("transit-gateway-attachment", a.attachment),
      },
    ]);
  });

  test("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", () => {
    const { lab, tgw, a, b, table } = transit();
    const empty = tableIn(lab.region, tgw);
    lab.region.call("DisassociateTransitGatewayRouteTable", {
      TransitGatewayRouteTableId: table,
      TransitGatewayAttachmentId: a.attachment,
    });
    settle(lab.region);
    lab.region.call("AssociateTransitGatewayRouteTable", {
      TransitGatewayRouteTableId: empty,
      TransitGatewayAttachmentId: a.attachment,
    });
    settle(lab.region);
    expect(explained(lab, { Source: a.id, Destination: b.id })).toEqual([
      {
        ExplanationCode: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
        TransitGatewayRouteTable: named("transit-gateway-route-table", empty),
        TransitGatewayAttachment: named("transit-gateway-attachment", b.attachment),
      },
    ]);
  });

  test("TGW_RTB_CANNOT_ROUTE: a route leads there, but not for this address", () => {
    const { lab, a, b, table } = transit();
    const found = explained(lab, {
      Source: a.id,
      Destination: b.attachment,
      FilterAtSource: { DestinationAddress: "10.77.0.1" },
    });
    expect(found).toMatchObject([
      {
        ExplanationCode: "TGW_RTB_CANNOT_ROUTE",
        TransitGatewayRouteTable: { Id: table },
        TransitGatewayRouteTableRoute: { DestinationCidr: "10.2.0.0/16" },
        Address: "10.77.0.1/32",
      },
    ]);
  });

  test("TGW_RTB_BAD_STATE_ROUTE and TGW_RTB_MORE_SPECIFIC_ROUTE: a route that drops", () => {
    const { lab, a, b, table, route } = transit();
    route("10.2.0.0/24");
    const found = explained(lab, { Source: a.id, Destination: b.id });
    expect(found).toMatchObject([
      {
        ExplanationCode: "TGW_RTB_BAD_STATE_ROUTE",
        TransitGatewayRouteTable: { Id: table },
        TransitGatewayRouteTableRoute: { DestinationCidr: "10.2.0.0/24", State: "blackhole" },
      },
      {
        ExplanationCode: "TGW_RTB_MORE_SPECIFIC_ROUTE",
        TransitGatewayRouteTableRoute: { DestinationCidr: "10.2.0.0/16", AttachmentId: b.attachment },
      },
    ]);
  });

  test("TGW_RTB_HIGHER_PRIORITY_ROUTE: a static route hides the propagated one", () => {
    const { lab, a, b, route, spoke } = transit();
    const c = spoke("c", "10.3.0.0/16");
    route("10.2.0.0/16", c.attachment);
    const found = explained(lab, { Source: a.id, Destination: b.id });
    expect(found.find(({ ExplanationCode }) => ExplanationCode === "TGW_RTB_HIGHER_PRIORITY_ROUTE")).toMatchObject({
      TransitGatewayRouteTableRoute: {
        DestinationCidr: "10.2.0.0/16",
        RouteOrigin: "propagated",
        AttachmentId: b.attachment,
      },
    });
  });

  test("TGW_ROUTE_AZ_RESTRICTION: no attachment in the sender's zone", () => {
    const { lab, a, b } = transit();
    const { Subnet } = lab.region.call("CreateSubnet", {
      VpcId: a.vpc,
      CidrBlock: "10.1.5.0/24",
      AvailabilityZone: "us-east-1b",
    });
    lab.settle();
    const aside = lab.instance("aside", Subnet?.SubnetId ?? "", { groups: [a.group] });
    expect(explained(lab, { Source: aside.id, Destination: b.id })).toEqual([
      {
        ExplanationCode: "TGW_ROUTE_AZ_RESTRICTION",
        TransitGatewayAttachment: named("transit-gateway-attachment", a.attachment),
        AvailabilityZones: ["us-east-1b"],
      },
    ]);
  });

  test("TGW_BAD_STATE_VPN: its tunnels are down", () => {
    const { lab, tgw, a, route } = transit();
    const CustomerGatewayId =
      lab.region.call("CreateCustomerGateway", { Type: "ipsec.1", BgpAsn: 65000, IpAddress: "203.0.113.1" })
        .CustomerGateway?.CustomerGatewayId ?? "";
    const vpn = lab.region.call("CreateVpnConnection", { Type: "ipsec.1", CustomerGatewayId, TransitGatewayId: tgw })
      .VpnConnection?.VpnConnectionId;
    lab.settle();
    const attachment = lab.region.call("DescribeTransitGatewayAttachments", {
      Filters: [{ Name: "resource-type", Values: ["vpn"] }],
    }).TransitGatewayAttachments?.[0]?.TransitGatewayAttachmentId;
    route("10.99.0.0/16", attachment);
    expect(explained(lab, { Source: a.id, FilterAtSource: { DestinationAddress: "10.99.0.1" } })).toMatchObject([
      {
        ExplanationCode: "TGW_BAD_STATE_VPN",
        TransitGatewayAttachment: { Id: attachment },
        VpnConnection: { Id: vpn },
        State: "DOWN",
      },
    ]);
  });

  test("BAD_STATE_ATTACHMENT: the VPC's attachment waits to be accepted", () => {
    const owner = new Lab();
    const tgw = gatewayIn(owner.region, { AutoAcceptSharedAttachments: "disable" });
    shareWith(owner.region, arn("transit-gateway", tgw), "222222222222");
    const guest = owner.as("222222222222", "us-east-1");
    const here = site(guest, "here", "10.1.0.0/16");
    const attachment = attach(guest.region, tgw, { VpcId: here.vpc, subnets: [here.subnet] });
    const asked = { Source: here.id, Destination: attachment };
    expect(explained(guest, asked)).toMatchObject([
      {
        ExplanationCode: "BAD_STATE_ATTACHMENT",
        TransitGatewayAttachment: { Id: attachment },
        TransitGateway: { Id: tgw, Arn: arn("transit-gateway", tgw) },
        Vpc: { Id: here.vpc },
        State: "pendingAcceptance",
      },
    ]);
    owner.region.call("AcceptTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: attachment });
    settle(owner.region);
    expect(codes(explained(guest, asked))).toEqual(["NO_ROUTE_TO_DESTINATION"]);
  });

  test("SG_REFERENCING_SUPPORT: what group the sender is in is not known beyond the attachment", () => {
    const { lab, a, b } = transit({ SecurityGroupReferencingSupport: "enable" });
    const members = lab.group("members", b.vpc, { in: [`tcp 443 from ${a.group}`] });
    const target = lab.instance("target", b.subnet, { groups: [members] });
    const asked = { Source: a.id, Destination: target.id, DestinationPort: 443 };
    expect(analyse(lab, asked).NetworkPathFound).toBe(true);
    lab.region.call("ModifyTransitGatewayVpcAttachment", {
      TransitGatewayAttachmentId: b.attachment,
      Options: { SecurityGroupReferencingSupport: "disable" },
    });
    settle(lab.region);
    expect(explained(lab, asked)).toMatchObject([
      {
        ExplanationCode: "SG_REFERENCING_SUPPORT",
        Direction: "ingress",
        NetworkInterface: { Id: target.eni },
        TransitGatewayAttachment: { Id: b.attachment },
      },
    ]);
  });
});
