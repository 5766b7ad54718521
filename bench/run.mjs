/**
 * `npm run bench`: builds the command and the benchmarks, then runs them. Options go to `main.ts`; `--help` lists them.
 * Everything runs from a copy in `.cache/bench`, so that a build in the meantime changes nothing of what is measured.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildIfChanged } from "../scripts/build.mjs";
import { root } from "../scripts/terminal.mjs";

const folder = join(root, ".cache", "bench", String(process.pid));

await buildIfChanged();
mkdirSync(folder, { recursive: true });
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
const options = {
  absWorkingDir: root,
  outdir: folder,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: ["libsql", "@napi-rs/nice"],
  logLevel: "error",
  banner: {
    js: 'import{createRequire as underlayRequire}from"node:module";const require=underlayRequire(import.meta.url),__dirname=import.meta.dirname;',
  },
};
await build({
  ...options,
  entryPoints: ["main", "load", "bare", "region", "prover"].map((name) => `bench/${name}.ts`),
  outExtension: { ".js": ".mjs" },
});
// A pool looks for its own worker, and for ours, by these names beside itself.
const workers = { worker: "node_modules/piscina/dist/worker.js", matrixWorker: "src/server/ask/matrixWorker.ts" };
await build({ ...options, entryPoints: workers });
cpSync(join(root, "src", "protocol", "generated"), join(folder, "generated"), { recursive: true });

const main = spawn(process.execPath, [join(folder, "main.mjs"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => main.kill(signal));
main.on("exit", (code) => process.exit(code ?? 1));
