/** Something found in a network, in the ids of its elements. */
import type { Witness } from "../pick.ts";
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

/** How far a search is. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** Long ones are made in steps, so that others get a turn. */
export type Search = Generator<Progress, readonly Finding[]>;

/** The steps of one of several searches as those of all. */
export function* oneOf<T>(search: Generator<Progress, T>, index: number, count: number): Generator<Progress, T> {
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
    const { done, of } = step.value;
    yield { done: index * 100 + Math.floor((done * 100) / of), of: count * 100 };
  }
}

const MOST_NAMED = 5;

/** `a, b and c`; a few of many. */
export function listed(names: readonly string[]): string {
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`;
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
