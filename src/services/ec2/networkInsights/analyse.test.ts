import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import {
  analyse,
  analysisOf,
  arn,
  codes,
  componentIds,
  mainTable,
  pathOf,
  peer,
  portRange,
} from "./insights.fixture.ts";

/**
 * Two subnets of a VPC with an Internet gateway: `web` in the public one with a public address, reached on 80 from
 * everywhere; `app` in the other, reached on 8080 from web's group.
 */
function shop() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const front = lab.subnet("front", vpc, "10.0.0.0/24");
  const rear = lab.subnet("rear", vpc, "10.0.1.0/24");
  const igw = lab.internetGateway("igw", vpc);
  const rtb = lab.routeTable("rtb", vpc, [front], { "0.0.0.0/0": igw });
  const webGroup = lab.group("webGroup", vpc, { in: ["tcp 80 from 0.0.0.0/0"] });
  const appGroup = lab.group("appGroup", vpc, { in: [`tcp 8080 from ${webGroup}`] });
  const web = lab.instance("web", front, { groups: [webGroup], publicIp: true });
  const app = lab.instance("app", rear, { groups: [appGroup] });
  const [main = ""] =
    lab.region
      .call("DescribeRouteTables", {
        Filters: [
          { Name: "association.main", Values: ["true"] },
          { Name: "vpc-id", Values: [vpc] },
        ],
      })
      .RouteTables?.map(({ RouteTableId }) => RouteTableId ?? "") ?? [];
  const [acl = ""] =
    lab.region
      .call("DescribeNetworkAcls", { Filters: [{ Name: "vpc-id", Values: [vpc] }] })
      .NetworkAcls?.map(({ NetworkAclId }) => NetworkAclId ?? "") ?? [];
  return { lab, vpc, front, rear, igw, rtb, main, acl, webGroup, appGroup, web, app };
}

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });

describe("a path that is found", () => {
  test("from the Internet gateway to an instance, and back: AWS's own example", () => {
    const { lab, vpc, front, igw, rtb, acl, webGroup, web } = shop();
    const analysis = analyse(lab, {
      Source: igw,
      Destination: web.id,
      FilterAtSource: { DestinationPortRange: portRange(80) },
    });
    expect(analysis).toMatchObject({
      NetworkPathFound: true,
      Explanations: [],
      AlternatePathHints: [],
      SuggestedAccounts: [],
    });
    const attached = {
      AttachedTo: named("instance", web.id),
      Component: named("network-interface", web.eni),
      Subnet: named("subnet", front),
      Vpc: named("vpc", vpc),
    };
    const inside = {
      DestinationAddresses: [`${web.ip}/32`],
      DestinationPortRanges: [{ From: 80, To: 80 }],
      Protocol: "6",
      SourceAddresses: [expect.stringMatching(/\/32$/)],
      SourcePortRanges: [{ From: expect.any(Number), To: expect.any(Number) }],
    };
    const nothing = { AdditionalDetails: [], Explanations: [] };
    expect(analysis.ForwardPathComponents).toEqual([
      {
        SequenceNumber: 1,
        Component: named("internet-gateway", igw),
        InboundHeader: { ...inside, DestinationAddresses: [`${web.publicIp}/32`] },
        OutboundHeader: { DestinationAddresses: [`${web.ip}/32`] },
        Vpc: named("vpc", vpc),
        ...nothing,
      },
      {
        SequenceNumber: 2,
        AclRule: { Cidr: "0.0.0.0/0", Egress: false, Protocol: "all", RuleAction: "allow", RuleNumber: 100 },
        Component: named("network-acl", acl),
        ...nothing,
      },
      {
        SequenceNumber: 3,
        Component: named("security-group", webGroup),
        SecurityGroupRule: {
          Cidr: "0.0.0.0/0",
          Direction: "ingress",
          PortRange: { From: 80, To: 80 },
          Protocol: "tcp",
        },
        ...nothing,
      },
      { SequenceNumber: 4, ...attached, ...nothing },
      { SequenceNumber: 5, Component: named("instance", web.id), InboundHeader: inside, ...nothing },
    ]);
    expect(analysis.ReturnPathComponents).toMatchObject([
      {
        SequenceNumber: 1,
        Component: named("instance", web.id),
        OutboundHeader: { SourceAddresses: [`${web.ip}/32`], SourcePortRanges: [{ From: 80, To: 80 }] },
      },
      { ...attached },
      { Component: named("security-group", webGroup) },
      { Component: named("network-acl", acl), AclRule: { Egress: true, RuleNumber: 100 } },
      {
        Component: named("route-table", rtb),
        RouteTableRoute: { DestinationCidr: "0.0.0.0/0", GatewayId: igw, Origin: "createroute", State: "active" },
      },
      {
        Component: named("internet-gateway", igw),
        OutboundHeader: { SourceAddresses: [`${web.publicIp}/32`], SourcePortRanges: [{ From: 80, To: 80 }] },
        Vpc: named("vpc", vpc),
      },
    ]);
    // What a group remembers is no rule's doing.
    expect(analysis.ReturnPathComponents?.[2]).not.toHaveProperty("SecurityGroupRule");
  });

  test("between instances of two subnets, with the group that a rule names", () => {
    const { lab, main, rtb, acl, webGroup, appGroup, web, app } = shop();
    const { ForwardPathComponents, ReturnPathComponents } = analyse(lab, {
      Source: web.id,
      Destination: app.id,
      DestinationPort: 8080,
    });
    expect(componentIds(ForwardPathComponents)).toEqual([
      web.id,
      web.eni,
      webGroup,
      acl,
      rtb,
      acl,
      appGroup,
      app.eni,
      app.id,
    ]);
    expect(ForwardPathComponents?.[6]?.SecurityGroupRule).toEqual({
      SecurityGroupId: webGroup,
      Direction: "ingress",
      PortRange: { From: 8080, To: 8080 },
      Protocol: "tcp",
    });
    expect(ForwardPathComponents?.[0]?.OutboundHeader?.DestinationPortRanges).toEqual([{ From: 8080, To: 8080 }]);
    expect(componentIds(ReturnPathComponents)).toEqual([
      app.id,
      app.eni,
      appGroup,
      acl,
      main,
      acl,
      webGroup,
      web.eni,
      web.id,
    ]);
  });

  test("between interfaces, which begins and ends at them and needs nothing plugged in", () => {
    const { lab, front, webGroup } = shop();
    const [one = "", other = ""] = [1, 2].map(
      () =>
        lab.region.call("CreateNetworkInterface", { SubnetId: front, Groups: [webGroup] }).NetworkInterface
          ?.NetworkInterfaceId,
    );
    const analysis = analyse(lab, { Source: one, Destination: other, DestinationPort: 80 });
    expect(analysis.NetworkPathFound).toBe(true);
    expect(componentIds(analysis.ForwardPathComponents)).toEqual([one, webGroup, webGroup, other]);
    expect(componentIds(analysis.ReturnPathComponents)).toEqual([other, webGroup, webGroup, one]);
  });

  test("to an address of the Internet, through a NAT gateway: what it changes stands at it", () => {
    const { lab, front, igw, rear, vpc, app, acl, rtb, appGroup } = shop();
    const nat = lab.natGateway("nat", front);
    const table = lab.routeTable("natTable", vpc, [rear], { "0.0.0.0/0": nat.id });
    const { ForwardPathComponents } = analyse(lab, {
      Source: app.id,
      FilterAtSource: { DestinationAddress: "203.0.113.7", DestinationPortRange: portRange(443) },
    });
    expect(componentIds(ForwardPathComponents)).toEqual([
      app.id,
      app.eni,
      appGroup,
      acl,
      table,
      acl,
      lab.interfaceAt(nat.ip),
      nat.id,
      acl,
      rtb,
      igw,
    ]);
    expect(ForwardPathComponents?.[6]?.AttachedTo?.Id).toBe(nat.id);
    expect(ForwardPathComponents?.[7]?.OutboundHeader).toMatchObject({ SourceAddresses: [`${nat.ip}/32`] });
    expect(ForwardPathComponents?.[7]?.OutboundHeader).not.toHaveProperty("DestinationAddresses");
  });

  test("through a peering, with the VPCs at both of its ends", () => {
    const { lab, vpc, rear, appGroup, app, web } = shop();
    const other = lab.vpc("other", "10.9.0.0/16");
    const far = lab.instance("far", lab.subnet("far-subnet", other, "10.9.0.0/24"), {
      groups: [lab.group("far-group", other, { in: ["all from 10.0.0.0/8"] })],
    });
    const pcx = peer(lab, vpc, other);
    lab.routeTable("rear-table", vpc, [rear], { "10.9.0.0/16": pcx });
    lab.route(mainTable(lab, other), "10.0.0.0/16", pcx);
    const { ForwardPathComponents } = analyse(lab, { Source: app.id, Destination: far.id });
    const peering = ForwardPathComponents?.find(({ Component }) => Component?.Id === pcx);
    expect(peering).toMatchObject({ SourceVpc: named("vpc", vpc), DestinationVpc: named("vpc", other) });
    expect(componentIds(ForwardPathComponents).slice(0, 3)).toEqual([app.id, app.eni, appGroup]);
    expect(componentIds(ForwardPathComponents).at(-1)).toBe(far.id);
    const toPeering = analyse(lab, { Source: app.id, Destination: pcx });
    expect(toPeering.NetworkPathFound).toBe(true);
    expect(componentIds(toPeering.ForwardPathComponents).at(-1)).toBe(pcx);
    const fromPeering = analyse(lab, { Source: pcx, Destination: app.id, DestinationPort: 8080 });
    expect(codes(fromPeering.Explanations)).toEqual(["ENI_SG_RULES_MISMATCH"]);
    expect(web.id).toBeTruthy();
  });

  test("through a component that it must pass, and not through one that it may not", () => {
    const { lab, front, rear, vpc, app } = shop();
    const nat = lab.natGateway("nat", front);
    lab.routeTable("natTable", vpc, [rear], { "0.0.0.0/0": nat.id });
    const path = pathOf(lab, { Source: app.id, FilterAtSource: { DestinationAddress: "203.0.113.7" } });
    const natArn = arn("natgateway", nat.id);
    expect(analysisOf(lab, path, { FilterInArns: [natArn] })).toMatchObject({
      NetworkPathFound: true,
      FilterInArns: [natArn],
    });
    const without = analysisOf(lab, path, { FilterOutArns: [natArn] });
    expect(without.NetworkPathFound).toBe(false);
    expect(without.Explanations).toEqual([
      { ExplanationCode: "COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT", Component: named("natgateway", nat.id) },
    ]);
    const elsewhere = analysisOf(lab, path, { FilterInArns: [arn("transit-gateway", "tgw-0123456789abcdef0")] });
    expect(codes(elsewhere.Explanations)).toEqual(["COMPONENT_FILTER_RESTRICTION"]);
    expect(elsewhere.AlternatePathHints).toEqual([{ ComponentId: nat.id, ComponentArn: natArn }]);
  });
});
