/**
 * Requests a second over keep-alive connections: Underlay, moto, and a bare server that sends the bytes that Underlay
 * sent. They take turns in rounds, so that whatever else the machine does meets all of them; the middle round counts.
 */

import type { BareAnswers } from "./bare.ts";
import { formOf } from "./client.ts";
import type { Step } from "./load.ts";
import {
  ask,
  drive,
  forkServer,
  freePort,
  type Measured,
  type ServerProcess,
  startServer,
  underlay,
} from "./processes.ts";
import { figure, median, type Row } from "./table.ts";

export interface Loading {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
}

const GROUP_ID = "<groupId>(sg-[0-9a-f]+)</groupId>";

interface Measurement {
  readonly what: string;
  readonly steps: readonly Step[];
}

const MEASUREMENTS: readonly Measurement[] = [
  { what: "DescribeVpcs", steps: [{ form: formOf("DescribeVpcs") }] },
  { what: "DescribeInstances, 20 instances", steps: [{ form: formOf("DescribeInstances") }] },
  {
    what: "CreateSecurityGroup + AuthorizeSecurityGroupIngress",
    steps: [
      { form: `${formOf("CreateSecurityGroup", { GroupDescription: "bench" })}&GroupName={n}`, capture: GROUP_ID },
      {
        form: `${formOf("AuthorizeSecurityGroupIngress", {
          "IpPermissions.1.IpProtocol": "tcp",
          "IpPermissions.1.FromPort": "443",
          "IpPermissions.1.ToPort": "443",
          "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
        })}&GroupId={captured}`,
      },
    ],
  },
];

const TWENTY = formOf("RunInstances", {
  ImageId: "ami-12c6146b", // one that moto has; Underlay takes any
  InstanceType: "t3.micro",
  MinCount: "20",
  MaxCount: "20",
});

const AIM_MOTO = 20;
const AIM_BARE = 0.6;
const WARM_UP_SECONDS = 1;

export async function requestRows(moto: string | undefined, loading: Loading): Promise<Row[]> {
  const own = await started(underlay);
  const peer = moto === undefined ? undefined : await started((port) => [moto, ["-p", String(port)]]);
  const bare = await forkServer("bare.mjs", await answersOf(own.port));
  try {
    const rows: Row[] = [];
    for (const [m, measurement] of MEASUREMENTS.entries())
      rows.push(await compare(m, measurement, own, peer, bare, loading));
    return rows;
  } finally {
    await Promise.all([own, bare, peer].map((server) => server?.stop()));
  }
}

async function started(command: (port: number) => readonly [string, readonly string[]]): Promise<ServerProcess> {
  const port = await freePort();
  const server = await startServer(...command(port), port, formOf("DescribeVpcs"));
  await ask(port, TWENTY);
  return server;
}

const bareSteps = (m: number, steps: readonly Step[]): Step[] =>
  steps.map((step, i) => ({ ...step, path: `/${m}/${i}` }));

/** What Underlay answers to each step, for the bare server to send. */
async function answersOf(port: number): Promise<BareAnswers> {
  const answers: Record<string, BareAnswers[string]> = {};
  for (const [m, { steps }] of MEASUREMENTS.entries()) {
    let captured = "";
    for (const [i, { form, capture }] of steps.entries()) {
      const { headers, body } = await ask(port, form.replace("{n}", `bare-${m}`).replace("{captured}", captured));
      if (capture !== undefined) captured = new RegExp(capture).exec(body)?.[1] ?? "";
      answers[`/${m}/${i}`] = { headers, body };
    }
  }
  return answers;
}

async function compare(
  m: number,
  { what, steps }: Measurement,
  own: ServerProcess,
  peer: ServerProcess | undefined,
  bare: ServerProcess,
  { seconds, rounds, connections }: Loading,
): Promise<Row> {
  const taken: Record<"own" | "peer" | "bare", Measured[]> = { own: [], peer: [], bare: [] };
  for (let round = 0; round < rounds; round++) {
    const load = {
      connections,
      seconds,
      warmUpSeconds: round === 0 ? WARM_UP_SECONDS : 0.2,
      name: `load-${m}-${round}`,
    };
    taken.own.push(await drive(own, { ...load, steps }));
    taken.bare.push(await drive(bare, { ...load, steps: bareSteps(m, steps) }));
    if (peer && round < 3) taken.peer.push(await drive(peer, { ...load, steps }));
  }
  const perSecond = (runs: readonly Measured[]): number =>
    median(runs.map(({ requests, seconds: took }) => requests / took));
  const cpu = (runs: readonly Measured[]): number => median(runs.flatMap((run) => run.cpu ?? []));
  const [ours, theirs, least] = [perSecond(taken.own), perSecond(taken.peer), perSecond(taken.bare)];
  const ofBare = ours / least;
  const ofMoto = ours / theirs;
  return {
    what: `${what}, requests/s`,
    underlay: figure(ours),
    moto: peer ? `${figure(theirs)} (${figure(ofMoto)}×)` : "absent",
    bare: `${figure(least)} (${figure(ofBare * 100)} %)`,
    aim: `${AIM_MOTO}×, ${AIM_BARE * 100} %`,
    met: ofBare >= AIM_BARE && !(ofMoto < AIM_MOTO),
    figures: {
      underlay: ours,
      moto: theirs,
      bare: least,
      underlayMedianMs: median(taken.own.map((run) => run.median)),
      underlayP99Ms: median(taken.own.map((run) => run.p99)),
      underlayCpuMicroseconds: cpu(taken.own),
      bareCpuMicroseconds: cpu(taken.bare),
      motoCpuMicroseconds: cpu(taken.peer),
      bytes: taken.own[0]?.bytes,
    },
  };
}
