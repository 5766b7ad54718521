/**
 * ModifyVpcPeeringConnectionOptions: each side sets its own, in its own account and region.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcPeeringConnectionOptions.html
 */
import type { PeeringConnectionOptions, PeeringConnectionOptionsRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { isCallers, needConnection } from "./connections.ts";
import { type PeeringSide, type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

export const modifyVpcPeeringConnectionOptions = ec2("ModifyVpcPeeringConnectionOptions", (input, ctx) => {
  const connection = needConnection(ctx, input.VpcPeeringConnectionId);
  const { RequesterPeeringConnectionOptions: ofRequester, AccepterPeeringConnectionOptions: ofAccepter } = input;
  if (!ofRequester && !ofAccepter)
    fail(
      "MissingParameter",
      "The request must contain the parameter requesterPeeringConnectionOptions or accepterPeeringConnectionOptions",
    );
  if (connection.status !== "active")
    fail(
      "OperationNotPermitted",
      `Peering ${connection.id} is not active. Peering options can be added only to active peerings.`,
    );
  const requester = changed(ctx, connection, "requester", ofRequester);
  const accepter = changed(ctx, connection, "accepter", ofAccepter);
  ctx.put(vpcPeeringConnections, { ...connection, requester, accepter });
  return {
    ...(ofRequester ? { RequesterPeeringConnectionOptions: describeOptions(requester) } : {}),
    ...(ofAccepter ? { AccepterPeeringConnectionOptions: describeOptions(accepter) } : {}),
  };
});

function changed(
  ctx: Context,
  connection: VpcPeeringConnection,
  which: "requester" | "accepter",
  options: PeeringConnectionOptionsRequest | undefined,
): PeeringSide {
  const side = connection[which];
  if (!options) return side;
  if (!isCallers(ctx, side))
    fail(
      "OperationNotPermitted",
      `User (${ctx.account}) cannot modify the ${which} options of peering ${connection.id} in region ${ctx.region}`,
    );
  if (options.AllowEgressFromLocalClassicLinkToRemoteVpc || options.AllowEgressFromLocalVpcToRemoteClassicLink)
    fail("InvalidParameterValue", "EC2-Classic is retired: a VPC peering connection has no ClassicLink options.");
  const { AllowDnsResolutionFromRemoteVpc: allow = side.allowDnsResolutionFromRemoteVpc } = options;
  return { ...side, allowDnsResolutionFromRemoteVpc: allow };
}

const describeOptions = (side: PeeringSide): PeeringConnectionOptions => ({
  AllowDnsResolutionFromRemoteVpc: side.allowDnsResolutionFromRemoteVpc,
  AllowEgressFromLocalClassicLinkToRemoteVpc: false,
  AllowEgressFromLocalVpcToRemoteClassicLink: false,
});
