/** What the filters of a party can tell of interfaces elsewhere: which of the prefixes and sets that they name hold them. */
import { contains, lastAddress, type Prefix } from "../../base/prefix.ts";
import type { AddressSet, Fabric, FilterRule, Peer } from "../../fabric/fabric.ts";
import type { InterfaceClass } from "../classes.ts";
import { isAnybodys } from "../record.ts";
import { entry } from "../space.ts";
import { Hull, type Party } from "./parties.ts";

export interface View {
  readonly id: number;
  /** Seen as a member of some set: then it matters as whose. */
  readonly isMember: boolean;
  /** What was seen of a class; not told of a whole party. */
  readonly bytes: Uint8Array | undefined;
}

/** What the filters of a party name. */
interface Peers {
  readonly prefixes: readonly Prefix[];
  readonly sets: readonly AddressSet[];
  /** By filter: the places of what it names, prefixes first. */
  readonly named: ReadonlyMap<string, readonly number[]>;
}

export class Views {
  readonly #fabric: Fabric;
  readonly #peers = new Map<Party, Peers>();
  readonly #hulls = new Map<AddressSet, Hull>();
  readonly #ofEach = new WeakMap<Party, Map<Party, readonly View[]>>();
  readonly #views = new Map<string, View>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** How `by` sees each class of a party. */
  ofEach(by: Party, party: Party): readonly View[] {
    const known = entry(this.#ofEach, by, () => new Map<Party, readonly View[]>());
    return entry(known, party, () => party.classes.map((one) => this.#of(by, one)));
  }

  /** How `by` sees a class: for each address, by each of the peers that its filters name, in one byte. */
  #of(by: Party, { representative: { domain, addresses } }: InterfaceClass): View {
    const { prefixes, sets } = this.peersOf(by);
    const bytes = new Uint8Array(addresses.length * (prefixes.length + sets.length));
    let told = `${by.id} `;
    let isMember = false;
    let at = 0;
    for (const address of addresses) {
      told += typeof address === "number" ? "4" : "6";
      for (const one of prefixes) bytes[at++] = contains(one, address) ? 1 : 0;
      for (const set of sets) {
        let bits = set.prefixes.some((one) => contains(one, address)) ? 1 : 0;
        if (isAnybodys(set, address)) bits += 2;
        if (set.members.get(domain)?.has(address)) bits += 4;
        for (const [owner, ranges] of set.ranges ?? []) if (ranges.lookup(address)) bits |= owner === domain ? 24 : 8;
        if (bits > 1) isMember = true;
        bytes[at++] = bits;
      }
    }
    return this.#known(told + String.fromCharCode(...bytes), isMember, bytes);
  }

  /** How `by` sees every class of a party, where it sees all alike. */
  ofAll(by: Party, { families, hull }: Party): View | undefined {
    const { prefixes, sets } = this.peersOf(by);
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
    return this.#known(`${by.id} all ${families}${own}`, false, undefined);
  }

  #known(told: string, isMember: boolean, bytes: View["bytes"]): View {
    return entry(this.#views, told, () => ({ id: this.#views.size, isMember, bytes }));
  }

  peersOf(party: Party): Peers {
    return entry(this.#peers, party, () => {
      const prefixes = new Map<string, Prefix>();
      const sets = new Map<string, AddressSet>();
      const filters = new Set(party.classes.flatMap(({ representative }) => representative.filters ?? []));
      const rulesOf = (id: string): readonly FilterRule[] => {
        const { ingress = [], egress = [] } = this.#fabric.filters.get(id) ?? {};
        return [...ingress, ...egress];
      };
      for (const id of filters)
        for (const { peer } of rulesOf(id)) {
          if (peer.prefix) prefixes.set(nameOf(peer), peer.prefix);
          const set = peer.set === undefined ? undefined : this.#fabric.sets.get(peer.set);
          if (set) sets.set(nameOf(peer), set);
        }
      const places = new Map([...prefixes.keys(), ...sets.keys()].map((name, place) => [name, place]));
      const named = new Map<string, readonly number[]>();
      for (const id of filters) {
        const own = new Set(rulesOf(id).flatMap(({ peer }) => places.get(nameOf(peer)) ?? []));
        named.set(id, [...own]);
      }
      return { prefixes: [...prefixes.values()], sets: [...sets.values()], named };
    });
  }
}

const nameOf = ({ prefix, set }: Peer): string =>
  prefix ? `${typeof prefix.address}${prefix.address}/${prefix.length}` : `set ${set}`;

const isWithin = (hull: Hull, prefix: Prefix): boolean | undefined =>
  hull.isWithin(prefix.address, lastAddress(prefix));

function hullOf({ members }: AddressSet): Hull {
  const hull = new Hull();
  for (const addresses of members.values()) for (const address of addresses) hull.add(address);
  return hull;
}
