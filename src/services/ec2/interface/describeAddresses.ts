/** DescribeAddresses. */
import type { Address } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { type ElasticIp, elasticIps, networkInterfaces } from "./resources.ts";

type AddressIndex = keyof typeof elasticIps.indexes & string;

const filters: Filters<ElasticIp, AddressIndex> = {
  "allocation-id": (eip) => eip.id,
  "association-id": { of: (eip) => eip.associationId, index: "associationId" },
  domain: (eip) => eip.domain,
  "instance-id": { of: (eip) => eip.instanceId, index: "instanceId" },
  "network-border-group": (eip) => eip.networkBorderGroup,
  "network-interface-id": { of: (eip) => eip.networkInterfaceId, index: "networkInterfaceId" },
  "network-interface-owner-id": (eip, ctx) => interfaceOwner(ctx, eip),
  "private-ip-address": (eip) => eip.privateIpAddress,
  "public-ip": { of: (eip) => eip.publicIp, index: "publicIp" },
};

const interfaceOwner = (ctx: Context, eip: ElasticIp): string | undefined =>
  eip.networkInterfaceId === undefined ? undefined : ctx.find(networkInterfaces, eip.networkInterfaceId)?.account;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html */
export const describeAddresses = ec2("DescribeAddresses", (input, ctx) => {
  const named = input.PublicIps?.map((publicIp) => idOf(ctx, publicIp)) ?? [];
  const { rows } = list(ctx, {
    resource: elasticIps,
    filters,
    ids: [...(input.AllocationIds ?? []), ...named],
    where: input.Filters,
  });
  return { Addresses: rows.map((eip) => describe(ctx, eip)) };
});

function idOf(ctx: Context, publicIp: string): string {
  const eip = ctx
    .by(elasticIps, "publicIp", publicIp)
    .find((row) => row.account === ctx.account && row.region === ctx.region);
  return eip?.id ?? fail("InvalidAddress.NotFound", `Address '${publicIp}' not found.`);
}

const describe = (ctx: Context, eip: ElasticIp): Address => ({
  AllocationId: eip.id,
  PublicIp: eip.publicIp,
  Domain: eip.domain,
  PublicIpv4Pool: eip.publicIpv4Pool,
  NetworkBorderGroup: eip.networkBorderGroup,
  AssociationId: eip.associationId,
  InstanceId: eip.instanceId,
  NetworkInterfaceId: eip.networkInterfaceId,
  NetworkInterfaceOwnerId: interfaceOwner(ctx, eip),
  PrivateIpAddress: eip.privateIpAddress,
  Tags: tagList(ctx, eip.id),
});
