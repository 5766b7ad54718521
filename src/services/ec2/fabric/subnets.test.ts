import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   vpc 10.0.0.0/16
 *   ├── a 10.0.1.0/24   a1, a2
 *   └── b 10.0.2.0/24   b1
 *
 * Every group is open, so that only network ACLs decide.
 */
function twoSubnets() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const a = lab.subnet("a", vpc, "10.0.1.0/24");
  const b = lab.subnet("b", vpc, "10.0.2.0/24");
  const groups = [lab.group("open", vpc, { in: ["all from 0.0.0.0/0"] })];
  const a1 = lab.instance("a1", a, { groups });
  const a2 = lab.instance("a2", a, { groups });
  const b1 = lab.instance("b1", b, { groups });
  return { lab, vpc, a, b, a1, a2, b1 };
}

describe("traffic and network ACLs", () => {
  test("inside a subnet no network ACL is met, not even one that denies everything", () => {
    const { lab, vpc, a, a1, a2 } = twoSubnets();
    lab.acl("closed", vpc, a, []);
    expect(lab.trace(a1, a2.ip)).toMatchObject({
      works: true,
      path: ["filter-egress open", "segment a", "filter-ingress open", "host a2"],
      returnPath: ["filter-egress open", "segment a", "filter-ingress open", "host a1"],
    });
  });

  test("between subnets two are met, each way", () => {
    const { lab, a1, b1 } = twoSubnets();
    const acls = ["boundary-egress vpc-acl egress rule 100", "boundary-ingress vpc-acl ingress rule 100"];
    const told = lab.trace(a1, b1.ip);
    expect(told).toMatchObject({ works: true, mtu: 9001 });
    expect(told.path).toEqual([
      "filter-egress open",
      acls[0],
      "route vpc-main 10.0.0.0/16",
      acls[1],
      "filter-ingress open",
      "host b1",
    ]);
    expect(told.returnPath.filter((hop) => hop.startsWith("boundary"))).toEqual(acls);
  });

  test("a subnet's ACL that denies everything stops what leaves it and what enters it", () => {
    const { lab, vpc, a, a1, b1 } = twoSubnets();
    lab.acl("closed", vpc, a, []);
    const out = lab.trace(a1, b1.ip);
    expect(out).toMatchObject({ works: false, out: "denied", back: undefined });
    expect(out.path.at(-1)).toBe("boundary-egress closed egress rule *");
    const into = lab.trace(b1, a1.ip);
    expect(into).toMatchObject({ works: false, out: "denied" });
    expect(into.path.at(-1)).toBe("boundary-ingress closed ingress rule *");
  });

  test("the lowest-numbered rule that matches decides", () => {
    const { lab, vpc, b, a1, b1 } = twoSubnets();
    lab.acl("ordered", vpc, b, [
      "in 200 allow tcp 443 from 10.0.0.0/16",
      "in 100 deny tcp 443 from 10.0.1.0/24",
      "in 300 allow tcp 22 from 10.0.0.0/16",
      "out 100 allow all to 0.0.0.0/0",
    ]);
    expect(lab.trace(a1, b1.ip, { port: 443 })).toMatchObject({ works: false, out: "denied" });
    expect(lab.trace(a1, b1.ip, { port: 443 }).path.at(-1)).toBe("boundary-ingress ordered ingress rule 100");
    expect(lab.trace(a1, b1.ip, { port: 22 })).toMatchObject({ works: true });
  });

  test("an ACL that forgets the ephemeral ports drops the reply: the connection fails, and says where", () => {
    const { lab, vpc, b, a1, b1 } = twoSubnets();
    lab.acl("forgetful", vpc, b, ["in 100 allow tcp 443 from 0.0.0.0/0", "out 100 allow tcp 443 to 0.0.0.0/0"]);
    const told = lab.trace(a1, b1.ip, { port: 443, fromPort: 50_000 });
    expect(told).toMatchObject({ works: false, out: "delivered", back: "denied" });
    expect(told.returnPath.at(-1)).toBe("boundary-egress forgetful egress rule *");
  });

  test("with the ephemeral ports it works, for a client port inside them only", () => {
    const { lab, vpc, b, a1, b1 } = twoSubnets();
    lab.acl("proper", vpc, b, ["in 100 allow tcp 443 from 0.0.0.0/0", "out 100 allow tcp 1024-65535 to 0.0.0.0/0"]);
    expect(lab.trace(a1, b1.ip, { fromPort: 50_000 })).toMatchObject({ works: true });
    expect(lab.trace(a1, b1.ip, { fromPort: 1023 })).toMatchObject({ works: false, back: "denied" });
  });

  test("rules tell protocols apart", () => {
    const { lab, vpc, b, a1, b1 } = twoSubnets();
    lab.acl("udp-only", vpc, b, ["in 100 allow udp 53 from 0.0.0.0/0", "out 100 allow udp 1024-65535 to 0.0.0.0/0"]);
    expect(lab.trace(a1, b1.ip, { proto: "udp", port: 53 })).toMatchObject({ works: true });
    expect(lab.trace(a1, b1.ip, { proto: "tcp", port: 53 })).toMatchObject({ works: false, out: "denied" });
    expect(lab.trace(a1, b1.ip, { proto: "icmp" })).toMatchObject({ works: false, out: "denied" });
  });
});
