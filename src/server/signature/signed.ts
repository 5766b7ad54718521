/** What a request says of its own signature, in the `Authorization` header or in the query of a presigned URL. */
import { err, ok, type Result } from "../../base/result.ts";
import type { HttpRequest } from "../../protocol/codec.ts";
import { ALGORITHM, type Scope } from "./canonical.ts";

export interface Signed {
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260101T000000Z` */
  readonly time: string;
  /** Seconds for which a presigned request is good. */
  readonly expires: number | undefined;
  readonly token: string | undefined;
}

/** Why there is no signature to verify: none was sent, or one that does not say what it must. */
export type Unsigned = { readonly kind: "missing" } | { readonly kind: "incomplete"; readonly message: string };

const missing = err<Unsigned>({ kind: "missing" });
const incomplete = (message: string) => err<Unsigned>({ kind: "incomplete", message });

/** Total. */
export function parseSigned(request: HttpRequest): Result<Signed, Unsigned> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization, request.headers);
  const query = new URLSearchParams(request.query);
  return query.has("X-Amz-Algorithm") || query.has("X-Amz-Signature") ? fromQuery(query) : missing;
}

function fromHeader(authorization: string, headers: HttpRequest["headers"]): Result<Signed, Unsigned> {
  const text = authorization.trim();
  const space = text.search(/\s/);
  if (text.slice(0, space) !== ALGORITHM) return incomplete(`Unsupported AWS 'algorithm': '${text.split(/\s/)[0]}'`);
  const fields = new Map<string, string>();
  for (const part of text.slice(space).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const absent = ["Credential", "Signature", "SignedHeaders"].find((name) => !fields.get(name));
  if (absent)
    return incomplete(`Authorization header requires '${absent}' parameter. Authorization=${text.slice(0, 300)}`);
  const { date } = headers;
  const time = headers["x-amz-date"] ?? basicTime(date);
  if (time === undefined)
    return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  return signed(fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature"), time, {
    expires: undefined,
    token: headers["x-amz-security-token"],
  });
}

function fromQuery(query: URLSearchParams): Result<Signed, Unsigned> {
  const names = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "X-Amz-SignedHeaders"];
  const absent = names.find((name) => !query.get(name));
  if (absent)
    return incomplete(`AWS query-string parameters must include '${absent}'. Re-examine the query-string parameters.`);
  const [algorithm, credential, time, signature, signedHeaders] = names.map((name) => query.get(name) ?? "");
  if (algorithm !== ALGORITHM) return incomplete(`Unsupported AWS 'algorithm': '${algorithm}'`);
  const expires = query.get("X-Amz-Expires") ?? "900";
  if (!/^\d{1,7}$/.test(expires)) return incomplete("X-Amz-Expires should be a number");
  return signed(credential, signedHeaders, signature, time ?? "", {
    expires: Number(expires),
    token: query.get("X-Amz-Security-Token") ?? undefined,
  });
}

function signed(
  credential = "",
  signedHeaders = "",
  signature = "",
  time: string,
  rest: Pick<Signed, "expires" | "token">,
): Result<Signed, Unsigned> {
  const [accessKeyId = "", date = "", region = "", service = "", terminator, ...more] = credential.split("/");
  if (terminator !== "aws4_request" || more.length > 0)
    return incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 200)}'`,
    );
  if (!/^\d{8}T\d{6}Z$/.test(time))
    return incomplete(`Date must be in ISO-8601 'basic format'. Got '${time.slice(0, 50)}'.`);
  const names = signedHeaders.split(";");
  if (!names.includes("host")) return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  return ok({ accessKeyId, scope: { date, region, service }, signedHeaders: names, signature, time, ...rest });
}

/** An HTTP date in the form that is signed. */
function basicTime(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  if (/^\d{8}T\d{6}Z$/.test(date)) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : formatBasic(time);
}

export const formatBasic = (time: number): string => `${new Date(time).toISOString().replace(/[-:]|\.\d+/g, "")}`;

/** Milliseconds since the epoch of a time that `parseSigned` let through; not a number for the 31st of February. */
export const parseBasic = (time: string): number =>
  Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
