/**
 * DHCP option sets. A region starts with the default set, which every new VPC uses; a VPC may also use none (`default`).
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html
 */
import type { DhcpOptions as DhcpOptionsShape } from "@aws-sdk/client-ec2";
import { parseAddress, parseIpv4 } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { privateDomain } from "../interface/dnsNames.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { type DhcpOptions, dhcpOptions, vpcs } from "./resources.ts";

type Configuration = DhcpOptions["configurations"][number];

const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
const isIpv4Address = (text: string): boolean => parseIpv4(text) !== undefined;

/** What each option takes: how many values, and which. */
const OPTIONS: Readonly<Record<string, { readonly most: number; readonly takes: (value: string) => boolean }>> = {
  "domain-name-servers": { most: 4, takes: (value) => value === "AmazonProvidedDNS" || isAddress(value) },
  "domain-name": { most: 1, takes: (value) => value !== "" },
  "ntp-servers": { most: 4, takes: isAddress },
  "netbios-name-servers": { most: 4, takes: isIpv4Address },
  "netbios-node-type": { most: 1, takes: (value) => ["1", "2", "4", "8"].includes(value) },
  // 140 to 2147483647 seconds, or infinite.
  "ipv6-address-preferred-lease-time": {
    most: 1,
    takes: (value) => /^\d{1,10}$/.test(value) && Number(value) >= 140 && Number(value) <= 4_294_967_295,
  },
};

/** The options of the set that a region starts with. */
const defaults = (region: string): readonly Configuration[] => [
  { key: "domain-name", values: [privateDomain(region)] },
  { key: "domain-name-servers", values: ["AmazonProvidedDNS"] },
];

/** Makes the region's default set: part of opening it. */
export const createDefaultDhcpOptions = (ctx: Context): DhcpOptions =>
  ctx.put(dhcpOptions, {
    id: ctx.newId("dopt"),
    account: ctx.account,
    region: ctx.region,
    configurations: defaults(ctx.region),
  });

/** The set that a new VPC uses: the oldest with the region's default options, or none once that was deleted. */
export function defaultDhcpOptionsId(ctx: Context): string {
  const wanted = JSON.stringify(defaults(ctx.region));
  return ctx.all(dhcpOptions).find(({ configurations }) => JSON.stringify(configurations) === wanted)?.id ?? "default";
}

const describeOptions = (ctx: Context, { id, account, configurations }: DhcpOptions): DhcpOptionsShape => ({
  DhcpOptionsId: id,
  OwnerId: account,
  DhcpConfigurations: configurations.map(({ key, values }) => ({
    Key: key,
    Values: values.map((Value) => ({ Value })),
  })),
  Tags: tagList(ctx, id),
});

function configuration(key: string, values: readonly string[]): Configuration {
  const option = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
  if (!option)
    return fail("InvalidParameterValue", `Value (${key}) for parameter name is invalid. Unknown DHCP option`);
  if (values.length === 0 || values.length > option.most)
    fail(
      "InvalidParameterValue",
      `Value (${values.join(", ")}) for parameter value is invalid. ${key} takes 1 to ${option.most} values.`,
    );
  for (const value of values)
    if (!option.takes(value)) fail("InvalidParameterValue", `Value (${value}) for parameter ${key} is invalid.`);
  return { key, values };
}

/** Several values may come one by one or in one, separated by commas or spaces, except for domain names. */
const valuesOf = (key: string, values: readonly string[]): string[] =>
  key === "domain-name" ? [...values] : values.flatMap((value) => value.split(/[,\s]+/).filter(Boolean));

export const createDhcpOptions = ec2("CreateDhcpOptions", ({ DhcpConfigurations, TagSpecifications }, ctx) => {
  const configurations = (DhcpConfigurations ?? []).map(({ Key = "", Values = [] }) =>
    configuration(Key, valuesOf(Key, Values)),
  );
  if (configurations.length === 0)
    fail("MissingParameter", "The request must contain the parameter dhcpConfigurations");
  if (new Set(configurations.map(({ key }) => key)).size < configurations.length)
    fail("InvalidParameterValue", "Duplicate DHCP options specified.");
  const { account, region } = ctx;
  const options = ctx.put(dhcpOptions, { id: ctx.newId("dopt"), account, region, configurations });
  tagNew(ctx, "dhcp-options", options.id, TagSpecifications);
  return { DhcpOptions: describeOptions(ctx, options) };
});

export const deleteDhcpOptions = ec2("DeleteDhcpOptions", ({ DhcpOptionsId }, ctx) => {
  const { id } = need(ctx, dhcpOptions, DhcpOptionsId);
  if (ctx.by(vpcs, "dhcpOptionsId", id).length > 0)
    fail("DependencyViolation", `The dhcpOptions '${id}' has dependencies and cannot be deleted.`);
  untag(ctx, id);
  ctx.delete(dhcpOptions, id);
  return {};
});

export const associateDhcpOptions = ec2("AssociateDhcpOptions", ({ DhcpOptionsId, VpcId }, ctx) => {
  const vpc = need(ctx, vpcs, VpcId);
  const dhcpOptionsId = DhcpOptionsId === "default" ? "default" : need(ctx, dhcpOptions, DhcpOptionsId).id;
  ctx.put(vpcs, { ...vpc, dhcpOptionsId });
  return {};
});

const filters: Filters<DhcpOptions, never> = {
  "dhcp-options-id": ({ id }) => id,
  key: ({ configurations }) => configurations.map(({ key }) => key),
  value: ({ configurations }) => configurations.flatMap(({ values }) => values),
  "owner-id": ({ account }) => account,
};

export const describeDhcpOptions = ec2("DescribeDhcpOptions", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: dhcpOptions,
    filters,
    ids: input.DhcpOptionsIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "dhcpOptionsIds",
  });
  return { DhcpOptions: rows.map((options) => describeOptions(ctx, options)), NextToken: nextToken };
});
