/** Rules of boundaries that decide about nothing: no flow that the concrete engine sends, there or back, is decided about by one. */
import { expect, test } from "vitest";
import { contains, prefix } from "../../base/prefix.ts";
import type { BoundaryRule, Fabric, Interface } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";
import type { Flow } from "../../fabric/vocabulary.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { connect } from "../../forward/walk.ts";
import { type Dice, diceOf, randomFabric, randomFlow } from "../region.fixture.ts";
import { Space } from "../space.ts";
import type { Origin } from "../walk.ts";
import { undecidingRules } from "./decidingRules.ts";
import { running } from "./inhabited.ts";
import { searched } from "./searched.fixture.ts";

const REGIONS = Number(process.env["UNDERLAY_RUNS"] ?? 60);
/** Around each segment a boundary of its own, with rules more before the others: some for everybody, some for few. */
function bounded(fabric: Fabric, dice: Dice): Fabric {
  // Where hosts forward, few boundaries are around hosts alone.
  if (dice.chance(70))
    for (const one of [...fabric.interfaces.values()])
      if (one.receiver.kind === "host")
        fabric.interfaces.set(one.id, { ...one, receiver: { ...one.receiver, forwards: false } });
  const few = [...fabric.segments.values()].flatMap(({ prefixes }) => prefixes);
  const ruleOf = (name: string): BoundaryRule => ({
    ...{ name, allow: dice.chance(70), protocol: dice.pick([6, 17]), from: dice.pick([0, 443, 49152]), to: 65535 },
    prefix: dice.chance(20) ? prefix("0.0.0.0/0") : dice.pick(few),
  });
  for (const segment of [...fabric.segments.values()]) {
    const { ingress = [], egress = [] } = fabric.boundaries.get(segment.boundary) ?? {};
    const id = `around ${segment.id}`;
    const more = [ruleOf("a"), ruleOf("b"), ruleOf("c")];
    const own = (rules: readonly BoundaryRule[]) => [...more, ...rules].map((one) => ({ ...one }));
    fabric.boundaries.set(id, { id, ingress: own(ingress), egress: own(egress) });
    fabric.segments.set(segment.id, { ...segment, boundary: id });
  }
  return fabric;
}

const FIRST = Number(process.env["UNDERLAY_SEED"] ?? 1) * 1_000_003;

/** A flow from or to somebody behind the rule's boundary whose packet, or answer, may be the rule's to decide. */
function temptingFlow(
  dice: Dice,
  fabric: Fabric,
  rule: BoundaryRule,
): { readonly origin: Origin; readonly flow: Flow } {
  const all = [...fabric.interfaces.values()];
  const isBehind = ({ segment }: Interface): boolean => {
    const boundary = fabric.boundaries.get(fabric.segments.get(segment)?.boundary ?? "");
    return boundary?.ingress.includes(rule) || boundary?.egress.includes(rule) || false;
  };
  const near = dice.pick(all.filter(isBehind));
  const named = all.filter(({ addresses }) => addresses.some((one) => contains(rule.prefix, one)));
  const far = dice.pick(named.length > 0 && dice.chance(70) ? named : all);
  const [from, to] = dice.chance(50) ? [near, far] : [far, near];
  const src = dice.pick(from.addresses);
  const known = to.addresses.flatMap((one) => fabric.outward.get(to.domain)?.get(one) ?? []);
  const called = [...to.addresses, ...known].filter((one) => typeof one === typeof src);
  if (called.length === 0) return randomFlow(dice, fabric);
  const port = (): number => dice.pick([Math.max(0, rule.from), rule.to < 0 ? 443 : rule.to, 443, 49152, 50000]);
  const isPorted = rule.protocol === 6 || rule.protocol === 17;
  const flow = { protocol: isPorted ? rule.protocol : dice.pick([6, 17]), srcPort: port(), dstPort: port() };
  return { origin: { interface: from.id }, flow: { ...flow, src, dst: dice.pick(called) } };
}

test("random networks: no flow is decided about by what decides about nothing", { timeout: 120_000 }, () => {
  let spared = 0;
  let met = 0;
  for (let region = 0; region < REGIONS; region++) {
    const dice = diceOf(FIRST + region);
    const fabric = bounded(randomFabric(dice), dice);
    const unused = searched(undecidingRules(new Space(), fabric));
    const names = new Set<string>();
    for (const { id, ingress, egress } of fabric.boundaries.values()) {
      for (const rule of ingress) if (unused.has(rule)) names.add(`${id} ingress rule ${rule.name}`);
      for (const rule of egress) if (unused.has(rule)) names.add(`${id} egress rule ${rule.name}`);
    }
    spared += names.size;
    const alive = running(fabric);
    const flows = [
      ...Array.from({ length: 500 }, () => randomFlow(dice, fabric)),
      ...[...unused].flatMap((rule) => Array.from({ length: 60 }, () => temptingFlow(dice, fabric, rule))),
    ];
    for (const [i, { origin, flow }] of flows.entries()) {
      const sender = "interface" in origin ? fabric.interfaces.get(origin.interface) : undefined;
      if ("interface" in origin && (sender?.receiver.kind !== "host" || !sender.addresses.includes(flow.src))) continue;
      const isOutside =
        !fabric.outer.has(flow.src) &&
        !fabric.kept.has(flow.src) &&
        fabric.routedIn.lookup(flow.src) === undefined &&
        !unrouted.some((one) => contains(one, flow.src));
      if ("world" in origin && !isOutside) continue;
      const { forward, return: back } = connect(alive, new SessionTable(), origin, flow, { evidence: true });
      for (const { stage, resource, rule } of [...forward.hops, ...(back?.hops ?? [])]) {
        if (!stage.startsWith("boundary-") || rule === undefined) continue;
        met++;
        expect(names.has(`${resource} ${rule}`), `region ${region}, flow ${i}: ${resource} ${rule}`).toBe(false);
      }
    }
  }
  expect(spared).toBeGreaterThan(REGIONS / 4);
  expect(met).toBeGreaterThan(REGIONS * 100);
});
