/**
 * What the filters of a class admit of flows with one far end, as diagrams: classes whose filters say the same have one
 * profile, whatever their groups are called.
 */
import type { Address } from "../../base/address.ts";
import { contains } from "../../base/prefix.ts";
import type { Fabric, Filter, FilterRule, Interface } from "../../fabric/fabric.ts";
import type { Terms } from "../asked.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import type { InterfaceClass } from "../classes.ts";
import { type Header, reversed } from "../header.ts";
import { NOWHERE } from "../packet.ts";
import type { Reading } from "../reading.ts";
import { isAnybodys } from "../record.ts";
import { type Admission, admitted, type Way } from "../rules.ts";
import { entry, type Space } from "../space.ts";
import type { View } from "./views.ts";
import { headersBetween, OWN } from "./ways.ts";

/** Of one header. */
interface Admitted {
  /** The first packets, by what the far end is known as. */
  readonly first: ReadonlyMap<string | undefined, Admission>;
  /** Answers to what was left untracked, likewise. */
  readonly again: ReadonlyMap<string | undefined, Node>;
}

export interface Profile {
  readonly id: number;
  /** As in `headersBetween`. */
  readonly headers: readonly Admitted[];
}

const LABELS = [OWN, NOWHERE, undefined] as const;
const EVERYTHING: Admission = { tracked: FULL, untracked: EMPTY };

export class Profiles {
  readonly #space: Space;
  readonly #reading: Reading;
  readonly #terms: Terms;
  readonly #fabric: Fabric;
  readonly #known = new Map<string, Profile>();
  readonly #alike = new Map<string, Profile>();
  readonly #admissions = new Map<string, Admission>();
  readonly #inForce = new Map<string, readonly Filter[]>();

  constructor(space: Space, reading: Reading, terms: Terms) {
    this.#space = space;
    this.#reading = reading;
    this.#terms = terms;
    this.#fabric = reading.fabric;
  }

  /** Of a class that sends to `far`, or that `far` sends to; `view` is how its domain's filters see `far`. */
  of(one: InterfaceClass, isSource: boolean, far: InterfaceClass, view: View): Profile {
    const filters = one.representative.filters?.join() ?? "none";
    const families = one.representative.addresses.map((address) => (typeof address === "number" ? 4 : 6)).join("");
    const key = `${filters} ${families} ${isSource} ${view.id}`;
    return entry(this.#known, key, () => this.#make(one.representative, isSource, far.representative, view));
  }

  #make(one: Interface, isSource: boolean, far: Interface, view: View): Profile {
    const labels = view.isMember ? LABELS : ([undefined] as const);
    const [from, to] = isSource ? [one, far] : [far, one];
    const headers = headersBetween(this.#space, from, to, this.#terms).map(({ header }): Admitted => {
      const answer = reversed(header);
      const admit = (way: Way, packet: Header, label: string | undefined): Admission =>
        this.#admits(one, way, packet, label === OWN ? far.domain : label);
      const first = new Map(
        (isSource ? [undefined] : labels).map((label) => [label, admit(isSource ? "egress" : "ingress", header, label)]),
      );
      const again = new Map<string | undefined, Node>();
      if ([...first.values()].some(({ untracked }) => untracked !== EMPTY))
        for (const label of isSource ? labels : [undefined]) {
          const { tracked, untracked } = admit(isSource ? "ingress" : "egress", answer, label);
          again.set(label, this.#space.bdd.or(tracked, untracked));
        }
      return { first, again };
    });
    const told = headers
      .map(
        ({ first, again }) =>
          `${[...first].map(([label, all]) => `${label} ${all.tracked} ${all.untracked}`)}/${[...again].join()}`,
      )
      .join(";");
    return entry(this.#alike, told, () => ({ id: this.#alike.size, headers }));
  }

  #admits(at: Interface, way: Way, header: Header, domain: string | undefined): Admission {
    if (!at.filters) return EVERYTHING;
    const { filters: ids } = at;
    const filters = entry(this.#inForce, ids.join(), () => ids.flatMap((id) => this.#fabric.filters.get(id) ?? []));
    const far = (way === "ingress" ? header.src : header.dst) as Address;
    const label = way === "ingress" ? domain : undefined;
    const other = way === "ingress" ? "egress" : "ingress";
    let told = `${way} ${typeof far} ${kindOf(header)}`;
    const speaking = filters.map((filter) => {
      const rules = filter[way].filter((rule) => this.#names(rule, far, label));
      for (const rule of rules) told += ` ${toldOf(rule)}`;
      told += " |";
      for (const rule of filter[other]) if (rule.peer.prefix?.length === 0) told += ` ${toldOf(rule)}`;
      return way === "ingress" ? { ...filter, ingress: rules } : { ...filter, egress: rules };
    });
    return entry(this.#admissions, told, () =>
      admitted(this.#space, this.#reading, { filters: speaking, way, header, domain }),
    );
  }

  #names({ peer }: FilterRule, address: Address, domain: string | undefined): boolean {
    if (peer.prefix) return contains(peer.prefix, address);
    const set = this.#fabric.sets.get(peer.set);
    if (!set) return false;
    if (set.prefixes.some((one) => contains(one, address))) return true;
    for (const [owner, ranges] of set.ranges ?? [])
      if ((domain === undefined || owner === domain) && ranges.lookup(address)) return true;
    if (domain !== undefined) return set.members.get(domain)?.has(address) ?? false;
    return isAnybodys(set, address);
  }
}

/** All that a rule says to a far end that it names. */
const toldOf = ({ protocol, from, to, peer }: FilterRule): string =>
  `${protocol}:${from}-${to}${peer.prefix?.length === 0 ? ` of any ${typeof peer.prefix.address}` : ""}`;

/** Headers of one kind have their fields in the same places: answers have ports where questions have the other. */
function kindOf({ protocol, dstPort }: Header): string {
  const port = typeof dstPort === "number" ? dstPort : "block" in dstPort ? "t" : dstPort.at;
  return `${typeof protocol === "number" ? protocol : "other"} ${port}`;
}
