/** NAT gateways. Each has one interface in its subnet, which AWS holds (interface type `nat_gateway`). */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface NatGatewayAddress {
  readonly allocationId: string | undefined;
  readonly associationId: string | undefined;
  readonly publicIp: string | undefined;
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  readonly isPrimary: boolean;
  readonly status: "assigning" | "unassigning" | "associating" | "disassociating" | "succeeded" | "failed";
}

export interface NatGateway extends Row {
  readonly state: "pending" | "failed" | "available" | "deleting" | "deleted";
  readonly connectivityType: "public" | "private";
  readonly vpcId: string;
  readonly subnetId: string;
  /** The primary first. */
  readonly addresses: readonly NatGatewayAddress[];
  readonly createTime: string;
  readonly deleteTime: string | undefined;
  /** Why it is `failed`, in AWS's code and words. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
}

export const natGateways = resource<NatGateway>()(
  {
    type: "natgateway",
    prefix: "nat",
    code: "InvalidNatGatewayID",
    noun: "NAT gateway ID",
    errors: {
      notFound: "NatGatewayNotFound",
      malformed: "NatGatewayMalformed",
      missing: (id) => `The Nat Gateway ${id} was not found`,
    },
  },
  {
    vpcId: (nat) => nat.vpcId,
    subnetId: (nat) => nat.subnetId,
    networkInterfaceId: (nat) => nat.addresses.map((address) => address.networkInterfaceId),
  },
);
