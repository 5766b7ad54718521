import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   internet
 *      │ igw
 *   vpc 10.0.0.0/16
 *   ├── public  10.0.1.0/24   0.0.0.0/0 → igw    web (public address), nat
 *   └── private 10.0.2.0/24   0.0.0.0/0 → nat    app
 */
function network() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const [pub, priv] = [lab.subnet("public", vpc, "10.0.1.0/24"), lab.subnet("private", vpc, "10.0.2.0/24")];
  lab.routeTable("public-rt", vpc, [pub], { "0.0.0.0/0": igw });
  const nat = lab.natGateway("nat", pub);
  lab.routeTable("private-rt", vpc, [priv], { "0.0.0.0/0": nat.id });
  const groups = [lab.group("open", vpc, { in: ["all from 0.0.0.0/0"] })];
  const web = lab.instance("web", pub, { groups, publicIp: true });
  const app = lab.instance("app", priv, { groups });
  const mode = (InternetGatewayBlockMode: "off" | "block-bidirectional" | "block-ingress") => {
    lab.region.call("ModifyVpcBlockPublicAccessOptions", { InternetGatewayBlockMode });
    lab.settle();
  };
  const ways = () => [
    lab.trace("internet", web.publicIp).out,
    lab.trace(web, "203.0.113.9").out,
    lab.trace(app, "203.0.113.9").works,
  ];
  return { lab, vpc, pub, web, app, mode, ways };
}

describe("VPC Block Public Access", () => {
  test("both ways: nothing passes the Internet gateway, a NAT gateway's traffic neither; off again, all does", () => {
    const { lab, web, mode, ways } = network();
    expect(ways()).toEqual(["delivered", "delivered", true]);
    mode("block-bidirectional");
    expect(ways()).toEqual(["denied", "denied", false]);
    const told = lab.trace(web, "203.0.113.9");
    expect(told.path.at(-1)).toBe("edge igw VPC Block Public Access: block-bidirectional");
    mode("off");
    expect(ways()).toEqual(["delivered", "delivered", true]);
  });

  test("ingress: only what goes through a NAT gateway passes", () => {
    const { mode, ways } = network();
    mode("block-ingress");
    expect(ways()).toEqual(["denied", "denied", true]);
  });

  test("an exclusion lifts it for a VPC or a subnet: both ways, or for egress by gateways", () => {
    const { lab, vpc, pub, mode, ways } = network();
    mode("block-bidirectional");
    const exclude = (what: { VpcId: string } | { SubnetId: string }, mode: "allow-bidirectional" | "allow-egress") => {
      const made = lab.region.call("CreateVpcBlockPublicAccessExclusion", {
        ...what,
        InternetGatewayExclusionMode: mode,
      });
      lab.settle();
      return made.VpcBlockPublicAccessExclusion?.ExclusionId;
    };
    const whole = exclude({ VpcId: vpc }, "allow-egress");
    expect(ways()).toEqual(["denied", "denied", true]);
    exclude({ SubnetId: pub }, "allow-bidirectional");
    expect(ways()).toEqual(["delivered", "delivered", true]);
    lab.region.call("DeleteVpcBlockPublicAccessExclusion", { ExclusionId: whole });
    lab.settle();
    expect(ways()).toEqual(["delivered", "delivered", true]);
  });

  test("holds in its own account and region only", () => {
    const { lab, ways } = network();
    lab.as("222222222222", "us-east-1").region.call("ModifyVpcBlockPublicAccessOptions", {
      InternetGatewayBlockMode: "block-bidirectional",
    });
    lab.settle();
    expect(ways()).toEqual(["delivered", "delivered", true]);
  });
});
