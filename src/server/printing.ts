/** A walk in the words of the service whose resources decided, as JSON. */
import { type Address, formatAddress } from "../base/address.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Place } from "../cloud/operation.ts";
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop, TraceWalk } from "../expect/trace.ts";
import { protocolName } from "../fabric/protocols.ts";
import type { ConnectionTrace, Flow, Hop, Walk } from "../fabric/vocabulary.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/** An end as it was asked for, and the address that it has in the flow. */
export interface PrintedEnd {
  readonly selector: string;
  readonly place: Place;
  readonly address: Address;
}

export function printTrace(
  cloud: Cloud,
  source: PrintedEnd,
  destination: PrintedEnd,
  trace: ConnectionTrace,
): TraceAnswer {
  const mtus = [trace.forward.mtu, trace.return?.mtu].filter((mtu) => mtu !== undefined);
  return {
    schema: "underlay/trace/1",
    works: trace.works,
    source: endOf(cloud, source),
    destination: endOf(cloud, destination),
    flow: printFlow(trace.flow),
    forward: printWalk(cloud, trace.forward),
    return: trace.return ? printWalk(cloud, trace.return) : null,
    mtu: mtus.length > 0 ? Math.min(...mtus) : null,
    listener: trace.listener,
  };
}

const endOf = (
  cloud: Cloud,
  { selector, place: { kind, id, name, interface: eni }, address }: PrintedEnd,
): TraceEnd => ({
  selector,
  kind,
  id,
  ...(name === undefined ? {} : { name }),
  ...whereaboutsOf(cloud.store, eni),
  address: formatAddress(address),
});

export const printFlow = ({ protocol, src, dst, srcPort, dstPort }: Flow): TraceFlow => ({
  protocol: protocolName(protocol),
  source: formatAddress(src),
  destination: formatAddress(dst),
  sourcePort: srcPort,
  destinationPort: dstPort,
});

const printWalk = (cloud: Cloud, { disposition, hops }: Walk): TraceWalk => ({
  disposition,
  hops: hops.map((hop) => printHop(cloud, hop)),
});

export function printHop(cloud: Cloud, { stage, resource, action, rule, why, flow }: Hop): TraceHop {
  const name = nameOf(cloud, resource);
  return {
    stage: stageOf(cloud, stage, resource),
    resource,
    ...(name === undefined ? {} : { name }),
    // Of several filters that could have allowed it, all are of one interface.
    ...whereaboutsOf(cloud.store, resource.split(", ")[0]),
    action,
    ...(rule === undefined ? {} : { rule }),
    why,
    ...(flow === undefined ? {} : { flow: printFlow(flow) }),
  };
}

/** A filter's refusal names every filter that could have allowed it. */
export function nameOf(cloud: Cloud, resource: string): string | undefined {
  const names = resource
    .split(", ")
    .map((one) => cloud.wordings.map((wording) => wording.name(cloud.store, one)).find((name) => name !== undefined));
  return names.every((name) => name !== undefined) ? names.join(", ") : undefined;
}

export const stageOf = (cloud: Cloud, stage: string, resource: string): string => {
  for (const wording of cloud.wordings) {
    const word = wording.stage(stage, resource);
    if (word !== stage) return word;
  }
  return stage;
};
