/** What was made of whole tables of a fabric, kept for as long as they are what they were. */
import type { Fabric } from "../fabric/fabric.ts";
import { Record } from "./record.ts";

/** Of tables that keep no count of their changes it is made anew each time. */
export function standing<T extends object>(
  tables: (fabric: Fabric) => readonly object[],
  make: (fabric: Fabric) => T,
): (fabric: Fabric) => T {
  const known = new WeakMap<Fabric, { readonly record: Record; readonly made: T }>();
  return (fabric) => {
    const before = known.get(fabric);
    if (before?.record.stands()) return before.made;
    const record = new Record();
    for (const table of tables(fabric)) record.all(table);
    const made = make(fabric);
    known.set(fabric, { record, made });
    return made;
  };
}
