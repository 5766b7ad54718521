/** Elastic IP addresses: allocate, release, associate, disassociate, describe. */
import { formatIpv4, parseIpv4 } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { associateAddressWith, autoPublicAddress, disassociate, needInternetGateway } from "./elasticIps.ts";
import { isPoolAddress } from "./publicPool.ts";
import { addressTransfers, type ElasticIp, elasticIps, type NetworkInterface, networkInterfaces } from "./resources.ts";
import { hasReverseName } from "./reverseDns.ts";

const FORBIDDEN = "You do not have permission to access the specified resource.";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const allocateAddressOperation = ec2("AllocateAddress", (input, ctx) => {
  const { Domain, NetworkBorderGroup, PublicIpv4Pool, Address } = input;
  if (Domain !== undefined && Domain !== "vpc" && Domain !== "standard")
    fail("InvalidParameterValue", `Invalid domain '${Domain}'.`);
  if (NetworkBorderGroup !== undefined && NetworkBorderGroup !== ctx.region)
    fail("InvalidParameterValue", `The network border group '${NetworkBorderGroup}' is not valid in ${ctx.region}.`);
  if (PublicIpv4Pool !== undefined && PublicIpv4Pool !== "amazon")
    fail("InvalidPublicIpv4PoolID.NotFound", `The public ipv4 pool ID '${PublicIpv4Pool}' does not exist`);
  if (input.CustomerOwnedIpv4Pool !== undefined || input.IpamPoolId !== undefined)
    fail("UnsupportedOperation", "Underlay allocates Elastic IP addresses from Amazon's pool only.");
  checkQuota(ctx, "L-0263D0A3", ctx.count(elasticIps) + 1);
  const eip: ElasticIp = {
    id: ctx.newId("eipalloc"),
    account: ctx.account,
    region: ctx.region,
    publicIp: Address === undefined ? autoPublicAddress(ctx) : recovered(ctx, Address),
    domain: "vpc",
    networkBorderGroup: ctx.region,
    publicIpv4Pool: "amazon",
    associationId: undefined,
    networkInterfaceId: undefined,
    privateIpAddress: undefined,
    instanceId: undefined,
  };
  ctx.put(elasticIps, eip);
  tagNew(ctx, elasticIps.type, eip.id, input.TagSpecifications);
  return {
    AllocationId: eip.id,
    PublicIp: eip.publicIp,
    Domain: eip.domain,
    PublicIpv4Pool: eip.publicIpv4Pool,
    NetworkBorderGroup: eip.networkBorderGroup,
  };
});

/** An address that the caller wants back: free, and of the region's pool. */
function recovered(ctx: Context, text: string): string {
  const value = parseIpv4(text);
  if (value === undefined) return fail("InvalidParameterValue", `Invalid IPv4 address: ${text}`);
  const address = formatIpv4(value);
  if (
    !isPoolAddress(ctx.region, value) ||
    ctx.by(elasticIps, "publicIp", address).length > 0 ||
    ctx.by(networkInterfaces, "publicIp", address).length > 0
  )
    fail("InvalidAddress.NotFound", `Address '${text}' not found.`);
  return address;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html */
export const releaseAddress = ec2("ReleaseAddress", (input, ctx) => {
  if (input.AllocationId === undefined) {
    if (input.PublicIp === undefined) fail("MissingParameter", "Either 'publicIp' or 'allocationId' must be specified");
    addressWith(ctx, input.PublicIp ?? "");
    fail("InvalidParameterValue", "You must specify an allocation id when releasing a VPC elastic IP address");
  }
  const eip = needAllocation(ctx, input.AllocationId);
  if (input.NetworkBorderGroup !== undefined && input.NetworkBorderGroup !== eip.networkBorderGroup)
    fail("InvalidParameterValue", `The address is not in the network border group '${input.NetworkBorderGroup}'.`);
  if (eip.associationId !== undefined) fail("InvalidIPAddress.InUse", `Address ${eip.publicIp} is in use.`);
  if (hasReverseName(eip))
    fail("InvalidAddress.Locked", `Address ${eip.publicIp} is locked: reset its reverse DNS name before releasing it.`);
  ctx.delete(addressTransfers, eip.id);
  ctx.delete(elasticIps, eip.id);
  untag(ctx, eip.id);
  return {};
});

/** The caller's allocation; another account's is forbidden, as AWS says of an address that is not yours. */
function needAllocation(ctx: Context, id: string | undefined): ElasticIp {
  const eip = id === undefined ? undefined : ctx.find(elasticIps, id);
  if (eip && eip.region === ctx.region && eip.account !== ctx.account)
    fail("AuthFailure", `The address '${eip.publicIp}' does not belong to you.`);
  return need(ctx, elasticIps, id);
}

function addressWith(ctx: Context, publicIp: string): ElasticIp {
  const [eip] = ctx.by(elasticIps, "publicIp", publicIp);
  if (eip && eip.region === ctx.region && eip.account !== ctx.account)
    fail("AuthFailure", `The address '${publicIp}' does not belong to you.`);
  if (!eip || eip.region !== ctx.region) return fail("InvalidAddress.NotFound", `Address '${publicIp}' not found.`);
  return eip;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html */
export const associateAddress = ec2("AssociateAddress", (input, ctx) => {
  const { AllocationId, PublicIp, InstanceId, NetworkInterfaceId, PrivateIpAddress, AllowReassociation } = input;
  if (AllocationId === undefined && PublicIp === undefined)
    fail("MissingParameter", "Either 'publicIp' or 'allocationId' must be specified");
  if (AllocationId !== undefined && PublicIp !== undefined)
    fail("InvalidParameterCombination", "You may specify public IP or allocation id, but not both in the same call");
  let eip = AllocationId === undefined ? addressWith(ctx, PublicIp ?? "") : needAllocation(ctx, AllocationId);
  let eni = target(ctx, InstanceId, NetworkInterfaceId);
  if (eni.requesterManaged && eni.interfaceType !== "network_load_balancer") fail("AuthFailure", FORBIDDEN);
  needInternetGateway(ctx, eni.vpcId);
  const wanted = PrivateIpAddress ?? eni.privateAddresses[0]?.address;
  const place = eni.privateAddresses.find(({ address }) => address === wanted);
  if (!place)
    return fail(
      "InvalidParameterValue",
      `The private IP address ${wanted ?? ""} is not assigned to the network interface ${eni.id}.`,
    );
  if (eip.associationId !== undefined) {
    // The same address on the same place again is no error and changes nothing.
    if (eip.networkInterfaceId === eni.id && eip.privateIpAddress === place.address)
      return { AssociationId: eip.associationId };
    if (AllowReassociation !== true)
      fail(
        "Resource.AlreadyAssociated",
        `resource ${eip.id} is already associated with associate-id ${eip.associationId}`,
      );
    refuseServiceHeld(ctx, eip);
    eip = disassociate(ctx, eip);
  }
  const occupant = place.allocationId === undefined ? undefined : ctx.find(elasticIps, place.allocationId);
  if (occupant) {
    if (AllowReassociation !== true)
      fail(
        "Resource.AlreadyAssociated",
        `resource ${eni.id} is already associated with associate-id ${occupant.associationId}`,
      );
    disassociate(ctx, occupant);
  }
  eni = ctx.get(networkInterfaces, eni.id) ?? eni;
  return { AssociationId: associateAddressWith(ctx, eip, eni, place.address).associationId };
});

/** The interface that is meant: the one named, or the only one of the instance. */
function target(ctx: Context, instanceId: string | undefined, interfaceId: string | undefined): NetworkInterface {
  if (instanceId === undefined && interfaceId === undefined)
    fail("MissingParameter", "Either 'instanceId' or 'networkInterfaceId' must be specified");
  if (interfaceId !== undefined) {
    const eni = need(ctx, networkInterfaces, interfaceId);
    // Terraform's provider sends an address's former interface beside the new instance: the instance decides then.
    if (instanceId === undefined || eni.attachment?.instanceId === instanceId) return eni;
  }
  const instance = need(ctx, instances, instanceId);
  if (instance.state !== "running" && instance.state !== "stopped" && instance.state !== "stopping")
    fail(
      "InvalidInstanceID",
      `The ${instance.state} instance '${instance.id}' is not in a valid state for this operation.`,
    );
  const held = ctx.by(networkInterfaces, "instanceId", instance.id);
  if (held.length > 1)
    fail(
      "InvalidInstanceID",
      `There are multiple interfaces attached to instance '${instance.id}'. Please specify an interface ID for the operation instead.`,
    );
  return held[0] ?? fail("InvalidInstanceID", `The instance '${instance.id}' has no network interface.`);
}

/** An address on an interface that AWS holds (a NAT gateway's) goes only with what holds it. */
function refuseServiceHeld(ctx: Context, eip: ElasticIp): void {
  const eni = eip.networkInterfaceId === undefined ? undefined : ctx.find(networkInterfaces, eip.networkInterfaceId);
  if (eni?.requesterManaged) fail("AuthFailure", FORBIDDEN);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateAddress.html */
export const disassociateAddress = ec2("DisassociateAddress", (input, ctx) => {
  const { AssociationId, PublicIp } = input;
  if (AssociationId === undefined) {
    if (PublicIp === undefined)
      return fail("MissingParameter", "Either 'publicIp' or 'associationId' must be specified");
    const eip = addressWith(ctx, PublicIp);
    if (eip.associationId !== undefined) {
      refuseServiceHeld(ctx, eip);
      disassociate(ctx, eip);
    }
    return {};
  }
  const eip = ctx
    .by(elasticIps, "associationId", AssociationId)
    .find((row) => row.account === ctx.account && row.region === ctx.region);
  if (!eip) return fail("InvalidAssociationID.NotFound", `The association ID '${AssociationId}' does not exist`);
  refuseServiceHeld(ctx, eip);
  disassociate(ctx, eip);
  return {};
});
