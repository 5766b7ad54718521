import { describe, expect, test } from "vitest";
import { SessionTable } from "../../../forward/sessions.ts";
import { Lab } from "../lab.fixture.ts";

/**
 *   vpc 10.0.0.0/16
 *   └── a 10.0.1.0/24   (one subnet, so no network ACL is met)
 */
function oneSubnet() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const a = lab.subnet("a", vpc, "10.0.1.0/24");
  return { lab, vpc, a };
}

describe("security groups", () => {
  test("are stateful: the reply needs no rule", () => {
    const { lab, vpc, a } = oneSubnet();
    const client = lab.instance("client", a, {
      groups: [lab.group("client", vpc, { out: ["tcp 443 to 10.0.0.0/16"] })],
    });
    const server = lab.instance("server", a, {
      groups: [lab.group("server", vpc, { in: ["tcp 443 from 10.0.0.0/16"], out: ["tcp 1 to 192.0.2.1/32"] })],
    });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
    expect(lab.trace(server, client.ip)).toMatchObject({ works: false, out: "denied" });
  });

  test("are allow-only: what no rule allows is denied, going out and coming in", () => {
    const { lab, vpc, a } = oneSubnet();
    const quiet = lab.instance("quiet", a, { groups: [lab.group("quiet", vpc, { out: ["tcp 443 to 10.0.9.0/24"] })] });
    const other = lab.instance("other", a, { groups: [lab.group("other", vpc, {})] });
    const out = lab.trace(quiet, other.ip);
    expect(out).toMatchObject({ works: false, out: "denied", path: ["filter-egress quiet"] });
    const into = lab.trace(other, quiet.ip);
    expect(into).toMatchObject({ works: false, out: "denied" });
    expect(into.path.at(-1)).toBe("filter-ingress quiet");
  });

  test("any group of an interface may allow", () => {
    const { lab, vpc, a } = oneSubnet();
    const groups = [lab.group("first", vpc, {}), lab.group("second", vpc, { in: ["tcp 443 from 10.0.0.0/16"] })];
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups });
    expect(lab.trace(client, server.ip).path).toContain("filter-ingress second");
  });

  test("a rule that names a group follows its members", () => {
    const { lab, vpc, a } = oneSubnet();
    const clients = lab.group("clients", vpc, {});
    const server = lab.instance("server", a, {
      groups: [lab.group("server", vpc, { in: [`tcp 443 from ${clients}`] })],
    });
    const member = lab.instance("member", a, { groups: [clients] });
    const stranger = lab.instance("stranger", a, { groups: [lab.group("strangers", vpc, {})] });
    expect(lab.trace(member, server.ip)).toMatchObject({ works: true });
    expect(lab.trace(stranger, server.ip)).toMatchObject({ works: false, out: "denied" });

    lab.region.call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId: stranger.eni, Groups: [clients] });
    expect(lab.trace(stranger, server.ip)).toMatchObject({ works: true });
    lab.region.call("TerminateInstances", { InstanceIds: [member.id] });
    lab.settle();
    expect(lab.trace(member, server.ip)).toMatchObject({ works: false });
  });

  test("belong to interfaces, not to instances: two interfaces of one instance differ", () => {
    const { lab, vpc, a } = oneSubnet();
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups: [lab.group("web", vpc, { in: ["tcp 443 from 10.0.0.0/16"] })] });
    const second = lab.region.call("CreateNetworkInterface", { SubnetId: a, Groups: [lab.group("shut", vpc, {})] });
    const eni = second.NetworkInterface;
    lab.region.call("AttachNetworkInterface", {
      NetworkInterfaceId: eni?.NetworkInterfaceId,
      InstanceId: server.id,
      DeviceIndex: 1,
    });
    lab.settle();
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
    expect(lab.trace(client, eni?.PrivateIpAddress ?? "")).toMatchObject({ works: false, out: "denied" });
  });

  test("the default group trusts itself only", () => {
    const { lab, vpc, a } = oneSubnet();
    const one = lab.instance("one", a);
    const two = lab.instance("two", a);
    const stranger = lab.instance("stranger", a, { groups: [lab.group("other", vpc, {})] });
    expect(lab.trace(one, two.ip).path).toContain("filter-ingress vpc-default");
    expect(lab.trace(one, two.ip)).toMatchObject({ works: true });
    expect(lab.trace(stranger, two.ip)).toMatchObject({ works: false, out: "denied" });
  });

  test("a rule that names a prefix list follows its entries", () => {
    const { lab, vpc, a } = oneSubnet();
    const client = lab.instance("client", a);
    const list = lab.region.call("CreateManagedPrefixList", {
      PrefixListName: "clients",
      AddressFamily: "IPv4",
      MaxEntries: 5,
      Entries: [{ Cidr: "192.0.2.0/24" }],
    }).PrefixList?.PrefixListId;
    lab.settle();
    const server = lab.instance("server", a, { groups: [lab.group("server", vpc, { in: [`tcp 443 from ${list}`] })] });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: false, out: "denied" });
    lab.region.call("ModifyManagedPrefixList", {
      PrefixListId: list,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: `${client.ip}/32` }],
    });
    lab.settle();
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
  });
});

/**
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
describe("connection tracking", () => {
  test("an established flow survives the removal of the rule that let it in; a new one does not", () => {
    const { lab, vpc, a } = oneSubnet();
    const group = lab.group("server", vpc, { in: ["tcp 443 from 10.0.0.0/16"] });
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups: [group] });
    const sessions = new SessionTable();
    expect(lab.trace(client, server.ip, { sessions })).toMatchObject({ works: true });
    lab.revoke(group, "tcp 443 from 10.0.0.0/16");
    expect(lab.trace(client, server.ip, { sessions })).toMatchObject({ works: true });
    expect(lab.trace(client, server.ip, { sessions, fromPort: 50_001 })).toMatchObject({ works: false, out: "denied" });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: false, out: "denied" });
  });

  test("an untracked flow (anywhere in, everything out) ends with its rule", () => {
    const { lab, vpc, a } = oneSubnet();
    const group = lab.group("server", vpc, { in: ["tcp 443 from 0.0.0.0/0"] });
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups: [group] });
    const sessions = new SessionTable();
    expect(lab.trace(client, server.ip, { sessions })).toMatchObject({ works: true });
    lab.revoke(group, "tcp 443 from 0.0.0.0/0");
    expect(lab.trace(client, server.ip, { sessions })).toMatchObject({ works: false, out: "denied" });
  });

  test("ICMP is tracked whatever the rules", () => {
    const { lab, vpc, a } = oneSubnet();
    const group = lab.group("server", vpc, { in: ["icmp from 0.0.0.0/0"] });
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups: [group] });
    const sessions = new SessionTable();
    expect(lab.trace(client, server.ip, { sessions, proto: "icmp" })).toMatchObject({ works: true });
    lab.revoke(group, "icmp from 0.0.0.0/0");
    expect(lab.trace(client, server.ip, { sessions, proto: "icmp" })).toMatchObject({ works: true });
  });

  test("a trace changes no session of the running network", () => {
    const { lab, vpc, a } = oneSubnet();
    const group = lab.group("server", vpc, { in: ["tcp 443 from 10.0.0.0/16"] });
    const client = lab.instance("client", a);
    const server = lab.instance("server", a, { groups: [group] });
    expect(lab.trace(client, server.ip)).toMatchObject({ works: true });
    lab.revoke(group, "tcp 443 from 10.0.0.0/16");
    expect(lab.trace(client, server.ip)).toMatchObject({ works: false });
  });
});
