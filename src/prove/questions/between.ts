/** What lies between two interfaces when their own filters are left out: routes, boundaries, hubs, tunnels. */
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { asked, type Terms } from "../asked.ts";
import type { Node } from "../bdd.ts";
import type { Header } from "../header.ts";
import type { Outcome } from "../packet.ts";
import { Reading } from "../reading.ts";
import type { Space } from "../space.ts";
import { connections } from "../walk.ts";

/** Flows of one kind of header that pass there and back, with what each end then knows of the other. */
export interface Lane {
  readonly header: Header;
  /** Which of the addresses of the two interfaces it is from and to. */
  readonly source: number;
  readonly destination: number;
  readonly sets: readonly {
    readonly set: Node;
    /** The domain that the source is of for filters at the far end, and the far end for filters at the source. */
    readonly arrivesAs: string | undefined;
    readonly returnsAs: string | undefined;
  }[];
}

export type Between =
  | { readonly kind: "nothing" }
  | { readonly kind: "plain"; readonly lanes: readonly Lane[] }
  /** Something there has filters or a memory of its own. */
  | { readonly kind: "more" };

export function betweenOf(space: Space, fabric: Fabric, from: Interface, to: Interface, terms: Terms): Between {
  if (from.ranges || to.ranges) return MORE;
  const reading = new Unfiltered(fabric, [from.id, to.id]);
  const lanes: Lane[] = [];
  for (const [source, src] of from.addresses.entries())
    for (const [destination, dst] of to.addresses.entries()) {
      if (typeof src !== typeof dst) continue;
      for (const { header, set } of asked(space, { family: typeof src === "number" ? 4 : 6, src, dst }, terms)) {
        const found = connections(space, reading, { interface: from.id }, header, set, ({ end }) => end === to.id);
        if (found.some(({ out, back }) => isMore(out, reading) || (back && isMore(back, reading)))) return MORE;
        const sets = found.flatMap(({ works, set: passed, out, back }) =>
          works ? [{ set: passed, arrivesAs: out.packet.sourceDomain, returnsAs: back?.packet.sourceDomain }] : [],
        );
        if (sets.length > 0) lanes.push({ header, source, destination, sets });
      }
    }
  return lanes.length > 0 ? { kind: "plain", lanes } : NOTHING;
}

const NOTHING: Between = { kind: "nothing" };
const MORE: Between = { kind: "more" };

/** Passes another interface (a host that forwards, a translator), or is carried by what remembers flows. */
function isMore({ packet }: Outcome, reading: Unfiltered): boolean {
  if (packet.chosen) return true;
  for (let one = packet.trail; one; one = one.before) if (reading.isOther(one.element)) return true;
  return false;
}

/** The fabric with the filters of two interfaces taken away. */
class Unfiltered extends Reading {
  readonly #ends: readonly string[];

  constructor(fabric: Fabric, ends: readonly string[]) {
    super(fabric);
    this.#ends = ends;
  }

  override interface = (id: string): Interface | undefined => {
    const found = this.fabric.interfaces.get(id);
    return found && this.#ends.includes(id) ? { ...found, filters: undefined } : found;
  };

  isOther(element: string): boolean {
    if (this.#ends.includes(element)) return false;
    const kind = this.fabric.gateways.get(element)?.kind;
    return this.fabric.interfaces.has(element) || kind === "port" || kind === "egress-only";
  }
}
