/**
 * The rules of traffic mirror filters: processed in the order of their numbers, in each direction by itself.
 * @see https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html
 */
import type { TrafficMirrorFilterRule as Shape, TrafficMirrorPortRangeRequest } from "@aws-sdk/client-ec2";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import {
  type PortRange,
  type TrafficMirrorFilterRule,
  trafficMirrorFilterRules,
  trafficMirrorFilters,
} from "./resources.ts";

/** @see https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-quotas.html */
const RULES_PER_FILTER = 10;
const LAST_NUMBER = 32_766;
const TCP = 6;
const UDP = 17;

type Wanted = Omit<TrafficMirrorFilterRule, "id" | "account" | "region" | "filterId">;

const invalid = (parameter: string, value: unknown, why: string): never =>
  fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid. ${why}`);

const missing = (parameter: string): never =>
  fail("MissingParameter", `The request must contain the parameter ${parameter}`);

interface RuleParameters {
  readonly TrafficDirection?: string | undefined;
  readonly RuleNumber?: number | undefined;
  readonly RuleAction?: string | undefined;
  readonly Protocol?: number | undefined;
  readonly SourceCidrBlock?: string | undefined;
  readonly DestinationCidrBlock?: string | undefined;
  readonly SourcePortRange?: TrafficMirrorPortRangeRequest | undefined;
  readonly DestinationPortRange?: TrafficMirrorPortRangeRequest | undefined;
  readonly Description?: string | undefined;
}

/** The rule that a request asks for, over what it was before; or AWS's error. */
function ruleOf(input: RuleParameters, before?: Wanted): Wanted {
  const rule: Wanted = {
    direction: directionOf(input.TrafficDirection ?? before?.direction),
    ruleNumber: numberOf(input.RuleNumber ?? before?.ruleNumber),
    action: actionOf(input.RuleAction ?? before?.action),
    protocol: protocolOf(input.Protocol) ?? before?.protocol,
    sourceCidr: cidrOf("sourceCidrBlock", input.SourceCidrBlock ?? before?.sourceCidr),
    destinationCidr: cidrOf("destinationCidrBlock", input.DestinationCidrBlock ?? before?.destinationCidr),
    sourcePorts: portsOf("sourcePortRange", input.SourcePortRange) ?? before?.sourcePorts,
    destinationPorts: portsOf("destinationPortRange", input.DestinationPortRange) ?? before?.destinationPorts,
    description: input.Description ?? before?.description,
  };
  check(rule);
  return rule;
}

function check({ protocol, sourcePorts, destinationPorts, sourceCidr, destinationCidr }: Wanted): void {
  if ((sourcePorts || destinationPorts) && protocol !== TCP && protocol !== UDP)
    fail("InvalidParameterValue", "Port ranges need the protocol TCP (6) or UDP (17).");
  if (sourceCidr.includes(":") !== destinationCidr.includes(":"))
    fail("InvalidParameterValue", `The CIDRs ${sourceCidr} and ${destinationCidr} are of different families.`);
}

const directionOf = (text: string | undefined): "ingress" | "egress" =>
  text === undefined
    ? missing("trafficDirection")
    : text === "ingress" || text === "egress"
      ? text
      : invalid("trafficDirection", text, "It must be ingress or egress.");

const actionOf = (text: string | undefined): "accept" | "reject" =>
  text === undefined
    ? missing("ruleAction")
    : text === "accept" || text === "reject"
      ? text
      : invalid("ruleAction", text, "It must be accept or reject.");

function numberOf(value: number | undefined): number {
  if (value === undefined) return missing("ruleNumber");
  if (value < 1 || value > LAST_NUMBER)
    return invalid("ruleNumber", value, `Rule numbers must be between 1 and ${LAST_NUMBER}.`);
  return value;
}

const protocolOf = (value: number | undefined): number | undefined =>
  value === undefined || (value >= 0 && value <= 255)
    ? value
    : invalid("protocol", value, "Protocol numbers are 0 to 255.");

function cidrOf(parameter: string, text: string | undefined): string {
  if (!text) return missing(parameter);
  const parsed = parsePrefix(text);
  return parsed ? formatPrefix(parsed.prefix) : invalid(parameter, text, "This is not a valid CIDR block.");
}

function portsOf(parameter: string, range: TrafficMirrorPortRangeRequest | undefined): PortRange | undefined {
  if (range === undefined) return undefined;
  const { FromPort: from = range.ToPort, ToPort: to = range.FromPort } = range;
  if (from === undefined || to === undefined) return undefined;
  if (from < 0 || to > 65_535 || from > to) invalid(parameter, `${from}-${to}`, "Ports are 0 to 65535, in order.");
  return { from, to };
}

/** Refuses a number that another rule of the filter's has in the same direction. */
function checkNumber(ctx: Context, filterId: string, { direction, ruleNumber }: Wanted, own?: string): void {
  const taken = ctx
    .by(trafficMirrorFilterRules, "filterId", filterId)
    .some((rule) => rule.id !== own && rule.direction === direction && rule.ruleNumber === ruleNumber);
  if (taken)
    fail(
      "TrafficMirrorFilterRuleAlreadyExists",
      `The traffic mirror filter ${filterId} has a rule ${ruleNumber} for ${direction} already.`,
    );
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorFilterRule.html */
const createTrafficMirrorFilterRule = ec2("CreateTrafficMirrorFilterRule", (input, ctx) => {
  const { id: filterId } = need(ctx, trafficMirrorFilters, input.TrafficMirrorFilterId);
  const wanted = ruleOf(input);
  checkNumber(ctx, filterId, wanted);
  if (ctx.by(trafficMirrorFilterRules, "filterId", filterId).length >= RULES_PER_FILTER)
    fail(
      "TrafficMirrorFilterRuleLimitExceeded",
      `The traffic mirror filter ${filterId} has ${RULES_PER_FILTER} rules, which is the most.`,
    );
  const { account, region } = ctx;
  const rule = ctx.put(trafficMirrorFilterRules, { id: ctx.newId("tmfr"), account, region, filterId, ...wanted });
  tagNew(ctx, trafficMirrorFilterRules.type, rule.id, input.TagSpecifications);
  return { ClientToken: input.ClientToken, TrafficMirrorFilterRule: describeRule(ctx, rule) };
});

/** What a property is that was removed: "the property is set to the default". */
const REMOVED: ReadonlyMap<string, Partial<Wanted>> = new Map([
  ["destination-port-range", { destinationPorts: undefined }],
  ["source-port-range", { sourcePorts: undefined }],
  ["protocol", { protocol: undefined }],
  ["description", { description: undefined }],
]);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTrafficMirrorFilterRule.html */
const modifyTrafficMirrorFilterRule = ec2("ModifyTrafficMirrorFilterRule", (input, ctx) => {
  const rule = need(ctx, trafficMirrorFilterRules, input.TrafficMirrorFilterRuleId);
  const removed = (input.RemoveFields ?? []).map(
    (field) => REMOVED.get(field) ?? invalid("removeFields", field, "No such property can be removed."),
  );
  const changed = ctx.put(trafficMirrorFilterRules, {
    ...rule,
    ...ruleOf(input, Object.assign({}, rule, ...removed)),
  });
  checkNumber(ctx, rule.filterId, changed, rule.id);
  return { TrafficMirrorFilterRule: describeRule(ctx, changed) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTrafficMirrorFilterRule.html */
const deleteTrafficMirrorFilterRule = ec2("DeleteTrafficMirrorFilterRule", (input, ctx) => {
  const { id } = need(ctx, trafficMirrorFilterRules, input.TrafficMirrorFilterRuleId);
  ctx.delete(trafficMirrorFilterRules, id);
  untag(ctx, id);
  return { TrafficMirrorFilterRuleId: id };
});

const filters: Filters<TrafficMirrorFilterRule, "filterId"> = {
  description: ({ description }) => description,
  "destination-cidr-block": ({ destinationCidr }) => destinationCidr,
  protocol: ({ protocol }) => protocol,
  "rule-action": ({ action }) => action,
  "rule-number": ({ ruleNumber }) => ruleNumber,
  "source-cidr-block": ({ sourceCidr }) => sourceCidr,
  "traffic-direction": ({ direction }) => direction,
  "traffic-mirror-filter-id": { of: ({ filterId }) => filterId, index: "filterId" },
  "traffic-mirror-filter-rule-id": ({ id }) => id,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTrafficMirrorFilterRules.html */
const describeTrafficMirrorFilterRules = ec2("DescribeTrafficMirrorFilterRules", (input, ctx) => {
  const within = input.TrafficMirrorFilterId;
  if (within !== undefined) need(ctx, trafficMirrorFilters, within);
  const { rows, nextToken } = list(ctx, {
    resource: trafficMirrorFilterRules,
    filters,
    ids: input.TrafficMirrorFilterRuleIds,
    idsName: "trafficMirrorFilterRuleIds",
    where: [
      ...(input.Filters ?? []),
      ...(within === undefined ? [] : [{ Name: "traffic-mirror-filter-id", Values: [within] }]),
    ],
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { TrafficMirrorFilterRules: rows.map((rule) => describeRule(ctx, rule)), NextToken: nextToken };
});

/** In the order in which they are processed. */
export const inOrder = (rules: readonly TrafficMirrorFilterRule[]): readonly TrafficMirrorFilterRule[] =>
  [...rules].sort((a, b) => a.ruleNumber - b.ruleNumber);

export const describeRule = (ctx: Context, rule: TrafficMirrorFilterRule): Shape => ({
  TrafficMirrorFilterRuleId: rule.id,
  TrafficMirrorFilterId: rule.filterId,
  TrafficDirection: rule.direction,
  RuleNumber: rule.ruleNumber,
  RuleAction: rule.action,
  Protocol: rule.protocol,
  SourceCidrBlock: rule.sourceCidr,
  DestinationCidrBlock: rule.destinationCidr,
  SourcePortRange: rule.sourcePorts && { FromPort: rule.sourcePorts.from, ToPort: rule.sourcePorts.to },
  DestinationPortRange: rule.destinationPorts && {
    FromPort: rule.destinationPorts.from,
    ToPort: rule.destinationPorts.to,
  },
  Description: rule.description,
  Tags: tagList(ctx, rule.id),
});

export const ruleOperations = [
  createTrafficMirrorFilterRule,
  modifyTrafficMirrorFilterRule,
  deleteTrafficMirrorFilterRule,
  describeTrafficMirrorFilterRules,
];
