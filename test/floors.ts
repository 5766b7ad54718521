/** The rules of the house (docs/architecture.md), read off the text of the sources: who may import whom, and what a file may be. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** The floor of every folder of `src/`. A file imports lower floors and its own folder, never a sibling of its floor. */
const floors: Readonly<Record<string, number>> = {
  base: 0,
  wire: 1,
  fabric: 1,
  protocol: 1,
  forward: 2,
  prove: 2,
  host: 2,
  cloud: 3,
  expect: 3,
  services: 4,
  server: 5,
  cli: 6,
  testing: 6,
};

/** Services from the lowest: one may import the `resources.ts` files of another that stands before it. */
const serviceOrder = ["iam", "kms", "s3", "logs", "ssm", "ram", "quotas", "ec2", "sts"];

/** Folders whose time and chance come from `base/` alone, so that the same seed gives the same region. */
const deterministic = new Set(["fabric", "forward", "prove", "cloud", "services"]);

/** Private keys are what nobody may foresee, a seed's owner included. */
const secretMaterial = new Set(["src/services/ec2/instance/keyMaterial.ts"]);

const MOST_LINES = 450;
/** Tables of AWS's facts, as long as AWS makes them. */
const factTables = new Set(["src/services/ec2/instance/typeTable.ts"]);
const SHAPELESS = /^(utils?|helpers?|common|misc|managers?|shared)(\.|$)/i;

export interface Source {
  /** From the checkout's root, with forward slashes: `src/cloud/table.ts`. */
  readonly path: string;
  readonly text: string;
}

const isTest = (path: string): boolean => /\.(test|fixture)\.ts$/.test(path);

/** Relative imports of any kind, type-only and dynamic ones too, as paths from the checkout's root. */
export function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g);
  return [...found].map(([, target = ""]) => posix.join(posix.dirname(path), target));
}

/** Why one file may not import another; `undefined` where it may. */
export function importFault(from: string, to: string): string | undefined {
  const [, folder = "", service = ""] = from.split("/");
  const [top, toFolder = "", toService = ""] = to.split("/");
  if (top !== "src") return "sources import sources";
  const floor = floors[folder];
  const toFloor = floors[toFolder];
  if (floor === undefined || toFloor === undefined) return "a folder without a floor";
  if (folder !== toFolder) {
    if (toFloor > floor) return `floor ${floor} imports floor ${toFloor}`;
    return toFloor === floor ? "siblings of one floor" : undefined;
  }
  if (folder !== "services" || service === toService) return undefined;
  if (!to.endsWith("/resources.ts")) return "of another service, only resources.ts";
  const below = serviceOrder.indexOf(toService);
  return below >= 0 && below < serviceOrder.indexOf(service) ? undefined : "a service that does not stand below";
}

export function importFaults(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap((source) =>
      importsOf(source).flatMap((to) => {
        const fault = importFault(source.path, to);
        return fault === undefined ? [] : [`${source.path} → ${to}: ${fault}`];
      }),
    );
}

/** Files that import each other in a ring can only be read together. Type-only imports are no such ring. */
export function importRings(sources: readonly Source[]): string[] {
  const graph = new Map(
    sources.map(({ path, text }) => [
      path,
      importsOf({ path, text: text.replace(/\b(?:import|export) type [^;]*;/g, "") }),
    ]),
  );
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) rings.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return rings;
}

export function shapeFaults(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const faults: string[] = [];
    const lines = text.split("\n").length - 1;
    if (lines > MOST_LINES && !factTables.has(path))
      faults.push(`${path}: ${lines} lines, where ${MOST_LINES} are the most`);
    const shapeless = path.split("/").find((part) => SHAPELESS.test(part));
    if (shapeless) faults.push(`${path}: '${shapeless}' names nothing`);
    return faults;
  });
}

/** Clocks and chance of the machine, outside comments. */
export function determinismFaults(sources: readonly Source[]): string[] {
  const forbidden =
    /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\(|\brandom(?:UUID|Bytes|Int)\b|\bperformance\.now\b/g;
  return sources
    .filter(({ path }) => deterministic.has(path.split("/")[1] ?? "") && !isTest(path) && !secretMaterial.has(path))
    .flatMap(({ path, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
      return [...code.matchAll(forbidden)].map(([found]) => `${path}: ${found} is not of base/`);
    });
}

/** Folders that a README has to open: the floors, and every service. */
export function foldersToExplain(sources: readonly Source[]): string[] {
  const folders = new Set<string>();
  for (const { path } of sources) {
    const [src, folder, service, ...deeper] = path.split("/");
    if (service !== undefined) folders.add(`${src}/${folder}`);
    if (folder === "services" && deeper.length > 0) folders.add(`${src}/${folder}/${service}`);
  }
  return [...folders].sort();
}

export function readSources(folder = "src"): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return readSources(path);
    return path.endsWith(".ts") ? [{ path, text: readFileSync(join(root, path), "utf8") }] : [];
  });
}
