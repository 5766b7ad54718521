/** The classes of a domain whose interfaces have addresses of the same families, in the same order. */
import type { Address } from "../../base/address.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import type { InterfaceClass } from "../classes.ts";
import { entry } from "../space.ts";

export interface Party {
  readonly id: number;
  readonly domain: string;
  /** `4`, `6` for each address. */
  readonly families: string;
  readonly classes: readonly InterfaceClass[];
  /** All their addresses lie in here. */
  readonly hull: Hull;
}

/** From and to, both included, of each family; none where there are no addresses of it. */
export class Hull {
  #v4: readonly [number, number] | undefined;
  #v6: readonly [bigint, bigint] | undefined;

  add(address: Address): undefined {
    if (typeof address === "number") {
      const [from, to] = this.#v4 ?? [address, address];
      if (!this.#v4 || address < from || address > to)
        this.#v4 = [address < from ? address : from, address > to ? address : to];
    } else {
      const [from, to] = this.#v6 ?? [address, address];
      if (!this.#v6 || address < from || address > to)
        this.#v6 = [address < from ? address : from, address > to ? address : to];
    }
  }

  /** Whether addresses from one to another are all the hull, none of it, or (`undefined`) some. */
  isWithin(from: Address, to: Address): boolean | undefined {
    const own = typeof from === "number" ? this.#v4 : this.#v6;
    if (!own || to < own[0] || from > own[1]) return false;
    return from <= own[0] && own[1] <= to ? true : undefined;
  }

  isApart(other: Hull): boolean {
    const [a, b] = [this.#v4, other.#v4];
    const [c, d] = [this.#v6, other.#v6];
    return (!a || !b || a[1] < b[0] || b[1] < a[0]) && (!c || !d || c[1] < d[0] || d[1] < c[0]);
  }
}

export function partiesOf(fabric: Fabric, classes: readonly InterfaceClass[]): readonly Party[] {
  const found = new Map<string, Party & { readonly classes: InterfaceClass[] }>();
  for (const one of classes) {
    const { domain, addresses } = one.representative;
    const families = addresses.map((address) => (typeof address === "number" ? "4" : "6")).join("");
    const party = entry(found, `${domain} ${families}`, () => ({
      id: found.size,
      domain,
      families,
      classes: [],
      hull: new Hull(),
    }));
    party.classes.push(one);
    for (const id of one.members) {
      const { addresses: own = [], ranges = [] } = fabric.interfaces.get(id) ?? {};
      for (const address of own) party.hull.add(address);
      for (const { address } of ranges) party.hull.add(address);
    }
  }
  return [...found.values()];
}
