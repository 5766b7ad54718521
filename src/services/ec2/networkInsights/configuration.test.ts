/** Explanations of ends that cannot be a path's, and of filters that no packet fits: each code is provoked. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { analyse, analysisOf, arn, codes, explained, pathOf, peer, portRange, site } from "./insights.fixture.ts";

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });

describe("ends", () => {
  test("NO_SOURCE_OR_DESTINATION: gone since the path was made", () => {
    const lab = new Lab();
    const { id, subnet, group } = site(lab, "here", "10.0.0.0/16");
    const eni =
      lab.region.call("CreateNetworkInterface", { SubnetId: subnet, Groups: [group] }).NetworkInterface
        ?.NetworkInterfaceId ?? "";
    const path = pathOf(lab, { Source: id, Destination: eni });
    expect(analysisOf(lab, path).NetworkPathFound).toBe(true);
    lab.region.call("DeleteNetworkInterface", { NetworkInterfaceId: eni });
    expect(analysisOf(lab, path).Explanations).toEqual([
      { ExplanationCode: "NO_SOURCE_OR_DESTINATION", MissingComponent: eni },
    ]);
  });

  test("UNASSOCIATED_COMPONENT: a terminated instance, a detached gateway, no IPv4 address", () => {
    const lab = new Lab();
    const { id, vpc, subnet, group } = site(lab, "here", "10.0.0.0/16");
    const other = lab.instance("other", subnet, { groups: [group] });
    lab.region.call("TerminateInstances", { InstanceIds: [other.id] });
    lab.region.clock.advance(1000);
    expect(explained(lab, { Source: id, Destination: other.id })).toEqual([
      { ExplanationCode: "UNASSOCIATED_COMPONENT", Component: named("instance", other.id) },
    ]);
    const igw = lab.region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
    expect(codes(explained(lab, { Source: id, Destination: igw }))).toEqual(["UNASSOCIATED_COMPONENT"]);
    const dual = lab.vpc("dual", "10.8.0.0/16", true);
    const only6 = lab.region.call("CreateSubnet", {
      VpcId: dual,
      Ipv6Native: true,
      Ipv6CidrBlock: lab.ipv6Of(dual).replace("00::/56", "07::/64"),
    }).Subnet?.SubnetId;
    lab.settle();
    const eni = lab.region.call("CreateNetworkInterface", { SubnetId: only6, Ipv6AddressCount: 1 }).NetworkInterface;
    expect(codes(explained(lab, { Source: id, Destination: eni?.NetworkInterfaceId }))).toEqual([
      "UNASSOCIATED_COMPONENT",
    ]);
    expect(vpc).not.toBe(dual);
  });

  test("BAD_STATE: a peering that nobody has accepted", () => {
    const lab = new Lab();
    const here = site(lab, "here", "10.0.0.0/16");
    const there = site(lab, "there", "10.9.0.0/16");
    const pcx =
      lab.region.call("CreateVpcPeeringConnection", { VpcId: here.vpc, PeerVpcId: there.vpc }).VpcPeeringConnection
        ?.VpcPeeringConnectionId ?? "";
    lab.settle();
    expect(explained(lab, { Source: here.id, Destination: pcx })).toEqual([
      {
        ExplanationCode: "BAD_STATE",
        Component: named("vpc-peering-connection", pcx),
        State: "pending-acceptance",
      },
    ]);
  });

  test("DISCONNECTED_VPCS: nothing joins them; a peering does", () => {
    const lab = new Lab();
    const here = site(lab, "here", "10.0.0.0/16");
    const there = site(lab, "there", "10.9.0.0/16");
    const path = pathOf(lab, { Source: here.id, Destination: there.id });
    expect(analysisOf(lab, path).Explanations).toEqual([
      {
        ExplanationCode: "DISCONNECTED_VPCS",
        SourceVpc: named("vpc", here.vpc),
        DestinationVpc: named("vpc", there.vpc),
      },
    ]);
    peer(lab, here.vpc, there.vpc);
    expect(codes(analysisOf(lab, path).Explanations)).toEqual(["NO_ROUTE_TO_DESTINATION"]);
  });
});

describe("filters that no packet fits at both ends", () => {
  const ends = () => {
    const lab = new Lab();
    const { id, ip, subnet, group } = site(lab, "here", "10.0.0.0/16");
    const other = lab.instance("other", subnet, { groups: [group] });
    const third = lab.instance("third", subnet, { groups: [group] });
    return { lab, ip, other, third, asked: { Source: id, Destination: other.id } };
  };

  test.each([
    ["SOURCE_PORT_RANGE", { SourcePortRange: portRange(1000, 2000) }, { SourcePortRange: portRange(3000, 4000) }],
    ["DESTINATION_PORT_RANGE", { DestinationPortRange: portRange(80) }, { DestinationPortRange: portRange(443) }],
  ])("FILTER_AT_SOURCE_%s and FILTER_AT_DESTINATION_…", (word, FilterAtSource, FilterAtDestination) => {
    const { lab, asked } = ends();
    expect(codes(explained(lab, { ...asked, FilterAtSource, FilterAtDestination }))).toEqual([
      `FILTER_AT_SOURCE_${word}`,
      `FILTER_AT_DESTINATION_${word}`,
    ]);
  });

  test("FILTER_AT_DESTINATION_SOURCE_ADDRESS and FILTER_AT_DESTINATION_DESTINATION_ADDRESS", () => {
    const { lab, asked, ip, other } = ends();
    const found = (FilterAtDestination: object) => codes(explained(lab, { ...asked, FilterAtDestination }));
    expect(found({ SourceAddress: "10.0.0.201" })).toEqual(["FILTER_AT_DESTINATION_SOURCE_ADDRESS"]);
    expect(found({ DestinationAddress: ip })).toEqual(["FILTER_AT_DESTINATION_DESTINATION_ADDRESS"]);
    expect(other.ip).not.toBe(ip);
  });

  test("FILTER_AT_SOURCE_DESTINATION_ADDRESS: a neighbour's address", () => {
    const { lab, asked, third } = ends();
    const FilterAtSource = { DestinationAddress: third.ip, DestinationPortRange: portRange(443) };
    expect(codes(explained(lab, { ...asked, FilterAtSource }))).toEqual(["FILTER_AT_SOURCE_DESTINATION_ADDRESS"]);
  });

  test("FILTER_AT_SOURCE_SOURCE_ADDRESS: nobody beyond the peering has it", () => {
    const lab = new Lab();
    const here = site(lab, "here", "10.0.0.0/16");
    const there = site(lab, "there", "10.9.0.0/16");
    const pcx = peer(lab, here.vpc, there.vpc);
    lab.route(here.main, "10.9.0.0/16", pcx);
    lab.route(there.main, "10.0.0.0/16", pcx);
    const asked = { Source: pcx, Destination: here.id };
    expect(analyse(lab, asked).NetworkPathFound).toBe(true);
    expect(codes(explained(lab, { ...asked, FilterAtSource: { SourceAddress: "10.9.0.250" } }))).toEqual([
      "FILTER_AT_SOURCE_SOURCE_ADDRESS",
    ]);
  });
});
