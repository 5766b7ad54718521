/** What the filters of a party can tell of interfaces elsewhere: which of the prefixes and sets that they name hold them. */
import type { Address } from "../../base/address.ts";
import { contains, lastAddress, type Prefix } from "../../base/prefix.ts";
import type { AddressSet, Fabric, FilterRule, Peer } from "../../fabric/fabric.ts";
import { entry } from "../space.ts";
import { Hull, type Party } from "./parties.ts";

export interface View {
  readonly id: number;
  /** Seen as a member of some set: then it matters as whose. */
  readonly isMember: boolean;
  /** What was seen of a class; not told of a whole party. */
  readonly bytes: Uint8Array | undefined;
}

/** Addresses of one family, from and to, both included. */
interface Span {
  readonly from: Address;
  readonly to: Address;
}

/** What the filters of a party name. */
interface Peers {
  readonly prefixes: readonly Prefix[];
  readonly sets: readonly AddressSet[];
  /** By filter: the places of what it names, prefixes first. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  /** Of the prefixes; and of each set, where its members are and of its prefixes. */
  readonly spans: readonly Span[];
  readonly spansOfSets: readonly {
    readonly members: Hull;
    readonly hasRanges: boolean;
    readonly spans: readonly Span[];
  }[];
}

/** What is seen of an address by a set. */
const IN_PREFIX = 1;
const ANYBODYS = 2;
const OWN = 4;
const IN_RANGE = 8;
const IN_OWN_RANGE = 16;

export class Views {
  readonly #fabric: Fabric;
  readonly #peers = new Map<Party, Peers>();
  readonly #hulls = new Map<AddressSet, Hull>();
  readonly #ofEach = new WeakMap<Party, Map<Party, readonly View[]>>();
  readonly #views = new Map<string, View>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** How `by` sees each class of a party: each address, by each of the peers that its filters name, in one byte. */
  ofEach(by: Party, party: Party): readonly View[] {
    const known = entry(this.#ofEach, by, () => new Map<Party, readonly View[]>());
    return entry(known, party, () => this.#seen(by, party));
  }

  #seen(by: Party, { classes, domain, families }: Party): readonly View[] {
    const { prefixes, sets } = this.peersOf(by);
    const peers = prefixes.length + sets.length;
    const size = families.length * peers;
    const all = new Uint8Array(classes.length * size);
    /** Where the bytes of an address begin. */
    const places = new Map<Address, number[]>();
    for (const [i, { representative }] of classes.entries())
      for (const [j, address] of representative.addresses.entries())
        entry(places, address, () => [] as number[]).push(i * size + j * peers);
    const see = (peer: number, address: Address, bits: number): undefined => {
      for (const at of places.get(address) ?? []) all[at + peer] = (all[at + peer] as number) | bits;
    };
    for (const [i, one] of prefixes.entries())
      for (const address of places.keys()) if (contains(one, address)) see(i, address, IN_PREFIX);
    for (const [i, set] of sets.entries()) {
      const peer = prefixes.length + i;
      for (const [owner, members] of set.members)
        for (const address of members) see(peer, address, owner === domain ? ANYBODYS | OWN : ANYBODYS);
      if (set.prefixes.length === 0 && !set.ranges) continue;
      for (const address of places.keys()) {
        if (set.prefixes.some((one) => contains(one, address))) see(peer, address, IN_PREFIX);
        for (const [owner, ranges] of set.ranges ?? [])
          if (ranges.lookup(address)) see(peer, address, owner === domain ? IN_RANGE | IN_OWN_RANGE : IN_RANGE);
      }
    }
    return classes.map((_, i) => {
      const bytes = all.subarray(i * size, (i + 1) * size);
      let told = `${by.id} ${families}`;
      let isMember = false;
      for (let peer = 0; peer < size; peer++) {
        const bits = bytes[peer] as number;
        if (bits === 0) continue; // most see nothing of most
        told += ` ${peer} ${bits}`;
        if (bits > IN_PREFIX) isMember = true;
      }
      return this.#known(told, isMember, bytes);
    });
  }

  /** How `by` sees every class of a party, where it sees all alike. */
  ofAll(by: Party, { families, hull }: Party): View | undefined {
    // Prefixes of one family hold no address of the other: a hull of both families would not tell which it is.
    if (families.length !== 1) return undefined;
    const { spans, spansOfSets } = this.peersOf(by);
    let own = "";
    for (const { from, to } of spans) {
      const within = hull.isWithin(from, to);
      if (within === undefined) return undefined;
      own += within ? "1" : "0";
    }
    for (const { members, hasRanges, spans: some } of spansOfSets) {
      if (hasRanges || !hull.isApart(members)) return undefined;
      let isInside = false;
      for (const { from, to } of some) {
        const within = hull.isWithin(from, to);
        if (within === undefined) return undefined;
        if (within) isInside = true;
      }
      own += isInside ? "1" : "0";
    }
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
      return {
        prefixes: [...prefixes.values()],
        sets: [...sets.values()],
        named,
        spans: [...prefixes.values()].map(spanOf),
        spansOfSets: Array.from(sets.values(), (set) => ({
          members: entry(this.#hulls, set, () => hullOf(set)),
          hasRanges: (set.ranges?.size ?? 0) > 0,
          spans: set.prefixes.map(spanOf),
        })),
      };
    });
  }
}

const nameOf = ({ prefix, set }: Peer): string =>
  prefix ? `${typeof prefix.address}${prefix.address}/${prefix.length}` : `set ${set}`;

const spanOf = (prefix: Prefix): Span => ({ from: prefix.address, to: lastAddress(prefix) });

function hullOf({ members }: AddressSet): Hull {
  const hull = new Hull();
  for (const addresses of members.values()) for (const address of addresses) hull.add(address);
  return hull;
}
