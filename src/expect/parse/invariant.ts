/** Reads one item of `invariants`: `no loops`, or `internet reaches nothing but:` with a list of what it may reach. */
import type { Node } from "yaml";
import type { ExposureExpectation, Opening, Trouble, TroubleExpectation } from "../suite.ts";
import { trafficOf } from "./expectation.ts";
import { nearest } from "./nearest.ts";
import type { Reading } from "./reading.ts";

const TROUBLES: Readonly<Record<string, Trouble>> = {
  "no loops": "loops",
  "no blackholes": "blackholes",
  "no overlaps": "overlaps",
  "no shadowed rules": "shadowed-rules",
  "no unused rules": "unused-rules",
};
const NOTHING = "internet reaches nothing";
const NOTHING_BUT = `${NOTHING} but`;
const KNOWN = [...Object.keys(TROUBLES), NOTHING, NOTHING_BUT];
const EXPOSURE_FORM = `Write ${NOTHING_BUT}: [{to: web-a, on: tcp 443}]`;

export function readInvariant(reading: Reading, node: Node): TroubleExpectation | ExposureExpectation | undefined {
  const at = reading.spot(node);
  const key = reading.onlyKey(node);
  if (key === undefined && reading.isMapping(node))
    return reading.fault(node, "An invariant is one sentence.", EXPOSURE_FORM);
  const said = key ?? reading.text(node, "An invariant", `One of: ${KNOWN.join("; ")}.`);
  if (said === undefined) return undefined;
  const sentence = said.toLowerCase();
  if (key !== undefined) {
    if (sentence !== NOTHING_BUT) return unknown(reading, node, said, EXPOSURE_FORM);
    return { kind: "exposure", name: NOTHING_BUT, at, but: openingsOf(reading, node, said) };
  }
  if (sentence === NOTHING) return { kind: "exposure", name: NOTHING, at, but: [] };
  if (sentence === NOTHING_BUT) return reading.fault(node, `'${said}' does not say what.`, EXPOSURE_FORM);
  const trouble = Object.hasOwn(TROUBLES, sentence) ? TROUBLES[sentence] : undefined;
  if (trouble !== undefined) return { kind: "trouble", name: sentence, at, trouble };
  return unknown(reading, node, said, `One of: ${KNOWN.join("; ")}.`);
}

function unknown(reading: Reading, node: Node, said: string, otherwise: string): undefined {
  const meant = nearest(said, KNOWN);
  const remedy = meant === undefined ? otherwise : `Did you mean '${meant}'?`;
  return reading.fault(node, `'${said.slice(0, 60)}' is no invariant.`, remedy);
}

function openingsOf(reading: Reading, node: Node, key: string): readonly Opening[] {
  const field = reading.fields(node, "the invariant", [key], EXPOSURE_FORM)?.get(key);
  const items = (field && reading.items(field.value, `'${NOTHING_BUT}'`, EXPOSURE_FORM)) ?? [];
  return items.flatMap((item) => {
    const fields = reading.fields(item, "what the Internet may reach", ["to", "on"], EXPOSURE_FORM);
    if (!fields) return [];
    const to = fields.get("to");
    if (!to) {
      reading.fault(item, "It has no 'to'.", EXPOSURE_FORM);
      return [];
    }
    const selectors = reading.texts(to.value, "'to'", EXPOSURE_FORM).map(({ text }) => text);
    return [{ to: selectors, on: trafficOf(reading, fields.get("on")) }];
  });
}
