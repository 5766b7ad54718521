/** Takes steps out of a blueprint as long as what is left still shows a disagreement (Zeller's ddmin). */
import type { Blueprint } from "./blueprint.ts";

export async function shrink(
  blueprint: Blueprint,
  stillFails: (smaller: Blueprint) => Promise<boolean>,
  deadline: () => boolean,
): Promise<Blueprint> {
  let smallest = blueprint;
  for (let size = Math.ceil(smallest.length / 2); size >= 1; ) {
    let progress = false;
    for (let at = 0; at < smallest.length && !deadline(); ) {
      const without = [...smallest.slice(0, at), ...smallest.slice(at + size)];
      if (await stillFails(without)) {
        smallest = without;
        progress = true;
      } else at += size;
    }
    if (deadline() || (size === 1 && !progress)) break;
    if (!progress || size > smallest.length) size = Math.max(1, Math.floor(Math.min(size, smallest.length) / 2));
  }
  return smallest;
}
