/**
 * Subnet CIDR reservations: ranges of a subnet that AWS gives nobody by itself.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface SubnetCidrReservation extends Row {
  readonly subnetId: string;
  /** Canonical text, IPv4 or IPv6. */
  readonly cidr: string;
  /** `prefix`: for prefixes of interfaces, which AWS picks there; `explicit`: for what a request names. */
  readonly reservationType: "prefix" | "explicit";
  readonly description: string | undefined;
}

export const subnetCidrReservations = resource<SubnetCidrReservation>()(
  {
    type: "subnet-cidr-reservation",
    prefix: "scr",
    code: "InvalidSubnetCidrReservationID",
    noun: "subnet CIDR reservation ID",
  },
  { subnetId: (reservation) => reservation.subnetId },
);
