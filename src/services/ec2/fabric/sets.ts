/** Prefix lists, and the members of security groups, as address sets. */
import type { Address } from "../../../base/address.ts";
import { CountedSet } from "../../../base/counted.ts";
import { type Prefix, prefix } from "../../../base/prefix.ts";
import { PrefixMap } from "../../../base/prefixMap.ts";
import type { AddressSet, Fabric } from "../../../fabric/fabric.ts";
import { awsPrefixListAnywhere } from "../prefixList/awsLists.ts";
import { currentEntries, prefixLists } from "../prefixList/resources.ts";
import type { Tables } from "./tables.ts";

export function prefixesOfList(tables: Tables, id: string): readonly Prefix[] {
  const list = tables.get(prefixLists, id) ?? awsPrefixListAnywhere(id);
  return list ? currentEntries(list).map(({ cidr }) => prefix(cidr)) : [];
}

export function setOf(fabric: Fabric, id: string): AddressSet {
  let set = fabric.sets.get(id);
  if (!set) {
    set = { id, prefixes: [], members: new Map() };
    fabric.sets.set(id, set);
  }
  return set;
}

export function addMember(fabric: Fabric, setId: string, domain: string, address: Address): void {
  const { members } = setOf(fabric, setId);
  const addresses = members.get(domain);
  if (addresses) addresses.add(address);
  else members.set(domain, new CountedSet([address]));
}

/** A range of addresses as members, every one of them. */
export function addRange(fabric: Fabric, setId: string, domain: string, range: Prefix): void {
  const set = setOf(fabric, setId);
  set.ranges ??= new Map();
  const known = set.ranges.get(domain) ?? new PrefixMap<true>();
  known.set(range, true);
  set.ranges.set(domain, known);
}

export function dropRange(fabric: Fabric, setId: string, domain: string, range: Prefix): void {
  fabric.sets.get(setId)?.ranges?.get(domain)?.delete(range);
}

export function dropMember(fabric: Fabric, setId: string, domain: string, address: Address): void {
  fabric.sets.get(setId)?.members.get(domain)?.delete(address);
}
