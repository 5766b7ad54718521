/**
 * What all query APIs share of a request: `Action` and `Version` beside the operation's own parameters, in a POST form or
 * in the URL of a GET (signed in either place, SigV4 or older).
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
import { err, ok, type Result } from "../base/result.ts";
import type { HttpRequest, WireError } from "./codec.ts";
import { type FormNode, formRoot, parseForm } from "./form.ts";

/** Parameters of every action, and those of a signature in the URL: no operation's own. */
export const COMMON_PARAMETERS: ReadonlySet<string> = new Set([
  "Action",
  "Version",
  "AWSAccessKeyId",
  "Signature",
  "SignatureMethod",
  "SignatureVersion",
  "Timestamp",
  "Expires",
  "SecurityToken",
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-Security-Token",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
  "X-Amz-Content-Sha256",
]);

const decoder = new TextDecoder("utf-8");
const NOT_ASCII = /[\x80-\xff]/;

/** The body's text. Nearly all forms are ASCII, whose characters are their bytes. */
function textOf(body: Uint8Array): string {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = bytes.toString("latin1");
  return NOT_ASCII.test(text) ? decoder.decode(body) : text;
}

/**
 * Requests are read once for their operation and at once again for their input: the tree of the first reading serves the
 * second. The last one is held on to, unless it is large: those are held on to by their requests.
 */
let last: { readonly request: HttpRequest; readonly parameters: Result<FormNode, WireError> } | undefined;
const large = new WeakMap<HttpRequest, Result<FormNode, WireError>>();
const LARGE = 4096;

const malformed = (message: string): { readonly ok: false; readonly reason: WireError } =>
  err({ code: "MalformedQueryString", message, status: 404 });

/** Total. */
export function parametersOf(request: HttpRequest): Result<FormNode, WireError> {
  if (last?.request === request) return last.parameters;
  const isLarge = request.body.length + request.query.length > LARGE;
  const known = isLarge ? large.get(request) : undefined;
  if (known) return known;
  const parameters = readParameters(request);
  if (isLarge) large.set(request, parameters);
  else last = { request, parameters };
  return parameters;
}

/** A HEAD is a GET whose answer has no body. */
const METHODS: ReadonlySet<string> = new Set(["GET", "POST", "HEAD"]);

const notAllowed: WireError = {
  code: "MethodNotAllowed",
  message: "The specified method is not allowed against this resource.",
  status: 405,
};

const FORM = /^\s*(application\/x-www-form-urlencoded|text\/plain)\b/i;

function readParameters(request: HttpRequest): Result<FormNode, WireError> {
  if (!METHODS.has(request.method)) return err(notAllowed);
  const root = formRoot();
  if (request.query !== "") {
    const fromQuery = parseForm(request.query, root);
    if (!fromQuery.ok) return malformed(fromQuery.reason);
  }
  if (request.body.length === 0) return ok(root);
  const type = request.headers["content-type"];
  // Absent is let pass: AWS reads a form whatever the type says, unless it says that the body is something else.
  if (type !== undefined && !FORM.test(type)) return malformed(`The content type ${type.slice(0, 100)} is not a form`);
  const fromBody = parseForm(textOf(request.body), root);
  return fromBody.ok ? fromBody : malformed(fromBody.reason);
}
