/**
 * Making and removing network interfaces: for CreateNetworkInterface, for an instance's launch, and for every service
 * that holds interfaces of its own in a subnet (NAT gateways, load balancers, endpoints).
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkQuota } from "../quotas.ts";
import { defaultGroupOf } from "../securityGroup/defaultGroup.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { type TagSpecification, tagNew, untag } from "../tag/resources.ts";
import { endMirroringOf } from "../trafficMirror/sessions.ts";
import type { Subnet } from "../vpc/resources.ts";
import { allocateAddress, allocateIpv6Address } from "./addresses.ts";
import { newMacAddress } from "./macAddress.ts";
import { allocateIpv4Prefixes, allocateIpv6Prefixes, type PrefixRequest } from "./prefixes.ts";
import {
  type Attachment,
  type ConnectionTracking,
  elasticIps,
  type NetworkInterface,
  networkInterfacePermissions,
  networkInterfaces,
  type PrivateAddress,
} from "./resources.ts";

export interface InterfaceRequest extends PrefixRequest {
  readonly subnet: Subnet;
  /** The VPC's default group where nothing is said; none where the list is empty. */
  readonly groupIds?: readonly string[] | undefined;
  readonly description?: string | undefined;
  /** The primary address. */
  readonly privateIp?: string | undefined;
  readonly secondaryPrivateIpCount?: number | undefined;
  /** Addresses by name; one may say that it is the primary. */
  readonly privateIps?:
    | readonly { readonly address: string | undefined; readonly primary?: boolean | undefined }[]
    | undefined;
  readonly ipv6Count?: number | undefined;
  readonly ipv6Addresses?: readonly string[] | undefined;
  /** Makes the first IPv6 address the primary one, which cannot be taken away. */
  readonly primaryIpv6?: boolean | undefined;
  readonly interfaceType?: string | undefined;
  readonly requesterId?: string | undefined;
  readonly requesterManaged?: boolean | undefined;
  readonly attachment?: Attachment | undefined;
  readonly status?: NetworkInterface["status"] | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly connectionTracking?: ConnectionTracking | undefined;
  readonly tags?: readonly TagSpecification[] | undefined;
  /** A public address of the primary private one that is not an Elastic IP. */
  readonly publicIp?: string | undefined;
}

/** What every interface that AWS itself makes and holds has: its requester, and an attachment to no instance. */
export const heldByAws = (ctx: Context) =>
  ({
    requesterId: "amazon-aws",
    requesterManaged: true,
    attachment: {
      id: ctx.newId("ela-attach"),
      status: "attached",
      instanceId: undefined,
      instanceOwnerId: "amazon-aws",
      deviceIndex: 1,
      networkCardIndex: 0,
      deleteOnTermination: false,
      attachTime: ctx.now().toISOString(),
    },
  }) as const satisfies Partial<InterfaceRequest>;

/** Creates an interface, or gives AWS's error for an address, a group or a combination that cannot be. */
export function createInterface(ctx: Context, request: InterfaceRequest): NetworkInterface {
  const { subnet, attachment } = request;
  const groupIds = request.groupIds
    ? needGroups(ctx, subnet.vpcId, [...new Set(request.groupIds)]).map(({ id }) => id)
    : [ownDefaultGroup(ctx, subnet.vpcId)];
  const privateAddresses = ipv4Addresses(ctx, request);
  const ipv6 = ipv6Addresses(ctx, request);
  const eni: NetworkInterface = {
    id: ctx.newId("eni"),
    account: ctx.account,
    region: ctx.region,
    status: request.status ?? (attachment ? "in-use" : "available"),
    interfaceType: request.interfaceType ?? "interface",
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    availabilityZone: subnet.availabilityZone,
    availabilityZoneId: subnet.availabilityZoneId,
    description: request.description ?? "",
    macAddress: newMacAddress(ctx, subnet.availabilityZone),
    privateAddresses,
    ipv6Addresses: ipv6,
    ipv4Prefixes: allocateIpv4Prefixes(ctx, subnet, request, privateAddresses),
    ipv6Prefixes: allocateIpv6Prefixes(ctx, subnet, request, ipv6),
    groupIds,
    sourceDestCheck: request.sourceDestCheck ?? true,
    connectionTracking: request.connectionTracking,
    requesterId: request.requesterId,
    requesterManaged: request.requesterManaged ?? false,
    attachment,
    createTime: ctx.now().toISOString(),
  };
  checkQuota(ctx, "L-DF5E4CA3", ctx.count(networkInterfaces) + 1);
  ctx.put(networkInterfaces, eni);
  tagNew(ctx, networkInterfaces.type, eni.id, request.tags);
  return eni;
}

function ipv4Addresses(ctx: Context, request: InterfaceRequest): readonly PrivateAddress[] {
  const { subnet, privateIp, privateIps = [], secondaryPrivateIpCount } = request;
  if (subnet.cidr === undefined) {
    if (privateIp !== undefined || privateIps.length > 0 || secondaryPrivateIpCount)
      fail("InvalidParameterCombination", `You cannot specify a private IPv4 address in an IPv6-only subnet.`);
    return [];
  }
  const named = privateIps.filter(({ primary }) => primary === true);
  if (named.length > 1) fail("InvalidParameterValue", "Only one primary private IP address can be specified.");
  if (named.length > 0 && privateIp !== undefined)
    fail("InvalidParameterCombination", "Only one primary private IP address can be specified.");
  if (privateIps.length > named.length && secondaryPrivateIpCount !== undefined)
    fail("InvalidParameterCombination", "Secondary private IP addresses cannot be both named and counted.");
  const given = new Set<string>();
  const primary = allocateAddress(ctx, subnet, privateIp ?? named[0]?.address);
  given.add(primary);
  for (const { address, primary: isPrimary } of privateIps) {
    if (!isPrimary) given.add(allocateAddress(ctx, subnet, address, given));
  }
  for (let i = 0; i < (secondaryPrivateIpCount ?? 0); i++) given.add(allocateAddress(ctx, subnet, undefined, given));
  return [...given].map((address, index) => ({
    ...unassociated(address, index === 0),
    publicIp: index === 0 ? request.publicIp : undefined,
  }));
}

/** A shared VPC's default group is its owner's: a participant names groups of its own. */
function ownDefaultGroup(ctx: Context, vpcId: string): string {
  const { id, account } = defaultGroupOf(ctx, vpcId);
  if (account !== ctx.account)
    fail("InvalidParameter", `The default security group of ${vpcId} belongs to ${account}: name groups of your own.`);
  return id;
}

/** A private address that no public one belongs to. */
export const unassociated = (address: string, primary: boolean): PrivateAddress => ({
  address,
  primary,
  publicIp: undefined,
  allocationId: undefined,
  associationId: undefined,
});

function ipv6Addresses(ctx: Context, request: InterfaceRequest): NetworkInterface["ipv6Addresses"] {
  const { subnet, ipv6Count, ipv6Addresses: wanted = [], primaryIpv6 = false } = request;
  if (ipv6Count !== undefined && wanted.length > 0)
    fail("InvalidParameterCombination", "Specify either IPv6 addresses or an IPv6 address count, not both.");
  const managed = request.requesterManaged === true;
  const automatic = (subnet.assignIpv6AddressOnCreation || subnet.ipv6Native) && !managed ? 1 : 0;
  const count = wanted.length > 0 ? 0 : (ipv6Count ?? automatic);
  const given = new Set<string>();
  for (const address of wanted) given.add(allocateIpv6Address(ctx, subnet, address, given));
  for (let i = 0; i < count; i++) given.add(allocateIpv6Address(ctx, subnet, undefined, given));
  if (primaryIpv6 && given.size === 0)
    fail("InvalidParameterCombination", "A primary IPv6 address needs an IPv6 address on the network interface.");
  return [...given].map((address, index) => ({ address, primary: primaryIpv6 && index === 0 }));
}

/**
 * Removes an interface and its tags; an Elastic IP on it stays allocated, without association. Whether AWS would let
 * the caller remove it is the caller's question.
 */
export function removeInterface(ctx: Context, eni: NetworkInterface): void {
  for (const eip of ctx.by(elasticIps, "networkInterfaceId", eni.id))
    ctx.put(elasticIps, {
      ...eip,
      associationId: undefined,
      networkInterfaceId: undefined,
      privateIpAddress: undefined,
      instanceId: undefined,
    });
  for (const { id } of ctx.by(networkInterfacePermissions, "networkInterfaceId", eni.id))
    ctx.delete(networkInterfacePermissions, id);
  endMirroringOf(ctx, eni.id);
  ctx.delete(networkInterfaces, eni.id);
  untag(ctx, eni.id);
}
