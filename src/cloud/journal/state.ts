/**
 * All that outlives a process: every row in its place, and where the stream of chance is, so that what comes after
 * gets the ids that it would have got. A journal and a snapshot hold the same, under the same version.
 */
import type { RandomState } from "../../base/random.ts";
import { type Cloud, type Opening, openings } from "../cloud.ts";
import type { KeptRow } from "../store.ts";

export interface SavedState {
  readonly seed: number;
  readonly random: RandomState;
  /** The rows of a table stand together or apart, but oldest first. */
  readonly rows: readonly KeptRow[];
}

/** Brings a state that an older Underlay wrote one version further. */
type Migration = (state: SavedState) => SavedState;

/** From version 1 to 2, from 2 to 3, … Added to, never changed: files of every version are about. */
const migrations: readonly Migration[] = [];

/** Of the rows' shapes. Grows by one with each migration. */
export const STATE_VERSION = migrations.length + 1;

/** A state of an older version, as this Underlay has it. */
export const migrated = (state: SavedState, version: number): SavedState =>
  migrations.slice(version - 1).reduce((older, migrate) => migrate(older), state);

export function stateOf({ store, surroundings: { random } }: Cloud): SavedState {
  return { seed: random.seed, random: random.state(), rows: [...store.rows()] };
}

/** The services that have written rows, in the order in which they were first called: they must be there before the rows. */
export function servicesOf({ rows }: SavedState): readonly string[] {
  const names = rows.flatMap(({ table, row }) => (table === openings.name ? (row as Opening).services : []));
  return [...new Set(names)];
}

export const isRandomState = (value: unknown): value is RandomState =>
  Array.isArray(value) && value.length === 4 && value.every((word) => Number.isSafeInteger(word));
