/**
 * The numbered entries: add, replace, remove.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */

import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { withEntries } from "./entries.ts";
import { type NetworkAcl, type NetworkAclEntry, networkAcls } from "./resources.ts";
import { checkRuleNumber, parseEntry } from "./rule.ts";

type Place = Pick<NetworkAclEntry, "ruleNumber" | "egress">;

const samePlace = (a: Place, b: Place): boolean => a.ruleNumber === b.ruleNumber && a.egress === b.egress;
const isIpv6 = ({ cidr }: NetworkAclEntry): boolean => cidr.includes(":");

/** The ACL without the entry of this number and direction, which must be there. */
function without(acl: NetworkAcl, place: Place): readonly NetworkAclEntry[] {
  const rest = acl.entries.filter((entry) => !samePlace(entry, place));
  if (rest.length === acl.entries.length)
    fail(
      "InvalidNetworkAclEntry.NotFound",
      `no ${place.egress ? "egress" : "ingress"} entry with number ${place.ruleNumber} in the network acl ${acl.id}`,
    );
  return rest;
}

/**
 * The entries with one more, unless they are too many then: of one direction and one family, AWS's `*` denial among them.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
 */
function withEntry(
  ctx: Context,
  entries: readonly NetworkAclEntry[],
  entry: NetworkAclEntry,
): readonly NetworkAclEntry[] {
  const alike = entries.filter((other) => other.egress === entry.egress && isIpv6(other) === isIpv6(entry));
  // Where the VPC has no IPv6 the denial of it is not shown, but AWS counts it all the same.
  const denial = isIpv6(entry) && !alike.some(({ ruleNumber }) => ruleNumber > 32767) ? 1 : 0;
  checkQuota(ctx, "L-2AEEBF1A", alike.length + denial + 1);
  return [...entries, entry];
}

/** All that an entry says, beside its place. */
const saying = ({ action, protocol, cidr, portRange, icmp }: NetworkAclEntry): string =>
  [action, protocol, cidr, portRange?.from, portRange?.to, icmp?.type, icmp?.code].join();

/**
 * An entry that is there already, the same in all it says, is no error: the live service takes it, as it takes a route.
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/36326
 */
export const createNetworkAclEntry = ec2("CreateNetworkAclEntry", (input, ctx) => {
  const acl = need(ctx, networkAcls, input.NetworkAclId);
  const entry = parseEntry(input);
  const there = acl.entries.find((other) => samePlace(other, entry));
  if (there && saying(there) === saying(entry)) return {};
  if (there)
    fail("NetworkAclEntryAlreadyExists", `The network acl entry identified by ${entry.ruleNumber} already exists.`);
  ctx.put(networkAcls, withEntries(acl, withEntry(ctx, acl.entries, entry)));
  return {};
});

export const replaceNetworkAclEntry = ec2("ReplaceNetworkAclEntry", (input, ctx) => {
  const acl = need(ctx, networkAcls, input.NetworkAclId);
  const entry = parseEntry(input);
  ctx.put(networkAcls, withEntries(acl, withEntry(ctx, without(acl, entry), entry)));
  return {};
});

export const deleteNetworkAclEntry = ec2("DeleteNetworkAclEntry", (input, ctx) => {
  const acl = need(ctx, networkAcls, input.NetworkAclId);
  const place = { ruleNumber: checkRuleNumber(input.RuleNumber), egress: input.Egress ?? false };
  ctx.put(networkAcls, withEntries(acl, without(acl, place)));
  return {};
});
