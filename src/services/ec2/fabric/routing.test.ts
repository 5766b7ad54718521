import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   vpc 10.0.0.0/16 + igw
 *   ├── public  10.0.1.0/24   host (public address)
 *   ├── private 10.0.2.0/24   inner
 *   └── middle  10.0.3.0/24   box (forwards)
 */
function threeSubnets() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const pub = lab.subnet("public", vpc, "10.0.1.0/24");
  const priv = lab.subnet("private", vpc, "10.0.2.0/24");
  const mid = lab.subnet("middle", vpc, "10.0.3.0/24");
  const groups = [lab.group("open", vpc, { in: ["all from 0.0.0.0/0"] })];
  const table = lab.routeTable("public-rt", vpc, [pub], { "0.0.0.0/0": igw });
  const host = lab.instance("host", pub, { groups, publicIp: true });
  const inner = lab.instance("inner", priv, { groups });
  const box = lab.instance("box", mid, { groups, forwards: true });
  return { lab, vpc, igw, pub, priv, mid, table, host, inner, box };
}

const routes = (path: readonly string[]) => path.filter((hop) => hop.startsWith("route "));

describe("route tables", () => {
  test("the local route reaches every subnet of the VPC", () => {
    const { lab, host, inner } = threeSubnets();
    const told = lab.trace(host, inner.ip);
    expect(told.works).toBe(true);
    expect(routes(told.path)).toEqual(["route public-rt 10.0.0.0/16"]);
    expect(routes(told.returnPath)).toEqual(["route vpc-main 10.0.0.0/16"]);
  });

  test("a subnet without association uses the main table, and follows it when another becomes main", () => {
    const { lab, vpc, igw, inner } = threeSubnets();
    expect(lab.trace(inner, "203.0.113.9")).toMatchObject({ out: "no-route" });
    const main = lab.region.call("DescribeRouteTables", {
      Filters: [
        { Name: "vpc-id", Values: [vpc] },
        { Name: "association.main", Values: ["true"] },
      ],
    }).RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId;
    const other = lab.routeTable("new-main", vpc, [], { "0.0.0.0/0": igw });
    lab.region.call("ReplaceRouteTableAssociation", { AssociationId: main, RouteTableId: other });
    const told = lab.trace(inner, "203.0.113.9");
    expect(routes(told.path)).toEqual(["route new-main 0.0.0.0/0"]);
    expect(told.out).toBe("not-translated");
  });

  test("the longest prefix decides", () => {
    const { lab, table, host, box } = threeSubnets();
    lab.route(table, "203.0.113.0/24", box.eni);
    expect(routes(lab.trace(host, "203.0.113.9").path)[0]).toBe("route public-rt 203.0.113.0/24");
    expect(routes(lab.trace(host, "203.0.114.9").path)[0]).toBe("route public-rt 0.0.0.0/0");
  });

  test("a more specific route than the local one sends a subnet's traffic through an appliance", () => {
    const { lab, table, host, inner, box } = threeSubnets();
    lab.route(table, "10.0.2.0/24", box.eni);
    const told = lab.trace(host, inner.ip);
    expect(told).toMatchObject({ works: true, out: "delivered" });
    expect(told.path).toContain("host box");
    expect(routes(told.path)).toEqual(["route public-rt 10.0.2.0/24", "route vpc-main 10.0.0.0/16"]);
    expect(told.returnPath).not.toContain("host box");
  });

  test("a route whose target is deleted is a black hole", () => {
    const { lab, vpc, igw, host } = threeSubnets();
    lab.region.call("DescribeAddresses");
    const peerVpc = lab.vpc("peer", "10.9.0.0/16");
    const peering = lab.region.call("CreateVpcPeeringConnection", {
      VpcId: vpc,
      PeerVpcId: peerVpc,
    }).VpcPeeringConnection;
    const pcx = lab.label(peering?.VpcPeeringConnectionId, "pcx");
    lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    lab.settle();
    const tables = lab.region.call("DescribeRouteTables", {
      Filters: [{ Name: "route.gateway-id", Values: [igw] }],
    }).RouteTables;
    lab.route(tables?.[0]?.RouteTableId ?? "", "10.9.0.0/16", pcx);
    expect(lab.trace(host, "10.9.0.5")).toMatchObject({ out: "no-host" });
    lab.region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    lab.settle();
    const told = lab.trace(host, "10.9.0.5");
    expect(told).toMatchObject({ out: "blackhole" });
    expect(told.path.at(-1)).toBe("route public-rt 10.9.0.0/16");
  });

  test("an address of the VPC that nobody has is no host's", () => {
    const { lab, host } = threeSubnets();
    expect(lab.trace(host, "10.0.2.200")).toMatchObject({ works: false, out: "no-host" });
    expect(lab.trace(host, "10.0.1.200")).toMatchObject({ works: false, out: "no-host" });
  });

  test("a prefix list's routes follow its entries", () => {
    const { lab, table, host, box } = threeSubnets();
    const list = lab.region.call("CreateManagedPrefixList", {
      PrefixListName: "partners",
      AddressFamily: "IPv4",
      MaxEntries: 5,
      Entries: [{ Cidr: "192.0.2.0/24" }],
    }).PrefixList?.PrefixListId;
    lab.settle();
    lab.label(list, "partners");
    lab.route(table, list ?? "", box.eni);
    expect(lab.trace(host, "192.0.2.1").path).toContain("host box");
    expect(lab.trace(host, "198.51.100.1").path).not.toContain("host box");
    lab.region.call("ModifyManagedPrefixList", {
      PrefixListId: list,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: "198.51.100.0/24" }],
    });
    lab.settle();
    expect(lab.trace(host, "198.51.100.1").path).toContain("host box");
  });

  test("a gateway route table on the Internet gateway sends what arrives through an appliance", () => {
    const { lab, vpc, igw, host, box } = threeSubnets();
    const edge = lab.routeTable("edge-rt", vpc, [], {});
    lab.region.call("AssociateRouteTable", { RouteTableId: edge, GatewayId: igw });
    expect(routes(lab.trace("internet", host.publicIp).path)).toEqual(["route edge-rt 10.0.0.0/16"]);
    lab.route(edge, "10.0.1.0/24", box.eni);
    const told = lab.trace("internet", host.publicIp);
    expect(routes(told.path)[0]).toBe("route edge-rt 10.0.1.0/24");
    expect(told.path).toContain("host box");
    expect(told.out).toBe("delivered");
  });

  test("routes through appliances that point at each other end as a loop", () => {
    const { lab, vpc, priv, mid, host, box } = threeSubnets();
    const second = lab.instance("second", priv, {
      forwards: true,
      groups: [lab.group("open2", vpc, { in: ["all from 0.0.0.0/0"] })],
    });
    lab.routeTable("there", vpc, [mid], { "203.0.113.0/24": second.eni });
    lab.routeTable("and-back", vpc, [priv], { "203.0.113.0/24": box.eni });
    const start = lab.region.call("DescribeRouteTables", {
      Filters: [
        {
          Name: "association.subnet-id",
          Values: [
            lab.region.call("DescribeInstances", { InstanceIds: [host.id] }).Reservations?.[0]?.Instances?.[0]
              ?.SubnetId ?? "",
          ],
        },
      ],
    });
    lab.route(start.RouteTables?.[0]?.RouteTableId ?? "", "203.0.113.0/24", box.eni);
    expect(lab.trace(host, "203.0.113.9")).toMatchObject({ works: false, out: "loop" });
  });
});
