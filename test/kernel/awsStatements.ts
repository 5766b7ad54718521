/**
 * What the kernel cannot know: rules of AWS's own, each as AWS's documentation has it (in our words), and where the
 * kernel's side takes it up. `statements.test.ts` has a network for every one of them that both sides must answer alike
 * and as AWS says.
 */
export interface AwsStatement {
  readonly says: string;
  readonly source: string;
  /** The file of the kernel's side that rests on it. */
  readonly builtInto: string;
}

const vpc = (page: string): string => `https://docs.aws.amazon.com/vpc/latest/userguide/${page}`;
const ec2 = (page: string): string => `https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/${page}`;

export const awsStatements = {
  "intra-subnet": {
    says: "A network ACL filters what enters and leaves a subnet, not what stays inside it.",
    source: vpc("vpc-network-acls.html"),
    builtInto: "namespaces.ts",
  },
  "acl-order": {
    says: "ACL rules are tried by number from the lowest; the first that matches decides, whatever a later one says.",
    source: vpc("nacl-rules.html"),
    builtInto: "networkAclRules.ts",
  },
  "acl-stateless": {
    says: "An ACL remembers nothing: answers need rules of their own, to the port that the client chose.",
    source: vpc("custom-network-acl.html"),
    builtInto: "networkAclRules.ts",
  },
  stateful: {
    says: "A security group lets the answers to allowed traffic through whatever its rules of the other direction say.",
    source: ec2("security-group-connection-tracking.html"),
    builtInto: "securityGroupRules.ts",
  },
  "answers-only": {
    says: "Only answers are let through so; what an instance passes on is outbound traffic, for the outbound rules.",
    source: ec2("security-group-connection-tracking.html"),
    builtInto: "securityGroupRules.ts",
  },
  untracked: {
    says: "A flow that rules for everything allow both ways is not tracked; its answers go by those rules.",
    source: `${ec2("security-group-connection-tracking.html")}#untracked-connections`,
    builtInto: "securityGroupRules.ts",
  },
  "group-reference": {
    says: "A rule that names a group matches the private addresses of the interfaces in it, not their public ones.",
    source: `${vpc("security-group-rules.html")}#security-group-referencing`,
    builtInto: "securityGroupRules.ts",
  },
  "middlebox-reference": {
    says: "Between instances whose traffic is routed through an appliance, naming the other's group as source allows nothing.",
    source: `${vpc("security-group-rules.html")}#security-group-referencing`,
    builtInto: "securityGroupRules.ts",
  },
  "source-check": {
    says: "With its source/destination check on, an interface carries only what is from or to one of its addresses.",
    source: ec2("using-eni.html"),
    builtInto: "securityGroupRules.ts",
  },
  "nat-instance": {
    says: "A NAT instance, its check off, sends on what leaves the VPC from its own address (the NAT AMI's masquerade).",
    source: vpc("VPC_NAT_Instance.html"),
    builtInto: "machines.ts",
  },
  stopped: {
    says: "A stopped instance neither sends nor answers; its interface and private addresses stay its own.",
    source: ec2("Stop_Start.html"),
    builtInto: "places.ts",
  },
  "reserved-addresses": {
    says: "A subnet's first four addresses and its last are AWS's; the first after the base is the router's.",
    source: vpc("subnet-sizing.html"),
    builtInto: "places.ts",
  },
  "main-table": {
    says: "A subnet without a route table of its own goes by the VPC's main one.",
    source: vpc("VPC_Route_Tables.html"),
    builtInto: "routes.ts",
  },
  "longest-prefix": {
    says: "The most specific route decides, also one that is more specific than the local route.",
    source: vpc("VPC_Route_Tables.html#route-tables-priority"),
    builtInto: "routes.ts",
  },
  "static-before-list": {
    says: "Where a static route and a prefix list's have the same destination, the static one decides.",
    source: vpc("VPC_Route_Tables.html#route-tables-priority"),
    builtInto: "routes.ts",
  },
  blackhole: {
    says: "A route whose target is gone stays as a black hole and drops what it covers.",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html",
    builtInto: "routes.ts",
  },
  "gateway-table": {
    says: "A route table on an Internet gateway leads what comes in to an interface of the VPC's instead of its destination.",
    source: vpc("gateway-route-tables.html"),
    builtInto: "routes.ts",
  },
  "igw-public-addresses-only": {
    says: "An Internet gateway translates one to one, and carries only interfaces that have a public address.",
    source: vpc("VPC_Internet_Gateway.html"),
    builtInto: "namespaces.ts",
  },
  "elastic-ip": {
    says: "An Elastic IP that is associated with nothing leads nowhere.",
    source: ec2("elastic-ip-addresses-eip.html"),
    builtInto: "places.ts",
  },
  "nat-needs-route": {
    says: "A public NAT gateway goes by its own subnet's table, and needs an Internet gateway there.",
    source: vpc("nat-gateway-basics.html"),
    builtInto: "routes.ts",
  },
  "nat-refuses-unsolicited": {
    says: "A NAT gateway takes in answers only; nothing opens a connection through it or to it.",
    source: vpc("vpc-nat-gateway.html"),
    builtInto: "machines.ts",
  },
  "nat-ports": {
    says: "A NAT gateway sends from ports 1024 to 65535, which its subnet's ACL must let answers come to.",
    source: vpc("nat-gateway-basics.html"),
    builtInto: "machines.ts",
  },
  "peering-both-sides": {
    says: "Peered VPCs need a route on either side: without the one back, the packet arrives and its answer does not.",
    source: "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    builtInto: "routes.ts",
  },
  "peering-not-transitive": {
    says: "Peering leads to the other VPC's own addresses: no further peering, no gateway and no NAT beyond it.",
    source: "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations",
    builtInto: "routes.ts",
  },
  "transit-table": {
    says: "A transit gateway routes what an attachment brings by the table associated with it: propagated and static routes, the longest prefix, black holes.",
    source: "https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html",
    builtInto: "transit.ts",
  },
  "transit-acl": {
    says: "The ACL of an attachment's subnet filters what goes into the gateway as inbound, what comes out of it as outbound; what stays in that subnet is not filtered on its way out of the gateway.",
    source: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html",
    builtInto: "transit.ts",
  },
  "transit-reference": {
    says: "Across a transit gateway a rule that names a group matches nothing, unless referencing is enabled (it is off where nothing is said).",
    source: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
    builtInto: "transit.ts",
  },
} as const satisfies Readonly<Record<string, AwsStatement>>;

export type StatementId = keyof typeof awsStatements;
