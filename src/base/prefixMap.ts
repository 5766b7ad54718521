/**
 * Longest-prefix match: the value of the most specific prefix that contains an address. One hash table per prefix
 * length in use, tried from the longest down, so a lookup costs as many probes as there are distinct lengths.
 */
import type { Address } from "./address.ts";
import { type Prefix, truncate } from "./prefix.ts";

export class PrefixMap<V> {
  readonly #v4 = new Family<number, V>();
  readonly #v6 = new Family<bigint, V>();
  /** Counts what was written: equal counts, equal contents. */
  changes = 0;

  set({ address, length }: Prefix, value: V): void {
    this.changes++;
    if (typeof address === "number") this.#v4.set(address, length, value);
    else this.#v6.set(address, length, value);
  }

  get({ address, length }: Prefix): V | undefined {
    return typeof address === "number" ? this.#v4.get(address, length) : this.#v6.get(address, length);
  }

  delete({ address, length }: Prefix): void {
    const had = typeof address === "number" ? this.#v4.delete(address, length) : this.#v6.delete(address, length);
    if (had) this.changes++;
  }

  /** Every prefix with its value, IPv4 first, the longest first. */
  *entries(): IterableIterator<readonly [Prefix, V]> {
    yield* this.#v4.entries();
    yield* this.#v6.entries();
  }

  /** The value of the longest prefix that contains the address. */
  lookup(address: Address): V | undefined {
    return typeof address === "number" ? this.#v4.lookup(address) : this.#v6.lookup(address);
  }
}

class Family<A extends Address, V> {
  /** Descending by length. */
  readonly #lengths: { readonly length: number; readonly values: Map<A, V> }[] = [];

  set(address: A, length: number, value: V): void {
    let level = this.#lengths.find((one) => one.length === length);
    if (!level) {
      level = { length, values: new Map() };
      this.#lengths.push(level);
      this.#lengths.sort((a, b) => b.length - a.length);
    }
    level.values.set(address, value);
  }

  get(address: A, length: number): V | undefined {
    return this.#lengths.find((one) => one.length === length)?.values.get(address);
  }

  delete(address: A, length: number): boolean {
    const index = this.#lengths.findIndex((one) => one.length === length);
    const level = this.#lengths[index];
    if (!level?.values.delete(address)) return false;
    if (level.values.size === 0) this.#lengths.splice(index, 1);
    return true;
  }

  lookup(address: A): V | undefined {
    for (const { length, values } of this.#lengths) {
      const value = values.get(truncate(address, length));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  *entries(): IterableIterator<readonly [Prefix, V]> {
    for (const { length, values } of this.#lengths)
      for (const [address, value] of values) yield [{ address, length }, value];
  }
}
