/** Prefix lists as everybody finds them: the account's own, and AWS's. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { sharedResources, sharedWith } from "../../ram/resources.ts";
import { need } from "../resource.ts";
import { awsPrefixListById, awsPrefixLists, awsWeight } from "./awsLists.ts";
import { type PrefixList, prefixLists } from "./resources.ts";

/** The list with this id that the caller may use, or AWS's error. */
export function needPrefixList(ctx: Context, id = ""): PrefixList {
  const shared = ctx.find(prefixLists, id);
  if (shared && shared.region === ctx.region && sharedWith(ctx, prefixListArn(shared), ctx.account)) return shared;
  return awsPrefixListById(ctx.region, id) ?? need(ctx, prefixLists, id);
}

export const prefixListArn = ({ region, ownerId, id }: PrefixList): string =>
  `arn:aws:ec2:${region}:${ownerId.toLowerCase()}:prefix-list/${id}`;

/** The caller's own list, to be changed; AWS's are nobody else's to change. */
export function needOwnPrefixList(ctx: Context, id: string | undefined): PrefixList {
  if (awsPrefixListById(ctx.region, id ?? ""))
    fail("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
  return need(ctx, prefixLists, id);
}

/** Every list that the caller sees: AWS's first, then its own, then what others share with it. */
export const visiblePrefixLists = (ctx: Context): readonly PrefixList[] => [
  ...awsPrefixLists(ctx.region),
  ...ctx.all(prefixLists),
  ...sharedResources(ctx).flatMap(({ arn }) => ctx.find(prefixLists, arn.slice(arn.lastIndexOf("/") + 1)) ?? []),
];

/**
 * How many rules a rule that names the list counts for, for each family: as many as the list can hold of its own
 * family, or what AWS says of its own lists.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights
 */
export function prefixListWeight(ctx: Context, id: string): { readonly ipv4: number; readonly ipv6: number } {
  const own = ctx.find(prefixLists, id);
  if (!own) {
    const weight = awsWeight(awsPrefixListById(ctx.region, id));
    return { ipv4: weight, ipv6: weight };
  }
  const weight = own.nextMaxEntries ?? own.maxEntries ?? 1;
  return own.addressFamily === "IPv4" ? { ipv4: weight, ipv6: 0 } : { ipv4: 0, ipv6: weight };
}
