/**
 * Interfaces that nothing tells apart are one class, and one of them stands for all. An address is told apart by the longest
 * prefix that any rule, route or plan names and that contains it (whoever matches it then matches all shorter ones too), by
 * the sets that hold it, and by whether a world knows it; an interface by that, its segment, its filters and its receiver.
 */
import type { Address } from "../../base/address.ts";
import { formatPrefix, type Prefix } from "../../base/prefix.ts";
import { PrefixMap } from "../../base/prefixMap.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";

export interface InterfaceClass {
  readonly key: string;
  /** The first of them, which stands for all. */
  readonly one: Interface;
  readonly all: readonly Interface[];
}

export function interfaceClasses(fabric: Fabric): readonly InterfaceClass[] {
  const placeOf = addressPlaces(fabric);
  const classes = new Map<string, { key: string; one: Interface; all: Interface[] }>();
  for (const one of fabric.interfaces.values()) {
    const key = keyOf(one, placeOf);
    const known = classes.get(key);
    if (known) known.all.push(one);
    else classes.set(key, { key, one, all: [one] });
  }
  return [...classes.values()];
}

/** Whether what arrives at an interface may go on: a gateway is behind it, or a host that forwards. */
export const passesOn = ({ receiver }: Interface): boolean =>
  receiver.kind === "gateway" || (receiver.up && receiver.forwards);

function keyOf(one: Interface, placeOf: (domain: string, address: Address) => string): string {
  const { receiver } = one;
  // What goes on from an interface goes on by its own address or its gateway's: each is a class of its own.
  const behind = passesOn(one) ? `passes on ${one.id}` : receiver.kind === "host" && receiver.up ? "up" : "down";
  const places = one.addresses.map((address) => placeOf(one.domain, address));
  return [one.segment, one.filters?.join(" "), one.sourceCheck, behind, ...places].join(" | ");
}

/** What tells an address of a domain from others. */
function addressPlaces(fabric: Fabric): (domain: string, address: Address) => string {
  const named = new PrefixMap<string>();
  for (const prefix of prefixesOf(fabric)) if (named.get(prefix) === undefined) named.set(prefix, formatPrefix(prefix));
  const sets = new Map<string, Map<Address, string>>();
  for (const { id, members } of fabric.sets.values())
    for (const [domain, addresses] of members) {
      let inDomain = sets.get(domain);
      if (!inDomain) {
        inDomain = new Map();
        sets.set(domain, inDomain);
      }
      for (const address of addresses) inDomain.set(address, `${inDomain.get(address) ?? ""} ${id}`);
    }
  return (domain, address) => {
    const outer = fabric.outward.get(domain)?.get(address);
    const known =
      outer === undefined ? "" : `known in ${named.lookup(outer) ?? ""}${fabric.outer.has(outer) ? "" : " one way"}`;
    return `${named.lookup(address) ?? ""}${sets.get(domain)?.get(address) ?? ""} ${known}`;
  };
}

function* prefixesOf(fabric: Fabric): Iterable<Prefix> {
  for (const { prefixes } of fabric.domains.values()) yield* prefixes;
  for (const { prefixes } of fabric.segments.values()) yield* prefixes;
  for (const { prefixes } of fabric.sets.values()) yield* prefixes;
  for (const { ingress, egress } of fabric.boundaries.values())
    for (const { prefix } of [...ingress, ...egress]) yield prefix;
  for (const { ingress, egress } of fabric.filters.values())
    for (const { peer } of [...ingress, ...egress]) if (peer.prefix) yield peer.prefix;
  for (const { routes } of fabric.routers.values()) for (const [prefix] of routes.entries()) yield prefix;
  for (const [prefix] of fabric.routedIn.entries()) yield prefix;
  for (const gateway of fabric.gateways.values()) if (gateway.kind === "port" && gateway.nat64) yield gateway.nat64;
}

/** Interfaces that nothing tells apart in either fabric. */
export function jointClasses(
  before: Fabric,
  after: Fabric,
): readonly { readonly one: Interface; readonly ids: readonly string[] }[] {
  const keys = new Map<string, string>();
  const ones = new Map<string, Interface>();
  for (const fabric of [before, after])
    for (const { key, all } of interfaceClasses(fabric))
      for (const one of all) {
        const when = fabric === before ? "before" : "after";
        keys.set(one.id, `${keys.get(one.id) ?? ""}${when} ${key}`);
        ones.set(one.id, one);
      }
  const classes = new Map<string, { one: Interface; ids: string[] }>();
  for (const [id, key] of keys) {
    const one = ones.get(id) as Interface;
    const known = classes.get(key);
    if (known) known.ids.push(id);
    else classes.set(key, { one, ids: [id] });
  }
  return [...classes.values()];
}

/** What its host sends from: the first address of each family. */
export const firstOfEach = ({ addresses }: Interface): readonly Address[] =>
  ["number", "bigint"].flatMap((family) => addresses.find((one) => typeof one === family) ?? []);
