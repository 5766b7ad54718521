/**
 * All flows of a set through the fabric at once, there and back: the stages stand in the files beside this one, in the
 * order of the concrete engine's. A branch is a set of flows that fare alike; what is found of it is exact, since its
 * header always tells which flows, as they were sent, it stands for.
 */

import { passesGateway } from "./atGateway.ts";
import { crossesHub } from "./atHub.ts";
import { arrives, begins, leaves } from "./atInterface.ts";
import { departs, entersDomain } from "./atSegment.ts";
import { crossesWorld } from "./atWorld.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { Branches } from "./branches.ts";
import { type Header, reversed, sameHeader } from "./header.ts";
import { type Outcome, type Packet, type Position, packetOf } from "./packet.ts";
import type { Reading } from "./reading.ts";
import type { Space } from "./space.ts";
import { finish, type Pauses } from "./steps.ts";

/** Where flows begin: at an interface's host, or in a world. */
export type Origin = { readonly interface: string } | { readonly world: string };

function step(branches: Branches, position: Position, packet: Packet): undefined {
  switch (position.at) {
    case "departure":
      return leaves(branches, position.interface, packet);
    case "arrival":
      return arrives(branches, position.interface, position.from, packet);
    case "gateway":
      return passesGateway(branches, position.gateway, position.domain, position.from, packet);
    case "hub":
      return crossesHub(branches, position.end, position.zone, packet);
    case "segment":
      return departs(branches, position.segment, packet);
    case "router":
      return entersDomain(branches, position.router, position.domain, packet);
    case "world":
      return crossesWorld(branches, position.world, packet);
  }
}

/**
 * Where the flows of a packet end. Every flow of its set is in some outcome; in several where something was chosen. Pauses
 * between two stages of a branch.
 */
function* walking(space: Space, reading: Reading, origin: Origin, packet: Packet): Pauses<readonly Outcome[]> {
  const branches = new Branches(space, reading);
  if ("world" in origin) branches.go({ at: "world", world: origin.world }, packet);
  else begins(branches, origin.interface, packet);
  for (let one = branches.next(); one; one = branches.next()) {
    step(branches, one.position, one.packet);
    yield;
  }
  return branches.outcomes;
}

export const walked = (space: Space, reading: Reading, origin: Origin, packet: Packet): readonly Outcome[] =>
  finish(walking(space, reading, origin, packet));

/** Flows that fared alike, there and back. */
export interface Connection {
  /** The flows, as they were sent, and the choices made for them. */
  readonly set: Node;
  readonly works: boolean;
  /** How the first packets fared. */
  readonly out: Outcome;
  /** How their answers did; absent where the first packets did not arrive, or nobody asked. */
  readonly back: Outcome | undefined;
}

/**
 * What becomes of the flows of `set`, whose header as sent is `header`. Answers are followed from the ends that
 * `answersFrom` names.
 */
export function* connecting(
  space: Space,
  reading: Reading,
  origin: Origin,
  header: Header,
  set: Node,
  answersFrom: (out: Outcome) => boolean = () => true,
): Pauses<readonly Connection[]> {
  const found: Connection[] = [];
  for (const out of yield* walking(space, reading, origin, packetOf(set, header))) {
    if (out.end === undefined || !answersFrom(out)) {
      found.push({ set: out.packet.set, works: false, out, back: undefined });
      continue;
    }
    const far: Origin = reading.interface(out.end) ? { interface: out.end } : { world: out.end };
    const answer = packetOf(out.packet.set, reversed(out.packet.header), out.packet);
    const answers = yield* walking(space, reading, far, answer);
    for (const back of answers) found.push(...judged(space, origin, header, out, back));
  }
  return found;
}

/** The same in one go. */
export const connections = (...asked: Parameters<typeof connecting>): readonly Connection[] =>
  finish(connecting(...asked));

/** A connection works when the answer comes back to where it began, as the answer to what was sent. */
function judged(space: Space, origin: Origin, header: Header, out: Outcome, back: Outcome): readonly Connection[] {
  const home = "world" in origin ? origin.world : origin.interface;
  const { set } = back.packet;
  const same = back.end === home ? space.bdd.and(set, sameHeader(space, back.packet.header, reversed(header))) : EMPTY;
  const other = space.bdd.diff(set, same);
  const parts: Connection[] = [];
  if (same !== EMPTY) parts.push({ set: same, works: true, out, back });
  if (other !== EMPTY) parts.push({ set: other, works: false, out, back });
  return parts;
}
