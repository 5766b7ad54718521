/** Numbers in the place of names, for tables. */
export interface Numbered {
  /** By place: its number. */
  readonly of: Uint32Array;
  /** By number: the first place that has it. */
  readonly firsts: readonly number[];
}

/** A number for each of some, from 0 on, the same for those of which the same is told. */
export function numbered<T>(all: readonly T[], tell: (one: T, place: number) => string | number): Numbered {
  const numbers = new Map<string | number, number>();
  const firsts: number[] = [];
  const of = Uint32Array.from(all, (one, place) => {
    const told = tell(one, place);
    const known = numbers.get(told);
    if (known !== undefined) return known;
    numbers.set(told, firsts.length);
    return firsts.push(place) - 1;
  });
  return { of, firsts };
}

/** A number for each pair of small numbers, from 1 on: so a list has one too, by its head's number and what follows. */
export class Pairs {
  readonly #numbers: number[][] = [];
  #count = 0;

  of(one: number, other: number): number {
    let others = this.#numbers[one];
    if (!others) {
      others = [];
      this.#numbers[one] = others;
    }
    let number = others[other];
    if (number === undefined) {
      number = ++this.#count;
      others[other] = number;
    }
    return number;
  }
}
