/**
 * What the clients themselves do to documents, each with its reason: the whole list of ways in which an input that
 * arrives, or an output that a client reads, may differ from what was given.
 */
import type { ServiceModel, ServiceName } from "../model.ts";
import type { Shape, StructureShape } from "../shapes.ts";

type Record_ = Record<string, unknown>;

/** Comparable, whatever classes the two sides use for bytes and moments. Unset members are no members. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof String) return value.toString(); // JSON in a string is given as an object that is one
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => item !== undefined && key !== "$metadata");
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

/** The input as it must arrive. */
export function sent(model: ServiceModel, operation: string, input: Record_): Record_ {
  const shape = model.operation(operation)?.input;
  if (shape?.kind !== "structure") return {};
  const pruned = model.protocol.endsWith("Query")
    ? prune(shape, input, model.protocol === "ec2Query")
    : model.protocol === "restXml"
      ? dropEmptyFlattened(shape, input)
      : input;
  return withBody(shape, (pruned ?? {}) as Record_);
}

/** An absent body of bytes and an empty one are the same, and an empty text is no body. */
function withBody(shape: StructureShape, input: Record_): Record_ {
  const payload = shape.members.find(({ traits }) => traits.httpPayload);
  const kind = payload?.shape.kind;
  if (!payload) return input;
  if (kind === "blob" || kind === "streaming-blob")
    return { ...typed(shape, input), [payload.name]: input[payload.name] ?? new Uint8Array() };
  return kind === "string" && input[payload.name] === "" ? { ...input, [payload.name]: undefined } : input;
}

/**
 * Forms have no way to say that a structure or a map is there and empty, nor (in EC2's dialect) that a list is: the client
 * writes nothing for them.
 */
function prune(shape: Shape, value: unknown, dropEmptyLists: boolean): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === "structure" || shape.kind === "union") {
    const kept: [string, unknown][] = [];
    for (const member of shape.members) {
      const item = prune(member.shape, (value as Record_)[member.name], dropEmptyLists);
      if (item !== undefined) kept.push([member.name, item]);
    }
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  }
  if (shape.kind === "list" && Array.isArray(value)) {
    if (value.length === 0) return dropEmptyLists ? undefined : value;
    const items = value.map((item) => prune(shape.member.shape, item, dropEmptyLists));
    const kept = items.filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (shape.kind === "map") return Object.keys(value).length > 0 ? value : undefined;
  return value;
}

/** Members that a client adds to or changes in some requests. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  // The client signs a URL with which the destination region fetches the snapshot.
  "ec2 CopySnapshot": ["PresignedUrl", "DestinationRegion"],
};

/** Checksums that S3's client computes over what it sends. */
const CHECKSUMS = ["ChecksumAlgorithm", "ChecksumCRC32", "ContentMD5", "ContentLength"];

export function received(service: string, operation: string, input: Record_): Record_ {
  const added = ADDED[`${service} ${operation}`] ?? (service === "s3" ? CHECKSUMS : undefined);
  if (!added) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !added.includes(name)));
}

/** The output as the client must read it. */
export function read(model: ServiceModel, operation: string, output: Record_): Record_ {
  const shape = model.operation(operation)?.output;
  if (shape?.kind !== "structure") return {};
  const seen = model.name === "s3" ? readByS3(shape, output) : (dropEmptyFlattened(shape, output) as Record_);
  const payload = shape.members.find(({ traits }) => traits.httpPayload);
  const bytes = payload && output[payload.name];
  if (!payload || !(bytes instanceof Uint8Array)) return seen;
  // A body of no bytes is no body to the client, so a blob that is the whole body and empty is not there.
  if (bytes.length === 0 && payload.shape.kind !== "streaming-blob") seen[payload.name] = undefined;
  return typed(shape, seen);
}

/** A body of bytes has a type, which is the member's that is bound to the header even if that was left unset. */
function typed(shape: StructureShape, document: Record_): Record_ {
  const type = shape.members.find(({ traits }) => traits.httpHeader?.toLowerCase() === "content-type")?.name;
  return type === undefined ? document : { ...document, [type]: document[type] ?? "application/octet-stream" };
}

/** S3's client makes a stream of any body of bytes, nothing of an empty text, a map of no headers, two members of Expires. */
function readByS3(shape: StructureShape, output: Record_): Record_ {
  const seen = { ...(dropEmptyFlattened(shape, output) as Record_) };
  for (const { name, traits, shape: of } of shape.members) {
    if (traits.httpPrefixHeaders) seen[name] ??= {};
    const isWholeBody = traits.httpPayload || name === shape.traits.xmlName;
    if (isWholeBody && of.kind === "string" && seen[name] === "") seen[name] = undefined;
    if (traits.httpPayload && of.kind === "streaming-blob") seen[name] ??= new Uint8Array();
    if (name === "ExpiresString" && seen["Expires"] instanceof Date) seen[name] = seen["Expires"].toUTCString();
  }
  return seen;
}

/** A flattened list has no element of its own in XML: if it is empty there is nothing to see. */
function dropEmptyFlattened(shape: Shape, value: unknown): unknown {
  if (shape.kind === "list" && Array.isArray(value))
    return value.map((item) => dropEmptyFlattened(shape.member.shape, item));
  if ((shape.kind !== "structure" && shape.kind !== "union") || typeof value !== "object" || value === null)
    return value;
  const kept: [string, unknown][] = [];
  for (const { name, shape: of, traits } of shape.members) {
    const item = (value as Record_)[name];
    if (traits.xmlFlattened === 1 && Array.isArray(item) && item.length === 0) continue;
    kept.push([name, dropEmptyFlattened(of, item)]);
  }
  return Object.fromEntries(kept);
}

/** Members that S3's client computes from others, checks against what it can compute itself, or refuses otherwise. */
const FOREIGN_TO_S3: ReadonlySet<string> = new Set([
  "ChecksumAlgorithm",
  "ExpiresString",
  "SSECustomerKey",
  "CopySourceSSECustomerKey",
]);

export const isForeign = (service: ServiceName, member: string): boolean =>
  service === "s3" && FOREIGN_TO_S3.has(member);

/** A copy's answer without a body is an aborted request to S3's client. */
export const ALWAYS_THERE: ReadonlySet<string> = new Set(["CopyObjectResult", "CopyPartResult"]);

/** Operations that answer with an event stream, which is no document. None is built. */
export const EVENT_STREAMS: ReadonlySet<string> = new Set(["SelectObjectContent", "StartLiveTail", "GetLogObject"]);

/** The client makes these a part of a host name (of a signed URL, in EC2's CopySnapshot), and checks that it is one. */
export const HOST_TEXT: ReadonlySet<string> = new Set(["OutpostId", "SourceRegion", "Bucket"]);

/** Clients that predate the SDK's schemas: see `models/README.md`. They know no operation or member made since. */
export const OLD_CLIENTS: ReadonlySet<ServiceName> = new Set(["networkmanager", "route53resolver"]);

/** Members that the old clients lack, by structure; they would drop them without a word. */
const UNKNOWN_TO_OLD_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  // networkmanager 3.523.0
  Attachment: [
    "EdgeLocations",
    "NetworkFunctionGroupName",
    "ProposedNetworkFunctionGroupChange",
    "LastModificationErrors",
  ],
  ConnectPeer: ["LastModificationErrors"],
  CoreNetwork: ["NetworkFunctionGroups"],
  CoreNetworkChangeEventValues: [
    "PeerEdgeLocation",
    "RoutingPolicyDirection",
    "NetworkFunctionGroupName",
    "RoutingPolicyAssociationDetails",
  ],
  CoreNetworkChangeValues: [
    "NetworkFunctionGroupName",
    "ServiceInsertionActions",
    "VpnEcmpSupport",
    "DnsSupport",
    "SecurityGroupReferencingSupport",
    "RoutingPolicyDirection",
    "RoutingPolicy",
    "PeerEdgeLocations",
    "AttachmentId",
    "RoutingPolicyAssociationDetails",
  ],
  CreateConnectAttachmentRequest: ["RoutingPolicyLabel"],
  CreateSiteToSiteVpnAttachmentRequest: ["RoutingPolicyLabel"],
  CreateTransitGatewayRouteTableAttachmentRequest: ["RoutingPolicyLabel"],
  CreateVpcAttachmentRequest: ["RoutingPolicyLabel"],
  NetworkRouteDestination: ["NetworkFunctionGroupName"],
  Peering: ["LastModificationErrors"],
  RouteTableIdentifier: ["CoreNetworkNetworkFunctionGroup"],
  VpcOptions: ["DnsSupport", "SecurityGroupReferencingSupport"],
  // route53resolver 3.654.0
  CreateFirewallRuleRequest: ["DnsThreatProtection", "ConfidenceThreshold"],
  CreateResolverEndpointRequest: [
    "RniEnhancedMetricsEnabled",
    "TargetNameServerMetricsEnabled",
    "Dns64Enabled",
    "Ipv6InternetAccessEnabled",
  ],
  CreateResolverRuleRequest: ["DelegationRecord"],
  DeleteFirewallRuleRequest: ["FirewallThreatProtectionId"],
  FirewallRule: ["FirewallThreatProtectionId", "DnsThreatProtection", "ConfidenceThreshold"],
  ResolverEndpoint: [
    "RniEnhancedMetricsEnabled",
    "TargetNameServerMetricsEnabled",
    "Dns64Enabled",
    "Ipv6InternetAccessEnabled",
  ],
  ResolverRule: ["DelegationRecord"],
  TargetAddress: ["ServerNameIndication"],
  UpdateFirewallRuleRequest: ["FirewallThreatProtectionId", "DnsThreatProtection", "ConfidenceThreshold"],
  UpdateResolverEndpointRequest: [
    "RniEnhancedMetricsEnabled",
    "TargetNameServerMetricsEnabled",
    "Dns64Enabled",
    "Ipv6InternetAccessEnabled",
  ],
};

export const unknownToOldClients = (structure: string, member: string): boolean =>
  UNKNOWN_TO_OLD_CLIENTS[structure]?.includes(member) ?? false;
