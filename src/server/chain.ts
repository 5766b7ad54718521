/**
 * What a request passes, in order, each step with its reason. There is no other list: a request that is answered has
 * come down `admit` and `answer`, and what any step throws is said in the protocol of the service that was asked.
 */
import { AwsError, fail } from "../cloud/error.ts";
import type { HttpResponse, WireError } from "../protocol/codec.ts";
import { type IdentifyOptions, type Identity, identify } from "../protocol/identify.ts";
import { missingParameter } from "../protocol/missingParameter.ts";
import { loadedModel, loadModel, type ServiceModel } from "../protocol/model.ts";
import { codecOf } from "../protocol/protocols.ts";
import { isAwsChunked, parseAwsChunked } from "./awsChunked.ts";
import type { Exchange } from "./exchange.ts";
import type { Fallback, PassedOn } from "./fallback.ts";
import { type Guard, preflight } from "./guard.ts";
import type { LiveCloud } from "./liveCloud.ts";
import type { BodyReader } from "./requestBody.ts";
import { type CredentialOf, verifySignature } from "./signature/verify.ts";
import { emitUnknown } from "./unknownService.ts";

export interface Chain {
  readonly live: LiveCloud;
  readonly guard: Guard;
  readonly bodies: BodyReader;
  readonly identifyOptions: IdentifyOptions;
  /** Absent: signatures are read, not verified. */
  readonly credentialOf: CredentialOf | undefined;
  /** Where what is not built here is passed on to. */
  readonly fallback?: Fallback | undefined;
  /** The project's own API, loaded when first asked. */
  readonly internal: () => Promise<(exchange: Exchange) => Promise<Response>>;
}

/** Operations that AWS takes without a signature. */
const UNSIGNED: ReadonlySet<string> = new Set(["AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

/** An answer, or that the other side's has been written. */
export type Answer = HttpResponse | Response | PassedOn;

/** The steps before a byte of the body is read. What they give, if anything, is the answer already. */
export function admit(chain: Chain, exchange: Exchange): HttpResponse | Promise<PassedOn> | undefined {
  const { headers, method, path } = exchange.request;

  // The form: HTTP's own rules, and methods that some API has.
  checkForm(exchange);

  // Guard: before a byte of the body is read, and for every path, since a web page must drive nothing here.
  exchange.origin = chain.guard.admit(headers);
  if (method === "OPTIONS" && exchange.origin !== undefined) return preflight(headers);

  // What the headers alone tell to be no service of ours: its body is the other side's to read, however long it is.
  if (chain.fallback && !isInternal(path)) {
    exchange.identity = identify(exchange.request, chain.identifyOptions);
    if (exchange.identity.signingName !== undefined && !exchange.identity.service)
      return passOn(chain.fallback, exchange, "stream");
  }

  // Limits: nothing further sees a body that is too large or not whole. The reader reads it, `takeBody` takes it, and the rest follows.
  if (exchange.rest === "body") {
    chain.bodies.admit(exchange.incoming);
    if (exchange.expectsContinue) exchange.outgoing.writeContinue();
  }
  return undefined;
}

/** The steps once the body is there. They wait for nothing but what is loaded on first use. */
export function answer(chain: Chain, exchange: Exchange): Answer | Promise<Answer> {
  const { live } = chain;

  // Our own paths, and those of LocalStack's and moto's clients: AWS has nothing below these names.
  if (isInternal(exchange.request.path)) return chain.internal().then((api) => api(exchange));

  // The service, region and account: all else needs the service's model, and the log names them.
  const identity = identify(exchange.request, chain.identifyOptions);
  exchange.identity = identity;
  const { service } = identity;
  if (chain.fallback && !(service && live.builtServices.includes(service)))
    return passOn(chain.fallback, exchange, exchange.sent);
  if (!service) return unknownService(exchange);
  const loading = live.need(service);
  const model = loadedModel(service);
  if (model && !loading) return call(chain, exchange, identity, model, nameOperation(exchange, model));
  return loadModel(service).then(async (loaded) => {
    const operation = nameOperation(exchange, loaded); // a name that nobody has need not wait for the service
    await loading;
    return call(chain, exchange, identity, loaded, operation);
  });
}

/** The operation: one that nobody has is AWS's InvalidAction. */
function nameOperation(exchange: Exchange, model: ServiceModel): string {
  const codec = codecOf(model.protocol);
  exchange.model = model;
  exchange.codec = codec;
  const named = codec.operationOf(model, exchange.request);
  if (!named.ok) throw errorOf(named.reason);
  exchange.operation = named.value;
  return named.value;
}

function call(
  { live, credentialOf }: Chain,
  { request, requestId }: Exchange,
  { service, account, region, accessKey: accessKeyId }: Identity,
  model: ServiceModel,
  operation: string,
): HttpResponse {
  const codec = codecOf(model.protocol);

  // An operation that is not built says so at once.
  if (!live.cloud.operation(service ?? "", operation))
    fail(
      "UnsupportedOperation",
      `Underlay has not built the operation ${operation} of ${model.serviceId} yet. \`underlay operations\` lists what it has.`,
    );

  // The signature: before the input is looked at, as a stranger learns nothing about it.
  if (credentialOf && !(accessKeyId === undefined && UNSIGNED.has(operation)))
    verifySignature(request, model.protocol, live.clock.now(), credentialOf);

  // The input, and whether all of it is there that the API requires: operations may rely on it.
  const parsed = codec.parseInput(model, operation, request);
  if (!parsed.ok) throw errorOf(parsed.reason);
  const missing = missingParameter(model, operation, parsed.value);
  if (missing) throw errorOf(missing);

  // The call, whole or not at all, and its answer. The cloud is asked for here, since a reset may have come in between.
  const output = live.cloud.call(service ?? "", operation, parsed.value, { account, region, requestId, accessKeyId });
  return codec.emitOutput(model, operation, output as Readonly<Record<string, unknown>>, requestId);
}

/** Any error, as its service says it. What is not AWS's error is ours, and goes to stderr with its stack. */
export function answerError(exchange: Exchange, thrown: unknown): { response: HttpResponse; error: WireError } {
  const error = thrown instanceof AwsError ? wireError(thrown) : internalFailure(exchange, thrown);
  const { requestId, request, model, codec } = exchange;
  if (isInternal(request.path)) return { error, response: problemOf(error) };
  if (codec && model) return { error, response: codec.emitError(model, exchange.operation, error, requestId) };
  return { error, response: emitUnknown(request, exchange.identity?.signingName, error, requestId) };
}

/**
 * An error from before the service was asked for: it is named from the headers alone, so that its protocol is spoken.
 * There is something to wait for where the service's model is not there yet.
 */
export function nameService(exchange: Exchange): Promise<void> | undefined {
  if (exchange.codec || isInternal(exchange.request.path)) return undefined;
  exchange.identity ??= identify(exchange.request);
  const { service } = exchange.identity;
  if (!service) return undefined;
  return loadModel(service).then((model) => {
    exchange.model = model;
    exchange.codec = codecOf(model.protocol);
  });
}

export const isInternal = (path: string): boolean =>
  path.length > 1 &&
  (path.startsWith("/_underlay/") || path.startsWith("/_localstack/") || path.startsWith("/moto-api/"));

/** What some AWS API takes, and what browsers ask first. */
const METHODS: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]);

/** One Host, and one only (RFC 9112 §3.2); HTTP/1.0 needs none. */
function checkForm({ incoming, request: { method } }: Exchange): void {
  const { rawHeaders, httpVersion } = incoming;
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === "host") hosts++;
  if (hosts > 1 || (hosts === 0 && httpVersion !== "1.0"))
    fail("BadRequest", hosts > 1 ? "The request has more than one Host header." : "The request has no Host header.");
  if (!METHODS.has(method)) fail("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
}

/** Puts the body into the exchange, without the encoding that some clients wrap it in. */
export function takeBody(exchange: Exchange, body: Uint8Array): void {
  const { request } = exchange;
  exchange.rest = "nothing";
  exchange.sent = body;
  request.body = body;
  if (!isAwsChunked(request)) return;
  const decoded = parseAwsChunked(body);
  if (!decoded.ok) fail("InvalidRequest", `The aws-chunked body is malformed: ${decoded.reason}.`);
  request.body = decoded.value;
}

/** The log names the operation where a header does. */
function passOn(fallback: Fallback, exchange: Exchange, body: "stream" | Uint8Array): Promise<PassedOn> {
  exchange.operation = exchange.request.headers["x-amz-target"]?.split(".").at(-1);
  return fallback.pass(exchange, body);
}

/** Clients retry a 5xx, so this is none. */
function unknownService({ identity, request }: Exchange): never {
  const name = identity?.signingName ?? request.headers["x-amz-target"]?.split(".")[0];
  if (name !== undefined)
    return fail("UnsupportedOperation", `Underlay does not have the service '${name.slice(0, 100)}'.`);
  return fail(
    "NotFound",
    `The request names no AWS service: it is not signed and has no Action that a service here has. This is Underlay; GET /_underlay/health answers.`,
    404,
  );
}

/** What stopped a request on its way to our own API, as that API says it. */
const problemOf = ({ code, message, status }: WireError): HttpResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ schema: "underlay/problem/1", error: { code, message } }),
});

/** What a message quotes may be as long as a body; the answer and the log, which keeps a thousand of them, end here. */
const LONGEST_MESSAGE = 4096;
const bounded = (message: string): string =>
  message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}…`;

const errorOf = ({ code, message, status, members }: WireError): AwsError =>
  new AwsError(code, message, status, members);

const wireError = ({ code, message, status, members }: AwsError): WireError => ({
  code,
  message: bounded(message),
  status,
  ...(members ? { members } : {}),
});

function internalFailure({ requestId, operation, identity }: Exchange, thrown: unknown): WireError {
  const what = [identity?.service, operation].filter(Boolean).join(" ");
  console.error(`underlay: request ${requestId} ${what} failed: ${thrown instanceof Error ? thrown.stack : thrown}`);
  return {
    code: "InternalFailure",
    message: `The request processing has failed because of an unknown error, exception or failure (request ${requestId}).`,
    status: 500,
  };
}
