import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

function peer(lab: Lab, label: string, from: string, to: string): string {
  const pcx = lab.label(
    lab.region.call("CreateVpcPeeringConnection", { VpcId: from, PeerVpcId: to }).VpcPeeringConnection
      ?.VpcPeeringConnectionId,
    label,
  );
  lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
  lab.settle();
  return pcx;
}

/**
 *   a 10.1.0.0/16 ──ab── b 10.2.0.0/16 ──bc── c 10.3.0.0/16
 *                        │ igw, nat
 *                     internet
 *
 * Each VPC has one subnet `…1.0/24` with one host; every table has the routes that one would wish for.
 */
function chain() {
  const lab = new Lab();
  const [a, b, c] = ["a", "b", "c"].map((label, i) => lab.vpc(label, `10.${i + 1}.0.0/16`)) as [string, string, string];
  const [sa, sb, sc] = [a, b, c].map((vpc, i) => lab.subnet(`s${"abc"[i]}`, vpc, `10.${i + 1}.1.0/24`)) as [
    string,
    string,
    string,
  ];
  const ab = peer(lab, "ab", a, b);
  const bc = peer(lab, "bc", b, c);
  const igw = lab.internetGateway("igw", b);
  const ta = lab.routeTable("ta", a, [sa], { "10.2.0.0/16": ab, "10.3.0.0/16": ab, "0.0.0.0/0": ab });
  const tb = lab.routeTable("tb", b, [sb], { "10.1.0.0/16": ab, "10.3.0.0/16": bc, "0.0.0.0/0": igw });
  lab.routeTable("tc", c, [sc], { "10.2.0.0/16": bc, "10.1.0.0/16": bc });
  const open = ([vpc, label]: [string, string]) => [lab.group(`open-${label}`, vpc, { in: ["all from 0.0.0.0/0"] })];
  const ha = lab.instance("ha", sa, { groups: open([a, "a"]) });
  const hb = lab.instance("hb", sb, { groups: open([b, "b"]), publicIp: true });
  const hc = lab.instance("hc", sc, { groups: open([c, "c"]) });
  return { lab, a, b, c, sa, sb, ab, ta, tb, igw, ha, hb, hc };
}

describe("VPC peering", () => {
  test("carries traffic between the two VPCs", () => {
    const { lab, ha, hb } = chain();
    const told = lab.trace(ha, hb.ip);
    expect(told).toMatchObject({ works: true, mtu: 9001 });
    expect(told.path).toEqual([
      "filter-egress open-a",
      "boundary-egress a-acl egress rule 100",
      "route ta 10.2.0.0/16",
      "tunnel ab",
      "route ab 10.2.0.0/16",
      "boundary-ingress b-acl ingress rule 100",
      "filter-ingress open-b",
      "host hb",
    ]);
  });

  test("is not transitive: no further peering beyond it", () => {
    const { lab, ha, hc } = chain();
    const told = lab.trace(ha, hc.ip);
    expect(told).toMatchObject({ works: false, out: "no-route" });
    expect(told.path.at(-1)).toBe("route ab");
  });

  test("… and no Internet gateway", () => {
    const { lab, ha } = chain();
    expect(lab.trace(ha, "203.0.113.9")).toMatchObject({ works: false, out: "no-route" });
  });

  test("… and no NAT gateway, though the far subnet's own traffic uses it", () => {
    const { lab, b, ha, igw } = chain();
    const pub = lab.subnet("pub", b, "10.2.2.0/24");
    const inner = lab.subnet("inner", b, "10.2.3.0/24");
    lab.routeTable("pub-rt", b, [pub], { "0.0.0.0/0": igw });
    const nat = lab.natGateway("nat", pub);
    lab.routeTable("inner-rt", b, [inner], { "0.0.0.0/0": nat.id });
    const host = lab.instance("host", inner);
    expect(lab.trace(host, "203.0.113.9")).toMatchObject({ works: true });
    expect(lab.trace(ha, "203.0.113.9")).toMatchObject({ works: false, out: "no-route" });
    expect(lab.trace(ha, nat.ip)).toMatchObject({ works: false });
  });

  test("needs a route on both sides: without the one back, the packet arrives and the reply does not", () => {
    const { lab, tb, ha, hb } = chain();
    lab.region.call("DeleteRoute", { RouteTableId: tb, DestinationCidrBlock: "10.1.0.0/16" });
    const told = lab.trace(ha, hb.ip);
    expect(told).toMatchObject({ works: false, out: "delivered" });
    expect(told.back).not.toBe("delivered");
  });

  test("is refused between overlapping address plans", () => {
    const { lab, a } = chain();
    const twin = lab.vpc("twin", "10.1.128.0/17");
    const pcx = lab.region.call("CreateVpcPeeringConnection", { VpcId: a, PeerVpcId: twin }).VpcPeeringConnection;
    lab.settle();
    const described = lab.region.call("DescribeVpcPeeringConnections", {
      VpcPeeringConnectionIds: [pcx?.VpcPeeringConnectionId ?? ""],
    });
    expect(described.VpcPeeringConnections?.[0]?.Status?.Code).toBe("failed");
  });

  test("a group rule may name a group across it, and follows that group's members", () => {
    const { lab, a, b, sa, sb, ha } = chain();
    const clients = lab.group("clients", a, {});
    const server = lab.instance("server", sb, {
      groups: [lab.group("server", b, { in: [`tcp 443 from ${clients}`] })],
    });
    const client = lab.instance("client", sa, { groups: [clients] });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
    expect(lab.trace(ha, server.ip)).toMatchObject({ works: false, out: "denied" });
  });

  /**
   *   twin1 10.8.0.0/16 ──p1── hub 10.9.0.0/16 ──p2── twin2 10.8.0.0/16
   *
   * Both twins have a host with the same address; the hub's server trusts the group of twin1's.
   */
  test("a group's members are known by VPC, not by address alone", () => {
    const lab = new Lab();
    const [twin1, twin2] = [lab.vpc("twin1", "10.8.0.0/16"), lab.vpc("twin2", "10.8.0.0/16")];
    const hub = lab.vpc("hub", "10.9.0.0/16");
    const subnets = { s1: lab.subnet("s1", twin1, "10.8.1.0/24"), s2: lab.subnet("s2", twin2, "10.8.1.0/24") };
    const hubSubnet = lab.subnet("hub-a", hub, "10.9.1.0/24");
    const [p1, p2] = [peer(lab, "p1", hub, twin1), peer(lab, "p2", hub, twin2)];
    lab.routeTable("t1", twin1, [subnets.s1], { "10.9.0.0/16": p1 });
    lab.routeTable("t2", twin2, [subnets.s2], { "10.9.0.0/16": p2 });
    lab.routeTable("th", hub, [hubSubnet], { "10.8.0.0/16": p1 });
    const trusted = lab.group("trusted", twin1, {});
    const server = lab.instance("server", hubSubnet, {
      groups: [lab.group("server", hub, { in: [`tcp 443 from ${trusted}`] })],
    });
    const one = lab.instance("one", subnets.s1, { groups: [trusted] });
    const two = lab.instance("two", subnets.s2, { groups: [lab.group("stranger", twin2, {})] });
    expect(lab.trace(one, server.ip)).toMatchObject({ works: true });
    expect(lab.connect({ interface: two.eni }, one.ip, server.ip).out).not.toBe("delivered");
    expect(one.ip === two.ip ? lab.trace(two, server.ip).out : "denied").toBe("denied");
  });

  test("joins accounts and regions, with the smaller MTU between regions", () => {
    const lab = new Lab();
    const west = lab.as("222222222222", "us-west-2");
    const here = lab.vpc("here", "10.1.0.0/16");
    const there = west.vpc("there", "10.2.0.0/16");
    const pcx = lab.label(
      lab.region.call("CreateVpcPeeringConnection", {
        VpcId: here,
        PeerVpcId: there,
        PeerOwnerId: "222222222222",
        PeerRegion: "us-west-2",
      }).VpcPeeringConnection?.VpcPeeringConnectionId,
      "pcx",
    );
    lab.settle();
    const sa = lab.subnet("sa", here, "10.1.1.0/24");
    const sb = west.subnet("sb", there, "10.2.1.0/24");
    const ha = lab.instance("ha", sa, { groups: [lab.group("ga", here, {})] });
    const hb = west.instance("hb", sb, { groups: [west.group("gb", there, { in: ["tcp 443 from 10.1.0.0/16"] })] });
    lab.routeTable("ta", here, [sa], { "10.2.0.0/16": pcx });
    expect(lab.trace(ha, hb.ip)).toMatchObject({ works: false, out: "blackhole" });
    west.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    lab.settle();
    west.routeTable("tb", there, [sb], { "10.1.0.0/16": pcx });
    expect(lab.trace(ha, hb.ip)).toMatchObject({ works: true, mtu: 8500 });
  });
});
