/** Network interfaces: the element, and its entries in the tables that find it by address. */
import { type Address, parseAddress } from "../../../base/address.ts";
import { CountedMap } from "../../../base/counted.ts";
import { nth, prefix, size } from "../../../base/prefix.ts";
import { PrefixMap } from "../../../base/prefixMap.ts";
import type { Fabric, Interface, Receiver } from "../../../fabric/fabric.ts";
import { instances } from "../instance/resources.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { natGateways } from "../nat/resources.ts";
import { addMember, addRange, dropMember, dropRange } from "./sets.ts";
import type { Tables } from "./tables.ts";

/** Jumbo frames inside a VPC. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html */
const VPC_MTU = 9001;

/** Inner and outer addresses of an interface, as they stand in the fabric's tables. */
export type PublicAddresses = readonly (readonly [inner: Address, outer: Address])[];

function interfaceOf(tables: Tables, eni: NetworkInterface): Interface {
  const nat = tables.one(natGateways, "networkInterfaceId", eni.id);
  const ranges = (eni.ipv6Prefixes ?? []).map(prefix);
  return {
    id: eni.id,
    domain: eni.vpcId,
    segment: eni.subnetId,
    addresses: [
      ...[...eni.privateAddresses, ...eni.ipv6Addresses].map(({ address }) => known(address)),
      ...(eni.ipv4Prefixes ?? []).flatMap(addressesOf),
    ],
    ...(ranges.length > 0 ? { ranges } : {}),
    filters: nat ? undefined : eni.groupIds,
    sourceCheck: nat ? false : eni.sourceDestCheck,
    receiver: nat ? { kind: "gateway", id: nat.id } : hostOf(tables, eni),
    mtu: VPC_MTU,
  };
}

function hostOf(tables: Tables, { attachment, sourceDestCheck }: NetworkInterface): Receiver {
  const id =
    attachment?.status === "attached" || attachment?.status === "attaching" ? attachment.instanceId : undefined;
  const instance = id === undefined ? undefined : tables.get(instances, id);
  // What AWS itself attaches (no instance of ours) is up as long as it is attached.
  const up = instance ? instance.state === "running" : attachment !== undefined && attachment.instanceId === undefined;
  return { kind: "host", id, up, forwards: !sourceDestCheck };
}

/** The sixteen addresses of a delegated /28; those of an IPv6 /80 stay a range. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html */
function addressesOf(cidr: string): Address[] {
  const range = prefix(cidr);
  return Array.from({ length: Number(size(range)) }, (_, offset) => nth(range, offset));
}

const known = (text: string): Address => parseAddress(text) as Address;

/** Puts the interface as it is now in place of what the fabric has of it; the answer is its public addresses, for next time. */
export function compileInterface(
  tables: Tables,
  fabric: Fabric,
  id: string,
  published: PublicAddresses,
): PublicAddresses {
  const before = fabric.interfaces.get(id);
  if (before) withdraw(fabric, before, published);
  const eni = tables.get(networkInterfaces, id);
  if (!eni) {
    fabric.interfaces.delete(id);
    return [];
  }
  const after = interfaceOf(tables, eni);
  fabric.interfaces.set(id, after);
  const publicAddresses = eni.privateAddresses.flatMap(({ address, publicIp }) =>
    publicIp === undefined ? [] : [[known(address), known(publicIp)] as const],
  );
  publish(fabric, after, publicAddresses);
  return publicAddresses;
}

function withdraw(fabric: Fabric, before: Interface, published: PublicAddresses): void {
  const { id, domain, addresses, ranges = [], filters } = before;
  const located = fabric.locations.get(domain);
  const ranged = fabric.ranges.get(domain);
  for (const range of ranges) {
    if (ranged?.get(range) === id) ranged.delete(range);
    for (const filter of filters ?? []) dropRange(fabric, filter, domain, range);
  }
  for (const address of addresses) {
    if (located?.get(address) === id) located.delete(address);
    for (const filter of filters ?? []) dropMember(fabric, filter, domain, address);
  }
  for (const [inner, outer] of published) {
    fabric.outward.get(domain)?.delete(inner);
    const there = fabric.outer.get(outer);
    if (there?.domain === domain && there.address === inner) fabric.outer.delete(outer);
  }
}

function publish(fabric: Fabric, after: Interface, published: PublicAddresses): void {
  const { id, domain, addresses, ranges = [], filters } = after;
  const located = entry(fabric.locations, domain);
  for (const range of ranges) {
    const ranged = fabric.ranges.get(domain) ?? new PrefixMap<string>();
    ranged.set(range, id);
    fabric.ranges.set(domain, ranged);
    for (const filter of filters ?? []) addRange(fabric, filter, domain, range);
  }
  for (const address of addresses) {
    located.set(address, id);
    for (const filter of filters ?? []) addMember(fabric, filter, domain, address);
  }
  if (published.length === 0) return;
  const outward = entry(fabric.outward, domain);
  for (const [inner, outer] of published) {
    outward.set(inner, outer);
    fabric.outer.set(outer, { domain, address: inner });
  }
}

function entry<K, V>(maps: Map<K, Map<Address, V>>, key: K): Map<Address, V> {
  let map = maps.get(key);
  if (!map) {
    map = new CountedMap();
    maps.set(key, map);
  }
  return map;
}
