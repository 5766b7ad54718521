/** AWS's nouns for the elements that EC2 compiles to, and the Names of the resources they come from. */
import type { Wording } from "../../cloud/operation.ts";
import type { Store } from "../../cloud/store.ts";
import { networkAcls } from "./acl/resources.ts";
import { nameOf } from "./named.ts";
import { remedy } from "./remedy/remedies.ts";
import { resourceOfId } from "./resource.ts";
import { routeTables } from "./routing/resources.ts";
import { securityGroups } from "./securityGroup/resources.ts";
import { tagSets } from "./tag/resources.ts";
import {
  transitGatewayPrefixListReferences,
  transitGatewayRoutes,
  transitGatewayRouteTables,
} from "./transitGateway/resources.ts";

const STAGES: Readonly<Record<string, string>> = {
  "filter-egress": "security-group-egress",
  "filter-ingress": "security-group-ingress",
  "boundary-egress": "network-acl-egress",
  "boundary-ingress": "network-acl-ingress",
  "source-check": "source-dest-check",
  segment: "subnet",
  route: "route-table",
  edge: "internet-gateway",
  translator: "nat-gateway",
  "egress-only": "egress-only-internet-gateway",
  tunnel: "vpc-peering-connection",
  "service-edge": "vpc-endpoint",
  hub: "transit-gateway",
  "hub-end": "transit-gateway-attachment",
  "hub-route": "transit-gateway-route-table",
  host: "instance",
  domain: "vpc",
  world: "internet",
  interface: "network-interface",
};

export const wording: Wording = {
  stage: (stage, resource) => {
    if (stage === "route") return resource.startsWith("rtb-") ? "route-table" : "vpc-peering-connection";
    if (stage === "host") return resource.startsWith("eni-") ? "network-interface" : "instance";
    return STAGES[stage] ?? stage;
  },
  name: nameOf,
  named: (store, name) =>
    [...store.table(tagSets).values()].filter(({ tags }) => tags["Name"] === name).map(({ resourceId }) => resourceId),
  tag: (store, resource, key) => {
    const table = resourceOfId(resource);
    const row = table && store.table(table).get(resource);
    return row && store.table(tagSets).get(`${row.account}/${row.region}/${resource}`)?.tags[key];
  },
  isGiven: (store, resource, rule) =>
    rule === undefined
      ? isOwn(store, resource)
      : store.table(networkAcls).get(resource)?.isDefault === true || isPropagated(store, resource, rule),
  remedy,
};

/** A VPC's own group, network ACL and main route table. */
const isOwn = (store: Store, resource: string): boolean =>
  store.table(securityGroups).get(resource)?.name === "default" ||
  store.table(networkAcls).get(resource)?.isDefault === true ||
  (store
    .table(routeTables)
    .get(resource)
    ?.associations.some(({ main }) => main) ??
    false);

/** A route that is in its table as long as something is attached. */
function isPropagated(store: Store, table: string, destination: string): boolean {
  const own = store.table(routeTables).get(table);
  if (own) return !own.routes.some((route) => route.destination === destination);
  if (!store.table(transitGatewayRouteTables).get(table)) return false;
  const made = `${table}/${destination}`;
  return !store.table(transitGatewayRoutes).get(made) && !store.table(transitGatewayPrefixListReferences).get(made);
}
