/**
 * What a SigV4 signature signs: the request in its canonical form, and the string made of it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../../protocol/codec.ts";

export const ALGORITHM = "AWS4-HMAC-SHA256";

export interface Scope {
  /** `20260101` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const formatScope = ({ date, region, service }: Scope): string => `${date}/${region}/${service}/aws4_request`;

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** RFC 3986's unreserved characters stand for themselves, everything else is escaped. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Undoes `%XX`; bytes that are not UTF-8 stay as they are written. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** S3's APIs sign the path as it is sent; all others escape it once more, without its `.`, `..` and empty segments. */
export function canonicalPath(path: string, service: string): string {
  if (service === "s3" || service === "s3-outposts" || service === "s3express") return path || "/";
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(encode(segment));
  }
  const joined = segments.join("/");
  return joined === "" ? "/" : `/${joined}${path.endsWith("/") ? "/" : ""}`;
}

/** Sorted by name, then by value, as they stand escaped; a presigned request's own signature is left out. */
export function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs: [string, string][] = [];
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = encode(decode(equals < 0 ? pair : pair.slice(0, equals)));
    if (name !== "X-Amz-Signature") pairs.push([name, equals < 0 ? "" : encode(decode(pair.slice(equals + 1)))]);
  }
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  pairs.sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

export function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  service: string,
): string {
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`);
  return [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.query),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

export const stringToSign = (time: string, scope: Scope, canonical: string): string =>
  `${ALGORITHM}\n${time}\n${formatScope(scope)}\n${sha256(canonical)}`;

/** Keys are derived once a day, region and service; the few in use are remembered. */
const keys = new Map<string, Buffer>();

function signingKey(secret: string, scope: Scope): Buffer {
  const name = `${secret}\n${formatScope(scope)}`;
  let key = keys.get(name);
  if (!key) {
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.date), scope.region), scope.service), "aws4_request");
    if (keys.size >= 1000) keys.clear();
    keys.set(name, key);
  }
  return key;
}

export const signatureOf = (secret: string, scope: Scope, text: string): string =>
  hmac(signingKey(secret, scope), text).toString("hex");
