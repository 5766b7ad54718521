import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reverse, sameFlow } from "../fabric/flow.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { SessionTable, type Side } from "./sessions.ts";

const port = fc.integer({ min: 1, max: 65535 });
const address = fc.integer({ min: 0, max: 0xffffffff });
const anyFlow: fc.Arbitrary<Flow> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(6, 17), src: address, dst: address, srcPort: port, dstPort: port }),
  fc.record({
    protocol: fc.constant(1),
    src: address,
    dst: address,
    srcPort: fc.constantFrom(0, 8, 13, 14, 3),
    dstPort: fc.constant(0),
  }),
);

const ordered = ({ protocol, src, dst, srcPort, dstPort }: Flow): Flow => ({ protocol, src, dst, srcPort, dstPort });

describe("sessions", () => {
  test("reversing twice is the flow itself", () => {
    fc.assert(fc.property(anyFlow, (flow) => sameFlow(reverse(reverse(flow)), flow)));
  });

  test("a tracked connection is known in both directions, at its element only", () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const sessions = new SessionTable();
        expect(sessions.tracks("a", flow)).toBe(false);
        sessions.track("a", flow);
        expect(sessions.tracks("a", flow)).toBe(true);
        expect(sessions.tracks("a", reverse(flow))).toBe(true);
        expect(sessions.tracks("b", flow)).toBe(false);
      }),
    );
  });

  test("… or with its answers known on the other side, and the packet itself not there", () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        fc.pre(!sameFlow(flow, reverse(flow)));
        const sessions = new SessionTable();
        sessions.track("a", flow, "egress");
        const passes = (side: Side, asked: Flow) => sessions.tracks("a", asked, side);
        expect([passes("egress", flow), passes("ingress", reverse(flow))]).toEqual([true, true]);
        expect([passes("ingress", flow), passes("egress", reverse(flow))]).toEqual([false, false]);
      }),
    );
  });

  test("few flows or many at one element: the last thing said of each is what is known, of others nothing", () => {
    const said = fc.array(fc.tuple(anyFlow, fc.constantFrom<Side>("ingress", "egress"), fc.boolean()), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(said, anyFlow, (all, other) => {
        const sessions = new SessionTable();
        const last = new Map<string, string>();
        const known = (flow: Flow, side: Side) => `${side} ${JSON.stringify(flow)}`;
        for (const [flow, side, tracked] of all) {
          if (tracked) sessions.track("a", flow, side);
          else sessions.leaveUntracked("a", flow, side);
          const tracking = tracked ? "tracked" : "untracked";
          last.set(known(ordered(flow), side), tracking);
          last.set(known(ordered(reverse(flow)), side === "egress" ? "ingress" : "egress"), tracking);
        }
        for (const flow of [...all.map(([one]) => one), other])
          for (const side of ["ingress", "egress"] as const)
            expect(sessions.tracking("a", flow, side)).toBe(last.get(known(ordered(flow), side)));
      }),
    );
  });

  test("the answer to what was sent becomes the answer to what came", () => {
    fc.assert(
      fc.property(anyFlow, anyFlow, (inner, outer) => {
        const sessions = new SessionTable();
        sessions.translate("nat", inner, outer);
        expect(sessions.translation("nat", reverse(outer))).toEqual(reverse(inner));
      }),
    );
  });

  test("a table on top of another reads it and leaves it as it was", () => {
    const flow: Flow = { protocol: 6, src: 1, dst: 2, srcPort: 3, dstPort: 4 };
    const beneath = new SessionTable();
    beneath.track("a", flow);
    beneath.translate("nat", flow, { ...flow, src: 9 });
    const above = new SessionTable(beneath);
    expect(above.tracks("a", flow)).toBe(true);
    expect(above.inUse("nat", { ...flow, src: 9 })).toBe(1);
    above.translate("nat", { ...flow, srcPort: 5 }, { ...flow, src: 9, srcPort: 6 });
    above.track("b", flow);
    above.refusePort("nat");
    expect(above.inUse("nat", { ...flow, src: 9 })).toBe(2);
    expect(beneath.inUse("nat", { ...flow, src: 9 })).toBe(1);
    expect(beneath.tracks("b", flow)).toBe(false);
    expect(beneath.portRefusals("nat")).toBe(0);
  });
});
