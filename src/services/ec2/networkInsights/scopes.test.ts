/** Access scopes: what they find, what exclusions take away, and the operations around them. */
import type { AccessScopePathRequest } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import { analyse, arn, componentIds, mainTable, peer } from "./insights.fixture.ts";

/**
 *   internet ── igw ── vpc 10.0.0.0/16: web (80, 443 from everywhere), ssh (22 from everywhere), inner (no public address)
 *                        ╲ pcx
 *                         partner 10.9.0.0/16: far (takes everything); another VPC, `island`, is joined to nothing
 */
function network() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const subnet = lab.subnet("subnet", vpc, "10.0.0.0/24");
  const igw = lab.internetGateway("igw", vpc);
  lab.routeTable("table", vpc, [subnet], { "0.0.0.0/0": igw });
  const webGroup = lab.group("webGroup", vpc, { in: ["tcp 80 from 0.0.0.0/0", "tcp 443 from 0.0.0.0/0"], out: [] });
  const sshGroup = lab.group("sshGroup", vpc, { in: ["tcp 22 from 0.0.0.0/0"], out: [] });
  const web = lab.instance("web", subnet, { groups: [webGroup], publicIp: true });
  const ssh = lab.instance("ssh", subnet, { groups: [sshGroup], publicIp: true });
  const innerGroup = lab.group("innerGroup", vpc, {});
  const innerSubnet = lab.subnet("innerSubnet", vpc, "10.0.1.0/24");
  const inner = lab.instance("inner", innerSubnet, { groups: [innerGroup] });
  const partner = lab.vpc("partner", "10.9.0.0/16");
  const farGroup = lab.group("farGroup", partner, { in: ["all from 0.0.0.0/0"], out: [] });
  const far = lab.instance("far", lab.subnet("far-subnet", partner, "10.9.0.0/24"), { groups: [farGroup] });
  const pcx = peer(lab, vpc, partner);
  lab.route(mainTable(lab, vpc), "10.9.0.0/16", pcx);
  lab.route(mainTable(lab, partner), "10.0.0.0/16", pcx);
  const island = lab.vpc("island", "10.7.0.0/16");
  lab.instance("castaway", lab.subnet("island-subnet", island, "10.7.0.0/24"));
  return { lab, region: lab.region, vpc, subnet, igw, web, ssh, webGroup, sshGroup, inner, innerSubnet, far, pcx };
}

interface Content {
  readonly MatchPaths?: AccessScopePathRequest[];
  readonly ExcludePaths?: AccessScopePathRequest[];
}

function analysisOf({ region }: Lab, content: Content): string {
  const scope = region.call("CreateNetworkInsightsAccessScope", content).NetworkInsightsAccessScope;
  const started = region.call("StartNetworkInsightsAccessScopeAnalysis", {
    NetworkInsightsAccessScopeId: scope?.NetworkInsightsAccessScopeId,
  }).NetworkInsightsAccessScopeAnalysis;
  region.clock.advance(1);
  return started?.NetworkInsightsAccessScopeAnalysisId ?? "";
}

/** The ends of each finding, as `source destination`. */
function found(lab: Lab, content: Content): string[] {
  const { AnalysisFindings, AnalysisStatus } = lab.region.call("GetNetworkInsightsAccessScopeAnalysisFindings", {
    NetworkInsightsAccessScopeAnalysisId: analysisOf(lab, content),
  });
  expect(AnalysisStatus).toBe("succeeded");
  return (AnalysisFindings ?? [])
    .map(({ FindingComponents }) => componentIds(FindingComponents))
    .map((ids) => `${ids[0]} ${ids.at(-1)}`)
    .sort();
}

const types = (...ResourceTypes: string[]) => ({ ResourceStatement: { ResourceTypes } });
const resources = (...Resources: string[]) => ({ ResourceStatement: { Resources } });
const ports = (...DestinationPorts: string[]) => ({ PacketHeaderStatement: { DestinationPorts } });
const INTERNET = types("AWS::EC2::InternetGateway");

describe("findings", () => {
  test("from the Internet: every interface that it reaches, and no other; AWS's shape", () => {
    const { lab, vpc, subnet, igw, web, ssh, webGroup } = network();
    const content = { MatchPaths: [{ Source: INTERNET }] };
    expect(found(lab, content)).toEqual([`${igw} ${ssh.eni}`, `${igw} ${web.eni}`].sort());
    const id = analysisOf(lab, { MatchPaths: [{ Source: INTERNET, Destination: resources(web.eni) }] });
    const answer = lab.region.call("GetNetworkInsightsAccessScopeAnalysisFindings", {
      NetworkInsightsAccessScopeAnalysisId: id,
    });
    const [finding, ...others] = answer.AnalysisFindings ?? [];
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      NetworkInsightsAccessScopeAnalysisId: id,
      NetworkInsightsAccessScopeId: expect.stringMatching(/^nis-/),
      FindingId: expect.any(String),
      FindingComponents: [
        {
          SequenceNumber: 1,
          Component: { Id: igw, Arn: arn("internet-gateway", igw) },
          OutboundHeader: { DestinationAddresses: [`${web.ip}/32`] },
          InboundHeader: { DestinationAddresses: [`${web.publicIp}/32`], Protocol: "6" },
        },
        { SequenceNumber: 2, AclRule: { RuleNumber: 100, Egress: false } },
        { SequenceNumber: 3, Component: { Id: webGroup }, SecurityGroupRule: { Direction: "ingress" } },
        { SequenceNumber: 4, Component: { Id: web.eni }, Subnet: { Id: subnet }, Vpc: { Id: vpc } },
      ],
    });
  });

  test("by groups, subnets, VPCs, instances and header", () => {
    const { lab, vpc, igw, web, ssh, sshGroup, inner, innerSubnet, far } = network();
    expect(found(lab, { MatchPaths: [{ Source: INTERNET, Destination: resources(sshGroup) }] })).toEqual([
      `${igw} ${ssh.eni}`,
    ]);
    expect(found(lab, { MatchPaths: [{ Source: INTERNET, Destination: ports("443") }] })).toEqual([
      `${igw} ${web.eni}`,
    ]);
    expect(found(lab, { MatchPaths: [{ Source: INTERNET, Destination: ports("1-79") }] })).toEqual([
      `${igw} ${ssh.eni}`,
    ]);
    expect(
      found(lab, {
        MatchPaths: [{ Source: INTERNET, Destination: { PacketHeaderStatement: { Protocols: ["udp"] } } }],
      }),
    ).toEqual([]);
    expect(found(lab, { MatchPaths: [{ Source: resources(innerSubnet), Destination: resources(vpc) }] })).toEqual(
      [`${inner.eni} ${ssh.eni}`, `${inner.eni} ${web.eni}`].sort(),
    );
    expect(
      found(lab, { MatchPaths: [{ Source: resources(arn("instance", inner.id)), Destination: resources(far.id) }] }),
    ).toEqual([`${inner.eni} ${far.eni}`]);
  });

  test("anywhere to anywhere: each pair once, though two conditions match it", () => {
    const { lab, igw, web, ssh, inner, far } = network();
    const all = [`${igw} ${web.eni}`, `${igw} ${ssh.eni}`, ...[web, ssh, far].map(({ eni }) => `${inner.eni} ${eni}`)];
    const anything = { Source: { PacketHeaderStatement: { Protocols: ["tcp" as const] } } };
    expect(found(lab, { MatchPaths: [anything, { Source: INTERNET }] })).toEqual(all.sort());
  });

  test("are those for which a path's analysis finds one, and no others", () => {
    const { lab, igw, web, ssh, inner, far } = network();
    const ends = [web, ssh, inner, far].map(({ eni }) => eni);
    const pairs = [igw, ...ends].flatMap((Source) => ends.map((Destination) => ({ Source, Destination })));
    const byPath = pairs
      .filter(({ Source, Destination }) => Source !== Destination)
      .filter((pair) => analyse(lab, pair).NetworkPathFound)
      .map(({ Source, Destination }) => `${Source} ${Destination}`);
    const MatchPaths = [{ Source: resources(igw, ...ends), Destination: resources(...ends) }];
    expect(found(lab, { MatchPaths })).toEqual(byPath.sort());
  });

  test("through a peering, as what the path passes and as where it ends", () => {
    const { lab, inner, far, pcx } = network();
    const Source = resources(inner.eni);
    const through = (...Resources: string[]) => [{ ResourceStatement: { Resources } }];
    expect(found(lab, { MatchPaths: [{ Source, ThroughResources: through(pcx) }] })).toEqual([
      `${inner.eni} ${far.eni}`,
    ]);
    expect(found(lab, { MatchPaths: [{ Source, Destination: types("AWS::EC2::VPCPeeringConnection") }] })).toEqual([
      `${inner.eni} ${pcx}`,
    ]);
  });
});

describe("exclusions", () => {
  test("of a destination, a port, an address range, a component", () => {
    const { lab, igw, web, ssh, inner, sshGroup, pcx } = network();
    const fromInternet = [{ Source: INTERNET }];
    const excluding = (...ExcludePaths: AccessScopePathRequest[]) =>
      found(lab, { MatchPaths: fromInternet, ExcludePaths });
    expect(excluding({ Destination: resources(sshGroup) })).toEqual([`${igw} ${web.eni}`]);
    // 443 is left of web's ports, nothing of ssh's.
    expect(excluding({ Destination: ports("22", "80") })).toEqual([`${igw} ${web.eni}`]);
    expect(excluding({ Destination: ports("22", "80", "443") })).toEqual([]);
    expect(excluding({ Destination: ports("22") }, { Destination: ports("80-443") })).toEqual([]);
    // Others than the trusted range still come.
    const trusted = { PacketHeaderStatement: { SourceAddresses: ["198.51.100.0/24"] } };
    expect(excluding({ Source: trusted })).toHaveLength(2);
    expect(excluding({ Source: { PacketHeaderStatement: { SourceAddresses: ["0.0.0.0/0"] } } })).toEqual([]);
    expect(excluding({ Source: { PacketHeaderStatement: { Protocols: ["tcp"] } } })).toEqual([]);
    // Both fields must fit for a path to be excluded.
    expect(excluding({ Source: trusted, Destination: ports("22") })).toHaveLength(2);
    const fromInner = [{ Source: resources(inner.eni) }];
    expect(found(lab, { MatchPaths: fromInner })).toHaveLength(3);
    const around = [{ ThroughResources: [{ ResourceStatement: { Resources: [pcx] } }] }];
    expect(found(lab, { MatchPaths: fromInner, ExcludePaths: around })).toEqual(
      [`${inner.eni} ${ssh.eni}`, `${inner.eni} ${web.eni}`].sort(),
    );
  });

  test("by prefix list", () => {
    const { lab } = network();
    const list = lab.region.call("CreateManagedPrefixList", {
      PrefixListName: "everybody",
      AddressFamily: "IPv4",
      MaxEntries: 2,
      Entries: [{ Cidr: "0.0.0.0/1" }, { Cidr: "128.0.0.0/1" }],
    }).PrefixList?.PrefixListId;
    lab.settle();
    const Source = { PacketHeaderStatement: { SourcePrefixLists: [list ?? ""] } };
    expect(found(lab, { MatchPaths: [{ Source: INTERNET }], ExcludePaths: [{ Source }] })).toEqual([]);
  });
});

describe("operations", () => {
  test("a scope's content, its analyses, findings in pages, and the end of all of them", () => {
    const { lab, region } = network();
    const content = {
      MatchPaths: [{ Source: INTERNET, Destination: ports("22", "80-90") }],
      ExcludePaths: [{ ThroughResources: [types("AWS::EC2::NatGateway")] }],
    };
    const made = region.call("CreateNetworkInsightsAccessScope", {
      ...content,
      TagSpecifications: [{ ResourceType: "network-insights-access-scope", Tags: [{ Key: "Name", Value: "s" }] }],
    });
    const NetworkInsightsAccessScopeId = made.NetworkInsightsAccessScope?.NetworkInsightsAccessScopeId ?? "";
    const scope = {
      NetworkInsightsAccessScopeId,
      NetworkInsightsAccessScopeArn: arn("network-insights-access-scope", NetworkInsightsAccessScopeId),
      CreatedDate: new Date(region.clock.now()),
      UpdatedDate: new Date(region.clock.now()),
      Tags: [{ Key: "Name", Value: "s" }],
    };
    expect(made).toEqual({
      NetworkInsightsAccessScope: scope,
      NetworkInsightsAccessScopeContent: { NetworkInsightsAccessScopeId, ...content },
    });
    const Filters = [{ Name: "tag:Name", Values: ["s"] }];
    expect(region.call("DescribeNetworkInsightsAccessScopes", { Filters }).NetworkInsightsAccessScopes).toEqual([
      scope,
    ]);
    expect(
      region.call("GetNetworkInsightsAccessScopeContent", { NetworkInsightsAccessScopeId })
        .NetworkInsightsAccessScopeContent,
    ).toEqual(made.NetworkInsightsAccessScopeContent);

    const started = region.call("StartNetworkInsightsAccessScopeAnalysis", { NetworkInsightsAccessScopeId });
    const analysis = started.NetworkInsightsAccessScopeAnalysis;
    const NetworkInsightsAccessScopeAnalysisId = analysis?.NetworkInsightsAccessScopeAnalysisId ?? "";
    expect(analysis).toMatchObject({
      NetworkInsightsAccessScopeAnalysisArn: arn(
        "network-insights-access-scope-analysis",
        NetworkInsightsAccessScopeAnalysisId,
      ),
      Status: "running",
      FindingsFound: "unknown",
    });
    region.clock.advance(1);
    const [done] =
      region.call("DescribeNetworkInsightsAccessScopeAnalyses", { NetworkInsightsAccessScopeId })
        .NetworkInsightsAccessScopeAnalyses ?? [];
    expect(done).toMatchObject({
      Status: "succeeded",
      FindingsFound: "true",
      AnalyzedEniCount: 5,
      EndDate: expect.any(Date),
    });
    expect(
      region.call("DescribeNetworkInsightsAccessScopeAnalyses", { AnalysisStartTimeEnd: new Date(0) })
        .NetworkInsightsAccessScopeAnalyses,
    ).toEqual([]);

    const page = (NextToken?: string) =>
      region.call("GetNetworkInsightsAccessScopeAnalysisFindings", {
        NetworkInsightsAccessScopeAnalysisId,
        MaxResults: 1,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
    const first = page();
    const second = page(first.NextToken);
    expect([first.AnalysisFindings?.length, second.AnalysisFindings?.length, second.NextToken]).toEqual([
      1,
      1,
      undefined,
    ]);
    expect(first.AnalysisFindings?.[0]?.FindingId).not.toBe(second.AnalysisFindings?.[0]?.FindingId);

    const remove = { NetworkInsightsAccessScopeId };
    expect(refusal(region, "DeleteNetworkInsightsAccessScope", remove)).toBe(
      "AnalysisExistsForNetworkInsightsAccessScope",
    );
    region.call("DeleteNetworkInsightsAccessScopeAnalysis", { NetworkInsightsAccessScopeAnalysisId });
    region.call("DeleteNetworkInsightsAccessScope", remove);
    for (const table of ["ec2.network-insights-finding", "ec2.network-insights-access-scope", "ec2.tags"])
      expect([table, [...(lab.region.cloud.store.table({ name: table, indexes: {} }).values() ?? [])]]).toEqual([
        table,
        [],
      ]);
  });

  test("refusals", () => {
    const { region, igw, vpc } = network();
    const refused = (input: object) => refusal(region, "CreateNetworkInsightsAccessScope", input);
    const source = (Source: object) => refused({ MatchPaths: [{ Source }] });
    const header = (PacketHeaderStatement: object) => source({ PacketHeaderStatement });
    expect(refused({})).toBe("MissingParameter");
    expect(refused({ MatchPaths: [{}] })).toBe("InvalidParameterValue");
    expect(source({})).toBe("InvalidParameterValue");
    expect(source({ ResourceStatement: {} })).toBe("InvalidParameterCombination");
    expect(source({ ResourceStatement: { Resources: [igw], ResourceTypes: ["AWS::EC2::InternetGateway"] } })).toBe(
      "InvalidParameterCombination",
    );
    expect(source(types("AWS::EC2::NatGateway"))).toBe("InvalidParameterValue");
    expect(source(types("AWS::EC2::VPCEndpoint"))).toBe("InvalidParameterValue");
    expect(source(types("constructor"))).toBe("InvalidParameterValue");
    expect(source(resources("nat-0123456789abcdef0"))).toBe("InvalidParameterValue");
    expect(source(resources("arn:aws:resource-groups:us-east-1:111111111111:group/g"))).toBe("UnsupportedOperation");
    expect(header({})).toBe("InvalidParameterValue");
    expect(header({ SourceAddresses: ["2001:db8::/32"] })).toBe("InvalidParameterValue");
    expect(header({ DestinationPorts: ["90-80"] })).toBe("InvalidParameterValue");
    expect(header({ Protocols: ["icmp"] })).toBe("InvalidParameterValue");
    expect(header({ SourceAddresses: ["10.0.0.0/8"], SourcePrefixLists: ["pl-0123456789abcdef0"] })).toBe(
      "InvalidParameterCombination",
    );
    const MatchPaths = [{ Source: INTERNET }];
    expect(refused({ MatchPaths, ExcludePaths: [{}] })).toBe("InvalidParameterValue");
    expect(refused({ MatchPaths, ExcludePaths: [{ ThroughResources: [resources(vpc)] }] })).toBe(
      "InvalidParameterValue",
    );
    const nobody = { NetworkInsightsAccessScopeId: "nis-0123456789abcdef0" };
    expect(refusal(region, "StartNetworkInsightsAccessScopeAnalysis", nobody)).toBe(
      "InvalidNetworkInsightsAccessScopeId.NotFound",
    );
    expect(refusal(region, "GetNetworkInsightsAccessScopeContent", nobody)).toBe(
      "InvalidNetworkInsightsAccessScopeId.NotFound",
    );
    expect(
      refusal(region, "GetNetworkInsightsAccessScopeAnalysisFindings", {
        NetworkInsightsAccessScopeAnalysisId: "nisa-0123456789abcdef0",
      }),
    ).toBe("InvalidNetworkInsightsAccessScopeAnalysisId.NotFound");
  });
});
