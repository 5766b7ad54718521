/**
 * One flow through the fabric, one packet each way. The stages stand in the files beside this one; here is their order:
 *
 *   departure   filters out → source check → segment: neighbour, or boundary out → router
 *   arrival     boundary in (unless from the same segment) → source check → filters in → host or gateway
 *   gateway     edge, port translator, egress-only gateway, tunnel, hub
 *   hub         the table of the end by which the packet came in → another end
 *   segment     set down by a hub: as from an interface there
 *   router      what takes in what comes from outside a domain
 *   world       delivered there, or in again by the gateway in front of an outer address
 */
import type { Fabric, Interface } from "../fabric/fabric.ts";
import { reverse } from "../fabric/flow.ts";
import type { ConnectionTrace, Flow, Walk } from "../fabric/vocabulary.ts";
import { crossesWorld, passesGateway } from "./gateway.ts";
import { crossesHub } from "./hub.ts";
import { arrives, leaves } from "./interface.ts";
import { hasAddress } from "./match.ts";
import { crosses, departs, departsSegment, entersDomain } from "./segment.ts";
import { SessionTable } from "./sessions.ts";
import { type Position, Walker, type WalkOptions } from "./walker.ts";

/** Where a flow begins: at an interface's host, or in the world. */
export type Origin = { readonly interface: string } | { readonly world: string };

/** Walks one packet of a flow. What it establishes is remembered in `sessions`. */
export function forward(
  fabric: Fabric,
  sessions: SessionTable,
  origin: Origin,
  flow: Flow,
  options: WalkOptions = { evidence: true },
): Walker {
  const walker = new Walker(fabric, sessions, flow, options);
  let position: Position | undefined;
  if ("world" in origin) position = { at: "world", world: origin.world };
  else position = begins(walker, origin.interface);
  while (position) position = step(walker, position);
  return walker;
}

/** A host sends only while it runs. */
function begins(walker: Walker, id: string): Position | undefined {
  const from = walker.fabric.interfaces.get(id);
  if (!from) return walker.drop("no-host", "interface", id, undefined, "there is no such interface");
  walker.sourceDomain = from.domain;
  const { receiver } = from;
  if (receiver.kind === "host" && !receiver.up) {
    const why = receiver.id === undefined ? "the interface is attached to nothing" : `${receiver.id} is not running`;
    return walker.drop("host-down", "host", receiver.id ?? id, undefined, why);
  }
  if (hasAddress(from, walker.flow.dst))
    return walker.deliver(id, "host", hostOf(from), "is the host itself: the packet never leaves it");
  return { at: "departure", interface: from };
}

const hostOf = ({ id, receiver }: Interface): string => receiver.id ?? id;

function step(walker: Walker, position: Position): Position | undefined {
  const { fabric } = walker;
  switch (position.at) {
    case "departure": {
      const from = position.interface;
      return leaves(walker, from) ? departs(walker, from) : undefined;
    }
    case "arrival": {
      const to = fabric.interfaces.get(position.interface);
      if (!to || !crosses(walker, to, position.from)) return undefined;
      return arrives(walker, to);
    }
    case "gateway": {
      const gateway = fabric.gateways.get(position.gateway);
      if (!gateway)
        return walker.drop(
          "blackhole",
          "gateway",
          position.gateway,
          undefined,
          "the gateway is gone or cannot be used",
        );
      return passesGateway(walker, gateway, position.domain, position.from);
    }
    case "hub":
      return crossesHub(walker, position.end, position.zone);
    case "segment":
      return departsSegment(walker, position.segment);
    case "router":
      return entersDomain(walker, position.router, position.domain);
    case "world":
      return crossesWorld(walker, position.world);
  }
}

const walkOf = (walker: Walker): Walk => ({
  disposition: walker.disposition ?? "blackhole",
  hops: walker.hops,
  mtu: Number.isFinite(walker.mtu) ? walker.mtu : undefined,
});

/**
 * A connection: the first packet, then the answer along whatever the first one left behind. It works when the answer
 * comes back to where the flow began, as the answer to what was sent.
 */
export function connect(
  fabric: Fabric,
  sessions: SessionTable,
  origin: Origin,
  flow: Flow,
  options: WalkOptions = { evidence: true },
): ConnectionTrace {
  const out = forward(fabric, sessions, origin, flow, options);
  if (out.disposition !== "delivered" || out.end === undefined)
    return { works: false, flow, forward: walkOf(out), return: undefined, listener: "unknown" };
  const far: Origin = fabric.interfaces.has(out.end) ? { interface: out.end } : { world: out.end };
  const back = forward(fabric, sessions, far, reverse(out.flow), options);
  const home = "world" in origin ? origin.world : origin.interface;
  const expected = reverse(flow);
  const works =
    back.disposition === "delivered" &&
    back.end === home &&
    back.flow.src === expected.src &&
    back.flow.dst === expected.dst &&
    back.flow.srcPort === expected.srcPort &&
    back.flow.dstPort === expected.dstPort;
  return { works, flow, forward: walkOf(out), return: walkOf(back), listener: "unknown" };
}

/** As `connect`, on top of a running network's sessions and without changing them. */
export const trace = (
  fabric: Fabric,
  sessions: SessionTable,
  origin: Origin,
  flow: Flow,
  options?: WalkOptions,
): ConnectionTrace => connect(fabric, new SessionTable(sessions), origin, flow, options);
