/** Files that are watched by way of their folders: editors put a new file in the old one's place, which only the folder sees. */
import { existsSync, type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the command finds by itself in a folder. */
const FOUND_SO = /\.(network\.ya?ml|jsonl)$/;
/** Where it does not look: `node_modules`, and what begins with a dot. */
const UNSEEN = /^(node_modules|\..*)$/;

export class WatchedFolders {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #change: () => void;

  constructor(change: () => void) {
    this.#change = change;
  }

  /** Watches the folders of these files, and these folders, in place of those before. */
  follow(files: readonly string[], folders: readonly string[]): void {
    this.#names.clear();
    for (const folder of folders) this.#names.set(folder, new Set());
    for (const file of files)
      this.#names.set(dirname(file), new Set([...(this.#names.get(dirname(file)) ?? []), basename(file)]));
    for (const [folder, watcher] of this.#watchers) if (!this.#names.has(folder)) this.#end(folder, watcher);
    for (const folder of this.#names.keys()) if (!this.#watchers.has(folder) && existsSync(folder)) this.#begin(folder);
  }

  end(): void {
    for (const [folder, watcher] of this.#watchers) this.#end(folder, watcher);
  }

  #begin(folder: string): void {
    const watcher = watch(folder, (_, name) => {
      if (name === null || this.#concerns(folder, name)) this.#change();
    });
    watcher.on("error", () => this.#end(folder, watcher)); // the folder is gone
    this.#watchers.set(folder, watcher);
  }

  #end(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.#watchers.delete(folder);
  }

  /** A folder that comes may hold files of tests. */
  #concerns(folder: string, name: string): boolean {
    if (FOUND_SO.test(name) || this.#names.get(folder)?.has(name)) return true;
    return !UNSEEN.test(name) && (statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? false);
  }
}
