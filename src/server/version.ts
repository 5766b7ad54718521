/** The package's version, read where the package says it: above the sources, or above the bundle. */
import { readFileSync } from "node:fs";

let known: string | undefined;

export function version(): string {
  known ??= read();
  return known;
}

function read(): string {
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as Manifest;
      if (name === "underlay") return version;
    } catch {
      // not there: the next place
    }
  }
  return "0.0.0";
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}
