/**
 * The load generator, a process of its own: so many connections, each with one request under way, for so long. What one
 * step's answer holds, the next may send: `{n}` in a step's form is a number nobody else gets, `{captured}` what the
 * `capture` of the step before found.
 */
import { Connection, requestOf } from "./client.ts";

export interface Step {
  readonly path?: string;
  readonly form: string;
  /** A regular expression whose first group is `{captured}` in the next step. */
  readonly capture?: string;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** What `{n}` begins with: another for each run. */
  readonly name: string;
  /** The account that a step with something of its own is sent for; each 5000 times the next. */
  readonly firstAccount: number;
  readonly steps: readonly Step[];
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of one request: the middle one, and the slowest but one in a hundred. */
  readonly median: number;
  readonly p99: number;
  /** Bytes of the last answer. */
  readonly bytes: number;
}

/** AWS grants nobody more than 10,000 groups in a region: what makes many goes from account to account. */
const CALLS_AN_ACCOUNT = 5000;

async function run({
  port,
  connections,
  seconds,
  warmUpSeconds,
  name,
  steps,
  firstAccount,
}: Load): Promise<LoadResult> {
  const fixed = steps.map(({ form, path }) => (form.includes("{") ? undefined : requestOf(form, path)));
  let made = 0;
  let measuring = false;
  let ended = false;
  let bytes = 0;
  const latencies: number[] = [];

  const drive = async (): Promise<void> => {
    const connection = new Connection(port);
    while (!ended) {
      const account = String(firstAccount + Math.floor(made / CALLS_AN_ACCOUNT));
      const n = `${name}-${made++}`;
      let captured = "";
      for (const [i, { form, path, capture }] of steps.entries()) {
        const request = fixed[i] ?? requestOf(form.replace("{n}", n).replace("{captured}", captured), path, account);
        const began = performance.now();
        const { status, body } = await connection.request(request);
        if (status !== 200) throw new Error(`${form.slice(0, 60)} answered ${status}: ${body.slice(0, 300)}`);
        if (measuring) latencies.push(performance.now() - began);
        if (capture !== undefined) captured = new RegExp(capture).exec(body)?.[1] ?? "";
        bytes = body.length;
      }
    }
    connection.close();
  };

  // The generator never sleeps: to wake it would be at the cost of the server, and more so of one that is slow.
  const stayAwake = () => {
    if (!ended) setImmediate(stayAwake);
  };
  stayAwake();
  const driving = Array.from({ length: connections }, drive);
  const failed = Promise.all(driving);
  const rest = (time: number) => Promise.race([failed, new Promise((done) => setTimeout(done, time * 1000))]);
  await rest(warmUpSeconds);
  process.send?.({ kind: "measuring" });
  measuring = true;
  const began = performance.now();
  await rest(seconds);
  const took = (performance.now() - began) / 1000;
  const requests = latencies.length;
  process.send?.({ kind: "measured" });
  ended = true;
  await Promise.race([
    failed,
    new Promise((_, late) => setTimeout(() => late(new Error("no answer for a minute")), 60_000)),
  ]);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor((requests - 1) * share)] ?? Number.NaN;
  return { requests, seconds: took, median: at(0.5), p99: at(0.99), bytes };
}

process.once("message", (load: Load) => {
  run(load).then(
    (result) => {
      process.send?.({ kind: "result", result }, () => process.exit(0));
    },
    (error: Error) => {
      process.send?.({ kind: "failed", message: error.message }, () => process.exit(1));
    },
  );
});
