/** `underlay test --watch`: runs again whenever a file of tests, the snapshot or the network behind the endpoint changes. */
import { statSync } from "node:fs";
import { ask, lines } from "./client.ts";
import { Failure } from "./failure.ts";
import type { Session } from "./session.ts";
import { foldersBelow } from "./suiteFiles.ts";
import { WatchedFolders } from "./watchFolders.ts";

export interface Watched {
  /** Files and folders of tests; none is this folder. */
  readonly paths: readonly string[];
  readonly source: { readonly endpoint: URL } | { readonly file: string };
  readonly session: Session;
  readonly once: () => Promise<void>;
  /** Ends the watching; only Ctrl-C does where it is absent. */
  readonly signal?: AbortSignal;
}

/** Changes that come together are one. */
const TOGETHER_MS = 150;
/** What a call began (`pending`) has mostly come to be by then. */
const SETTLED_MS = 3000;
const RETRY_MS = 1000;

const READS = /^(Describe|Get|List|Search|Head|Lookup)/;

/** Whether a line of the log tells of a call that may have changed something. */
export function isChange(line: string): boolean {
  try {
    const { operation, status } = JSON.parse(line) as { operation?: unknown; status?: unknown };
    return typeof operation === "string" && typeof status === "number" && status < 400 && !READS.test(operation);
  } catch {
    return false;
  }
}

export async function watchNetwork({ paths, source, session, once, signal }: Watched): Promise<void> {
  let wake: () => void = () => undefined;
  let changed = true;
  const change = (): void => {
    changed = true;
    wake();
  };
  signal?.addEventListener("abort", () => wake());
  const folders = new WatchedFolders(change);
  const snapshot = "file" in source ? source.file : undefined;
  const endSource = "endpoint" in source ? followCalls(source.endpoint, change, signal) : undefined;
  while (!signal?.aborted) {
    if (!changed) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      await pause(TOGETHER_MS);
      if (signal?.aborted) break;
    }
    changed = false;
    followFiles(folders, paths, snapshot);
    await told(once, session);
  }
  folders.end();
  endSource?.();
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A file with a mistake in it, or an endpoint that is being started anew, is no reason to end. */
async function told(once: () => Promise<void>, { terminal }: Session): Promise<void> {
  const { colors, noteColors } = terminal;
  terminal.print(colors.dim("─".repeat(Math.min(terminal.columns, 60))));
  try {
    await once();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.note([`${noteColors.red("✘")} ${error.message}`, ...error.next.map((line) => `  ${line}`)].join("\n"));
  }
  terminal.note(noteColors.dim("Watching files and network; Ctrl-C ends it."));
}

/** The files that are named, and the folders in which more may come. */
function followFiles(folders: WatchedFolders, paths: readonly string[], snapshot: string | undefined): void {
  const named = paths.length > 0 ? paths : ["."];
  const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const files = named.filter((path) => !isFolder(path));
  folders.follow(snapshot === undefined ? files : [...files, snapshot], named.filter(isFolder).flatMap(foldersBelow));
}

/** Follows the endpoint's log; where the endpoint goes, waits for the next one there. */
function followCalls(endpoint: URL, change: () => void, signal: AbortSignal | undefined): () => void {
  let ended = false;
  let settled: NodeJS.Timeout | undefined;
  const changeNowAndThen = (): void => {
    change();
    clearTimeout(settled);
    settled = setTimeout(change, SETTLED_MS);
  };
  const follow = async (): Promise<void> => {
    let wasGone = false;
    while (!ended && !signal?.aborted) {
      try {
        await ask(endpoint, "GET", "/_underlay/health");
        if (wasGone) changeNowAndThen();
        wasGone = false;
        for await (const line of lines(endpoint, "/_underlay/log?follow=1")) {
          if (ended) return;
          if (isChange(line)) changeNowAndThen();
        }
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
      wasGone = true;
      await pause(RETRY_MS);
    }
  };
  void follow();
  return () => {
    ended = true;
    clearTimeout(settled);
  };
}
