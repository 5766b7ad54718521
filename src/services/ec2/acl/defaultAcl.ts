/**
 * The default network ACL: made with its VPC, and what every subnet has until it is given another.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
import type { Context } from "../../../cloud/context.ts";
import { untag } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { allowAll, DENY_IPV6, denyAll, isDenial, sorted, withEntries } from "./entries.ts";
import { type NetworkAcl, networkAcls } from "./resources.ts";

/** The rule numbers under which AWS's default ACL allows everything. */
const ALLOW_IPV4 = 100;
const ALLOW_IPV6 = 101;

/** Whether the VPC has an IPv6 block, or is about to: then its ACLs speak of IPv6 too. */
export const hasIpv6 = (ctx: Context, vpcId: string): boolean =>
  ctx.find(vpcs, vpcId)?.ipv6Cidrs.some(({ state }) => state === "associating" || state === "associated") ?? false;

/** The default ACL of a new VPC: rule 100 allows all IPv4 (101 all IPv6 where the VPC has it), `*` denies the rest. */
export function createDefaultNetworkAcl(ctx: Context, vpcId: string): NetworkAcl {
  const ipv6 = hasIpv6(ctx, vpcId);
  const entries = [...allowAll(ALLOW_IPV4, "0.0.0.0/0"), ...denyAll(ipv6)];
  if (ipv6) entries.push(...allowAll(ALLOW_IPV6, "::/0"));
  return ctx.put(networkAcls, {
    id: ctx.newId("acl"),
    account: ctx.account,
    region: ctx.region,
    vpcId,
    isDefault: true,
    entries: sorted(entries),
    associations: [],
  });
}

/** The VPC's default ACL. Every VPC has one; its absence would be a bug. */
export function defaultAclOf(ctx: Context, vpcId: string): NetworkAcl {
  const acl = ctx.by(networkAcls, "vpcId", vpcId).find((one) => one.isDefault);
  if (!acl) throw new Error(`${vpcId} has no default network ACL`);
  return acl;
}

/** Gives a new subnet the VPC's default ACL. */
export function associateWithDefaultAcl(ctx: Context, vpcId: string, subnetId: string): void {
  const acl = defaultAclOf(ctx, vpcId);
  const association = { id: ctx.newId("aclassoc"), subnetId };
  ctx.put(networkAcls, { ...acl, associations: [...acl.associations, association] });
}

/** Ends a subnet's association with whichever ACL it has: part of deleting the subnet. */
export function dissociateSubnetAcl(ctx: Context, subnetId: string): void {
  for (const acl of ctx.by(networkAcls, "subnetId", subnetId))
    ctx.put(networkAcls, { ...acl, associations: acl.associations.filter((one) => one.subnetId !== subnetId) });
}

/** Removes the default ACL: part of deleting the VPC. */
export function deleteDefaultNetworkAcl(ctx: Context, vpcId: string): void {
  const acl = ctx.by(networkAcls, "vpcId", vpcId).find((one) => one.isDefault);
  if (!acl) return;
  ctx.delete(networkAcls, acl.id);
  untag(ctx, acl.id);
}

/**
 * What AWS adds when an IPv6 block is associated with a VPC: the `*` denial of IPv6 to each of its ACLs, and to the
 * default one rule 101, in each direction that still has the rules it was made with. Doing it again changes nothing.
 */
export function allowIpv6InDefaultAcl(ctx: Context, vpcId: string): void {
  for (const acl of ctx.by(networkAcls, "vpcId", vpcId)) {
    if (acl.entries.some(({ ruleNumber }) => ruleNumber === DENY_IPV6)) continue;
    const added = denyAll(true).filter(({ ruleNumber }) => ruleNumber === DENY_IPV6);
    if (acl.isDefault) {
      const untouched = (egress: boolean): boolean => {
        const own = acl.entries.filter((entry) => entry.egress === egress && !isDenial(entry));
        const [only] = own;
        return own.length === 1 && only?.ruleNumber === ALLOW_IPV4 && only.action === "allow" && only.protocol === -1;
      };
      added.push(...allowAll(ALLOW_IPV6, "::/0").filter(({ egress }) => untouched(egress)));
    }
    ctx.put(networkAcls, withEntries(acl, [...acl.entries, ...added]));
  }
}
