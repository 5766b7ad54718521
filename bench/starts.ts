/** From the command to the first answer, and what the process holds when nothing happens. */
import { spawnSync } from "node:child_process";
import { formOf } from "./client.ts";
import { freePort, pause, residentMegabytes, startServer, underlay } from "./processes.ts";
import { median, type Row, shown } from "./table.ts";

const TIMES = 7;
const MOTO_TIMES = 3;
const IDLE_MS = 1500;

interface Start {
  readonly seconds: number;
  readonly megabytes: number | undefined;
}

async function starts(times: number, command: (port: number) => readonly [string, readonly string[]]): Promise<Start> {
  const seconds: number[] = [];
  let megabytes: number | undefined;
  for (let i = 0; i < times; i++) {
    const port = await freePort();
    const [program, args] = command(port);
    const server = await startServer(program, args, port, formOf("DescribeVpcs"));
    seconds.push(server.milliseconds / 1000);
    if (i === times - 1) {
      await pause(IDLE_MS);
      megabytes = residentMegabytes(server.pid);
    }
    await server.stop();
  }
  return { seconds: median(seconds), megabytes };
}

function emptyNode(): number {
  const seconds: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    seconds.push((performance.now() - began) / 1000);
  }
  return median(seconds);
}

const AIM_SECONDS = 0.25;
const AIM_MEGABYTES = 90;

export async function startRows(moto: string | undefined): Promise<Row[]> {
  const node = emptyNode();
  const own = await starts(TIMES, (port) => underlay(port));
  const peer = moto === undefined ? undefined : await starts(MOTO_TIMES, (port) => [moto, ["-p", String(port)]]);
  const over = own.seconds - node;
  return [
    {
      what: "start to first answer, over `node -e 0`",
      underlay: shown(over, " s"),
      moto: peer ? `${shown(peer.seconds, " s")} in all` : "absent",
      bare: "",
      aim: `≤ ${AIM_SECONDS} s`,
      met: over <= AIM_SECONDS,
      figures: { underlay: own.seconds, node, moto: peer?.seconds },
    },
    {
      what: "idle, resident",
      underlay: shown(own.megabytes, " MB"),
      moto: peer ? shown(peer.megabytes, " MB") : "absent",
      bare: "",
      aim: `< ${AIM_MEGABYTES} MB`,
      met: own.megabytes === undefined ? undefined : own.megabytes < AIM_MEGABYTES,
      figures: { underlay: own.megabytes, moto: peer?.megabytes },
    },
  ];
}
