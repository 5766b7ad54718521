/** Something found in a network, in the ids of its elements. */
import type { Witness } from "../pick.ts";
import type { Progress } from "../steps.ts";
import type { Origin } from "../walk.ts";

export interface Finding {
  /** The element's resource. */
  readonly resource: string;
  /** The rule in the resource's own terms, as a walk names it: a rule's id, `ingress rule 100`, a route's destination. */
  readonly rule?: string;
  readonly why: string;
  /** The other elements or rules concerned. */
  readonly others?: readonly string[];
  /** A flow that shows it, and from where. */
  readonly shown?: { readonly origin: Origin; readonly witness: Witness };
}

/** Findings as they are found, and between them how far the search is: others get a turn there. */
export type Search = Generator<Progress | Finding, undefined>;

/** The steps of one of several searches as those of all. */
export function* oneOf(search: Search, index: number, count: number): Search {
  for (const step of search)
    if ("done" in step) yield { done: index * 100 + Math.floor((step.done * 100) / step.of), of: count * 100 };
    else yield step;
  return undefined;
}

const MOST_NAMED = 5;

/** `a, b and c`; a few of many. */
export function listed(names: readonly string[]): string {
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`;
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
