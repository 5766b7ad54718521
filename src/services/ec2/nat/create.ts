/**
 * CreateNatGateway. What is wrong with the request is refused at once; what AWS finds out while it builds (an address
 * in use, no Internet gateway, a full subnet) makes a gateway that goes from `pending` to `failed`.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
 */
import type { CreateNatGatewayRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { AwsError, fail } from "../../../cloud/error.ts";
import { freeAddressCount } from "../interface/addresses.ts";
import { createInterface, heldByAws } from "../interface/create.ts";
import { associateAddressWith } from "../interface/elasticIps.ts";
import { type ElasticIp, elasticIps, type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { tagNew } from "../tag/resources.ts";
import { internetGateways, type Subnet, subnets } from "../vpc/resources.ts";
import { describeNatGateway } from "./describe.ts";
import { type NatGateway, type NatGatewayAddress, natGateways } from "./resources.ts";
import { BUILD_MS, BUILT } from "./states.ts";

/** Refuses more IPv4 addresses than a NAT gateway may have, the primary among them. */
export function checkAddressCount(ctx: Context, type: NatGateway["connectivityType"], count: number): void {
  checkQuota(ctx, type === "public" ? "L-5F53652F" : "L-DFA99DE7", count);
}

/** Gateways count until they are gone. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-gateways */
function checkZoneQuota(ctx: Context, { availabilityZone: zone }: Subnet): void {
  const inZone = ctx
    .all(natGateways)
    .filter(({ state }) => state === "pending" || state === "available" || state === "deleting")
    .filter(({ subnetId }) => ctx.get(subnets, subnetId)?.availabilityZone === zone);
  checkQuota(ctx, "L-FE5A380F", inZone.length + 1);
}

export const createNatGateway = ec2("CreateNatGateway", (input, ctx) => {
  if (input.AvailabilityMode === "regional" || input.AvailabilityZoneAddresses?.length)
    fail("UnsupportedOperation", "Underlay does not build regional NAT gateways yet.");
  const subnet = need(ctx, subnets, input.SubnetId);
  const connectivityType = input.ConnectivityType ?? "public";
  checkAddressCount(ctx, connectivityType, 1 + checkCombination(input, connectivityType));
  if (ctx.settings.quotas) checkZoneQuota(ctx, subnet);
  const wanted = [input.AllocationId, ...(input.SecondaryAllocationIds ?? [])].flatMap((id) => id ?? []);
  const eips = needDistinct(ctx, wanted);
  const nat: NatGateway = {
    id: ctx.newId("nat"),
    account: ctx.account,
    region: ctx.region,
    state: "pending",
    connectivityType,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    addresses: [],
    createTime: ctx.now().toISOString(),
    deleteTime: undefined,
  };
  const failure = failureOf(ctx, subnet, connectivityType, eips, input);
  const built = ctx.put(
    natGateways,
    failure
      ? { ...nat, failure, addresses: eips.map(unbuilt) }
      : { ...nat, addresses: build(ctx, nat, subnet, eips, input) },
  );
  tagNew(ctx, natGateways.type, nat.id, input.TagSpecifications);
  ctx.later(BUILD_MS, BUILT, nat.id);
  return { NatGateway: describeNatGateway(ctx, built), ClientToken: input.ClientToken };
});

/** The caller's Elastic IPs, each named once. */
export function needDistinct(ctx: Context, ids: readonly string[]): readonly ElasticIp[] {
  if (new Set(ids).size < ids.length) fail("InvalidParameterValue", "An allocation ID is specified more than once.");
  return ids.map((id) => need(ctx, elasticIps, id));
}

/** Refuses parameters that do not go together; answers how many addresses are wanted besides the primary. */
function checkCombination(input: CreateNatGatewayRequest, connectivityType: string): number {
  const { AllocationId, SecondaryAllocationIds = [], SecondaryPrivateIpAddresses = [] } = input;
  const count = input.SecondaryPrivateIpAddressCount;
  if (connectivityType === "public") {
    if (AllocationId === undefined)
      fail(
        "MissingParameter",
        "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      );
    if (count !== undefined)
      fail("InvalidParameterCombination", "SecondaryPrivateIpAddressCount is for private NAT gateways only.");
    if (SecondaryPrivateIpAddresses.length > SecondaryAllocationIds.length)
      fail(
        "InvalidParameterCombination",
        "Each secondary private address of a public NAT gateway needs a secondary allocation ID.",
      );
  } else {
    if (AllocationId !== undefined || SecondaryAllocationIds.length > 0)
      fail("InvalidParameterCombination", "You cannot specify an allocation ID for a private NAT gateway.");
    if (count !== undefined && SecondaryPrivateIpAddresses.length > 0)
      fail("InvalidParameterCombination", "Secondary private IP addresses cannot be both named and counted.");
  }
  return Math.max(SecondaryAllocationIds.length, SecondaryPrivateIpAddresses.length, count ?? 0);
}

/** What AWS finds out only while it builds the gateway, in its words. */
function failureOf(
  ctx: Context,
  subnet: Subnet,
  connectivityType: string,
  eips: readonly ElasticIp[],
  input: CreateNatGatewayRequest,
): NatGateway["failure"] {
  const used = eips.find(({ associationId }) => associationId !== undefined);
  if (used)
    return {
      code: "Resource.AlreadyAssociated",
      message: `Elastic IP address [${used.id}] is already associated`,
    };
  if (connectivityType === "public" && ctx.by(internetGateways, "vpcId", subnet.vpcId).length === 0)
    return { code: "Gateway.NotAttached", message: `Network ${subnet.vpcId} has no Internet gateway attached` };
  const addresses =
    1 +
    Math.max(
      input.SecondaryAllocationIds?.length ?? 0,
      input.SecondaryPrivateIpAddresses?.length ?? 0,
      input.SecondaryPrivateIpAddressCount ?? 0,
    );
  if (freeAddressCount(ctx, subnet) < addresses)
    return {
      code: "InsufficientFreeAddressesInSubnet",
      message: `Subnet has insufficient free addresses to create this NAT gateway`,
    };
  return undefined;
}

const unbuilt = (eip: ElasticIp, index: number): NatGatewayAddress => ({
  allocationId: eip.id,
  associationId: undefined,
  publicIp: undefined,
  privateIp: "",
  networkInterfaceId: "",
  isPrimary: index === 0,
  status: "failed",
});

/** Makes the gateway's interface and puts its Elastic IPs on it; the answer is its addresses, the primary first. */
function build(
  ctx: Context,
  nat: NatGateway,
  subnet: Subnet,
  eips: readonly ElasticIp[],
  input: CreateNatGatewayRequest,
): readonly NatGatewayAddress[] {
  const named = input.SecondaryPrivateIpAddresses ?? [];
  const secondaries = Math.max(eips.length - 1, named.length, input.SecondaryPrivateIpAddressCount ?? 0);
  const eni = createInterface(ctx, {
    subnet,
    groupIds: [],
    description: `Interface for NAT Gateway ${nat.id}`,
    privateIps: [
      { address: input.PrivateIpAddress, primary: true },
      ...Array.from({ length: secondaries }, (_, index) => ({ address: named[index] })),
    ],
    interfaceType: "nat_gateway",
    sourceDestCheck: false,
    ...heldByAws(ctx),
  });
  return eni.privateAddresses.map(({ address }, index) => addressOf(ctx, eni, address, eips[index], index === 0));
}

/** One address of the gateway, with the Elastic IP that is put on it. */
export function addressOf(
  ctx: Context,
  eni: NetworkInterface,
  privateIp: string,
  eip: ElasticIp | undefined,
  isPrimary: boolean,
  status: NatGatewayAddress["status"] = "succeeded",
): NatGatewayAddress {
  const current = ctx.get(networkInterfaces, eni.id);
  if (!current) throw new AwsError("InternalError", `The network interface ${eni.id} is gone.`, 500);
  const associated = eip && associateAddressWith(ctx, eip, current, privateIp);
  return {
    allocationId: associated?.id,
    associationId: associated?.associationId,
    publicIp: associated?.publicIp,
    privateIp,
    networkInterfaceId: eni.id,
    isPrimary,
    status,
  };
}
