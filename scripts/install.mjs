/**
 * Installs what `package-lock.json` names, unless it is there already: npm's own record of what it installed
 * (`node_modules/.package-lock.json`) is held against the lock file, so a checkout that is complete needs no network.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { capture, giveUp, root, step } from "./terminal.mjs";

const LEAST_NODE = [20, 19];

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

/** Packages that npm leaves out on this platform are optional ones: their absence says nothing. */
export function isInstalled(checkout = root) {
  const wanted = packagesOf(join(checkout, "package-lock.json"));
  const installed = packagesOf(join(checkout, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
}

/** npm runs the scripts that call this and says where it is; a shell finds it otherwise (npm.cmd on Windows). */
function npm(...args) {
  const { npm_execpath: path } = process.env;
  return path
    ? capture(process.execPath, [path, ...args])
    : capture("npm", args, { shell: process.platform === "win32" });
}

export async function install() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    giveUp(
      `Underlay needs Node ${LEAST_NODE.join(".")} or newer; this is ${process.version}.`,
      "See https://nodejs.org",
    );
  }
  if (isInstalled()) return;
  await step("Install packages (the first time takes a minute)", async () => {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    let { code, output } = await npm("ci", ...quiet);
    // A registry mirror without the packages of other platforms makes a lock file that `npm ci` calls incomplete.
    if (code !== 0 && output.includes("EUSAGE")) ({ code, output } = await npm("install", "--no-save", ...quiet));
    if (code !== 0) {
      const lines = output.trim().split("\n").slice(-15).join("\n");
      throw Object.assign(new Error(lines), { next: ["npm reaches its registry? Try:  npm ci --ignore-scripts"] });
    }
  }).catch((error) => giveUp(`The packages could not be installed.\n${error.message}`, ...(error.next ?? [])));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await install();
