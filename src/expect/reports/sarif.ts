/**
 * SARIF 2.1.0 (OASIS), as code scanning reads it. A network test's result stands at its expectation's line, with the walk
 * as its code flow; a finding about the network itself stands at the resource, by its id.
 */
import type { Failing } from "../evaluate.ts";
import type { TestReport } from "../run.ts";
import type { Spot } from "../suite.ts";
import type { TraceAnswer, TraceHop } from "../trace.ts";

export interface SarifRule {
  readonly id: string;
  readonly says: string;
}

export interface SarifResult {
  readonly rule: string;
  readonly message: string;
  readonly at?: Spot;
  /** Ids of the resources concerned. */
  readonly resources?: readonly string[];
  readonly walk?: TraceAnswer | null;
  /** What stays the same from run to run, so that a result is recognised. */
  readonly fingerprint: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

export function sarifLog(version: string, rules: readonly SarifRule[], results: readonly SarifResult[]): object {
  const driver = {
    name: "underlay",
    version,
    rules: rules.map(({ id, says }) => ({
      id,
      shortDescription: { text: says },
      defaultConfiguration: { level: "error" },
    })),
  };
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: results.map((one) => resultOf(one, index)) }],
  };
}

function resultOf({ rule, message, at, resources = [], walk, fingerprint }: SarifResult, index: Map<string, number>) {
  const logical = resources.map((name) => ({ name, kind: "resource" }));
  const location = {
    ...(at === undefined ? {} : { physicalLocation: physicalOf(at) }),
    ...(logical.length === 0 ? {} : { logicalLocations: logical }),
  };
  return {
    ruleId: rule,
    ruleIndex: index.get(rule) ?? -1,
    level: "error",
    message: { text: message },
    ...(at === undefined && logical.length === 0 ? {} : { locations: [location] }),
    partialFingerprints: { "underlay/v1": fingerprint },
    ...(walk ? { codeFlows: [{ threadFlows: flowsOf(walk, at) }] } : {}),
  };
}

const physicalOf = ({ file, line, column }: Spot) => ({
  artifactLocation: {
    uri: file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/"),
    uriBaseId: "%SRCROOT%",
  },
  region: { startLine: line, startColumn: column },
});

/** A thread flow needs a location: each step stands at the expectation, and names its resource. */
const flowsOf = (walk: TraceAnswer, at: Spot | undefined) =>
  [walk.forward, walk.return]
    .filter((way) => way !== null)
    .map((way) => ({ locations: way.hops.map((hop) => ({ location: stepOf(hop, at) })) }))
    .filter(({ locations }) => locations.length > 0);

const stepOf = ({ stage, resource, rule, why }: TraceHop, at: Spot | undefined) => ({
  ...(at === undefined ? {} : { physicalLocation: physicalOf(at) }),
  logicalLocations: [{ name: resource, kind: "resource" }],
  message: { text: [stage, rule, why].filter(Boolean).join(": ") },
});

const failingRules: Readonly<Record<Failing["kind"], string>> = {
  reached: "Something reaches what it must not.",
  "not-reached": "Something does not reach what it must.",
  others: "Something else reaches what only others may.",
  exposed: "The Internet reaches what it must not.",
  found: "The network has what an invariant forbids.",
  problem: "An expectation could not be asked.",
};

export function sarifOf(report: TestReport, version: string): object {
  const rules = Object.entries(failingRules).map(([id, says]) => ({ id, says }));
  const results = report.suites.flatMap(({ expectations }) =>
    expectations.flatMap(({ name, file, line, column, failures }) =>
      failures.map(({ kind, message, walk, findings }, i) => ({
        rule: kind,
        message: `${name}: ${message}`,
        at: { file, line, column },
        resources: findings.map(({ resource }) => resource),
        walk,
        fingerprint: `${file}#${name}#${kind}#${i}`,
      })),
    ),
  );
  return sarifLog(version, rules, results);
}
