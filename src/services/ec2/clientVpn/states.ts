/** What time does to an endpoint and its parts. AWS takes minutes where this takes part of a second. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { removeInterface } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { need } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import {
  type ClientVpnEndpoint,
  clientVpnAuthorizationRules,
  clientVpnEndpoints,
  clientVpnRoutes,
  clientVpnTargetNetworks,
} from "./resources.ts";

/** From one state to the next. */
export const CHANGE_MS = 200;
export const DELETED = "ec2.clientVpn.deleted";
export const NETWORK_CHANGED = "ec2.clientVpn.network";
export const RULE_CHANGED = "ec2.clientVpn.rule";
export const ROUTE_CHANGED = "ec2.clientVpn.route";

/** The endpoint that a request names; one that is being deleted takes no changes. */
export function needEndpoint(ctx: Context, id: string | undefined): ClientVpnEndpoint {
  const endpoint = need(ctx, clientVpnEndpoints, id);
  const { notFound, missing } = clientVpnEndpoints.errors;
  return endpoint.deleting ? fail(notFound, missing(endpoint.id)) : endpoint;
}

const deleted: Transition = (ctx, id) => {
  if (ctx.get(clientVpnEndpoints, id)?.deleting !== true) return;
  for (const rule of ctx.by(clientVpnAuthorizationRules, "endpointId", id))
    ctx.delete(clientVpnAuthorizationRules, rule.id);
  for (const route of ctx.by(clientVpnRoutes, "endpointId", id)) ctx.delete(clientVpnRoutes, route.id);
  ctx.delete(clientVpnEndpoints, id);
  untag(ctx, id);
};

const networkChanged: Transition = (ctx, id) => {
  const network = ctx.get(clientVpnTargetNetworks, id);
  if (network?.state === "associating") ctx.put(clientVpnTargetNetworks, { ...network, state: "associated" });
  if (network?.state !== "disassociating") return;
  const eni = ctx.get(networkInterfaces, network.networkInterfaceId);
  if (eni) removeInterface(ctx, eni);
  for (const route of ctx.by(clientVpnRoutes, "endpointId", network.endpointId))
    if (route.subnetId === network.subnetId) ctx.delete(clientVpnRoutes, route.id);
  ctx.delete(clientVpnTargetNetworks, id);
};

const ruleChanged: Transition = (ctx, id) => {
  const rule = ctx.get(clientVpnAuthorizationRules, id);
  if (rule?.state === "authorizing") ctx.put(clientVpnAuthorizationRules, { ...rule, state: "active" });
  if (rule?.state === "revoking") ctx.delete(clientVpnAuthorizationRules, id);
};

const routeChanged: Transition = (ctx, id) => {
  const route = ctx.get(clientVpnRoutes, id);
  if (route?.state === "creating") ctx.put(clientVpnRoutes, { ...route, state: "active" });
  if (route?.state === "deleting") ctx.delete(clientVpnRoutes, id);
};

export const clientVpnTransitions: Readonly<Record<string, Transition>> = {
  [DELETED]: deleted,
  [NETWORK_CHANGED]: networkChanged,
  [RULE_CHANGED]: ruleChanged,
  [ROUTE_CHANGED]: routeChanged,
};
