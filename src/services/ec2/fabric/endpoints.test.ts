import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";

/**
 *   com.amazonaws.us-east-1.s3
 *      │ vpce (gateway endpoint)
 *   vpc 10.0.0.0/16 ──pcx── other 10.1.0.0/16 (far)
 *   └── private 10.0.1.0/24   pl-s3 → vpce     app
 */
function withEndpoint() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const subnet = lab.subnet("private", vpc, "10.0.1.0/24");
  const table = lab.routeTable("private-rt", vpc, [subnet], {});
  const made = lab.region.call("CreateVpcEndpoint", {
    VpcId: vpc,
    ServiceName: "com.amazonaws.us-east-1.s3",
    RouteTableIds: [table],
  }).VpcEndpoint;
  lab.settle();
  const endpoint = lab.label(made?.VpcEndpointId, "vpce");
  const list = lab.region.call("DescribePrefixLists", {
    Filters: [{ Name: "prefix-list-name", Values: ["com.amazonaws.us-east-1.s3"] }],
  }).PrefixLists?.[0];
  lab.label(list?.PrefixListId, "s3");
  const s3 = (list?.Cidrs?.[0] ?? "").replace(/0\/\d+$/, "10");
  const app = lab.instance("app", subnet, { groups: [lab.group("app", vpc, {})] });
  return { lab, vpc, subnet, table, endpoint, s3, app };
}

describe("gateway endpoint", () => {
  test("reaches the service without any gateway to the Internet, and the answer comes back by it", () => {
    const { lab, app, s3 } = withEndpoint();
    const told = lab.trace(app, s3);
    expect(told).toMatchObject({ works: true });
    expect(told.path.slice(-3)).toEqual([
      expect.stringMatching(/^route private-rt pl-/),
      "service-edge vpce",
      "world vpce",
    ]);
    expect(told.returnPath[0]).toBe("service-edge vpce");
    expect(told.forward.hops.find((hop) => hop.stage === "service-edge")?.why).toContain("endpoint policy");
  });

  test("carries that service's addresses and nothing else", () => {
    const { lab, app } = withEndpoint();
    expect(lab.trace(app, "203.0.113.9")).toMatchObject({ works: false, out: "no-route" });
  });

  test("meets the subnet's network ACL, which must let the service's answers in", () => {
    const { lab, vpc, subnet, app, s3 } = withEndpoint();
    lab.acl("inside-only", vpc, subnet, ["in 100 allow all from 10.0.0.0/8", "out 100 allow all to 0.0.0.0/0"]);
    const told = lab.trace(app, s3);
    expect(told).toMatchObject({ works: false, out: "delivered", back: "denied" });
    expect(told.returnPath.at(-1)).toBe("boundary-ingress inside-only ingress rule *");
  });

  test("is not reached through a peering", () => {
    const { lab, vpc, s3 } = withEndpoint();
    const other = lab.vpc("other", "10.1.0.0/16");
    const far = lab.subnet("far", other, "10.1.1.0/24");
    const pcx = lab.label(
      lab.region.call("CreateVpcPeeringConnection", { VpcId: other, PeerVpcId: vpc }).VpcPeeringConnection
        ?.VpcPeeringConnectionId,
      "pcx",
    );
    lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
    lab.settle();
    lab.routeTable("far-rt", other, [far], { "0.0.0.0/0": pcx });
    const host = lab.instance("host", far);
    expect(lab.trace(host, s3)).toMatchObject({ works: false, out: "no-route" });
  });

  test("deleted, its route is gone", () => {
    const { lab, endpoint, app, s3 } = withEndpoint();
    lab.region.call("DeleteVpcEndpoints", { VpcEndpointIds: [endpoint] });
    lab.settle();
    expect(lab.trace(app, s3)).toMatchObject({ works: false, out: "no-route" });
  });
});
