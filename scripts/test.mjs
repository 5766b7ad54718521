/**
 * `npm test`: installs and builds what is missing, checks style, types and dead code, then runs every test, the outside
 * peers' included. Arguments go to vitest: `npm test -- src/fabric`. The last line is `N passed, N failed`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildIfChanged } from "./build.mjs";
import { install } from "./install.mjs";
import { bold, capture, dim, green, red, root, run, step, yellow } from "./terminal.mjs";

const cache = join(root, ".cache");
const results = join(cache, "vitest.json");
const MOST_LINES = 60;
const MOST_COLUMNS = 200;
const peersFile = join(cache, "peers.json");

/** A package's command, started by node itself: the same on every platform, and no `npx` in between. */
function bin(name, command = name) {
  const manifest = join(root, "node_modules", name, "package.json");
  const { bin: bins } = createRequire(import.meta.url)(manifest);
  return join(dirname(manifest), typeof bins === "string" ? bins : bins[command]);
}

/** Enough of a check's output to see what is wrong; the whole comes with `npm run check`. */
function excerpt(output) {
  const lines = output.trim().split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => `    ${line.slice(0, MOST_COLUMNS)}`);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`    … ${rest} more lines: npm run check`] : [])].join("\n");
}

/** The checks of `npm run check`, side by side; what one prints is shown only if it fails. */
async function checks() {
  const wanted = [
    ["Style (biome)", () => [bin("@biomejs/biome", "biome"), "check", "."]],
    ["Types (tsc)", () => [bin("typescript", "tsc"), "--noEmit"]],
    ["Dead code (knip)", () => [bin("knip"), "--no-progress"]],
  ];
  const running = wanted.map(([title, args]) => [title, capture(process.execPath, args())]);
  let failed = 0;
  for (const [title, work] of running) {
    let output = "";
    await step(title, async () => {
      const ended = await work;
      output = ended.output;
      if (ended.code !== 0) throw new Error("failed");
    }).catch(() => {
      failed++;
      console.log(excerpt(output));
    });
  }
  return { passed: wanted.length - failed, failed };
}

/** Test counts of vitest's own report; a file that could not even be loaded counts as one failure. */
function testCounts(exitCode) {
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(results, "utf8"));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Which outside peers judged this run: `test/peers/presence.test.ts` writes it down. */
function peerLines() {
  if (!existsSync(peersFile)) return [];
  const peers = JSON.parse(readFileSync(peersFile, "utf8"));
  return peers.map(({ name, version, absence }) =>
    version ? `${green("✔")} ${name} ${dim(version)}` : `${yellow("–")} ${name} absent ${dim(absence)}`,
  );
}

await install();
await buildIfChanged();
mkdirSync(cache, { recursive: true });
for (const file of [results, peersFile]) rmSync(file, { force: true });

const filters = process.argv.slice(2);
const checked = filters.length > 0 ? { passed: 0, failed: 0 } : await checks();
console.log(`\n${bold("Tests")}`);
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
const tested = testCounts(await run(process.execPath, [bin("vitest"), "run", ...reporters, ...filters]));

const peers = peerLines();
if (peers.length > 0) console.log(`${bold("Outside peers")}\n${peers.map((line) => `  ${line}`).join("\n")}\n`);
const failed = checked.failed + tested.failed;
if (tested.skipped > 0) console.log(yellow(`${tested.skipped} skipped`));
console.log(failed > 0 ? red("Not all is well.") : green("All is well."));
console.log(`${checked.passed + tested.passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
