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
import { type Numbered, numbered } from "./numbered.ts";
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

/** More than filters have to say. */
const FOLD = 2 ** 22;
const familiesOf = (addresses: readonly Address[]): string =>
  addresses.map((address) => (typeof address === "number" ? 4 : 6)).join("");

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
  readonly #views: Views;
  readonly #fabric: Fabric;
  /** By class: a number for its filters and the families of its addresses; by that number, the filters. */
  readonly #kinds: number[] = [];
  readonly #kindsAlike = new Map<string, number>();
  readonly #filters: (readonly Filter[])[] = [];
  readonly #begun = new Map<string, number>();
  /** What was told by the filters so far and by one more, as a number; by that number, the profile. */
  readonly #folded = new Map<number, number>();
  readonly #known: Profile[] = [];
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
    const voices = this.#filtersOf(one).map((filter) => this.#voice(filter, far.representative, view));
    return this.#fold(this.#begin(one, isSource, far, view), voices, () =>
      this.#make(one.representative, isSource, far.representative, view),
    );
  }

  /** The profile of each class of a party towards each of another: one for all that have the same filters and view. */
  towards(party: Party, isSource: boolean, far: Party): (own: number, other: number) => Profile {
    const views = this.#views.ofEach(party, far);
    const seen = numbered(views, ({ id }) => id);
    const kinds = numbered(party.classes, (one) => this.#kindOf(one));
    const voice = this.#voices(party, far, views, seen);
    const filters = party.classes.map((one) => this.#filtersOf(one));
    const begun = new Map<number, number>();
    const profiles = new Array<Profile | undefined>(kinds.count * seen.count).fill(undefined);
    return (own, other) => {
      const at = (kinds.of[own] as number) * seen.count + (seen.of[other] as number);
      const known = profiles[at];
      if (known) return known;
      const [one, farOne, view] = [party.classes[own], far.classes[other], views[other]] as [
        InterfaceClass,
        InterfaceClass,
        View,
      ];
      const begins = (view.isMember ? 1 : 0) + (one.representative.filters ? 2 : 0);
      const start = entry(begun, begins, () => this.#begin(one, isSource, farOne, view));
      const voices = (filters[own] as readonly Filter[]).map((filter) => voice(filter, other));
      const made = this.#fold(start, voices, () =>
        this.#make(one.representative, isSource, farOne.representative, view),
      );
      profiles[at] = made;
      return made;
    };
  }

  #fold(start: number, voices: readonly number[], make: () => Profile): Profile {
    let told = start;
    for (const voice of voices) {
      const key = told * FOLD + voice;
      let next = this.#folded.get(key);
      if (next === undefined) {
        next = this.#folded.size;
        this.#folded.set(key, next);
      }
      told = next;
    }
    let profile = this.#known[told];
    if (!profile) {
      profile = make();
      this.#known[told] = profile;
    }
    return profile;
  }

  /** What filters say to each class of a party, by what they name that somebody of it is in. */
  #voices(party: Party, far: Party, views: readonly View[], seen: Numbered): (filter: Filter, other: number) => number {
    const { prefixes, sets, named } = this.#views.peersOf(party);
    const peers = prefixes.length + sets.length;
    const matters = new Uint8Array(peers * far.families.length);
    for (const { bytes } of views)
      for (const [i, byte] of bytes?.entries() ?? []) matters[i] = (matters[i] ?? 0) | byte;
    const found = new Map<
      Filter,
      { readonly places: readonly number[]; readonly byView: Int32Array; readonly alike: Map<string, number> }
    >();
    return (filter, other) => {
      const own = entry(found, filter, () => {
        const all = far.families.length > 0 ? (named.get(filter.id) ?? []) : [];
        const places = [...far.families].flatMap((_, i) => all.map((place) => i * peers + place));
        return {
          places: places.filter((place) => matters[place]),
          byView: new Int32Array(seen.count).fill(-1),
          alike: new Map<string, number>(),
        };
      });
      const at = seen.of[other] as number;
      const known = own.byView[at] as number;
      if (known >= 0) return known;
      const view = views[other] as View;
      let told = view.isMember ? "m" : "";
      for (const place of own.places) told += String.fromCharCode(view.bytes?.[place] ?? 0);
      const made = entry(own.alike, told, () =>
        this.#voice(filter, (far.classes[other] as InterfaceClass).representative, view),
      );
      own.byView[at] = made;
      return made;
    };
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
    const begun = entry(this.#begun, told, () => this.#begun.size);
    return entry(this.#folded, -1 - begun, () => this.#folded.size);
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
