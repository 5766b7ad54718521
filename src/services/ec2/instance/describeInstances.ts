/** DescribeInstances, DescribeInstanceStatus, DescribeInstanceCreditSpecifications. */
import type { Reservation } from "@aws-sdk/client-ec2";
import { lasting } from "../../../cloud/lasting.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { needInstances } from "./changeState.ts";
import { describeInstance } from "./describe.ts";
import { type InstanceIndex, instanceFilters } from "./filters.ts";
import { type Instance, instances } from "./resources.ts";
import { describeState, stateCode } from "./states.ts";

const describeAll = lasting(describeInstance);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const describeInstances = ec2("DescribeInstances", (input, ctx) => {
  if (input.InstanceIds?.length) needInstances(ctx, input.InstanceIds);
  const { rows, nextToken } = list(ctx, {
    resource: instances,
    filters: instanceFilters,
    ids: input.InstanceIds,
    idsName: "instancesSet",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  const reservations = new Map<string, Reservation & { Instances: NonNullable<Reservation["Instances"]> }>();
  const described = describeAll(ctx, rows);
  for (const [i, instance] of rows.entries()) {
    let reservation = reservations.get(instance.reservationId);
    if (!reservation) {
      reservation = { ReservationId: instance.reservationId, OwnerId: instance.account, Groups: [], Instances: [] };
      reservations.set(instance.reservationId, reservation);
    }
    reservation.Instances.push(described[i] as (typeof described)[number]);
  }
  return { Reservations: [...reservations.values()], NextToken: nextToken };
});

const healthOf = ({
  state,
}: Instance): { Status: "ok" | "initializing" | "not-applicable"; passed: "passed" | "initializing" | undefined } => {
  if (state === "running") return { Status: "ok", passed: "passed" };
  if (state === "pending") return { Status: "initializing", passed: "initializing" };
  return { Status: "not-applicable", passed: undefined };
};

const statusFilters: Filters<Instance, InstanceIndex> = {
  "application-status.status": () => undefined,
  "availability-zone": (instance) => instance.availabilityZone,
  "availability-zone-id": (instance) => zoneIdOf(instance.region, instance.availabilityZone),
  "event.code": () => undefined,
  "event.description": () => undefined,
  "event.instance-event-id": () => undefined,
  "event.not-after": () => undefined,
  "event.not-before": () => undefined,
  "event.not-before-deadline": () => undefined,
  "instance-state-code": ({ state }) => stateCode(state),
  "instance-state-name": ({ state }) => state,
  "instance-status.reachability": (instance) => healthOf(instance).passed,
  "instance-status.status": (instance) => healthOf(instance).Status,
  "operator.managed": () => false,
  "operator.principal": () => undefined,
  "system-status.reachability": (instance) => healthOf(instance).passed,
  "system-status.status": (instance) => healthOf(instance).Status,
  "attached-ebs-status.status": (instance) => healthOf(instance).Status,
};

/**
 * Running instances only, unless all are asked for.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html
 */
export const describeInstanceStatus = ec2("DescribeInstanceStatus", (input, ctx) => {
  const named = input.InstanceIds?.length ? needInstances(ctx, input.InstanceIds) : ctx.all(instances);
  const visible = input.IncludeAllInstances === true ? named : named.filter(({ state }) => state === "running");
  const { rows, nextToken } = list(ctx, {
    resource: instances,
    filters: statusFilters,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    rows: visible,
  });
  return {
    InstanceStatuses: rows.map((instance) => {
      const { Status, passed } = healthOf(instance);
      const summary = { Status, Details: passed ? [{ Name: "reachability" as const, Status: passed }] : [] };
      return {
        InstanceId: instance.id,
        AvailabilityZone: instance.availabilityZone,
        AvailabilityZoneId: zoneIdOf(instance.region, instance.availabilityZone),
        InstanceState: describeState(instance.state),
        InstanceStatus: summary,
        SystemStatus: summary,
        AttachedEbsStatus: summary,
        Operator: { Managed: false },
        Events: [],
      };
    }),
    NextToken: nextToken,
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceCreditSpecifications.html */
export const describeInstanceCreditSpecifications = ec2("DescribeInstanceCreditSpecifications", (input, ctx) => {
  const named = input.InstanceIds?.length ? needInstances(ctx, input.InstanceIds) : ctx.all(instances);
  const { rows, nextToken } = list(ctx, {
    resource: instances,
    filters: { "instance-id": (instance: Instance) => instance.id },
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    // Without ids AWS lists only what is not at the default.
    rows: named.filter(({ creditSpecification }) =>
      input.InstanceIds?.length ? creditSpecification !== undefined : creditSpecification === "unlimited",
    ),
  });
  return {
    InstanceCreditSpecifications: rows.map((instance) => ({
      InstanceId: instance.id,
      CpuCredits: instance.creditSpecification,
    })),
    NextToken: nextToken,
  };
});
