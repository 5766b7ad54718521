/** VPC peering connections: one row, owned by the requester, that both sides see. */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface PeeringSide {
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly allowDnsResolutionFromRemoteVpc: boolean;
}

export interface VpcPeeringConnection extends Row {
  readonly status:
    | "initiating-request"
    | "pending-acceptance"
    | "active"
    | "deleted"
    | "rejected"
    | "failed"
    | "expired"
    | "provisioning"
    | "deleting";
  readonly statusMessage: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  /** ISO 8601, while pending acceptance. */
  readonly expirationTime: string | undefined;
}

export const vpcPeeringConnections = resource<VpcPeeringConnection>()(
  {
    type: "vpc-peering-connection",
    prefix: "pcx",
    code: "InvalidVpcPeeringConnectionID",
    noun: "vpcPeeringConnection ID",
    errors: { malformed: "InvalidVpcPeeringConnectionId.Malformed" },
  },
  {
    vpcId: ({ requester, accepter }) => [requester.vpcId, accepter.vpcId],
    /** The account and region of each side, since both see the row. */
    side: ({ requester, accepter }) => [
      ...new Set([`${requester.account}/${requester.region}`, `${accepter.account}/${accepter.region}`]),
    ],
  },
);
