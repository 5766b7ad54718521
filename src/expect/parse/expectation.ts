/** Reads one item of `expectations`. */
import type { Node } from "yaml";
import type { ReachExpectation, Traffic } from "../suite.ts";
import { nearest } from "./nearest.ts";
import type { Field, Reading } from "./reading.ts";
import { ANY, parseTraffic } from "./traffic.ts";

const KEYS = ["name", "from", "to", "on", "expect", "via", "avoiding", "only"];
const FORM = "For example: {from: web-a, to: db-a, on: tcp 5432, expect: denied}";
const SELECTOR = "A selector is an id, a Name, tag:KEY=VALUE, an address, internet or service:s3; or a list of them.";
const VERDICTS = ["allowed", "denied"] as const;

export function readExpectation(reading: Reading, node: Node): ReachExpectation | undefined {
  const fields = reading.fields(node, "an expectation", KEYS, FORM);
  if (!fields) return undefined;
  const selectors = (key: string): readonly string[] => {
    const field = fields.get(key);
    return field ? reading.texts(field.value, `'${key}'`, SELECTOR).map(({ text }) => text) : [];
  };
  const missing = (key: string): void => {
    if (!fields.has(key)) reading.fault(node, `The expectation has no '${key}'.`, FORM);
  };
  for (const key of ["from", "to", "expect"]) missing(key);

  const [from, to, via, avoiding] = [selectors("from"), selectors("to"), selectors("via"), selectors("avoiding")];
  const on = trafficOf(reading, fields.get("on"));
  const expect = verdictOf(reading, fields.get("expect"));
  const onlyField = fields.get("only");
  const only = onlyField ? reading.flag(onlyField.value, "'only'") === true : false;
  if (only && expect === "denied" && onlyField)
    reading.fault(
      onlyField.key,
      "'only' says that nothing else gets there, which 'denied' contradicts.",
      "Leave one out.",
    );
  const both = via.find((one) => avoiding.includes(one));
  const avoidingField = fields.get("avoiding");
  if (both !== undefined && avoidingField)
    reading.fault(avoidingField.key, `'${both.slice(0, 60)}' is to be passed and avoided.`, "Leave one out.");
  const nameField = fields.get("name");
  const named = nameField && reading.text(nameField.value, "'name'", "Write what is expected in words.");
  if (expect === undefined) return undefined;
  const name = named ?? sentenceFor(from, to, on, expect);
  return { kind: "reach", name, at: reading.spot(node), from, to, on, expect, via, avoiding, only };
}

export function trafficOf(reading: Reading, field: Field | undefined): readonly Traffic[] {
  if (!field) return [ANY];
  return reading.texts(field.value, "'on'", "Write tcp 443, udp 53, icmp or any; or a list of them.").flatMap((one) => {
    const traffic = parseTraffic(one.text);
    if (traffic.ok) return [traffic.value];
    reading.fault(one.node, `${traffic.reason.message}.`, traffic.reason.remedy);
    return [];
  });
}

function verdictOf(reading: Reading, field: Field | undefined): ReachExpectation["expect"] | undefined {
  if (!field) return undefined;
  const remedy = "Write expect: allowed, or expect: denied.";
  const text = reading.text(field.value, "'expect'", remedy);
  if (text === undefined) return undefined;
  const verdict = VERDICTS.find((one) => one === text);
  if (verdict !== undefined) return verdict;
  const meant = nearest(text, VERDICTS);
  const hint = meant === undefined ? remedy : `Did you mean '${meant}'?`;
  return reading.fault(field.value, `'${text.slice(0, 60)}' cannot be expected.`, hint);
}

/** What an expectation without a name is called. */
export function sentenceFor(
  from: readonly string[],
  to: readonly string[],
  on: readonly Traffic[],
  expect: ReachExpectation["expect"],
): string {
  const verb = expect === "denied" ? "must not reach" : from.length > 1 ? "reach" : "reaches";
  const ports = on.map(({ text }) => text).join(", ");
  return `${from.join(", ")} ${verb} ${to.join(", ")}${ports === "any" ? "" : ` on ${ports}`}`;
}
