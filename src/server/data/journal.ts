/**
 * The journal of a cloud: what its transactions change is kept in a data folder before anybody is told of it.
 *
 * Commits are in groups. While one is on its way to the disk, calls go on and their changes gather; the next commit
 * takes all of them at once, so one wait for the disk serves everybody who came in the meantime. Whoever answers asks
 * `durable` first and waits for what it gives: for all that is not on the disk yet, another's changes and what was merely
 * drawn from the stream of chance included. So a reader waits too where, and only where, something is under way: an answer
 * never tells of what a crash could still take back.
 */
import { mkdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import type { RandomState } from "../../base/random.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import { AwsError } from "../../cloud/error.ts";
import { type SavedState, STATE_VERSION } from "../../cloud/journal/state.ts";
import { Unsaved } from "../../cloud/journal/unsaved.ts";
import { DataProblem } from "./dataProblem.ts";
import { type Hold, takeHold } from "./hold.ts";
import { JournalFile } from "./journalFile.ts";
import { readJournal } from "./readJournal.ts";
import { loadSqlite } from "./sqlite.ts";

/** A promise that a commit settles, for all who wait for it. */
interface Waiting {
  readonly settled: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Journal {
  readonly folder: string;
  /** What was in it when it was opened, or nothing where it is new. */
  readonly saved: SavedState | undefined;
  /** How often a server has begun on it, this time included. */
  readonly starts: number;
  readonly #file: JournalFile;
  readonly #hold: Hold;
  readonly #unsaved = new Unsaved();
  #commits: number;
  #cloud: Cloud | undefined;
  #wipe: boolean;
  /** The stream's place as of the last commit that was begun. */
  #drawn: RandomState | undefined;
  /** For the commit that is on its way to the disk, and for the one after it. */
  #current: Waiting | undefined;
  #next: Waiting | undefined;
  #running = false;
  /** The disk did not take what it had been given: what is on it is unknown from then on. */
  #broken: AwsError | undefined;

  private constructor(folder: string, hold: Hold, file: JournalFile, read: ReturnType<typeof readJournal>) {
    this.folder = folder;
    this.#hold = hold;
    this.#file = file;
    this.saved = read?.state;
    this.starts = (read?.head.starts ?? 0) + 1;
    this.#commits = read?.head.commits ?? 0;
    this.#wipe = read !== undefined && read.version < STATE_VERSION; // what was brought forward is written anew
  }

  /** Throws a DataProblem where the folder is in use, damaged or of a newer Underlay; then it is left as it was. */
  static async open(folder: string, since: Date): Promise<Journal> {
    const path = absolute(folder);
    const sqlite = await loadSqlite();
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 }); // private keys and secrets are in it
    } catch (error) {
      const { message } = error as Error;
      throw new DataProblem(`${path} cannot be made a data folder: ${message}.`, "Choose another folder with --data.");
    }
    const hold = await takeHold(path, sqlite, since);
    try {
      const read = readJournal(path, sqlite);
      return new Journal(path, hold, new JournalFile(path, sqlite), read);
    } catch (error) {
      hold.release();
      throw error;
    }
  }

  /** That what is in it cannot be taken up here, since an Underlay wrote it that can more. */
  newer(message: string): DataProblem {
    return new DataProblem(
      `The journal in ${this.folder} ${message}`,
      "Use that Underlay, or choose another folder with --data. The journal is left as it is.",
    );
  }

  announce(url: string): void {
    this.#hold.announce(url);
  }

  /** The cloud of what was kept, or the first, is followed; that it can be written shows before anybody calls. */
  async begin(cloud: Cloud): Promise<void> {
    this.follow(cloud, { instead: false });
    await this.durable()?.catch((error: AwsError) => {
      throw new DataProblem(error.message, "Look at the folder's rights and room, or choose another with --data.");
    });
  }

  /** From now on it is this cloud that is kept: instead of what was kept before, or, at the start, as what was kept. */
  follow(cloud: Cloud, { instead }: { readonly instead: boolean }): void {
    this.#cloud = cloud;
    this.#wipe ||= instead;
    this.#unsaved.clear();
    if (this.#wipe)
      this.#unsaved.add(
        [...cloud.store.rows()].map(({ row, ...place }) => ({ ...place, before: undefined, after: row })),
      );
    cloud.store.follow((changes) => {
      if (this.#cloud !== cloud) return; // what still stirs in one that was replaced is of no account
      this.#unsaved.add(changes);
      this.#request();
    });
    this.#request();
  }

  /** What an answer has to wait for: nothing, where everything is on the disk. */
  durable(): Promise<void> | undefined {
    if (this.#unsaved.size > 0 || this.#wipe || this.#broken || this.#hasDrawn()) return this.#request().settled;
    return (this.#next ?? this.#current)?.settled;
  }

  /** Says that `close` is about to come. */
  end(): void {
    try {
      this.#hold.end();
    } catch (error) {
      this.#failure(error);
    }
  }

  async close(): Promise<void> {
    await this.durable()?.catch(() => undefined); // it was said already, and nobody was told that it is kept
    this.#cloud = undefined;
    try {
      this.#file.close();
    } catch (error) {
      this.#failure(error);
    } finally {
      this.#hold.release();
    }
  }

  #hasDrawn(): boolean {
    const random = this.#cloud?.surroundings.random;
    const state = random?.state();
    return state !== undefined && state[3] !== this.#drawn?.[3];
  }

  #request(): Waiting {
    this.#next ??= waiting();
    if (!this.#running) {
      this.#running = true;
      setImmediate(() => void this.#run()); // after the calls that have arrived already
    }
    return this.#next;
  }

  async #run(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#current = next;
      this.#next = undefined;
      await this.#commit().then(next.resolve, next.reject);
    }
    this.#current = undefined;
    this.#running = false;
  }

  async #commit(): Promise<void> {
    const cloud = this.#cloud;
    if (!cloud) return;
    if (this.#broken) throw this.#broken;
    const { random } = cloud.surroundings;
    const places = this.#unsaved.take();
    const wipe = this.#wipe;
    const drawn = random.state();
    const commits = this.#commits + 1;
    const rows = [...cloud.store.tables().values()].reduce((sum, { size }) => sum + size, 0);
    try {
      this.#file.commit({
        places,
        wipe,
        head: { seed: random.seed, random: drawn, rows, commits, starts: this.starts },
      });
    } catch (error) {
      this.#unsaved.putBack(places); // for the next, when there may be room again
      throw this.#failure(error);
    }
    this.#commits = commits;
    this.#wipe = false;
    this.#drawn = drawn;
    try {
      await this.#file.sync();
      this.#file.acknowledge(commits);
    } catch (error) {
      // What failed to be synced may be gone without a further word, so asking again would prove nothing.
      this.#broken = this.#failure(error);
      throw this.#broken;
    }
  }

  #failure(error: unknown): AwsError {
    const said = error instanceof Error ? error.message : String(error);
    console.error(`underlay: the journal in ${this.folder} cannot be written: ${said}`);
    return new AwsError("ServiceUnavailable", `The journal in ${this.folder} cannot be written: ${said}.`, 503);
  }
}

function waiting(): Waiting {
  let resolve: Waiting["resolve"] = () => undefined;
  let reject: Waiting["reject"] = () => undefined;
  const settled = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  settled.catch(() => undefined); // nobody may be waiting: a timer's change
  return { settled, resolve, reject };
}
