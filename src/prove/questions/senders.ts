/** What hosts send from, and what they are known by where it arrives. */
import type { Address } from "../../base/address.ts";
import { hostPrefix, type Prefix } from "../../base/prefix.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";
import { type Asked, asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { passesOn } from "../classes.ts";
import type { Family } from "../flowSet.ts";
import { notOfWorld } from "../prover.ts";
import { Reading } from "../reading.ts";
import { type Block, DST4, DST6, entry, type Space, SRC4, SRC6 } from "../space.ts";
import type { Destinations } from "./places.ts";

const familyOf = (address: Address): Family => (typeof address === "number" ? 4 : 6);

/** All flows that a host sends from the addresses and ranges of its interface, by header; one address is known in it. */
export function sentBy(space: Space, { addresses, ranges = [] }: Interface, family: Family): readonly Asked[] {
  const own = addresses.filter((one) => familyOf(one) === family);
  const wide = ranges.filter(({ address }) => familyOf(address) === family);
  if (own.length + wide.length === 0) return [];
  if (own.length === 1 && wide.length === 0) return asked(space, { family, src: own[0] }, {});
  return asked(space, { family }, { source: [...own.map(hostPrefix), ...wide] });
}

/** The names of interfaces, as the destinations of what is sent to them. */
export class Names {
  readonly #space: Space;
  readonly #fabric: Fabric;
  /** What senders are called beyond a translator or a host that forwards. */
  readonly #borrowed: readonly Address[];
  readonly #borrowedAs = new Map<Blocks, Destinations>();

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#fabric = fabric;
    const lent = [
      ...[...fabric.interfaces.values()].filter(passesOn),
      ...[...fabric.gateways.values()].flatMap((one) =>
        one.kind === "port" ? (fabric.interfaces.get(one.interface) ?? []) : [],
      ),
    ];
    const own = lent.flatMap((one) => [...one.addresses, ...this.outside(one)]);
    const ports = [...fabric.gateways.values()].flatMap((one) => (one.kind === "port" ? one.addresses : []));
    this.#borrowed = [...new Set<Address>([...own, ...ports])];
  }

  /** What the world calls it: other names, and addresses that the world routes as they are. */
  outside({ domain, addresses }: Interface): readonly Address[] {
    return addresses.flatMap((one) => this.#fabric.outward.get(domain)?.get(one) ?? []);
  }

  /** By all that others may call an interface. */
  called(one: Interface): readonly Prefix[] {
    return [...[...one.addresses, ...this.outside(one)].map(hostPrefix), ...(one.ranges ?? [])];
  }

  /** By all that whoever gets what it sends may know it by. */
  known(one: Interface, as: Blocks = DESTINATIONS): Destinations {
    const { bdd } = this.#space;
    const own = among(this.#space, this.called(one), as);
    const lent = entry(this.#borrowedAs, as, () => among(this.#space, this.#borrowed.map(hostPrefix), as));
    return { 4: bdd.or(own[4], lent[4]), 6: bdd.or(own[6], lent[6]) };
  }
}

type Blocks = Readonly<Record<Family, Block>>;
const DESTINATIONS: Blocks = { 4: DST4, 6: DST6 };
export const SOURCES: Blocks = { 4: SRC4, 6: SRC6 };

/** All of these, as destinations or as sources. */
export function among(space: Space, all: readonly Prefix[], as: Blocks = DESTINATIONS): Destinations {
  const within = (family: Family): Node =>
    all
      .filter(({ address }) => familyOf(address) === family)
      .reduce<Node>((sum, one) => space.bdd.or(sum, space.prefix(as[family], one)), EMPTY);
  return { 4: within(4), 6: within(6) };
}

/** Addresses of the world that are nobody's here. */
export function ofWorldAlone(space: Space, fabric: Fabric, field: Block): Node {
  const { bdd } = space;
  const nowhere = unrouted.reduce<Node>((all, one) => bdd.or(all, space.prefix(field, one)), EMPTY);
  return bdd.not(bdd.or(nowhere, notOfWorld(space, new Reading(fabric), field)));
}

/** All flows that the world sends, from the addresses that are nobody's here. */
export function sentByWorld(space: Space, fabric: Fabric, family: Family): readonly Asked[] {
  const nobodys = ofWorldAlone(space, fabric, SOURCES[family]);
  return asked(space, { family }, {}).map(({ header, set }) => ({ header, set: space.bdd.and(set, nobodys) }));
}
