/**
 * The composition root: a clock, a seed, the services, the endpoint. `underlay up` calls it, and so do tests, which give
 * port 0 and a manual clock.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, wallClock } from "../base/clock.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { accessKeyOf } from "../services/iam/resources.ts";
import { credentialOf } from "../services/sts/sessions.ts";
import { CallLog } from "./callLog.ts";
import type { Journal } from "./data/journal.ts";
import { createEndpoint } from "./endpoint.ts";
import { guardOf } from "./guard.ts";
import type { Trace } from "./internal/api.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { LiveCloud } from "./liveCloud.ts";
import { portInUse } from "./portInUse.ts";
import { BodyReader } from "./requestBody.ts";
import { services as builtServices, type ServiceTable } from "./services.ts";
import { type CredentialOf, DEFAULT_SECRET } from "./signature/verify.ts";
import { DEFAULT_FOLDER } from "./snapshotFolder.ts";

export interface ServerOptions {
  /** 4566 where it says nothing; 0 for any that is free. */
  readonly port?: number;
  readonly host?: string;
  /** 1 where neither it nor the data says anything. */
  readonly seed?: number;
  /** The folder that keeps the state, so that what was answered outlives the process; absent: memory alone. */
  readonly data?: string;
  /** Hosts that are served beside loopback and AWS's names. */
  readonly allowHosts?: readonly string[];
  readonly verifySignatures?: boolean;
  /** Secrets by access key, for `verifySignatures`. */
  readonly credentials?: Readonly<Record<string, string>>;
  readonly strictImages?: boolean;
  /** Hold the adjustable quotas at their defaults, or at what was granted. */
  readonly quotas?: boolean;
  /** `http://host:port` of another emulator, to which services that are not built here are passed on. */
  readonly fallback?: string;
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly services?: ServiceTable;
  readonly trace?: Trace;
  /** Where the snapshots are that questions name; `.underlay/snapshots` where it says nothing. */
  readonly snapshots?: string;
}

export interface RunningServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The cloud as it is now: a reset replaces it. */
  readonly cloud: Cloud;
  readonly log: CallLog;
  close(): Promise<void>;
  /** Settles when the server has ended, whoever ended it. */
  readonly closed: Promise<void>;
}

const DEFAULT_PORT = 4566;
const DEFAULT_HOST = "127.0.0.1";

export async function createServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { data, clock = wallClock } = options;
  if (data === undefined) return serve(options, undefined);
  const { openJournal } = await import("./data/open.ts");
  const journal = await openJournal(data, options.seed, new Date(clock.now()));
  try {
    return await serve(options, journal);
  } catch (error) {
    await journal.close();
    throw error;
  }
}

async function serve(options: ServerOptions, journal: Journal | undefined): Promise<RunningServer> {
  const { port = DEFAULT_PORT, host = DEFAULT_HOST, allowHosts = [], clock = wallClock } = options;
  const seed = options.seed ?? journal?.saved?.seed ?? 1;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const live = new LiveCloud({
    clock,
    seed,
    settings: { strictImages: options.strictImages ?? false, quotas: options.quotas ?? false },
    services: options.services ?? builtServices,
    journal,
  });
  const fallback =
    options.fallback === undefined
      ? undefined
      : (await import("./fallback.ts")).fallbackTo(options.fallback, host, port);
  await live.begin();
  const log = new CallLog();
  const startedAt = clock.now();
  let url = "";
  let internal: ReturnType<typeof loadInternal> | undefined;
  const loadInternal = async () =>
    (await import("./internal/api.ts")).internalApi({
      live,
      log,
      startedAt,
      url: () => url,
      snapshots: options.snapshots ?? DEFAULT_FOLDER,
      trace: async () => options.trace ?? (await import("./trace.ts")).trace,
      shutdown: () => void close(),
    });

  const server = createEndpoint({
    limits,
    log,
    chain: {
      live,
      // Whoever binds an address by its number serves it; a name that stands for "all addresses" is no such number.
      guard: guardOf(
        /[:.]/.test(host) && LOOPBACK_OF[host] === undefined ? [...allowHosts, bracketed(host)] : allowHosts,
      ),
      bodies: new BodyReader(limits),
      identifyOptions: {
        accountOf: (accessKey) =>
          (credentialOf(live.cloud.store, accessKey) ?? accessKeyOf(live.cloud.store, accessKey))?.account,
      },
      credentialOf: options.verifySignatures ? secrets(live, options.credentials ?? {}) : undefined,
      fallback,
      internal: () => {
        internal ??= loadInternal();
        return internal;
      },
    },
  });

  const bound = await listen(server, port, host);
  url = `http://${bracketed(LOOPBACK_OF[host] ?? host)}:${bound}`;
  journal?.announce(url);
  const closed = new Promise<void>((resolve) => server.once("close", () => resolve())).then(() => journal?.close());
  let closing = false;
  const close = (): Promise<void> => {
    if (!closing) journal?.end();
    closing = true;
    server.close();
    server.closeAllConnections();
    fallback?.close();
    return closed;
  };
  return {
    url,
    host,
    port: bound,
    get cloud() {
      return live.cloud;
    },
    log,
    close,
    closed,
  };
}

/** A name that stands for all addresses is none to call: from this machine it is reached by loopback. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") reject(error);
      else portInUse(host, port).then(reject, reject);
    };
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** A key handed out has its own secret (while it is active), one given at start that, and a long-term key nobody knows of `test`. */
const secrets =
  (live: LiveCloud, given: Readonly<Record<string, string>>): CredentialOf =>
  (accessKeyId) => {
    const issued = credentialOf(live.cloud.store, accessKeyId);
    if (issued) return { secret: issued.secretAccessKey, token: issued.sessionToken, expires: issued.expires };
    const key = accessKeyOf(live.cloud.store, accessKeyId);
    if (key) return key.active ? { secret: key.secret } : undefined;
    const secret = Object.hasOwn(given, accessKeyId) ? given[accessKeyId] : undefined;
    if (secret !== undefined) return { secret };
    return accessKeyId.startsWith("ASIA") ? undefined : { secret: DEFAULT_SECRET };
  };
