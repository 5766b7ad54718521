/** `npm run bench`: measures Underlay beside its peers in one run, and prints one table of it. */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { dataRows } from "./data.ts";
import { DEFAULT_ESTATE } from "./estate.ts";
import { motoCommand } from "./processes.ts";
import { PROVER_TITLES, proverRows } from "./proverRows.ts";
import { regionRows } from "./regionRows.ts";
import { requestRows } from "./requests.ts";
import { startRows } from "./starts.ts";
import { printTable, type Row } from "./table.ts";

const HELP = `npm run bench -- [options]
  --only LIST         some of start,requests,data,region,prover
  --seconds N         how long each load runs in each round
  --rounds N          rounds, in which the peers take turns; the middle one counts
  --connections N     connections of a load
  --json              the figures as JSON
  --interfaces N --vpcs N --groups N --accounts N --peerings N --seed N
                      the estate of the large region
  --sizes LIST        of the prover's networks, in interfaces
  --plot FILE         where the prover's growth is drawn`;

const whole = (value: number) => ({ type: "string", default: String(value) }) as const;
const { values: given } = parseArgs({
  options: {
    only: { type: "string", default: "start,requests,data,region,prover" },
    seconds: whole(2),
    rounds: whole(5),
    connections: whole(16),
    interfaces: whole(DEFAULT_ESTATE.interfaces),
    vpcs: whole(DEFAULT_ESTATE.vpcs),
    groups: whole(DEFAULT_ESTATE.groups),
    accounts: whole(DEFAULT_ESTATE.accounts),
    peerings: whole(DEFAULT_ESTATE.peerings),
    seed: whole(DEFAULT_ESTATE.seed),
    sizes: { type: "string", default: "100,1000,10000,100000" },
    plot: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const loading = {
  seconds: Number(given.seconds),
  rounds: Number(given.rounds),
  connections: Number(given.connections),
};
const estate = {
  ...DEFAULT_ESTATE,
  seed: Number(given.seed),
  interfaces: Number(given.interfaces),
  vpcs: Number(given.vpcs),
  groups: Number(given.groups),
  accounts: Number(given.accounts),
  peerings: Number(given.peerings),
};

const moto = motoCommand();
const sections: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  start: () => startRows(moto),
  requests: () => requestRows(moto, loading),
  data: () => dataRows(loading),
  region: () => regionRows(estate),
  prover: () => proverRows(given.sizes.split(",").map(Number), given.plot),
};

if (given.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const before = loadavg();
  const rows: Row[] = [];
  const proved: Row[] = [];
  for (const name of given.only.split(",")) {
    const section = sections[name];
    if (!section) throw new Error(`there is no section '${name}'\n${HELP}`);
    process.stderr.write(`${name} …\n`);
    (name === "prover" ? proved : rows).push(...(await section()));
  }
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: [before, loadavg()].map((one) => one.map((value) => Math.round(value * 10) / 10)),
    moto: moto === undefined ? "absent" : "present",
  };
  if (given.json)
    console.log(JSON.stringify({ schema: "underlay/bench/1", machine, rows: [...rows, ...proved] }, null, 2));
  else {
    const [began, ended] = machine.load;
    const tables = [
      ...(rows.length > 0 ? [printTable(rows)] : []),
      ...(proved.length > 0 ? [printTable(proved, PROVER_TITLES)] : []),
    ];
    console.log(tables.join("\n\n"));
    console.log(
      `\n${machine.processor}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}; ` +
        `load average ${began?.[0]} at the start, ${ended?.[0]} at the end; moto_server ${machine.moto}`,
    );
  }
}
