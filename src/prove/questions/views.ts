/** What the filters of a party can tell of interfaces elsewhere: which of the prefixes and sets that they name hold them. */
import { contains, lastAddress, type Prefix } from "../../base/prefix.ts";
import type { AddressSet, Fabric } from "../../fabric/fabric.ts";
import type { InterfaceClass } from "../classes.ts";
import { isAnybodys } from "../record.ts";
import { entry } from "../space.ts";
import { Hull, type Party } from "./parties.ts";

export interface View {
  readonly id: number;
  /** Seen as a member of some set: then it matters as whose. */
  readonly isMember: boolean;
}

interface Peers {
  readonly prefixes: readonly Prefix[];
  readonly sets: readonly AddressSet[];
}

export class Views {
  readonly #fabric: Fabric;
  readonly #peers = new Map<Party, Peers>();
  readonly #hulls = new Map<AddressSet, Hull>();
  readonly #views = new Map<string, View>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** How `by` sees a class. */
  of(by: Party, { representative: { domain, addresses } }: InterfaceClass): View {
    const { prefixes, sets } = this.#peersOf(by);
    let told = `${by.id} `;
    let isMember = false;
    for (const address of addresses) {
      told += typeof address === "number" ? "4" : "6";
      for (const one of prefixes) told += contains(one, address) ? "1" : "0";
      for (const set of sets) {
        let bits = set.prefixes.some((one) => contains(one, address)) ? 1 : 0;
        if (isAnybodys(set, address)) bits += 2;
        if (set.members.get(domain)?.has(address)) bits += 4;
        for (const [owner, ranges] of set.ranges ?? [])
          if (ranges.lookup(address)) bits |= owner === domain ? 24 : 8;
        if (bits > 1) isMember = true;
        told += `${bits},`;
      }
    }
    return this.#known(told, isMember);
  }

  /** How `by` sees every class of a party, where it sees all alike. */
  ofAll(by: Party, { families, hull }: Party): View | undefined {
    const { prefixes, sets } = this.#peersOf(by);
    let own = "";
    for (const one of prefixes) {
      const within = isWithin(hull, one);
      if (within === undefined) return undefined;
      own += within ? "1" : "0";
    }
    for (const set of sets) {
      if (set.ranges?.size || !hull.isApart(entry(this.#hulls, set, () => hullOf(set)))) return undefined;
      let bits = "0,";
      for (const one of set.prefixes) {
        const within = isWithin(hull, one);
        if (within === undefined) return undefined;
        if (within) bits = "1,";
      }
      own += bits;
    }
    // Prefixes of one family hold no address of the other: a hull of both families would not tell which it is.
    if (families.length !== 1) return undefined;
    return this.#known(`${by.id} ${families}${own}`, false);
  }

  #known(told: string, isMember: boolean): View {
    return entry(this.#views, told, () => ({ id: this.#views.size, isMember }));
  }

  #peersOf(party: Party): Peers {
    return entry(this.#peers, party, () => {
      const prefixes = new Map<string, Prefix>();
      const sets = new Set<AddressSet>();
      const filters = new Set(party.classes.flatMap(({ representative }) => representative.filters ?? []));
      for (const id of filters) {
        const { ingress = [], egress = [] } = this.#fabric.filters.get(id) ?? {};
        for (const { peer } of [...ingress, ...egress]) {
          if (peer.prefix) prefixes.set(`${typeof peer.prefix.address}${peer.prefix.address}/${peer.prefix.length}`, peer.prefix);
          const set = peer.set === undefined ? undefined : this.#fabric.sets.get(peer.set);
          if (set) sets.add(set);
        }
      }
      return { prefixes: [...prefixes.values()], sets: [...sets] };
    });
  }
}

const isWithin = (hull: Hull, prefix: Prefix): boolean | undefined => hull.isWithin(prefix.address, lastAddress(prefix));

function hullOf({ members }: AddressSet): Hull {
  const hull = new Hull();
  for (const addresses of members.values()) for (const address of addresses) hull.add(address);
  return hull;
}
