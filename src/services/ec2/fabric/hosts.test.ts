import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   internet
 *      │ igw
 *   vpc 10.0.0.0/16
 *   ├── public  10.0.1.0/24   0.0.0.0/0 → igw   box: a NAT instance with a public address
 *   └── private 10.0.2.0/24   0.0.0.0/0 → box   app
 */
function natInstance(forwards: boolean) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const pub = lab.subnet("public", vpc, "10.0.1.0/24");
  const priv = lab.subnet("private", vpc, "10.0.2.0/24");
  lab.routeTable("public-rt", vpc, [pub], { "0.0.0.0/0": igw });
  const box = lab.instance("box", pub, {
    publicIp: true,
    forwards,
    groups: [lab.group("box", vpc, { in: ["all from 10.0.0.0/16"] })],
  });
  lab.routeTable("private-rt", vpc, [priv], { "0.0.0.0/0": box.eni });
  const app = lab.instance("app", priv, { groups: [lab.group("app", vpc, {})] });
  return { lab, vpc, box, app, priv };
}

describe("hosts", () => {
  test("a NAT instance refuses what is not its own while its source/destination check is on", () => {
    const { lab, app } = natInstance(false);
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: false, out: "refused-source" });
    expect(told.path.at(-1)).toBe("source-check box-eni");
  });

  test("with the check off it forwards from its own address, and the reply finds back", () => {
    const { lab, app } = natInstance(true);
    const told = lab.trace(app, "203.0.113.9");
    expect(told).toMatchObject({ works: true });
    expect(told.path).toContain("host box");
    expect(told.returnPath).toContain("host box");
  });

  test("its security group decides about what it forwards", () => {
    const { lab, app, box } = natInstance(true);
    const eni = lab.region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [box.eni] }).NetworkInterfaces?.[0];
    lab.revoke(eni?.Groups?.[0]?.GroupId ?? "", "all from 10.0.0.0/16");
    expect(lab.trace(app, "203.0.113.9")).toMatchObject({ works: false, out: "denied" });
  });

  test("a stopped instance sends nothing and answers nothing; started again it does", () => {
    const { lab, app, priv, vpc } = natInstance(true);
    const other = lab.instance("other", priv, { groups: [lab.group("other", vpc, { in: ["all from 10.0.0.0/16"] })] });
    expect(lab.trace(app, other.ip)).toMatchObject({ works: true });
    lab.region.call("StopInstances", { InstanceIds: [other.id] });
    lab.settle();
    expect(lab.trace(app, other.ip)).toMatchObject({ works: false, out: "host-down" });
    expect(lab.trace(other, app.ip)).toMatchObject({ works: false, out: "host-down" });
    lab.region.call("StartInstances", { InstanceIds: [other.id] });
    lab.settle();
    expect(lab.trace(app, other.ip)).toMatchObject({ works: true });
  });

  test("an interface that is plugged into nothing answers nothing", () => {
    const { lab, app, priv, vpc } = natInstance(true);
    const eni = lab.region.call("CreateNetworkInterface", {
      SubnetId: priv,
      Groups: [lab.group("eni", vpc, { in: ["all from 10.0.0.0/16"] })],
    }).NetworkInterface;
    lab.settle();
    expect(lab.trace(app, eni?.PrivateIpAddress ?? "")).toMatchObject({ works: false, out: "host-down" });
  });

  test("a host reaches itself whatever its groups say: the packet never leaves it", () => {
    const { lab, app } = natInstance(true);
    expect(lab.trace(app, app.ip)).toMatchObject({ works: true, path: ["host app"], returnPath: ["host app"] });
  });

  test("an interface answers for every address of a prefix that was delegated to it", () => {
    const { lab, app, priv, vpc } = natInstance(true);
    const node = lab.instance("node", priv, { groups: [lab.group("node", vpc, { in: ["all from 10.0.0.0/16"] })] });
    const assigned = lab.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId: node.eni, Ipv4PrefixCount: 1 });
    const range = assigned.AssignedIpv4Prefixes?.[0]?.Ipv4Prefix ?? "";
    const pod = range.replace(/\.(\d+)\/28$/, (_, last) => `.${Number(last) + 9}`);
    expect(lab.trace(app, pod)).toMatchObject({ works: true });
    lab.region.call("UnassignPrivateIpAddresses", { NetworkInterfaceId: node.eni, Ipv4Prefixes: [range] });
    expect(lab.trace(app, pod)).toMatchObject({ works: false, out: "no-host" });
  });

  test("and of an IPv6 prefix, where rules know them as members of its groups", () => {
    const lab = new Lab();
    const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
    const subnet = lab.subnet("subnet", vpc, "10.0.1.0/24", 1);
    const apps = lab.group("apps", vpc, {});
    const nodes = lab.group("nodes", vpc, { in: [`tcp 443 from ${apps}`] });
    lab.region.call("AuthorizeSecurityGroupIngress", {
      GroupId: apps,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId: nodes }] }],
    });
    const app = lab.instance("app", subnet, { ipv6: true, groups: [apps] });
    const node = lab.instance("node", subnet, { ipv6: true, groups: [nodes] });
    const assigned = lab.region.call("AssignIpv6Addresses", { NetworkInterfaceId: node.eni, Ipv6PrefixCount: 1 });
    const range = assigned.AssignedIpv6Prefixes?.[0] ?? "";
    expect(range).toMatch(/::\/80$|\/80$/);
    const pod = range.replace(/(::)?\/80$/, "::9");
    expect(lab.trace(app, pod, { port: 443 })).toMatchObject({ works: true });
    expect(lab.trace(app, pod, { port: 80 })).toMatchObject({ works: false, out: "denied" });
    const [source] = lab.region.cloud.locate(pod, {});
    expect(source).toMatchObject({ interface: node.eni });
    lab.region.call("UnassignIpv6Addresses", { NetworkInterfaceId: node.eni, Ipv6Prefixes: [range] });
    expect(lab.trace(app, pod, { port: 443 })).toMatchObject({ works: false, out: "no-host" });
  });

  test("a packet larger than a link's MTU is too big there, and fits inside the VPC", () => {
    const { lab, box, app } = natInstance(true);
    expect(lab.trace(box, "203.0.113.9", { size: 9001 })).toMatchObject({ works: false, out: "too-big" });
    expect(lab.trace(box, "203.0.113.9", { size: 1500 })).toMatchObject({ works: true, mtu: 1500 });
    expect(lab.trace(app, "203.0.113.9", { size: 9002 }).path.at(-1)).toBe("interface app-eni");
  });
});

/**
 *   internet
 *      │ igw, whose own table leads to back by way of box
 *   vpc 10.0.0.0/16
 *   ├── front 10.0.1.0/24   0.0.0.0/0 → igw                          box: an appliance, its check off
 *   └── back  10.0.2.0/24   0.0.0.0/0 → box, 10.0.3.0/24 → box       app (public address)
 *       side  10.0.3.0/24                                            other
 */
function appliance(out?: readonly string[]) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const [front, back, side] = ["front", "back", "side"].map((label, i) => lab.subnet(label, vpc, `10.0.${i + 1}.0/24`));
  if (front === undefined || back === undefined || side === undefined) throw new Error("no subnets");
  lab.routeTable("front-rt", vpc, [front], { "0.0.0.0/0": igw });
  const through = { in: ["all from 0.0.0.0/0"], ...(out ? { out } : {}) };
  const box = lab.instance("box", front, { forwards: true, groups: [lab.group("through", vpc, through)] });
  lab.routeTable("back-rt", vpc, [back], { "0.0.0.0/0": box.eni, "10.0.3.0/24": box.eni });
  const edge = lab.routeTable("edge-rt", vpc, [], { "10.0.2.0/24": box.eni });
  lab.region.call("AssociateRouteTable", { RouteTableId: edge, GatewayId: igw });
  const open = lab.group("open", vpc, { in: ["all from 0.0.0.0/0"] });
  const app = lab.instance("app", back, { publicIp: true, groups: [open] });
  return { lab, vpc, side, open, app };
}

describe("appliance", () => {
  test("what it passed on unchanged, it passes the answers of unchanged", () => {
    const { lab, app } = appliance();
    const told = lab.trace("internet", app.publicIp);
    expect(told).toMatchObject({ works: true });
    expect(told.path).toContain("host box");
    expect(told.returnPath).toContain("host box");
  });

  test("its group's outbound rules decide about what it passes on: that is no answer to anything", () => {
    const { lab, app, side, open } = appliance([]);
    const other = lab.instance("other", side, { groups: [open] });
    const told = lab.trace(app, other.ip);
    expect(told).toMatchObject({ works: false, out: "denied" });
    expect(told.path.at(-1)).toBe("filter-egress through");
  });

  test("beyond it, a rule that names the sender's group does not match; one that names its address does", () => {
    const { lab, vpc, app, side, open } = appliance();
    const byGroup = lab.instance("by-group", side, {
      groups: [lab.group("by-group", vpc, { in: [`all from ${open}`] })],
    });
    const byAddress = lab.instance("by-address", side, {
      groups: [lab.group("by-address", vpc, { in: ["all from 10.0.2.0/24"] })],
    });
    expect(lab.trace(app, byGroup.ip)).toMatchObject({ works: false, out: "denied" });
    expect(lab.trace(app, byAddress.ip)).toMatchObject({ works: true });
  });
});
