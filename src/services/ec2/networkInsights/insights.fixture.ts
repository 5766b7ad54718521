/** Paths asked about through the API, on a lab's network. */
import type {
  CreateNetworkInsightsPathRequest,
  Explanation,
  NetworkInsightsAnalysis,
  PathComponent,
} from "@aws-sdk/client-ec2";
import type { Lab } from "../lab.fixture.ts";

type Asked = Partial<CreateNetworkInsightsPathRequest>;
interface Filters {
  readonly FilterInArns?: string[];
  readonly FilterOutArns?: string[];
}

export function pathOf({ region }: Lab, asked: Asked): string {
  const { NetworkInsightsPath } = region.call("CreateNetworkInsightsPath", {
    Source: undefined,
    Protocol: "tcp",
    ...asked,
  });
  return NetworkInsightsPath?.NetworkInsightsPathId ?? "";
}

/** The finished analysis of a path that is there. */
export function analysisOf({ region }: Lab, pathId: string, filters: Filters = {}): NetworkInsightsAnalysis {
  const { NetworkInsightsAnalysis } = region.call("StartNetworkInsightsAnalysis", {
    NetworkInsightsPathId: pathId,
    ...filters,
  });
  region.clock.advance(1);
  const [analysis] =
    region.call("DescribeNetworkInsightsAnalyses", {
      NetworkInsightsAnalysisIds: [NetworkInsightsAnalysis?.NetworkInsightsAnalysisId ?? ""],
    }).NetworkInsightsAnalyses ?? [];
  if (analysis?.Status !== "succeeded") throw new Error(`${analysis?.Status}: ${analysis?.StatusMessage}`);
  return analysis;
}

export const analyse = (lab: Lab, asked: Asked, filters?: Filters): NetworkInsightsAnalysis =>
  analysisOf(lab, pathOf(lab, asked), filters);

/** The explanations of a path that must not be there. */
export function explained(lab: Lab, asked: Asked, filters?: Filters): readonly Explanation[] {
  const analysis = analyse(lab, asked, filters);
  if (analysis.NetworkPathFound !== false) throw new Error("there is a path");
  return analysis.Explanations ?? [];
}

export const codes = (explanations: readonly Explanation[] | undefined): (string | undefined)[] =>
  (explanations ?? []).map(({ ExplanationCode }) => ExplanationCode);

/** The ids of a path's components, in order. */
export const componentIds = (components: readonly PathComponent[] | undefined): (string | undefined)[] =>
  (components ?? []).map(({ Component }) => Component?.Id);

export const arn = (type: string, id: string): string => `arn:aws:ec2:us-east-1:111111111111:${type}/${id}`;

/** A number of ports, or one. */
export const portRange = (FromPort: number, ToPort = FromPort) => ({ FromPort, ToPort });

/** A peering that both sides want. */
export function peer(lab: Lab, one: string, other: string): string {
  const { VpcPeeringConnection } = lab.region.call("CreateVpcPeeringConnection", { VpcId: one, PeerVpcId: other });
  const id = VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
  lab.settle();
  lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: id });
  lab.settle();
  return id;
}

export function mainTable(lab: Lab, vpcId: string): string {
  const main = { Name: "association.main", Values: ["true"] };
  const { RouteTables } = lab.region.call("DescribeRouteTables", {
    Filters: [main, { Name: "vpc-id", Values: [vpcId] }],
  });
  return RouteTables?.[0]?.RouteTableId ?? "";
}

/** A VPC with a subnet and an instance that takes everything. */
export function site(lab: Lab, label: string, cidr: string) {
  const vpc = lab.vpc(label, cidr);
  const subnet = lab.subnet(`${label}-subnet`, vpc, cidr.replace("0.0/16", "0.0/24"));
  const group = lab.group(`${label}-group`, vpc, { in: ["all from 0.0.0.0/0"] });
  return {
    vpc,
    subnet,
    group,
    main: mainTable(lab, vpc),
    ...lab.instance(`${label}-host`, subnet, { groups: [group] }),
  };
}
