/**
 * Places that nothing in a question tells apart: what is proved of one is proved of all of them, so that groups of a thousand
 * hosts take no million proofs.
 */
import { parseAddress } from "../../base/address.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Terms } from "../../prove/asked.ts";
import { classesOf } from "../../prove/classes.ts";
import { namedBy } from "../../prove/questions/matrix.ts";
import type { Asked } from "./ends.ts";

/** Places of one key are alike. */
export type KeyOf = (asked: Asked) => string;

/** `named` are elements that the question names: to pass one of them is another matter than to pass one that is like it. */
export function alikeIn(cloud: Cloud, terms: Terms, named: readonly string[] = []): KeyOf {
  const classOf = new Map<string, number>();
  for (const { index, members } of classesOf(cloud.fabric, namedBy(terms)))
    for (const id of members) classOf.set(id, index);
  for (const one of named) classOf.delete(one);
  return (asked) => {
    const { interface: own } = asked.place;
    const index = own === undefined ? undefined : classOf.get(own);
    // As one address, a place is asked about by that address alone.
    return index === undefined || parseAddress(asked.selector) !== undefined ? aloneKey(asked) : `class ${index}`;
  };
}

/** Each place is alike to itself. */
export const aloneKey: KeyOf = ({ selector, place }) => place.interface ?? `${place.id} ${selector}`;

/** Of a pair. A place and itself are no pair like others. */
export const pairKey = (keyOf: KeyOf, from: Asked, to: Asked): string =>
  `${keyOf(from)}\n${keyOf(to)}${from.place.interface !== undefined && from.place.interface === to.place.interface ? "\nitself" : ""}`;
