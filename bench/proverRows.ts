/** The prover by size of network: how it grows, as rows of the table and as a plot. */
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { manyRulesRows } from "./manyRules.ts";
import { growthPlot } from "./plot.ts";
import { besides, message, own } from "./processes.ts";
import type { ProverResult } from "./prover.ts";
import { alone, figure, type Row, type Titles } from "./table.ts";

/** The matrix must fit in 2 GB, threads and all; a thread's heap is its own. */
const MEGABYTES_OF_HEAP = 1400;
const MEGABYTES = 2048;

/** What others have published of theirs, on machines and networks of their own: anchors, no comparison. */
const PUBLISHED = "APKeep: < 1 ms an update with ACLs and NAT";
const TIROS = "Tiros: 100,000 instances, < 1,000 s";
export const PROVER_TITLES: Titles = {
  what: "",
  underlay: "Underlay",
  moto: "published",
  bare: "",
  aim: "aim",
  met: undefined,
};

export async function proverRows(sizes: readonly number[], plot: string | undefined): Promise<Row[]> {
  const results: ProverResult[] = [];
  for (const size of sizes) {
    process.stderr.write(`  ${figure(size)} interfaces …\n`);
    const child = own(fork(besides("prover.mjs"), { execArgv: [`--max-old-space-size=${MEGABYTES_OF_HEAP}`] }));
    child.send(size);
    try {
      results.push(await message<ProverResult>(child));
    } finally {
      if (child.connected) child.disconnect();
    }
  }
  if (plot !== undefined) writeFileSync(plot, growthPlot(results));
  return [...manyRulesRows([120, 600]), ...results.flatMap(rowsOf)];
}

function rowsOf(result: ProverResult): Row[] {
  const { interfaces } = result;
  const name = `${figure(interfaces)} interfaces, ${figure(result.vpcs)} VPCs`;
  const isProofSize = interfaces === 10_000;
  const isMatrixSize = interfaces === 100_000;
  const row = (
    what: string,
    value: number,
    unit: string,
    aim?: { readonly atMost?: number; readonly atLeast?: number; readonly words: string },
    published = "",
  ): Row => ({ ...alone(`${name}: ${what}`, value, unit, aim), moto: published });
  return [
    row(
      "can one reach the other, any pair",
      result.proof,
      " ms",
      isProofSize ? { atMost: 5, words: "≤ 5 ms" } : undefined,
    ),
    row("… a pair that does", result.workingProof, " ms", isProofSize ? { atMost: 5, words: "≤ 5 ms" } : undefined),
    row(
      `a rule changed, to 100 verdicts (${figure(result.touched)} proved again)`,
      result.verdicts,
      " ms",
      { atMost: 1, words: "≤ 1 ms" },
      isProofSize ? PUBLISHED : "",
    ),
    row(
      `matrix, ${figure(result.classes)} classes, 1 thread`,
      result.matrix,
      " s",
      isMatrixSize ? { atMost: 10, words: "≤ 10 s" } : undefined,
      isMatrixSize ? TIROS : "",
    ),
    row(`matrix, ${result.threads} threads`, result.matrixByThreads, " s"),
    ...(isMatrixSize ? [row("memory, at most", result.resident, " MB", { atMost: MEGABYTES, words: "≤ 2 GB" })] : []),
    row(`of ${figure(result.checked)} pairs, as the concrete engine says`, result.agreed, "", {
      atLeast: result.checked,
      words: "all",
    }),
  ];
}
