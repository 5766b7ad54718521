/** What has changed and is not yet kept: of each row only the last change, since what is kept is what there is now. */
import type { PlacedChange } from "../store.ts";
import type { Row } from "../table.ts";

/** A place among the rows and what stands there now; no row: nothing does. */
export interface Placed {
  readonly table: string;
  readonly ordinal: number;
  readonly row: Row | undefined;
}

export class Unsaved {
  #places = new Map<string, Placed>();

  get size(): number {
    return this.#places.size;
  }

  add(changes: readonly PlacedChange[]): void {
    for (const { table, ordinal, after } of changes) this.#put({ table, ordinal, row: after });
  }

  /** All of it; there is nothing afterwards. */
  take(): readonly Placed[] {
    const places = [...this.#places.values()];
    this.#places.clear();
    return places;
  }

  /** Takes back what could not be kept, except where there is something newer. */
  putBack(places: readonly Placed[]): void {
    const newer = this.#places;
    this.#places = new Map();
    for (const place of places) this.#put(place);
    for (const place of newer.values()) this.#put(place);
  }

  clear(): void {
    this.#places.clear();
  }

  #put(place: Placed): void {
    this.#places.set(`${place.ordinal} ${place.table}`, place);
  }
}
