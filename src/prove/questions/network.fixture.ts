/** Small explicit networks for tests, an element a line. */
import { type Address, parseAddress } from "../../base/address.ts";
import { prefix } from "../../base/prefix.ts";
import { PrefixMap } from "../../base/prefixMap.ts";
import {
  type BoundaryRule,
  Fabric,
  type FilterRule,
  type Gateway,
  type HubEnd,
  type Interface,
  type Match,
  type NextHop,
  type Route,
  type Segment,
} from "../../fabric/fabric.ts";

export const at = (text: string): Address => parseAddress(text) as Address;

/** `tcp 443`, `tcp 1-65535`, `icmp 8`, `any`. */
function matchOf(text: string): Match {
  const [name = "any", ports = ""] = text.split(" ");
  if (name === "any") return { protocol: -1, from: -1, to: -1 };
  const protocol = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 }[name] ?? Number(name);
  if (protocol === 1 || protocol === 58) return { protocol, from: ports === "" ? -1 : Number(ports), to: -1 };
  const [from = "0", to = from] = ports === "" ? ["0", "65535"] : ports.split("-");
  return { protocol, from: Number(from), to: Number(to) };
}

/** `allow tcp 443 10.0.0.0/8`: a rule of a boundary; its name is its place, in hundreds. */
const boundaryRule = (text: string, i: number): BoundaryRule => {
  const [action, ...words] = text.split(" ");
  const peer = words.pop() ?? "";
  const name = text.startsWith("deny any") && i > 8 ? "*" : String((i + 1) * 100);
  return { name, allow: action === "allow", prefix: prefix(peer), ...matchOf(words.join(" ")) };
};

/** `tcp 443 10.0.0.0/8` or `tcp 443 sg-web`; its id is the filter's, the way and the place. */
const filterRule = (text: string, id: string): FilterRule => {
  const words = text.split(" ");
  const peer = words.pop() ?? "";
  return { id, ...matchOf(words.join(" ")), peer: peer.includes("/") ? { prefix: prefix(peer) } : { set: peer } };
};

/** `igw-…`: a gateway; `eni-…`: an interface; `end-…`: a hub's end; `local`, `discard`. */
function nextOf(text: string): NextHop {
  if (text === "local") return { kind: "local" };
  if (text === "discard") return { kind: "discard", why: "the route is a blackhole" };
  if (text.startsWith("eni-")) return { kind: "interface", id: text };
  return text.startsWith("end-") ? { kind: "end", id: text } : { kind: "gateway", id: text };
}

type Options<T> = Partial<Omit<T, "id">>;

export class Network {
  readonly fabric = new Fabric();

  domain(id: string, ...prefixes: readonly string[]): this {
    this.fabric.domains.set(id, { id, prefixes: prefixes.map(prefix) });
    this.fabric.locations.set(id, new Map());
    this.fabric.outward.set(id, new Map());
    return this;
  }

  /** Routes as `10.0.0.0/8 local`. */
  router(id: string, ...routes: readonly string[]): this {
    const map = new PrefixMap<Route>();
    for (const text of routes) {
      const [name = "", target = ""] = text.split(" ");
      map.set(prefix(name), { prefix: prefix(name), next: nextOf(target), name });
    }
    this.fabric.routers.set(id, { id, resource: id, routes: map });
    return this;
  }

  boundary(id: string, ingress: readonly string[], egress: readonly string[]): this {
    this.fabric.boundaries.set(id, { id, ingress: ingress.map(boundaryRule), egress: egress.map(boundaryRule) });
    return this;
  }

  /** Open where no boundary is named. */
  segment(id: string, domain: string, cidr: string, router: string, options: Options<Segment> = {}): this {
    const open = ["allow any 0.0.0.0/0", "allow any ::/0"];
    if (!this.fabric.boundaries.has("acl-open")) this.boundary("acl-open", open, open);
    const boundary = options.boundary ?? "acl-open";
    this.fabric.segments.set(id, {
      zone: "a",
      ...options,
      id,
      domain,
      prefixes: cidr.split(" ").map(prefix),
      boundary,
      router,
    });
    return this;
  }

  filter(id: string, ingress: readonly string[], egress: readonly string[] = ["any 0.0.0.0/0"]): this {
    this.fabric.filters.set(id, {
      id,
      ingress: ingress.map((text, i) => filterRule(text, `${id}-in-${i}`)),
      egress: egress.map((text, i) => filterRule(text, `${id}-out-${i}`)),
    });
    return this;
  }

  /** A running host; its filters' members are its addresses, as group references are. */
  host(
    id: string,
    segment: string,
    address: string,
    filters: readonly string[] | undefined,
    options: Options<Interface> = {},
  ): this {
    const domain = this.fabric.segments.get(segment)?.domain ?? "";
    const addresses = address.split(" ").map(at);
    const receiver = { kind: "host", id: `i-${id}`, up: true, forwards: false } as const;
    const made: Interface = {
      sourceCheck: true,
      receiver,
      mtu: 9001,
      ...options,
      id,
      domain,
      segment,
      addresses,
      filters,
    };
    this.fabric.interfaces.set(id, made);
    for (const one of addresses) this.fabric.locations.get(domain)?.set(one, id);
    for (const filter of filters ?? []) {
      const set = this.fabric.sets.get(filter) ?? { id: filter, prefixes: [], members: new Map() };
      set.members.set(domain, new Set([...(set.members.get(domain) ?? []), ...addresses]));
      this.fabric.sets.set(filter, set);
    }
    return this;
  }

  /** A host that sends on what is not for it, with its source check off. */
  appliance(id: string, segment: string, address: string): this {
    const receiver = { kind: "host", id: `i-${id}`, up: true, forwards: true } as const;
    return this.host(id, segment, address, undefined, { receiver, sourceCheck: false });
  }

  gateway(gateway: Gateway): this {
    this.fabric.gateways.set(gateway.id, gateway);
    return this;
  }

  /** An edge to the Internet. */
  edge(id: string, domain: string, arrival?: string): this {
    this.fabric.edges.set(domain, { edge: id, egressOnly: [] });
    return this.gateway({ kind: "edge", id, domain, world: "internet", arrival, mtu: 1500 });
  }

  public(id: string, outer: string): this {
    const own = this.fabric.interfaces.get(id);
    const [inner] = own?.addresses ?? [];
    if (!own || inner === undefined) return this;
    this.fabric.outward.get(own.domain)?.set(inner, at(outer));
    this.fabric.outer.set(at(outer), { domain: own.domain, address: inner });
    this.fabric.kept.add(at(outer));
    return this;
  }

  nat(id: string, segment: string, address: string, outer?: string): this {
    const own = `eni-${id}`;
    this.host(own, segment, address, undefined, { receiver: { kind: "gateway", id }, sourceCheck: false });
    if (outer !== undefined) this.public(own, outer);
    const addresses = [at(address) as number];
    return this.gateway({ kind: "port", id, interface: own, addresses, capacity: 55_000, nat64: undefined, mtu: 1500 });
  }

  tunnel(id: string, ...ends: readonly (readonly [domain: string, arrival: string])[]): this {
    const [a, b] = ends.map(([domain, arrival]) => ({ domain, arrival }));
    if (!a || !b) throw new Error("a tunnel has two ends");
    return this.gateway({ kind: "tunnel", id, ends: [a, b], mtu: 8500 });
  }

  /** A hub with an end per domain: its router, and the segment that it enters by. */
  hub(
    id: string,
    ...ends: readonly (readonly [end: string, domain: string, router: string, ...segments: string[]])[]
  ): this {
    for (const [end, domain, router, ...segments] of ends) {
      const ports = segments.map((segment) => ({ zone: this.fabric.segments.get(segment)?.zone ?? "", segment }));
      const to: HubEnd["to"] = { kind: "domain", domain, ports, symmetric: false, references: true };
      this.fabric.hubEnds.set(end, { id: end, resource: `attach-${end}`, router, to });
    }
    const entrances = new Map(ends.map(([end, domain]) => [domain, end]));
    return this.gateway({ kind: "hub", id, entrances, mtu: 8500 });
  }
}
