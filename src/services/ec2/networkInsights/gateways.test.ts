/** Explanations at Internet gateways, NAT gateways and endpoints: each code is provoked. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { analyse, arn, codes, componentIds, explained, portRange, site } from "./insights.fixture.ts";

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });

/** A VPC with an Internet gateway and a route there; `host` has no public address, `open` has. */
function online() {
  const lab = new Lab();
  const here = site(lab, "here", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", here.vpc);
  lab.route(here.main, "0.0.0.0/0", igw);
  const open = lab.instance("open", here.subnet, { groups: [here.group], publicIp: true });
  return { lab, ...here, igw, open };
}

describe("out by an Internet gateway", () => {
  test("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: the sender has no public address", () => {
    const { lab, vpc, id, ip, igw } = online();
    expect(explained(lab, { Source: id, Destination: igw })).toEqual([
      {
        ExplanationCode: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
        InternetGateway: named("internet-gateway", igw),
        Vpc: named("vpc", vpc),
        Address: `${ip}/32`,
      },
    ]);
  });

  test("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: or is plugged into nothing", () => {
    const { lab, subnet, group, igw } = online();
    const idle = lab.region.call("CreateNetworkInterface", { SubnetId: subnet, Groups: [group] }).NetworkInterface;
    const eni = idle?.NetworkInterfaceId ?? "";
    expect(explained(lab, { Source: eni, Destination: igw })).toMatchObject([
      { ExplanationCode: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", NetworkInterface: { Id: eni } },
    ]);
  });

  test("GATEWAY_REJECTS_SPOOFED_TRAFFIC: an address that the VPC does not have", () => {
    const { lab, subnet, group, igw } = online();
    const appliance = lab.instance("appliance", subnet, { groups: [group], publicIp: true, forwards: true });
    const asked = { Source: appliance.id, Destination: igw };
    expect(analyse(lab, asked).NetworkPathFound).toBe(true);
    expect(explained(lab, { ...asked, FilterAtSource: { SourceAddress: "172.20.0.1" } })).toMatchObject([
      { ExplanationCode: "GATEWAY_REJECTS_SPOOFED_TRAFFIC", InternetGateway: { Id: igw }, Address: "172.20.0.1/32" },
    ]);
  });

  test.each([
    ["IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", "192.168.7.7"],
    ["IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", "100.64.7.7"],
  ])("%s", (code, DestinationAddress) => {
    const { lab, open, igw } = online();
    expect(explained(lab, { Source: open.id, Destination: igw, FilterAtSource: { DestinationAddress } })).toMatchObject(
      [{ ExplanationCode: code, InternetGateway: { Id: igw }, Address: `${DestinationAddress}/32` }],
    );
  });

  test("IGW_NAT_REFLECTION: out and in again is no path of AWS's", () => {
    const { lab, id, subnet, group, igw } = online();
    const other = lab.instance("other", subnet, { groups: [group], publicIp: true });
    const client = lab.instance("client", subnet, { groups: [group], publicIp: true });
    expect(explained(lab, { Source: client.id, FilterAtSource: { DestinationAddress: other.publicIp } })).toEqual([
      { ExplanationCode: "IGW_NAT_REFLECTION", InternetGateway: named("internet-gateway", igw) },
    ]);
    expect(id).toBeTruthy();
  });

  test("INGRESS_RTB_TRAFFIC_REDIRECTION: what comes in is handed to an appliance, what goes out is not", () => {
    const { lab, vpc, igw, open, group } = online();
    const between = lab.subnet("between", vpc, "10.0.9.0/24");
    const appliance = lab.instance("appliance", between, { groups: [group], publicIp: true, forwards: true });
    const ingress = edgeTable(lab, vpc, igw, "10.0.0.0/24", appliance.eni);
    expect(explained(lab, { Source: open.id, Destination: igw })).toMatchObject([
      {
        ExplanationCode: "INGRESS_RTB_TRAFFIC_REDIRECTION",
        IngressRouteTable: { Id: ingress },
        InternetGateway: { Id: igw },
        Address: `${open.ip}/32`,
      },
    ]);
  });
});

/** A table of the gateway's own, which hands what is for a subnet to an interface. */
function edgeTable(lab: Lab, vpc: string, igw: string, cidr: string, eni: string): string {
  const id = lab.region.call("CreateRouteTable", { VpcId: vpc }).RouteTable?.RouteTableId ?? "";
  lab.region.call("AssociateRouteTable", { RouteTableId: id, GatewayId: igw });
  lab.route(id, cidr, eni);
  return id;
}

describe("in by an Internet gateway", () => {
  test("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: no public address leads there", () => {
    const { lab, vpc, id, eni, ip, igw } = online();
    expect(explained(lab, { Source: igw, Destination: id })).toEqual([
      {
        ExplanationCode: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        InternetGateway: named("internet-gateway", igw),
        NetworkInterface: named("network-interface", eni),
        Vpc: named("vpc", vpc),
        Address: `${ip}/32`,
      },
    ]);
  });

  test("IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS: another VPC's interface", () => {
    const { lab, igw } = online();
    const there = site(lab, "there", "10.9.0.0/16");
    expect(explained(lab, { Source: igw, Destination: there.id })).toMatchObject([
      { ExplanationCode: "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS", InternetGateway: { Id: igw }, Cidrs: ["10.0.0.0/16"] },
    ]);
  });

  test.each([
    ["IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS", { SourceAddress: "10.1.1.1" }],
    ["IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS", { SourceAddress: "100.64.1.1" }],
    ["IGW_EXPECTS_PUBLIC_ADDRESS", { DestinationAddress: "10.0.0.9" }],
  ])("%s", (code, FilterAtSource) => {
    const { lab, igw, open } = online();
    expect(codes(explained(lab, { Source: igw, Destination: open.id, FilterAtSource }))).toEqual([code]);
  });

  test("INGRESS_RTB_NO_PUBLIC_IP: an appliance that the Internet does not know", () => {
    const { lab, vpc, igw, open, group } = online();
    const between = lab.subnet("between", vpc, "10.0.9.0/24");
    const appliance = lab.instance("appliance", between, { groups: [group], forwards: true });
    const ingress = edgeTable(lab, vpc, igw, "10.0.0.0/24", appliance.eni);
    expect(explained(lab, { Source: igw, Destination: open.id })).toMatchObject([
      {
        ExplanationCode: "INGRESS_RTB_NO_PUBLIC_IP",
        IngressRouteTable: { Id: ingress },
        NetworkInterface: { Id: appliance.eni },
      },
    ]);
  });
});

describe("NAT gateways", () => {
  /** A host behind a private NAT gateway, and one that the gateway may reach. */
  function behindNat() {
    const setting = online();
    const { lab, vpc, subnet, group } = setting;
    const natSubnet = lab.subnet("nat-subnet", vpc, "10.0.2.0/24");
    const nat = lab.natGateway("nat", natSubnet);
    const inner = lab.subnet("inner", vpc, "10.0.3.0/24");
    lab.routeTable("inner-table", vpc, [inner], { "0.0.0.0/0": nat.id });
    const client = lab.instance("client", inner, { groups: [group] });
    return { ...setting, subnet, nat, client };
  }

  test("the path begins with the client's address and leaves with the gateway's", () => {
    const { lab, igw, client, nat } = behindNat();
    const { NetworkPathFound, ForwardPathComponents } = analyse(lab, { Source: client.id, Destination: igw });
    expect(NetworkPathFound).toBe(true);
    expect(componentIds(ForwardPathComponents)).toContain(nat.id);
  });

  test("NGW_SOURCE_ADDRESS_REASSIGN: the client's own address does not come out", () => {
    const { lab, igw, client, nat } = behindNat();
    const found = explained(lab, {
      Source: client.id,
      Destination: igw,
      FilterAtDestination: { SourceAddress: "198.51.100.99" },
    });
    expect(found).toEqual([
      { ExplanationCode: "FILTER_AT_DESTINATION_SOURCE_ADDRESS" },
      { ExplanationCode: "NGW_SOURCE_ADDRESS_REASSIGN", NatGateway: named("natgateway", nat.id) },
    ]);
  });

  test("NGW_DEST_ADDRESS_PRESERVATION: nor does another destination", () => {
    const { lab, igw, client, nat } = behindNat();
    const found = explained(lab, {
      Source: client.id,
      Destination: igw,
      FilterAtSource: { DestinationAddress: "203.0.113.1" },
      FilterAtDestination: { DestinationAddress: "203.0.113.2" },
    });
    expect(codes(found)).toEqual([
      "FILTER_AT_SOURCE_DESTINATION_ADDRESS",
      "FILTER_AT_DESTINATION_DESTINATION_ADDRESS",
      "NGW_DEST_ADDRESS_PRESERVATION",
    ]);
    expect(found[2]).toMatchObject({ NatGateway: { Id: nat.id } });
  });

  test("REMAP_EPHEMERAL_PORT: ports below 1024 do not come out", () => {
    const { lab, igw, client, nat } = behindNat();
    const found = explained(lab, {
      Source: client.id,
      Destination: igw,
      FilterAtDestination: { SourcePortRange: portRange(80) },
    });
    expect(found).toEqual([
      { ExplanationCode: "FILTER_AT_DESTINATION_SOURCE_PORT_RANGE" },
      { ExplanationCode: "REMAP_EPHEMERAL_PORT", NatGateway: named("natgateway", nat.id) },
    ]);
  });
});

describe("endpoints", () => {
  function endpoints() {
    const setting = online();
    const { lab, vpc, main, subnet, group } = setting;
    const gateway = lab.region.call("CreateVpcEndpoint", {
      VpcId: vpc,
      ServiceName: "com.amazonaws.us-east-1.s3",
      RouteTableIds: [main],
    }).VpcEndpoint?.VpcEndpointId;
    const face = lab.region.call("CreateVpcEndpoint", {
      VpcId: vpc,
      VpcEndpointType: "Interface",
      ServiceName: "com.amazonaws.us-east-1.ec2",
      PrivateDnsEnabled: false,
      SubnetIds: [subnet],
      SecurityGroupIds: [group],
    }).VpcEndpoint?.VpcEndpointId;
    lab.settle();
    return { ...setting, gateway: gateway ?? "", face: face ?? "" };
  }

  test("are reached: a gateway endpoint by its route, an interface endpoint at its interface", () => {
    const { lab, id, gateway, face, main } = endpoints();
    const toGateway = analyse(lab, { Source: id, Destination: gateway });
    expect(toGateway.NetworkPathFound).toBe(true);
    expect(componentIds(toGateway.ForwardPathComponents).slice(-2)).toEqual([main, gateway]);
    const toFace = analyse(lab, { Source: id, Destination: face });
    expect(toFace.NetworkPathFound).toBe(true);
    expect(componentIds(toFace.ForwardPathComponents).at(-1)).toBe(face);
  });

  test("VPCE_GATEWAY_PROTOCOL_RESTRICTION: UDP is not for them", () => {
    const { lab, id, gateway } = endpoints();
    expect(explained(lab, { Source: id, Destination: gateway, Protocol: "udp" })).toEqual([
      {
        ExplanationCode: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
        VpcEndpoint: named("vpc-endpoint", gateway),
        Protocols: ["tcp", "icmp"],
      },
    ]);
  });

  test("VPCE_INTRA_VPC_TRAFFIC and VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION: they begin nothing", () => {
    const { lab, id, gateway, face } = endpoints();
    expect(codes(explained(lab, { Source: face, Destination: id }))).toEqual(["VPCE_INTRA_VPC_TRAFFIC"]);
    const found = explained(lab, {
      Source: gateway,
      Destination: id,
      FilterAtSource: { SourceAddress: "203.0.113.9" },
    });
    expect(codes(found)).toEqual(["VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION", "VPCE_INTRA_VPC_TRAFFIC"]);
    expect(found[0]).toMatchObject({ VpcEndpoint: { Id: gateway }, PrefixList: { Id: expect.stringMatching(/^pl-/) } });
  });
});
