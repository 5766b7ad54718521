/** What may be asked of the three-tier network (its picture is in examples/three-tier/README.md), and the right answers. */
import type { TraceAnswer, TraceHop } from "../../src/cli/answers.ts";

export interface Question {
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  readonly answer: {
    readonly works: boolean;
    readonly forward: string;
    /** The element that ended the walk out: its noun and its Name. */
    readonly decided?: { readonly stage: string; readonly name?: string };
  };
}

const ask = (source: string, destination: string, port: number, answer: Question["answer"]): Question => ({
  source,
  destination,
  port,
  answer,
});

const works = { works: true, forward: "delivered" };

export const threeTierAnswers: readonly Question[] = [
  ask("internet", "web-a", 443, works),
  ask("internet", "web-b", 80, works),
  ask("web-a", "app-a", 8080, works),
  ask("web-a", "app-b", 8080, works),
  ask("app-b", "db-a", 5432, works),
  ask("app-a", "internet:1.1.1.1", 443, works),
  ask("web-a", "internet:1.1.1.1", 443, works),
  ask("internet", "web-a", 22, {
    ...{ works: false, forward: "denied" },
    decided: { stage: "security-group-ingress", name: "web" },
  }),
  ask("web-a", "db-a", 5432, {
    ...{ works: false, forward: "denied" },
    decided: { stage: "security-group-ingress", name: "db" },
  }),
  ask("app-a", "db-a", 22, {
    ...{ works: false, forward: "denied" },
    decided: { stage: "network-acl-ingress", name: "data" },
  }),
  ask("db-a", "internet:1.1.1.1", 443, {
    ...{ works: false, forward: "denied" },
    decided: { stage: "network-acl-egress", name: "data" },
  }),
];

/** The answer in the terms of a question. */
export async function askThreeTier(url: string, { source, destination, port }: Question) {
  const trace = await postTrace(url, { source, destination, port });
  const last: TraceHop | undefined = trace.forward.hops.at(-1);
  return {
    title: `${source} → ${destination} ${port}: ${last?.stage} ${last?.resource}: ${last?.why}`,
    trace,
    answer: {
      works: trace.works,
      forward: trace.forward.disposition,
      decided: { stage: last?.stage, name: last?.name },
    },
  };
}

export async function postTrace(url: string, question: object): Promise<TraceAnswer> {
  const response = await fetch(`${url}/_underlay/trace`, { method: "POST", body: JSON.stringify(question) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as TraceAnswer;
}
