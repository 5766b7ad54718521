/**
 * The rules that say which clients may reach which networks.
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html
 */
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type ClientVpnAuthorizationRule, clientVpnAuthorizationRules, clientVpnEndpoints } from "./resources.ts";
import { CHANGE_MS, needEndpoint, RULE_CHANGED } from "./states.ts";

/** A network in canonical form, of either family. */
export function networkCidr(text: string | undefined, parameter: string): string {
  const parsed = parsePrefix(text ?? "");
  if (!parsed) return fail("InvalidParameterValue", `Value (${text}) for parameter ${parameter} is invalid.`);
  return formatPrefix(parsed.prefix);
}

const idOf = (endpointId: string, cidr: string, groupId: string | undefined): string =>
  `${endpointId}/${cidr}/${groupId ?? ""}`;

export const authorizeClientVpnIngress = ec2("AuthorizeClientVpnIngress", (input, ctx) => {
  const { id: endpointId } = needEndpoint(ctx, input.ClientVpnEndpointId);
  const cidr = networkCidr(input.TargetNetworkCidr, "targetNetworkCidr");
  const { AccessGroupId: groupId, AuthorizeAllGroups: all = false } = input;
  if (groupId && all)
    fail(
      "InvalidParameterCombination",
      "The parameter accessGroupId cannot be used with the parameter authorizeAllGroups",
    );
  if (!groupId && !all)
    fail("MissingParameter", "The request must contain the parameter accessGroupId or authorizeAllGroups");
  const id = idOf(endpointId, cidr, groupId || undefined);
  if (ctx.get(clientVpnAuthorizationRules, id))
    fail(
      "InvalidClientVpnDuplicateAuthorizationRule",
      `The authorization rule for ${cidr} exists on the Client VPN endpoint ${endpointId} already.`,
    );
  const { account, region } = ctx;
  const description = input.Description;
  const rule = { id, account, region, endpointId, cidr, groupId: groupId || undefined, description };
  ctx.put(clientVpnAuthorizationRules, { ...rule, state: "authorizing" });
  ctx.later(CHANGE_MS, RULE_CHANGED, id);
  return { Status: { Code: "authorizing" as const } };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeClientVpnIngress.html */
export const revokeClientVpnIngress = ec2("RevokeClientVpnIngress", (input, ctx) => {
  const { id: endpointId } = needEndpoint(ctx, input.ClientVpnEndpointId);
  const cidr = networkCidr(input.TargetNetworkCidr, "targetNetworkCidr");
  if (!input.AccessGroupId && !input.RevokeAllGroups)
    fail("MissingParameter", "The request must contain the parameter accessGroupId or revokeAllGroups");
  const rule = ctx.get(clientVpnAuthorizationRules, idOf(endpointId, cidr, input.AccessGroupId || undefined));
  if (!rule)
    return fail(
      "InvalidClientVpnEndpointAuthorizationRuleNotFound",
      `The authorization rule for ${cidr} does not exist on the Client VPN endpoint ${endpointId}.`,
    );
  ctx.put(clientVpnAuthorizationRules, { ...rule, state: "revoking" });
  ctx.later(CHANGE_MS, RULE_CHANGED, rule.id);
  return { Status: { Code: "revoking" as const } };
});

const filters: Filters<ClientVpnAuthorizationRule, never> = {
  description: ({ description }) => description,
  "destination-cidr": ({ cidr }) => cidr,
  "group-id": ({ groupId }) => groupId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeClientVpnAuthorizationRules.html */
export const describeClientVpnAuthorizationRules = ec2("DescribeClientVpnAuthorizationRules", (input, ctx) => {
  const { id } = need(ctx, clientVpnEndpoints, input.ClientVpnEndpointId);
  const { rows, nextToken } = list(ctx, {
    resource: clientVpnEndpoints as never,
    filters,
    rows: ctx.by(clientVpnAuthorizationRules, "endpointId", id),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    AuthorizationRules: rows.map((rule) => ({
      ClientVpnEndpointId: rule.endpointId,
      Description: rule.description,
      GroupId: rule.groupId ?? "",
      AccessAll: rule.groupId === undefined,
      DestinationCidr: rule.cidr,
      Status: { Code: rule.state },
    })),
    NextToken: nextToken,
  };
});
