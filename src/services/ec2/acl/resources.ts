/** Network ACLs: stateless, ordered, one for every subnet. */
import type { Row } from "../../../cloud/table.ts";
import { ofAnotherKind, resource } from "../resource.ts";

export interface NetworkAclEntry {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly action: "allow" | "deny";
  /** An IP protocol number, or -1 for all. */
  readonly protocol: number;
  /** IPv4 or IPv6, canonical text. */
  readonly cidr: string;
  /** For TCP (6) and UDP (17). */
  readonly portRange: { readonly from: number; readonly to: number } | undefined;
  /** For ICMP (1) and ICMPv6 (58); -1 is any. */
  readonly icmp: { readonly type: number; readonly code: number } | undefined;
}

export interface NetworkAclAssociation {
  readonly id: string;
  readonly subnetId: string;
}

export interface NetworkAcl extends Row {
  readonly vpcId: string;
  readonly isDefault: boolean;
  /** Sorted by direction (ingress first), then by rule number; the unnumbered `*` denials (32767) are included. */
  readonly entries: readonly NetworkAclEntry[];
  readonly associations: readonly NetworkAclAssociation[];
}

export const networkAcls = resource<NetworkAcl>()(
  {
    type: "network-acl",
    prefix: "acl",
    code: "InvalidNetworkAclID",
    noun: "networkAcl ID",
    errors: { isMalformed: ofAnotherKind("acl") },
  },
  {
    vpcId: (acl) => acl.vpcId,
    subnetId: (acl) => acl.associations.map((association) => association.subnetId),
    associationId: (acl) => acl.associations.map((association) => association.id),
  },
);
