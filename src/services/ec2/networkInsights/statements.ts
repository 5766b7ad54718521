/**
 * The conditions of an access scope as a request has them, checked, and told again.
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/resource-statement.html
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/packet-header-statement.html
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/match-paths.html
 */
import type {
  AccessScopePath,
  AccessScopePathRequest,
  PacketHeaderStatementRequest,
  PathStatementRequest,
  ResourceStatementRequest,
  PathStatement as StatementShape,
} from "@aws-sdk/client-ec2";
import { parseIpv4 } from "../../../base/address.ts";
import { parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { idIn } from "./ends.ts";
import type { HeaderStatement, PathProtocol, PathStatement, ResourceStatement, ScopePath } from "./resources.ts";

type Side = "source" | "destination" | "through";

const ENDS: readonly Side[] = ["source", "destination"];
const ALL: readonly Side[] = ["source", "destination", "through"];

/** Where each type may stand. AWS's page leaves out instances and interfaces, which its own scopes name. */
const TYPES: Readonly<Record<string, readonly Side[]>> = {
  "AWS::EC2::Instance": ENDS,
  "AWS::EC2::InternetGateway": ENDS,
  "AWS::EC2::NatGateway": ["through"],
  "AWS::EC2::NetworkInterface": ENDS,
  "AWS::EC2::TransitGatewayAttachment": ALL,
  "AWS::EC2::VPCEndpoint": ["destination", "through"],
  "AWS::EC2::VPCEndpointService": ALL,
  "AWS::EC2::VPCPeeringConnection": ALL,
  "AWS::EC2::VPNGateway": ENDS,
  "AWS::ElasticLoadBalancing::LoadBalancer": ["through"],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": ["through"],
  "AWS::NetworkFirewall::Firewall": ["through"],
  "AWS::NetworkFirewall::NetworkFirewall": ["through"],
};

/** Where the resources with an id of each form may stand. */
const IDS: Readonly<Record<string, readonly Side[]>> = {
  i: ENDS,
  igw: ENDS,
  nat: ["through"],
  eni: ENDS,
  sg: ENDS,
  subnet: ENDS,
  "tgw-attach": ALL,
  vpc: ENDS,
  vgw: ENDS,
  "vpce-svc": ALL,
  vpce: ALL,
  pcx: ALL,
};

const invalid = (parameter: string, value: unknown, why = ""): never =>
  fail(
    "InvalidParameterValue",
    `Value (${value}) for parameter ${parameter} is invalid.${why === "" ? "" : ` ${why}`}`,
  );

/** An empty list says as little as none. */
const some = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list?.length ? list : undefined);

export function matchPathsFrom(asked: readonly AccessScopePathRequest[] | undefined): readonly ScopePath[] {
  if (!asked?.length) return fail("MissingParameter", "The request must contain the parameter MatchPaths");
  return asked.map((one) => pathFrom("matchPath", one, one.Source !== undefined || one.Destination !== undefined));
}

export const excludePathsFrom = (asked: readonly AccessScopePathRequest[] | undefined): readonly ScopePath[] =>
  (asked ?? []).map((one) =>
    pathFrom(
      "excludePath",
      one,
      one.Source !== undefined || one.Destination !== undefined || some(one.ThroughResources) !== undefined,
    ),
  );

function pathFrom(parameter: string, asked: AccessScopePathRequest, says: boolean): ScopePath {
  if (!says) fail("InvalidParameterValue", `A ${parameter} must have a source or a destination.`);
  return {
    source: statementFrom("source", asked.Source),
    destination: statementFrom("destination", asked.Destination),
    through: some(asked.ThroughResources)?.map(({ ResourceStatement }) => {
      if (!ResourceStatement)
        return fail("InvalidParameterValue", "A through resource must have a resource statement.");
      return resourcesFrom("through", ResourceStatement);
    }),
  };
}

function statementFrom(side: Side, asked: PathStatementRequest | undefined): PathStatement | undefined {
  if (!asked) return undefined;
  if (!asked.ResourceStatement && !asked.PacketHeaderStatement)
    fail("InvalidParameterValue", `The ${side} must have a resource statement or a packet header statement.`);
  return {
    resource: asked.ResourceStatement && resourcesFrom(side, asked.ResourceStatement),
    header: asked.PacketHeaderStatement && headerFrom(asked.PacketHeaderStatement),
  };
}

function resourcesFrom(side: Side, asked: ResourceStatementRequest): ResourceStatement {
  const resources = some(asked.Resources);
  const resourceTypes = some(asked.ResourceTypes);
  if ((resources === undefined) === (resourceTypes === undefined))
    fail("InvalidParameterCombination", "A resource statement must have either resources or resourceTypes.");
  for (const type of resourceTypes ?? []) {
    const sides = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (!sides?.includes(side)) invalid("resourceType", type, `It cannot be a ${side}.`);
  }
  for (const resource of resources ?? []) checkResource(side, resource);
  return { resources, resourceTypes };
}

function checkResource(side: Side, resource: string): void {
  if (/^arn:[^:]*:resource-groups:/.test(resource))
    fail("UnsupportedOperation", "Underlay does not build resource groups yet.");
  // Load balancers and firewalls have no ids of EC2's; nobody has one here.
  if (/^arn:[^:]*:(elasticloadbalancing|network-firewall):/.test(resource)) {
    if (side !== "through") invalid("resource", resource, `It cannot be a ${side}.`);
    return;
  }
  const id = idIn(resource);
  const [, prefix = ""] = /^([a-z-]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(id) ?? [];
  const sides = Object.hasOwn(IDS, prefix) ? IDS[prefix] : undefined;
  if (!sides?.includes(side)) invalid("resource", resource, `It cannot be a ${side}.`);
}

function headerFrom(asked: PacketHeaderStatementRequest): HeaderStatement {
  const header = {
    sourceAddresses: some(asked.SourceAddresses),
    destinationAddresses: some(asked.DestinationAddresses),
    sourcePorts: some(asked.SourcePorts),
    destinationPorts: some(asked.DestinationPorts),
    sourcePrefixLists: some(asked.SourcePrefixLists),
    destinationPrefixLists: some(asked.DestinationPrefixLists),
    protocols: some(asked.Protocols)?.map(protocolFrom),
  };
  if (Object.values(header).every((field) => field === undefined))
    fail("InvalidParameterValue", "A packet header statement must have at least one field.");
  if (header.sourceAddresses && header.sourcePrefixLists)
    fail(
      "InvalidParameterCombination",
      "The parameter sourceAddresses cannot be used with the parameter sourcePrefixLists",
    );
  if (header.destinationAddresses && header.destinationPrefixLists)
    fail(
      "InvalidParameterCombination",
      "The parameter destinationAddresses cannot be used with the parameter destinationPrefixLists",
    );
  for (const text of [...(header.sourceAddresses ?? []), ...(header.destinationAddresses ?? [])])
    if (typeof (parseIpv4(text) ?? parsePrefix(text)?.prefix.address) !== "number")
      invalid("address", text, "It must be an IPv4 address or CIDR block.");
  for (const text of [...(header.sourcePorts ?? []), ...(header.destinationPorts ?? [])])
    if (!portsIn(text)) invalid("port", text, "It must be a port or a range of ports.");
  for (const text of [...(header.sourcePrefixLists ?? []), ...(header.destinationPrefixLists ?? [])])
    if (!/^pl-[0-9a-f]{8,17}$/.test(idIn(text))) invalid("prefixList", text);
  return header;
}

function protocolFrom(text: string): PathProtocol {
  const protocol = text.toLowerCase();
  return protocol === "tcp" || protocol === "udp" ? protocol : invalid("protocol", text, "Valid values: tcp, udp.");
}

/** `22`, `1024-65535`. */
export function portsIn(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return first !== undefined && from <= to && to <= 65535 ? { from, to } : undefined;
}

export const describeScopePath = ({ source, destination, through }: ScopePath): AccessScopePath => ({
  ...(source ? { Source: describeStatement(source) } : {}),
  ...(destination ? { Destination: describeStatement(destination) } : {}),
  ...(through ? { ThroughResources: through.map((one) => ({ ResourceStatement: describeResources(one) })) } : {}),
});

const describeStatement = ({ resource, header }: PathStatement): StatementShape => ({
  ...(resource ? { ResourceStatement: describeResources(resource) } : {}),
  ...(header
    ? {
        PacketHeaderStatement: {
          ...listed("SourceAddresses", header.sourceAddresses),
          ...listed("DestinationAddresses", header.destinationAddresses),
          ...listed("SourcePorts", header.sourcePorts),
          ...listed("DestinationPorts", header.destinationPorts),
          ...listed("SourcePrefixLists", header.sourcePrefixLists),
          ...listed("DestinationPrefixLists", header.destinationPrefixLists),
          ...listed("Protocols", header.protocols),
        },
      }
    : {}),
});

const describeResources = ({ resources, resourceTypes }: ResourceStatement) => ({
  ...listed("Resources", resources),
  ...listed("ResourceTypes", resourceTypes),
});

const listed = <K extends string, T>(name: K, list: readonly T[] | undefined): { [key in K]?: T[] } =>
  (list ? { [name]: [...list] } : {}) as { [key in K]?: T[] };
