/** Creating, describing, changing and deleting EC2 Instance Connect Endpoints. */
import type { Ec2InstanceConnectEndpoint as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Operation } from "../../../cloud/operation.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { createInterface, heldByAws, removeInterface } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { type Subnet, subnets } from "../vpc/resources.ts";
import { type InstanceConnectEndpoint, instanceConnectEndpoints } from "./resources.ts";

const SETTLED = "ec2.instanceConnect.settled";

type AddressType = InstanceConnectEndpoint["ipAddressType"];

/** What the subnet has, or what is asked for where the subnet has it. */
function addressTypeOf(subnet: Subnet, asked: string | undefined): AddressType {
  const ipv4 = subnet.cidr !== undefined;
  const ipv6 = subnet.ipv6Cidrs.length > 0;
  const type = asked ?? (ipv4 && ipv6 ? "dualstack" : ipv6 ? "ipv6" : "ipv4");
  if (type !== "ipv4" && type !== "dualstack" && type !== "ipv6")
    return fail("InvalidParameterValue", `Value (${type}) for parameter ipAddressType is invalid.`);
  if ((type !== "ipv6" && !ipv4) || (type !== "ipv4" && !ipv6))
    fail("InvalidParameterValue", `The subnet ${subnet.id} does not support the IP address type ${type}.`);
  return type;
}

function checkClientIp(preserve: boolean, type: AddressType): void {
  if (preserve && type !== "ipv4")
    fail("InvalidParameterCombination", "PreserveClientIp is only supported with the IP address type ipv4.");
}

/**
 * One for each VPC.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInstanceConnectEndpoint.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-quotas.html
 */
const createInstanceConnectEndpoint = ec2("CreateInstanceConnectEndpoint", (input, ctx) => {
  const { account, region } = ctx;
  const subnet = need(ctx, subnets, input.SubnetId);
  const ipAddressType = addressTypeOf(subnet, input.IpAddressType);
  const preserveClientIp = input.PreserveClientIp ?? false;
  checkClientIp(preserveClientIp, ipAddressType);
  if (ctx.by(instanceConnectEndpoints, "vpcId", subnet.vpcId).length > 0)
    fail("ResourceLimitExceeded", `The VPC ${subnet.vpcId} has an EC2 Instance Connect Endpoint already.`);
  const id = ctx.newId("eice");
  const eni = createInterface(ctx, {
    subnet,
    groupIds: input.SecurityGroupIds?.length ? input.SecurityGroupIds : undefined,
    description: `EC2 Instance Connect Endpoint - ${id}`,
    ipv6Count: ipAddressType === "ipv4" ? 0 : 1,
    interfaceType: "ec2_instance_connect_endpoint",
    ...heldByAws(ctx),
  });
  const endpoint = ctx.put(instanceConnectEndpoints, {
    id,
    account,
    region,
    state: "create-in-progress",
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    networkInterfaceId: eni.id,
    groupIds: eni.groupIds,
    preserveClientIp,
    ipAddressType,
    dnsLabel: ctx.random.hex(8),
    createdAt: ctx.now().toISOString(),
  });
  tagNew(ctx, instanceConnectEndpoints.type, id, input.TagSpecifications);
  ctx.later(AT_ONCE, SETTLED, id);
  return { InstanceConnectEndpoint: describe(ctx, endpoint), ClientToken: input.ClientToken };
});

function describe(ctx: Context, endpoint: InstanceConnectEndpoint): Shape {
  const { id, account, region, dnsLabel } = endpoint;
  const subnet = ctx.find(subnets, endpoint.subnetId);
  return {
    OwnerId: account,
    InstanceConnectEndpointId: id,
    InstanceConnectEndpointArn: `arn:aws:ec2:${region}:${account}:instance-connect-endpoint/${id}`,
    State: endpoint.state,
    StateMessage: "",
    DnsName: `${id}.${dnsLabel}.ec2-instance-connect-endpoint.${region}.amazonaws.com`,
    FipsDnsName: `${id}.${dnsLabel}.fips.ec2-instance-connect-endpoint.${region}.amazonaws.com`,
    NetworkInterfaceIds: [endpoint.networkInterfaceId],
    VpcId: endpoint.vpcId,
    AvailabilityZone: subnet?.availabilityZone,
    AvailabilityZoneId: subnet?.availabilityZoneId,
    CreatedAt: new Date(endpoint.createdAt),
    SubnetId: endpoint.subnetId,
    PreserveClientIp: endpoint.preserveClientIp,
    SecurityGroupIds: [...endpoint.groupIds],
    IpAddressType: endpoint.ipAddressType,
    Tags: tagList(ctx, id),
  };
}

const filters: Filters<InstanceConnectEndpoint, "vpcId"> = {
  "instance-connect-endpoint-id": { of: ({ id }) => id, index: "id" },
  state: ({ state }) => state,
  "subnet-id": ({ subnetId }) => subnetId,
  "vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceConnectEndpoints.html */
const describeInstanceConnectEndpoints = ec2("DescribeInstanceConnectEndpoints", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: instanceConnectEndpoints,
    filters,
    ids: input.InstanceConnectEndpointIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 50],
    idsName: "instanceConnectEndpointIds",
  });
  return { InstanceConnectEndpoints: rows.map((endpoint) => describe(ctx, endpoint)), NextToken: nextToken };
});

function needSettled(ctx: Context, id: string | undefined): InstanceConnectEndpoint {
  const endpoint = need(ctx, instanceConnectEndpoints, id);
  if (endpoint.state !== "create-complete")
    fail("IncorrectState", `The instance connect endpoint '${endpoint.id}' is in the state ${endpoint.state}.`);
  return endpoint;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceConnectEndpoint.html */
const modifyInstanceConnectEndpoint = ec2("ModifyInstanceConnectEndpoint", (input, ctx) => {
  const endpoint = needSettled(ctx, input.InstanceConnectEndpointId);
  if (input.IpAddressType !== undefined && input.IpAddressType !== endpoint.ipAddressType)
    fail("UnsupportedOperation", "Underlay does not change the IP address type of an Instance Connect Endpoint yet.");
  const preserveClientIp = input.PreserveClientIp ?? endpoint.preserveClientIp;
  checkClientIp(preserveClientIp, endpoint.ipAddressType);
  const groupIds = input.SecurityGroupIds?.length
    ? needGroups(ctx, endpoint.vpcId, [...new Set(input.SecurityGroupIds)]).map(({ id }) => id)
    : endpoint.groupIds;
  const eni = ctx.get(networkInterfaces, endpoint.networkInterfaceId);
  if (eni) ctx.put(networkInterfaces, { ...eni, groupIds });
  ctx.put(instanceConnectEndpoints, { ...endpoint, state: "update-in-progress", preserveClientIp, groupIds });
  ctx.later(AT_ONCE, SETTLED, endpoint.id);
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInstanceConnectEndpoint.html */
const deleteInstanceConnectEndpoint = ec2("DeleteInstanceConnectEndpoint", (input, ctx) => {
  const endpoint = needSettled(ctx, input.InstanceConnectEndpointId);
  const leaving = ctx.put(instanceConnectEndpoints, { ...endpoint, state: "delete-in-progress" });
  ctx.later(AT_ONCE, SETTLED, endpoint.id);
  return { InstanceConnectEndpoint: describe(ctx, leaving) };
});

const settled: Transition = (ctx, id) => {
  const endpoint = ctx.get(instanceConnectEndpoints, id);
  if (!endpoint) return;
  if (endpoint.state !== "delete-in-progress") {
    ctx.put(instanceConnectEndpoints, { ...endpoint, state: "create-complete" });
    return;
  }
  const eni = ctx.get(networkInterfaces, endpoint.networkInterfaceId);
  if (eni) removeInterface(ctx, eni);
  ctx.delete(instanceConnectEndpoints, id);
  untag(ctx, id);
};

export const instanceConnectOperations: readonly Operation[] = [
  createInstanceConnectEndpoint,
  describeInstanceConnectEndpoints,
  modifyInstanceConnectEndpoint,
  deleteInstanceConnectEndpoint,
];

export const instanceConnectTransitions: Readonly<Record<string, Transition>> = { [SETTLED]: settled };
