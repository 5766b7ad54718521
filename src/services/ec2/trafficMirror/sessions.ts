/** CreateTrafficMirrorSession, ModifyTrafficMirrorSession, DeleteTrafficMirrorSession, DescribeTrafficMirrorSessions. */
import type { TrafficMirrorSession as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import {
  type TrafficMirrorSession,
  trafficMirrorFilters,
  trafficMirrorSessions,
  trafficMirrorTargets,
} from "./resources.ts";

/** @see https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-quotas.html */
const SESSIONS_PER_INTERFACE = 3;
const LAST_NUMBER = 32_766;
/** Bytes: the most that a Network Load Balancer or a Gateway Load Balancer endpoint takes, and what they take by default. */
const BALANCER_LENGTH = 8_500;
/** RFC 7348 section 5: 24 bits. */
const VXLAN_IDS = 2 ** 24;

interface SessionParameters {
  readonly TrafficMirrorTargetId?: string | undefined;
  readonly TrafficMirrorFilterId?: string | undefined;
  readonly PacketLength?: number | undefined;
  readonly SessionNumber?: number | undefined;
  readonly VirtualNetworkId?: number | undefined;
  readonly Description?: string | undefined;
}

type Wanted = Omit<TrafficMirrorSession, "id" | "account" | "region" | "networkInterfaceId">;
type Before = { readonly [Name in keyof Wanted]?: Wanted[Name] | undefined };

const invalid = (parameter: string, value: unknown, why: string): never =>
  fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid. ${why}`);

/** The session that a request asks for, over what it was before; or AWS's error. */
function sessionOf(ctx: Context, input: SessionParameters, before: Before): Wanted {
  const target = need(ctx, trafficMirrorTargets, input.TrafficMirrorTargetId ?? before.targetId);
  const filter = need(ctx, trafficMirrorFilters, input.TrafficMirrorFilterId ?? before.filterId);
  const sessionNumber = input.SessionNumber ?? before.sessionNumber;
  if (sessionNumber === undefined)
    return fail("MissingParameter", "The request must contain the parameter sessionNumber");
  if (sessionNumber < 1 || sessionNumber > LAST_NUMBER)
    invalid("sessionNumber", sessionNumber, `Session numbers must be between 1 and ${LAST_NUMBER}.`);
  const whole = target.kind === "network-load-balancer" ? BALANCER_LENGTH : undefined;
  const packetLength = input.PacketLength ?? before.packetLength ?? whole;
  if (packetLength !== undefined && (packetLength < 1 || packetLength > BALANCER_LENGTH))
    invalid("packetLength", packetLength, `It must be between 1 and ${BALANCER_LENGTH}.`);
  const { VirtualNetworkId: virtualNetworkId = before.virtualNetworkId ?? unusedNetworkId(ctx) } = input;
  if (virtualNetworkId < 0 || virtualNetworkId >= VXLAN_IDS)
    invalid("virtualNetworkId", virtualNetworkId, `It must be between 0 and ${VXLAN_IDS - 1}.`);
  return {
    targetId: target.id,
    filterId: filter.id,
    sessionNumber,
    packetLength,
    virtualNetworkId,
    description: input.Description ?? before.description,
  };
}

/** "An account-wide unique ID is chosen at random." */
function unusedNetworkId(ctx: Context): number {
  const used = new Set(ctx.all(trafficMirrorSessions).map(({ virtualNetworkId }) => virtualNetworkId));
  for (;;) {
    const id = ctx.random.below(VXLAN_IDS);
    if (!used.has(id)) return id;
  }
}

/** Refuses a number that another session of the interface has. */
function checkNumber(ctx: Context, session: TrafficMirrorSession): void {
  const { id, networkInterfaceId, sessionNumber } = session;
  const rival = ctx
    .by(trafficMirrorSessions, "networkInterfaceId", networkInterfaceId)
    .find((other) => other.id !== id && other.sessionNumber === sessionNumber);
  if (rival)
    invalid("sessionNumber", sessionNumber, `The session ${rival.id} of ${networkInterfaceId} has that number.`);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorSession.html */
const createTrafficMirrorSession = ec2("CreateTrafficMirrorSession", (input, ctx) => {
  const { id: networkInterfaceId } = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  const wanted = sessionOf(ctx, input, {});
  if (ctx.by(trafficMirrorSessions, "networkInterfaceId", networkInterfaceId).length >= SESSIONS_PER_INTERFACE)
    fail(
      "TrafficMirrorSessionsPerInterfaceLimitExceeded",
      `The interface ${networkInterfaceId} has ${SESSIONS_PER_INTERFACE} traffic mirror sessions, which is the most.`,
    );
  const { account, region } = ctx;
  const session = ctx.put(trafficMirrorSessions, {
    id: ctx.newId("tms"),
    account,
    region,
    networkInterfaceId,
    ...wanted,
  });
  checkNumber(ctx, session);
  tagNew(ctx, trafficMirrorSessions.type, session.id, input.TagSpecifications);
  return { ClientToken: input.ClientToken, TrafficMirrorSession: describe(ctx, session) };
});

/** What a property is that was removed: "the property is set to the default". */
const REMOVED: ReadonlyMap<string, Before> = new Map([
  ["packet-length", { packetLength: undefined }],
  ["description", { description: undefined }],
  ["virtual-network-id", { virtualNetworkId: undefined }],
]);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTrafficMirrorSession.html */
const modifyTrafficMirrorSession = ec2("ModifyTrafficMirrorSession", (input, ctx) => {
  const session = need(ctx, trafficMirrorSessions, input.TrafficMirrorSessionId);
  const removed = (input.RemoveFields ?? []).map(
    (field) => REMOVED.get(field) ?? invalid("removeFields", field, "No such property can be removed."),
  );
  const before: Before = Object.assign({}, session, ...removed);
  const changed = ctx.put(trafficMirrorSessions, { ...session, ...sessionOf(ctx, input, before) });
  checkNumber(ctx, changed);
  return { TrafficMirrorSession: describe(ctx, changed) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTrafficMirrorSession.html */
const deleteTrafficMirrorSession = ec2("DeleteTrafficMirrorSession", (input, ctx) => {
  const { id } = need(ctx, trafficMirrorSessions, input.TrafficMirrorSessionId);
  remove(ctx, id);
  return { TrafficMirrorSessionId: id };
});

function remove(ctx: Context, id: string): void {
  ctx.delete(trafficMirrorSessions, id);
  untag(ctx, id);
}

/** The sessions of an interface that goes end with it. */
export function endMirroringOf(ctx: Context, networkInterfaceId: string): void {
  for (const { id } of ctx.by(trafficMirrorSessions, "networkInterfaceId", networkInterfaceId)) remove(ctx, id);
}

const filters: Filters<TrafficMirrorSession, keyof typeof trafficMirrorSessions.indexes & string> = {
  description: ({ description }) => description,
  "network-interface-id": { of: ({ networkInterfaceId }) => networkInterfaceId, index: "networkInterfaceId" },
  "owner-id": ({ account }) => account,
  "packet-length": ({ packetLength }) => packetLength,
  "session-number": ({ sessionNumber }) => sessionNumber,
  "traffic-mirror-filter-id": { of: ({ filterId }) => filterId, index: "filterId" },
  "traffic-mirror-session-id": ({ id }) => id,
  "traffic-mirror-target-id": { of: ({ targetId }) => targetId, index: "targetId" },
  "virtual-network-id": ({ virtualNetworkId }) => virtualNetworkId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTrafficMirrorSessions.html */
const describeTrafficMirrorSessions = ec2("DescribeTrafficMirrorSessions", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: trafficMirrorSessions,
    filters,
    ids: input.TrafficMirrorSessionIds,
    idsName: "trafficMirrorSessionIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { TrafficMirrorSessions: rows.map((session) => describe(ctx, session)), NextToken: nextToken };
});

const describe = (ctx: Context, session: TrafficMirrorSession): Shape => ({
  TrafficMirrorSessionId: session.id,
  TrafficMirrorTargetId: session.targetId,
  TrafficMirrorFilterId: session.filterId,
  NetworkInterfaceId: session.networkInterfaceId,
  OwnerId: session.account,
  PacketLength: session.packetLength,
  SessionNumber: session.sessionNumber,
  VirtualNetworkId: session.virtualNetworkId,
  Description: session.description,
  Tags: tagList(ctx, session.id),
});

export const sessionOperations = [
  createTrafficMirrorSession,
  modifyTrafficMirrorSession,
  deleteTrafficMirrorSession,
  describeTrafficMirrorSessions,
];
