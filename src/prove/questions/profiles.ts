/**
 * What the filters of a class admit of flows with one far end, as diagrams: classes whose filters say the same have one
 * profile, whatever their groups are called.
 */
import type { Address } from "../../base/address.ts";
import { contains } from "../../base/prefix.ts";
import type { Fabric, Filter, FilterRule, Interface } from "../../fabric/fabric.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import type { InterfaceClass } from "../classes.ts";
import { type Header, reversed } from "../header.ts";
import { NOWHERE } from "../packet.ts";
import type { Reading } from "../reading.ts";
import { isAnybodys } from "../record.ts";
import { type Admission, admitted, type Way } from "../rules.ts";
import { entry, type Space } from "../space.ts";
import type { View } from "./views.ts";
import { type Headers, OWN } from "./ways.ts";

/** Of one header. */
interface Admitted {
  /** The first packets, by what the far end is known as. */
  readonly first: ReadonlyMap<string | undefined, Admission>;
  /** Answers to what was left untracked, likewise. */
  readonly again: ReadonlyMap<string | undefined, Node>;
}

export interface Profile {
  readonly id: number;
  /** As in `Headers`. */
  readonly headers: readonly Admitted[];
}

const LABELS = [OWN, NOWHERE, undefined] as const;
const EVERYTHING: Admission = { tracked: FULL, untracked: EMPTY };

/** The rules of some filters that name a far end, and the number of all that say the same to it. */
interface Speaking {
  readonly id: number;
  readonly filters: readonly Filter[];
}

export class Profiles {
  readonly #space: Space;
  readonly #reading: Reading;
  readonly #headers: Headers;
  readonly #fabric: Fabric;
  /** By class: a number for its filters and the families of its addresses. */
  readonly #kinds: number[] = [];
  readonly #kindsAlike = new Map<string, number>();
  readonly #known = new Map<number, Profile>();
  readonly #voices = new Map<Filter, Map<View, number>>();
  readonly #voicesAlike = new Map<string, number>();
  readonly #heard = new Map<string, Profile>();
  readonly #alike = new Map<string, Profile>();
  readonly #speaking = new Map<string, number>();
  readonly #admissions = new Map<string, Admission>();

  constructor(space: Space, reading: Reading, headers: Headers) {
    this.#space = space;
    this.#reading = reading;
    this.#headers = headers;
    this.#fabric = reading.fabric;
  }

  /** Of a class that sends to `far`, or that `far` sends to; `view` is how its domain's filters see `far`. */
  of(one: InterfaceClass, isSource: boolean, far: InterfaceClass, view: View): Profile {
    const key = (view.id * 2 + (isSource ? 1 : 0)) * 2 ** 24 + this.#kindOf(one);
    return entry(this.#known, key, () => this.#find(one.representative, isSource, far.representative, view));
  }

  /** By what each of the filters says to the far end. */
  #find(one: Interface, isSource: boolean, far: Interface, view: View): Profile {
    const filters = one.filters?.flatMap((id) => this.#fabric.filters.get(id) ?? []);
    let told = `${isSource} ${view.isMember} `;
    for (const address of one.addresses) told += typeof address === "number" ? "4" : "6";
    told += filters ? " :" : " unfiltered ";
    for (const filter of filters ?? []) told += ` ${this.#voice(filter, far, view)}`;
    for (const address of far.addresses) told += typeof address === "number" ? "4" : "6";
    return entry(this.#heard, told, () => this.#make(one, isSource, far, view));
  }

  /** A number for all that a filter says to a far end, both ways, as whatever it is known. */
  #voice(filter: Filter, far: Interface, view: View): number {
    const views = entry(this.#voices, filter, () => new Map<View, number>());
    return entry(views, view, () => {
      let told = "";
      for (const address of far.addresses)
        for (const label of view.isMember ? LABELS : ([undefined] as const)) {
          const domain = label === OWN ? far.domain : label;
          told += this.#toldTo([filter], "ingress", address, domain);
          if (label === undefined) told += this.#toldTo([filter], "egress", address, undefined);
        }
      return entry(this.#voicesAlike, told, () => this.#voicesAlike.size);
    });
  }

  #kindOf({ index, representative: { filters, addresses } }: InterfaceClass): number {
    const known = this.#kinds[index];
    if (known !== undefined) return known;
    const families = addresses.map((address) => (typeof address === "number" ? 4 : 6)).join("");
    const kind = entry(this.#kindsAlike, `${filters?.join() ?? "none"} ${families}`, () => this.#kindsAlike.size);
    this.#kinds[index] = kind;
    return kind;
  }

  #make(one: Interface, isSource: boolean, far: Interface, view: View): Profile {
    const labels = view.isMember ? LABELS : ([undefined] as const);
    const [from, to] = isSource ? [one, far] : [far, one];
    const filters = one.filters?.flatMap((id) => this.#fabric.filters.get(id) ?? []);
    const heard = new Map<string, Speaking>();
    const admit = (way: Way, header: Header, label: string | undefined): Admission => {
      if (!filters) return EVERYTHING;
      const address = (way === "ingress" ? header.src : header.dst) as Address;
      const domain = way === "egress" ? undefined : label === OWN ? far.domain : label;
      const { id, filters: speaking } = entry(heard, `${way} ${address} ${domain}`, () =>
        this.#speakingTo(filters, way, address, domain),
      );
      return entry(this.#admissions, `${id} ${kindOf(header)}`, () =>
        admitted(this.#space, this.#reading, { filters: speaking, way, header, domain }),
      );
    };
    const headers = this.#headers.between(from, to).map(({ header }): Admitted => {
      const first = new Map(
        (isSource ? [undefined] : labels).map((label) => [label, admit(isSource ? "egress" : "ingress", header, label)]),
      );
      const again = new Map<string | undefined, Node>();
      if ([...first.values()].some(({ untracked }) => untracked !== EMPTY))
        for (const label of isSource ? labels : [undefined]) {
          const { tracked, untracked } = admit(isSource ? "ingress" : "egress", reversed(header), label);
          again.set(label, this.#space.bdd.or(tracked, untracked));
        }
      return { first, again };
    });
    return entry(this.#alike, headers.map(toldOfHeader).join(";"), () => ({ id: this.#alike.size, headers }));
  }

  #speakingTo(filters: readonly Filter[], way: Way, far: Address, domain: string | undefined): Speaking {
    const told = this.#toldTo(filters, way, far, domain);
    const speaking = filters.map((filter) => {
      const rules = filter[way].filter((rule) => this.#names(rule, far, domain));
      return way === "ingress" ? { ...filter, ingress: rules } : { ...filter, egress: rules };
    });
    return { id: entry(this.#speaking, told, () => this.#speaking.size), filters: speaking };
  }

  #toldTo(filters: readonly Filter[], way: Way, far: Address, domain: string | undefined): string {
    let told = `${way} ${typeof far}`;
    for (const filter of filters) {
      for (const rule of filter[way]) if (this.#names(rule, far, domain)) told += ` ${toldOf(rule)}`;
      told += " |";
      for (const rule of filter[way === "ingress" ? "egress" : "ingress"])
        if (rule.peer.prefix?.length === 0) told += ` ${toldOf(rule)}`;
    }
    return told;
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

const toldOfHeader = ({ first, again }: Admitted): string => {
  const firsts = [...first].map(([label, { tracked, untracked }]) => `${label} ${tracked} ${untracked}`);
  return `${firsts}/${[...again].join()}`;
};

/** All that a rule says to a far end that it names. */
const toldOf = ({ protocol, from, to, peer }: FilterRule): string =>
  `${protocol}:${from}-${to}${peer.prefix?.length === 0 ? ` of any ${typeof peer.prefix.address}` : ""}`;

/** Headers of one kind have their fields in the same places: answers have ports where questions have the other. */
function kindOf({ protocol, dstPort }: Header): string {
  const port = typeof dstPort === "number" ? dstPort : "block" in dstPort ? "t" : dstPort.at;
  return `${typeof protocol === "number" ? protocol : "other"} ${port}`;
}
