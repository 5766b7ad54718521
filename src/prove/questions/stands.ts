/**
 * Where interfaces stand, for what lies between them: places are one stand when no walk between them and a third can
 * tell them apart, their own filters left out. Subnets with one table and one network ACL are one stand.
 */
import type { Address } from "../../base/address.ts";
import { contains, type Prefix } from "../../base/prefix.ts";
import type { Fabric, HubEnd, Interface, Router, Segment } from "../../fabric/fabric.ts";
import { routeTo } from "../atSegment.ts";
import {
  Cells,
  type InterfaceClass,
  prefixesOfBoundaries,
  prefixesOfRoutes,
  specialInterfaces,
} from "../classes.ts";
import { entry } from "../space.ts";

export interface Stand {
  readonly id: number;
  readonly segment: Segment;
  /** What boundaries can tell of its addresses, as senders. */
  readonly sender: string;
  readonly zone: number;
}

export class Stands {
  readonly #fabric: Fabric;
  readonly #cells: Cells;
  readonly #boundaryCells: Cells;
  readonly #special: ReadonlySet<string>;
  readonly #zones: ReadonlyMap<string, number>;
  readonly #ports: ReadonlySet<string>;
  readonly #ofPlace = new Map<string, Stand | undefined>();
  readonly #known = new Map<string, Stand>();
  readonly #hops = new Map<string, string>();
  readonly #senders = new Map<string, number>();
  readonly #sendings = new Map<string, string>();

  /** `named` are prefixes that the question names besides. */
  constructor(fabric: Fabric, named: readonly Prefix[]) {
    this.#fabric = fabric;
    this.#cells = new Cells([...prefixesOfRoutes(fabric), ...named]);
    this.#boundaryCells = new Cells([...prefixesOfBoundaries(fabric), ...named]);
    this.#special = specialInterfaces(fabric);
    this.#ports = portSegments(fabric);
    this.#zones = zonesAlike(fabric, this.#ports);
  }

  /** `undefined` where its segment does not exist. */
  of({ place, representative }: InterfaceClass): Stand | undefined {
    if (this.#ofPlace.has(place)) return this.#ofPlace.get(place);
    const made = this.#make(representative);
    this.#ofPlace.set(place, made);
    return made;
  }

  #make(one: Interface): Stand | undefined {
    const segment = this.#fabric.segments.get(one.segment);
    if (!segment) return undefined;
    const { domain, receiver, sourceCheck } = one;
    const up = receiver.kind === "host" && receiver.up;
    const forwards = receiver.kind === "host" && receiver.forwards;
    const isOwn = one.ranges?.length || this.#special.has(one.id);
    const zone = this.#zones.get(segment.zone) ?? -1;
    const outward = this.#fabric.outward.get(domain);
    const { router, boundary, seclusion } = segment;
    const cells = (by: Cells): string =>
      one.addresses.map((address) => `${typeof address === "number" ? 4 : 6}${by.of(address)}`).join();
    const named = one.addresses.map((address) => (outward?.has(address) ? "o" : "")).join();
    const own = isOwn || this.#ports.has(segment.id) ? `${one.id} ${segment.id}` : "";
    const key = [
      `${domain} ${router} ${boundary} ${zone} ${seclusion?.allows} ${this.#hopsWithin(segment)}`,
      `${up} ${forwards} ${sourceCheck} ${named} ${cells(this.#cells)} ${own}`,
    ].join("; ");
    return entry(this.#known, key, () => {
      const sender = `${up} ${forwards} ${boundary} ${cells(this.#boundaryCells)}`;
      return { id: this.#known.size, segment, sender, zone };
    });
  }

  /** The interfaces of a segment that its own router hands packets to: those do not cross the boundary. */
  #hopsWithin({ id, router }: Segment): string {
    const all = entry(this.#hops, router, () => hopsOf(this.#fabric, this.#fabric.routers.get(router)).join());
    if (all === "") return "";
    const within = all.split(",").filter((one) => this.#fabric.interfaces.get(one)?.segment === id);
    return within.join();
  }

  /**
   * A number that two senders to this address share when nothing on the way can tell one from the other: by themselves,
   * or because both enter one hub by ends with one table. Where no address is given, nothing is shared.
   */
  sender(from: Stand, to: readonly Address[] | undefined): number {
    const hubs = to?.map((address) => this.#entersHub(from, address)) ?? [];
    const way = hubs.includes(undefined) ? "" : hubs.join(" ");
    if (way === "") return entry(this.#senders, `stand ${from.id}`, () => this.#senders.size);
    return entry(this.#senders, `${from.sender} | ${way}`, () => this.#senders.size);
  }

  #entersHub(from: Stand, address: Address): string | undefined {
    const { domain, router: id } = from.segment;
    const router = this.#fabric.routers.get(id);
    const route = router && routeTo(router, address);
    if (route?.next.kind !== "gateway") return undefined;
    const { next } = route;
    const found = entry(this.#sendings, `${next.id} ${domain} ${from.segment.zone}`, () => {
      const hub = this.#fabric.gateways.get(next.id);
      if (hub?.kind !== "hub") return "";
      const end = this.#fabric.hubEnds.get(hub.entrances.get(domain) ?? "");
      if (end?.to.kind !== "domain" || end.router === undefined) return "";
      const port = end.to.ports.find((one) => one.zone === from.segment.zone);
      const entrance = port && this.#fabric.segments.get(port.segment);
      return entrance ? `${hub.id} ${end.router} ${entrance.boundary} ${end.to.references} ${from.zone};` : "";
    });
    return found === "" ? undefined : found;
  }
}

/** Whether the segment holds an address: packets to it do not leave by the router. */
export const isNear = ({ prefixes }: Segment, address: Address): boolean =>
  prefixes.some((one) => contains(one, address));

function hopsOf(fabric: Fabric, router: Router | undefined): readonly string[] {
  const hops = new Set<string>();
  for (const [, { next }] of router?.routes.entries() ?? []) {
    if (next.kind === "interface") hops.add(next.id);
    const gateway = next.kind === "gateway" ? fabric.gateways.get(next.id) : undefined;
    if (gateway?.kind === "port") hops.add(gateway.interface);
  }
  return [...hops];
}

/** Segments in which hubs set packets down. */
function portSegments(fabric: Fabric): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { to } of fabric.hubEnds.values()) if (to.kind === "domain") for (const { segment } of to.ports) found.add(segment);
  return found;
}

/** Zones as numbers, the same for zones for which every hub has ports that are alike. */
function zonesAlike(fabric: Fabric, ports: ReadonlySet<string>): ReadonlyMap<string, number> {
  const inhabited = new Set<string>();
  for (const { segment } of fabric.interfaces.values()) if (ports.has(segment)) inhabited.add(segment);
  const zones = new Set<string>();
  for (const { zone } of fabric.segments.values()) zones.add(zone);
  const alike = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const zone of zones) {
    const told = [...fabric.hubEnds.values()].map((end) => portOf(fabric, end, zone, inhabited)).join(";");
    numbers.set(
      zone,
      entry(alike, told, () => alike.size),
    );
  }
  return numbers;
}

function portOf(fabric: Fabric, { to }: HubEnd, zone: string, inhabited: ReadonlySet<string>): string {
  if (to.kind !== "domain") return "";
  const own = to.ports.find((one) => one.zone === zone);
  const segment = fabric.segments.get((own ?? to.ports[0])?.segment ?? "");
  if (!segment) return "none";
  const { id, boundary, router, seclusion } = segment;
  const hops = hopsOf(fabric, fabric.routers.get(router)).filter((one) => fabric.interfaces.get(one)?.segment === id);
  const place = inhabited.has(id) ? id : `${boundary} ${router} ${seclusion?.allows} ${hops.join()}`;
  return `${own === undefined} ${place}`;
}
