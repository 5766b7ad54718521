/** Clients' connections: none, since no client connects yet. */
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { clientVpnEndpoints } from "./resources.ts";
import { needEndpoint } from "./states.ts";

const filters: Filters<Row, never> = {
  "connection-id": () => undefined,
  username: () => undefined,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeClientVpnConnections.html */
export const describeClientVpnConnections = ec2("DescribeClientVpnConnections", (input, ctx) => {
  needEndpoint(ctx, input.ClientVpnEndpointId);
  list(ctx, {
    resource: clientVpnEndpoints as never,
    filters,
    rows: [],
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { Connections: [] };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateClientVpnConnections.html */
export const terminateClientVpnConnections = ec2("TerminateClientVpnConnections", (input, ctx) => {
  const { id } = needEndpoint(ctx, input.ClientVpnEndpointId);
  if (input.ConnectionId)
    fail("InvalidClientVpnConnection.IdNotFound", `Connection ${input.ConnectionId} does not exist for endpoint ${id}`);
  if (!input.Username) fail("MissingParameter", "The request must contain the parameter connectionId or username");
  return fail("InvalidClientVpnConnection.UserNotFound", `User ${input.Username} has no connection to endpoint ${id}`);
});
