/** Clouds of snapshots, beside the one that is served: to be asked about, never to be called. */
import { readFile } from "node:fs/promises";
import type { Cloud } from "../cloud/cloud.ts";
import { parseSnapshot } from "../cloud/journal/snapshot.ts";
import type { LiveCloud } from "./liveCloud.ts";
import { Problem } from "./problem.ts";
import { isSnapshotName, listSnapshots, snapshotFile } from "./snapshotFolder.ts";

/** The cloud of a snapshot's text; a Problem that begins with `what` where it is none, or is damaged. */
export async function cloudOfSnapshot(live: LiveCloud, text: string, what = "The snapshot"): Promise<Cloud> {
  const parsed = parseSnapshot(text);
  if (!parsed.ok) throw invalid(`${what} cannot be loaded: ${parsed.reason}.`);
  await live.needAll();
  return live.aside(parsed.value).catch((error: unknown) => {
    throw unloadable(error, what);
  });
}

/** Why a state that could be read makes no cloud. */
export function unloadable(error: unknown, what = "The snapshot"): Problem {
  if (error instanceof Problem) return error;
  const said = error instanceof Error ? error.message : String(error);
  return invalid(`${what} cannot be loaded: its rows make no network (${said}).`);
}

export const invalid = (message: string): Problem => new Problem("invalid-snapshot", message);

/** The clouds of the snapshots in a folder, by name, each loaded once. A name that is not there is 404, with those that are. */
export function savedClouds(live: LiveCloud, folder: string): (name: string) => Promise<Cloud> {
  const known = new Map<string, Promise<Cloud>>();
  const load = async (name: string): Promise<Cloud> =>
    cloudOfSnapshot(live, await textOf(name, folder), `The snapshot '${name}'`);
  return (name) => {
    const loading = known.get(name) ?? load(name);
    known.set(name, loading);
    return loading;
  };
}

async function textOf(name: string, folder: string): Promise<string> {
  if (!isSnapshotName(name)) throw new Problem("invalid", `'${name.slice(0, 100)}' is no name of a snapshot.`);
  try {
    return await readFile(snapshotFile(name, folder), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw invalid(`The snapshot '${name}' cannot be read: ${message}.`);
    const names = listSnapshots(folder).map((one) => one.name);
    const known = names.length > 0 ? `There is: ${names.join(", ")}.` : `None was saved in ${folder} yet.`;
    throw new Problem("not-found", `There is no snapshot '${name}'. ${known}`, 404);
  }
}
