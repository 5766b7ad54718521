/** What is laid over a fabric is seen, what is not is as it was, and the fabric beneath never changes. */
import { describe, expect, test } from "vitest";
import { prefix } from "../../base/prefix.ts";
import type { Change } from "../../fabric/change.ts";
import { Fabric } from "../../fabric/fabric.ts";
import { at, diceOf, randomFabric } from "../region.fixture.ts";
import { LayeredMap, withChanges } from "./overlay.ts";

/** Everything in a fabric, in one form: its tables and those within them. */
const contents = (fabric: Fabric): unknown =>
  Object.keys(new Fabric()).map((table) => {
    const plain = (value: unknown): unknown => {
      if (typeof value === "bigint") return `${value}n`;
      if (value instanceof Map) return [...value].map(plain);
      if (value instanceof Set) return [...value].map(plain);
      if (Array.isArray(value)) return value.map(plain);
      if (typeof value !== "object" || value === null) return value;
      if ("entries" in value && typeof value.entries === "function") return [...value.entries()].map(plain);
      return Object.entries(value).map(([key, one]) => [key, plain(one)]);
    };
    return [table, plain(fabric[table as keyof Fabric])];
  });

const nothing: Change = { kind: "start", interface: "nobody", host: "nobody" };

const changes: readonly Change[] = [
  {
    kind: "allow",
    filters: ["sg-0"],
    way: "ingress",
    rule: { protocol: 6, from: 9, to: 9, peer: { prefix: prefix("192.0.2.7/32") } },
  },
  {
    kind: "admit",
    boundary: "acl-0",
    way: "egress",
    rule: { protocol: 6, from: 9, to: 9, prefix: prefix("192.0.2.7/32") },
    before: undefined,
  },
  {
    kind: "route",
    router: "rtb-00",
    prefix: prefix("192.0.2.0/28"),
    next: { kind: "gateway", id: "igw-0" },
    replaces: undefined,
  },
  { kind: "outer-address", interface: "eni-000", address: at("10.0.0.4") },
  { kind: "start", interface: "eni-000", host: "i-000" },
  { kind: "forward", interface: "eni-001" },
  { kind: "join", interface: "eni-001", address: at("10.0.0.5"), set: "set-2" },
  { kind: "open", segment: "subnet-00" },
  { kind: "edge", id: "edge", domain: "vpc-a" },
  { kind: "associate", end: "end-0", router: "tgw-rtb-2" },
  { kind: "port", end: "end-0", segment: "subnet-00" },
];

describe("an overlay", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("of nothing reads as what lies beneath (%i)", (seed) => {
    const fabric = randomFabric(diceOf(seed));
    const before = contents(fabric);
    expect(contents(withChanges(fabric, [nothing]))).toEqual(before);
    withChanges(fabric, changes);
    expect(contents(fabric)).toEqual(before);
  });

  test("has each change, and only that", () => {
    const fabric = randomFabric(diceOf(4));
    const changed = withChanges(fabric, changes);
    expect(changed.filters.get("sg-0")?.ingress.length).toBe((fabric.filters.get("sg-0")?.ingress.length ?? 0) + 1);
    expect(changed.filters.get("sg-1")).toBe(fabric.filters.get("sg-1"));
    expect(changed.boundaries.get("acl-0")?.egress.at(-1)).toMatchObject({ allow: true, from: 9 });
    expect(changed.routers.get("rtb-00")?.routes.lookup(at("192.0.2.1"))?.next).toEqual({
      kind: "gateway",
      id: "igw-0",
    });
    expect(changed.routers.get("rtb-00")?.routes.lookup(at("192.0.2.99"))).toBe(
      fabric.routers.get("rtb-00")?.routes.lookup(at("192.0.2.99")),
    );
    const outer = changed.outward.get("vpc-a")?.get(at("10.0.0.4"));
    expect(outer !== undefined && changed.outer.get(outer)).toEqual({ domain: "vpc-a", address: at("10.0.0.4") });
    expect(changed.interfaces.get("eni-000")?.receiver).toMatchObject({ up: true });
    expect(changed.interfaces.get("eni-001")).toMatchObject({ sourceCheck: false, receiver: { forwards: true } });
    expect([...(changed.sets.get("set-2")?.members.get("vpc-a") ?? [])]).toEqual([at("10.0.0.5")]);
    expect(changed.segments.get("subnet-00")?.seclusion).toBeUndefined();
    expect(changed.edges.get("vpc-a")?.edge).toBe("edge");
    expect(changed.hubEnds.get("end-0")?.router).toBe("tgw-rtb-2");
  });

  test("is written without what lies beneath: a map of maps counts each key once", () => {
    const beneath = new Map([
      ["a", 1],
      ["b", 2],
    ]);
    const over = new LayeredMap(beneath);
    over.set("b", 3).set("c", 4);
    expect([...over]).toEqual([
      ["a", 1],
      ["b", 3],
      ["c", 4],
    ]);
    expect([over.size, over.get("b"), over.has("a"), [...over.keys()], [...over.values()]]).toEqual([
      3,
      3,
      true,
      ["a", "b", "c"],
      [1, 3, 4],
    ]);
    expect(beneath.get("b")).toBe(2);
  });
});
