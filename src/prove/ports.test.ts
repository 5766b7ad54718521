/** A set in the words of rules: they name exactly what is in it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasPorts } from "../fabric/protocols.ts";
import { asked, type Terms } from "./asked.ts";
import { EMPTY } from "./bdd.ts";
import { sentHeader } from "./header.ts";
import { servicesOf, summary } from "./ports.ts";
import { Space } from "./space.ts";

const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 40);

function services(family: 4 | 6, ...all: readonly Terms[]): readonly string[] {
  const space = new Space();
  const named = all.flatMap((terms) =>
    asked(space, { family }, terms).flatMap(({ header, set }) => servicesOf(space, header, set)),
  );
  return summary(named);
}

const port = (from: number, to = from): Terms => ({ destinationPorts: [{ from, to }] });

test("services by name", () => {
  expect(services(4, { protocols: [6], ...port(443) })).toEqual(["tcp 443"]);
  expect(services(4, { protocols: [6], ...port(0, 65535) })).toEqual(["tcp"]);
  expect(services(4, { protocols: [17], ...port(1024, 2000) })).toEqual(["udp 1024-2000"]);
  expect(services(4, { protocols: [1] })).toEqual(["icmp"]);
  expect(services(4, { protocols: [47] })).toEqual(["gre"]);
  expect(services(4, { protocols: [99] })).toEqual(["protocol 99"]);
  expect(services(4, { protocols: [1], sourcePorts: [{ from: 8, to: 8 }] })).toEqual(["icmp type 8"]);
  expect(services(6, { protocols: [58], sourcePorts: [{ from: 128, to: 129 }] })).toEqual(["icmpv6 types 128-129"]);
});

test("nothing has no name, and everything has one", () => {
  const space = new Space();
  expect(servicesOf(space, sentHeader(4, "other"), EMPTY)).toEqual([]);
  expect(services(4, {})).toEqual(["all traffic"]);
  expect(services(6, {})).toEqual(["all traffic"]);
});

test("all but one port of one protocol is not all traffic", () => {
  const others = Array.from({ length: 256 }, (_, i) => i).filter((one) => one !== 6);
  const named = services(
    4,
    { protocols: others },
    { protocols: [6], ...port(0, 21) },
    { protocols: [6], ...port(23, 65535) },
  );
  expect(named).not.toContain("all traffic");
  expect(named.slice(0, 2)).toEqual(["tcp 0-21", "tcp 23-65535"]);
});

test("in order: tcp before udp before icmp, ports ascending", () => {
  expect(
    services(
      4,
      { protocols: [1] },
      { protocols: [17], ...port(53) },
      { protocols: [6], ...port(443) },
      { protocols: [6], ...port(80) },
    ),
  ).toEqual(["tcp 80", "tcp 443", "udp 53", "icmp"]);
});

test("the names say exactly which ports are in a set", () => {
  const ranges = fc.array(
    fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(fc.constantFrom(6, 17, 1), ranges, (protocol, own) => {
      const terms = hasPorts(protocol) ? { destinationPorts: own } : { sourcePorts: own };
      const named = services(4, { protocols: [protocol], ...terms });
      const said = new Set<number>();
      for (const one of named) {
        const [, from, to] = / (\d+)(?:-(\d+))?$/.exec(one) ?? [];
        for (let value = Number(from); value <= Number(to ?? from); value++) said.add(value);
      }
      const inside = own.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      expect([...said].sort((a, b) => a - b)).toEqual([...new Set(inside)].sort((a, b) => a - b));
    }),
    { numRuns },
  );
});
