/** A record no longer stands when anything that was read is something else, and only then. */
import { describe, expect, test } from "vitest";
import { parseAddress } from "../base/address.ts";
import { prefix } from "../base/prefix.ts";
import type { Fabric } from "../fabric/fabric.ts";
import { Reading } from "./reading.ts";
import { Record } from "./record.ts";
import { diceOf, randomFabric } from "./region.fixture.ts";

const at = (text: string) => parseAddress(text) ?? 0;
const OUTER = at("203.0.113.200");

interface Case {
  readonly read: (reading: Reading, fabric: Fabric) => unknown;
  readonly change: (fabric: Fabric) => unknown;
}

const setOf = (fabric: Fabric) => fabric.sets.get("set-0") ?? { id: "", prefixes: [], members: new Map() };

const cases: Readonly<{ [what: string]: Case }> = {
  "an element": {
    read: (reading) => reading.interface("eni-000"),
    change: ({ interfaces }) => interfaces.delete("eni-000"),
  },
  "an element that there was not": {
    read: (reading) => reading.gateway("new"),
    change: ({ gateways }) =>
      gateways.set("new", { kind: "egress-only", id: "new", domain: "vpc-a", world: "internet", mtu: 1500 }),
  },
  "all outer addresses": {
    read: (reading) => reading.outerAddresses(),
    change: ({ outer }) => outer.set(OUTER, { domain: "vpc-a", address: at("10.0.0.4") }),
  },
  "all addresses that are kept": {
    read: (reading) => reading.outerAddresses(),
    change: ({ kept }) => kept.add(OUTER),
  },
  "whether one is kept": { read: (reading) => reading.isKept(OUTER), change: ({ kept }) => kept.add(OUTER) },
  "what is routed in": {
    read: (reading) => reading.routedIn(),
    change: ({ routedIn }) => routedIn.set(prefix("2600:1f09::/56"), "vpc-a"),
  },
  "a member": {
    read: (reading, fabric) => reading.isMember(setOf(fabric), undefined, OUTER),
    change: (fabric) => setOf(fabric).members.set("vpc-b", new Set([OUTER])),
  },
  "a set's prefixes": {
    read: (reading) => reading.set("set-0"),
    change: (fabric) => {
      setOf(fabric).prefixes = [prefix("192.0.2.0/24")];
    },
  },
};

describe.each(Object.entries(cases))("%s", (_, { read, change }) => {
  test("is noticed", () => {
    const fabric = randomFabric(diceOf(7));
    const record = new Record();
    read(new Reading(fabric, record), fabric);
    record.close();
    expect(record.stands()).toBe(true);
    change(fabric);
    expect(record.stands()).toBe(false);
  });
});

test("what was not read may change", () => {
  const fabric = randomFabric(diceOf(7));
  const record = new Record();
  new Reading(fabric, record).interface("eni-000");
  fabric.interfaces.delete("eni-001");
  fabric.outer.clear();
  expect(record.stands()).toBe(true);
});

test("of what was gone through and keeps no count, nobody can tell", () => {
  const record = new Record();
  record.all(new Map());
  expect(record.stands()).toBe(false);
});
