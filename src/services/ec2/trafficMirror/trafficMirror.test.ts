import { describe, expect, test } from "vitest";
import { type Lab, lab, only } from "../interface/interface.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import type { TestRegion } from "../region.fixture.ts";

const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/taps/0123456789abcdef";

const newFilter = (region: TestRegion): string =>
  region.call("CreateTrafficMirrorFilter", { Description: "all" }).TrafficMirrorFilter?.TrafficMirrorFilterId ?? "";

const rule = (TrafficMirrorFilterId: string, RuleNumber = 100) => ({
  TrafficMirrorFilterId,
  RuleNumber,
  TrafficDirection: "ingress" as const,
  RuleAction: "accept" as const,
  SourceCidrBlock: "0.0.0.0/0",
  DestinationCidrBlock: "10.0.0.0/16",
});

const newRule = (region: TestRegion, input: ReturnType<typeof rule> & object): string =>
  region.call("CreateTrafficMirrorFilterRule", input).TrafficMirrorFilterRule?.TrafficMirrorFilterRuleId ?? "";

/** What a session needs: a source, a filter and a target at another interface. */
function parts(here: Lab) {
  const { region } = here;
  const { TrafficMirrorTarget } = region.call("CreateTrafficMirrorTarget", {
    NetworkInterfaceId: here.createInterface(),
  });
  return {
    NetworkInterfaceId: here.createInterface(),
    TrafficMirrorFilterId: newFilter(region),
    TrafficMirrorTargetId: TrafficMirrorTarget?.TrafficMirrorTargetId ?? "",
  };
}

describe("filters and their rules", () => {
  test("a filter shows its rules by direction, in the order of their numbers, and the services it mirrors", () => {
    const { region } = lab();
    const filter = newFilter(region);
    const late = newRule(region, rule(filter, 200));
    const early = newRule(region, rule(filter, 100));
    const out = newRule(region, { ...rule(filter, 100), TrafficDirection: "egress" as "ingress" });
    region.call("ModifyTrafficMirrorFilterNetworkServices", {
      TrafficMirrorFilterId: filter,
      AddNetworkServices: ["amazon-dns"],
    });
    const shown = only(
      region.call("DescribeTrafficMirrorFilters", { TrafficMirrorFilterIds: [filter] }).TrafficMirrorFilters,
    );
    const ids = (rules: typeof shown.IngressFilterRules) => rules?.map((one) => one.TrafficMirrorFilterRuleId);
    expect(ids(shown.IngressFilterRules)).toEqual([early, late]);
    expect(ids(shown.EgressFilterRules)).toEqual([out]);
    expect(shown).toMatchObject({ Description: "all", NetworkServices: ["amazon-dns"] });
    expect(
      region.call("ModifyTrafficMirrorFilterNetworkServices", {
        TrafficMirrorFilterId: filter,
        RemoveNetworkServices: ["amazon-dns"],
      }).TrafficMirrorFilter?.NetworkServices,
    ).toEqual([]);
  });

  test("a rule is changed in part, and what is removed goes back to its default", () => {
    const { region } = lab();
    const id = newRule(region, {
      ...rule(newFilter(region)),
      Protocol: 6,
      DestinationPortRange: { FromPort: 443, ToPort: 443 },
      Description: "tls",
    } as ReturnType<typeof rule>);
    const changed = region.call("ModifyTrafficMirrorFilterRule", {
      TrafficMirrorFilterRuleId: id,
      RuleAction: "reject",
      RemoveFields: ["destination-port-range", "description"],
    });
    expect(changed.TrafficMirrorFilterRule).toMatchObject({
      RuleAction: "reject",
      Protocol: 6,
      DestinationPortRange: undefined,
      Description: undefined,
      SourceCidrBlock: "0.0.0.0/0",
    });
    const found = region.call("DescribeTrafficMirrorFilterRules", {
      Filters: [{ Name: "rule-action", Values: ["reject"] }],
    });
    expect(found.TrafficMirrorFilterRules).toHaveLength(1);
  });

  test("a number is used once in a direction, whether the rule is new or changed", () => {
    const { region } = lab();
    const filter = newFilter(region);
    newRule(region, rule(filter, 100));
    const other = newRule(region, rule(filter, 200));
    expect(refusal(region, "CreateTrafficMirrorFilterRule", rule(filter, 100))).toBe(
      "TrafficMirrorFilterRuleAlreadyExists",
    );
    expect(
      refusal(region, "ModifyTrafficMirrorFilterRule", { TrafficMirrorFilterRuleId: other, RuleNumber: 100 }),
    ).toBe("TrafficMirrorFilterRuleAlreadyExists");
    region.call("ModifyTrafficMirrorFilterRule", {
      TrafficMirrorFilterRuleId: other,
      RuleNumber: 100,
      TrafficDirection: "egress",
    });
  });

  test("ten rules a filter", () => {
    const { region } = lab();
    const filter = newFilter(region);
    for (let number = 1; number <= 10; number++) newRule(region, rule(filter, number));
    expect(refusal(region, "CreateTrafficMirrorFilterRule", rule(filter, 11))).toBe(
      "TrafficMirrorFilterRuleLimitExceeded",
    );
  });

  test.each([
    [{ RuleNumber: 0 }, "InvalidParameterValue"],
    [{ RuleNumber: 32_767 }, "InvalidParameterValue"],
    [{ RuleNumber: undefined }, "MissingParameter"],
    [{ RuleAction: "allow" as "accept" }, "InvalidParameterValue"],
    [{ TrafficDirection: "in" as "ingress" }, "InvalidParameterValue"],
    [{ SourceCidrBlock: "10.0.0.0" }, "InvalidParameterValue"],
    [{ SourceCidrBlock: "::/0" }, "InvalidParameterValue"],
    [{ Protocol: 256 }, "InvalidParameterValue"],
    [{ SourcePortRange: { FromPort: 1, ToPort: 2 } }, "InvalidParameterValue"],
    [{ Protocol: 17, SourcePortRange: { FromPort: 2, ToPort: 1 } }, "InvalidParameterValue"],
    [{ TrafficMirrorFilterId: "tmf-0123456789abcdef0" }, "InvalidTrafficMirrorFilterId.NotFound"],
  ])("refuses %j", (change, code) => {
    const { region } = lab();
    expect(refusal(region, "CreateTrafficMirrorFilterRule", { ...rule(newFilter(region)), ...change })).toBe(code);
  });

  test("a filter goes with its rules, unless a session has it", () => {
    const here = lab();
    const session = parts(here);
    const { TrafficMirrorFilterId } = session;
    newRule(here.region, rule(TrafficMirrorFilterId));
    const { TrafficMirrorSession } = here.region.call("CreateTrafficMirrorSession", { ...session, SessionNumber: 1 });
    expect(refusal(here.region, "DeleteTrafficMirrorFilter", { TrafficMirrorFilterId })).toBe(
      "TrafficMirrorFilterInUse",
    );
    here.region.call("DeleteTrafficMirrorSession", {
      TrafficMirrorSessionId: TrafficMirrorSession?.TrafficMirrorSessionId,
    });
    here.region.call("DeleteTrafficMirrorFilter", { TrafficMirrorFilterId });
    expect(here.region.call("DescribeTrafficMirrorFilterRules").TrafficMirrorFilterRules).toEqual([]);
  });
});

describe("targets", () => {
  test("an interface or a Network Load Balancer, each once", () => {
    const here = lab();
    const NetworkInterfaceId = here.createInterface();
    for (const [where, type] of [
      [{ NetworkInterfaceId }, "network-interface"],
      [{ NetworkLoadBalancerArn: BALANCER }, "network-load-balancer"],
    ] as const) {
      expect(here.region.call("CreateTrafficMirrorTarget", where).TrafficMirrorTarget).toMatchObject({
        ...where,
        Type: type,
        OwnerId: "111111111111",
      });
      expect(refusal(here.region, "CreateTrafficMirrorTarget", where)).toBe("InvalidParameterValue");
    }
    const found = here.region.call("DescribeTrafficMirrorTargets", {
      Filters: [{ Name: "network-interface-id", Values: [NetworkInterfaceId] }],
    });
    expect(found.TrafficMirrorTargets).toMatchObject([{ NetworkInterfaceId }]);
  });

  test.each([
    [{}, "MissingParameter"],
    [{ NetworkInterfaceId: "eni-0123456789abcdef0" }, "InvalidNetworkInterfaceID.NotFound"],
    [{ NetworkLoadBalancerArn: BALANCER.replace("/net/", "/app/") }, "InvalidParameterValue"],
    [{ NetworkLoadBalancerArn: BALANCER, GatewayLoadBalancerEndpointId: "vpce-1" }, "InvalidParameterCombination"],
    [{ GatewayLoadBalancerEndpointId: "vpce-0123456789abcdef0" }, "InvalidVpcEndpointId.NotFound"],
  ])("refuses %j", (where, code) => {
    expect(refusal(lab().region, "CreateTrafficMirrorTarget", where)).toBe(code);
  });
});

describe("sessions", () => {
  test("a session has a VXLAN id of its own where none is given, and is changed in part", () => {
    const here = lab();
    const wanted = parts(here);
    const { TrafficMirrorSession: made } = here.region.call("CreateTrafficMirrorSession", {
      ...wanted,
      SessionNumber: 1,
      PacketLength: 100,
    });
    expect(made).toMatchObject({ ...wanted, SessionNumber: 1, PacketLength: 100 });
    expect(made?.VirtualNetworkId).toBeLessThan(2 ** 24);
    const { TrafficMirrorSession: changed } = here.region.call("ModifyTrafficMirrorSession", {
      TrafficMirrorSessionId: made?.TrafficMirrorSessionId,
      VirtualNetworkId: 7,
      Description: "tap",
      RemoveFields: ["packet-length"],
    });
    expect(changed).toMatchObject({ ...wanted, SessionNumber: 1, VirtualNetworkId: 7, Description: "tap" });
    expect(changed?.PacketLength).toBeUndefined();
  });

  test("to a Network Load Balancer, packets are cut at 8,500 bytes", () => {
    const here = lab();
    const { TrafficMirrorTarget } = here.region.call("CreateTrafficMirrorTarget", { NetworkLoadBalancerArn: BALANCER });
    const { TrafficMirrorSession } = here.region.call("CreateTrafficMirrorSession", {
      ...parts(here),
      TrafficMirrorTargetId: TrafficMirrorTarget?.TrafficMirrorTargetId,
      SessionNumber: 1,
    });
    expect(TrafficMirrorSession?.PacketLength).toBe(8500);
  });

  test("three an interface, each with a number of its own", () => {
    const here = lab();
    const wanted = parts(here);
    const create = (SessionNumber: number) => ({ ...wanted, SessionNumber });
    here.region.call("CreateTrafficMirrorSession", create(1));
    expect(refusal(here.region, "CreateTrafficMirrorSession", create(1))).toBe("InvalidParameterValue");
    for (const number of [2, 3]) here.region.call("CreateTrafficMirrorSession", create(number));
    expect(refusal(here.region, "CreateTrafficMirrorSession", create(4))).toBe(
      "TrafficMirrorSessionsPerInterfaceLimitExceeded",
    );
    here.region.call("CreateTrafficMirrorSession", { ...create(1), NetworkInterfaceId: here.createInterface() });
  });

  test("a target in use stays; a source that goes takes its sessions with it", () => {
    const here = lab();
    const { TrafficMirrorTargetId, ...source } = parts(here);
    here.region.call("CreateTrafficMirrorSession", { ...source, TrafficMirrorTargetId, SessionNumber: 1 });
    expect(refusal(here.region, "DeleteTrafficMirrorTarget", { TrafficMirrorTargetId })).toBe(
      "TrafficMirrorTargetInUseException",
    );
    here.region.call("DeleteNetworkInterface", { NetworkInterfaceId: source.NetworkInterfaceId });
    expect(here.region.call("DescribeTrafficMirrorSessions").TrafficMirrorSessions).toEqual([]);
    here.region.call("DeleteTrafficMirrorTarget", { TrafficMirrorTargetId });
  });

  test.each([
    [{ SessionNumber: undefined }, "MissingParameter"],
    [{ SessionNumber: 32_767 }, "InvalidParameterValue"],
    [{ PacketLength: 8_501 }, "InvalidParameterValue"],
    [{ VirtualNetworkId: 2 ** 24 }, "InvalidParameterValue"],
    [{ TrafficMirrorTargetId: "tmt-0123456789abcdef0" }, "InvalidTrafficMirrorTargetId.NotFound"],
    [{ TrafficMirrorFilterId: "tmf-1" }, "InvalidTrafficMirrorFilterId.Malformed"],
    [{ NetworkInterfaceId: "eni-0123456789abcdef0" }, "InvalidNetworkInterfaceID.NotFound"],
  ])("refuses %j", (change, code) => {
    const here = lab();
    expect(refusal(here.region, "CreateTrafficMirrorSession", { ...parts(here), SessionNumber: 1, ...change })).toBe(
      code,
    );
  });
});
