/**
 * The reverse DNS name of an Elastic IP address. That the name resolves to the address, as AWS asks, is taken at its word.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Elastic_Addressing_Reverse_DNS.html
 */
import type { AddressAttribute } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type ElasticIp, elasticIps } from "./resources.ts";

/** How long an update of the name is pending; minutes in AWS. */
const UPDATE_MS = 200;
const UPDATED = "ec2.interface.reverse-dns";

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

/** A name as it is published: absolute, with its dot at the end. */
function absolute(name: string): string {
  const labels = name.replace(/\.$/, "").split(".");
  if (name.length > 254 || labels.length < 2 || !labels.every((label) => LABEL.test(label)))
    fail("InvalidParameterValue", `Value (${name}) for parameter domainName is invalid. Expecting a domain name.`);
  return `${labels.join(".")}.`;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAddressAttribute.html */
export const modifyAddressAttribute = ec2("ModifyAddressAttribute", (input, ctx) => {
  const eip = need(ctx, elasticIps, input.AllocationId);
  if (!input.DomainName) return fail("MissingParameter", "The request must contain the parameter domainName");
  const pending = ctx.put(elasticIps, { ...eip, domainNameUpdate: absolute(input.DomainName) });
  ctx.later(UPDATE_MS, UPDATED, eip.id);
  return { Address: describe(pending) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetAddressAttribute.html */
export const resetAddressAttribute = ec2("ResetAddressAttribute", (input, ctx) => {
  const eip = need(ctx, elasticIps, input.AllocationId);
  checkAttribute(input.Attribute);
  if (!hasReverseName(eip)) return { Address: describe(eip) };
  const pending = ctx.put(elasticIps, { ...eip, domainNameUpdate: "" });
  ctx.later(UPDATE_MS, UPDATED, eip.id);
  return { Address: describe(pending) };
});

function checkAttribute(attribute: string | undefined): void {
  if (attribute !== undefined && attribute !== "domain-name")
    fail("InvalidParameterValue", `Value (${attribute}) for parameter attribute is invalid.`);
}

const updated: Transition = (ctx, id) => {
  const eip = ctx.get(elasticIps, id);
  if (eip?.domainNameUpdate === undefined) return;
  ctx.put(elasticIps, { ...eip, domainName: eip.domainNameUpdate || undefined, domainNameUpdate: undefined });
};

export const reverseDnsTransitions: Readonly<Record<string, Transition>> = { [UPDATED]: updated };

/** Whether the address has a reverse name of its owner's, or is about to lose it or get one. */
export const hasReverseName = ({ domainName, domainNameUpdate }: ElasticIp): boolean =>
  domainName !== undefined || domainNameUpdate !== undefined;

const describe = (eip: ElasticIp): AddressAttribute => ({
  AllocationId: eip.id,
  PublicIp: eip.publicIp,
  ...(eip.domainName === undefined ? {} : { PtrRecord: eip.domainName }),
  ...(eip.domainNameUpdate === undefined
    ? {}
    : {
        PtrRecordUpdate: {
          Value: eip.domainNameUpdate,
          Status: "PENDING",
          Reason: eip.domainNameUpdate === "" ? "RESET" : "MODIFY",
        },
      }),
});

/**
 * The addresses that have a reverse name of their owner's; Terraform's provider learns from the absence of an address
 * that its name has been reset.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressesAttribute.html
 */
export const describeAddressesAttribute = ec2("DescribeAddressesAttribute", (input, ctx) => {
  checkAttribute(input.Attribute);
  const { rows, nextToken } = list(ctx, {
    resource: elasticIps,
    filters: {},
    rows: input.AllocationIds?.length
      ? input.AllocationIds.map((id) => need(ctx, elasticIps, id)).filter(hasReverseName)
      : ctx.all(elasticIps).filter(hasReverseName),
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 1000],
  });
  return { Addresses: rows.map(describe), NextToken: nextToken };
});
