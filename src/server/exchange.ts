/** One request and its answer, as they pass the chain: what is known so far, for the error that ends it and for the log. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Codec, HttpRequest } from "../protocol/codec.ts";
import type { Identity } from "../protocol/identify.ts";
import type { ServiceModel } from "../protocol/model.ts";
import { EMPTY, hasBody } from "./requestBody.ts";

/** The request, whose body is put in when it has been read and before anybody looks at it. */
export interface ReceivedRequest extends HttpRequest {
  body: Uint8Array;
}

export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly requestId: string;
  /** The client waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
  readonly request: ReceivedRequest;
  /** The body as it was sent, before any of its encodings was taken off. */
  sent: Uint8Array;
  /** What is left of the request on the connection: nothing, a body that nobody read, or bytes that make no sense. */
  rest: "nothing" | "body" | "broken";
  /** The origin that the answer must name. */
  origin: string | undefined;
  identity: Identity | undefined;
  model: ServiceModel | undefined;
  codec: Codec | undefined;
  operation: string | undefined;
}

export const exchangeOf = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  requestId: string,
  expectsContinue: boolean,
): Exchange => ({
  incoming,
  outgoing,
  requestId,
  expectsContinue,
  request: requestOf(incoming),
  sent: EMPTY,
  rest: hasBody(incoming) ? "body" : "nothing",
  origin: undefined,
  identity: undefined,
  model: undefined,
  codec: undefined,
  operation: undefined,
});

/** A proxy's form of the request target, `http://host/path`: what it names is the host, whatever `Host` says (RFC 9112 §3.2.2). */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** The request without its body. */
function requestOf({ method = "GET", url = "/", headers: received }: IncomingMessage): ReceivedRequest {
  const headers = received as Readonly<Record<string, string>>; // only set-cookie, which no client sends, is a list
  if (url === "/") return { method, path: url, query: "", headers, body: EMPTY };
  const [prefix = "", authority] = url.startsWith("/") ? [] : (ABSOLUTE.exec(url) ?? []);
  const target = url.slice(prefix.length);
  const mark = target.indexOf("?");
  return {
    method,
    path: (mark < 0 ? target : target.slice(0, mark)) || "/",
    query: mark < 0 ? "" : target.slice(mark + 1),
    headers: authority === undefined ? headers : { ...headers, host: authority },
    body: EMPTY,
  };
}
