/** DescribeVpcs. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
import { lasting } from "../../../cloud/lasting.ts";
import { type Filters, list, rowsOf } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { withTagsIfAny } from "../tag/resources.ts";
import { type Vpc, vpcs } from "./resources.ts";
import { visibleVpcs } from "./sharing.ts";
import { describeVpc } from "./vpcs.ts";

const primaryCidr = (vpc: Vpc) => vpc.cidr;
const isDefault = (vpc: Vpc) => vpc.isDefault;
const dhcpOptionsId = (vpc: Vpc) => vpc.dhcpOptionsId;

const filters: Filters<Vpc, "dhcpOptionsId" | "ipv6Cidr" | "associationId"> = {
  cidr: primaryCidr,
  "cidr-block": primaryCidr,
  cidrBlock: primaryCidr,
  "cidr-block-association.cidr-block": (vpc) => vpc.cidrs.map(({ cidr }) => cidr),
  "cidr-block-association.association-id": (vpc) => vpc.cidrs.map(({ associationId }) => associationId),
  "cidr-block-association.state": (vpc) => vpc.cidrs.map(({ state }) => state),
  "dhcp-options-id": { of: dhcpOptionsId, index: "dhcpOptionsId" },
  dhcpOptionsId,
  "ipv6-cidr-block-association.ipv6-cidr-block": (vpc) => vpc.ipv6Cidrs.map(({ cidr }) => cidr),
  "ipv6-cidr-block-association.ipv6-pool": (vpc) => vpc.ipv6Cidrs.map(() => "Amazon"),
  "ipv6-cidr-block-association.association-id": (vpc) => vpc.ipv6Cidrs.map(({ associationId }) => associationId),
  "ipv6-cidr-block-association.state": (vpc) => vpc.ipv6Cidrs.map(({ state }) => state),
  "is-default": isDefault,
  isDefault,
  "owner-id": (vpc) => vpc.account,
  state: (vpc) => vpc.state,
  "vpc-id": (vpc) => vpc.id,
};

const describeAll = lasting((ctx, vpc: Vpc) => withTagsIfAny(describeVpc(ctx, vpc)));

export const describeVpcs = ec2("DescribeVpcs", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: vpcs,
    filters,
    ids: input.VpcIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "vpcIds",
    ...rowsOf(visibleVpcs(ctx)),
  });
  return { Vpcs: describeAll(ctx, rows), NextToken: nextToken };
});
