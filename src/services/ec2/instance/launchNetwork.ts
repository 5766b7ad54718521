/**
 * Where a launch puts its instances: the subnet, and the interfaces that each instance gets. Either the request names
 * interfaces, or it gives one interface's settings at the instance's level; the two do not mix.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
import type { InstanceNetworkInterfaceSpecification, RunInstancesRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { regionFacts, zoneOfId } from "../geography/regions.ts";
import { refuseInUse } from "../interface/attach.ts";
import { connectionTrackingOf } from "../interface/connectionTracking.ts";
import type { InterfaceRequest } from "../interface/create.ts";
import { prefixRequest } from "../interface/prefixes.ts";
import { refuseManaged } from "../interface/refusals.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { need } from "../resource.ts";
import { groupNamed } from "../securityGroup/groups.ts";
import { type Subnet, subnets, vpcs } from "../vpc/resources.ts";
import { needUsableSubnet } from "../vpc/sharing.ts";

export interface PlannedInterface {
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly deleteOnTermination: boolean;
  /** An interface that exists, or what to create. */
  readonly existing: NetworkInterface | undefined;
  readonly request: InterfaceRequest;
}

export interface LaunchNetwork {
  /** The primary interface's. */
  readonly subnet: Subnet;
  /** By device index; at least one. */
  readonly interfaces: readonly PlannedInterface[];
  /** Whether the primary interface gets a public address. */
  readonly publicIp: boolean;
}

/** Resolves what the request says of the network, or gives AWS's error. */
export function planNetwork(ctx: Context, input: RunInstancesRequest): LaunchNetwork {
  const zone = placementZone(ctx, input);
  const network = input.NetworkInterfaces?.length
    ? fromInterfaces(ctx, input, input.NetworkInterfaces, zone)
    : fromInstanceLevel(ctx, input, zone);
  if (zone !== undefined && network.subnet.availabilityZone !== zone)
    fail(
      "InvalidParameterValue",
      `The specified availability zone ${zone} does not match the subnet's, ${network.subnet.availabilityZone}.`,
    );
  return network;
}

function placementZone(ctx: Context, { Placement }: RunInstancesRequest): string | undefined {
  const zone = Placement?.AvailabilityZone ?? undefined;
  const byId =
    Placement?.AvailabilityZoneId === undefined ? undefined : zoneOfId(ctx.region, Placement.AvailabilityZoneId);
  if (Placement?.AvailabilityZoneId !== undefined && byId === undefined)
    fail("InvalidParameterValue", `Invalid availability zone-id: [${Placement.AvailabilityZoneId}]`);
  if (zone !== undefined && !regionFacts(ctx.region).zones.includes(zone))
    fail("InvalidParameterValue", `Invalid availability zone: [${zone}]`);
  return zone ?? byId;
}

function fromInstanceLevel(ctx: Context, input: RunInstancesRequest, zone: string | undefined): LaunchNetwork {
  const subnet = input.SubnetId === undefined ? defaultSubnet(ctx, zone) : needUsableSubnet(ctx, input.SubnetId);
  const { SecurityGroupIds: ids = [], SecurityGroups: names = [] } = input;
  if (names.length > 0 && input.SubnetId !== undefined)
    fail("InvalidParameterCombination", "The parameter groupName cannot be used with the parameter subnet");
  const groupIds = [...ids, ...names.map((name) => idOfGroupNamed(ctx, subnet.vpcId, name))];
  const request: InterfaceRequest = {
    subnet,
    groupIds: groupIds.length > 0 ? groupIds : undefined,
    privateIp: input.PrivateIpAddress,
    ipv6Count: input.Ipv6AddressCount,
    ipv6Addresses: input.Ipv6Addresses?.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
    primaryIpv6: input.EnablePrimaryIpv6,
  };
  return {
    subnet,
    publicIp: subnet.mapPublicIpOnLaunch && subnet.cidr !== undefined,
    interfaces: [{ deviceIndex: 0, networkCardIndex: 0, deleteOnTermination: true, existing: undefined, request }],
  };
}

/** The default subnet of the zone, or of the first zone that has one. */
function defaultSubnet(ctx: Context, zone: string | undefined): Subnet {
  const vpc = ctx.all(vpcs).find(({ isDefault }) => isDefault);
  if (!vpc)
    return fail(
      "VPCIdNotSpecified",
      "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
    );
  const candidates = ctx
    .by(subnets, "vpcId", vpc.id)
    .filter(({ defaultForAz, availabilityZone }) => defaultForAz && (zone === undefined || zone === availabilityZone));
  return (
    candidates[0] ??
    fail(
      "MissingInput",
      `No subnets found for the default VPC '${vpc.id}'${zone ? ` in availability zone '${zone}'` : ""}. Please specify a subnet.`,
    )
  );
}

function idOfGroupNamed(ctx: Context, vpcId: string, name: string): string {
  const group = groupNamed(ctx, vpcId, name);
  return (
    group?.id ?? fail("InvalidGroup.NotFound", `The security group '${name}' does not exist in default VPC '${vpcId}'`)
  );
}

function fromInterfaces(
  ctx: Context,
  input: RunInstancesRequest,
  specifications: readonly InstanceNetworkInterfaceSpecification[],
  zone: string | undefined,
): LaunchNetwork {
  const clash = (what: string): never =>
    fail(
      "InvalidParameterCombination",
      `Network interfaces and an instance-level ${what} may not be specified on the same request`,
    );
  if (input.SubnetId !== undefined) clash("subnet ID");
  if (input.SecurityGroupIds?.length || input.SecurityGroups?.length) clash("security groups");
  if (input.PrivateIpAddress !== undefined) clash("private IP address");
  if (input.Ipv6AddressCount !== undefined || input.Ipv6Addresses?.length) clash("IPv6 addresses");

  const seen = new Set<string>();
  for (const { DeviceIndex, NetworkCardIndex = 0, AssociatePublicIpAddress } of specifications) {
    if (DeviceIndex === undefined)
      fail("InvalidParameterCombination", "Each network interface requires a device index.");
    const place = `${NetworkCardIndex}/${DeviceIndex}`;
    if (seen.has(place))
      fail(
        "InvalidParameterCombination",
        `The device index ${DeviceIndex} is used by more than one network interface.`,
      );
    seen.add(place);
    if (AssociatePublicIpAddress === true && specifications.length > 1)
      fail(
        "InvalidParameterCombination",
        "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.",
      );
  }
  if (!seen.has("0/0"))
    fail("InvalidParameterCombination", "You must specify a network interface with device index 0.");

  const interfaces = specifications
    .map((one) => planned(ctx, input, one, zone))
    .sort((a, b) => a.networkCardIndex - b.networkCardIndex || a.deviceIndex - b.deviceIndex);
  const zones = new Set(interfaces.map(({ request }) => request.subnet.availabilityZone));
  if (zones.size > 1)
    fail("InvalidParameterCombination", "The network interfaces of an instance must be in one Availability Zone.");
  const [primary] = interfaces;
  if (!primary) throw new Error("a launch has no interface");
  const { subnet } = primary.request;
  const [only] = specifications;
  const automatic = specifications.length === 1 && primary.existing === undefined && subnet.cidr !== undefined;
  return {
    subnet,
    interfaces,
    publicIp: automatic && (only?.AssociatePublicIpAddress ?? subnet.mapPublicIpOnLaunch),
  };
}

function planned(
  ctx: Context,
  input: RunInstancesRequest,
  one: InstanceNetworkInterfaceSpecification,
  zone: string | undefined,
): PlannedInterface {
  const deviceIndex = one.DeviceIndex ?? 0;
  const networkCardIndex = one.NetworkCardIndex ?? 0;
  if (one.NetworkInterfaceId !== undefined) {
    if (input.MaxCount !== undefined && input.MaxCount > 1)
      fail(
        "InvalidParameterCombination",
        "A network interface ID may not be specified when launching more than one instance.",
      );
    if (one.SubnetId !== undefined || one.Groups?.length || one.AssociatePublicIpAddress === true)
      fail(
        "InvalidParameterCombination",
        `A network interface ID may not be specified together with settings of a new interface (${one.NetworkInterfaceId}).`,
      );
    const existing = need(ctx, networkInterfaces, one.NetworkInterfaceId);
    refuseManaged(existing);
    refuseInUse(existing);
    return {
      deviceIndex,
      networkCardIndex,
      deleteOnTermination: one.DeleteOnTermination ?? false,
      existing,
      request: { subnet: needUsableSubnet(ctx, existing.subnetId) },
    };
  }
  if (one.PrivateIpAddress !== undefined && (input.MaxCount ?? 1) > 1)
    fail(
      "InvalidParameterCombination",
      "A private IP address may not be specified when launching more than one instance.",
    );
  return {
    deviceIndex,
    networkCardIndex,
    deleteOnTermination: one.DeleteOnTermination ?? true,
    existing: undefined,
    request: {
      subnet: one.SubnetId === undefined ? defaultSubnet(ctx, zone) : needUsableSubnet(ctx, one.SubnetId),
      groupIds: one.Groups?.length ? one.Groups : undefined,
      description: one.Description,
      privateIp: one.PrivateIpAddress,
      privateIps: one.PrivateIpAddresses?.map((each) => ({ address: each.PrivateIpAddress, primary: each.Primary })),
      secondaryPrivateIpCount: one.SecondaryPrivateIpAddressCount,
      ipv6Count: one.Ipv6AddressCount,
      ipv6Addresses: one.Ipv6Addresses?.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
      primaryIpv6: one.PrimaryIpv6,
      ...prefixRequest(one),
      interfaceType: one.InterfaceType,
      connectionTracking: connectionTrackingOf(one.ConnectionTrackingSpecification),
    },
  };
}
