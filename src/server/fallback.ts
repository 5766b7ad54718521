/**
 * The fallback (`--fallback URL`): what Underlay does not build is passed on to another emulator, byte for byte: method,
 * path, query, headers in their order (Host and signature among them, so that the other side verifies what was signed) and
 * body. Its answer streams back as it comes. Only what is between two neighbours (RFC 9110 §7.6.1) is each side's own.
 */
import { Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import { AwsError } from "../cloud/error.ts";
import type { Exchange } from "./exchange.ts";
import { corsHeaders } from "./guard.ts";

export interface Fallback {
  readonly url: string;
  /** Writes the other side's answer. Throws where there is none, and nothing is written then. */
  pass(exchange: Exchange, body: "stream" | Uint8Array): Promise<PassedOn>;
  close(): void;
}

/** The answer has been written. */
export interface PassedOn {
  readonly passedOn: true;
  readonly status: number;
}

/** For how long the other side may be silent, in milliseconds. */
const PATIENCE = 60_000;

const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "te", "trailer", "expect"]);

/** `http://host:port`; a path behind it would change what was signed. */
function parseFallback(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "" || url.username !== "")
    throw new FallbackProblem(`The fallback '${text}' is no http:// or https:// URL of a host and port.`);
  return url;
}

/** What is wrong with the URL that was given. */
export class FallbackProblem extends Error {
  override readonly name = "FallbackProblem";
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"]);

/** The fallback at this URL, for an endpoint that listens on this host and port; it cannot be that endpoint itself. */
export function fallbackTo(text: string, host: string, port: number, patience = PATIENCE): Fallback {
  const url = parseFallback(text);
  const secure = url.protocol === "https:";
  const otherHost = url.hostname.replace(/^\[|\]$/g, "");
  const otherPort = Number(url.port || (secure ? 443 : 80));
  if (otherPort === port && (otherHost === host || (LOOPBACK.has(otherHost) && LOOPBACK.has(host))))
    throw new FallbackProblem(`The fallback ${url.origin} is this endpoint itself.`);
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const options = { agent, host: otherHost, port: otherPort, setHost: false, timeout: patience };

  const ask = (exchange: Exchange, body: "stream" | Uint8Array): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { incoming } = exchange;
      const headers = endToEnd(incoming.rawHeaders);
      const asked = (secure ? requestHttps : requestHttp)({
        ...options,
        method: incoming.method ?? "GET",
        path: incoming.url ?? "/",
        headers,
      });
      asked.once("response", resolve);
      asked.once("error", (error) => {
        incoming.unpipe(asked);
        reject(error);
      });
      asked.once("timeout", () => asked.destroy(new Error(`nothing came for ${patience / 1000} seconds`)));
      exchange.outgoing.once("close", () => asked.destroy()); // the client is gone, or has its answer
      if (body === "stream") incoming.pipe(asked);
      else asked.end(body);
    });

  return {
    url: url.origin,
    close: () => agent.destroy(),
    async pass(exchange, body) {
      if (body === "stream" && exchange.expectsContinue) exchange.outgoing.writeContinue();
      let answer: IncomingMessage;
      try {
        answer = await ask(exchange, body);
      } catch (error) {
        if (exchange.incoming.readableEnded) exchange.rest = "nothing";
        throw unreachable(exchange, url.origin, error);
      }
      return await answerWith(exchange, answer);
    },
  };
}

/** Names and values in turn, as they stood on the wire, without those that are for the next neighbour only. */
function endToEnd(raw: readonly string[], others: ReadonlySet<string> = new Set()): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !others.has(lower)) kept.push(name, raw[i + 1] as string);
  }
  return kept;
}

function answerWith({ outgoing, origin, rest }: Exchange, answer: IncomingMessage): Promise<PassedOn> {
  const cors = origin === undefined ? {} : corsHeaders(origin);
  // Node frames the body anew where it has no length of its own.
  const headers = endToEnd(answer.rawHeaders, new Set(["transfer-encoding", ...Object.keys(cors)]));
  for (const [name, value] of Object.entries(cors)) headers.push(name, value);
  if (rest === "body" && !answer.complete) headers.push("connection", "close");
  const status = answer.statusCode ?? 502;
  return new Promise((resolve, reject) => {
    outgoing.writeHead(status, answer.statusMessage, headers);
    answer.once("error", (error) => {
      outgoing.destroy(); // an answer that broke off must not look whole
      reject(error);
    });
    outgoing.once("finish", () => resolve({ passedOn: true, status }));
    outgoing.once("close", () => resolve({ passedOn: true, status }));
    answer.pipe(outgoing);
  });
}

/** Clients retry a 5xx, so this is none: the other side will not be there a second later either. */
function unreachable({ identity }: Exchange, url: string, error: unknown): AwsError {
  const why =
    error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : String(error);
  const service = identity?.service ?? identity?.signingName;
  const what = service === undefined ? "this request" : `the service '${service.slice(0, 100)}'`;
  return new AwsError(
    "FallbackUnreachable",
    `Underlay does not build ${what} and passes it on to ${url}, which does not answer: ${why}.`,
    424,
  );
}
