/**
 * Network ACLs and which subnet has which.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import type { NetworkAcl as DescribedAcl, NetworkAclEntry as DescribedEntry } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { hasIpv6 } from "./defaultAcl.ts";
import { denyAll, sorted } from "./entries.ts";
import { type NetworkAcl, type NetworkAclEntry, networkAcls } from "./resources.ts";
import { protocolNames } from "./rule.ts";

const isIpv6 = ({ cidr }: NetworkAclEntry): boolean => cidr.includes(":");

const describeEntry = (entry: NetworkAclEntry): DescribedEntry => ({
  RuleNumber: entry.ruleNumber,
  Egress: entry.egress,
  RuleAction: entry.action,
  Protocol: String(entry.protocol),
  CidrBlock: isIpv6(entry) ? undefined : entry.cidr,
  Ipv6CidrBlock: isIpv6(entry) ? entry.cidr : undefined,
  PortRange: entry.portRange && { From: entry.portRange.from, To: entry.portRange.to },
  IcmpTypeCode: entry.icmp && { Type: entry.icmp.type, Code: entry.icmp.code },
});

export const describeNetworkAcl = (ctx: Context, acl: NetworkAcl): DescribedAcl => ({
  NetworkAclId: acl.id,
  VpcId: acl.vpcId,
  OwnerId: acl.account,
  IsDefault: acl.isDefault,
  Entries: acl.entries.map(describeEntry),
  Associations: acl.associations.map(({ id, subnetId }) => ({
    NetworkAclAssociationId: id,
    NetworkAclId: acl.id,
    SubnetId: subnetId,
  })),
  Tags: tagList(ctx, acl.id),
});

/** A new ACL denies everything until it is given entries. */
export const createNetworkAcl = ec2("CreateNetworkAcl", (input, ctx) => {
  const vpc = need(ctx, vpcs, input.VpcId);
  checkQuota(ctx, "L-B4A6D682", ctx.by(networkAcls, "vpcId", vpc.id).length + 1);
  const acl = ctx.put(networkAcls, {
    id: ctx.newId("acl"),
    account: ctx.account,
    region: ctx.region,
    vpcId: vpc.id,
    isDefault: false,
    entries: sorted(denyAll(hasIpv6(ctx, vpc.id))),
    associations: [],
  });
  tagNew(ctx, networkAcls.type, acl.id, input.TagSpecifications);
  return { NetworkAcl: describeNetworkAcl(ctx, acl), ClientToken: input.ClientToken };
});

export const deleteNetworkAcl = ec2("DeleteNetworkAcl", ({ NetworkAclId }, ctx) => {
  const acl = need(ctx, networkAcls, NetworkAclId);
  if (acl.isDefault) fail("InvalidParameterValue", `cannot delete default network ACL ${acl.id}`);
  if (acl.associations.length > 0)
    fail("DependencyViolation", `The networkAcl '${acl.id}' has dependencies and cannot be deleted.`);
  ctx.delete(networkAcls, acl.id);
  untag(ctx, acl.id);
  return {};
});

const FILTERS: Filters<NetworkAcl, "vpcId" | "subnetId" | "associationId"> = {
  "association.association-id": { of: ({ associations }) => associations.map(({ id }) => id), index: "associationId" },
  "association.network-acl-id": ({ id, associations }) => (associations.length > 0 ? id : undefined),
  "association.subnet-id": {
    of: ({ associations }) => associations.map(({ subnetId }) => subnetId),
    index: "subnetId",
  },
  default: ({ isDefault }) => isDefault,
  "entry.cidr": ({ entries }) => entries.filter((entry) => !isIpv6(entry)).map(({ cidr }) => cidr),
  "entry.ipv6-cidr": ({ entries }) => entries.filter(isIpv6).map(({ cidr }) => cidr),
  "entry.icmp.code": ({ entries }) => entries.map(({ icmp }) => icmp?.code),
  "entry.icmp.type": ({ entries }) => entries.map(({ icmp }) => icmp?.type),
  "entry.port-range.from": ({ entries }) => entries.map(({ portRange }) => portRange?.from),
  "entry.port-range.to": ({ entries }) => entries.map(({ portRange }) => portRange?.to),
  "entry.protocol": ({ entries }) => entries.flatMap(({ protocol }) => protocolNames(protocol)),
  "entry.rule-action": ({ entries }) => entries.map(({ action }) => action),
  "entry.egress": ({ entries }) => entries.map(({ egress }) => egress),
  "entry.rule-number": ({ entries }) => entries.map(({ ruleNumber }) => ruleNumber),
  "network-acl-id": ({ id }) => id,
  "owner-id": ({ account }) => account,
  "vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
};

export const describeNetworkAcls = ec2("DescribeNetworkAcls", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: networkAcls,
    filters: FILTERS,
    ids: input.NetworkAclIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "networkAclIds",
  });
  return { NetworkAcls: rows.map((acl) => describeNetworkAcl(ctx, acl)), NextToken: nextToken };
});

export const replaceNetworkAclAssociation = ec2("ReplaceNetworkAclAssociation", (input, ctx) => {
  const { AssociationId: associationId = "" } = input;
  const [from] = ctx.by(networkAcls, "associationId", associationId);
  const old = from?.associations.find(({ id }) => id === associationId);
  if (!from || !old || from.account !== ctx.account || from.region !== ctx.region)
    return fail("InvalidAssociationID.NotFound", `The association ID '${associationId}' does not exist`);
  const to = need(ctx, networkAcls, input.NetworkAclId);
  if (to.vpcId !== from.vpcId)
    fail("InvalidParameterValue", `networkAcl ${to.id} and subnet ${old.subnetId} belong to different networks`);
  const association = { id: ctx.newId("aclassoc"), subnetId: old.subnetId };
  ctx.put(networkAcls, { ...from, associations: from.associations.filter((one) => one !== old) });
  const now = need(ctx, networkAcls, to.id); // which may be the same ACL, changed just above
  ctx.put(networkAcls, { ...now, associations: [...now.associations, association] });
  return { NewAssociationId: association.id };
});
