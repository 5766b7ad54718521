/** The network that a test asks: one that runs already, or one that lives in the test's own process. */
import { readFile } from "node:fs/promises";
import { type AnswerOf, type Asker, AskProblem, type PlaceAnswer, type Question } from "../expect/questions.ts";

export interface Network {
  /** Where AWS clients reach it: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Any question of `underlay ask`, with its typed answer. */
  readonly ask: Asker;
  /** Puts a snapshot's state in the place of all that is there. */
  load(snapshot: string | URL): Promise<void>;
  /** Empties every account and region. */
  reset(): Promise<void>;
  /** Ends a network that `startNetwork` started; one that was connected to goes on. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** `UNDERLAY_ENDPOINT`, or `http://127.0.0.1:4566`, where it says nothing. */
  readonly endpoint?: string;
}

export interface StartOptions {
  /** A file that `underlay snapshot save` wrote: the network begins as it. */
  readonly snapshot?: string | URL;
  readonly seed?: number;
}

interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly candidates?: readonly PlaceAnswer[] };
}

/** A network that runs already: `underlay up`. */
export async function connectNetwork({ endpoint }: ConnectOptions = {}): Promise<Network> {
  const url = (endpoint ?? process.env["UNDERLAY_ENDPOINT"] ?? "http://127.0.0.1:4566").replace(/\/$/, "");
  await call(url, "GET", "/_underlay/health");
  return networkAt(url, async () => undefined);
}

/** A network of its own, in this process, on a free port of this machine. */
export async function startNetwork({ snapshot, seed }: StartOptions = {}): Promise<Network> {
  const { createServer } = await import("../server/start.ts");
  const server = await createServer({ port: 0, ...(seed === undefined ? {} : { seed }) });
  const network = networkAt(server.url, () => server.close());
  if (snapshot === undefined) return network;
  try {
    await network.load(snapshot);
    return network;
  } catch (error) {
    await network.close();
    throw error;
  }
}

function networkAt(endpoint: string, close: () => Promise<void>): Network {
  return {
    endpoint,
    ask: <Q extends Question>(question: Q) =>
      call(endpoint, "POST", "/_underlay/ask", JSON.stringify(question)) as Promise<AnswerOf<Q>>,
    load: async (snapshot) => {
      await call(endpoint, "PUT", "/_underlay/snapshot", await readFile(snapshot, "utf8"));
    },
    reset: async () => {
      await call(endpoint, "POST", "/_underlay/reset");
    },
    close,
  };
}

/** The whole JSON answer; what cannot be asked is an AskProblem, what does not answer an Error that says what to do. */
async function call(endpoint: string, method: string, path: string, body?: string): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body, headers: { "content-type": "application/json" } };
  const response = await fetch(`${endpoint}${path}`, init).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Error(`No answer from ${endpoint}: ${cause}. Start it: npx underlay up --detach`);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && typeof answer === "object" && answer !== null) return answer;
  const { error } = (answer ?? {}) as Partial<ErrorAnswer>;
  if (error === undefined) throw new Error(`What answers at ${endpoint} is not Underlay (it said ${response.status}).`);
  throw new AskProblem(error.code, error.message, error.candidates);
}
