/**
 * The network language: what a network is made of, whoever sells it. Services compile their resources to these
 * elements; the engines know nothing else. An element is immutable and names others by id: a change puts a new element
 * in the old one's place, and whatever refers to it sees the new one. Address sets and the location tables are the
 * exception: they change member by member, so that one interface more costs one entry.
 *
 * Ids are those of the resources that elements come from, so every element is its own provenance; rules carry theirs.
 */
import type { Address, Ipv4 } from "../base/address.ts";
import { CountedMap, CountedSet } from "../base/counted.ts";
import type { Prefix } from "../base/prefix.ts";
import { PrefixMap } from "../base/prefixMap.ts";

/** An address plan of its own: inside it an address names one place. */
export interface Domain {
  readonly id: string;
  readonly prefixes: readonly Prefix[];
}

/** What a rule matches. Ports are inclusive; for ICMP `from` is the type and `to` the code; -1 matches any. */
export interface Match {
  /** IP protocol number, -1 for any. */
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
}

/** The other end that a stateful rule allows: a prefix, or whoever is in a set. */
export type Peer =
  | { readonly prefix: Prefix; readonly set?: never }
  | { readonly set: string; readonly prefix?: never };

export interface FilterRule extends Match {
  readonly id: string;
  readonly peer: Peer;
}

/** A stateful, allow-only filter that interfaces share. What one direction lets pass, the other lets return. */
export interface Filter {
  readonly id: string;
  readonly ingress: readonly FilterRule[];
  readonly egress: readonly FilterRule[];
}

export interface BoundaryRule extends Match {
  /** In the resource's own words: `100`, `*`. */
  readonly name: string;
  readonly allow: boolean;
  readonly prefix: Prefix;
}

/** A stateless, ordered filter at the edge of segments: the first match decides, nothing matching is refused. */
export interface Boundary {
  readonly id: string;
  readonly ingress: readonly BoundaryRule[];
  readonly egress: readonly BoundaryRule[];
}

/** A stretch of a domain whose members reach each other directly; leaving it crosses its boundary and asks its router. */
export interface Segment {
  readonly id: string;
  readonly domain: string;
  /** Where it stands: what hubs tell their ports apart by. */
  readonly zone: string;
  readonly prefixes: readonly Prefix[];
  readonly boundary: string;
  readonly router: string;
  /** What may pass between the segment and a world, where that is not everything. */
  readonly seclusion?: Seclusion;
}

/** A segment that is kept from the world: wholly, or but for gateways that let only answers in. */
export interface Seclusion {
  readonly allows: "nothing" | "gateways";
  /** Who says so, in the words of its resource. */
  readonly rule: string;
}

/** Who receives what arrives at an interface. */
export type Receiver =
  | {
      readonly kind: "host";
      /** The machine that the interface is plugged into, if any. */
      readonly id: string | undefined;
      readonly up: boolean;
      /** Whether the machine passes on what is addressed to others. */
      readonly forwards: boolean;
    }
  | { readonly kind: "gateway"; readonly id: string };

export interface Interface {
  readonly id: string;
  readonly domain: string;
  readonly segment: string;
  /** The first of each family is what its host sends from. */
  readonly addresses: readonly Address[];
  /** Ranges whose every address is the interface's too: too many to name each. */
  readonly ranges?: readonly Prefix[];
  /** Filters in force: what any of them allows passes. `undefined`: nothing filters here. */
  readonly filters: readonly string[] | undefined;
  /** Refuses to carry what is neither from nor to one of its addresses. */
  readonly sourceCheck: boolean;
  readonly receiver: Receiver;
  readonly mtu: number;
}

/** Where a router sends a packet next. An element that does not exist (any more) is a black hole. */
export type NextHop =
  /** To whoever has the address in this domain. */
  | { readonly kind: "local" }
  | { readonly kind: "interface"; readonly id: string }
  | { readonly kind: "gateway"; readonly id: string }
  /** Out of a hub by one of its ends: only a hub's own tables lead there. */
  | { readonly kind: "end"; readonly id: string }
  | { readonly kind: "discard"; readonly why: string };

export interface Route {
  readonly prefix: Prefix;
  readonly next: NextHop;
  /** The route's destination as its resource writes it: a CIDR or a prefix list's id. */
  readonly name: string;
}

/** A longest-prefix table. */
export interface Router {
  readonly id: string;
  /** The resource whose table it is. */
  readonly resource: string;
  readonly routes: PrefixMap<Route>;
  /** Why what no route covers goes nowhere, where that is not the table's own doing. */
  readonly otherwise?: string;
}

/** Translates one to one between a domain and a world; what has no outer address does not pass. IPv6 is routed as it is. */
export interface EdgeTranslator {
  readonly kind: "edge";
  readonly id: string;
  readonly domain: string;
  readonly world: string;
  /** Decides where arriving packets go; the domain itself where there is none. */
  readonly arrival: string | undefined;
  readonly mtu: number;
}

/** Translates many to few by ports, from an interface of its own. Answers to what it sent out; refuses the rest. */
export interface PortTranslator {
  readonly kind: "port";
  readonly id: string;
  readonly interface: string;
  /** The addresses it sends from, the first preferred. */
  readonly addresses: readonly Ipv4[];
  /** How many flows to one destination an address can carry. */
  readonly capacity: number;
  /** The IPv6 prefix whose last 32 bits are an IPv4 destination (RFC 6052). */
  readonly nat64: Prefix | undefined;
  readonly mtu: number;
}

/** Lets flows out to a world, and in only what answers them; changes no address. */
export interface EgressOnly {
  readonly kind: "egress-only";
  readonly id: string;
  readonly domain: string;
  readonly world: string;
  readonly mtu: number;
}

/** A link between two domains. What arrives is routed by the far end's arrival table and nothing else. */
export interface Tunnel {
  readonly kind: "tunnel";
  readonly id: string;
  readonly ends: readonly [TunnelEnd, TunnelEnd];
  readonly mtu: number;
}

export interface TunnelEnd {
  readonly domain: string;
  /** The router that decides about what arrives at this end. */
  readonly arrival: string;
}

/** A private way from a domain to a service's own world: addresses stay as they are, and only answers come back by it. */
export interface ServiceEdge {
  readonly kind: "service";
  readonly id: string;
  readonly domain: string;
  /** What the world at its far end is called in words. */
  readonly service: string;
  /** Conditions that are no packet's matter, in words: an endpoint's policy. */
  readonly conditions: readonly string[];
  readonly mtu: number;
}

/** Joins many domains: what comes in by an end is looked up in that end's own table and leaves by another end. */
export interface Hub {
  readonly kind: "hub";
  readonly id: string;
  /** The end by which a domain's traffic comes in. */
  readonly entrances: ReadonlyMap<string, string>;
  readonly mtu: number;
}

/** Where a hub meets a domain, in one zone: traffic crosses this segment's boundary and follows its router. */
export interface HubPort {
  readonly zone: string;
  readonly segment: string;
}

export interface HubEnd {
  readonly id: string;
  /** The resource that it comes from. */
  readonly resource: string;
  /** The table for what comes in here; none: it goes nowhere. */
  readonly router: string | undefined;
  readonly to:
    | {
        readonly kind: "domain";
        readonly domain: string;
        readonly ports: readonly HubPort[];
        /** Both directions of a flow leave by the same port, whichever zone they come from. */
        readonly symmetric: boolean;
        /** Filters there know sources of other domains as members of sets. */
        readonly references: boolean;
      }
    /** The end of another hub. */
    | { readonly kind: "end"; readonly end: string }
    | { readonly kind: "discard"; readonly why: string };
}

export type Gateway = EdgeTranslator | PortTranslator | EgressOnly | ServiceEdge | Tunnel | Hub;

/** A named, changing set of addresses: prefixes that hold everywhere, and members of particular domains. */
export interface AddressSet {
  readonly id: string;
  prefixes: readonly Prefix[];
  /** By domain. */
  readonly members: Map<string, Set<Address>>;
  /** Members that are whole ranges, by domain; absent until there is one. */
  ranges?: Map<string, PrefixMap<true>>;
}

/** Where an outer address leads: the domain, and the inner address there. */
export interface InnerAddress {
  readonly domain: string;
  readonly address: Address;
}

/** The gateways between a domain and the world. */
export interface Edges {
  /** Takes in what nobody asked for, too. */
  readonly edge: string | undefined;
  readonly egressOnly: readonly string[];
}

export class Fabric {
  readonly domains = new Map<string, Domain>();
  readonly segments = new Map<string, Segment>();
  readonly interfaces = new Map<string, Interface>();
  readonly filters = new Map<string, Filter>();
  readonly boundaries = new Map<string, Boundary>();
  readonly routers = new Map<string, Router>();
  readonly gateways = new Map<string, Gateway>();
  readonly hubEnds = new Map<string, HubEnd>();
  readonly sets = new Map<string, AddressSet>();

  /** Who has an address, by domain: interface ids. */
  readonly locations = new Map<string, Map<Address, string>>();
  /** Who has the ranges of a domain, and every address in them: interface ids. */
  readonly ranges = new Map<string, PrefixMap<string>>();
  /** The one-to-one translations of every domain: inner address to outer. */
  readonly outward = new Map<string, Map<Address, Address>>();
  /** Outer addresses of the world that are somebody's. */
  readonly outer: Map<Address, InnerAddress> = new CountedMap<Address, InnerAddress>();
  /** Addresses of the world that somebody keeps: nobody else answers there, also while they lead nowhere. */
  readonly kept: Set<Address> = new CountedSet<Address>();
  /** Prefixes that the world routes to a domain untranslated (IPv6), by domain. */
  readonly routedIn = new PrefixMap<string>();
  /** The gateways of each domain that has any. */
  readonly edges = new Map<string, Edges>();

  interfaceAt(domain: string, address: Address): string | undefined {
    return this.locations.get(domain)?.get(address) ?? this.ranges.get(domain)?.lookup(address);
  }
}
