/**
 * Selectors: how people name a place in the network. An id, a Name, `tag:KEY=VALUE`, an address, `internet`,
 * `internet:ADDRESS`, `service:s3`. What contains interfaces (a group, a subnet, a VPC) names all of them; a thing that
 * stands at an interface itself (an instance, a NAT gateway) is preferred to a container of the same Name.
 */
import { type Address, formatAddress, parseAddress } from "../../base/address.ts";
import { contains, nth, prefix } from "../../base/prefix.ts";
import type { Context } from "../../cloud/context.ts";
import type { Place } from "../../cloud/operation.ts";
import { INTERNET } from "./fabric/gateways.ts";
import { instances } from "./instance/resources.ts";
import { elasticIps, type NetworkInterface, networkInterfaces } from "./interface/resources.ts";
import { natGateways } from "./nat/resources.ts";
import { awsPrefixList } from "./prefixList/awsLists.ts";
import { currentEntries } from "./prefixList/resources.ts";
import { tagSets, tagsOf } from "./tag/resources.ts";

/** Documentation addresses (RFC 5737, RFC 3849): they stand for a host that nobody here owns. */
const SOMEWHERE = ["198.51.100.7", "2001:db8::7"].map((text) => parseAddress(text) as Address);

export function locate(ctx: Context, selector: string): readonly Place[] {
  if (selector === INTERNET) return [inWorld(INTERNET, INTERNET, SOMEWHERE)];
  if (selector.startsWith("internet:")) {
    const address = parseAddress(selector.slice("internet:".length));
    return address === undefined ? [] : [inWorld(INTERNET, formatAddress(address), [address])];
  }
  if (selector.startsWith("service:")) return awsService(ctx, selector.slice("service:".length));
  if (selector.startsWith("tag:")) return tagged(ctx, selector.slice("tag:".length));
  const address = parseAddress(selector);
  if (address !== undefined) return withAddress(ctx, address);
  const byId = withId(ctx, selector);
  return byId.length > 0 ? byId : tagged(ctx, `Name=${selector}`);
}

const inWorld = (kind: string, id: string, addresses: readonly Address[]): Place => ({
  kind,
  id,
  name: undefined,
  interface: undefined,
  inner: addresses,
  outer: addresses,
});

/** An address of the service's own prefix list: where its traffic goes without an endpoint. */
function awsService(ctx: Context, service: string): readonly Place[] {
  const list = awsPrefixList(ctx.region, service);
  const first = list && currentEntries(list)[0];
  return first ? [inWorld("service", `service:${service}`, [nth(prefix(first.cidr), 10)])] : [];
}

function withAddress(ctx: Context, address: Address): readonly Place[] {
  const text = formatAddress(address);
  const eni = ctx
    .all(networkInterfaces)
    .filter(
      (one) =>
        one.privateAddresses.some((own) => own.address === text || own.publicIp === text) ||
        one.ipv6Addresses.some((own) => own.address === text) ||
        isDelegated(one, address),
    );
  return eni.map((one) => {
    const place = at(ctx, one);
    const inner = isDelegated(one, address) ? [address, ...place.inner] : place.inner;
    return { ...place, inner: [...inner].sort((a, b) => Number(b === address) - Number(a === address)) };
  });
}

/** Whether an address is of a prefix that was delegated to the interface. */
const isDelegated = ({ ipv4Prefixes = [], ipv6Prefixes = [] }: NetworkInterface, address: Address): boolean =>
  [...ipv4Prefixes, ...ipv6Prefixes].some((one) => contains(prefix(one), address));

function tagged(ctx: Context, pair: string): readonly Place[] {
  // An Internet gateway's Name is not the Internet's.
  const found = ctx.by(tagSets, "tag", ctx.key(pair)).filter(({ resourceId }) => !/^e?igw-/.test(resourceId));
  const places = found.map(({ resourceId }) => ({
    places: withId(ctx, resourceId),
    direct: /^(i|eni|nat|eipalloc)-/.test(resourceId),
  }));
  const direct = places.filter((one) => one.direct).flatMap((one) => one.places);
  const all = direct.length > 0 ? direct : places.flatMap((one) => one.places);
  return [...new Map(all.map((place) => [place.interface ?? place.id, place])).values()];
}

function withId(ctx: Context, id: string): readonly Place[] {
  switch (id.slice(0, id.indexOf("-"))) {
    case "i": {
      const own = ctx.get(instances, id) ? ctx.by(networkInterfaces, "instanceId", id) : [];
      const primary = own.find((eni) => eni.attachment?.deviceIndex === 0);
      return primary ? [at(ctx, primary)] : [];
    }
    case "eni":
      return at1(ctx, id);
    case "nat":
      return at1(ctx, ctx.get(natGateways, id)?.addresses[0]?.networkInterfaceId);
    case "eipalloc":
      return at1(ctx, ctx.get(elasticIps, id)?.networkInterfaceId);
    case "igw":
    case "eigw":
      return [inWorld(INTERNET, INTERNET, SOMEWHERE)];
    case "sg":
      return inside(ctx, "groupId", id);
    case "subnet":
      return inside(ctx, "subnetId", id);
    case "vpc":
      return inside(ctx, "vpcId", id);
    default:
      return [];
  }
}

const inside = (ctx: Context, index: "groupId" | "subnetId" | "vpcId", id: string): readonly Place[] =>
  ctx
    .by(networkInterfaces, index, id)
    .filter((eni) => eni.account === ctx.account && eni.region === ctx.region)
    .map((eni) => at(ctx, eni));

function at1(ctx: Context, id: string | undefined): readonly Place[] {
  const eni = id === undefined ? undefined : ctx.get(networkInterfaces, id);
  return eni ? [at(ctx, eni)] : [];
}

function at(ctx: Context, eni: NetworkInterface): Place {
  const nat = ctx.by(natGateways, "networkInterfaceId", eni.id)[0];
  const instanceId = eni.attachment?.instanceId;
  const id = nat?.id ?? (eni.attachment?.deviceIndex === 0 ? instanceId : undefined) ?? eni.id;
  return {
    kind: nat ? "nat-gateway" : id === instanceId ? "instance" : "network-interface",
    id,
    name: tagsOf(ctx, id)["Name"] ?? tagsOf(ctx, eni.id)["Name"],
    interface: eni.id,
    inner: [...eni.privateAddresses, ...eni.ipv6Addresses].map(({ address }) => known(address)),
    outer: [
      ...eni.privateAddresses.flatMap(({ publicIp }) => publicIp ?? []),
      ...eni.ipv6Addresses.map(({ address }) => address),
    ].map(known),
  };
}

const known = (text: string): Address => parseAddress(text) as Address;
