/**
 * Network Insights: paths with their analyses (Reachability Analyzer), access scopes with theirs (Network Access
 * Analyzer). A result is kept in AWS's shape, as it was when the analysis ran.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/what-is-reachability-analyzer.html
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/what-is-network-access-analyzer.html
 */
import type { AlternatePathHint, PathComponent as ComponentShape, Explanation } from "@aws-sdk/client-ec2";
import type { PortRange } from "../../../cloud/reachability.ts";
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

/** A header as it must be at one end of a path; what is left out may be anything. */
export interface PathFilter {
  readonly sourceAddress: string | undefined;
  readonly sourcePortRange: PortRange | undefined;
  readonly destinationAddress: string | undefined;
  readonly destinationPortRange: PortRange | undefined;
}

export type PathProtocol = "tcp" | "udp";

export interface NetworkInsightsPath extends Row {
  readonly createdDate: string;
  /** Ids, with the ARNs beside them. */
  readonly source: string;
  readonly sourceArn: string;
  /** Absent where the destination is an address. */
  readonly destination: string | undefined;
  readonly destinationArn: string | undefined;
  /** The parameters that filters have replaced. */
  readonly sourceIp: string | undefined;
  readonly destinationIp: string | undefined;
  readonly destinationPort: number | undefined;
  readonly protocol: PathProtocol;
  readonly filterAtSource: PathFilter | undefined;
  readonly filterAtDestination: PathFilter | undefined;
}

export const networkInsightsPaths = resource<NetworkInsightsPath>()({
  type: "network-insights-path",
  prefix: "nip",
  code: "InvalidNetworkInsightsPathId",
  noun: "network insights path ID",
});

export type AnalysisStatus = "running" | "succeeded" | "failed";

/** What an analysis found. */
export interface PathResult {
  readonly found: boolean;
  readonly forward: readonly ComponentShape[];
  readonly back: readonly ComponentShape[];
  readonly explanations: readonly Explanation[];
  readonly hints: readonly AlternatePathHint[];
}

export interface NetworkInsightsAnalysis extends Row {
  readonly pathId: string;
  readonly startDate: string;
  readonly status: AnalysisStatus;
  readonly statusMessage: string | undefined;
  readonly additionalAccounts: readonly string[] | undefined;
  readonly filterInArns: readonly string[] | undefined;
  readonly filterOutArns: readonly string[] | undefined;
  /** Absent while it runs, and where it failed. */
  readonly result: PathResult | undefined;
}

export const networkInsightsAnalyses = resource<NetworkInsightsAnalysis>()(
  {
    type: "network-insights-analysis",
    prefix: "nia",
    code: "InvalidNetworkInsightsAnalysisId",
    noun: "network insights analysis ID",
  },
  { pathId: (analysis) => analysis.pathId },
);

/** What a scope says of packets at one end: any of each field's values; what is left out may be anything. */
export interface HeaderStatement {
  readonly sourceAddresses: readonly string[] | undefined;
  readonly destinationAddresses: readonly string[] | undefined;
  readonly sourcePorts: readonly string[] | undefined;
  readonly destinationPorts: readonly string[] | undefined;
  readonly sourcePrefixLists: readonly string[] | undefined;
  readonly destinationPrefixLists: readonly string[] | undefined;
  readonly protocols: readonly PathProtocol[] | undefined;
}

/** Resources by id or ARN, or by type: never both. */
export interface ResourceStatement {
  readonly resources: readonly string[] | undefined;
  readonly resourceTypes: readonly string[] | undefined;
}

export interface PathStatement {
  readonly header: HeaderStatement | undefined;
  readonly resource: ResourceStatement | undefined;
}

export interface ScopePath {
  readonly source: PathStatement | undefined;
  readonly destination: PathStatement | undefined;
  readonly through: readonly ResourceStatement[] | undefined;
}

export interface AccessScope extends Row {
  readonly createdDate: string;
  readonly matchPaths: readonly ScopePath[];
  readonly excludePaths: readonly ScopePath[];
}

export const accessScopes = resource<AccessScope>()({
  type: "network-insights-access-scope",
  prefix: "nis",
  code: "InvalidNetworkInsightsAccessScopeId",
  noun: "network insights access scope ID",
});

export interface AccessScopeAnalysis extends Row {
  readonly scopeId: string;
  readonly startDate: string;
  readonly endDate: string | undefined;
  readonly status: AnalysisStatus;
  readonly statusMessage: string | undefined;
  readonly analyzedEniCount: number | undefined;
}

export const accessScopeAnalyses = resource<AccessScopeAnalysis>()(
  {
    type: "network-insights-access-scope-analysis",
    prefix: "nisa",
    code: "InvalidNetworkInsightsAccessScopeAnalysisId",
    noun: "network insights access scope analysis ID",
  },
  { scopeId: (analysis) => analysis.scopeId },
);

/** A path that a scope matches. */
export interface Finding extends Row {
  readonly analysisId: string;
  readonly scopeId: string;
  readonly components: readonly ComponentShape[];
}

export const findings = defineTable<Finding>()("ec2.network-insights-finding", {
  analysisId: (finding) => finding.analysisId,
});
