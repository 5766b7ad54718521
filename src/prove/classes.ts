/**
 * Interfaces that nothing tells apart are one class, and one of them stands for all: in one segment, behind the same filters,
 * with hosts alike, whose addresses lie in the same of all prefixes that any rule, route or plan names, are in the same
 * sets, and are known to a world alike. What is proved of one of a class is proved of all of it.
 */
import type { Address } from "../base/address.ts";
import type { Prefix } from "../base/prefix.ts";
import type { Fabric, Interface } from "../fabric/fabric.ts";
import { Cells, prefixesOfPlans, prefixesOfRoutes, prefixesOfRules } from "./cells.ts";
import { entry } from "./space.ts";

export interface InterfaceClass {
  /** Its place in the list of all classes. */
  readonly index: number;
  /** The first of them. */
  readonly representative: Interface;
  readonly members: readonly string[];
  /** The first two, where there are two: neighbours of one class talk too. */
  readonly firsts: readonly Interface[];
  /** Equal for classes that differ in filters and sets alone: what lies between two of them is the same. */
  readonly place: string;
  /** All that tells them from others of the same fabric. */
  readonly key: string;
}

/** Classes of interfaces with a host behind them; `named` are prefixes that a question names besides. */
export const classesOf = (fabric: Fabric, named: Iterable<Prefix> = []): readonly InterfaceClass[] =>
  classesAmong(fabric, named, ({ receiver }) => receiver.kind === "host" && receiver.id !== undefined);

/** Classes of all interfaces. */
export const interfaceClasses = (fabric: Fabric): readonly InterfaceClass[] => classesAmong(fabric, [], () => true);

function classesAmong(
  fabric: Fabric,
  named: Iterable<Prefix>,
  isMeant: (one: Interface) => boolean,
): readonly InterfaceClass[] {
  const parts = [prefixesOfRoutes(fabric), prefixesOfPlans(fabric), prefixesOfRules(fabric), named];
  const cells = new Cells(everyOf(parts));
  const memberships = new Memberships(fabric);
  const special = specialInterfaces(fabric);
  const classes = new Map<string, InterfaceClass & { readonly members: string[]; readonly firsts: Interface[] }>();
  for (const one of fabric.interfaces.values()) {
    if (!isMeant(one)) continue;
    const { domain, segment, filters, sourceCheck } = one;
    const outward = fabric.outward.get(domain);
    let addresses = "";
    let sets = "";
    for (const address of one.addresses) {
      const outer = outward?.get(address); // what the world knows it by, rules may tell apart too
      const known = outer === undefined ? "" : `${fabric.outer.has(outer) ? "o" : "one way "}${cells.of(outer)} `;
      addresses += `${typeof address === "number" ? "4" : "6"}${known}${cells.of(address)},`;
      sets += `${memberships.of(domain, address)},`;
    }
    const place = `${segment} ${behind(one, special)} ${sourceCheck} ${addresses}`;
    const key = `${place} ${filters?.join("+")} ${sets}`;
    const known = classes.get(key);
    if (!known) {
      const index = classes.size;
      classes.set(key, { index, representative: one, members: [one.id], firsts: [one], place, key });
      continue;
    }
    if (known.members.length === 1) known.firsts.push(one);
    known.members.push(one.id);
  }
  return [...classes.values()];
}

function* everyOf<T>(parts: readonly Iterable<T>[]): Iterable<T> {
  for (const part of parts) yield* part;
}

/** Who receives; an interface that goes by its own name, or passes on what is not for itself, is a class of its own. */
function behind(one: Interface, special: ReadonlySet<string>): string {
  const { receiver, ranges, id } = one;
  const own = ranges?.length || special.has(id) || passesOn(one) ? id : "";
  return `${receiver.kind === "host" && receiver.up} ${own}`;
}

/** Whether what arrives at an interface may go on: a gateway is behind it, or a host that forwards. */
export const passesOn = ({ receiver }: Interface): boolean =>
  receiver.kind === "gateway" || (receiver.up && receiver.forwards);

/** Interfaces that nothing tells apart in either fabric. */
export function jointClasses(
  before: Fabric,
  after: Fabric,
): readonly { readonly one: Interface; readonly ids: readonly string[] }[] {
  const keys = new Map<string, string>();
  for (const [when, fabric] of [
    ["before", before],
    ["after", after],
  ] as const)
    for (const { key, members } of interfaceClasses(fabric))
      for (const id of members) keys.set(id, `${keys.get(id) ?? ""}${when} ${key}`);
  const classes = new Map<string, string[]>();
  for (const [id, key] of keys) entry(classes, key, () => [] as string[]).push(id);
  return Array.from(classes.values(), (ids) => {
    const [first = ""] = ids;
    return { one: (after.interfaces.get(first) ?? before.interfaces.get(first)) as Interface, ids };
  });
}

/** What its host sends from: the first address of each family. */
export const firstOfEach = ({ addresses }: Interface): readonly Address[] =>
  ["number", "bigint"].flatMap((family) => addresses.find((one) => typeof one === family) ?? []);

/** Interfaces that some element names: routes lead to them, or translators stand behind them. */
export function specialInterfaces(fabric: Fabric): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { routes } of fabric.routers.values())
    for (const [, { next }] of routes.entries()) if (next.kind === "interface") named.add(next.id);
  return named;
}

/**
 * The sets that an address is in, as a number for each combination: as a member of its own domain, and as anybody's,
 * which is another matter where address plans overlap.
 */
class Memberships {
  readonly #own = new Map<string, Map<Address, number>>();
  readonly #anybodys = new Map<Address, number>();
  readonly #combinations = new Map<number, number>();
  readonly #sets: number;

  constructor(fabric: Fabric) {
    this.#sets = fabric.sets.size + 1;
    let index = 1;
    for (const { members } of fabric.sets.values()) {
      for (const [domain, addresses] of members) {
        const inDomain = entry(this.#own, domain, () => new Map<Address, number>());
        for (const address of addresses) {
          inDomain.set(address, this.#with(inDomain.get(address) ?? 0, index));
          this.#anybodys.set(address, this.#with(this.#anybodys.get(address) ?? 0, index));
        }
      }
      index++;
    }
  }

  #with(before: number, set: number): number {
    return entry(this.#combinations, before * this.#sets + set, () => this.#combinations.size + 1);
  }

  of(domain: string, address: Address): string {
    return `${this.#own.get(domain)?.get(address) ?? 0}/${this.#anybodys.get(address) ?? 0}`;
  }
}
