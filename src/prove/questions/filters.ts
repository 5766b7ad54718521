/** What filters admit, remembered by what can make a difference: which of their rules speak of the far end at all. */
import type { Address } from "../../base/address.ts";
import { contains } from "../../base/prefix.ts";
import type { Filter, FilterRule } from "../../fabric/fabric.ts";
import { FULL } from "../bdd.ts";
import type { InterfaceClass } from "../classes.ts";
import type { Header } from "../header.ts";
import type { Reading } from "../reading.ts";
import { type Admission, admitted, type Way } from "../rules.ts";
import { entry, type Space } from "../space.ts";

const EVERYTHING: Admission = { tracked: FULL, untracked: 0 };

export class Filters {
  readonly #space: Space;
  readonly #reading: Reading;
  readonly #inForce = new Map<string, readonly Filter[]>();
  readonly #admissions = new Map<string, Admission>();

  constructor(space: Space, reading: Reading) {
    this.#space = space;
    this.#reading = reading;
  }

  /** What the filters of `at` admit of flows with this header, whose source is known as of `domain`. */
  admits(at: InterfaceClass, way: Way, header: Header, domain: string | undefined): Admission {
    const ids = at.representative.filters;
    if (!ids) return EVERYTHING;
    const name = ids.join();
    const filters = entry(this.#inForce, name, () => ids.flatMap((id) => this.#reading.filter(id) ?? []));
    const address = (way === "ingress" ? header.src : header.dst) as Address;
    const speaking = this.#speaking(filters, way, address, way === "ingress" ? domain : undefined);
    const key = `${name} ${way} ${typeof address} ${kindOf(header)} ${speaking}`;
    return entry(this.#admissions, key, () => admitted(this.#space, this.#reading, { filters, way, header, domain }));
  }

  /** Which rules name the address: a character for each. */
  #speaking(filters: readonly Filter[], way: Way, address: Address, domain: string | undefined): string {
    let speaking = "";
    for (const filter of filters)
      for (const rule of filter[way]) speaking += this.#names(rule, address, domain) ? "1" : "0";
    return speaking;
  }

  #names({ peer }: FilterRule, address: Address, domain: string | undefined): boolean {
    if (peer.prefix) return contains(peer.prefix, address);
    const set = this.#reading.fabric.sets.get(peer.set);
    if (!set) return false;
    if (set.prefixes.some((one) => contains(one, address))) return true;
    if (domain !== undefined) return set.members.get(domain)?.has(address) ?? false;
    for (const members of set.members.values()) if (members.has(address)) return true;
    return false;
  }
}

/** Headers of one kind have their fields in the same places: answers have ports where questions have the other. */
function kindOf({ protocol, dstPort }: Header): string {
  const port = typeof dstPort === "number" ? dstPort : "block" in dstPort ? "t" : dstPort.at;
  return `${typeof protocol === "number" ? protocol : "other"} ${port}`;
}
