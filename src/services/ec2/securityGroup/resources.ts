/** Security groups and their rules. Each rule is a resource with an id (sgr-) of its own, as in AWS. */
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface SecurityGroup extends Row {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
}

export const securityGroups = resource<SecurityGroup>()(
  {
    type: "security-group",
    prefix: "sg",
    code: "InvalidGroupId",
    noun: "security group",
    errors: { notFound: "InvalidGroup.NotFound", isMalformed: (id) => !id.startsWith("sg-") },
  },
  {
    vpcId: (group) => group.vpcId,
    /** `vpc id/name in lower case`: a name is unique within its VPC, and two that differ only by case are one to AWS. */
    foldedName: (group) => `${group.vpcId}/${group.name.toLowerCase()}`,
  },
);

/** Exactly one kind of peer. */
export type RulePeer =
  | { readonly kind: "ipv4"; readonly cidr: string }
  | { readonly kind: "ipv6"; readonly cidr: string }
  | { readonly kind: "prefix-list"; readonly id: string }
  | {
      readonly kind: "group";
      readonly groupId: string;
      /** The account that owns it. */
      readonly userId: string;
      /** Its VPC and the peering connection that leads there, where that is not the rule's own VPC. */
      readonly vpcId: string | undefined;
      readonly peeringConnectionId: string | undefined;
      /** The gateway that both VPCs are attached to, for a group across it. */
      readonly transitGatewayId?: string | undefined;
    };

export interface SecurityGroupRule extends Row {
  readonly groupId: string;
  readonly egress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number as text, or `-1`. */
  readonly protocol: string;
  /** Ports, or ICMP type; -1 for all ICMP types; undefined for protocols without ports. */
  readonly fromPort: number | undefined;
  /** Ports, or ICMP code. */
  readonly toPort: number | undefined;
  readonly peer: RulePeer;
  readonly description: string | undefined;
}

export const securityGroupRules = resource<SecurityGroupRule>()(
  { type: "security-group-rule", prefix: "sgr", code: "InvalidSecurityGroupRuleId", noun: "security group rule ID" },
  {
    groupId: (rule) => rule.groupId,
    /** The group that a rule refers to. */
    peerGroupId: (rule) => (rule.peer.kind === "group" ? rule.peer.groupId : undefined),
    prefixListId: (rule) => (rule.peer.kind === "prefix-list" ? rule.peer.id : undefined),
  },
);

/** A group in a VPC that it was not created in. Its id is `group id/VPC id`. */
export interface SecurityGroupVpcAssociation extends Row {
  readonly groupId: string;
  readonly vpcId: string;
  readonly state: "associating" | "associated" | "disassociating";
}

export const securityGroupVpcAssociations = defineTable<SecurityGroupVpcAssociation>()(
  "ec2.security-group-vpc-association",
  {
    groupId: (association) => association.groupId,
    vpcId: (association) => association.vpcId,
  },
);
