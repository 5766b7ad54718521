/** A fabric of which is told, while packets are walked through it, what goes by which route and meets which boundary. */
import type { Boundary, Fabric, Route } from "../../fabric/fabric.ts";
import type { Packet } from "../packet.ts";
import { Reading } from "../reading.ts";
import type { Way } from "../rules.ts";

export interface Hearers {
  readonly goesBy?: (route: Route, packet: Packet) => undefined;
  readonly meets?: (boundary: Boundary, way: Way, packet: Packet) => undefined;
}

export class Telling extends Reading {
  readonly #hearers: Hearers;

  constructor(fabric: Fabric, hearers: Hearers) {
    super(fabric);
    this.#hearers = hearers;
  }

  override goesBy(route: Route, packet: Packet): undefined {
    this.#hearers.goesBy?.(route, packet);
  }

  override meets(boundary: Boundary, way: Way, packet: Packet): undefined {
    this.#hearers.meets?.(boundary, way, packet);
  }
}
