/**
 * The AWS endpoint: bare `node:http`. Each request goes down the chain; what comes out is written and recorded. A client
 * that speaks no HTTP, sends half a request or nothing at all costs a connection, for as long as the limits allow.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Random, seededRandom } from "../base/random.ts";
import type { CallLog } from "./callLog.ts";
import type { Chain } from "./chain.ts";
import { isDiscarding } from "./emit.ts";
import { exchangeOf } from "./exchange.ts";
import type { Limits } from "./limits.ts";
import { Serving } from "./serving.ts";

export interface EndpointOptions {
  readonly chain: Chain;
  readonly limits: Limits;
  readonly log: CallLog;
}

export function createEndpoint({ chain, limits, log }: EndpointOptions): Server {
  // Of their own seed: how often somebody polls must not change the ids of what is created. After a restart, of another.
  const random = seededRandom(chain.live.seed + 0x9e3779b9 + chain.live.restarts * 2 ** 32);

  const serve = (incoming: IncomingMessage, outgoing: ServerResponse, expectsContinue: boolean): void =>
    new Serving(chain, log, exchangeOf(incoming, outgoing, newRequestId(random), expectsContinue)).begin();

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

const DIGITS = Buffer.from("0123456789abcdef");
const VERSION = Buffer.from("4").readUInt8();
const VARIANT = Buffer.from("a").readUInt8();
/** Where in a UUID its digits stand: between the dashes. */
const PLACES = Uint8Array.from([...Array(36).keys()].filter((at) => at !== 8 && at !== 13 && at !== 18 && at !== 23));
const uuid = Buffer.alloc(36, "-");

/**
 * The form of AWS's request ids: a UUID. Written digit by digit it is one text; put together from parts it would be twenty
 * objects, and the log of calls would hold on to all of them.
 */
function newRequestId(random: Random): string {
  let word = 0;
  for (let i = 0; i < PLACES.length; i++) {
    word = i % 8 === 0 ? random.uint32() : word << 4;
    uuid[PLACES[i] as number] = DIGITS[word >>> 28] as number;
  }
  uuid[14] = VERSION;
  uuid[19] = VARIANT;
  return uuid.toString("latin1");
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
