/** DescribeNetworkInterfaceAttribute, ModifyNetworkInterfaceAttribute, ResetNetworkInterfaceAttribute. */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { groupIdentifiers, needGroups } from "../securityGroup/groups.ts";
import { checkConnectionTracking } from "./connectionTracking.ts";
import { describeAttachment } from "./describe.ts";
import { autoPublicAddress, releaseAutoPublicAddress } from "./elasticIps.ts";
import { refuseManaged } from "./refusals.ts";
import { type NetworkInterface, networkInterfaces } from "./resources.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaceAttribute.html */
export const describeNetworkInterfaceAttribute = ec2("DescribeNetworkInterfaceAttribute", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  const NetworkInterfaceId = eni.id;
  switch (input.Attribute) {
    case "description":
      return { NetworkInterfaceId, Description: { Value: eni.description } };
    case "groupSet":
      return { NetworkInterfaceId, Groups: groupIdentifiers(ctx, eni.groupIds) };
    case "sourceDestCheck":
      return { NetworkInterfaceId, SourceDestCheck: { Value: eni.sourceDestCheck } };
    case "attachment":
      return { NetworkInterfaceId, Attachment: eni.attachment && describeAttachment(eni.attachment) };
    case "associatePublicIpAddress":
      return {
        NetworkInterfaceId,
        AssociatePublicIpAddress: eni.privateAddresses.some(({ publicIp, allocationId }) => publicIp && !allocationId),
      };
    case undefined:
      return fail("InvalidParameterCombination", "No attributes specified.");
    default:
      return fail("InvalidParameterValue", `Value (${input.Attribute}) for parameter attribute is invalid.`);
  }
});

/**
 * One attribute at a time, as AWS documents.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
 */
export const modifyNetworkInterfaceAttribute = ec2("ModifyNetworkInterfaceAttribute", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  if (input.EnaSrdSpecification !== undefined) fail("UnsupportedOperation", "Underlay does not build ENA Express yet.");
  if (input.AssociatedSubnetIds?.length)
    fail("UnsupportedOperation", "Underlay does not build interfaces in several subnets yet.");
  const { Description, Groups, SourceDestCheck, Attachment, EnablePrimaryIpv6, AssociatePublicIpAddress } = input;
  const tracking = input.ConnectionTrackingSpecification;
  const given = Object.entries({
    description: Description,
    groupSet: Groups,
    sourceDestCheck: SourceDestCheck,
    attachment: Attachment,
    enablePrimaryIpv6: EnablePrimaryIpv6,
    connectionTrackingSpecification: tracking,
    associatePublicIpAddress: AssociatePublicIpAddress,
  }).flatMap(([name, value]) => (value === undefined ? [] : name));
  if (given.length === 0) fail("InvalidParameterCombination", "No attributes specified.");
  if (given.length > 1)
    fail("InvalidParameterCombination", `Fields for multiple attribute types specified: ${given.join(", ")}`);
  if (AssociatePublicIpAddress !== undefined) setPublicAddress(eni, AssociatePublicIpAddress);
  else
    ctx.put(networkInterfaces, {
      ...eni,
      description: Description ? (Description.Value ?? "") : eni.description,
      groupIds: Groups ? needGroups(ctx, eni.vpcId, [...new Set(Groups)]).map(({ id }) => id) : eni.groupIds,
      sourceDestCheck: SourceDestCheck?.Value ?? eni.sourceDestCheck,
      attachment: Attachment ? changedAttachment(eni, Attachment) : eni.attachment,
      ipv6Addresses: EnablePrimaryIpv6 === undefined ? eni.ipv6Addresses : withPrimaryIpv6(eni, EnablePrimaryIpv6),
      connectionTracking: tracking ? checkConnectionTracking(tracking) : eni.connectionTracking,
    });
  return {};

  function setPublicAddress(row: NetworkInterface, wanted: boolean): void {
    const [primary, ...others] = row.privateAddresses;
    if (!wanted) releaseAutoPublicAddress(ctx, row);
    else if (primary && primary.publicIp === undefined)
      ctx.put(networkInterfaces, {
        ...row,
        privateAddresses: [{ ...primary, publicIp: autoPublicAddress(ctx) }, ...others],
      });
  }
});

function changedAttachment(
  eni: NetworkInterface,
  change: { readonly AttachmentId?: string | undefined; readonly DeleteOnTermination?: boolean | undefined },
): NetworkInterface["attachment"] {
  const { AttachmentId, DeleteOnTermination } = change;
  if (AttachmentId === undefined)
    fail("MissingParameter", "The request must contain the parameter attachment.attachmentId");
  if (eni.attachment?.id !== AttachmentId)
    return fail("InvalidAttachmentID.NotFound", `The networkInterface attachment ID '${AttachmentId}' does not exist`);
  return { ...eni.attachment, deleteOnTermination: DeleteOnTermination ?? eni.attachment.deleteOnTermination };
}

/** Once an interface has a primary IPv6 address it keeps it: AWS has no way to take that back. */
function withPrimaryIpv6(eni: NetworkInterface, wanted: boolean): NetworkInterface["ipv6Addresses"] {
  const has = eni.ipv6Addresses.some(({ primary }) => primary);
  if (!wanted) {
    if (has) fail("InvalidParameterValue", "A primary IPv6 address cannot be disabled once it has been enabled.");
    return eni.ipv6Addresses;
  }
  if (eni.ipv6Addresses.length === 0)
    fail("InvalidParameterCombination", `The network interface ${eni.id} has no IPv6 address.`);
  return has ? eni.ipv6Addresses : eni.ipv6Addresses.map((one, index) => ({ ...one, primary: index === 0 }));
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetNetworkInterfaceAttribute.html */
export const resetNetworkInterfaceAttribute = ec2("ResetNetworkInterfaceAttribute", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  if (input.SourceDestCheck === undefined) fail("InvalidParameterCombination", "No attributes specified.");
  ctx.put(networkInterfaces, { ...eni, sourceDestCheck: true });
  return {};
});
