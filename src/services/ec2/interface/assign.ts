/** Secondary IPv4 addresses and IPv6 addresses of an interface that exists: assigning and unassigning. */
import { formatIpv6, parseIpv6 } from "../../../base/address.ts";
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
import { refuseManaged, refusePrefixDelegation } from "./refusals.ts";
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
  refusePrefixDelegation(input);
  const { PrivateIpAddresses: wanted = [], SecondaryPrivateIpAddressCount: count } = input;
  if (wanted.length > 0 === (count !== undefined))
    fail(
      "InvalidParameterCombination",
      "The request must contain exactly one of privateIpAddress and secondaryPrivateIpAddressCount",
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
  eni = { ...eni, privateAddresses: [...eni.privateAddresses, ...given] };
  checkCapacity(ctx, eni);
  ctx.put(networkInterfaces, eni);
  for (const { allocationId } of given) {
    const eip = allocationId === undefined ? undefined : ctx.find(elasticIps, allocationId);
    if (eip) ctx.put(elasticIps, { ...eip, networkInterfaceId: eni.id, instanceId: eni.attachment?.instanceId });
  }
  return {
    NetworkInterfaceId: eni.id,
    AssignedPrivateIpAddresses: given.map(({ address }) => ({ PrivateIpAddress: address })),
  };
});

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
  refusePrefixDelegation({ Ipv4Prefixes: input.Ipv4Prefixes });
  const gone = new Set(input.PrivateIpAddresses ?? []);
  if (gone.size === 0) fail("MissingParameter", "The request must contain the parameter privateIpAddress");
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
  });
  return {};
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignIpv6Addresses.html */
export const assignIpv6Addresses = ec2("AssignIpv6Addresses", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  refusePrefixDelegation({ Ipv6Prefixes: input.Ipv6Prefixes, Ipv6PrefixCount: input.Ipv6PrefixCount });
  const { Ipv6Addresses: wanted = [], Ipv6AddressCount: count } = input;
  if (wanted.length > 0 === (count !== undefined))
    fail("InvalidParameterCombination", "The request must contain exactly one of ipv6Addresses and ipv6AddressCount");
  const subnet = subnetOf(ctx, eni);
  const given = new Set<string>();
  for (const address of wanted) given.add(allocateIpv6Address(ctx, subnet, address, given));
  for (let i = 0; i < (count ?? 0); i++) given.add(allocateIpv6Address(ctx, subnet, undefined, given));
  const changed: NetworkInterface = {
    ...eni,
    ipv6Addresses: [...eni.ipv6Addresses, ...[...given].map((address) => ({ address, primary: false }))],
  };
  checkCapacity(ctx, changed);
  ctx.put(networkInterfaces, changed);
  return { NetworkInterfaceId: eni.id, AssignedIpv6Addresses: [...given] };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignIpv6Addresses.html */
export const unassignIpv6Addresses = ec2("UnassignIpv6Addresses", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  refusePrefixDelegation({ Ipv6Prefixes: input.Ipv6Prefixes });
  const wanted = input.Ipv6Addresses ?? [];
  if (wanted.length === 0) fail("MissingParameter", "The request must contain the parameter ipv6Addresses");
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
  });
  return { NetworkInterfaceId: eni.id, UnassignedIpv6Addresses: [...gone] };
});

function canonical(text: string): string {
  const address = parseIpv6(text);
  return address === undefined ? fail("InvalidParameterValue", `Invalid IPv6 address: ${text}`) : formatIpv6(address);
}
