import { describe, expect, test } from "vitest";
import { SessionTable } from "../../../forward/sessions.ts";
import { Lab } from "../lab.fixture.ts";

/**
 *   internet
 *      │ igw
 *   vpc 10.0.0.0/16
 *   ├── public  10.0.1.0/24   0.0.0.0/0 → igw    nat (public)
 *   └── private 10.0.2.0/24   0.0.0.0/0 → nat    app, app2
 */
function natted(publicRoutes = true) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
  const igw = lab.internetGateway("igw", vpc);
  const pub = lab.subnet("public", vpc, "10.0.1.0/24");
  const priv = lab.subnet("private", vpc, "10.0.2.0/24", 2);
  lab.routeTable("public-rt", vpc, [pub], publicRoutes ? { "0.0.0.0/0": igw } : {});
  const nat = lab.natGateway("nat", pub);
  lab.routeTable("private-rt", vpc, [priv], { "0.0.0.0/0": nat.id, "64:ff9b::/96": nat.id });
  const groups = [lab.group("app", vpc, { in: ["icmp from 0.0.0.0/0"] })];
  lab.region.call("AuthorizeSecurityGroupEgress", {
    GroupId: groups[0],
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 65_535, Ipv6Ranges: [{ CidrIpv6: "64:ff9b::/96" }] }],
  });
  const app = lab.instance("app", priv, { groups, ipv6: true });
  const app2 = lab.instance("app2", priv, { groups });
  return { lab, vpc, igw, pub, priv, nat, app, app2 };
}

describe("public NAT gateway", () => {
  test("translates to its own address and port, then the Internet gateway to the Elastic IP; the reply finds back", () => {
    const { lab, nat, app } = natted();
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: true, mtu: 1500 });
    expect(told.path).toEqual([
      "filter-egress app",
      "boundary-egress vpc-acl egress rule 100",
      "route private-rt 0.0.0.0/0",
      "boundary-ingress vpc-acl ingress rule 100",
      "translator nat",
      "boundary-egress vpc-acl egress rule 100",
      "route public-rt 0.0.0.0/0",
      "edge igw",
      "world internet",
    ]);
    const translated = told.forward.hops.find((hop) => hop.stage === "translator")?.flow;
    expect(translated).toMatchObject({ dstPort: 443 });
    expect(translated?.srcPort).toBeGreaterThanOrEqual(1024);
    expect(nat.ip).not.toBe("");
    expect(told.returnPath.filter((hop) => /^(edge|translator)/.test(hop))).toEqual(["edge igw", "translator nat"]);
  });

  test("needs its own subnet to have a route to an Internet gateway", () => {
    const { lab, app } = natted(false);
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: false, out: "no-route" });
    expect(told.path.at(-1)).toBe("route public-rt");
  });

  test("meets its subnet's network ACL both ways: in from the private subnet", () => {
    const { lab, vpc, pub, app } = natted();
    lab.acl("no-private", vpc, pub, [
      "in 100 deny all from 10.0.2.0/24",
      "in 200 allow all from 0.0.0.0/0",
      "out 100 allow all to 0.0.0.0/0",
    ]);
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: false, out: "denied" });
    expect(told.path.at(-1)).toBe("boundary-ingress no-private ingress rule 100");
  });

  test("… and in from the Internet, where replies come to ephemeral ports", () => {
    const { lab, vpc, pub, app } = natted();
    lab.acl("no-replies", vpc, pub, ["in 100 allow tcp 443 from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0"]);
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: false, out: "delivered", back: "denied" });
    expect(told.returnPath.at(-1)).toBe("boundary-ingress no-replies ingress rule *");
  });

  test("refuses what nobody behind it asked for", () => {
    const { lab, nat, app2 } = natted();
    const publicIp = lab.region.call("DescribeNatGateways", { NatGatewayIds: [nat.id] }).NatGateways?.[0]
      ?.NatGatewayAddresses?.[0]?.PublicIp;
    const told = lab.trace("internet", publicIp ?? "");
    expect(told).toMatchObject({ works: false, out: "not-accepted" });
    expect(told.path.at(-1)).toBe("translator nat");
    expect(lab.trace(app2, nat.ip)).toMatchObject({ works: false, out: "not-accepted" });
  });

  test("carries TCP, UDP and ICMP, and nothing else", () => {
    const { lab, app } = natted();
    expect(lab.trace(app, "203.0.113.9", { proto: "udp", port: 53 })).toMatchObject({ works: true });
    expect(lab.trace(app, "203.0.113.9", { proto: "icmp" })).toMatchObject({ works: true });
    expect(lab.trace(app, "203.0.113.9", { proto: "50" })).toMatchObject({ works: false, out: "not-accepted" });
  });

  test("gives two flows to one destination two ports, and a flow it knows the same one again", () => {
    const { lab, app, app2 } = natted();
    const sessions = new SessionTable();
    const port = (from: typeof app, fromPort: number) =>
      lab.trace(from, "203.0.113.9", { sessions, fromPort }).forward.hops.find((hop) => hop.stage === "translator")
        ?.flow?.srcPort;
    const first = port(app, 50_000);
    const second = port(app2, 50_000);
    expect(first).toBeDefined();
    expect(second).not.toBe(first);
    expect(port(app, 50_000)).toBe(first);
  });

  test("runs out at 55,000 flows to one destination, counts what it refuses, and still serves other destinations", () => {
    const { lab, nat, app } = natted();
    const sessions = new SessionTable();
    const { fabric } = lab.region.cloud;
    expect(fabric.gateways.get(nat.id)).toMatchObject({ capacity: 55_000 });
    let delivered = 0;
    for (let i = 0; i < 55_000; i++) {
      // 64,512 client ports are enough for all of them
      const told = lab.trace(app, "203.0.113.9", { sessions, fromPort: 1024 + i });
      if (told.works) delivered++;
    }
    expect(delivered).toBe(55_000);
    expect(sessions.portRefusals(nat.id)).toBe(0);
    const told = lab.trace(app, "203.0.113.9", { sessions, fromPort: 1023 });
    expect(told).toMatchObject({ works: false, out: "port-exhausted" });
    expect(told.path.at(-1)).toBe("translator nat");
    expect(sessions.portRefusals(nat.id)).toBe(1);
    expect(lab.trace(app, "203.0.113.9", { sessions, fromPort: 1023, port: 8443 })).toMatchObject({ works: true });
    expect(lab.trace(app, "203.0.113.10", { sessions, fromPort: 1023 })).toMatchObject({ works: true });
  }, 60_000);

  test("connections through it are tracked even where the rules would not ask for it", () => {
    const { lab, app } = natted();
    const sessions = new SessionTable();
    expect(lab.trace(app, "203.0.113.9", { sessions })).toMatchObject({ works: true });
    const groups = lab.region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [app.eni] });
    const GroupId = groups.NetworkInterfaces?.[0]?.Groups?.[0]?.GroupId;
    lab.region.call("RevokeSecurityGroupEgress", {
      GroupId,
      IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    expect(lab.trace(app, "203.0.113.9", { sessions })).toMatchObject({ works: true });
    expect(lab.trace(app, "203.0.113.9", { sessions, fromPort: 50_001 })).toMatchObject({
      works: false,
      out: "denied",
    });
  });

  test("does NAT64: an IPv6-only client reaches an IPv4 host, and the reply comes back as IPv6", () => {
    const { lab, app } = natted();
    const told = lab.trace(app, "64:ff9b::cb00:7109");
    expect(told).toMatchObject({ works: true });
    expect(told.forward.hops.find((hop) => hop.stage === "translator")?.flow).toMatchObject({ dst: 0xcb007109 });
    expect(told.return?.hops.at(-1)).toMatchObject({ action: "deliver" });
  });

  test("deleted, it leaves a black hole", () => {
    const { lab, nat, app } = natted();
    lab.region.call("DeleteNatGateway", { NatGatewayId: nat.id });
    lab.settle();
    expect(lab.trace(app, "203.0.113.9")).toMatchObject({ works: false, out: "blackhole" });
  });
});

/**
 *   vpc 10.0.0.0/16                        pcx            other 10.1.0.0/16
 *   ├── routable 10.0.1.0/24   10.1.0.0/16 → pcx  nat (private)      └── far 10.1.1.0/24  server
 *   └── hidden   10.0.2.0/24   10.1.0.0/16 → nat  app
 */
describe("private NAT gateway", () => {
  test("translates inside the network: the far side sees its address", () => {
    const lab = new Lab();
    const vpc = lab.vpc("vpc", "10.0.0.0/16");
    const other = lab.vpc("other", "10.1.0.0/16");
    const routable = lab.subnet("routable", vpc, "10.0.1.0/24");
    const hidden = lab.subnet("hidden", vpc, "10.0.2.0/24");
    const far = lab.subnet("far", other, "10.1.1.0/24");
    const pcx = lab.label(
      lab.region.call("CreateVpcPeeringConnection", { VpcId: vpc, PeerVpcId: other }).VpcPeeringConnection
        ?.VpcPeeringConnectionId,
      "pcx",
    );
    lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    const nat = lab.natGateway("nat", routable, "private");
    lab.routeTable("routable-rt", vpc, [routable], { "10.1.0.0/16": pcx });
    lab.routeTable("hidden-rt", vpc, [hidden], { "10.1.0.0/16": nat.id });
    lab.routeTable("far-rt", other, [far], { "10.0.1.0/24": pcx });
    const app = lab.instance("app", hidden, { groups: [lab.group("app", vpc, {})] });
    const server = lab.instance("server", far, {
      groups: [lab.group("server", other, { in: [`tcp 443 from ${nat.ip}/32`] })],
    });
    const told = lab.trace(app, server.ip);
    expect(told).toMatchObject({ works: true });
    expect(told.path.filter((hop) => /^(translator|tunnel)/.test(hop))).toEqual(["translator nat", "tunnel pcx"]);
  });
});
