/** The operations on paths and their analyses: parameters, filters, pages, states, refusals. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { analysisOf, arn, pathOf, portRange, site } from "./insights.fixture.ts";

function pair() {
  const lab = new Lab();
  const { id, vpc, subnet, group } = site(lab, "here", "10.0.0.0/16");
  const other = lab.instance("other", subnet, { groups: [group] });
  return { lab, region: lab.region, vpc, source: id, destination: other.id };
}

describe("paths", () => {
  test("are described as they were made", () => {
    const { region, source, destination } = pair();
    const made = region.call("CreateNetworkInsightsPath", {
      Source: arn("instance", source),
      Destination: destination,
      Protocol: "tcp",
      FilterAtSource: { SourceAddress: "10.0.0.4", DestinationPortRange: portRange(80, 90) },
      TagSpecifications: [{ ResourceType: "network-insights-path", Tags: [{ Key: "Name", Value: "p" }] }],
    }).NetworkInsightsPath;
    const id = made?.NetworkInsightsPathId ?? "";
    expect(id).toMatch(/^nip-0[0-9a-f]{16}$/);
    const path = {
      NetworkInsightsPathId: id,
      NetworkInsightsPathArn: arn("network-insights-path", id),
      CreatedDate: new Date(region.clock.now()),
      Source: source,
      Destination: destination,
      SourceArn: arn("instance", source),
      DestinationArn: arn("instance", destination),
      Protocol: "tcp",
      Tags: [{ Key: "Name", Value: "p" }],
      FilterAtSource: { SourceAddress: "10.0.0.4", DestinationPortRange: { FromPort: 80, ToPort: 90 } },
    };
    expect(made).toEqual(path);
    expect(region.call("DescribeNetworkInsightsPaths", { NetworkInsightsPathIds: [id] })).toEqual({
      NetworkInsightsPaths: [path],
      NextToken: undefined,
    });
    expect(region.call("DeleteNetworkInsightsPath", { NetworkInsightsPathId: id })).toEqual({
      NetworkInsightsPathId: id,
    });
    expect(region.codeOf("DescribeNetworkInsightsPaths", { NetworkInsightsPathIds: [id] })).toBe(
      "InvalidNetworkInsightsPathId.NotFound",
    );
  });

  test("are filtered and paged, and are nobody else's", () => {
    const { lab, region, source, destination } = pair();
    const tcp = pathOf(lab, {
      Source: source,
      Destination: destination,
      FilterAtSource: { SourcePortRange: portRange(1000, 2000), DestinationAddress: "10.0.0.9" },
      FilterAtDestination: { SourceAddress: "10.0.0.8", DestinationPortRange: portRange(22) },
    });
    const udp = pathOf(lab, { Source: destination, Destination: source, Protocol: "udp" });
    const found = (Name: string, Value: string) =>
      region
        .call("DescribeNetworkInsightsPaths", { Filters: [{ Name, Values: [Value] }] })
        .NetworkInsightsPaths?.map(({ NetworkInsightsPathId }) => NetworkInsightsPathId);
    expect(found("source", source)).toEqual([tcp]);
    expect(found("destination", source)).toEqual([udp]);
    expect(found("protocol", "udp")).toEqual([udp]);
    expect(found("filter-at-source.source-port-range", "1000-2000")).toEqual([tcp]);
    expect(found("filter-at-source.destination-address", "10.0.0.9")).toEqual([tcp]);
    expect(found("filter-at-destination.source-address", "10.0.0.8")).toEqual([tcp]);
    expect(found("filter-at-destination.destination-port-range", "22-22")).toEqual([tcp]);
    expect(found("filter-at-destination.destination-address", "10.0.0.8")).toEqual([]);
    const page = region.call("DescribeNetworkInsightsPaths", { MaxResults: 1 });
    expect(page.NetworkInsightsPaths).toHaveLength(1);
    const rest = region.call("DescribeNetworkInsightsPaths", { MaxResults: 1, NextToken: page.NextToken });
    expect(rest).toMatchObject({ NetworkInsightsPaths: [{ NetworkInsightsPathId: udp }], NextToken: undefined });
    expect(region.codeOf("DescribeNetworkInsightsPaths", { MaxResults: 101 })).toBe("InvalidParameterValue");
    expect(region.codeOf("DescribeNetworkInsightsPaths", { Filters: [{ Name: "port", Values: ["1"] }] })).toBe(
      "InvalidParameterValue",
    );
    const stranger = region.as("222222222222", "us-east-1");
    expect(stranger.call("DescribeNetworkInsightsPaths").NetworkInsightsPaths).toEqual([]);
    expect(refusal(stranger, "DeleteNetworkInsightsPath", { NetworkInsightsPathId: tcp })).toBe(
      "InvalidNetworkInsightsPathId.NotFound",
    );
  });

  test("of another account begin or end at an ARN", () => {
    const { lab, source } = pair();
    const guest = lab.as("222222222222", "us-east-1");
    const there = site(guest, "there", "10.9.0.0/16");
    const theirs = `arn:aws:ec2:us-east-1:222222222222:instance/${there.id}`;
    const id = pathOf(lab, { Source: source, Destination: theirs });
    const [path] =
      lab.region.call("DescribeNetworkInsightsPaths", { NetworkInsightsPathIds: [id] }).NetworkInsightsPaths ?? [];
    expect(path).toMatchObject({ Destination: there.id, DestinationArn: theirs });
    // The analysis looks into both accounts.
    expect(analysisOf(lab, id).Explanations).toMatchObject([
      {
        ExplanationCode: "DISCONNECTED_VPCS",
        DestinationVpc: { Id: there.vpc, Arn: `arn:aws:ec2:us-east-1:222222222222:vpc/${there.vpc}` },
      },
    ]);
    expect(
      refusal(lab.region, "CreateNetworkInsightsPath", { Source: source, Destination: there.id, Protocol: "tcp" }),
    ).toBe("NetworkInsightsDestination.NotFound");
  });

  test("a client token makes one path; a dry run none", () => {
    const { region, source, destination } = pair();
    const asked = { Source: source, Destination: destination, Protocol: "tcp" as const, ClientToken: "once" };
    const once = region.call("CreateNetworkInsightsPath", asked);
    expect(region.call("CreateNetworkInsightsPath", asked)).toEqual(once);
    expect(refusal(region, "CreateNetworkInsightsPath", { ...asked, Protocol: "udp" })).toBe(
      "IdempotentParameterMismatch",
    );
    expect(refusal(region, "CreateNetworkInsightsPath", { ...asked, ClientToken: "dry", DryRun: true })).toBe(
      "DryRunOperation",
    );
    expect(region.call("DescribeNetworkInsightsPaths").NetworkInsightsPaths).toHaveLength(1);
  });

  test("refusals", () => {
    const { region, vpc, source, destination } = pair();
    const refused = (input: object) =>
      refusal(region, "CreateNetworkInsightsPath", {
        Source: source,
        Destination: destination,
        Protocol: "tcp",
        ...input,
      });
    expect(refused({ Source: "" })).toBe("MissingParameter");
    expect(refused({ Source: "i-0123456789abcdef0" })).toBe("NetworkInsightsSource.NotFound");
    expect(refused({ Destination: "eni-0123456789abcdef0" })).toBe("NetworkInsightsDestination.NotFound");
    expect(refused({ Destination: "vpce-svc-0123456789abcdef0" })).toBe("NetworkInsightsDestination.NotFound");
    expect(refused({ Destination: vpc })).toBe("InvalidParameterValue");
    expect(refused({ Destination: "nonsense" })).toBe("InvalidParameterValue");
    expect(refused({ Destination: source })).toBe("InvalidParameterValue");
    expect(refused({ Destination: undefined })).toBe("MissingParameter");
    expect(refused({ Source: `arn:aws:ec2:eu-west-1:111111111111:instance/${source}` })).toBe("InvalidParameterValue");
    expect(refused({ Protocol: undefined })).toBe("MissingParameter");
    expect(refused({ Protocol: "icmp" })).toBe("InvalidParameterValue");
    expect(refused({ DestinationPort: 65536 })).toBe("InvalidParameterValue");
    expect(refused({ SourceIp: "2001:db8::1" })).toBe("InvalidParameterValue");
    expect(refused({ FilterAtSource: {}, DestinationPort: 80 })).toBe("InvalidParameterCombination");
    expect(refused({ FilterAtDestination: {}, DestinationIp: "10.0.0.1" })).toBe("InvalidParameterCombination");
    expect(refused({ FilterAtSource: { SourcePortRange: portRange(9, 8) } })).toBe("InvalidParameterValue");
    expect(refused({ TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "a" }] }] })).toBe(
      "InvalidParameterValue",
    );
  });
});

describe("analyses", () => {
  test("run, then have succeeded; they keep their path and are forgotten after 120 days", () => {
    const { lab, region, source, destination } = pair();
    const path = pathOf(lab, { Source: source, Destination: destination });
    const started = region.call("StartNetworkInsightsAnalysis", {
      NetworkInsightsPathId: path,
      AdditionalAccounts: ["222222222222"],
      TagSpecifications: [{ ResourceType: "network-insights-analysis", Tags: [{ Key: "k", Value: "v" }] }],
    }).NetworkInsightsAnalysis;
    const id = started?.NetworkInsightsAnalysisId ?? "";
    expect(started).toEqual({
      NetworkInsightsAnalysisId: expect.stringMatching(/^nia-0[0-9a-f]{16}$/),
      NetworkInsightsAnalysisArn: arn("network-insights-analysis", id),
      NetworkInsightsPathId: path,
      AdditionalAccounts: ["222222222222"],
      StartDate: new Date(region.clock.now()),
      Status: "running",
      Tags: [{ Key: "k", Value: "v" }],
    });
    region.clock.advance(1);
    const described = region.call("DescribeNetworkInsightsAnalyses", { NetworkInsightsPathId: path });
    expect(described.NetworkInsightsAnalyses).toMatchObject([
      { ...started, Status: "succeeded", NetworkPathFound: true },
    ]);
    expect(refusal(region, "DeleteNetworkInsightsPath", { NetworkInsightsPathId: path })).toBe(
      "AnalysisExistsForNetworkInsightsPath",
    );
    region.clock.advance(120 * 24 * 60 * 60 * 1000);
    expect(region.call("DescribeNetworkInsightsAnalyses").NetworkInsightsAnalyses).toEqual([]);
    region.call("DeleteNetworkInsightsPath", { NetworkInsightsPathId: path });
  });

  test("tell of the network as it was: a change needs another", () => {
    const { lab, region, source, destination } = pair();
    const path = pathOf(lab, { Source: source, Destination: destination });
    const run = () => {
      region.call("StartNetworkInsightsAnalysis", { NetworkInsightsPathId: path });
      region.clock.advance(1000);
    };
    run();
    region.call("StopInstances", { InstanceIds: [destination] });
    run();
    const found = (filters: object = {}) =>
      region
        .call("DescribeNetworkInsightsAnalyses", { NetworkInsightsPathId: path, ...filters })
        .NetworkInsightsAnalyses?.map(({ NetworkPathFound }) => NetworkPathFound);
    expect(found()).toEqual([true, false]);
    expect(found({ Filters: [{ Name: "path-found", Values: ["false"] }] })).toEqual([false]);
    expect(found({ Filters: [{ Name: "status", Values: ["running"] }] })).toEqual([]);
    const last = new Date(region.clock.now() - 1000);
    expect(found({ AnalysisStartTime: last })).toEqual([false]);
    expect(found({ AnalysisEndTime: new Date(last.getTime() - 1) })).toEqual([true]);
    expect(found({ MaxResults: 1 })).toEqual([true]);
  });

  test("refusals", () => {
    const { lab, region, source, destination } = pair();
    const NetworkInsightsPathId = pathOf(lab, { Source: source, Destination: destination });
    const refused = (input: object) =>
      refusal(region, "StartNetworkInsightsAnalysis", { NetworkInsightsPathId, ...input });
    const one = arn("natgateway", "nat-0123456789abcdef0");
    expect(refused({ NetworkInsightsPathId: "nip-0123456789abcdef0" })).toBe("InvalidNetworkInsightsPathId.NotFound");
    expect(refused({ NetworkInsightsPathId: "nonsense" })).toBe("InvalidNetworkInsightsPathId.Malformed");
    expect(refused({ FilterInArns: ["nat-0123456789abcdef0"] })).toBe("InvalidParameterValue");
    expect(refused({ FilterInArns: [one], FilterOutArns: [one] })).toBe("InvalidParameterValue");
    expect(refused({ AdditionalAccounts: ["me"] })).toBe("InvalidParameterValue");
    expect(refused({ DryRun: true })).toBe("DryRunOperation");
    expect(
      refusal(region, "DeleteNetworkInsightsAnalysis", { NetworkInsightsAnalysisId: "nia-0123456789abcdef0" }),
    ).toBe("InvalidNetworkInsightsAnalysisId.NotFound");
    expect(
      region.codeOf("DescribeNetworkInsightsAnalyses", { NetworkInsightsAnalysisIds: ["nia-0123456789abcdef0"] }),
    ).toBe("InvalidNetworkInsightsAnalysisId.NotFound");
  });

  test("without an engine nothing starts", () => {
    const region = testRegion();
    const lab = new Lab(region);
    const { id, subnet } = site(lab, "here", "10.0.0.0/16");
    const path = pathOf(lab, { Source: id, Destination: lab.instance("other", subnet).id });
    expect(refusal(region, "StartNetworkInsightsAnalysis", { NetworkInsightsPathId: path })).toBe(
      "UnsupportedOperation",
    );
  });

  test("an engine that fails makes an analysis that failed, with its reason", () => {
    const region = testRegion({}, () => ({
      reach: () => {
        throw new Error("out of memory");
      },
    }));
    const lab = new Lab(region);
    const { id, subnet } = site(lab, "here", "10.0.0.0/16");
    const path = pathOf(lab, { Source: id, Destination: lab.instance("other", subnet).id });
    region.call("StartNetworkInsightsAnalysis", { NetworkInsightsPathId: path });
    region.clock.advance(1);
    const [analysis] = region.call("DescribeNetworkInsightsAnalyses").NetworkInsightsAnalyses ?? [];
    expect(analysis).toMatchObject({ Status: "failed", StatusMessage: "out of memory" });
    expect(analysis).not.toHaveProperty("NetworkPathFound");
  });
});
