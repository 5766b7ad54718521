/** Numbers in the place of names, for tables. */
import { entry } from "../space.ts";

export interface Numbered {
  /** By place: its number. */
  readonly of: Uint32Array;
  readonly count: number;
}

/** A number for each of some, the same for those of which the same is told. */
export function numbered<T>(all: readonly T[], tell: (one: T) => string | number): Numbered {
  const numbers = new Map<string | number, number>();
  const of = Uint32Array.from(all, (one) => entry(numbers, tell(one), () => numbers.size));
  return { of, count: numbers.size };
}
