/** What sets alone can find: rules that never decide, black holes, plans that overlap; and what is none of these. */
import { describe, expect, test } from "vitest";
import { Space } from "../space.ts";
import { blackholes } from "./blackholes.ts";
import type { Finding } from "./finding.ts";
import { Network } from "./network.fixture.ts";
import { overlaps } from "./overlaps.ts";
import { searched } from "./searched.fixture.ts";
import { shadowedRules } from "./shadowedRules.ts";

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ resource, rule, why }) => `${resource} ${rule}: ${why}`);

describe("shadowed rules", () => {
  const shadowed = (net: Network): readonly string[] => told(searched(shadowedRules(new Space(), net.fabric)));
  const list = (...ingress: readonly string[]): Network => new Network().boundary("acl-1", ingress, []);

  test("an earlier rule with the other action: a mistake", () => {
    expect(shadowed(list("deny tcp 0-65535 10.0.0.0/8", "allow tcp 443 10.1.0.0/16"))).toEqual([
      "acl-1 ingress rule 200: never decides: rule 100 before it decides all that it allows, and does the opposite",
    ]);
  });

  test("an earlier rule with the same action: redundancy", () => {
    expect(shadowed(list("allow any 0.0.0.0/0", "allow tcp 22 192.0.2.0/24"))).toEqual([
      "acl-1 ingress rule 200: never decides: rule 100 before it already allows all that it allows",
    ]);
  });

  test("several together, those that decide a part of it and no others", () => {
    const net = list(
      "deny tcp 1-100 10.0.0.0/8",
      "allow tcp 50-200 10.0.0.0/8",
      "allow udp 0.0.0.0/0",
      "allow tcp 1-200 10.2.0.0/16",
    );
    expect(shadowed(net)).toEqual([
      "acl-1 ingress rule 400: never decides: rules 100 and 200 before it decide all that it allows, and 100 does the opposite",
    ]);
    expect(searched(shadowedRules(new Space(), net.fabric))[0]?.others).toEqual([
      "ingress rule 100",
      "ingress rule 200",
    ]);
  });

  test("two halves of a prefix cover it; one half does not", () => {
    expect(
      shadowed(list("allow any 10.0.0.0/9", "allow any 10.128.0.0/9", "deny any 10.0.0.0/8", "allow any 11.0.0.0/8")),
    ).toHaveLength(1);
    expect(shadowed(list("allow any 10.0.0.0/9", "deny any 10.0.0.0/8", "allow any 11.0.0.0/8"))).toEqual([]);
  });

  test("not: the denial at the end, other families, other protocols, a wider rule after a narrower one", () => {
    expect(shadowed(list("allow any 0.0.0.0/0", "allow any ::/0", "deny any 0.0.0.0/0"))).toEqual([]);
    expect(
      shadowed(list("deny tcp 22 0.0.0.0/0", "allow tcp 0.0.0.0/0", "deny icmp 8 0.0.0.0/0", "allow icmp 0.0.0.0/0")),
    ).toEqual([]);
  });

  test("all ports of tcp, udp and icmp are not all traffic; every protocol is", () => {
    expect(
      shadowed(list("allow tcp 0.0.0.0/0", "allow udp 0.0.0.0/0", "allow icmp 0.0.0.0/0", "allow any 0.0.0.0/0")),
    ).toEqual([]);
    // ICMPv6 does not go over IPv4.
    const every = Array.from({ length: 256 }, (_, i) => `allow ${i} 0.0.0.0/0`).filter((_, i) => i !== 58);
    expect(shadowed(list(...every, "allow any 0.0.0.0/0"))).toHaveLength(1);
  });

  const filtered = (...ingress: readonly string[]): Network =>
    new Network()
      .domain("vpc", "10.0.0.0/16")
      .router("rtb")
      .segment("subnet", "vpc", "10.0.0.0/24", "rtb")
      .host("eni-a", "subnet", "10.0.0.4", ["sg-a"])
      .host("eni-b", "subnet", "10.0.0.5", ["sg-a", "sg-b"])
      .filter("sg-1", ingress);

  test("a filter's narrower rule is redundant, its wider one is not", () => {
    expect(shadowed(filtered("tcp 443 10.0.0.0/8", "tcp 443 0.0.0.0/0", "tcp 443 ::/0"))).toEqual([
      "sg-1 sg-1-in-0: sg-1-in-1 of the same filter allows all that it allows",
    ]);
    expect(shadowed(filtered("tcp 1-100 10.0.0.0/8", "tcp 101-200 10.0.0.0/8", "tcp 1-200 10.0.0.0/8"))).toHaveLength(
      2,
    );
    expect(shadowed(filtered("tcp 1-100 10.0.0.0/8", "tcp 101-300 10.0.0.0/8", "tcp 50-200 10.0.0.0/8"))).toEqual([
      "sg-1 sg-1-in-2: sg-1-in-0 and sg-1-in-1 of the same filter allow all that it allows",
    ]);
  });

  test("of two equal rules one is redundant", () => {
    expect(shadowed(filtered("tcp 443 10.0.0.0/8", "tcp 443 10.0.0.0/8"))).toHaveLength(1);
  });

  test("a group without members counts by its name", () => {
    expect(shadowed(filtered("tcp 443 sg-nobody", "tcp 443 sg-nobody"))).toHaveLength(1);
    expect(shadowed(filtered("tcp 443 sg-nobody", "any sg-nobody"))).toEqual([
      "sg-1 sg-1-in-0: sg-1-in-1 of the same filter allows all that it allows",
    ]);
    expect(shadowed(filtered("tcp 443 sg-nobody", "tcp 443 sg-none", "tcp 443 sg-a", "tcp 443 10.9.0.0/16"))).toEqual(
      [],
    );
  });

  test("a group counts by its members, and as members of their domain", () => {
    // All of sg-b is in sg-a; both are in the subnet.
    expect(shadowed(filtered("tcp 443 sg-b", "tcp 443 sg-a"))).toEqual([
      "sg-1 sg-1-in-0: sg-1-in-1 of the same filter allows all that it allows",
    ]);
    expect(shadowed(filtered("tcp 443 10.0.0.0/24", "tcp 443 sg-a"))).toHaveLength(1);
    expect(shadowed(filtered("tcp 443 10.0.0.4/32", "tcp 443 sg-b"))).toEqual([]);
    // The address may belong to somebody in another domain, whom the group does not hold.
    expect(shadowed(filtered("tcp 443 10.0.0.5/32", "tcp 443 sg-a"))).toEqual([]);
    expect(shadowed(filtered("tcp 443 sg-gone", "tcp 443 sg-a"))).toEqual([]);
  });

  test("a route that longer ones cover wholly", () => {
    const net = new Network().router(
      "rtb",
      "10.0.0.0/8 igw",
      "10.0.0.0/9 pcx",
      "10.128.0.0/9 pcx",
      "10.3.0.0/16 pcx",
      "0.0.0.0/0 igw",
      "::/0 igw",
    );
    expect(told(searched(shadowedRules(new Space(), net.fabric)))).toEqual([
      "rtb 10.0.0.0/8: no destination takes it: 10.0.0.0/9 and 10.128.0.0/9 are longer and cover all of it",
    ]);
  });
});

/** Two domains, each with a subnet; the first has an edge and an interface. */
const two = (...routes: readonly string[]): Network =>
  new Network()
    .domain("vpc-a", "10.0.0.0/16")
    .domain("vpc-b", "10.1.0.0/16")
    .router("rtb-a", "10.0.0.0/16 local", ...routes)
    .router("rtb-b", "10.1.0.0/16 local")
    .segment("subnet-a", "vpc-a", "10.0.0.0/24", "rtb-a")
    .segment("subnet-b", "vpc-b", "10.1.0.0/24", "rtb-b")
    .host("eni-a", "subnet-a", "10.0.0.4", undefined)
    .host("eni-b", "subnet-b", "10.1.0.4", undefined)
    .edge("igw-a", "vpc-a");

describe("black holes", () => {
  const holes = (net: Network): readonly string[] => told(searched(blackholes(new Space(), net.fabric)));

  test("a target that is gone, stands elsewhere, or a discard", () => {
    expect(
      holes(two("0.0.0.0/0 nat-gone", "10.7.0.0/16 eni-b", "10.8.0.0/16 discard", "10.9.0.0/16 eni-gone")),
    ).toEqual([
      "rtb-a 10.7.0.0/16: eni-b belongs to vpc-b; subnet-a uses this table",
      "rtb-a 10.8.0.0/16: discards what it covers: the route is a blackhole; subnet-a uses this table",
      "rtb-a 10.9.0.0/16: eni-gone is gone; subnet-a uses this table",
      "rtb-a 0.0.0.0/0: nat-gone is gone; subnet-a uses this table",
    ]);
  });

  test("not: what works, what nobody uses, what longer routes or the subnet itself take", () => {
    expect(holes(two("0.0.0.0/0 igw-a", "10.1.0.0/16 eni-a"))).toEqual([]);
    expect(holes(two().router("rtb-unused", "0.0.0.0/0 gone"))).toEqual([]);
    expect(holes(two("10.1.0.0/16 gone", "10.1.0.0/17 igw-a", "10.1.128.0/17 igw-a"))).toEqual([]);
    expect(holes(two("10.0.0.0/24 gone"))).toEqual([]);
    expect(holes(two("10.1.0.0/16 gone", "10.1.0.0/17 igw-a"))).toHaveLength(1);
  });

  test("a hub without a port in the zone, an end without a subnet, a table whose end is gone", () => {
    const net = two("10.1.0.0/16 tgw")
      .segment("subnet-z", "vpc-a", "10.0.9.0/24", "rtb-a", { zone: "z" })
      .router("tgw-rtb", "10.1.0.0/16 end-b", "10.5.0.0/16 end-gone")
      .hub("tgw", ["end-a", "vpc-a", "tgw-rtb", "subnet-a"], ["end-b", "vpc-b", "tgw-rtb"]);
    expect(holes(net)).toEqual([
      "rtb-a 10.1.0.0/16: attach-end-a has no subnet in zone z; subnet-z uses this table",
      "tgw-rtb 10.1.0.0/16: attach-end-b has no subnet; attach-end-a and attach-end-b use this table",
      "tgw-rtb 10.5.0.0/16: end-gone is gone; attach-end-a and attach-end-b use this table",
    ]);
  });

  test("a tunnel that does not end here", () => {
    const net = two("10.1.0.0/16 pcx")
      .domain("vpc-c", "10.2.0.0/16")
      .tunnel("pcx", ["vpc-b", "rtb-b"], ["vpc-c", "rtb-b"]);
    expect(holes(net)).toEqual(["rtb-a 10.1.0.0/16: pcx does not end at vpc-a; subnet-a uses this table"]);
  });
});

describe("overlaps", () => {
  const found = (net: Network): readonly string[] => told(searched(overlaps(net.fabric)));

  test("not: plans that are apart, a domain's own prefixes, a domain that nothing is in", () => {
    expect(found(two())).toEqual([]);
    expect(found(two().domain("vpc-c", "10.0.0.0/16"))).toEqual([]);
    expect(found(two().domain("vpc-c", "10.9.0.0/16", "10.9.1.0/24"))).toEqual([]);
  });

  test("both in use", () => {
    const net = two().domain("vpc-c", "10.0.0.0/20").segment("subnet-c", "vpc-c", "10.0.0.0/24", "rtb-a");
    net.host("eni-c", "subnet-c", "10.0.0.4", undefined);
    expect(found(net)).toEqual([
      "vpc-c 10.0.0.0/20: 10.0.0.0/20 lies in 10.0.0.0/16 of vpc-a: both are in use, and nothing can join them",
    ]);
  });

  test("joined by a tunnel, though nothing is in it", () => {
    const net = two().domain("vpc-c", "10.0.0.0/16").tunnel("pcx", ["vpc-a", "rtb-a"], ["vpc-c", "rtb-a"]);
    expect(found(net)).toEqual(["vpc-a 10.0.0.0/16: 10.0.0.0/16 is also vpc-c's: pcx joins them"]);
    expect(searched(overlaps(net.fabric))[0]?.others).toEqual(["vpc-c", "pcx"]);
  });

  test("attached by a hub, said once though both are in use", () => {
    const net = two().domain("vpc-c", "10.0.0.0/24", "2600::/56").segment("subnet-c", "vpc-c", "10.0.0.0/24", "rtb-a");
    net.host("eni-c", "subnet-c", "10.0.0.4", undefined).router("tgw-rtb");
    net.hub("tgw", ["end-a", "vpc-a", "tgw-rtb"], ["end-c", "vpc-c", "tgw-rtb"], ["end-b", "vpc-b", "tgw-rtb"]);
    expect(found(net)).toEqual(["vpc-c 10.0.0.0/24: 10.0.0.0/24 lies in 10.0.0.0/16 of vpc-a: tgw attaches them"]);
  });

  test("a thousand domains with one plan are one finding", () => {
    const net = new Network().router("rtb");
    for (let i = 0; i < 1000; i++)
      net
        .domain(`vpc-${i}`, "172.31.0.0/16")
        .segment(`subnet-${i}`, `vpc-${i}`, "172.31.0.0/20", "rtb")
        .host(`eni-${i}`, `subnet-${i}`, "172.31.0.4", undefined);
    expect(searched(overlaps(net.fabric))).toHaveLength(1);
    expect(searched(overlaps(net.fabric))[0]?.others).toHaveLength(999);
  });
});
