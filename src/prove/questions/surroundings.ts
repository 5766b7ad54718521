/** What a change could lead to: the network around a place where flows stop, looked up by domain. */
import type { Address } from "../../base/address.ts";
import { contains, hostPrefix, type Prefix } from "../../base/prefix.ts";
import type { Fabric, Gateway, Interface } from "../../fabric/fabric.ts";
import type { Ask } from "../prover.ts";
import { entry } from "../space.ts";
import { anywhere } from "./overlay.ts";
import type { Standstill } from "./standstill.ts";

/** Where gateways, forwarders and routers stand: what changes never touch, read once, and only if somebody asks. */
export class Plan {
  readonly #fabric: Fabric;
  #known: Stands | undefined;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  get #stands(): Stands {
    this.#known ??= standsIn(this.#fabric);
    return this.#known;
  }

  gatewaysOf = (domain: string): readonly Gateway[] => this.#stands.gateways.get(domain) ?? [];
  forwardersOf = (domain: string): readonly Interface[] => this.#stands.forwarders.get(domain) ?? [];
  /** The domain whose packets a router routes; `undefined` for a hub's, and for what takes in a tunnel's. */
  domainOfRouter = (router: string): string | undefined => this.#stands.domains.get(router);
}

/** By domain; domains by router. */
interface Stands {
  readonly gateways: ReadonlyMap<string, readonly Gateway[]>;
  readonly forwarders: ReadonlyMap<string, readonly Interface[]>;
  readonly domains: ReadonlyMap<string, string>;
}

function standsIn(fabric: Fabric): Stands {
  const gateways = new Map<string, Gateway[]>();
  const forwarders = new Map<string, Interface[]>();
  const domains = new Map<string, string>();
  for (const gateway of fabric.gateways.values()) {
    for (const domain of domainsOf(fabric, gateway)) entry(gateways, domain, () => []).push(gateway);
    if (gateway.kind === "edge" && gateway.arrival !== undefined) domains.set(gateway.arrival, gateway.domain);
  }
  for (const one of fabric.interfaces.values())
    if (one.receiver.kind === "host" && one.receiver.forwards) entry(forwarders, one.domain, () => []).push(one);
  for (const { router, domain } of fabric.segments.values()) domains.set(router, domain);
  return { gateways, forwarders, domains };
}

function domainsOf(fabric: Fabric, gateway: Gateway): readonly string[] {
  switch (gateway.kind) {
    case "tunnel":
      return gateway.ends.map(({ domain }) => domain);
    case "hub":
      return [...gateway.entrances.keys()];
    case "port": {
      const domain = fabric.interfaces.get(gateway.interface)?.domain;
      return domain === undefined ? [] : [domain];
    }
    default:
      return [gateway.domain];
  }
}

/** A place where flows stop, in the network as it is with the changes tried so far. */
export interface Surroundings {
  readonly fabric: Fabric;
  readonly plan: Plan;
  readonly ask: Ask;
  readonly place: Standstill;
}

/** The interface that was passed last. */
export function lastInterface({ fabric, place }: Surroundings): Interface | undefined {
  for (const element of place.trail) {
    const found = fabric.interfaces.get(element);
    if (found) return found;
  }
  return undefined;
}

/** Where this way began, as far as the question names it. */
export function begun({ fabric, ask, place }: Surroundings): Interface | undefined {
  const end = place.way === "out" ? ask.from : ask.to;
  return "interface" in end ? fabric.interfaces.get(end.interface) : undefined;
}

/** The interface of one of the question's ends that has this address. */
export function endWith({ fabric, ask }: Surroundings, address: Address): Interface | undefined {
  for (const end of [ask.from, ask.to]) {
    const one = "interface" in end ? fabric.interfaces.get(end.interface) : undefined;
    if (one?.addresses.includes(address) || one?.ranges?.some((range) => contains(range, address))) return one;
  }
  return undefined;
}

export const familyAt = ({ place }: Surroundings): 4 | 6 => (typeof place.seen.dst === "number" ? 4 : 6);

/** The far end of a rule as narrowly as the question has it: one address, or anybody. */
export function peerPrefix(surroundings: Surroundings, side: "src" | "dst"): Prefix {
  const { seen, isGiven } = surroundings.place;
  return isGiven[side] ? hostPrefix(seen[side]) : anywhere(familyAt(surroundings));
}
