/**
 * A network as a list of steps, each a call or two of the EC2 API, naming what other steps made by label. A list can be
 * shortened anywhere and stays a blueprint: a step whose labels nobody made is left out.
 */
export type Step = Making | Change;

export type Making =
  | { readonly make: "vpc"; readonly label: string; readonly cidr: string }
  | { readonly make: "vpc-cidr"; readonly vpc: string; readonly cidr: string }
  | { readonly make: "subnet"; readonly label: string; readonly vpc: string; readonly cidr: string }
  | { readonly make: "igw"; readonly label: string; readonly vpc: string }
  | {
      readonly make: "table";
      readonly label: string;
      readonly vpc: string;
      /** Subnets' labels, `main`, or an Internet gateway's. */
      readonly for: readonly string[];
    }
  /** To a CIDR or a prefix list's label. */
  | { readonly make: "route"; readonly table: string; readonly to: string; readonly target: string }
  | { readonly make: "group"; readonly label: string; readonly vpc: string; readonly closed: boolean }
  | {
      readonly make: "rule";
      readonly group: string;
      readonly egress: boolean;
      readonly match: PortMatch;
      /** A CIDR, or the label of a group or of a prefix list. */
      readonly peer: string;
    }
  | { readonly make: "acl"; readonly label: string; readonly vpc: string; readonly subnets: readonly string[] }
  | {
      readonly make: "entry";
      readonly acl: string;
      readonly egress: boolean;
      readonly number: number;
      readonly allow: boolean;
      readonly match: PortMatch;
      readonly cidr: string;
    }
  | {
      readonly make: "host";
      readonly label: string;
      readonly subnet: string;
      readonly groups: readonly string[];
      readonly publicAddress: boolean;
      readonly check: boolean;
    }
  /** An interface of its own, plugged into an instance or into nothing. */
  | {
      readonly make: "interface";
      readonly label: string;
      readonly subnet: string;
      readonly groups: readonly string[];
      readonly host: string | undefined;
    }
  | { readonly make: "list"; readonly label: string; readonly cidrs: readonly string[] }
  /** One more private address; with an Elastic IP or without. */
  | { readonly make: "secondary"; readonly host: string; readonly elastic: boolean }
  | { readonly make: "elastic"; readonly label: string; readonly host: string | undefined }
  | { readonly make: "nat"; readonly label: string; readonly subnet: string; readonly publicly: boolean }
  | { readonly make: "tgw"; readonly label: string }
  | {
      readonly make: "attachment";
      readonly label: string;
      readonly tgw: string;
      readonly vpc: string;
      readonly subnet: string;
    }
  /** In the default table; a black hole where no attachment is named. */
  | {
      readonly make: "tgw-route";
      readonly tgw: string;
      readonly to: string;
      readonly attachment: string | undefined;
    }
  | {
      readonly make: "peering";
      readonly label: string;
      readonly between: readonly [string, string];
      readonly accepted: boolean;
    };

/** What happens to a network that stands: the fabric must follow it as if it had been built so. */
export type Change =
  | { readonly make: "end"; readonly what: string; readonly how: "stop" | "restart" | "delete" }
  | { readonly make: "revoke"; readonly rule: Extract<Making, { make: "rule" }> }
  | { readonly make: "unroute"; readonly table: string; readonly to: string }
  | { readonly make: "reroute"; readonly table: string; readonly to: string; readonly target: string }
  | { readonly make: "retable"; readonly subnet: string; readonly table: string }
  | { readonly make: "drop-entry"; readonly acl: string; readonly egress: boolean; readonly number: number }
  | { readonly make: "regroup"; readonly host: string; readonly groups: readonly string[] }
  | { readonly make: "check"; readonly host: string; readonly on: boolean };

/** Protocol number, -1 for all; ports inclusive; for ICMP type and code, -1 for any. */
export interface PortMatch {
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
}

export type Blueprint = readonly Step[];

/** A blueprint in lines, for people who look at a disagreement. */
export const printBlueprint = (blueprint: Blueprint): string =>
  blueprint.map((step) => `  ${JSON.stringify(step)}`).join("\n");
