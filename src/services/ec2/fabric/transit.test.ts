import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/** A VPC attached to the gateway in its zone a, with one host and routes for `10.0.0.0/8` and whatever else is given. */
function spoke(lab: Lab, tgw: string, label: string, cidr: string, more: Readonly<Record<string, string>> = {}) {
  const vpc = lab.vpc(label, cidr);
  const subnet = lab.subnet(`${label}-a`, vpc, cidr.replace("0.0/16", "1.0/24"));
  const attachment = attach(lab, tgw, `${label}-att`, vpc, [subnet]);
  const table = lab.routeTable(`${label}-rt`, vpc, [subnet], { "10.0.0.0/8": tgw, ...more });
  const open = lab.group(`${label}-open`, vpc, { in: ["all from 0.0.0.0/0"] });
  return {
    vpc,
    subnet,
    attachment,
    table,
    openGroup: open,
    host: lab.instance(`${label}-host`, subnet, { groups: [open] }),
  };
}

function attach(lab: Lab, tgw: string, label: string, vpc: string, subnets: string[], appliance = false): string {
  const made = lab.region.call("CreateTransitGatewayVpcAttachment", {
    TransitGatewayId: tgw,
    VpcId: vpc,
    SubnetIds: subnets,
    Options: { ApplianceModeSupport: appliance ? "enable" : "disable" },
  }).TransitGatewayVpcAttachment;
  lab.settle();
  return lab.label(made?.TransitGatewayAttachmentId, label);
}

function transitGateway(lab: Lab, label: string, defaults: "enable" | "disable" = "enable"): string {
  const made = lab.region.call("CreateTransitGateway", {
    Options: { DefaultRouteTableAssociation: defaults, DefaultRouteTablePropagation: defaults },
  }).TransitGateway;
  lab.settle();
  lab.label(made?.Options?.AssociationDefaultRouteTableId ?? `${label}-none`, `${label}-table`);
  return lab.label(made?.TransitGatewayId, label);
}

const onWay = (path: readonly string[]) => path.filter((hop) => /^(hub|route)/.test(hop));

/**
 *   a 10.1.0.0/16 ── tgw ── b 10.2.0.0/16
 *
 * One table for all, to which both VPCs propagate.
 */
describe("transit gateway", () => {
  test("attachment → its table → longest prefix → attachment, both ways", () => {
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    const told = lab.trace(a.host, b.host.ip);
    expect(told).toMatchObject({ works: true, mtu: 8500 });
    expect(onWay(told.path)).toEqual([
      "route a-rt 10.0.0.0/8",
      "hub-end a-att",
      "hub-route tgw-table 10.2.0.0/16",
      "hub-end b-att",
    ]);
    expect(onWay(told.returnPath)).toEqual([
      "route b-rt 10.0.0.0/8",
      "hub-end b-att",
      "hub-route tgw-table 10.1.0.0/16",
      "hub-end a-att",
    ]);
  });

  test("knows only what is propagated or made: no route, no passage; a blackhole drops", () => {
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    expect(lab.trace(a.host, "10.9.0.1")).toMatchObject({ works: false, out: "no-route" });
    const table = lab.region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables?.[0];
    lab.region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: table?.TransitGatewayRouteTableId,
      DestinationCidrBlock: "10.2.1.0/24",
      Blackhole: true,
    });
    const told = lab.trace(a.host, b.host.ip);
    expect(told).toMatchObject({ works: false, out: "blackhole" });
    expect(told.path.at(-1)).toBe("hub-route tgw-table 10.2.1.0/24");
  });

  test("without association an attachment's traffic goes nowhere; with one but no propagation it has no route", () => {
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw", "disable");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    expect(lab.trace(a.host, b.host.ip)).toMatchObject({ out: "no-route" });
    const tables = ["one", "two"].map((label) => {
      const made = lab.region.call("CreateTransitGatewayRouteTable", {
        TransitGatewayId: tgw,
      }).TransitGatewayRouteTable;
      lab.settle();
      return lab.label(made?.TransitGatewayRouteTableId, label);
    });
    const use = (
      operation: "AssociateTransitGatewayRouteTable" | "EnableTransitGatewayRouteTablePropagation",
      table: string | undefined,
      attachment: string,
    ) => {
      lab.region.call(operation, { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment });
      lab.settle();
    };
    use("AssociateTransitGatewayRouteTable", tables[0], a.attachment);
    use("AssociateTransitGatewayRouteTable", tables[1], b.attachment);
    expect(lab.trace(a.host, b.host.ip)).toMatchObject({ out: "no-route" });
    use("EnableTransitGatewayRouteTablePropagation", tables[0], b.attachment);
    expect(lab.trace(a.host, b.host.ip)).toMatchObject({ works: false, out: "delivered", back: "no-route" });
    use("EnableTransitGatewayRouteTablePropagation", tables[1], a.attachment);
    expect(lab.trace(a.host, b.host.ip)).toMatchObject({ works: true });
  });

  test("a sender in a zone where the attachment has no subnet does not reach it", () => {
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    const { Subnet } = lab.region.call("CreateSubnet", {
      VpcId: a.vpc,
      CidrBlock: "10.1.2.0/24",
      AvailabilityZone: "us-east-1b",
    });
    const elsewhere = lab.label(Subnet?.SubnetId, "a-b");
    lab.region.call("AssociateRouteTable", { RouteTableId: a.table, SubnetId: elsewhere });
    const host = lab.instance("elsewhere", elsewhere);
    const told = lab.trace(host, b.host.ip);
    expect(told).toMatchObject({ works: false, out: "blackhole" });
    expect(told.path.at(-1)).toBe("hub-end a-att");
  });

  /** @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html */
  test("the attachment's subnet has its ACL: inwards its ingress, outwards its egress", () => {
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const vpc = lab.vpc("b", "10.2.0.0/16");
    const [door, room] = [lab.subnet("b-door", vpc, "10.2.1.0/28"), lab.subnet("b-room", vpc, "10.2.2.0/24")];
    attach(lab, tgw, "b-att", vpc, [door]);
    lab.routeTable("b-rt", vpc, [room], { "10.0.0.0/8": tgw });
    const host = lab.instance("b-host", room, { groups: [lab.group("b-open", vpc, { in: ["all from 0.0.0.0/0"] })] });
    lab.acl("door-acl", vpc, door, ["in 100 allow all from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0"]);
    const told = lab.trace(a.host, host.ip);
    expect(told.works).toBe(true);
    expect(told.path.filter((hop) => hop.startsWith("boundary"))).toEqual([
      "boundary-egress a-acl egress rule 100",
      "boundary-ingress a-acl ingress rule 100",
      "boundary-egress door-acl egress rule 100",
      "boundary-ingress b-acl ingress rule 100",
    ]);
    expect(told.returnPath.filter((hop) => hop.startsWith("boundary"))).toEqual([
      "boundary-egress b-acl egress rule 100",
      "boundary-ingress door-acl ingress rule 100",
    ]);
  });

  test("is no peering: beyond it a VPC's own routes hold, an inspection VPC's among them", () => {
    /**
     *   a 10.1.0.0/16 ── tgw ── egress 10.3.0.0/16: att-subnet 0.0.0.0/0 → nat, public 0.0.0.0/0 → igw
     */
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16", { "0.0.0.0/0": tgw });
    const vpc = lab.vpc("egress", "10.3.0.0/16");
    const igw = lab.internetGateway("igw", vpc);
    const [door, pub] = [lab.subnet("door", vpc, "10.3.1.0/24"), lab.subnet("public", vpc, "10.3.2.0/24")];
    lab.routeTable("public-rt", vpc, [pub], { "0.0.0.0/0": igw, "10.0.0.0/8": attachFirst() });
    const nat = lab.natGateway("nat", pub);
    lab.routeTable("door-rt", vpc, [door], { "0.0.0.0/0": nat.id });
    function attachFirst(): string {
      const attachment = attach(lab, tgw, "egress-att", vpc, [door]);
      const table = lab.region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables?.[0];
      lab.region.call("CreateTransitGatewayRoute", {
        TransitGatewayRouteTableId: table?.TransitGatewayRouteTableId,
        DestinationCidrBlock: "0.0.0.0/0",
        TransitGatewayAttachmentId: attachment,
      });
      return tgw;
    }
    const told = lab.trace(a.host, "203.0.113.9");
    expect(told).toMatchObject({ works: true, mtu: 1500 });
    expect(told.path).toContain("translator nat");
    expect(told.path).toContain("edge igw");
  });

  test("an ingress rule may name a group across it, where the gateway and both attachments allow references", () => {
    const lab = new Lab();
    const made = lab.region.call("CreateTransitGateway", { Options: { SecurityGroupReferencingSupport: "enable" } });
    lab.settle();
    const tgw = lab.label(made.TransitGateway?.TransitGatewayId, "tgw");
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    const clients = lab.group("clients", a.vpc, {});
    const server = lab.instance("server", b.subnet, {
      groups: [lab.group("server", b.vpc, { in: [`tcp 443 from ${clients}`] })],
    });
    const client = lab.instance("client", a.subnet, { groups: [clients] });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
    expect(lab.trace(a.host, server.ip)).toMatchObject({ works: false, out: "denied" });
    expect(
      lab.region.codeOf("AuthorizeSecurityGroupEgress", {
        GroupId: clients,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: b.openGroup }] }],
      }),
    ).toBe("InvalidGroup.NotFound");
    lab.region.call("ModifyTransitGatewayVpcAttachment", {
      TransitGatewayAttachmentId: b.attachment,
      Options: { SecurityGroupReferencingSupport: "disable" },
    });
    lab.settle();
    expect(lab.trace(client, server.ip)).toMatchObject({ works: false, out: "denied" });
  });

  test("appliance mode takes both directions of a flow through one zone", () => {
    /**
     *   a 10.1.0.0/16 (zone a) ── tgw ── inspect 10.3.0.0/16 (zones a, b: a box each) ── tgw ── b 10.2.0.0/16 (zone b)
     */
    const lab = new Lab();
    const tgw = transitGateway(lab, "tgw", "disable");
    const inspect = lab.vpc("inspect", "10.3.0.0/16");
    const zoned = (label: string, cidr: string, zone: string) =>
      lab.label(
        lab.region.call("CreateSubnet", { VpcId: inspect, CidrBlock: cidr, AvailabilityZone: zone }).Subnet?.SubnetId,
        label,
      );
    const doors = [zoned("door-a", "10.3.1.0/24", "us-east-1a"), zoned("door-b", "10.3.2.0/24", "us-east-1b")];
    const rooms = [zoned("room-a", "10.3.3.0/24", "us-east-1a"), zoned("room-b", "10.3.4.0/24", "us-east-1b")];
    lab.settle();
    const open = lab.group("open", inspect, { in: ["all from 0.0.0.0/0"] });
    const boxes = rooms.map((room, i) => lab.instance(`box-${"ab"[i]}`, room, { groups: [open], forwards: true }));
    const attachment = attach(lab, tgw, "inspect-att", inspect, doors, true);
    doors.forEach((door, i) => {
      lab.routeTable(`door-${i}-rt`, inspect, [door], { "10.0.0.0/8": boxes[i]?.eni ?? "" });
    });
    lab.routeTable("room-rt", inspect, rooms, { "10.1.0.0/16": tgw, "10.2.0.0/16": tgw });
    const a = spoke(lab, tgw, "a", "10.1.0.0/16");
    const b = spoke(lab, tgw, "b", "10.2.0.0/16");
    const [spokes, hub] = ["spokes", "hub"].map((label) => {
      const made = lab.region.call("CreateTransitGatewayRouteTable", {
        TransitGatewayId: tgw,
      }).TransitGatewayRouteTable;
      lab.settle();
      return lab.label(made?.TransitGatewayRouteTableId, label);
    }) as [string, string];
    const associate = (TransitGatewayRouteTableId: string, TransitGatewayAttachmentId: string) =>
      lab.region.call("AssociateTransitGatewayRouteTable", { TransitGatewayRouteTableId, TransitGatewayAttachmentId });
    associate(spokes, a.attachment);
    associate(spokes, b.attachment);
    associate(hub, attachment);
    lab.region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: spokes,
      DestinationCidrBlock: "10.0.0.0/8",
      TransitGatewayAttachmentId: attachment,
    });
    for (const one of [a, b])
      lab.region.call("EnableTransitGatewayRouteTablePropagation", {
        TransitGatewayRouteTableId: hub,
        TransitGatewayAttachmentId: one.attachment,
      });
    lab.settle();
    const seen = new Set<string>();
    for (let port = 50_000; port < 50_040; port++) {
      const told = lab.trace(a.host, b.host.ip, { fromPort: port });
      expect(told.works).toBe(true);
      const box = (path: readonly string[]) => path.find((hop) => hop.startsWith("host box"));
      expect(box(told.path)).toBeDefined();
      expect(box(told.returnPath)).toBe(box(told.path));
      seen.add(box(told.path) ?? "");
    }
    expect(seen).toEqual(new Set(["host box-a", "host box-b"]));
  });

  test("peering between gateways follows static routes only", () => {
    const lab = new Lab();
    const west = lab.as("111111111111", "us-west-2");
    const [here, there] = [transitGateway(lab, "here"), transitGateway(west, "there")];
    const a = spoke(lab, here, "a", "10.1.0.0/16");
    const b = spoke(west, there, "b", "10.2.0.0/16");
    const id = lab.label(
      lab.region.call("CreateTransitGatewayPeeringAttachment", {
        TransitGatewayId: here,
        PeerTransitGatewayId: there,
        PeerAccountId: "111111111111",
        PeerRegion: "us-west-2",
      }).TransitGatewayPeeringAttachment?.TransitGatewayAttachmentId,
      "peering",
    );
    lab.settle();
    west.region.call("AcceptTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: id });
    lab.settle();
    expect(lab.trace(a.host, b.host.ip)).toMatchObject({ works: false, out: "no-route" });
    for (const [side, cidr] of [
      [lab, "10.2.0.0/16"],
      [west, "10.1.0.0/16"],
    ] as const) {
      const table = side.region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables?.[0];
      side.region.call("CreateTransitGatewayRoute", {
        TransitGatewayRouteTableId: table?.TransitGatewayRouteTableId,
        DestinationCidrBlock: cidr,
        TransitGatewayAttachmentId: id,
      });
    }
    const told = lab.trace(a.host, b.host.ip);
    expect(told).toMatchObject({ works: true, mtu: 8500 });
    expect(onWay(told.path).filter((hop) => hop.startsWith("hub-end"))).toEqual([
      "hub-end a-att",
      "hub-end peering",
      "hub-end b-att",
    ]);
  });
});
