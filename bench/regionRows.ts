/** The large region: what it costs to make, hold, change, walk and ask. */
import { fork } from "node:child_process";
import type { EstateParameters } from "./estate.ts";
import { besides, drive, message, own } from "./processes.ts";
import type { RegionResult } from "./region.ts";
import { alone, figure, type Row, shown } from "./table.ts";

const MEGABYTES_OF_HEAP = 6144;
const AIM_WALKS = { atLeast: 100_000, words: "≥ 100,000" };
const AIM_MS = { atMost: 1, words: "< 1 ms" };

export async function regionRows(estate: EstateParameters): Promise<Row[]> {
  const child = own(
    fork(besides("region.mjs"), {
      execArgv: ["--expose-gc", `--max-old-space-size=${MEGABYTES_OF_HEAP}`],
    }),
  );
  child.send(estate);
  try {
    const result = await message<RegionResult>(child);
    const region = `${figure(result.interfaces)} interfaces`;
    const rows: Row[] = [
      alone(`${region} created by CreateNetworkInterface, in`, result.creating, " s"),
      alone("compiled from nothing, in", result.compiling, " s"),
      alone("memory an interface, rows and tags", result.rowBytes, " B"),
      alone("memory an interface, fabric", result.fabricBytes, " B"),
      alone("connections traced/s there and back, random pairs", result.walks, "", AIM_WALKS),
      alone(
        `connections traced/s, the ${figure(result.works * 100)} % of pairs that work`,
        result.connecting,
        "",
        AIM_WALKS,
      ),
      alone("… with evidence", result.explained, ""),
      alone("recompiled after a group's rule changed", result.rule, " ms", AIM_MS),
      alone("recompiled after an interface was added", result.interface, " ms", AIM_MS),
      alone("recompiled after a route changed", result.route, " ms", AIM_MS),
    ];
    const server = { port: result.port, pid: child.pid ?? 0, stop: async () => undefined };
    for (const { label, form, found, milliseconds } of result.queries) {
      const load = { connections: 1, seconds: 1, warmUpSeconds: 0.3, name: "query", steps: [{ form }] };
      const { median } = await drive(server, load);
      const http = `${shown(milliseconds, " ms")}, HTTP ${shown(median, " ms")}`;
      const row = alone(`DescribeNetworkInterfaces by ${label} (≤ ${found} found)`, milliseconds, "", AIM_MS);
      rows.push({
        ...row,
        underlay: http,
        met: milliseconds < 1 && median < 1,
        figures: { underlay: milliseconds, http: median },
      });
    }
    return rows;
  } finally {
    if (child.connected) child.disconnect();
  }
}
