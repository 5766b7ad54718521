/** Secondary addresses of a NAT gateway: Elastic IPs of a public one, private addresses of a private one. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { allocateAddress } from "../interface/addresses.ts";
import { unassociated } from "../interface/create.ts";
import { disassociate, needInternetGateway } from "../interface/elasticIps.ts";
import { elasticIps, type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { subnets } from "../vpc/resources.ts";
import { addressOf, checkAddressCount, needDistinct } from "./create.ts";
import { describeAddresses } from "./describe.ts";
import { type NatGateway, type NatGatewayAddress, natGateways } from "./resources.ts";

/** How long an address is `associating`, `assigning`, `disassociating` or `unassigning`; AWS also drains connections. */
const ADDRESS_MS = AT_ONCE;
const SETTLED = "ec2.nat.addresses-settled";

function needAvailable(
  ctx: Context,
  id: string | undefined,
  connectivityType: NatGateway["connectivityType"],
): NatGateway {
  const nat = need(ctx, natGateways, id);
  if (nat.connectivityType !== connectivityType)
    fail("InvalidParameter", `The NAT gateway ${nat.id} is not a ${connectivityType} NAT gateway.`);
  if (nat.state !== "available") fail("IncorrectState", `The NAT gateway ${nat.id} is not in the 'available' state.`);
  return nat;
}

/** Adds private addresses to the gateway's interface: those named, or any. */
function addPrivateAddresses(
  ctx: Context,
  nat: NatGateway,
  wanted: readonly (string | undefined)[],
): readonly string[] {
  checkAddressCount(ctx, nat.connectivityType, nat.addresses.length + wanted.length);
  const eni = interfaceOf(ctx, nat);
  const subnet = need(ctx, subnets, nat.subnetId);
  const given = new Set<string>();
  for (const address of wanted) given.add(allocateAddress(ctx, subnet, address, given));
  ctx.put(networkInterfaces, {
    ...eni,
    privateAddresses: [...eni.privateAddresses, ...[...given].map((address) => unassociated(address, false))],
  });
  return [...given];
}

function interfaceOf(ctx: Context, nat: NatGateway): NetworkInterface {
  const eni = ctx.get(networkInterfaces, nat.addresses[0]?.networkInterfaceId ?? "");
  if (!eni) throw new Error(`${nat.id} has no interface`);
  return eni;
}

function append(ctx: Context, nat: NatGateway, added: readonly NatGatewayAddress[]) {
  ctx.put(natGateways, { ...nat, addresses: [...nat.addresses, ...added] });
  ctx.later(ADDRESS_MS, SETTLED, nat.id);
  return { NatGatewayId: nat.id, NatGatewayAddresses: describeAddresses(added) };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateNatGatewayAddress.html */
export const associateNatGatewayAddress = ec2("AssociateNatGatewayAddress", (input, ctx) => {
  const nat = needAvailable(ctx, input.NatGatewayId, "public");
  const eips = needDistinct(ctx, input.AllocationIds ?? []);
  const { PrivateIpAddresses: named = [] } = input;
  if (eips.length === 0) fail("MissingParameter", "The request must contain the parameter AllocationIds");
  if (named.length > eips.length)
    fail("InvalidParameterCombination", "There are more private addresses than allocation IDs.");
  for (const eip of eips)
    if (eip.associationId !== undefined)
      fail(
        "Resource.AlreadyAssociated",
        `resource ${eip.id} is already associated with associate-id ${eip.associationId}`,
      );
  needInternetGateway(ctx, nat.vpcId);
  const given = addPrivateAddresses(
    ctx,
    nat,
    eips.map((_, index) => named[index]),
  );
  const eni = interfaceOf(ctx, nat);
  return append(
    ctx,
    nat,
    given.map((address, index) => addressOf(ctx, eni, address, eips[index], false, "associating")),
  );
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateNatGatewayAddress.html */
export const assignPrivateNatGatewayAddress = ec2("AssignPrivateNatGatewayAddress", (input, ctx) => {
  const nat = needAvailable(ctx, input.NatGatewayId, "private");
  const { PrivateIpAddresses: named = [], PrivateIpAddressCount: count } = input;
  if (named.length > 0 === (count !== undefined))
    fail(
      "InvalidParameterCombination",
      "The request must contain exactly one of PrivateIpAddresses and PrivateIpAddressCount",
    );
  const wanted = named.length > 0 ? named : Array.from({ length: count ?? 0 }, () => undefined);
  const given = addPrivateAddresses(ctx, nat, wanted);
  const eni = interfaceOf(ctx, nat);
  return append(
    ctx,
    nat,
    given.map((address) => addressOf(ctx, eni, address, undefined, false, "assigning")),
  );
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateNatGatewayAddress.html */
export const disassociateNatGatewayAddress = ec2("DisassociateNatGatewayAddress", (input, ctx) => {
  const nat = needAvailable(ctx, input.NatGatewayId, "public");
  return leave(
    ctx,
    nat,
    input.AssociationIds ?? [],
    ({ associationId }) => associationId,
    "disassociating",
    (id) => fail("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`),
  );
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateNatGatewayAddress.html */
export const unassignPrivateNatGatewayAddress = ec2("UnassignPrivateNatGatewayAddress", (input, ctx) => {
  const nat = needAvailable(ctx, input.NatGatewayId, "private");
  return leave(
    ctx,
    nat,
    input.PrivateIpAddresses ?? [],
    ({ privateIp }) => privateIp,
    "unassigning",
    (address) =>
      fail("InvalidParameterValue", `The private IP address ${address} is not assigned to the NAT gateway ${nat.id}.`),
  );
});

/** Lets secondary addresses go; the primary one stays as long as the gateway. */
function leave(
  ctx: Context,
  nat: NatGateway,
  wanted: readonly string[],
  nameOf: (address: NatGatewayAddress) => string | undefined,
  status: "disassociating" | "unassigning",
  unknown: (name: string) => never,
) {
  for (const name of wanted) {
    const address = nat.addresses.find((one) => nameOf(one) === name) ?? unknown(name);
    if (address.isPrimary)
      fail("InvalidParameter", `The primary address of the NAT gateway ${nat.id} cannot be taken from it.`);
  }
  const addresses = nat.addresses.map((one) => (wanted.includes(nameOf(one) ?? "") ? { ...one, status } : one));
  ctx.put(natGateways, { ...nat, addresses });
  ctx.later(ADDRESS_MS, SETTLED, nat.id);
  return {
    NatGatewayId: nat.id,
    NatGatewayAddresses: describeAddresses(addresses.filter((one) => one.status === status)),
  };
}

const settled: Transition = (ctx, id) => {
  const nat = ctx.get(natGateways, id);
  if (nat?.state !== "available") return;
  const leaving = nat.addresses.filter(({ status }) => status === "disassociating" || status === "unassigning");
  for (const { allocationId } of leaving) {
    const eip = allocationId === undefined ? undefined : ctx.get(elasticIps, allocationId);
    if (eip) disassociate(ctx, eip);
  }
  const gone = new Set(leaving.map(({ privateIp }) => privateIp));
  if (gone.size > 0) {
    const eni = interfaceOf(ctx, nat);
    ctx.put(networkInterfaces, {
      ...eni,
      privateAddresses: eni.privateAddresses.filter(({ address }) => !gone.has(address)),
    });
  }
  ctx.put(natGateways, {
    ...nat,
    addresses: nat.addresses
      .filter((one) => !leaving.includes(one))
      .map((one) => ({ ...one, status: "succeeded" as const })),
  });
};

export const addressTransitions: Readonly<Record<string, Transition>> = { [SETTLED]: settled };
