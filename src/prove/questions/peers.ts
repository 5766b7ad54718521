/** Which classes of interfaces the rules of filters name: looked up by address, as most rules name few of many. */
import type { Address } from "../../base/address.ts";
import { contains, hostPrefix, lastAddress, overlaps, type Prefix } from "../../base/prefix.ts";
import type { Fabric, FilterRule, Interface } from "../../fabric/fabric.ts";
import type { InterfaceClass } from "../classes.ts";
import { entry } from "../space.ts";

interface Placed {
  readonly address: Address;
  readonly of: InterfaceClass;
}

export class Peers {
  readonly #fabric: Fabric;
  /** In the order of their addresses. */
  readonly #placed: Readonly<Record<"number" | "bigint", readonly Placed[]>>;
  readonly #ranged: readonly InterfaceClass[];
  readonly #known = new Map<string, ReadonlySet<InterfaceClass>>();

  constructor(fabric: Fabric, classes: readonly InterfaceClass[]) {
    this.#fabric = fabric;
    const all = classes.flatMap((of) => of.representative.addresses.map((address) => ({ address, of })));
    const inOrder = (family: "number" | "bigint"): readonly Placed[] =>
      all.filter(({ address }) => typeof address === family).sort((a, b) => (a.address < b.address ? -1 : 1));
    this.#placed = { number: inOrder("number"), bigint: inOrder("bigint") };
    this.#ranged = classes.filter(({ representative: one }) => one.ranges?.length);
  }

  /** Those of which a rule names some address. */
  of({ peer }: FilterRule): ReadonlySet<InterfaceClass> {
    if (peer.prefix) return this.#within(peer.prefix);
    return entry(this.#known, `set ${peer.set}`, () => {
      const set = this.#fabric.sets.get(peer.set);
      const named = [...(set?.prefixes ?? [])].flatMap((one) => [...this.#within(one)]);
      const members = [...(set?.members ?? [])].flatMap(([domain, addresses]) =>
        [...addresses].flatMap((address) =>
          [...this.#within(hostPrefix(address))].filter(({ representative: one }) => one.domain === domain),
        ),
      );
      return new Set([...named, ...members, ...(set?.ranges ? this.#ranged : [])]);
    });
  }

  #within(prefix: Prefix): ReadonlySet<InterfaceClass> {
    return entry(this.#known, `${typeof prefix.address} ${prefix.address}/${prefix.length}`, () => {
      const placed = this.#placed[typeof prefix.address as "number" | "bigint"];
      const last = lastAddress(prefix);
      const found = new Set<InterfaceClass>();
      for (let i = firstFrom(placed, prefix.address); i < placed.length; i++) {
        const { address, of } = placed[i] as Placed;
        if (address > last) break;
        found.add(of);
      }
      for (const of of this.#ranged)
        if (of.representative.ranges?.some((range) => overlaps(range, prefix))) found.add(of);
      return found;
    });
  }
}

/** The place of the first that is not below an address. */
function firstFrom(placed: readonly Placed[], address: Address): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((placed[middle] as Placed).address < address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a rule names some of an interface's addresses, or one address of anybody's (no domain). */
export function isPeer(fabric: Fabric, { peer }: FilterRule, { domain, addresses, ranges }: Called): boolean {
  const among = (prefix: Prefix): boolean =>
    addresses.some((one) => contains(prefix, one)) || (ranges ?? []).some((range) => overlaps(range, prefix));
  if (peer.prefix) return among(peer.prefix);
  const set = fabric.sets.get(peer.set);
  if (!set) return false;
  if (set.prefixes.some(among)) return true;
  for (const [owner, own] of set.ranges ?? [])
    if ((domain === undefined || owner === domain) && [...own.entries()].some(([range]) => among(range))) return true;
  const members = domain === undefined ? [...set.members.values()] : [set.members.get(domain)];
  return members.some((own) => addresses.some((one) => own?.has(one)));
}

type Called = Pick<Interface, "addresses" | "ranges"> & { readonly domain: string | undefined };
