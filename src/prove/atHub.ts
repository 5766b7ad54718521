/** Hubs, for all packets of a branch: where a hub may leave by one of several ports, each is followed. */
import type { Hub, HubEnd, HubPort } from "../fabric/fabric.ts";
import { crossesBoundary, routed } from "./atSegment.ts";
import { type Branches, narrowed, passing } from "./branches.ts";
import { recallPort, withPort } from "./memory.ts";
import { NOWHERE, type Packet } from "./packet.ts";

type DomainEnd = HubEnd["to"] & { readonly kind: "domain" };

export function entersHub(
  branches: Branches,
  hub: Hub,
  domain: string,
  from: string | undefined,
  packet: Packet,
): undefined {
  const { reading } = branches;
  const entrance = hub.entrances.get(domain);
  const end = entrance === undefined ? undefined : reading.hubEnd(entrance);
  const zone = from === undefined ? undefined : reading.segment(from)?.zone;
  if (end?.to.kind !== "domain" || zone === undefined) return branches.drop(packet, "blackhole", "hub", hub.id);
  const port = end.to.ports.find((one) => one.zone === zone);
  const segment = port && reading.segment(port.segment);
  if (!segment) return branches.drop(packet, "blackhole", "hub-end", end.resource);
  const entered = crossesBoundary(branches, segment.boundary, "ingress", packet);
  const known = end.to.references ? entered : { ...entered, sourceDomain: NOWHERE };
  branches.go({ at: "hub", end: end.id, zone }, passing(known, end.resource));
}

export function crossesHub(branches: Branches, id: string, zone: string | undefined, packet: Packet): undefined {
  const { reading, space } = branches;
  const entrance = reading.hubEnd(id);
  if (!entrance) return branches.drop(packet, "blackhole", "hub-end", id);
  const router = entrance.router === undefined ? undefined : reading.router(entrance.router);
  if (!router) return branches.drop(packet, "no-route", "hub-end", entrance.resource);
  for (const [route, part] of routed(space, router, packet)) {
    const one = narrowed(packet, part);
    if (!route) {
      branches.drop(one, "no-route", "hub-route", router.resource);
      continue;
    }
    reading.goesBy(route, one);
    const onward = passing(branches.hops(one, "hub-route", router.resource), router.resource);
    const exit = route.next.kind === "end" ? reading.hubEnd(route.next.id) : undefined;
    if (exit) leavesHub(branches, exit, zone, onward);
    else branches.drop(onward, "blackhole", "hub-route", router.resource);
  }
}

function leavesHub(branches: Branches, exit: HubEnd, zone: string | undefined, packet: Packet): undefined {
  const { to } = exit;
  const passed = passing(packet, exit.resource);
  switch (to.kind) {
    case "discard":
      return branches.drop(packet, "blackhole", "hub-end", exit.resource);
    case "end":
      return branches.go({ at: "hub", end: to.end, zone: undefined }, passed);
    case "domain": {
      const known = to.references ? passed : { ...passed, sourceDomain: NOWHERE };
      if (!to.symmetric) return setsDown(branches, exit, inZone(to, zone), known);
      return setsDownByFlow(branches, exit, to, known);
    }
  }
}

const inZone = ({ ports }: DomainEnd, zone: string | undefined): HubPort | undefined =>
  ports.find((port) => port.zone === zone) ?? ports[0];

function setsDown(branches: Branches, exit: HubEnd, port: HubPort | undefined, packet: Packet): undefined {
  if (!port) return branches.drop(packet, "blackhole", "hub-end", exit.resource);
  branches.go({ at: "segment", segment: port.segment }, packet);
}

/** Whichever port the flow falls to, its answers fall to the same. */
function setsDownByFlow(branches: Branches, exit: HubEnd, { ports }: DomainEnd, packet: Packet): undefined {
  if (ports.length < 2) return setsDown(branches, exit, ports[0], packet);
  for (const [known, part] of recallPort(branches.space, packet.memory, packet.set, exit.id, packet.header)) {
    const one = narrowed(packet, part);
    const chosen = (index: number) => ({ before: one.chosen, element: exit.id, choice: index, kind: "index" }) as const;
    if (known !== undefined) {
      setsDown(branches, exit, ports[known], { ...one, chosen: chosen(known) });
      continue;
    }
    for (const [index, port] of ports.entries())
      setsDown(branches, exit, port, {
        ...one,
        memory: withPort(one.memory, exit.id, one.header, index),
        chosen: chosen(index),
      });
  }
}
