/** Proofs of one host that the internet may reach and that stands behind very many rules, each for somebody else. */
import { prefix, prefixOf } from "../src/base/prefix.ts";
import { PrefixMap } from "../src/base/prefixMap.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import {
  type AddressSet,
  Fabric,
  type FilterRule,
  type Match,
  type NextHop,
  type Route,
} from "../src/fabric/fabric.ts";
import { TCP } from "../src/fabric/protocols.ts";
import { type Ask, Prover } from "../src/prove/prover.ts";
import { alone, median, type Row } from "./table.ts";

const TIMES = 11;
const ASK: Ask = { from: { world: "internet" }, to: { interface: "eni" }, leaving: { fromClients: true } };
const ALL: Match = { protocol: -1, from: -1, to: -1 };
const ANYWHERE = prefix("0.0.0.0/0");
const VPC = prefix("10.0.0.0/16");
const INNER = prefix("10.0.0.10/32").address as number;
const OUTER = prefix("3.0.0.10/32").address as number;

/** What the rules name, each with a port of its own where it names one. */
type Kind = "prefixes and ports" | "prefixes, all traffic" | "30 prefix lists of 200, ports";
const KINDS: readonly Kind[] = ["prefixes and ports", "prefixes, all traffic", "30 prefix lists of 200, ports"];

/** Milliseconds of a first proof, every protocol and port; each time with diagrams that nothing is in. */
export function manyRulesRows(counts: readonly number[]): Row[] {
  return KINDS.flatMap((kind) =>
    counts.map((count) => {
      const fabric = fabricOf(count, kind);
      const took = Array.from({ length: TIMES }, () => {
        const prover = new Prover(fabric);
        const began = performance.now();
        if (!prover.canReach(ASK).holds) throw new Error(`nobody reaches the host behind ${count} rules`);
        return performance.now() - began;
      });
      const isMuch = count >= 600 || kind.includes("lists");
      const aim = isMuch ? { atMost: 1000, words: "≤ 1,000 ms" } : { atMost: 100, words: "≤ 100 ms" };
      return alone(`from the internet to a host behind ${count} rules (${kind})`, median(took), " ms", aim);
    }),
  );
}

const anyPrefix = (random: Random): Route["prefix"] =>
  prefixOf((16 + random.below(144)) * 2 ** 24 + random.below(2 ** 24), 24);

function fabricOf(count: number, kind: Kind): Fabric {
  const random = seededRandom(count);
  const fabric = new Fabric();
  const domain = "vpc";
  fabric.domains.set(domain, { id: domain, prefixes: [VPC] });
  const open = [{ name: "100", allow: true, prefix: ANYWHERE, ...ALL }];
  fabric.boundaries.set("acl", { id: "acl", ingress: open, egress: open });
  const within = { prefixes: [prefix("10.0.0.0/24")], zone: "a" };
  fabric.segments.set("subnet", { id: "subnet", domain, boundary: "acl", router: "rtb", ...within });
  const routes = new PrefixMap<Route>();
  const to = (one: Route["prefix"], next: NextHop): unknown => routes.set(one, { prefix: one, next, name: "route" });
  to(VPC, { kind: "local" });
  to(ANYWHERE, { kind: "gateway", id: "igw" });
  fabric.routers.set("rtb", { id: "rtb", resource: "rtb", routes });
  fabric.gateways.set("igw", { kind: "edge", id: "igw", domain, world: "internet", arrival: undefined, mtu: 1500 });
  fabric.edges.set(domain, { edge: "igw", egressOnly: [] });
  fabric.outward.set(domain, new Map([[INNER, OUTER]]));
  fabric.outer.set(OUTER, { domain, address: INNER });
  fabric.kept.add(OUTER);
  fabric.locations.set(domain, new Map([[INNER, "eni"]]));
  fabric.interfaces.set("eni", {
    id: "eni",
    domain,
    segment: "subnet",
    addresses: [INNER],
    filters: ["sg"],
    sourceCheck: true,
    receiver: { kind: "host", id: "i", up: true, forwards: false },
    mtu: 9001,
  });
  const lists = kind.includes("lists") ? 30 : 0;
  for (let i = 0; i < lists; i++) fabric.sets.set(`pl-${i}`, listOf(`pl-${i}`, random));
  const ingress = Array.from({ length: count }, (_, i): FilterRule => {
    const port = 1024 + 7 * i;
    const match = kind === "prefixes, all traffic" ? ALL : { protocol: TCP, from: port, to: port };
    return { id: `in-${i}`, ...match, peer: lists > 0 ? { set: `pl-${i % lists}` } : { prefix: anyPrefix(random) } };
  });
  fabric.filters.set("sg", { id: "sg", ingress, egress: [{ id: "out", ...ALL, peer: { prefix: ANYWHERE } }] });
  return fabric;
}

const listOf = (id: string, random: Random): AddressSet => ({
  id,
  prefixes: Array.from({ length: 200 }, () => anyPrefix(random)),
  members: new Map(),
});
