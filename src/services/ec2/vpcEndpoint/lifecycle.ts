/** DeleteVpcEndpoints, and what time does to an endpoint. AWS takes a minute or two where here only the answer shows it. */
import type { UnsuccessfulItem } from "@aws-sdk/client-ec2";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { connectionNotifications } from "../endpointService/resources.ts";
import { ec2 } from "../operation.ts";
import { checkId } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import { removeRoute, tablesOf } from "./gatewayRoutes.ts";
import { displace } from "./interfaces.ts";
import { vpcEndpoints } from "./resources.ts";

/** From `pending` to `available`. */
export const PENDING_MS = AT_ONCE;
export const AVAILABLE = "ec2.vpcEndpoint.available";
/** From `deleting` until nobody knows it any more. */
const DELETION_MS = AT_ONCE;
const GONE = "ec2.vpcEndpoint.gone";

/**
 * What cannot be deleted is told in the answer, and does not keep the others from being deleted.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html
 */
export const deleteVpcEndpoints = ec2("DeleteVpcEndpoints", (input, ctx) => {
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of new Set(input.VpcEndpointIds)) {
    const endpoint = ctx.get(vpcEndpoints, id);
    if (!endpoint) {
      checkId(vpcEndpoints, id);
      const Message = vpcEndpoints.errors.missing(id);
      Unsuccessful.push({ ResourceId: id, Error: { Code: "InvalidVpcEndpoint.NotFound", Message } });
      continue;
    }
    if (endpoint.state === "deleting") continue;
    if (endpoint.type === "Gateway") for (const table of tablesOf(ctx, id)) removeRoute(ctx, endpoint, table.id);
    ctx.put(vpcEndpoints, { ...endpoint, state: "deleting" });
    ctx.later(DELETION_MS, GONE, id);
  }
  return { Unsuccessful };
});

const available: Transition = (ctx, id) => {
  const endpoint = ctx.get(vpcEndpoints, id);
  if (endpoint?.state === "pending") ctx.put(vpcEndpoints, { ...endpoint, state: "available" });
};

const gone: Transition = (ctx, id) => {
  const endpoint = ctx.get(vpcEndpoints, id);
  if (endpoint?.state !== "deleting") return;
  if (endpoint.type !== "Gateway") for (const one of endpoint.subnets) displace(ctx, one);
  for (const { id: notification } of ctx.by(connectionNotifications, "subject", id))
    ctx.delete(connectionNotifications, notification);
  ctx.delete(vpcEndpoints, id);
  untag(ctx, id);
};

export const vpcEndpointTransitions: Readonly<Record<string, Transition>> = { [AVAILABLE]: available, [GONE]: gone };
