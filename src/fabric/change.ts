/**
 * One change to a fabric, as data: what the prover tries on a copy and a service then tells as a change to its resources.
 * Each is as narrow as it can be: one peer, one port, one prefix.
 */
import type { Address } from "../base/address.ts";
import type { Prefix } from "../base/prefix.ts";
import type { Match, NextHop, Peer } from "./fabric.ts";

export type Way = "ingress" | "egress";

/** One allow-rule more in a filter. */
export interface AllowChange {
  readonly kind: "allow";
  /** Any of them will do: all are in force where the flow was refused. The first is the one that is tried. */
  readonly filters: readonly string[];
  readonly way: Way;
  readonly rule: Match & { readonly peer: Peer };
}

/** One allow-rule more in a boundary, which has no memory: answers need one of their own. */
export interface AdmitChange {
  readonly kind: "admit";
  readonly boundary: string;
  readonly way: Way;
  readonly rule: Match & { readonly prefix: Prefix };
  /** The rule that refuses now, which it must stand before; `undefined`: no rule matches. */
  readonly before: string | undefined;
}

/** A route, new or in the place of the one that has its prefix. */
export interface RouteChange {
  readonly kind: "route";
  readonly router: string;
  readonly prefix: Prefix;
  readonly next: NextHop;
  /** The name of the route that is replaced. */
  readonly replaces: string | undefined;
}

/** An outer address for an inner one. */
export interface OuterAddressChange {
  readonly kind: "outer-address";
  readonly interface: string;
  readonly address: Address;
}

/** The host behind an interface is started. */
export interface StartChange {
  readonly kind: "start";
  readonly interface: string;
  readonly host: string;
}

/** The interface takes what is not its own, and its host passes it on. */
export interface ForwardChange {
  readonly kind: "forward";
  readonly interface: string;
}

/** An address of the interface becomes a member of a set that rules name already. */
export interface JoinChange {
  readonly kind: "join";
  readonly interface: string;
  readonly address: Address;
  readonly set: string;
}

/** A segment that was kept from the world is so no more. */
export interface OpenChange {
  readonly kind: "open";
  readonly segment: string;
}

/** A domain gets an edge to a world. */
export interface EdgeChange {
  readonly kind: "edge";
  /** The gateway that routes name already, or `newEdge`. */
  readonly id: string;
  readonly domain: string;
}

const NEW_EDGE = "edge of ";

/** The id of a gateway that is yet to be made. */
export const newEdge = (domain: string): string => `${NEW_EDGE}${domain}`;
export const isNewEdge = (id: string): boolean => id.startsWith(NEW_EDGE);

/** Two domains get a tunnel: each leads to the other's own addresses by it, and no further. */
export interface TunnelChange {
  readonly kind: "tunnel";
  /** `newTunnel` of the two. */
  readonly id: string;
  readonly domains: readonly [string, string];
}

const NEW_TUNNEL = "tunnel of ";

/** The id of a tunnel that is yet to be made: the same from either end. */
export const newTunnel = (one: string, other: string): string => `${NEW_TUNNEL}${[one, other].sort().join(" ")}`;

/** The domains that a tunnel that is yet to be made joins; `undefined` for any other id. */
export function endsOfNewTunnel(id: string): readonly [string, string] | undefined {
  if (!id.startsWith(NEW_TUNNEL)) return undefined;
  const [one = "", other = ""] = id.slice(NEW_TUNNEL.length).split(" ");
  return [one, other];
}

/** A hub's end gets a table. */
export interface AssociateChange {
  readonly kind: "associate";
  readonly end: string;
  readonly router: string;
}

/** A hub's end gets a port in the zone of this segment. */
export interface PortChange {
  readonly kind: "port";
  readonly end: string;
  readonly segment: string;
}

export type Change =
  | AllowChange
  | AdmitChange
  | RouteChange
  | OuterAddressChange
  | StartChange
  | ForwardChange
  | JoinChange
  | OpenChange
  | EdgeChange
  | TunnelChange
  | AssociateChange
  | PortChange;

/** The same text for the same change. */
export const changeKey = (change: Change): string =>
  JSON.stringify(change, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
