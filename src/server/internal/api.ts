/**
 * The project's own API, on Hono, beside the AWS endpoint on the same port. It is loaded when first asked, so that a
 * server that only answers AWS calls never loads it. Every JSON answer bears its schema, `underlay/<name>/<version>`,
 * published under `docs/schemas`.
 */
import { Hono } from "hono";
import type { Cloud } from "../../cloud/cloud.ts";
import type { CallLog } from "../callLog.ts";
import type { Exchange } from "../exchange.ts";
import type { LiveCloud } from "../liveCloud.ts";
import { Problem, told } from "../problem.ts";
import { savedClouds } from "../savedClouds.ts";
import type { TraceQuestion } from "../trace.ts";
import { version } from "../version.ts";
import { logAnswer } from "./log.ts";
import { operationsAnswer } from "./operations.ts";
import { otherClients } from "./otherClients.ts";
import { traceQuestion } from "./question.ts";
import { snapshots } from "./snapshots.ts";
import { statusAnswer } from "./status.ts";

/** Answers a trace's question with JSON that bears its schema, or throws a Problem. */
export type Trace = (cloud: Cloud, question: TraceQuestion) => object;

export interface InternalOptions {
  readonly live: LiveCloud;
  readonly log: CallLog;
  /** Where the server is reached. */
  readonly url: () => string;
  /** When it started, on the cloud's clock. */
  readonly startedAt: number;
  readonly trace: () => Promise<Trace>;
  /** The folder of the snapshots that go by a name. */
  readonly snapshots: string;
  /** Ends the server, after the answer is out. */
  readonly shutdown: () => void;
}

type Bindings = { readonly exchange: Exchange };
export type InternalApp = Hono<{ Bindings: Bindings }>;

export function internalApi(options: InternalOptions): (exchange: Exchange) => Promise<Response> {
  const { live, log, trace, shutdown } = options;
  const app: InternalApp = new Hono<{ Bindings: Bindings }>();

  app.get("/_underlay/health", (c) => c.json({ schema: "underlay/health/1", status: "ok", version: version() }));

  app.get("/_underlay/status", async (c) => {
    await live.needAll();
    return c.json(statusAnswer(options));
  });

  app.get("/_underlay/operations", async (c) => {
    await live.needAll();
    return c.json(operationsAnswer(live.cloud.built()));
  });

  app.get("/_underlay/log", (c) => logAnswer(log, c.req.query("follow"), c.req.query("last")));

  app.post("/_underlay/reset", (c) => {
    live.reset();
    return c.json({ schema: "underlay/reset/1", status: "ok" });
  });

  app.post("/_underlay/trace", async (c) => {
    const question = traceQuestion(await c.req.text());
    await live.needAll();
    return c.json((await trace())(live.cloud, question));
  });

  app.post("/_underlay/ask", async (c) => {
    const { answerQuestion } = await import("../ask/http.ts");
    const { outgoing } = c.env.exchange;
    const saved = savedClouds(live, options.snapshots);
    return answerQuestion(live, await c.req.text(), c.req.header("accept"), () => !outgoing.destroyed, saved);
  });

  app.post("/_underlay/shutdown", (c) => {
    const { incoming, outgoing } = c.env.exchange;
    if (!isLoopback(incoming.socket.remoteAddress))
      throw new Problem("refused", "Only this machine may end the server.", 403);
    outgoing.once("finish", shutdown);
    return c.json({ schema: "underlay/shutdown/1", status: "ok" }, 202);
  });

  snapshots(app, live, options.snapshots);
  otherClients(app, live);

  app.notFound((c) => {
    throw new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`, 404);
  });
  app.onError((error) => problemAnswer(error));

  return async (exchange) => app.fetch(webRequest(exchange), { exchange });
}

function webRequest({ request: { method, path, query, headers, body } }: Exchange): Request {
  const url = `http://underlay.localhost${path}${query === "" ? "" : `?${query}`}`;
  const { accept, "content-type": type } = headers;
  return new Request(url, {
    method,
    headers: { ...(type === undefined ? {} : { "content-type": type }), ...(accept === undefined ? {} : { accept }) },
    ...(method === "GET" || method === "HEAD" ? {} : { body: Buffer.from(body) }),
  });
}

function problemAnswer(thrown: Error): Response {
  const { status, json } = told(thrown);
  return Response.json(json, { status });
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && (address === "::1" || /^(::ffff:)?127\./.test(address));
