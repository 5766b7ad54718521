/** What the scripts write with: colours only on a terminal, and a line for every step with its time. Node's own modules only. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../", import.meta.url));

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
const colored =
  !NO_COLOR && (FORCE_COLOR === undefined ? process.stdout.isTTY === true && TERM !== "dumb" : FORCE_COLOR !== "0");
const paint = (open, close) => (text) => (colored ? `\u001b[${open}m${text}\u001b[${close}m` : text);
export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
export const green = paint(32, 39);
export const yellow = paint(33, 39);

export const seconds = (since) => {
  const took = (performance.now() - since) / 1000;
  return took < 1 ? `${Math.round(took * 1000)} ms` : `${took.toFixed(1)} s`;
};

/**
 * Runs a step: its title at once on a terminal (so that nothing over a second is silent), its mark and time at the end.
 * `work` may answer a note to stand beside the time.
 */
export async function step(title, work) {
  const since = performance.now();
  const live = process.stdout.isTTY === true;
  if (live) process.stdout.write(`${dim("…")} ${title}`);
  const clear = live ? "\r\u001b[K" : "";
  try {
    const note = await work();
    process.stdout.write(`${clear}${green("✔")} ${title} ${dim([note, seconds(since)].filter(Boolean).join(", "))}\n`);
  } catch (error) {
    process.stdout.write(`${clear}${red("✘")} ${title} ${dim(seconds(since))}\n`);
    throw error;
  }
}

/** Runs a command and keeps what it prints: `{ code, output }`. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    const pieces = [];
    child.stdout.on("data", (piece) => pieces.push(piece));
    child.stderr.on("data", (piece) => pieces.push(piece));
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString() }));
  });
}

/** Runs a command that writes to the terminal itself; answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Prints what went wrong and what to do, and ends with 1. */
export function giveUp(message, ...next) {
  console.error(`\n${red("✘")} ${message}`);
  for (const line of next) console.error(`  ${line}`);
  process.exit(1);
}
