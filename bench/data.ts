/** Writes that were answered, and so outlive a crash, by how many clients wait for theirs at a time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formOf } from "./client.ts";
import { drive, freePort, startServer, underlay } from "./processes.ts";
import type { Loading } from "./requests.ts";
import { alone, type Row } from "./table.ts";

const CLIENTS = [1, 8, 64];

export async function dataRows({ seconds }: Loading): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "underlay-bench-"));
  const port = await freePort();
  const server = await startServer(...underlay(port, ["--data", folder]), port, formOf("DescribeVpcs"));
  try {
    const rows: Row[] = [];
    for (const connections of CLIENTS) {
      const name = `data-${connections}`;
      const steps = [{ form: `${formOf("CreateSecurityGroup", { GroupDescription: "bench" })}&GroupName={n}` }];
      const { requests, seconds: took } = await drive(server, { connections, seconds, warmUpSeconds: 1, name, steps });
      const clients = connections === 1 ? "1 client" : `${connections} clients`;
      rows.push(alone(`--data, writes acknowledged/s, ${clients}`, requests / took, ""));
    }
    return rows;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
