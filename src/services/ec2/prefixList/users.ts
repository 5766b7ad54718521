/** The resources that name a prefix list: security groups by their rules, route tables (a transit gateway's too) by their routes. */
import type { Context } from "../../../cloud/context.ts";
import { routeTables } from "../routing/resources.ts";
import { securityGroupRules, securityGroups } from "../securityGroup/resources.ts";
import { transitGatewayPrefixListReferences } from "../transitGateway/resources.ts";

export interface PrefixListUser {
  readonly id: string;
  readonly account: string;
}

/** Each once, whoever owns it. */
export function usersOf(ctx: Context, prefixListId: string): readonly PrefixListUser[] {
  const users = new Map<string, PrefixListUser>();
  for (const { groupId } of ctx.by(securityGroupRules, "prefixListId", prefixListId)) {
    const group = ctx.find(securityGroups, groupId);
    if (group) users.set(group.id, group);
  }
  for (const table of ctx.by(routeTables, "prefixListId", prefixListId)) users.set(table.id, table);
  for (const { routeTableId, account } of ctx.by(transitGatewayPrefixListReferences, "prefixListId", prefixListId))
    users.set(routeTableId, { id: routeTableId, account });
  return [...users.values()];
}
