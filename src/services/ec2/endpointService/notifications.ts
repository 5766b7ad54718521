/**
 * Notifications of a service's or an endpoint's connections. They are records: nothing is published.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-notification-endpoint-service.html
 */
import type { ConnectionNotification as Shape, UnsuccessfulItem } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { atMost1000 } from "./describe.ts";
import { type ConnectionNotification, connectionNotifications, endpointServices } from "./resources.ts";

const EVENTS: readonly string[] = ["Accept", "Connect", "Delete", "Reject"];

function eventsFrom(given: readonly string[] | undefined): readonly string[] {
  const events = [...new Set(given)];
  if (events.length === 0) fail("MissingParameter", "The request must contain the parameter ConnectionEvents");
  for (const event of events)
    if (!EVENTS.includes(event))
      fail(
        "InvalidParameter",
        `Value (${event}) for parameter connectionEvents is invalid. Valid: ${EVENTS.join(", ")}.`,
      );
  return events;
}

function topicFrom(arn: string | undefined): string {
  if (arn === undefined || !/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(arn))
    return fail("InvalidParameter", `The ARN '${arn ?? ""}' is not of an SNS topic.`);
  return arn;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointConnectionNotification.html */
export const createVpcEndpointConnectionNotification = ec2("CreateVpcEndpointConnectionNotification", (input, ctx) => {
  const { account, region } = ctx;
  if ((input.ServiceId === undefined) === (input.VpcEndpointId === undefined))
    fail("InvalidParameterCombination", "Specify either ServiceId or VpcEndpointId.");
  const row = ctx.put(connectionNotifications, {
    id: ctx.newId("vpce-nfn"),
    account,
    region,
    subject:
      input.ServiceId === undefined
        ? { vpcEndpointId: need(ctx, vpcEndpoints, input.VpcEndpointId).id }
        : { serviceId: need(ctx, endpointServices, input.ServiceId).id },
    topic: topicFrom(input.ConnectionNotificationArn),
    events: eventsFrom(input.ConnectionEvents),
  });
  return { ConnectionNotification: describe(row), ClientToken: input.ClientToken };
});

const describe = (row: ConnectionNotification): Shape => ({
  ConnectionNotificationId: row.id,
  ServiceId: "serviceId" in row.subject ? row.subject.serviceId : undefined,
  VpcEndpointId: "vpcEndpointId" in row.subject ? row.subject.vpcEndpointId : undefined,
  ConnectionNotificationType: "Topic",
  ConnectionNotificationArn: row.topic,
  ConnectionEvents: [...row.events],
  ConnectionNotificationState: "Enabled",
  ServiceRegion: row.region,
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointConnectionNotification.html */
export const modifyVpcEndpointConnectionNotification = ec2("ModifyVpcEndpointConnectionNotification", (input, ctx) => {
  const row = need(ctx, connectionNotifications, input.ConnectionNotificationId);
  ctx.put(connectionNotifications, {
    ...row,
    topic: input.ConnectionNotificationArn === undefined ? row.topic : topicFrom(input.ConnectionNotificationArn),
    events: input.ConnectionEvents?.length ? eventsFrom(input.ConnectionEvents) : row.events,
  });
  return { ReturnValue: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpointConnectionNotifications.html */
export const deleteVpcEndpointConnectionNotifications = ec2(
  "DeleteVpcEndpointConnectionNotifications",
  (input, ctx) => {
    const Unsuccessful: UnsuccessfulItem[] = [];
    const { missing, notFound } = connectionNotifications.errors;
    for (const id of new Set(input.ConnectionNotificationIds))
      if (ctx.get(connectionNotifications, id)) ctx.delete(connectionNotifications, id);
      else Unsuccessful.push({ ResourceId: id, Error: { Code: notFound, Message: missing(id) } });
    return { Unsuccessful };
  },
);

const filters: Filters<ConnectionNotification, never> = {
  "connection-notification-arn": ({ topic }) => topic,
  "connection-notification-id": { of: ({ id }) => id, index: "id" },
  "connection-notification-state": () => "Enabled",
  "connection-notification-type": () => "Topic",
  "service-id": ({ subject }) => ("serviceId" in subject ? subject.serviceId : undefined),
  "vpc-endpoint-id": ({ subject }) => ("vpcEndpointId" in subject ? subject.vpcEndpointId : undefined),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointConnectionNotifications.html */
export const describeVpcEndpointConnectionNotifications = ec2(
  "DescribeVpcEndpointConnectionNotifications",
  (input, ctx) => {
    const { ConnectionNotificationId: id } = input;
    const { rows, nextToken } = list(ctx, {
      resource: connectionNotifications,
      filters,
      ids: id === undefined ? undefined : [id],
      where: input.Filters,
      maxResults: atMost1000(input.MaxResults),
      nextToken: input.NextToken,
      bounds: [1, 1000],
      idsName: "connectionNotificationId",
    });
    return { ConnectionNotificationSet: rows.map(describe), NextToken: nextToken };
  },
);
