import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   internet
 *      │ igw, eigw
 *   vpc 10.0.0.0/16, 2600:…::/56
 *   ├── public 10.0.1.0/24, …00::/64    0.0.0.0/0, ::/0 → igw     named (public address), bare (none)
 *   └── inside 10.0.2.0/24, …01::/64    0.0.0.0/0 → igw, ::/0 → eigw     inner
 */
function dualStack() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
  const igw = lab.internetGateway("igw", vpc);
  const eigw = lab.label(
    lab.region.call("CreateEgressOnlyInternetGateway", { VpcId: vpc }).EgressOnlyInternetGateway
      ?.EgressOnlyInternetGatewayId,
    "eigw",
  );
  const pub = lab.subnet("public", vpc, "10.0.1.0/24", 0);
  const inside = lab.subnet("inside", vpc, "10.0.2.0/24", 1);
  lab.routeTable("public-rt", vpc, [pub], { "0.0.0.0/0": igw, "::/0": igw });
  lab.routeTable("inside-rt", vpc, [inside], { "0.0.0.0/0": igw, "::/0": eigw });
  const groups = [lab.group("web", vpc, { in: ["tcp 443 from 0.0.0.0/0", "tcp 443 from ::/0"] })];
  lab.region.call("AuthorizeSecurityGroupEgress", {
    GroupId: groups[0],
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }] }],
  });
  const named = lab.instance("named", pub, { groups, publicIp: true, ipv6: true });
  const bare = lab.instance("bare", pub, { groups });
  const inner = lab.instance("inner", inside, { groups, ipv6: true });
  return { lab, vpc, igw, pub, named, bare, inner };
}

describe("Internet gateway", () => {
  test("translates an instance with a public address, both ways", () => {
    const { lab, named } = dualStack();
    const out = lab.trace(named, "203.0.113.9");
    expect(out).toMatchObject({ works: true, mtu: 1500 });
    expect(out.path.slice(-3)).toEqual(["route public-rt 0.0.0.0/0", "edge igw", "world internet"]);
    expect(out.returnPath.slice(0, 2)).toEqual(["edge igw", expect.stringMatching(/^boundary-ingress/)]);
    const into = lab.trace("internet", named.publicIp);
    expect(into).toMatchObject({ works: true });
    expect(into.path[0]).toBe("edge igw");
  });

  test("an Elastic IP that is on nothing leads nowhere, for as long as it is kept", () => {
    const { lab, named } = dualStack();
    const { AllocationId, PublicIp } = lab.region.call("AllocateAddress", { Domain: "vpc" });
    const idle = PublicIp ?? "";
    expect(lab.trace("internet", idle)).toMatchObject({ works: false, out: "no-host" });
    expect(lab.trace(named, idle)).toMatchObject({ works: false, out: "no-host" });
    lab.region.call("AssociateAddress", { AllocationId, NetworkInterfaceId: named.eni });
    expect(lab.trace("internet", idle)).toMatchObject({ works: true });
    lab.region.call("DisassociateAddress", { PublicIp: idle });
    expect(lab.trace("internet", idle)).toMatchObject({ works: false, out: "no-host" });
    lab.region.call("ReleaseAddress", { AllocationId });
    expect(lab.trace("internet", idle)).toMatchObject({ works: true, out: "delivered" });
  });

  test("a group rule and a route may name AWS's own prefix list", () => {
    const { lab, pub, vpc, igw } = dualStack();
    const lists = lab.region.call("DescribePrefixLists", {
      Filters: [{ Name: "prefix-list-name", Values: ["com.amazonaws.us-east-1.s3"] }],
    }).PrefixLists;
    const s3 = lists?.[0]?.PrefixListId ?? "";
    const inS3 = (lists?.[0]?.Cidrs?.[0] ?? "").replace(/0\/\d+$/, "10");
    const client = lab.instance("client", pub, {
      publicIp: true,
      groups: [lab.group("s3-only", vpc, { out: [`tcp 443 to ${s3}`] })],
    });
    expect(lab.trace(client, inS3)).toMatchObject({ works: true });
    expect(lab.trace(client, "203.0.113.9")).toMatchObject({ works: false, out: "denied" });

    const alone = lab.subnet("alone", vpc, "10.0.7.0/24");
    lab.routeTable("s3-route", vpc, [alone], { [s3]: igw });
    const routed = lab.instance("routed", alone, { publicIp: true });
    expect(lab.trace(routed, inS3)).toMatchObject({ works: true });
    expect(lab.trace(routed, "203.0.113.9")).toMatchObject({ works: false, out: "no-route" });
  });

  test("drops what leaves without a public address", () => {
    const { lab, bare } = dualStack();
    const told = lab.trace(bare, "203.0.113.9");
    expect(told).toMatchObject({ works: false, out: "not-translated" });
    expect(told.path.at(-1)).toBe("edge igw");
  });

  test("a public address reached from inside the VPC goes out by the gateway and in again", () => {
    const { lab, pub, vpc, named } = dualStack();
    const second = lab.instance("second", pub, { publicIp: true, groups: [lab.group("all", vpc, {})] });
    const told = lab.trace(second, named.publicIp);
    expect(told.path.filter((hop) => hop === "edge igw")).toHaveLength(2);
    expect(told.works).toBe(true);
  });

  test("lets in what nobody asked for only as far as the security group", () => {
    const { lab, named } = dualStack();
    const told = lab.trace("internet", named.publicIp, { port: 22 });
    expect(told).toMatchObject({ works: false, out: "denied" });
    expect(told.path.at(-1)).toBe("filter-ingress web");
  });

  test("no longer leads anywhere once it is detached", () => {
    const { lab, vpc, igw, named } = dualStack();
    const addresses = named.publicIp;
    lab.region.call("TerminateInstances", { InstanceIds: [named.id] });
    lab.settle();
    lab.region.call("DetachInternetGateway", { InternetGatewayId: igw, VpcId: vpc });
    expect(lab.trace("internet", addresses)).toMatchObject({ works: true, out: "delivered" }); // a stranger's address by then
    const other = lab.instance("other", lab.subnet("more", vpc, "10.0.3.0/24"));
    lab.routeTable("more-rt", vpc, [], {});
    expect(lab.trace(other, "203.0.113.9")).toMatchObject({ out: "no-route" });
  });

  test("routes IPv6 as it is, and in both directions", () => {
    const { lab, named } = dualStack();
    const into = lab.trace("internet", named.ipv6);
    expect(into).toMatchObject({ works: true });
    expect(into.forward.hops.every((hop) => hop.flow === undefined)).toBe(true);
    expect(lab.trace(named, "2001:db8::99").path.at(-1)).toBe("world internet");
  });
});

describe("egress-only Internet gateway", () => {
  test("lets a connection out and its reply in", () => {
    const { lab, inner } = dualStack();
    const told = lab.trace(inner, "2001:db8::99");
    expect(told).toMatchObject({ works: true });
    expect(told.path).toContain("egress-only eigw");
    expect(told.returnPath[0]).toBe("egress-only eigw");
  });

  test("lets nothing in: with no Internet gateway beside it, what nobody asked for ends there", () => {
    const { lab } = dualStack();
    const vpc = lab.vpc("closed", "10.5.0.0/16", true);
    const subnet = lab.subnet("closed-a", vpc, "10.5.1.0/24", 0);
    const eigw = lab.label(
      lab.region.call("CreateEgressOnlyInternetGateway", { VpcId: vpc }).EgressOnlyInternetGateway
        ?.EgressOnlyInternetGatewayId,
      "closed-eigw",
    );
    lab.routeTable("closed-rt", vpc, [subnet], { "::/0": eigw });
    const host = lab.instance("host", subnet, {
      ipv6: true,
      groups: [lab.group("any6", vpc, { in: ["all from ::/0"] })],
    });
    const told = lab.trace("internet", host.ipv6);
    expect(told).toMatchObject({ works: false, out: "not-accepted" });
    expect(told.path).toEqual(["egress-only closed-eigw"]);
  });
});
