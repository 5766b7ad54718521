/** Explanations of what groups, network ACLs and Block Public Access keep out: each code is provoked. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { analyse, arn, codes, explained, portRange } from "./insights.fixture.ts";

/** Two subnets, an instance in each; the second takes what its rules say. */
function pair(rules: { readonly in?: readonly string[]; readonly out?: readonly string[] } = {}) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const one = lab.subnet("one", vpc, "10.0.0.0/24");
  const other = lab.subnet("other", vpc, "10.0.1.0/24");
  const clientGroup = lab.group("clients", vpc, {});
  const group = lab.group("group", vpc, rules);
  const client = lab.instance("client", one, { groups: [clientGroup] });
  const server = lab.instance("server", other, { groups: [group] });
  return { lab, vpc, one, other, clientGroup, group, client, server };
}

const named = (type: string, Id: string) => ({ Id, Arn: arn(type, Id) });

describe("groups", () => {
  test("ENI_SG_RULES_MISMATCH: no rule lets it in; the walk is shown up to there", () => {
    const { lab, vpc, group, client, server } = pair({ in: ["tcp 22 from 0.0.0.0/0"] });
    const analysis = analyse(lab, { Source: client.id, Destination: server.id, DestinationPort: 443 });
    const explanation = {
      ExplanationCode: "ENI_SG_RULES_MISMATCH",
      Direction: "ingress",
      NetworkInterface: named("network-interface", server.eni),
      SecurityGroups: [named("security-group", group)],
      Vpc: named("vpc", vpc),
    };
    expect(analysis.NetworkPathFound).toBe(false);
    expect(analysis.Explanations).toEqual([explanation]);
    expect(analysis.ForwardPathComponents?.[0]?.Component?.Id).toBe(client.id);
    expect(analysis.ForwardPathComponents?.at(-1)).toMatchObject({
      Component: { Id: group },
      Explanations: [explanation],
    });
    expect(analysis.ReturnPathComponents).toEqual([]);
    // A port that the rule lets in makes it a path; so does asking about any port at all.
    expect(analyse(lab, { Source: client.id, Destination: server.id, DestinationPort: 22 }).NetworkPathFound).toBe(
      true,
    );
    expect(analyse(lab, { Source: client.id, Destination: server.id }).NetworkPathFound).toBe(true);
  });

  test("ENI_SG_RULES_MISMATCH: no rule lets it out", () => {
    const { lab, client, server } = pair({ out: ["tcp 22 to 0.0.0.0/0"] });
    const [explanation] = explained(lab, { Source: server.id, Destination: client.id, DestinationPort: 443 });
    expect(explanation).toMatchObject({
      ExplanationCode: "ENI_SG_RULES_MISMATCH",
      Direction: "egress",
      NetworkInterface: { Id: server.eni },
    });
  });

  test("SG_HAS_NO_RULES: there is no rule that could", () => {
    const { lab, group, client, server } = pair();
    expect(explained(lab, { Source: client.id, Destination: server.id })).toMatchObject([
      { ExplanationCode: "SG_HAS_NO_RULES", Direction: "ingress", SecurityGroups: [{ Id: group }] },
    ]);
  });

  test("SG_REFERENCES_NOT_PRESERVED: an appliance between hides what group the sender is in", () => {
    const { lab, vpc, one, other, clientGroup, client } = pair();
    const applianceGroup = lab.group("appliances", vpc, { in: ["all from 0.0.0.0/0"] });
    const between = lab.subnet("between", vpc, "10.0.2.0/24");
    const appliance = lab.instance("appliance", between, { groups: [applianceGroup], forwards: true });
    const memberOnly = lab.group("members", vpc, { in: [`tcp 443 from ${clientGroup}`] });
    const target = lab.instance("target", other, { groups: [memberOnly] });
    lab.routeTable("detour", vpc, [one], { "10.0.1.0/24": appliance.eni });
    expect(explained(lab, { Source: client.id, Destination: target.id, DestinationPort: 443 })).toMatchObject([
      {
        ExplanationCode: "SG_REFERENCES_NOT_PRESERVED",
        Direction: "ingress",
        Component: { Id: appliance.id },
        NetworkInterface: { Id: target.eni },
      },
      // Directly, membership would count.
      { ExplanationCode: "MORE_SPECIFIC_ROUTE", RouteTableRoute: { GatewayId: "local" } },
    ]);
  });
});

describe("network ACLs", () => {
  test.each([
    [
      "egress",
      "one",
      ["out 100 deny tcp 443 to 10.0.1.0/24", "out 200 allow all to 0.0.0.0/0", "in 100 allow all from 0.0.0.0/0"],
      100,
    ],
    ["ingress", "other", ["out 100 allow all to 0.0.0.0/0"], 32767],
  ] as const)("SUBNET_ACL_RESTRICTION: %s of %s", (direction, at, entries, number) => {
    const setting = pair({ in: ["all from 0.0.0.0/0"] });
    const { lab, vpc, client, server } = setting;
    const acl = lab.acl("acl", vpc, setting[at], entries);
    expect(explained(lab, { Source: client.id, Destination: server.id, DestinationPort: 443 })).toEqual([
      {
        ExplanationCode: "SUBNET_ACL_RESTRICTION",
        Direction: direction,
        Acl: named("network-acl", acl),
        AclRule: expect.objectContaining({ Egress: direction === "egress", RuleAction: "deny", RuleNumber: number }),
        Subnet: named("subnet", setting[at]),
        Vpc: named("vpc", vpc),
      },
    ]);
  });

  test("SUBNET_ACL_RESTRICTION: the answer does not come back", () => {
    const { lab, vpc, one, other, client, server } = pair({ in: ["all from 0.0.0.0/0"] });
    lab.acl("acl", vpc, one, ["out 100 allow all to 0.0.0.0/0", "in 100 allow tcp 443 from 0.0.0.0/0"]);
    const analysis = analyse(lab, { Source: client.id, Destination: server.id, DestinationPort: 443 });
    expect(codes(analysis.Explanations)).toEqual(["SUBNET_ACL_RESTRICTION"]);
    expect(analysis.Explanations?.[0]).toMatchObject({ Direction: "ingress", Subnet: { Id: one } });
    expect(analysis.ForwardPathComponents?.at(-1)?.Component?.Id).toBe(server.id);
    expect(analysis.ReturnPathComponents?.at(-1)?.Explanations).toHaveLength(1);
    expect(other).not.toBe(one);
  });
});

test("VPC_BLOCK_PUBLIC_ACCESS_ENABLED: the account keeps the Internet out", () => {
  const { lab, vpc, one, clientGroup } = pair();
  const igw = lab.internetGateway("igw", vpc);
  lab.routeTable("table", vpc, [one], { "0.0.0.0/0": igw });
  const host = lab.instance("host", one, { groups: [clientGroup], publicIp: true });
  const asked = { Source: host.id, Destination: igw, FilterAtSource: { DestinationPortRange: portRange(443) } };
  expect(analyse(lab, asked).NetworkPathFound).toBe(true);
  lab.region.call("ModifyVpcBlockPublicAccessOptions", { InternetGatewayBlockMode: "block-bidirectional" });
  lab.settle();
  expect(explained(lab, asked)).toEqual([
    {
      ExplanationCode: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
      InternetGateway: named("internet-gateway", igw),
      Vpc: named("vpc", vpc),
    },
  ]);
});
