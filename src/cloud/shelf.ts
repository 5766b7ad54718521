/**
 * Rows under one key, in the order of their creation. A shelf is a list rather than a Map: a row that is new goes to the
 * end without being hashed, a row that changes is changed in its slot and no shelf hears of it, and one that leaves is
 * found by its place in the order.
 */
import type { Row } from "./table.ts";

/** Where a row stands, on however many shelves. */
export interface Slot<R extends Row> {
  /** Nothing, once the row is deleted. */
  row: R | undefined;
  /** When the row was created, as a number that only grows. */
  readonly ordinal: number;
}

/** Rows to be read: oldest first. A reader may go on while rows come, change and leave under it. */
export interface Rows<R extends Row> {
  readonly size: number;
  values(): IterableIterator<R>;
  /** In a list of the reader's own. */
  list(): R[];
}

/** Fewer places that were left are not worth to be closed up. */
const FEW = 16;

export class Shelf<R extends Row> implements Rows<R> {
  /** A place that was left has a slot without a row. The list is made anew where places move, so that readers keep theirs. */
  #slots: Slot<R>[];
  #left = 0;

  constructor(slots: Slot<R>[] = []) {
    this.#slots = slots;
  }

  get size(): number {
    return this.#slots.length - this.#left;
  }

  *values(): IterableIterator<R> {
    const slots = this.#slots;
    for (let i = 0; i < slots.length; i++) {
      const { row } = slots[i] as Slot<R>;
      if (row) yield row;
    }
  }

  list(): R[] {
    const rows: R[] = [];
    for (const { row } of this.#slots) if (row) rows.push(row);
    return rows;
  }

  /** Does nothing where it stands here already. */
  add(slot: Slot<R>): void {
    const slots = this.#slots;
    const last = slots.at(-1);
    if (last === undefined || slot.ordinal > last.ordinal) {
      slots.push(slot);
      return;
    }
    const at = this.#placeOf(slot.ordinal);
    const there = slots[at] as Slot<R>;
    if (there === slot) return;
    if (there.ordinal === slot.ordinal) {
      slots[at] = slot; // it left this place and comes back
      this.#left--;
    } else this.#slots = [...slots.slice(0, at), slot, ...slots.slice(at)];
  }

  remove(slot: Slot<R>): void {
    const at = this.#placeOf(slot.ordinal);
    if (this.#slots[at] !== slot) return;
    this.#slots[at] = { row: undefined, ordinal: slot.ordinal };
    this.#left++;
    if (this.#left > FEW && this.#left * 2 > this.#slots.length) {
      this.#slots = this.#slots.filter(({ row }) => row);
      this.#left = 0;
    }
  }

  /** The first place of an ordinal that is not smaller. */
  #placeOf(ordinal: number): number {
    const slots = this.#slots;
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((slots[middle] as Slot<R>).ordinal < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One row alone, which needs no shelf. */
export class Single<R extends Row> implements Rows<R> {
  readonly size = 1;
  readonly #row: R;

  constructor(row: R) {
    this.#row = row;
  }

  *values(): IterableIterator<R> {
    yield this.#row;
  }

  list(): R[] {
    return [this.#row];
  }
}

/** No rows. */
export const NO_ROWS: Rows<never> = new Shelf<never>();
