/** Seeded chance for generated networks (mulberry32, Tommy Ettinger): the same seed, the same network and questions. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** Whole, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)];
    if (choice === undefined) throw new Error("nothing to choose from");
    return choice;
  }

  /** Some of them, at least `least`. */
  some<T>(choices: readonly T[], least = 0): readonly T[] {
    const left = [...choices];
    const wanted = this.between(Math.min(least, left.length), left.length);
    const taken: T[] = [];
    while (taken.length < wanted) taken.push(...left.splice(this.between(0, left.length - 1), 1));
    return taken;
  }
}
