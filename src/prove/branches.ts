/** A walk of all packets at once: the branches still under way, and where the others ended. */
import type { Disposition } from "../fabric/vocabulary.ts";
import { EMPTY, type Node } from "./bdd.ts";
import type { Outcome, Packet, Position } from "./packet.ts";
import type { Reading } from "./reading.ts";
import type { Space } from "./space.ts";

export class Branches {
  readonly space: Space;
  readonly reading: Reading;
  readonly outcomes: Outcome[] = [];
  readonly #underway: { readonly position: Position; readonly packet: Packet }[] = [];

  constructor(space: Space, reading: Reading) {
    this.space = space;
    this.reading = reading;
  }

  go(position: Position, packet: Packet): undefined {
    if (packet.set !== EMPTY) this.#underway.push({ position, packet });
  }

  next(): { readonly position: Position; readonly packet: Packet } | undefined {
    return this.#underway.pop();
  }

  drop(packet: Packet, disposition: Disposition, stage: string, resource: string): undefined {
    if (packet.set === EMPTY) return;
    this.outcomes.push({ packet, disposition, stage, resource, end: undefined });
  }

  deliver(packet: Packet, end: string, stage: string): undefined {
    if (packet.set !== EMPTY) this.outcomes.push({ packet, disposition: "delivered", stage, resource: end, end });
  }

  /** The part of a branch that is in `set`, and the rest; either may be empty. */
  split(packet: Packet, set: Node): readonly [Packet, Packet] {
    const { bdd } = this.space;
    const inside = bdd.and(packet.set, set);
    if (inside === packet.set) return [packet, narrowed(packet, EMPTY)];
    return [narrowed(packet, inside), narrowed(packet, bdd.diff(packet.set, set))];
  }

  /** One router more; ends branches that have passed too many. */
  hops(packet: Packet, stage: string, resource: string): Packet {
    const timeToLive = packet.timeToLive - 1;
    if (timeToLive > 0) return { ...packet, timeToLive };
    this.drop(packet, "loop", stage, resource);
    return narrowed(packet, EMPTY);
  }
}

export const narrowed = (packet: Packet, set: Node): Packet => ({ ...packet, set });

export const passing = (packet: Packet, element: string): Packet => ({
  ...packet,
  trail: { before: packet.trail, element },
});
