/** What was found in a network as SARIF: the results stand at resources, by their ids, as no file is known. */
import type { ExposedAnswer, FindingsAnswer, NetworkQuestion } from "../../../expect/questions.ts";
import { sarifLog } from "../../../expect/reports/sarif.ts";

const says: Readonly<Record<NetworkQuestion["question"], string>> = {
  loops: "A route sends packets round in circles.",
  blackholes: "A route leads nowhere.",
  "shadowed-rules": "A rule never decides.",
  "unused-rules": "A rule matches nothing.",
  overlaps: "Address plans that are joined overlap.",
};

export function findingsSarif(
  { findings }: FindingsAnswer,
  kind: NetworkQuestion["question"],
  version: string,
): object {
  const results = findings.map(({ resource, name, rule, why, others = [] }) => ({
    rule: kind,
    message: `${name === undefined ? resource : `${name} (${resource})`}${rule === undefined ? "" : `, ${rule}`}: ${why}`,
    resources: [resource, ...others],
    fingerprint: [kind, resource, rule, ...others].filter(Boolean).join("#"),
  }));
  return sarifLog(version, [{ id: kind, says: says[kind] }], results);
}

export function exposedSarif({ rows }: ExposedAnswer, version: string): object {
  const results = rows.map(({ to, address, ports, walk }) => ({
    rule: "exposed",
    message: `The Internet reaches ${to.name ?? to.id} at ${address} on ${ports.join(", ")}.`,
    resources: [to.id],
    walk,
    fingerprint: `exposed#${to.id}#${address}`,
  }));
  return sarifLog(version, [{ id: "exposed", says: "The Internet reaches a place in the network." }], results);
}
