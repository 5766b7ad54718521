/** Explanations of routes that lead nowhere, or elsewhere: each code is provoked. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { arn, codes, explained, mainTable, peer, portRange, site } from "./insights.fixture.ts";

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });
const to = (DestinationAddress: string) => ({ FilterAtSource: { DestinationAddress } });

function online() {
  const lab = new Lab();
  const here = site(lab, "here", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", here.vpc);
  return { lab, ...here, igw };
}

describe("no route", () => {
  test("NO_ROUTE_TO_DESTINATION", () => {
    const { lab, id, igw, main, vpc } = online();
    expect(explained(lab, { Source: id, Destination: igw })).toEqual([
      {
        ExplanationCode: "NO_ROUTE_TO_DESTINATION",
        RouteTable: named("route-table", main),
        Vpc: named("vpc", vpc),
        Destination: named("internet-gateway", igw),
      },
    ]);
  });

  test("CANNOT_ROUTE: a route leads there, but not for this address", () => {
    const { lab, id, igw, main } = online();
    lab.route(main, "203.0.113.0/24", igw);
    expect(explained(lab, { Source: id, Destination: igw, ...to("198.51.100.9") })).toMatchObject([
      {
        ExplanationCode: "CANNOT_ROUTE",
        RouteTable: { Id: main },
        Address: "198.51.100.9/32",
        RouteTableRoute: { DestinationCidr: "203.0.113.0/24", GatewayId: igw },
      },
    ]);
  });

  test("VPC_LOCAL_ROUTE_CIDR_RESTRICTION: both ends are in the VPC, the address is not", () => {
    const { lab, id, eni, main, subnet, group } = online();
    const other = lab.instance("other", subnet, { groups: [group] });
    expect(explained(lab, { Source: id, Destination: other.id, ...to("203.0.113.9") })).toMatchObject([
      {
        ExplanationCode: "VPC_LOCAL_ROUTE_CIDR_RESTRICTION",
        RouteTable: { Id: main },
        Cidrs: ["10.0.0.0/16"],
        Address: "203.0.113.9/32",
      },
    ]);
    expect(eni).not.toBe(other.eni);
  });

  test("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: a peering leads no farther than its VPC", () => {
    const { lab, id, vpc, main } = online();
    const there = site(lab, "there", "10.9.0.0/16");
    const pcx = peer(lab, vpc, there.vpc);
    lab.route(main, "203.0.113.0/24", pcx);
    expect(explained(lab, { Source: id, ...to("203.0.113.9") })).toMatchObject([
      {
        ExplanationCode: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
        VpcPeeringConnection: { Id: pcx },
        Vpc: { Id: there.vpc },
        Cidrs: ["10.9.0.0/16"],
      },
    ]);
  });
});

describe("another route", () => {
  test("MORE_SPECIFIC_ROUTE: takes the packet elsewhere", () => {
    const { lab, id, igw, main, vpc } = online();
    const there = site(lab, "there", "10.9.0.0/16");
    lab.route(main, "0.0.0.0/0", igw);
    lab.route(main, "203.0.113.0/24", peer(lab, vpc, there.vpc));
    const found = explained(lab, { Source: id, Destination: igw, ...to("203.0.113.9") });
    expect(codes(found)).toEqual(["PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "MORE_SPECIFIC_ROUTE"]);
    expect(found[1]).toMatchObject({
      RouteTable: { Id: main },
      RouteTableRoute: { DestinationCidr: "0.0.0.0/0", GatewayId: igw },
    });
  });

  test("HIGHER_PRIORITY_ROUTE: a CIDR of its own goes before a prefix list's", () => {
    const { lab, id, igw, main, vpc } = online();
    const there = site(lab, "there", "10.9.0.0/16");
    const list = lab.region.call("CreateManagedPrefixList", {
      PrefixListName: "list",
      AddressFamily: "IPv4",
      MaxEntries: 2,
      Entries: [{ Cidr: "203.0.113.0/24" }],
    }).PrefixList?.PrefixListId;
    lab.settle();
    lab.route(main, list ?? "", igw);
    lab.route(main, "203.0.113.0/24", peer(lab, vpc, there.vpc));
    const found = explained(lab, { Source: id, Destination: igw, ...to("203.0.113.9") });
    expect(found[1]).toMatchObject({
      ExplanationCode: "HIGHER_PRIORITY_ROUTE",
      RouteTableRoute: { DestinationPrefixListId: list, GatewayId: igw },
    });
  });
});

describe("a route whose target takes nothing", () => {
  test("BAD_STATE_ROUTE: the target is gone", () => {
    const { lab, id, main, vpc } = online();
    const there = site(lab, "there", "10.9.0.0/16");
    const pcx = peer(lab, vpc, there.vpc);
    const again = peer(lab, there.vpc, site(lab, "third", "10.8.0.0/16").vpc);
    lab.route(main, "10.9.0.0/16", pcx);
    lab.region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    lab.settle();
    expect(explained(lab, { Source: id, ...to("10.9.0.9") })).toMatchObject([
      {
        ExplanationCode: "BAD_STATE_ROUTE",
        RouteTable: { Id: main },
        RouteTableRoute: { DestinationCidr: "10.9.0.0/16", VpcPeeringConnectionId: pcx, State: "blackhole" },
        State: "blackhole",
      },
    ]);
    expect(again).not.toBe(pcx);
  });

  test("NO_POSSIBLE_DESTINATION: nobody has the address", () => {
    const { lab, id, vpc } = online();
    expect(explained(lab, { Source: id, ...to("10.0.7.7") })).toEqual([
      { ExplanationCode: "NO_POSSIBLE_DESTINATION", Component: named("vpc", vpc), Address: "10.0.7.7/32" },
    ]);
  });

  test("BAD_STATE: the instance does not run", () => {
    const { lab, id, subnet, group } = online();
    const other = lab.instance("other", subnet, { groups: [group] });
    lab.region.call("StopInstances", { InstanceIds: [other.id] });
    lab.settle();
    expect(explained(lab, { Source: id, Destination: other.id })).toEqual([
      { ExplanationCode: "BAD_STATE", Component: named("instance", other.id), State: "stopped" },
    ]);
    expect(codes(explained(lab, { Source: other.id, Destination: id }))).toEqual(["BAD_STATE"]);
  });
});

describe("virtual private gateways", () => {
  function vpn() {
    const setting = online();
    const { lab, vpc, main } = setting;
    const vgw = lab.region.call("CreateVpnGateway", { Type: "ipsec.1" }).VpnGateway?.VpnGatewayId ?? "";
    lab.settle();
    lab.region.call("AttachVpnGateway", { VpnGatewayId: vgw, VpcId: vpc });
    lab.settle();
    lab.region.call("CreateRoute", { RouteTableId: main, DestinationCidrBlock: "192.168.0.0/16", GatewayId: vgw });
    return { ...setting, vgw };
  }

  test("UNSUPPORTED_COMPONENT: the packet gets there, and no farther", () => {
    const { lab, id, vgw } = vpn();
    expect(explained(lab, { Source: id, Destination: vgw })).toMatchObject([
      { ExplanationCode: "UNSUPPORTED_COMPONENT", Component: { Id: vgw } },
    ]);
    expect(explained(lab, { Source: vgw, Destination: id })).toMatchObject([
      { ExplanationCode: "UNSUPPORTED_COMPONENT", Component: { Id: vgw } },
    ]);
  });

  test("what keeps it from getting there is told first", () => {
    const { lab, subnet, vpc, vgw } = vpn();
    const mute = lab.instance("mute", subnet, { groups: [lab.group("mute", vpc, { out: ["tcp 22 to 10.0.0.0/8"] })] });
    expect(codes(explained(lab, { Source: mute.id, Destination: vgw }))).toEqual(["ENI_SG_RULES_MISMATCH"]);
  });

  test("BAD_STATE_VPN: its tunnels are down", () => {
    const { lab, id, vgw } = vpn();
    const cgw = lab.region.call("CreateCustomerGateway", { Type: "ipsec.1", BgpAsn: 65000, IpAddress: "203.0.113.1" })
      .CustomerGateway?.CustomerGatewayId;
    const connection = lab.region.call("CreateVpnConnection", {
      Type: "ipsec.1",
      CustomerGatewayId: cgw ?? "",
      VpnGatewayId: vgw,
    }).VpnConnection?.VpnConnectionId;
    lab.settle();
    expect(explained(lab, { Source: id, ...to("192.168.1.1") })).toMatchObject([
      { ExplanationCode: "BAD_STATE_VPN", VpnConnection: { Id: connection }, VpnGateway: { Id: vgw }, State: "DOWN" },
    ]);
  });

  test("VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS and _FOR_INGRESS: interfaces that nothing is plugged into", () => {
    const { lab, subnet, group, vgw } = vpn();
    const idle =
      lab.region.call("CreateNetworkInterface", { SubnetId: subnet, Groups: [group] }).NetworkInterface
        ?.NetworkInterfaceId ?? "";
    expect(explained(lab, { Source: idle, Destination: vgw })).toMatchObject([
      { ExplanationCode: "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS", VpnGateway: { Id: vgw } },
    ]);
    expect(explained(lab, { Source: vgw, Destination: idle })).toMatchObject([
      { ExplanationCode: "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", NetworkInterface: { Id: idle } },
    ]);
  });
});

describe("addresses that are not the interface's", () => {
  test("ENI_ADDRESS_RESTRICTION: it sends only from its own", () => {
    const { lab, id, eni, ip, subnet, group } = online();
    const other = lab.instance("other", subnet, { groups: [group] });
    expect(
      explained(lab, { Source: id, Destination: other.id, FilterAtSource: { SourceAddress: "10.0.0.200" } }),
    ).toMatchObject([
      { ExplanationCode: "ENI_ADDRESS_RESTRICTION", NetworkInterface: { Id: eni }, Addresses: [`${ip}/32`] },
    ]);
  });

  test("ENI_SOURCE_DEST_CHECK_RESTRICTION: an appliance with the check on", () => {
    const { lab, id, vpc, main, group } = online();
    const between = lab.subnet("between", vpc, "10.0.2.0/24");
    const far = lab.instance("far", lab.subnet("far-subnet", vpc, "10.0.3.0/24"), { groups: [group] });
    const appliance = lab.instance("appliance", between, { groups: [group] });
    lab.route(main, "10.0.3.0/24", appliance.eni);
    expect(codes(explained(lab, { Source: id, Destination: far.id }))).toEqual([
      "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      "MORE_SPECIFIC_ROUTE",
    ]);
    expect(mainTable(lab, vpc)).toBe(main);
  });
});

test("NO_PATH: nothing says why", () => {
  const { lab, igw, subnet, group, main } = online();
  lab.route(main, "0.0.0.0/0", igw);
  const host = lab.instance("host", subnet, { groups: [group], publicIp: true });
  const both = { SourcePortRange: portRange(1000, 2000), DestinationPortRange: portRange(80) };
  const found = explained(lab, {
    Source: host.id,
    Destination: igw,
    FilterAtSource: both,
    FilterAtDestination: { SourcePortRange: portRange(3000), DestinationPortRange: portRange(443) },
  });
  expect(codes(found)).toEqual(["NO_PATH"]);
});
