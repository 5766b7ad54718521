/**
 * Builds `dist/`: the command `dist/cli.js`, `underlay/testing` as `dist/testing.js` (and `.cjs`, for runners that
 * `require`) with its types, their lazily loaded chunks, and the generated protocol tables in `dist/generated/`, beside
 * the chunks that read them. Skipped while the sources are what they were; `--force` builds.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { capture, giveUp, root, step } from "./terminal.mjs";

const dist = join(root, "dist");
const stampFile = join(root, ".cache", "build.stamp");
const generated = join(root, "src", "protocol", "generated");

/** Everything that a build reads: a change of any of it is a new build. */
function* inputs(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (path !== generated) yield* inputs(path);
    } else if (!/\.(test|fixture)\.ts$|\.md$/.test(entry.name)) yield path;
  }
}

function stampOf() {
  const hash = createHash("sha256").update(process.version.split(".")[0]);
  const single = ["package.json", "package-lock.json", "scripts/build.mjs", "scripts/generate.mjs"];
  for (const path of [...single.map((name) => join(root, name)), ...inputs(join(root, "src"))]) {
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

const isBuilt = (stamp) =>
  existsSync(stampFile) &&
  readFileSync(stampFile, "utf8") === stamp &&
  existsSync(join(dist, "cli.js")) &&
  existsSync(join(dist, "types", "testing", "index.d.ts")) &&
  existsSync(join(root, "node_modules", ".bin", process.platform === "win32" ? "underlay.cmd" : "underlay")) &&
  existsSync(join(dist, "generated", "catalogue.json")) &&
  existsSync(join(generated, "catalogue.json"));

async function generate() {
  const { code, output } = await capture(process.execPath, [join(root, "scripts", "generate.mjs")]);
  if (code !== 0) throw new Error(output.trim());
}

async function bundle() {
  const { build } = await import("esbuild");
  rmSync(dist, { recursive: true, force: true });
  const options = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20.19",
    external: ["libsql", "@napi-rs/nice"], // the second is never asked for; a native library; installed beside, loaded only with --data
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "silent",
  };
  await build({
    ...options,
    entryPoints: {
      cli: "src/cli/main.ts",
      testing: "src/testing/index.ts",
      matrixWorker: "src/server/ask/matrixWorker.ts",
      worker: "node_modules/piscina/dist/worker.js", // by this name a pool looks for it beside itself
    },
    outdir: "dist",
    splitting: true,
    format: "esm",
    chunkNames: "[name]-[hash]", // beside cli.js, where import.meta.url finds generated/
    banner: {
      // CommonJS packages in the bundle (commander) ask for Node's modules through `require`.
      js: 'import{createRequire as underlayRequire}from"node:module";const require=underlayRequire(import.meta.url),__dirname=import.meta.dirname;',
    },
  });
  // Jest, as it comes, loads CommonJS alone: one file, as such chunks cannot be split.
  await build({
    ...options,
    entryPoints: { testing: "src/testing/index.ts" },
    outdir: "dist",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    define: { "import.meta.url": "underlayUrl" },
    banner: { js: 'const underlayUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  const cli = join(dist, "cli.js");
  const text = readFileSync(cli, "utf8");
  writeFileSync(cli, `#!/usr/bin/env node\n${text}`);
  chmodSync(cli, 0o755);
  cpSync(generated, join(dist, "generated"), { recursive: true });
  linkCommand();
}

/** The declarations of `underlay/testing`, and of what they name: nothing of a server's inside is promised to anybody. */
async function declare() {
  const emitted = join(root, ".cache", "types");
  rmSync(emitted, { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--noCheck", "--outDir", emitted];
  const { code, output } = await capture(process.execPath, [
    tsc,
    "-p",
    join(root, "scripts", "testing.tsconfig.json"),
    ...flags,
  ]);
  if (code !== 0) throw new Error(output.trim());
  const wanted = ["testing/index.ts"];
  for (const path of wanted) {
    const text = readFileSync(join(emitted, path.replace(/\.ts$/, ".d.ts")), "utf8");
    const named = /((?:from|import\()\s*")(\.{1,2}\/[^"]+)\.ts"/g;
    for (const [, , target] of text.matchAll(named)) {
      const next = posix.join(posix.dirname(path), `${target}.ts`);
      if (!wanted.includes(next)) wanted.push(next);
    }
    const file = join(dist, "types", path.replace(/\.ts$/, ".d.ts"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replace(named, '$1$2.js"'));
  }
}

/** What `npm link` would do: `npx underlay` in this checkout runs this build. */
function linkCommand() {
  const bin = join(root, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  if (process.platform === "win32") {
    writeFileSync(join(bin, "underlay.cmd"), '@node "%~dp0\\..\\..\\dist\\cli.js" %*\r\n');
    return;
  }
  rmSync(join(bin, "underlay"), { force: true });
  symlinkSync(join("..", "..", "dist", "cli.js"), join(bin, "underlay"));
}

export async function buildIfChanged({ force = false } = {}) {
  const stamp = stampOf();
  if (!force && isBuilt(stamp)) return;
  try {
    await step("Generate the protocol tables", generate);
    await step("Build dist/", bundle);
    await step("Declare the types of underlay/testing", declare);
  } catch (error) {
    giveUp(`The build failed.\n${error.message}`);
  }
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(stampFile, stamp);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildIfChanged({ force: process.argv.includes("--force") });
}
