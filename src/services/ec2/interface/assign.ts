/** Secondary IPv4 addresses and IPv6 addresses of an interface that exists: assigning and unassigning. */
import { formatIpv6, parseIpv6 } from "../../../base/address.ts";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Instance, instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Subnet, subnets } from "../vpc/resources.ts";
import { allocateAddress, allocateIpv6Address } from "./addresses.ts";
import { checkInterfaceLimits } from "./attach.ts";
import { unassociated } from "./create.ts";
import { disassociate } from "./elasticIps.ts";
import { allocateIpv4Prefixes, allocateIpv6Prefixes, type PrefixRequest } from "./prefixes.ts";
import { refuseManaged } from "./refusals.ts";
import { elasticIps, type NetworkInterface, networkInterfaces, type PrivateAddress } from "./resources.ts";

const subnetOf = (ctx: Context, eni: NetworkInterface): Subnet => {
  const subnet = ctx.find(subnets, eni.subnetId);
  if (!subnet) throw new Error(`${eni.id} is in no subnet`);
  return subnet;
};

const instanceOf = (ctx: Context, eni: NetworkInterface): Instance | undefined =>
  eni.attachment?.instanceId === undefined ? undefined : ctx.find(instances, eni.attachment.instanceId);

/** Keeps an interface within what its instance's type holds, if it is on one. */
function checkCapacity(ctx: Context, eni: NetworkInterface): void {
  const instance = instanceOf(ctx, eni);
  if (instance) checkInterfaceLimits(instance.instanceType, 1, eni);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html */
export const assignPrivateIpAddresses = ec2("AssignPrivateIpAddresses", (input, ctx) => {
  let eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  const { PrivateIpAddresses: wanted = [], SecondaryPrivateIpAddressCount: count } = input;
  const prefixes: PrefixRequest = { ipv4Prefixes: input.Ipv4Prefixes, ipv4PrefixCount: input.Ipv4PrefixCount };
  refuseAmbiguous(
    { privateIpAddress: wanted, secondaryPrivateIpAddressCount: count },
    { ipv4Prefix: input.Ipv4Prefixes, ipv4PrefixCount: input.Ipv4PrefixCount },
  );
  const subnet = subnetOf(ctx, eni);
  const given: PrivateAddress[] = [];
  for (const address of wanted) {
    // Assigning what is there already changes nothing: the operation can be repeated.
    if (eni.privateAddresses.some((one) => one.address === address)) continue;
    const moved = input.AllowReassignment === true ? takeFrom(ctx, eni, address) : undefined;
    given.push(moved ?? unassociated(allocateAddress(ctx, subnet, address, namesOf(given)), false));
  }
  for (let i = 0; i < (count ?? 0); i++)
    given.push(unassociated(allocateAddress(ctx, subnet, undefined, namesOf(given)), false));
  const fresh = allocateIpv4Prefixes(ctx, subnet, prefixes, given);
  eni = {
    ...eni,
    privateAddresses: [...eni.privateAddresses, ...given],
    ipv4Prefixes: [...(eni.ipv4Prefixes ?? []), ...fresh],
  };
  checkCapacity(ctx, eni);
  ctx.put(networkInterfaces, eni);
  for (const { allocationId } of given) {
    const eip = allocationId === undefined ? undefined : ctx.find(elasticIps, allocationId);
    if (eip) ctx.put(elasticIps, { ...eip, networkInterfaceId: eni.id, instanceId: eni.attachment?.instanceId });
  }
  return {
    NetworkInterfaceId: eni.id,
    AssignedPrivateIpAddresses: given.map(({ address }) => ({ PrivateIpAddress: address })),
    AssignedIpv4Prefixes: fresh.map((Ipv4Prefix) => ({ Ipv4Prefix })),
  };
});

/** A request names addresses or counts them, names prefixes or counts them: any of the four, but only one. */
function refuseAmbiguous(...pairs: readonly Readonly<Record<string, readonly string[] | number | undefined>>[]): void {
  const members = Object.assign({}, ...pairs) as (typeof pairs)[number];
  const given = Object.values(members).filter((value) => (typeof value === "object" ? value.length > 0 : value));
  if (given.length !== 1)
    fail("InvalidParameterCombination", `The request must contain exactly one of ${Object.keys(members).join(", ")}`);
}

const namesOf = (addresses: readonly PrivateAddress[]): ReadonlySet<string> =>
  new Set(addresses.map(({ address }) => address));

/** Moves a secondary address from another interface of the subnet, with the Elastic IP that is on it. */
function takeFrom(ctx: Context, eni: NetworkInterface, address: string): PrivateAddress | undefined {
  const [holder] = ctx.by(networkInterfaces, "address", `${eni.vpcId}/${address}`);
  const found = holder?.privateAddresses.find((one) => one.address === address);
  if (!holder || !found || found.primary || holder.subnetId !== eni.subnetId || holder.requesterManaged)
    return undefined;
  ctx.put(networkInterfaces, { ...holder, privateAddresses: holder.privateAddresses.filter((one) => one !== found) });
  return found;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateIpAddresses.html */
export const unassignPrivateIpAddresses = ec2("UnassignPrivateIpAddresses", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  const gone = new Set(input.PrivateIpAddresses ?? []);
  const gonePrefixes = new Set(input.Ipv4Prefixes ?? []);
  if (gone.size + gonePrefixes.size === 0)
    fail("MissingParameter", "The request must contain the parameter privateIpAddress or ipv4Prefix");
  for (const one of gonePrefixes)
    if (!eni.ipv4Prefixes?.includes(one))
      fail("InvalidParameterValue", `Some of the specified prefixes are not assigned to interface ${eni.id}`);
  for (const address of gone) {
    const held = eni.privateAddresses.find((one) => one.address === address);
    if (!held) fail("InvalidParameterValue", `Some of the specified addresses are not assigned to interface ${eni.id}`);
    if (held?.primary)
      fail("InvalidParameterValue", `The primary private IP address ${address} of ${eni.id} cannot be unassigned.`);
  }
  for (const eip of ctx.by(elasticIps, "networkInterfaceId", eni.id))
    if (eip.privateIpAddress !== undefined && gone.has(eip.privateIpAddress)) disassociate(ctx, eip);
  ctx.put(networkInterfaces, {
    ...eni,
    privateAddresses: eni.privateAddresses.filter(({ address }) => !gone.has(address)),
    ipv4Prefixes: eni.ipv4Prefixes?.filter((one) => !gonePrefixes.has(one)),
  });
  return {};
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignIpv6Addresses.html */
export const assignIpv6Addresses = ec2("AssignIpv6Addresses", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  const { Ipv6Addresses: wanted = [], Ipv6AddressCount: count } = input;
  const prefixes: PrefixRequest = { ipv6Prefixes: input.Ipv6Prefixes, ipv6PrefixCount: input.Ipv6PrefixCount };
  refuseAmbiguous(
    { ipv6Addresses: wanted, ipv6AddressCount: count },
    { ipv6Prefix: input.Ipv6Prefixes, ipv6PrefixCount: input.Ipv6PrefixCount },
  );
  const subnet = subnetOf(ctx, eni);
  const given = new Set<string>();
  for (const address of wanted) given.add(allocateIpv6Address(ctx, subnet, address, given));
  for (let i = 0; i < (count ?? 0); i++) given.add(allocateIpv6Address(ctx, subnet, undefined, given));
  const added = [...given].map((address) => ({ address, primary: false }));
  const fresh = allocateIpv6Prefixes(ctx, subnet, prefixes, added);
  const changed: NetworkInterface = {
    ...eni,
    ipv6Addresses: [...eni.ipv6Addresses, ...added],
    ipv6Prefixes: [...(eni.ipv6Prefixes ?? []), ...fresh],
  };
  checkCapacity(ctx, changed);
  ctx.put(networkInterfaces, changed);
  return { NetworkInterfaceId: eni.id, AssignedIpv6Addresses: [...given], AssignedIpv6Prefixes: [...fresh] };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignIpv6Addresses.html */
export const unassignIpv6Addresses = ec2("UnassignIpv6Addresses", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  const wanted = input.Ipv6Addresses ?? [];
  const gonePrefixes = new Set((input.Ipv6Prefixes ?? []).map(canonicalPrefix));
  if (wanted.length + gonePrefixes.size === 0)
    fail("MissingParameter", "The request must contain the parameter ipv6Addresses or ipv6Prefix");
  for (const one of gonePrefixes)
    if (!eni.ipv6Prefixes?.includes(one))
      fail("InvalidParameterValue", `Some of the specified prefixes are not assigned to interface ${eni.id}`);
  const gone = new Set(wanted.map(canonical));
  for (const address of gone) {
    const held = eni.ipv6Addresses.find((one) => one.address === address);
    if (!held) fail("InvalidParameterValue", `Some of the specified addresses are not assigned to interface ${eni.id}`);
    if (held?.primary)
      fail("InvalidParameterValue", `The primary IPv6 address ${address} of ${eni.id} cannot be unassigned.`);
  }
  ctx.put(networkInterfaces, {
    ...eni,
    ipv6Addresses: eni.ipv6Addresses.filter(({ address }) => !gone.has(address)),
    ipv6Prefixes: eni.ipv6Prefixes?.filter((one) => !gonePrefixes.has(one)),
  });
  return {
    NetworkInterfaceId: eni.id,
    UnassignedIpv6Addresses: [...gone],
    UnassignedIpv6Prefixes: [...gonePrefixes],
  };
});

function canonicalPrefix(text: string): string {
  const parsed = parsePrefix(text);
  return parsed ? formatPrefix(parsed.prefix) : fail("InvalidParameterValue", `Invalid IPv6 prefix: ${text}`);
}

function canonical(text: string): string {
  const address = parseIpv6(text);
  return address === undefined ? fail("InvalidParameterValue", `Invalid IPv6 address: ${text}`) : formatIpv6(address);
}
