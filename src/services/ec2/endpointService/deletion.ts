/** DeleteVpcEndpointServiceConfigurations, and what goes with a service. */
import type { UnsuccessfulItem } from "@aws-sdk/client-ec2";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { refuseId } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import { connectionsOf } from "./connections.ts";
import { forgetPermission } from "./permissions.ts";
import { connectionNotifications, endpointServices, servicePermissions } from "./resources.ts";

const GONE = "ec2.endpointService.gone";

/** The states of connections that keep their service. */
const KEEPING: readonly string[] = ["pendingAcceptance", "pending", "available"];

/**
 * What cannot be deleted is told in the answer, and does not keep the others from being deleted.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpointServiceConfigurations.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/delete-endpoint-service.html
 */
export const deleteVpcEndpointServiceConfigurations = ec2("DeleteVpcEndpointServiceConfigurations", (input, ctx) => {
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of new Set(input.ServiceIds)) {
    const refused = (Code: string, Message: string) => Unsuccessful.push({ ResourceId: id, Error: { Code, Message } });
    const service = ctx.get(endpointServices, id);
    if (!service) {
      if (endpointServices.errors.isMalformed?.(id)) refuseId(endpointServices, id);
      refused("InvalidVpcEndpointService.NotFound", endpointServices.errors.missing(id));
    } else if (connectionsOf(ctx, id).some(({ state }) => KEEPING.includes(state)))
      refused("ExistingVpcEndpointConnections", `Service ${id} has existing active VPC Endpoint connections!`);
    else if (service.state !== "Deleting") {
      ctx.put(endpointServices, { ...service, state: "Deleting" });
      ctx.later(AT_ONCE, GONE, id);
    }
  }
  return { Unsuccessful };
});

const gone: Transition = (ctx, id) => {
  if (ctx.get(endpointServices, id)?.state !== "Deleting") return;
  for (const permission of ctx.by(servicePermissions, "serviceId", id)) forgetPermission(ctx, permission);
  for (const notification of ctx.by(connectionNotifications, "subject", id))
    ctx.delete(connectionNotifications, notification.id);
  ctx.delete(endpointServices, id);
  untag(ctx, id);
};

export const endpointServiceTransitions: Readonly<Record<string, Transition>> = { [GONE]: gone };
