/**
 * A domain with a public and a private subnet, a peer, and a hub with two more domains. Routes that nothing takes, each with its
 * reason, and routes that look like it and are taken.
 */
import { describe, expect, test } from "vitest";
import { Space } from "../space.ts";
import { Network } from "./network.fixture.ts";
import { searched } from "./searched.fixture.ts";
import { unusedRoutes } from "./unusedRoutes.ts";

/** What the private subnet's hosts may send, and the routes of its table besides the local one. */
const net = (out: readonly string[], ...routes: readonly string[]): Network =>
  new Network()
    .domain("vpc", "10.0.0.0/16", "2600:1::/56")
    .domain("vpc-b", "10.9.0.0/16")
    .router("rtb-private", "10.0.0.0/16 local", ...routes)
    .router("rtb-public", "10.0.0.0/16 local", "0.0.0.0/0 igw")
    .router("rtb-b", "10.9.0.0/16 local", "10.0.0.0/16 pcx")
    .router("arrival", "10.0.0.0/16 local")
    .router("arrival-b", "10.9.0.0/16 local")
    .segment("private", "vpc", "10.0.1.0/24", "rtb-private")
    .segment("public", "vpc", "10.0.2.0/24", "rtb-public")
    .segment("subnet-b", "vpc-b", "10.9.0.0/24", "rtb-b")
    .edge("igw", "vpc")
    .nat("nat", "public", "10.0.2.6", "203.0.113.6")
    .tunnel("pcx", ["vpc", "arrival"], ["vpc-b", "arrival-b"])
    .host("eni-app", "private", "10.0.1.4", ["sg-app"])
    .host("eni-web", "public", "10.0.2.4", ["sg-web"])
    .public("eni-web", "203.0.113.4")
    .host("eni-b", "subnet-b", "10.9.0.4", ["sg-b"])
    .filter("sg-app", [], out)
    .filter("sg-web", ["tcp 443 0.0.0.0/0"])
    .filter("sg-b", [], ["any 10.0.0.0/8"]);

const told = (network: Network): readonly string[] =>
  searched(unusedRoutes(new Space(), network.fabric)).map(
    ({ resource, rule, why }) => `${resource}${rule ? ` ${rule}` : ""}: ${why}`,
  );

const ANY = ["any 0.0.0.0/0"];
const PEER = "10.9.0.0/16 pcx";

describe("taken", () => {
  test("by first packets: to a peer, and to where nobody is today", () => {
    expect(told(net(ANY, PEER, "0.0.0.0/0 nat", "192.168.0.0/16 pcx"))).toEqual([]);
  });

  test("by answers alone, where nobody may begin", () => {
    const asked = (ingress: readonly string[]) => net(["tcp 443 192.0.2.0/24"], PEER).filter("sg-app", ingress, []);
    expect(told(asked(["tcp 443 10.9.0.0/16"]))).toEqual([]);
    expect(told(asked(["tcp 443 10.8.0.0/16"]))).toHaveLength(1);
  });

  test("by answers to the world, where nobody may begin", () => {
    const network = net(ANY, PEER).filter("sg-web", ["tcp 443 0.0.0.0/0"], []);
    network.fabric.gateways.delete("nat");
    network.fabric.interfaces.delete("eni-nat");
    expect(told(network)).toEqual([]);
    expect(told(network.filter("sg-web", ["tcp 443 10.0.0.0/16"], []))).toEqual([
      "rtb-public 0.0.0.0/0: nothing takes it to igw: no host behind this table may send there: sg-web lets nothing out to there",
    ]);
  });

  test("by what a translator sends, and by the answers that it gets back", () => {
    // No host of the public subnet may send: its default route carries the private one's flows.
    expect(told(net(ANY, PEER, "0.0.0.0/0 nat").filter("sg-web", [], []))).toEqual([]);
    // The translator's subnet sends what is for the private subnet by an appliance: only answers go there.
    const inspected = net(ANY, PEER, "0.0.0.0/0 nat")
      .router("rtb-public", "10.0.0.0/16 local", "0.0.0.0/0 igw", "10.0.1.0/24 eni-fw")
      .segment("inspection", "vpc", "10.0.3.0/24", "rtb-private")
      .appliance("eni-fw", "inspection", "10.0.3.4");
    expect(told(inspected.filter("sg-web", [], []))).toEqual([]);
  });

  test("by a stopped host's flows: it is not unused", () => {
    const receiver = { kind: "host", id: "i-app", up: false, forwards: false } as const;
    expect(told(net(ANY, PEER).host("eni-app", "private", "10.0.1.4", ["sg-app"], { receiver }))).toEqual([]);
  });

  test("from a secondary address or a range alone", () => {
    const wide = net(ANY, PEER).boundary("acl-b", ["allow any 10.0.1.9/32"], ["allow any 0.0.0.0/0"]);
    const b = wide.fabric.segments.get("subnet-b");
    if (b) wide.fabric.segments.set("subnet-b", { ...b, boundary: "acl-b" });
    wide.filter("sg-b", ["any 0.0.0.0/0"], []);
    const back = (network: Network) => told(network).filter((one) => one.startsWith("rtb-b"));
    expect(back(wide)).toHaveLength(1);
    expect(back(wide.host("eni-app", "private", "10.0.1.4 10.0.1.9", ["sg-app"]))).toEqual([]);
  });
});

describe("not taken", () => {
  test("filters of the hosts behind the table let nothing out to there", () => {
    expect(told(net(["any 10.0.0.0/16"], PEER, "0.0.0.0/0 nat"))).toEqual([
      "rtb-private 10.9.0.0/16: nothing takes it to pcx: no host behind this table may send there: sg-app lets nothing out to there",
      "rtb-private 0.0.0.0/0: nothing takes it to nat: no host behind this table may send there: sg-app lets nothing out to there",
    ]);
    const [finding] = searched(unusedRoutes(new Space(), net(["any 10.0.0.0/16"], PEER).fabric));
    expect(finding).toMatchObject({ resource: "rtb-private", rule: "10.9.0.0/16", others: ["pcx", "sg-app"] });
  });

  test("the subnet's boundary does", () => {
    const network = net(ANY, PEER).boundary("acl", ["allow any 0.0.0.0/0"], ["deny any 10.9.0.0/16", "allow any ::/0"]);
    const segment = network.fabric.segments.get("private");
    if (segment) network.fabric.segments.set("private", { ...segment, boundary: "acl" });
    expect(told(network)).toEqual([
      "rtb-private 10.9.0.0/16: nothing takes it to pcx: no host behind this table may send there: acl lets nothing out to there",
    ]);
  });

  test("longer routes have all of it, or the subnet itself", () => {
    expect(told(net(ANY, PEER, "10.9.0.0/17 pcx", "10.9.128.0/17 pcx"))).toEqual([
      "rtb-private 10.9.0.0/16: nothing takes it to pcx: longer routes have all of it: 10.9.0.0/17 and 10.9.128.0/17",
    ]);
    expect(told(net(ANY, PEER, "10.0.1.0/24 eni-web"))).toEqual([
      "rtb-private 10.0.1.0/24: nothing takes it to eni-web: all of it is in private, where nobody asks for a route to there",
    ]);
  });

  test("nobody behind the table has an address of that family", () => {
    expect(told(net(ANY, PEER, "::/0 igw"))).toEqual([
      "rtb-private ::/0: nothing takes it to igw: nobody behind this table has an IPv6 address",
    ]);
  });

  test("a table behind which nobody is: one finding, none of its routes", () => {
    const network = net(ANY, PEER)
      .router("rtb-empty", "10.0.0.0/16 local", PEER, "0.0.0.0/0 nat")
      .segment("empty", "vpc", "10.0.7.0/24", "rtb-empty");
    expect(told(network)).toEqual([
      "rtb-empty: none of its routes is taken, but those within the network: nobody is in empty",
    ]);
  });

  test("not told of: routes of tables that nothing asks, those within the domain, those that discard", () => {
    expect(told(net([], "10.7.0.0/16 discard").router("rtb-old", PEER))).toEqual([]);
  });
});

test("a hub's table: nothing that comes to it goes there", () => {
  const joined = (...known: readonly string[]): Network =>
    new Network()
      .domain("vpc-a", "10.0.0.0/16")
      .domain("vpc-b", "10.1.0.0/16")
      .router("rtb-a", "10.0.0.0/16 local", "10.1.0.0/16 tgw")
      .router("rtb-b", "10.1.0.0/16 local", "10.0.0.0/16 tgw")
      .router("tgw-rtb", "10.0.0.0/16 end-a", "10.1.0.0/16 end-b", ...known)
      .segment("subnet-a", "vpc-a", "10.0.0.0/24", "rtb-a")
      .segment("subnet-b", "vpc-b", "10.1.0.0/24", "rtb-b")
      .hub("tgw", ["end-a", "vpc-a", "tgw-rtb", "subnet-a"], ["end-b", "vpc-b", "tgw-rtb", "subnet-b"])
      .host("eni-a", "subnet-a", "10.0.0.4", ["sg"])
      .host("eni-b", "subnet-b", "10.1.0.4", ["sg-b"])
      .filter("sg", [])
      .filter("sg-b", ["tcp 443 10.0.0.0/16"], []);
  // The second domain sends nothing but answers: by its own table, and by the hub's.
  expect(told(joined())).toEqual([]);
  expect(told(joined("10.2.0.0/16 end-b"))).toEqual([
    "tgw-rtb 10.2.0.0/16: nothing takes it to attach-end-b: nothing that comes to this table goes there",
  ]);
  expect(told(joined().filter("sg-b", [], []))).toEqual([
    "rtb-b 10.0.0.0/16: nothing takes it to tgw: no host behind this table may send there: sg-b lets nothing out to there",
    "tgw-rtb 10.0.0.0/16: nothing takes it to attach-end-a: nothing that comes to this table goes there",
  ]);
});
