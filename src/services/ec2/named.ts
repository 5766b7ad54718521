/** A resource as a sentence names it: by its Name where it has one, with the id behind it. */
import type { Store } from "../../cloud/store.ts";
import { resourceOfId } from "./resource.ts";
import { securityGroups } from "./securityGroup/resources.ts";
import { tagSets } from "./tag/resources.ts";

/** The Name tag, or a security group's own name, which people know it by. */
export function nameOf(store: Store, resource: string): string | undefined {
  const table = resourceOfId(resource);
  const row = table && store.table(table).get(resource);
  if (!row) return undefined;
  const tagged = store.table(tagSets).get(`${row.account}/${row.region}/${resource}`)?.tags["Name"];
  return tagged ?? store.table(securityGroups).get(resource)?.name;
}

export function named(store: Store, id: string): string {
  const name = nameOf(store, id);
  return name === undefined ? id : `${name} (${id})`;
}
