/**
 * What stateful elements remember of one connection, for all flows of a branch at once: headers, not flows. A list that
 * grows at its head and is never changed, so that branches share what they have in common.
 */
import { EMPTY, type Node } from "./bdd.ts";
import { type Header, reversed, sameHeader } from "./header.ts";
import type { Way } from "./rules.ts";
import type { Space } from "./space.ts";

export type Tracking = "tracked" | "untracked";

export type Memory = { readonly next: Memory | undefined; readonly element: string } & (
  | { readonly kind: Tracking; readonly way: Way | undefined; readonly header: Header }
  | { readonly kind: "translation"; readonly from: Header; readonly to: Header }
  | { readonly kind: "port"; readonly header: Header; readonly port: number }
);

const opposite = (way: Way | undefined): Way | undefined =>
  way === undefined ? undefined : way === "ingress" ? "egress" : "ingress";

/** A connection passed the element this way; its answers pass the other way. */
export function withConnection(
  next: Memory | undefined,
  element: string,
  header: Header,
  way: Way | undefined,
  kind: Tracking,
): Memory {
  const first: Memory = { next, element, kind, way, header };
  return { next: first, element, kind, way: opposite(way), header: reversed(header) };
}

/** The element sent `from` on as `to`: its answers are put back. */
export function withTranslation(next: Memory | undefined, element: string, from: Header, to: Header): Memory {
  const first: Memory = { next, element, kind: "translation", from, to };
  return { next: first, element, kind: "translation", from: reversed(to), to: reversed(from) };
}

/** One of several equal ways was taken; the answers take the same. */
export function withPort(next: Memory | undefined, element: string, header: Header, port: number): Memory {
  const first: Memory = { next, element, kind: "port", header, port };
  return { next: first, element, kind: "port", header: reversed(header), port };
}

/** Parts of a set by what is remembered of them; what nothing is remembered of comes last, with `undefined`. */
export type Recalled<T> = readonly (readonly [T | undefined, Node])[];

function recall<T>(
  space: Space,
  memory: Memory | undefined,
  set: Node,
  header: Header,
  read: (one: Memory) => { readonly header: Header; readonly value: T } | undefined,
): Recalled<T> {
  const parts: (readonly [T | undefined, Node])[] = [];
  let rest = set;
  for (let one = memory; one && rest !== EMPTY; one = one.next) {
    const known = read(one);
    if (!known) continue;
    const part = space.bdd.and(rest, sameHeader(space, known.header, header));
    if (part === EMPTY) continue;
    parts.push([known.value, part]);
    rest = space.bdd.diff(rest, part);
  }
  if (rest !== EMPTY) parts.push([undefined, rest]);
  return parts;
}

export const recallTracking = (
  space: Space,
  memory: Memory | undefined,
  set: Node,
  element: string,
  header: Header,
  way: Way | undefined,
): Recalled<Tracking> =>
  recall(space, memory, set, header, (one) =>
    one.element === element && (one.kind === "tracked" || one.kind === "untracked") && one.way === way
      ? { header: one.header, value: one.kind }
      : undefined,
  );

export const recallTranslation = (
  space: Space,
  memory: Memory | undefined,
  set: Node,
  element: string,
  header: Header,
): Recalled<Header> =>
  recall(space, memory, set, header, (one) =>
    one.element === element && one.kind === "translation" ? { header: one.from, value: one.to } : undefined,
  );

export const recallPort = (
  space: Space,
  memory: Memory | undefined,
  set: Node,
  element: string,
  header: Header,
): Recalled<number> =>
  recall(space, memory, set, header, (one) =>
    one.element === element && one.kind === "port" ? { header: one.header, value: one.port } : undefined,
  );
