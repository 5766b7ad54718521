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

  test("a packet larger than a link's MTU is too big there, and fits inside the VPC", () => {
    const { lab, box, app } = natInstance(true);
    expect(lab.trace(box, "203.0.113.9", { size: 9001 })).toMatchObject({ works: false, out: "too-big" });
    expect(lab.trace(box, "203.0.113.9", { size: 1500 })).toMatchObject({ works: true, mtu: 1500 });
    expect(lab.trace(app, "203.0.113.9", { size: 9002 }).path.at(-1)).toBe("interface app-eni");
  });
});
