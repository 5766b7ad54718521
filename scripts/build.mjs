/**
 * Builds `dist/`: the command `dist/cli.js`, its lazily loaded chunks, and the generated protocol tables in
 * `dist/generated/`, beside the chunks that read them. Skipped while the sources are what they were; `--force` builds.
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
import { join } from "node:path";
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
  await build({
    absWorkingDir: root,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: ["libsql"], // a native library; installed beside, loaded only with --data
    chunkNames: "[name]-[hash]", // beside cli.js, where import.meta.url finds generated/
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "silent",
    banner: {
      // CommonJS packages in the bundle (commander) ask for Node's modules through `require`.
      js: 'import{createRequire as underlayRequire}from"node:module";const require=underlayRequire(import.meta.url);',
    },
  });
  const cli = join(dist, "cli.js");
  const text = readFileSync(cli, "utf8");
  writeFileSync(cli, `#!/usr/bin/env node\n${text}`);
  chmodSync(cli, 0o755);
  cpSync(generated, join(dist, "generated"), { recursive: true });
  linkCommand();
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
  } catch (error) {
    giveUp(`The build failed.\n${error.message}`);
  }
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(stampFile, stamp);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildIfChanged({ force: process.argv.includes("--force") });
}
