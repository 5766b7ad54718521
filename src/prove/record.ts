/** What a proof read, and what it found: the proof stands as long as all of that is what it was. */
import type { Address } from "../base/address.ts";
import { CountedMap, CountedSet } from "../base/counted.ts";
import { PrefixMap } from "../base/prefixMap.ts";
import type { AddressSet } from "../fabric/fabric.ts";

type Table = ReadonlyMap<unknown, unknown>;
interface Keys {
  has(key: unknown): boolean;
}
/** What counts its changes. */
interface Counted {
  readonly changes: number;
}

export class Record {
  /** Look-ups and what they gave: a table, a key, a value, and so on. */
  readonly #looks: unknown[] = [];
  readonly #seen = new Map<unknown, Set<unknown>>();
  readonly #held: (readonly [set: Keys, key: unknown, held: boolean])[] = [];
  readonly #counts: (readonly [whole: Counted, changes: number])[] = [];
  readonly #prefixes: (readonly [set: AddressSet, prefixes: unknown, ranges: unknown])[] = [];
  readonly #memberships: (readonly [set: AddressSet, address: Address, found: boolean])[] = [];
  #untold = false;

  /** Whether everything that was read is still the same. Of what was gone through and keeps no count, nobody can tell. */
  stands(): boolean {
    if (this.#untold) return false;
    const looks = this.#looks;
    for (let i = 0; i < looks.length; i += 3) if ((looks[i] as Table).get(looks[i + 1]) !== looks[i + 2]) return false;
    for (const [whole, changes] of this.#counts) if (whole.changes !== changes) return false;
    for (const [set, key, held] of this.#held) if (set.has(key) !== held) return false;
    for (const [set, prefixes, ranges] of this.#prefixes)
      if (set.prefixes !== prefixes || set.ranges !== ranges) return false;
    for (const [set, address, found] of this.#memberships) if (isAnybodys(set, address) !== found) return false;
    return true;
  }

  #isNew(table: unknown, key: unknown): boolean {
    const keys = this.#seen.get(table);
    if (!keys) this.#seen.set(table, new Set([key]));
    else if (keys.has(key)) return false;
    else keys.add(key);
    return true;
  }

  look<K, V>(table: ReadonlyMap<K, V>, key: K, value: V | undefined): undefined {
    if (this.#isNew(table, key)) this.#looks.push(table, key, value);
  }

  holds<T>(set: ReadonlySet<T>, key: T, held: boolean): undefined {
    if (this.#isNew(set, key)) this.#held.push([set as Keys, key, held]);
  }

  /** All of it was gone through. */
  all(whole: object | undefined): undefined {
    if (whole === undefined) return;
    if (whole instanceof PrefixMap || whole instanceof CountedMap || whole instanceof CountedSet) {
      if (this.#isNew(this, whole)) this.#counts.push([whole, whole.changes]);
    } else this.#untold = true;
  }

  /** The prefixes of a set, and whether it has ranges at all. */
  set(set: AddressSet): undefined {
    if (this.#isNew(set, "prefixes")) this.#prefixes.push([set, set.prefixes, set.ranges]);
  }

  /** Whether an address is a member in any domain. */
  membership(set: AddressSet, address: Address, found: boolean): undefined {
    if (this.#isNew(set, address)) this.#memberships.push([set, address, found]);
  }

  /** Nothing more will be read. */
  close(): undefined {
    this.#seen.clear();
  }
}

export function isAnybodys({ members }: AddressSet, address: Address): boolean {
  for (const inDomain of members.values()) if (inDomain.has(address)) return true;
  return false;
}
