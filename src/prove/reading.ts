/**
 * The fabric as one proof reads it, and a record of what it read: a proof stands as long as all of that is what it was.
 */
import type { Address } from "../base/address.ts";
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
  Router,
  Segment,
} from "../fabric/fabric.ts";

/** One look-up and what it gave. */
interface Look {
  readonly table: ReadonlyMap<unknown, unknown>;
  readonly key: unknown;
  readonly value: unknown;
}

export class Reading {
  readonly #fabric: Fabric;
  readonly #looks: Look[] = [];
  readonly #checks: (() => boolean)[] = [];
  #whole = false;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Whether everything that was read is still the same. Where whole tables were gone through, nobody can tell. */
  stands(): boolean {
    if (this.#whole) return false;
    for (const { table, key, value } of this.#looks) if (table.get(key) !== value) return false;
    return this.#checks.every((check) => check());
  }

  #look<K, V>(table: ReadonlyMap<K, V>, key: K): V | undefined {
    const value = table.get(key);
    this.#looks.push({ table, key, value });
    return value;
  }

  domain = (id: string): Domain | undefined => this.#look(this.#fabric.domains, id);
  segment = (id: string): Segment | undefined => this.#look(this.#fabric.segments, id);
  interface = (id: string): Interface | undefined => this.#look(this.#fabric.interfaces, id);
  filter = (id: string): Filter | undefined => this.#look(this.#fabric.filters, id);
  boundary = (id: string): Boundary | undefined => this.#look(this.#fabric.boundaries, id);
  router = (id: string): Router | undefined => this.#look(this.#fabric.routers, id);
  gateway = (id: string): Gateway | undefined => this.#look(this.#fabric.gateways, id);
  hubEnd = (id: string): HubEnd | undefined => this.#look(this.#fabric.hubEnds, id);
  edges = (domain: string): Edges | undefined => this.#look(this.#fabric.edges, domain);

  /** Sets change in place: what a proof saw of one is compared member by member, which only a copy of its shape allows. */
  set = (id: string): AddressSet | undefined => {
    const set = this.#look(this.#fabric.sets, id);
    if (!set) return undefined;
    const { prefixes } = set;
    this.#checks.push(() => set.prefixes === prefixes);
    return set;
  };

  /** Whether an address is a member of a set in a domain; in any, where none is named. */
  isMember(set: AddressSet, domain: string | undefined, address: Address): boolean {
    const found = anyMember(set, domain, address);
    this.#checks.push(() => anyMember(set, domain, address) === found);
    return found;
  }

  /** All members in a domain, or in all. */
  membersOf(set: AddressSet, domain: string | undefined): Iterable<Address> {
    this.#whole = true;
    if (domain !== undefined) return set.members.get(domain) ?? [];
    return [...set.members.values()].flatMap((members) => [...members]);
  }

  interfaceAt(domain: string, address: Address): string | undefined {
    const located = this.#look(this.#fabric.locations, domain);
    return located && this.#look(located, address);
  }

  /** Every address that somebody in the domain has. */
  addressesIn(domain: string): Iterable<Address> {
    this.#whole = true;
    return this.#fabric.locations.get(domain)?.keys() ?? [];
  }

  outward(domain: string, inner: Address): Address | undefined {
    const known = this.#look(this.#fabric.outward, domain);
    return known && this.#look(known, inner);
  }

  /** Inner addresses that a world has names for. */
  translated(domain: string): Iterable<Address> {
    this.#whole = true;
    return this.#fabric.outward.get(domain)?.keys() ?? [];
  }

  outer(address: Address): InnerAddress | undefined {
    return this.#look(this.#fabric.outer, address);
  }

  /** Every address of the world that leads into a domain or is kept for somebody. */
  outerAddresses(): ReadonlySet<Address> {
    this.#whole = true;
    return new Set([...this.#fabric.outer.keys(), ...this.#fabric.kept]);
  }

  isKept(address: Address): boolean {
    const kept = this.#fabric.kept.has(address);
    this.#checks.push(() => this.#fabric.kept.has(address) === kept);
    return kept;
  }

  /** Prefixes that the world routes to domains, the longest first. */
  routedIn(): readonly (readonly [{ readonly address: Address; readonly length: number }, string])[] {
    this.#whole = true;
    return [...this.#fabric.routedIn.entries()];
  }
}

function anyMember(set: AddressSet, domain: string | undefined, address: Address): boolean {
  if (domain !== undefined) return set.members.get(domain)?.has(address) ?? false;
  for (const members of set.members.values()) if (members.has(address)) return true;
  return false;
}
