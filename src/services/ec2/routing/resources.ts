/** Route tables. Route and association states are derived where they are shown; a row holds only what was asked for. */
import type { Row } from "../../../cloud/table.ts";
import { ofAnotherKind, resource } from "../resource.ts";

/** Where a route leads: one of AWS's target types, with its id. `local` is the VPC itself. */
export type RouteTarget =
  | { readonly kind: "local" }
  | { readonly kind: "internet-gateway"; readonly id: string }
  | { readonly kind: "egress-only-internet-gateway"; readonly id: string }
  | { readonly kind: "virtual-private-gateway"; readonly id: string }
  | { readonly kind: "nat-gateway"; readonly id: string }
  | { readonly kind: "network-interface"; readonly id: string }
  /** The instance's primary interface; `id` is the instance's. */
  | { readonly kind: "instance"; readonly id: string }
  | { readonly kind: "vpc-peering-connection"; readonly id: string }
  | { readonly kind: "transit-gateway"; readonly id: string }
  | { readonly kind: "vpc-endpoint"; readonly id: string }
  | { readonly kind: "carrier-gateway"; readonly id: string }
  | { readonly kind: "local-gateway"; readonly id: string }
  | { readonly kind: "core-network"; readonly id: string };

export interface Route {
  /** A CIDR (canonical text, IPv4 or IPv6) or a prefix list's id: unique within its table. */
  readonly destination: string;
  readonly target: RouteTarget;
  readonly origin: "CreateRouteTable" | "CreateRoute" | "EnableVgwRoutePropagation";
}

export interface RouteTableAssociation {
  readonly id: string;
  /** `main` for the VPC's implicit association; otherwise a subnet's or a gateway's id (igw- or vgw-). */
  readonly main: boolean;
  readonly subnetId: string | undefined;
  readonly gatewayId: string | undefined;
}

export interface RouteTable extends Row {
  readonly vpcId: string;
  /** The local routes first, then in the order of creation. */
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociation[];
  /** Virtual private gateways that propagate into this table. */
  readonly propagatingGateways: readonly string[];
}

export const routeTables = resource<RouteTable>()(
  {
    type: "route-table",
    prefix: "rtb",
    code: "InvalidRouteTableID",
    noun: "routeTable ID",
    errors: { malformed: "InvalidRouteTableId.Malformed", isMalformed: ofAnotherKind("rtb") },
  },
  {
    vpcId: (table) => table.vpcId,
    associationId: (table) => table.associations.map((association) => association.id),
    /** Subnets and gateways with an explicit association. */
    associated: (table) => table.associations.flatMap(({ subnetId, gatewayId }) => subnetId ?? gatewayId ?? []),
    /** Route targets by id, so that a deleted target finds its routes. */
    target: (table) => table.routes.flatMap(({ target }) => (target.kind === "local" ? [] : [target.id])),
    /** Prefix lists that routes name as destination. */
    prefixListId: (table) =>
      table.routes.flatMap(({ destination }) => (destination.startsWith("pl-") ? [destination] : [])),
  },
);
