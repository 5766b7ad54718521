/**
 * The AWS endpoint: bare `node:http`. Each request goes down the chain; what comes out is written and recorded. A client
 * that speaks no HTTP, sends half a request or nothing at all costs a connection, for as long as the limits allow.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Random, seededRandom } from "../base/random.ts";
import type { WireError } from "../protocol/codec.ts";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../protocol/identify.ts";
import { type CallLog, shortUserAgent } from "./callLog.ts";
import { answer, answerError, type Chain, isInternal, nameService } from "./chain.ts";
import { emit, emitWeb, isDiscarding } from "./emit.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import type { Limits } from "./limits.ts";

export interface EndpointOptions {
  readonly chain: Chain;
  readonly limits: Limits;
  readonly log: CallLog;
}

export function createEndpoint({ chain, limits, log }: EndpointOptions): Server {
  // Of their own seed: how often somebody polls must not change the ids of what is created. After a restart, of another.
  const random = seededRandom(chain.live.seed + 0x9e3779b9 + chain.live.restarts * 2 ** 32);

  const serve = (incoming: IncomingMessage, outgoing: ServerResponse, expectsContinue: boolean): void => {
    const exchange = exchangeOf(incoming, outgoing, newRequestId(random), expectsContinue);
    const came = performance.now();
    const time = chain.live.clock.now();
    const ended = (status: number, error: WireError | undefined) =>
      record(log, exchange, time, performance.now() - came, status, error);
    respond(chain, exchange, ended).catch((error: unknown) => {
      console.error("underlay: an answer could not be written:", error);
      outgoing.destroy();
    });
  };

  const server = createServer(
    {
      maxHeaderSize: limits.headers,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      connectionsCheckingInterval: Math.max(20, Math.min(5000, limits.headersTimeout / 4)),
      noDelay: true,
      requireHostHeader: false, // the chain refuses its absence in AWS's words
    },
    (incoming, outgoing) => serve(incoming, outgoing, false),
  );
  server.on("checkContinue", (incoming, outgoing) => serve(incoming, outgoing, true));
  server.on("checkExpectation", (_, outgoing: ServerResponse) => {
    const body = refusal("ExpectationFailed", "Of the Expect header, only 100-continue is understood.");
    outgoing
      .writeHead(417, { "content-type": "text/xml", "content-length": body.length, connection: "close" })
      .end(body);
  });
  server.on("connect", (_, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    cut(socket, "405 Method Not Allowed", "MethodNotAllowed", NO_PROXY);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (isDiscarding(socket)) socket.destroy();
    else if (!chain.bodies.breakOff(socket, error)) refuse(error, socket);
  });
  server.maxConnections = limits.connections;
  return server;
}

async function respond(
  chain: Chain,
  exchange: Exchange,
  ended: (status: number, error: WireError | undefined) => void,
): Promise<void> {
  try {
    const response = await answer(chain, exchange);
    if ("passedOn" in response) return ended(response.status, undefined);
    const waiting = chain.live.durable();
    if (waiting) await waiting; // an answer tells only of what a crash cannot take back
    // Told by a member: to name the class `Response` would load Node's whole web client, a tenth of a second.
    if ("bodyUsed" in response) return await emitWeb(exchange, response);
    emit(exchange, response);
    if (exchange.identity) ended(response.status, undefined);
  } catch (refused) {
    await nameService(exchange);
    const waiting = chain.live.durable(); // a refusal tells of what is there, too
    const thrown = waiting ? await waiting.then(() => refused, failed) : refused;
    const { response, error } = answerError(exchange, thrown);
    emit(exchange, response);
    if (!isInternal(exchange.request.path)) ended(response.status, error);
  }
}

const failed = (error: unknown): unknown => error;

let lastAgent: string | undefined;
let lastShort: string | null = null;

function record(
  log: CallLog,
  { identity, operation, requestId, request }: Exchange,
  time: number,
  milliseconds: number,
  status: number,
  error: WireError | undefined,
): void {
  const agent = request.headers["user-agent"];
  if (agent !== lastAgent) [lastAgent, lastShort] = [agent, shortUserAgent(agent)];
  log.add({
    time: new Date(time).toISOString(),
    requestId,
    account: identity?.account ?? DEFAULT_ACCOUNT,
    region: identity?.region ?? DEFAULT_REGION,
    service: identity?.service ?? identity?.signingName?.slice(0, 100) ?? null,
    operation: operation ?? null,
    status,
    error: error ? { code: error.code, message: error.message } : null,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    userAgent: lastShort,
  });
}

/** The form of AWS's request ids: a UUID. */
function newRequestId(random: Random): string {
  const hex = random.hex(32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Bytes that are no request, or never became one. */
const REFUSALS: Readonly<Record<string, readonly [string, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "RequestHeaderSectionTooLarge",
    "The request line and headers are too long.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "RequestTimeout",
    "The request was not received in the time that a client has for it.",
  ],
};
const MALFORMED = ["400 Bad Request", "BadRequest", "The bytes received are not an HTTP request."] as const;

function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  cut(socket, ...(REFUSALS[error.code ?? ""] ?? MALFORMED));
}

const NO_PROXY = "This is an endpoint, not a proxy.";

const refusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** The last words of a connection on which no answer can be given as to a request. */
function cut(socket: Socket, status: string, code: string, message: string): void {
  const body = refusal(code, message);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
