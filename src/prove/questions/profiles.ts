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
import { numbered, Pairs } from "./numbered.ts";
import type { Party } from "./parties.ts";
import type { View, Views } from "./views.ts";
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

const familiesOf = (addresses: readonly Address[]): string =>
  addresses.map((address) => (typeof address === "number" ? 4 : 6)).join("");

const someOf = <T>(all: readonly T[], places: readonly number[]): readonly T[] => places.map((i) => all[i] as T);

const LABELS = [OWN, NOWHERE, undefined] as const;
const EVERYTHING: Admission = { tracked: FULL, untracked: EMPTY };

/** The profiles of a party's classes towards another's: a row for what one says to all, a column for what all say to one. */
export interface Facing {
  /** By class of the party. */
  readonly rows: Uint32Array;
  /** By class of the other. */
  readonly columns: Uint32Array;
  profile(row: number, column: number): Profile;
}

/** The rules of some filters that name a far end, and the number of all that say the same to it. */
interface Speaking {
  readonly id: number;
  readonly filters: readonly Filter[];
}

export class Profiles {
  readonly #space: Space;
  readonly #reading: Reading;
  readonly #headers: Headers;
  readonly #views: Views;
  readonly #fabric: Fabric;
  /** By class: a number for its filters and the families of its addresses; by that number, the filters. */
  readonly #kinds: number[] = [];
  readonly #kindsAlike = new Map<string, number>();
  readonly #filters: (readonly Filter[])[] = [];
  readonly #begun = new Map<string, number>();
  /** What was told by the filters so far and by one more, as a number; by that number, the profile. */
  readonly #folded = new Pairs();
  readonly #known: (Profile | undefined)[] = [];
  /** By id. */
  readonly #all: Profile[] = [];
  readonly #voicesAlike = new Map<string, number>();
  readonly #alike = new Map<string, Profile>();
  readonly #speaking = new Map<string, number>();
  readonly #admissions = new Map<string, Admission>();

  constructor(space: Space, reading: Reading, headers: Headers, views: Views) {
    this.#views = views;
    this.#space = space;
    this.#reading = reading;
    this.#headers = headers;
    this.#fabric = reading.fabric;
  }

  /** Of a class that sends to `far`, or that `far` sends to; `view` is how its domain's filters see `far`. */
  of(one: InterfaceClass, isSource: boolean, far: InterfaceClass, view: View): Profile {
    let told = this.#begin(one, isSource, far, view);
    for (const filter of this.#filtersOf(one))
      told = this.#folded.of(told, this.#voice(filter, far.representative, view));
    return this.#told(told, one, isSource, far, view);
  }

  /** Of each class of a party towards each of another. */
  towards(party: Party, isSource: boolean, far: Party): Facing {
    const views = this.#views.ofEach(party, far);
    const seen = numbered(views, ({ id }) => id);
    const kinds = numbered(party.classes, (one) => this.#kindOf(one));
    const [ones, others] = [someOf(party.classes, kinds.firsts), someOf(far.classes, seen.firsts)];
    const othersViews = someOf(views, seen.firsts);
    const filters = [...new Set(ones.flatMap((one) => this.#filtersOf(one)))];
    const voices = this.#voices(party, filters, others, othersViews);
    // Filters that say the same to everybody are one, and so are those to whom all filters say the same.
    const distinct = numbered(voices, (said) => said.join());
    const said = someOf(voices, distinct.firsts);
    const columns = numbered(others, (_, i) => `${othersViews[i]?.isMember} ${said.map((one) => one[i]).join()}`);
    const place = new Map(filters.map((filter, i) => [filter, distinct.of[i] as number]));
    const filtersTold = (one: InterfaceClass): string =>
      `${one.representative.filters === undefined} ${this.#filtersOf(one).map((filter) => place.get(filter))}`;
    const rows = numbered(ones, filtersTold);
    const width = columns.firsts.length;
    const ids = new Uint32Array(rows.firsts.length * width);
    const begun = new Map<number, number>();
    let next = 0;
    for (const first of rows.firsts) {
      const one = ones[first] as InterfaceClass;
      const heard = this.#filtersOf(one).map((filter) => said[place.get(filter) ?? 0] as Int32Array);
      for (const at of columns.firsts) {
        const other = others[at] as InterfaceClass;
        const view = othersViews[at] as View;
        const begins = (view.isMember ? 1 : 0) + (one.representative.filters ? 2 : 0);
        let told = begun.get(begins);
        if (told === undefined) {
          told = this.#begin(one, isSource, other, view);
          begun.set(begins, told);
        }
        for (let i = 0; i < heard.length; i++) told = this.#folded.of(told, heard[i]?.[at] as number);
        ids[next++] = this.#told(told, one, isSource, other, view).id;
      }
    }
    return {
      rows: kinds.of.map((kind) => rows.of[kind] as number),
      columns: seen.of.map((view) => columns.of[view] as number),
      profile: (row, column) => this.#all[ids[row * width + column] as number] as Profile,
    };
  }

  /** Of all of whom the same is told. */
  #told(told: number, one: InterfaceClass, isSource: boolean, far: InterfaceClass, view: View): Profile {
    const known = this.#known[told];
    if (known) return known;
    const made = this.#make(one.representative, isSource, far.representative, view);
    this.#known[told] = made;
    return made;
  }

  /** What filters of a party say to each of some classes, by what they name that one of those is in. */
  #voices(
    party: Party,
    filters: readonly Filter[],
    others: readonly InterfaceClass[],
    views: readonly View[],
  ): readonly Int32Array[] {
    const { prefixes, sets, named } = this.#views.peersOf(party);
    const peers = prefixes.length + sets.length;
    const matters = new Uint8Array(views[0]?.bytes?.length ?? 0);
    for (const { bytes } of views)
      for (let i = 0; i < matters.length; i++) matters[i] = (matters[i] as number) | (bytes?.[i] ?? 0);
    return filters.map(({ id }, n) => {
      const places: number[] = [];
      for (let first = 0; first < matters.length; first += peers)
        for (const place of named.get(id) ?? []) if (matters[first + place]) places.push(first + place);
      const alike = new Map<string, number>();
      return Int32Array.from(views, (view, i) => {
        let told = view.isMember ? "m" : "";
        for (const place of places) told += String.fromCharCode(view.bytes?.[place] ?? 0);
        return entry(alike, told, () =>
          this.#voice(filters[n] as Filter, (others[i] as InterfaceClass).representative, view),
        );
      });
    });
  }

  /** A number for the filters of a class and the families of its addresses. */
  #kindOf({ index, representative: { filters, addresses } }: InterfaceClass): number {
    const known = this.#kinds[index];
    if (known !== undefined) return known;
    const kind = entry(this.#kindsAlike, `${filters?.join() ?? "none"} ${familiesOf(addresses)}`, () => {
      return this.#kindsAlike.size;
    });
    this.#kinds[index] = kind;
    return kind;
  }

  #filtersOf(one: InterfaceClass): readonly Filter[] {
    const kind = this.#kindOf(one);
    const known = this.#filters[kind];
    if (known) return known;
    const made = one.representative.filters?.flatMap((id) => this.#fabric.filters.get(id) ?? []) ?? [];
    this.#filters[kind] = made;
    return made;
  }

  #begin(
    { representative: { addresses, filters } }: InterfaceClass,
    isSource: boolean,
    { representative: far }: InterfaceClass,
    view: View,
  ): number {
    const told = `${familiesOf(addresses)} ${familiesOf(far.addresses)} ${filters === undefined} ${isSource} ${view.isMember}`;
    return this.#folded.of(
      0,
      entry(this.#begun, told, () => this.#begun.size),
    );
  }

  /** A number for all that a filter says to a far end, both ways, as whatever it is known. */
  #voice(filter: Filter, far: Interface, view: View): number {
    let told = "";
    for (const address of far.addresses)
      for (const label of view.isMember ? LABELS : ([undefined] as const)) {
        const domain = label === OWN ? far.domain : label;
        told += this.#toldTo([filter], "ingress", address, domain);
        if (label === undefined) told += this.#toldTo([filter], "egress", address, undefined);
      }
    return entry(this.#voicesAlike, told, () => this.#voicesAlike.size);
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
        (isSource ? [undefined] : labels).map((label) => [
          label,
          admit(isSource ? "egress" : "ingress", header, label),
        ]),
      );
      const again = new Map<string | undefined, Node>();
      if ([...first.values()].some(({ untracked }) => untracked !== EMPTY))
        for (const label of isSource ? labels : [undefined]) {
          const { tracked, untracked } = admit(isSource ? "ingress" : "egress", reversed(header), label);
          again.set(label, this.#space.bdd.or(tracked, untracked));
        }
      return { first, again };
    });
    return entry(this.#alike, headers.map(toldOfHeader).join(";"), () => {
      const made = { id: this.#all.length, headers };
      this.#all.push(made);
      return made;
    });
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
