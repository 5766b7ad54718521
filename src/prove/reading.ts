/** The fabric as the engine reads it; where a record is given, everything that is read goes into it. */
import type { Address } from "../base/address.ts";
import { contains, type Prefix } from "../base/prefix.ts";
import type {
  AddressSet,
  Boundary,
  Domain,
  Edges,
  Fabric,
  Filter,
  Gateway,
  HubEnd,
  InnerAddress,
  Interface,
  Route,
  Router,
  Segment,
} from "../fabric/fabric.ts";
import type { Packet } from "./packet.ts";
import { isAnybodys, type Record } from "./record.ts";
import type { Way } from "./rules.ts";
import { standing } from "./standing.ts";

export class Reading {
  readonly fabric: Fabric;
  readonly #record: Record | undefined;

  constructor(fabric: Fabric, record?: Record) {
    this.fabric = fabric;
    this.#record = record;
  }

  #look<K, V>(table: ReadonlyMap<K, V>, key: K): V | undefined {
    const value = table.get(key);
    this.#record?.look(table, key, value);
    return value;
  }

  domain(id: string): Domain | undefined {
    return this.#look(this.fabric.domains, id);
  }

  segment(id: string): Segment | undefined {
    return this.#look(this.fabric.segments, id);
  }

  interface(id: string): Interface | undefined {
    return this.#look(this.fabric.interfaces, id);
  }

  filter(id: string): Filter | undefined {
    return this.#look(this.fabric.filters, id);
  }

  boundary(id: string): Boundary | undefined {
    return this.#look(this.fabric.boundaries, id);
  }

  router(id: string): Router | undefined {
    return this.#look(this.fabric.routers, id);
  }

  gateway(id: string): Gateway | undefined {
    return this.#look(this.fabric.gateways, id);
  }

  hubEnd(id: string): HubEnd | undefined {
    return this.#look(this.fabric.hubEnds, id);
  }

  edges(domain: string): Edges | undefined {
    return this.#look(this.fabric.edges, domain);
  }

  set(id: string): AddressSet | undefined {
    const set = this.#look(this.fabric.sets, id);
    if (set) this.#record?.set(set);
    return set;
  }

  /** Whether an address is a member of a set in a domain; in any, where none is named. */
  isMember(set: AddressSet, domain: string | undefined, address: Address): boolean {
    if (domain === undefined) {
      const found = isAnybodys(set, address);
      this.#record?.membership(set, address, found);
      return found;
    }
    const members = this.#look(set.members, domain);
    const held = members?.has(address) ?? false;
    if (members) this.#record?.holds(members, address, held);
    return held;
  }

  /** Members that are whole ranges, in a domain or in all. */
  rangesOf(set: AddressSet, domain: string | undefined): readonly Prefix[] {
    if (!set.ranges) return [];
    const listed = domain === undefined ? [...set.ranges.values()] : [this.#look(set.ranges, domain)];
    if (domain === undefined) this.#record?.all(set.ranges);
    return listed.flatMap((ranges) => {
      this.#record?.all(ranges);
      return [...(ranges?.entries() ?? [])].map(([range]) => range);
    });
  }

  /** All members in a domain, or in all. */
  membersOf(set: AddressSet, domain: string | undefined): Iterable<Address> {
    if (domain === undefined) {
      this.#record?.all(set.members);
      return [...set.members.values()].flatMap((members) => [...members]);
    }
    const members = this.#look(set.members, domain);
    this.#record?.all(members);
    return members ?? [];
  }

  /** Who has an address, by itself or as one of a range. */
  interfaceAt(domain: string, address: Address): string | undefined {
    const located = this.#look(this.fabric.locations, domain);
    const exact = located && this.#look(located, address);
    return exact ?? this.rangesIn(domain).find(([range]) => contains(range, address))?.[1];
  }

  /** Ranges that somebody in the domain has, the longest prefix first. */
  rangesIn(domain: string): readonly (readonly [Prefix, string])[] {
    const ranges = this.#look(this.fabric.ranges, domain);
    this.#record?.all(ranges);
    return ranges ? [...ranges.entries()] : NO_RANGES;
  }

  /** Every address that somebody in the domain has. */
  addressesIn(domain: string): Iterable<Address> {
    const located = this.#look(this.fabric.locations, domain);
    this.#record?.all(located);
    return located?.keys() ?? [];
  }

  outward(domain: string, inner: Address): Address | undefined {
    const known = this.#look(this.fabric.outward, domain);
    return known && this.#look(known, inner);
  }

  /** Inner addresses that a world has names for. */
  translated(domain: string): Iterable<Address> {
    const known = this.#look(this.fabric.outward, domain);
    this.#record?.all(known);
    return known?.keys() ?? [];
  }

  outer(address: Address): InnerAddress | undefined {
    return this.#look(this.fabric.outer, address);
  }

  /** Every address of the world that leads into a domain or is kept for somebody. */
  outerAddresses(): ReadonlySet<Address> {
    const { outer, kept } = this.fabric;
    this.#record?.all(outer);
    this.#record?.all(kept);
    return outerAddressesOf(this.fabric);
  }

  isKept(address: Address): boolean {
    const kept = this.fabric.kept.has(address);
    this.#record?.holds(this.fabric.kept, address, kept);
    return kept;
  }

  /** Packets go by a route: nothing is read, but whoever wants to know of it is told. */
  goesBy(_route: Route, _packet: Packet): undefined {}

  /** Packets come to a boundary: as with `goesBy`. */
  meets(_boundary: Boundary, _way: Way, _packet: Packet): undefined {}

  /** Prefixes that the world routes to domains, the longest first. */
  routedIn(): readonly (readonly [Prefix, string])[] {
    this.#record?.all(this.fabric.routedIn);
    return [...this.fabric.routedIn.entries()];
  }
}

const outerAddressesOf = standing(
  ({ outer, kept }) => [outer, kept],
  ({ outer, kept }): ReadonlySet<Address> => new Set([...outer.keys(), ...kept]),
);

const NO_RANGES: readonly (readonly [Prefix, string])[] = [];
