import { describe, expect, test } from "vitest";
import { prefix } from "../base/prefix.ts";
import { Fabric, type FilterRule } from "../fabric/fabric.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { allows, decidingRule, isUntracked } from "./match.ts";

const tcp = (dstPort: number): Flow => ({ protocol: 6, src: 0x0a000001, dst: 0x0a000101, srcPort: 50_000, dstPort });
const rule = (protocol: number, from: number, to: number, cidr = "0.0.0.0/0"): FilterRule => ({
  id: `${protocol}/${from}-${to}`,
  protocol,
  from,
  to,
  peer: { prefix: prefix(cidr) },
});

describe("stateful rules", () => {
  test.each([
    ["inside the range", rule(6, 80, 443), tcp(443), true],
    ["below the range", rule(6, 80, 443), tcp(79), false],
    ["another protocol", rule(17, 80, 443), tcp(443), false],
    ["every protocol", rule(-1, -1, -1), tcp(443), true],
    ["an address outside", rule(6, 0, 65535, "10.0.1.0/24"), tcp(443), false],
    ["the other family", rule(-1, -1, -1, "::/0"), tcp(443), false],
    ["an ICMP type", rule(1, 8, -1), { ...tcp(0), protocol: 1, srcPort: 8, dstPort: 0 }, true],
    ["another ICMP type", rule(1, 8, -1), { ...tcp(0), protocol: 1, srcPort: 0, dstPort: 0 }, false],
    ["any ICMP type", rule(1, -1, -1), { ...tcp(0), protocol: 1, srcPort: 13, dstPort: 0 }, true],
    ["a protocol without ports", rule(50, 0, 0), { ...tcp(0), protocol: 50, srcPort: 0, dstPort: 0 }, true],
  ])("%s", (_, one, flow, allowed) => {
    expect(allows(new Fabric(), one, flow, "ingress", undefined)).toBe(allowed);
  });

  test("ingress asks about the source, egress about the destination", () => {
    const toServer = rule(6, 443, 443, "10.0.1.0/24");
    expect(allows(new Fabric(), toServer, tcp(443), "egress", undefined)).toBe(true);
    expect(allows(new Fabric(), toServer, tcp(443), "ingress", undefined)).toBe(false);
  });

  test("a set's members count in their own domain", () => {
    const fabric = new Fabric();
    fabric.sets.set("s", { id: "s", prefixes: [], members: new Map([["d1", new Set([0x0a000001])]]) });
    const member: FilterRule = { ...rule(6, 443, 443), peer: { set: "s" } };
    expect(allows(fabric, member, tcp(443), "ingress", "d1")).toBe(true);
    expect(allows(fabric, member, tcp(443), "ingress", "d2")).toBe(false);
    expect(allows(fabric, { ...member, peer: { set: "gone" } }, tcp(443), "ingress", "d1")).toBe(false);
  });
});

describe("ordered rules", () => {
  const at = (name: string, allow: boolean, port: number) => ({
    ...rule(6, port, port),
    name,
    allow,
    prefix: prefix("0.0.0.0/0"),
  });
  const boundary = { id: "b", ingress: [at("90", false, 22), at("100", true, 22), at("110", true, 443)], egress: [] };

  test("the first that matches decides, none is none", () => {
    expect(decidingRule(boundary, "ingress", tcp(22))?.name).toBe("90");
    expect(decidingRule(boundary, "ingress", tcp(443))?.name).toBe("110");
    expect(decidingRule(boundary, "ingress", tcp(80))).toBeUndefined();
    expect(decidingRule(boundary, "egress", tcp(22))).toBeUndefined();
  });
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections */
describe("untracked flows", () => {
  const everything = rule(-1, -1, -1);
  test.each([
    ["anywhere in, everything out", rule(6, 443, 443), [everything], true],
    ["anywhere in, all of its protocol out", rule(6, 443, 443), [rule(6, 0, 65535)], true],
    ["anywhere in, some ports out", rule(6, 443, 443), [rule(6, 1024, 65535)], false],
    ["somewhere in", rule(6, 443, 443, "10.0.0.0/8"), [everything], false],
    ["out to somewhere", rule(6, 443, 443), [rule(-1, -1, -1, "10.0.0.0/8")], false],
    ["out by IPv6 only", rule(6, 443, 443), [rule(-1, -1, -1, "::/0")], false],
  ])("%s", (_, one, opposite, untracked) => {
    expect(isUntracked(one, opposite, tcp(443))).toBe(untracked);
  });

  test("never for ICMP", () => {
    expect(isUntracked(rule(1, -1, -1), [everything], { ...tcp(0), protocol: 1, srcPort: 8 })).toBe(false);
  });
});
