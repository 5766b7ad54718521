/** The prover on an organisation's networks of one size, in a process of its own: questions, changes, the matrix. */
import { type Random, seededRandom } from "../src/base/random.ts";
import type { Fabric, Filter } from "../src/fabric/fabric.ts";
import { TCP } from "../src/fabric/protocols.ts";
import { type Ask, Prover } from "../src/prove/prover.ts";
import { type Matrix, matrixOf } from "../src/prove/questions/matrix.ts";
import { Space } from "../src/prove/space.ts";
import { matrixByThreads } from "../src/server/ask/workers.ts";
import { agreeing } from "./agreeing.ts";
import { fabricOf, organisation } from "./organisation.ts";
import { median } from "./table.ts";

export interface ProverResult {
  readonly interfaces: number;
  readonly vpcs: number;
  readonly classes: number;
  /** Milliseconds of a new proof with warm diagrams: of random pairs, and of those that reach each other. */
  readonly proof: number;
  readonly workingProof: number;
  /** Milliseconds from one changed rule to the verdicts of 100 standing expectations, and how many were proved again. */
  readonly verdicts: number;
  readonly touched: number;
  /** Seconds of the whole matrix, in one thread and in several. */
  readonly matrix: number;
  readonly matrixByThreads: number;
  readonly threads: number;
  /** Ordered pairs of interfaces of which something works. */
  readonly pairs: number;
  /** Of so many random pairs of the matrix, how many fare with the concrete engine as the matrix says. */
  readonly checked: number;
  readonly agreed: number;
  /** Megabytes, at most, with all threads. */
  readonly resident: number;
}

const THREADS = 2;
const PROOFS = 400;
const EXPECTATIONS = 100;
const CHANGES = 60;
const CHECKED = 1000;
const PORTS = [22, 80, 443, 5432, 8080];

async function measure(interfaces: number): Promise<ProverResult> {
  const parameters = organisation(interfaces);
  const fabric = fabricOf(parameters);
  const random = seededRandom(interfaces);
  const proofs = timedProofs(fabric, random);
  const changes = timedChanges(fabric, random);
  const space = new Space();
  const alone = timed(() => matrixOf(space, fabric));
  const began = performance.now();
  const byThreads = await matrixByThreads(new Space(), fabric, {}, THREADS);
  const threaded = (performance.now() - began) / 1000;
  if (byThreads.pairs !== alone.value.pairs) throw new Error("the shards found another matrix");
  const resident = process.resourceUsage().maxRSS / 1024;
  return {
    interfaces,
    vpcs: parameters.vpcs,
    classes: alone.value.classes.length,
    ...proofs,
    ...changes,
    matrix: alone.seconds,
    matrixByThreads: threaded,
    threads: THREADS,
    pairs: alone.value.pairs,
    ...checkedPairs(space, fabric, alone.value, random),
    resident,
  };
}

function timed<T>(once: () => T): { readonly value: T; readonly seconds: number } {
  const began = performance.now();
  const value = once();
  return { value, seconds: (performance.now() - began) / 1000 };
}

const anyOf = <T>(random: Random, all: readonly T[]): T => all[random.below(all.length)] as T;

/** Somebody's client, in a domain of its own or a neighbour's, as standing expectations ask. */
function anyAsk(fabric: Fabric, hosts: readonly string[], random: Random, near: boolean): Ask {
  const at = random.below(hosts.length);
  const other = near ? hosts[Math.min(hosts.length - 1, at + 1 + random.below(40))] : anyOf(random, hosts);
  const port = anyOf(random, PORTS);
  const [from = "", to = ""] = [hosts[at], other];
  const leaving = { protocols: [TCP], destinationPorts: [{ from: port, to: port }], fromClients: true };
  return from === to || !fabric.interfaces.has(to)
    ? anyAsk(fabric, hosts, random, near)
    : { from: { interface: from }, to: { interface: to }, leaving };
}

const hostsOf = (fabric: Fabric): readonly string[] =>
  [...fabric.interfaces.values()].filter(({ receiver }) => receiver.kind === "host").map(({ id }) => id);

function timedProofs(fabric: Fabric, random: Random): Pick<ProverResult, "proof" | "workingProof"> {
  const prover = new Prover(fabric);
  const hosts = hostsOf(fabric);
  const all: number[] = [];
  const working: number[] = [];
  for (let i = -PROOFS; i < PROOFS * 2; i++) {
    const { from, to } = anyAsk(fabric, hosts, random, i % 2 === 0);
    const began = performance.now();
    const proof = prover.canReach({ from, to }); // whatever protocol and port
    const took = performance.now() - began;
    if (i < 0) continue;
    all.push(took);
    if (proof.holds) working.push(took);
  }
  return { proof: median(all), workingProof: median(working) };
}

function timedChanges(fabric: Fabric, random: Random): Pick<ProverResult, "verdicts" | "touched"> {
  const prover = new Prover(fabric);
  const hosts = hostsOf(fabric);
  const asks = Array.from({ length: EXPECTATIONS }, (_, i) => anyAsk(fabric, hosts, random, i % 4 > 0));
  const took: number[] = [];
  const touched: number[] = [];
  for (let i = -CHANGES; i < CHANGES; i++) {
    const before = asks.map((ask) => prover.canReach(ask));
    const { to } = anyOf(random, asks);
    const [group = ""] = fabric.interfaces.get("interface" in to ? to.interface : "")?.filters ?? [];
    const filter = fabric.filters.get(group) as Filter;
    const began = performance.now();
    fabric.filters.set(group, i % 2 === 0 ? opened(filter) : closed(filter));
    const after = asks.map((ask) => prover.canReach(ask));
    if (i >= 0) took.push(performance.now() - began);
    if (i >= 0) touched.push(after.filter((proof, place) => proof !== before[place]).length);
  }
  return { verdicts: median(took), touched: median(touched) };
}

const RULE = "bench";
const closed = (filter: Filter): Filter => ({ ...filter, ingress: filter.ingress.filter(({ id }) => id !== RULE) });
const opened = (filter: Filter): Filter => ({
  ...filter,
  ingress: [
    ...closed(filter).ingress,
    { id: RULE, protocol: TCP, from: 443, to: 443, peer: { prefix: { address: 0x0a000000, length: 8 } } },
  ],
});

function checkedPairs(
  space: Space,
  fabric: Fabric,
  matrix: Matrix,
  random: Random,
): Pick<ProverResult, "checked" | "agreed"> {
  const hosts = hostsOf(fabric);
  const some = [...matrix.bundlePairs()].filter((_, i, { length }) => i % Math.ceil(length / CHECKED) === 0);
  let agreed = 0;
  for (let i = 0; i < CHECKED; i++) {
    // By turns any pair, of which few reach each other, and one that does.
    const pair = anyOf(random, some);
    const [a, b] =
      i % 2 === 0
        ? [anyOf(random, hosts), anyOf(random, hosts)]
        : [pair.from, pair.to].map((bundle) => anyOf(random, anyOf(random, bundle).members));
    if (agreeing(space, fabric, matrix, random, a ?? "", b ?? "")) agreed++;
  }
  return { checked: CHECKED, agreed };
}

process.once("message", (interfaces: number) => {
  measure(interfaces).then(
    (result) => process.send?.(result),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
