/**
 * The questions about a whole network and their answers, as JSON: what `POST /_underlay/ask` takes and gives, `underlay
 * ask … --json` prints and network tests are made of. A walk is the trace's walk. Every answer bears its `schema`.
 */
import type { Disposition } from "../fabric/vocabulary.ts";
import type { TraceAnswer, TraceFlow } from "./trace.ts";

/** What the flows of a question have in common. */
export interface FlowTerms {
  /**
   * `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `any`. Absent: `tcp` where a question is about two ends, and `any`
   * where it is about everything that reaches or is reached; with a port, what has ports.
   */
  readonly proto?: string | undefined;
  /** The destination port, a range, or several: `443`, `1024-65535`, `80,443`. Absent: any. */
  readonly port?: string | undefined;
  readonly fromPort?: string | undefined;
}

/** Where selectors are looked for; absent: everywhere. */
export interface Within {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface CanReachQuestion extends FlowTerms, Within {
  readonly question: "can-reach";
  readonly source: string;
  readonly destination: string;
  /** Elements (selectors or ids) that the way out must pass. */
  readonly via?: readonly string[] | undefined;
  /** Elements that every way out must pass: it does not hold where a connection goes around one. */
  readonly onlyThrough?: readonly string[] | undefined;
  /** Elements that neither way may pass. */
  readonly avoiding?: readonly string[] | undefined;
  /** Selectors may fit several places. `some`: one pair is enough (the default); `every`: each source must reach each destination. */
  readonly pairs?: "some" | "every" | undefined;
  /** `some`: one flow among those asked about is enough (the default); `every`: each destination port of the range must work. */
  readonly ports?: "some" | "every" | undefined;
}

export interface WhyNotQuestion extends FlowTerms, Within {
  readonly question: "why-not";
  readonly source: string;
  readonly destination: string;
  /** Sets of more changes than this are not looked for: 1 to 5; absent: 3. */
  readonly changes?: number | undefined;
}

export interface WhatReachesQuestion extends FlowTerms, Within {
  readonly question: "what-reaches";
  readonly destination: string;
  /** Selectors of sources that are known to: no row tells of them. One that fits nothing is a problem, as everywhere. */
  readonly except?: readonly string[] | undefined;
}

export interface WhatCanBeReachedFromQuestion extends FlowTerms, Within {
  readonly question: "what-can-be-reached-from";
  readonly source: string;
}

export const groupings = ["subnet", "security-group", "vpc", "instance"] as const;

export interface MatrixQuestion extends FlowTerms, Within {
  readonly question: "matrix";
  /** One of `groupings`, or `tag:KEY`. */
  readonly by: string;
  /**
   * 1 to 16; absent: 1. Each is given the whole network, which takes longer than it saves on few processors; and the rows
   * come all at once. A matrix of one account or region has one thread.
   */
  readonly threads?: number | undefined;
}

export interface ExposedQuestion extends FlowTerms, Within {
  readonly question: "exposed";
  /** What is known to be exposed: no row tells of these flows. */
  readonly except?: readonly KnownExposure[] | undefined;
}

/** Flows to every place that a selector fits; one that fits nothing is a problem, as everywhere. */
export interface KnownExposure {
  readonly destination: string;
  /** Absent: all of them. */
  readonly flows?: readonly FlowTerms[] | undefined;
}

export interface NetworkQuestion extends Within {
  readonly question: "loops" | "blackholes" | "shadowed-rules" | "unused-rules" | "overlaps";
}

/** Which rules and routes the walks of these questions' witnesses used, over all that there are. */
export interface CoverageQuestion extends Within {
  readonly question: "coverage";
  readonly of: readonly CanReachQuestion[];
}

/** What flows one saved state lets through and another, or what is there now, does not. */
export interface WhatChangedQuestion {
  readonly question: "what-changed";
  /** The names of snapshots that the endpoint has. */
  readonly before: string;
  /** Absent: what is there now. */
  readonly after?: string | undefined;
}

export type Question =
  | CanReachQuestion
  | WhyNotQuestion
  | WhatReachesQuestion
  | WhatCanBeReachedFromQuestion
  | MatrixQuestion
  | ExposedQuestion
  | NetworkQuestion
  | CoverageQuestion
  | WhatChangedQuestion;

/** A place, or a group of places: an interface's host, the Internet, a subnet. */
export interface PlaceAnswer {
  readonly id: string;
  readonly kind: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
}

export interface CauseAnswer {
  readonly way: "out" | "back";
  readonly disposition: Disposition;
  readonly stage: string;
  readonly resource: string;
  readonly name?: string;
  readonly rule?: string;
  readonly why: string;
}

export interface CanReachAnswer {
  readonly schema: "underlay/can-reach/1";
  readonly holds: boolean;
  /** The pair that decided: one that reaches, or (where it does not hold) one that does not. */
  readonly source: PlaceAnswer | null;
  readonly destination: PlaceAnswer | null;
  /** A flow that works. */
  readonly witness: TraceFlow | null;
  /** The witness's walk; where it does not hold, the walk of a flow that comes farthest. */
  readonly walk: TraceAnswer | null;
  readonly causes: readonly CauseAnswer[];
}

/** One change to the network. */
export interface ChangeAnswer {
  /** What it is in words: `allow tcp 5432 from 10.0.0.10/32 in security group db`. */
  readonly change: string;
  readonly resource: string;
  /** The AWS CLI's line for it, where one line does it. */
  readonly command?: string;
}

/** A set of changes that makes it work. */
export interface RemedyAnswer {
  readonly changes: readonly ChangeAnswer[];
}

export interface WhyNotAnswer {
  readonly schema: "underlay/why-not/1";
  readonly holds: boolean;
  readonly causes: readonly CauseAnswer[];
  /** Each makes it work; smallest first. Each was proved after the change. */
  readonly remedies: readonly RemedyAnswer[];
  /** Sets of more changes than this were not looked for; `complete` says whether all smaller ones were tried. */
  readonly cutOff: { readonly changes: number; readonly tried: number; readonly complete: boolean };
  readonly walk: TraceAnswer | null;
}

/** From one place or group to another, by what: `tcp 443`, `udp 1024-65535`, `icmp type 8`, `all traffic`. */
export interface ReachRow {
  readonly from: PlaceAnswer;
  readonly to: PlaceAnswer;
  readonly ports: readonly string[];
}

export interface RowsAnswer {
  readonly schema: "underlay/what-reaches/1" | "underlay/what-can-be-reached-from/1" | "underlay/matrix/1";
  readonly rows: readonly ReachRow[];
}

export interface ExposedRow extends ReachRow {
  /** The address that the Internet knows it by. */
  readonly address: string;
  /** One of the flows, walked. */
  readonly walk: TraceAnswer;
}

export interface ExposedAnswer {
  readonly schema: "underlay/exposed/1";
  readonly rows: readonly ExposedRow[];
}

/** Something that was found in the network: a loop, a black hole, a rule that never decides, two plans that overlap. */
export interface Finding {
  readonly resource: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  readonly rule?: string;
  readonly why: string;
  /** The other resources concerned. */
  readonly others?: readonly string[];
}

export interface FindingsAnswer {
  readonly schema:
    | "underlay/loops/1"
    | "underlay/blackholes/1"
    | "underlay/shadowed-rules/1"
    | "underlay/unused-rules/1"
    | "underlay/overlaps/1";
  readonly findings: readonly Finding[];
}

/** One rule or route: in its resource's own terms, as a hop's `rule` is, and what it says in words. */
export interface CoveredRule {
  readonly rule: string;
  readonly says?: string;
  readonly used: boolean;
}

/** A security group, a network ACL, a route table: whatever decides by rules. */
export interface CoveredResource {
  readonly resource: string;
  readonly kind: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  readonly rules: readonly CoveredRule[];
}

export interface CoverageAnswer {
  readonly schema: "underlay/coverage/1";
  readonly resources: readonly CoveredResource[];
}

/** Flows that one state lets through and the other does not, between any of these places and any of those. */
export interface ChangedRow {
  readonly change: "allowed" | "denied";
  readonly from: readonly PlaceAnswer[];
  readonly to: readonly PlaceAnswer[];
  readonly ports: readonly string[];
  /** What makes the difference: what lets them through now, or what stops them now. */
  readonly by: Omit<CauseAnswer, "way" | "disposition">;
  /** One of the flows, as it fares now. */
  readonly walk: TraceAnswer;
}

/** What changed from one snapshot to another, or to what is there now. */
export interface WhatChangedAnswer {
  readonly schema: "underlay/what-changed/1";
  readonly rows: readonly ChangedRow[];
}

export type AnswerOf<Q extends Question> = Q extends CanReachQuestion
  ? CanReachAnswer
  : Q extends WhyNotQuestion
    ? WhyNotAnswer
    : Q extends ExposedQuestion
      ? ExposedAnswer
      : Q extends NetworkQuestion
        ? FindingsAnswer
        : Q extends CoverageQuestion
          ? CoverageAnswer
          : Q extends WhatChangedQuestion
            ? WhatChangedAnswer
            : RowsAnswer;

/** Whoever answers: a running endpoint over HTTP, or a region in this process. */
export type Asker = <Q extends Question>(question: Q) => Promise<AnswerOf<Q>>;

/** A question that cannot be answered: a selector that fits nothing, an element that nobody knows. Every Asker throws it so. */
export class AskProblem extends Error {
  readonly code: string;
  readonly candidates: readonly PlaceAnswer[];

  constructor(code: string, message: string, candidates: readonly PlaceAnswer[] = []) {
    super(message);
    this.name = "AskProblem";
    this.code = code;
    this.candidates = candidates;
  }
}
