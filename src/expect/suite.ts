/** A file of network tests as it was read: expectations in the file's order, each with the place where it stands. */
import type { FlowTerms, Within } from "./questions.ts";

/** A place in a file; line and column count from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong in a file, and what to do about it. */
export interface Fault extends Spot {
  readonly message: string;
  readonly remedy?: string;
}

/** What is said after `on`: `tcp 443`, `udp 1024-65535`, `icmp`, `any`. */
export interface Traffic {
  readonly text: string;
  readonly terms: FlowTerms;
  /** Whether it is a written range, of which every port is meant. */
  readonly range: boolean;
}

/** Who reaches whom by what, or must not. */
export interface ReachExpectation {
  readonly kind: "reach";
  readonly name: string;
  readonly at: Spot;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly on: readonly Traffic[];
  readonly expect: "allowed" | "denied";
  readonly via: readonly string[];
  readonly avoiding: readonly string[];
  /** Nothing but `from` reaches `to` by this traffic. */
  readonly only: boolean;
}

export const troubles = ["loops", "blackholes", "overlaps", "shadowed-rules", "unused-rules"] as const;
export type Trouble = (typeof troubles)[number];

/** Nothing of a kind is found in the whole network. */
export interface TroubleExpectation {
  readonly kind: "trouble";
  readonly name: string;
  readonly at: Spot;
  readonly trouble: Trouble;
}

export interface Opening {
  readonly to: readonly string[];
  readonly on: readonly Traffic[];
}

/** The Internet reaches nothing but these. */
export interface ExposureExpectation {
  readonly kind: "exposure";
  readonly name: string;
  readonly at: Spot;
  readonly but: readonly Opening[];
}

export type Expectation = ReachExpectation | TroubleExpectation | ExposureExpectation;

export interface Suite {
  readonly file: string;
  /** What the file calls itself; its own name where it says nothing. */
  readonly name: string;
  /** Where selectors are looked for. */
  readonly within: Within;
  readonly expectations: readonly Expectation[];
}
