/**
 * Why one end does not reach another: every cause, and every smallest set of changes after which it does. Sets are tried
 * in the order of their size; what stops the flows after one change says which could come next, so that no set is tried
 * whose changes have nothing to do with the way. Each set is proved on the fabric with the changes laid over it.
 */
import { type Change, changeKey } from "../../fabric/change.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import type { Ask, Stop } from "../prover.ts";
import { finish, type Pauses, type Progress } from "../steps.ts";
import type { Origin } from "../walk.ts";
import { candidates, forPeersSet } from "./candidates.ts";
import { withChanges } from "./overlay.ts";
import { type Attempt, attempting, type Diagrams, type Standstill } from "./standstill.ts";
import { Plan } from "./surroundings.ts";

export interface WhyNotOptions {
  /** Sets of more changes than this are not looked for. */
  readonly changes?: number | undefined;
  /** How many sets are tried at the most. */
  readonly budget?: number | undefined;
  /** Whether somebody could make the change: others are not tried. */
  readonly isPossible?: ((change: Change) => boolean) | undefined;
}

export const MOST_CHANGES = 3;
export const BUDGET = 400;
/** Places at which one attempt's flows stop that are looked into, the farthest first. */
const MOST_STANDSTILLS = 12;

export interface Cause extends Stop {
  /** What had to change before flows came so far; nothing for what stops them now. */
  readonly behind: readonly Change[];
}

export interface WhyNot {
  readonly holds: boolean;
  readonly origin: Origin;
  readonly causes: readonly Cause[];
  /** Smallest first; no set contains another. */
  readonly remedies: readonly (readonly Change[])[];
  readonly cutOff: {
    readonly changes: number;
    readonly tried: number;
    /** Whether every set that the places called for, up to that size, was tried. */
    readonly complete: boolean;
  };
}

/** A set of changes that does not suffice, and where flows stop after it. */
interface Trial {
  readonly changes: readonly Change[];
  readonly standstills: readonly Standstill[];
}

/** A remedy as soon as it is known: none of those that are told contains another. */
export interface Found {
  readonly remedy: readonly Change[];
}

/** A search, between whose proofs others may be served. */
export type Searching<Answer> = Generator<Progress | Found, Answer>;

export function searching(
  diagrams: Diagrams,
  fabric: Fabric,
  ask: Ask,
  options: WhyNotOptions = {},
): Searching<WhyNot> {
  return new Search(diagrams, fabric, ask, options).run();
}

/** The same in one go. */
export const whyNot = (...asked: Parameters<typeof searching>): WhyNot => finish(searching(...asked));

/** What a network engineer would rather change, first. */
const costs: Readonly<Record<Change["kind"], number>> = {
  allow: 0,
  admit: 1,
  start: 1,
  route: 2,
  join: 2,
  "outer-address": 2,
  associate: 2,
  port: 2,
  edge: 2,
  tunnel: 3,
  forward: 3,
  open: 3,
};

const costOf = (changes: readonly Change[]): number => changes.reduce((sum, { kind }) => sum + costs[kind], 0);

const setKey = (changes: readonly Change[]): string => changes.map(changeKey).sort().join("\n");

class Search {
  readonly #diagrams: Diagrams;
  readonly #fabric: Fabric;
  readonly #ask: Ask;
  readonly #most: number;
  readonly #budget: number;
  readonly #isPossible: (change: Change) => boolean;
  readonly #plan: Plan;
  /** Every set that was tried, with whether it suffices. */
  readonly #tried = new Map<string, boolean>();
  readonly #failed: Trial[] = [];
  readonly #remedies = new Map<string, readonly Change[]>();
  /** The same change for a whole group of peers, by the change's key. */
  readonly #wider = new Map<string, Change>();
  #complete = true;
  /** Sets that are known of and not tried yet. */
  #ahead = 0;

  constructor(diagrams: Diagrams, fabric: Fabric, ask: Ask, options: WhyNotOptions) {
    this.#diagrams = diagrams;
    this.#fabric = fabric;
    this.#ask = ask;
    this.#most = options.changes ?? MOST_CHANGES;
    this.#budget = options.budget ?? BUDGET;
    this.#isPossible = options.isPossible ?? (() => true);
    this.#plan = new Plan(fabric);
  }

  *run(): Searching<WhyNot> {
    const now = yield* this.#paused(attempting(this.#diagrams, this.#fabric, this.#ask));
    const { origin } = now;
    if (now.holds) return { holds: true, origin, causes: [], remedies: [], cutOff: this.#cutOff() };
    let level: readonly Trial[] = [{ changes: [], standstills: now.standstills }];
    this.#failed.push(...level);
    for (let size = 1; size <= this.#most && level.length > 0; size++) level = yield* this.#grow(level);
    yield* this.#widen();
    const remedies = [...this.#remedies.values()].sort((a, b) => a.length - b.length || costOf(a) - costOf(b));
    return { holds: false, origin, causes: this.#causes(remedies), remedies, cutOff: this.#cutOff() };
  }

  #cutOff(): WhyNot["cutOff"] {
    return { changes: this.#most, tried: this.#tried.size, complete: this.#complete };
  }

  /** The pauses of one attempt, told as how far the search is. */
  *#paused<Answer>(part: Pauses<Answer>): Searching<Answer> {
    for (;;) {
      const next = part.next();
      if (next.done) return next.value;
      yield this.#progress();
    }
  }

  #progress(): Progress {
    const done = this.#tried.size;
    return { done, of: Math.max(done + 1, Math.min(this.#budget, done + this.#ahead)) };
  }

  /** Sets of one change more; those that do not suffice are the next to grow. */
  *#grow(level: readonly Trial[]): Searching<readonly Trial[]> {
    const next: Trial[] = [];
    const sets: { readonly trial: Trial; readonly changes: readonly Change[] }[] = [];
    for (const trial of level) {
      yield this.#progress();
      for (const change of this.#oneMore(trial)) sets.push({ trial, changes: [...trial.changes, change] });
    }
    sets.sort((a, b) => costOf(a.changes) - costOf(b.changes));
    for (const [done, { trial, changes }] of sets.entries()) {
      this.#ahead = sets.length - done;
      if (this.#tried.has(setKey(changes)) || this.#containsRemedy(changes)) continue;
      if (this.#tried.size >= this.#budget) {
        this.#complete = false;
        break;
      }
      const found = yield* this.#try(changes);
      if (found.holds) yield* this.#keepSmallest(changes);
      else if (!sameStandstills(found.standstills, trial.standstills)) {
        next.push({ changes, standstills: found.standstills });
      }
    }
    this.#failed.push(...next);
    return next;
  }

  /** The changes that the places call for where the flows of a trial stop. */
  #oneMore({ changes, standstills }: Trial): readonly Change[] {
    const fabric = withChanges(this.#fabric, changes);
    const known = new Set(changes.map(changeKey));
    const found: Change[] = [];
    if (standstills.length > MOST_STANDSTILLS) this.#complete = false;
    for (const place of standstills.slice(0, MOST_STANDSTILLS)) {
      const surroundings = { fabric, plan: this.#plan, ask: this.#ask, place };
      for (const change of candidates(surroundings)) {
        const key = changeKey(change);
        if (known.has(key) || !this.#isPossible(change)) continue;
        known.add(key);
        found.push(change);
        const wider = forPeersSet(change, surroundings);
        if (wider && this.#isPossible(wider)) this.#wider.set(key, wider);
      }
    }
    return found;
  }

  *#try(changes: readonly Change[]): Searching<Attempt> {
    const found = yield* this.#paused(attempting(this.#diagrams, withChanges(this.#fabric, changes), this.#ask));
    this.#tried.set(setKey(changes), found.holds);
    return found;
  }

  *#suffices(changes: readonly Change[]): Searching<boolean> {
    return this.#tried.get(setKey(changes)) ?? (yield* this.#try(changes)).holds;
  }

  #containsRemedy(changes: readonly Change[]): boolean {
    const keys = new Set(changes.map(changeKey));
    for (const remedy of this.#remedies.values()) if (remedy.every((one) => keys.has(changeKey(one)))) return true;
    return false;
  }

  /** A later change may do without an earlier one: what stays is the smallest part that suffices. */
  *#keepSmallest(changes: readonly Change[]): Searching<void> {
    let smallest = changes;
    for (const part of properSubsets(changes)) {
      if (!(yield* this.#suffices(part))) continue;
      smallest = part;
      break;
    }
    if (this.#containsRemedy(smallest)) return;
    const remedy = inOrder(smallest);
    this.#remedies.set(setKey(remedy), remedy);
    yield { remedy };
  }

  /** Beside each remedy that names one peer, the one that names the peer's group. */
  *#widen(): Searching<void> {
    for (const changes of [...this.#remedies.values()]) {
      const wider = changes.map((change) => this.#wider.get(changeKey(change)) ?? change);
      if (setKey(wider) !== setKey(changes) && (yield* this.#suffices(wider))) yield* this.#keepSmallest(wider);
    }
  }

  /** What stops flows now, and what was met behind it on the way to a remedy; anything met where there is none. */
  #causes(remedies: readonly (readonly Change[])[]): readonly Cause[] {
    const wanted = remedies.map((changes) => new Set(changes.map(changeKey)));
    const isWanted = ({ changes }: Trial): boolean =>
      wanted.length === 0 ||
      changes.length === 0 ||
      wanted.some((keys) => changes.every((one) => keys.has(changeKey(one))));
    const causes = new Map<string, Cause>();
    for (const trial of this.#failed.filter(isWanted))
      for (const { way, disposition, stage, resource, witness } of trial.standstills) {
        const key = [way, disposition, stage, resource].join(" ");
        if (causes.has(key)) continue;
        causes.set(key, { way, disposition, stage, resource, witness, behind: trial.changes });
      }
    return [...causes.values()];
  }
}

/** As they can be made one after the other: a gateway has to be there before a route or an address names it. */
const inOrder = (changes: readonly Change[]): readonly Change[] => [
  ...changes.filter(makesGateway),
  ...changes.filter((change) => !makesGateway(change)),
];

const makesGateway = ({ kind }: Change): boolean => kind === "edge" || kind === "tunnel";

/** The smallest first; not the empty one, which was tried before any. */
function properSubsets(changes: readonly Change[]): readonly (readonly Change[])[] {
  const subsets: Change[][] = [];
  for (let chosen = 1; chosen < 2 ** changes.length - 1; chosen++)
    subsets.push(changes.filter((_, place) => (chosen >> place) & 1));
  return subsets.sort((a, b) => a.length - b.length);
}

/** A change after which every flow stops where it did before has done nothing. */
function sameStandstills(a: readonly Standstill[], b: readonly Standstill[]): boolean {
  const keys = (all: readonly Standstill[]): string =>
    all
      .map(({ way, disposition, stage, resource, trail, seen }) =>
        [way, disposition, stage, resource, ...trail, ...Object.values(seen)].join(" "),
      )
      .sort()
      .join("\n");
  return a.length === b.length && keys(a) === keys(b);
}
