/**
 * A domain with a public subnet (an edge, a web host that the world knows, a translator) and a private one (a database);
 * a second domain behind a tunnel. What nothing uses, and what looks like it and is used.
 */
import { describe, expect, test } from "vitest";
import { prefix } from "../../base/prefix.ts";
import { PrefixMap } from "../../base/prefixMap.ts";
import { diceOf, randomFabric } from "../region.fixture.ts";
import { Space } from "../space.ts";
import { Network } from "./network.fixture.ts";
import { searched } from "./searched.fixture.ts";
import { unusedRules } from "./unusedRules.ts";

const net = (): Network =>
  new Network()
    .domain("vpc", "10.0.0.0/16", "2600:1::/56")
    .domain("vpc-b", "10.1.0.0/16")
    .router("rtb-public", "10.0.0.0/16 local", "0.0.0.0/0 igw", "10.1.0.0/16 pcx", "2600:1::/56 local")
    .router("rtb-private", "10.0.0.0/16 local", "0.0.0.0/0 nat")
    .router("rtb-b", "10.1.0.0/16 local", "10.0.0.0/16 pcx")
    .router("arrival", "10.0.0.0/16 local")
    .router("arrival-b", "10.1.0.0/16 local")
    .segment("public", "vpc", "10.0.1.0/24 2600:1:0:1::/64", "rtb-public")
    .segment("private", "vpc", "10.0.2.0/24", "rtb-private")
    .segment("subnet-b", "vpc-b", "10.1.0.0/24", "rtb-b")
    .edge("igw", "vpc")
    .nat("nat", "public", "10.0.1.6", "203.0.113.6")
    .tunnel("pcx", ["vpc", "arrival"], ["vpc-b", "arrival-b"])
    .host("eni-web", "public", "10.0.1.4", ["sg-web"])
    .public("eni-web", "203.0.113.4")
    .host("eni-db", "private", "10.0.2.4", ["sg-db"])
    .host("eni-b", "subnet-b", "10.1.0.4", ["sg-b"])
    .filter("sg-web", ["tcp 443 0.0.0.0/0"])
    .filter("sg-db", ["tcp 5432 sg-web"])
    .filter("sg-b", []);

const told = (network: Network): readonly string[] =>
  searched(unusedRules(new Space(), network.fabric)).map(
    ({ resource, rule, why }) => `${resource}${rule ? ` ${rule}` : ""}: ${why}`,
  );

const ingress = (network: Network): readonly string[] => told(network).filter((one) => one.includes("-in-"));
const egress = (network: Network): readonly string[] => told(network).filter((one) => one.includes("-out-"));

test("everything is used: what is there is there for something", () => expect(told(net())).toEqual([]));

test("filters, boundaries and routers that nothing has", () => {
  const network = net()
    .filter("sg-old", ["any 0.0.0.0/0"])
    .boundary("acl-old", [], [])
    .router("rtb-old", "0.0.0.0/0 igw");
  expect(told(network)).toEqual([
    "sg-old: is on no interface",
    "acl-old: is at no segment",
    "rtb-old: nothing asks it",
  ]);
});

test("rules of a boundary that decide about nothing, first packets and answers alike", () => {
  const network = net()
    .boundary(
      "acl-db",
      [
        "allow tcp 5432 10.0.1.0/24", // from the web host
        "allow tcp 5432 10.1.0.0/16", // comes, though the group refuses it then
        "allow tcp 22 10.0.2.0/24", // neighbours ask no boundary
        "deny any 0.0.0.0/0",
      ],
      ["allow tcp 49152-65535 10.0.1.0/24", "allow udp 53 198.51.100.0/24", "allow udp 53 198.51.100.7/32"],
    )
    .segment("private", "vpc", "10.0.2.0/24", "rtb-private", { boundary: "acl-db" });
  expect(told(network).filter((one) => one.startsWith("acl-"))).toEqual([
    "acl-db ingress rule 300: nothing that it matches comes into private, but what rules before it decide about",
    "acl-db egress rule 300: nothing that it matches leaves private, but what rules before it decide about",
  ]);
});

describe("ingress", () => {
  test("from a set that nobody is in, or that is gone", () => {
    expect(ingress(net().filter("sg-old", []).filter("sg-db", ["tcp 5432 sg-web", "any sg-old"]))).toEqual([
      "sg-db sg-db-in-1: nobody is in sg-old",
    ]);
  });

  test("from where nobody is, or from where nothing leads", () => {
    const why = (peer: string) => `nothing that it allows from ${peer} comes to any interface with this filter`;
    const network = net().filter("sg-db", [
      "tcp 5432 10.0.1.0/24",
      "tcp 5432 10.9.0.0/16",
      "tcp 5432 10.1.0.0/16",
      "tcp 5432 198.51.100.0/24",
      "tcp 22 ::/0",
    ]);
    expect(ingress(network)).toEqual([
      `sg-db sg-db-in-1: ${why("10.9.0.0/16")}`,
      // The tunnel's answers would not come back either, but nothing even has a reason to: the far domain's packets arrive.
      `sg-db sg-db-in-3: ${why("198.51.100.0/24")}`,
      `sg-db sg-db-in-4: ${why("::/0")}`,
    ]);
  });

  test("not: from the world to who is known there, from a stopped host, from a neighbour of one's own class", () => {
    const network = net()
      .filter("sg-web", ["tcp 443 198.51.100.0/24", "any sg-web"])
      .host("eni-web-2", "public", "10.0.1.5", ["sg-web"])
      .filter("sg-db", ["tcp 1 10.0.2.99/32"])
      .host("eni-off", "private", "10.0.2.99", undefined, {
        receiver: { kind: "host", id: "i-off", up: false, forwards: false },
      });
    expect(ingress(network)).toEqual([]);
  });

  test("from oneself alone: nobody sends that", () => {
    expect(ingress(net().filter("sg-db", ["tcp 5432 sg-db"]))).toHaveLength(1);
  });

  test("from a translator's address: what others send comes from there", () => {
    const network = net().filter("sg-web", ["tcp 443 203.0.113.6/32"]);
    expect(ingress(network)).toEqual([]);
    expect(ingress(net().filter("sg-web", ["tcp 443 203.0.113.7/32"]))).toEqual([]);
  });

  test("not: from a secondary address, or from a range that an interface has", () => {
    const rule = () => net().filter("sg-db", ["tcp 5432 10.0.1.16/28"]);
    expect(ingress(rule())).toHaveLength(1);
    expect(ingress(rule().host("eni-more", "public", "10.0.1.8 10.0.1.20", ["sg-web"]))).toEqual([]);
    const ranged = rule().host("eni-node", "public", "10.0.1.9", ["sg-web"], { ranges: [prefix("10.0.1.16/28")] });
    const ranges = new PrefixMap<string>();
    ranges.set(prefix("10.0.1.16/28"), "eni-node");
    ranged.fabric.ranges.set("vpc", ranges);
    expect(ingress(ranged)).toEqual([]);
  });

  test("a boundary or the sender's own filter that lets no such thing through", () => {
    expect(ingress(net().filter("sg-web", ["tcp 443 0.0.0.0/0"], ["tcp 443 0.0.0.0/0"]))).toEqual([
      "sg-db sg-db-in-0: nothing that it allows from sg-web comes to any interface with this filter",
    ]);
  });

  test("not: rules of interfaces that pass on what others send", () => {
    const receiver = { kind: "host", id: "i", up: true, forwards: true } as const;
    const network = net()
      .filter("sg-fw", ["any 192.0.2.0/24"])
      .host("eni-fw", "public", "10.0.1.9", ["sg-fw"], { receiver, sourceCheck: false });
    expect(ingress(network)).toEqual([]);
  });
});

describe("egress", () => {
  test("to where nothing leads", () => {
    const network = net().filter(
      "sg-db",
      ["tcp 5432 sg-web"],
      ["any 10.0.0.0/8", "tcp 443 10.7.0.0/16", "tcp 443 ::/0", "tcp 80 198.51.100.0/24"],
    );
    expect(egress(network)).toEqual([
      "sg-db sg-db-out-1: nothing that it allows from any interface with this filter comes to 10.7.0.0/16",
      "sg-db sg-db-out-2: nothing that it allows from any interface with this filter comes to ::/0",
    ]);
  });

  test("to who has a filter that lets nothing in", () => {
    const network = net().filter("sg-web", ["tcp 443 0.0.0.0/0"], ["tcp 22 10.1.0.0/16"]);
    expect(egress(network)).toHaveLength(1);
    expect(egress(network.filter("sg-b", ["tcp 22 10.0.1.4/32"]))).toEqual([]);
  });
});

test("random networks: whole, and in time", () => {
  for (let region = 0; region < Number(process.env["UNDERLAY_RUNS"] ?? 8); region++) {
    const fabric = randomFabric(diceOf(1_000_003 + region));
    for (const { resource, rule } of searched(unusedRules(new Space(), fabric))) {
      const { ingress = [], egress = [] } = fabric.filters.get(resource) ?? {};
      const routes = [...(fabric.routers.get(resource)?.routes.entries() ?? [])].map(([, { name }]) => name);
      const all = [...[...ingress, ...egress].map(({ id }) => id), ...routes];
      if (rule !== undefined) expect(all).toContain(rule);
    }
  }
});
