/**
 * Verifies SigV4 signatures (`--verify-signatures`): the key is known, the time is now, the signature fits. The secret of
 * a key that STS handed out is the one it handed out; of a key given at start, the one given; of any other, `test`.
 * Chunk signatures of streamed bodies are not verified.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../../cloud/error.ts";
import type { ProtocolId } from "../../protocol/catalogue.ts";
import type { HttpRequest } from "../../protocol/codec.ts";
import { canonicalRequest, sha256, signatureOf, stringToSign } from "./canonical.ts";
import { formatBasic, parseBasic, parseSigned, type Signed } from "./signed.ts";

/** What is known of an access key. */
export interface Credential {
  readonly secret: string;
  /** Temporary credentials come with a token, which every request must carry, and end. */
  readonly token?: string;
  readonly expires?: number;
}

/** `undefined`: nobody has this key. */
export type CredentialOf = (accessKeyId: string) => Credential | undefined;

/** The secret of a key that nobody handed out. */
export const DEFAULT_SECRET = "test";

/** How far a client's clock may be off. */
const SKEW = 15 * 60 * 1000;
/** The longest that a presigned URL may live. */
const LONGEST_PRESIGNED = 7 * 24 * 60 * 60;

type Fault = "missing" | "incomplete" | "unknownKey" | "mismatch" | "skewed" | "expired" | "expiredToken";

/** Codes by kind of API: the query APIs', those of JSON, EC2's where it differs. */
const FAULTS: Readonly<Record<Fault, { query: [string, number]; json: [string, number]; ec2?: [string, number] }>> = {
  missing: { query: ["MissingAuthenticationToken", 403], json: ["MissingAuthenticationTokenException", 403] },
  incomplete: { query: ["IncompleteSignature", 403], json: ["IncompleteSignatureException", 403] },
  unknownKey: { query: ["InvalidClientTokenId", 403], json: ["UnrecognizedClientException", 403] },
  mismatch: { query: ["SignatureDoesNotMatch", 403], json: ["InvalidSignatureException", 403] },
  skewed: {
    query: ["SignatureDoesNotMatch", 403],
    json: ["InvalidSignatureException", 403],
    ec2: ["RequestExpired", 400],
  },
  expired: { query: ["RequestExpired", 400], json: ["RequestExpired", 400] },
  expiredToken: { query: ["ExpiredToken", 403], json: ["ExpiredTokenException", 403], ec2: ["RequestExpired", 400] },
};

function refuse(protocol: ProtocolId, fault: Fault, message: string): never {
  const { query, json, ec2 } = FAULTS[fault];
  const isJson = protocol === "awsJson1_0" || protocol === "awsJson1_1" || protocol === "restJson1";
  const [code, status] = (protocol === "ec2Query" ? ec2 : undefined) ?? (isJson ? json : query);
  throw new AwsError(code, message, status);
}

const INVALID_TOKEN = "The security token included in the request is invalid.";

/** Throws AWS's error where the request is not signed by who it says. `now` is in milliseconds since the epoch. */
export function verifySignature(
  request: HttpRequest,
  protocol: ProtocolId,
  now: number,
  credentialOf: CredentialOf,
): void {
  const parsed = parseSigned(request);
  if (!parsed.ok) {
    const { reason } = parsed;
    if (reason.kind === "incomplete") refuse(protocol, "incomplete", reason.message);
    refuse(protocol, "missing", "Request is missing Authentication Token");
  }
  const signed = parsed.value;
  const credential = credentialOf(signed.accessKeyId);
  if (!credential || credential.token !== signed.token) refuse(protocol, "unknownKey", INVALID_TOKEN);
  if (credential.expires !== undefined && credential.expires <= now)
    refuse(protocol, "expiredToken", "The security token included in the request is expired");

  checkTime(protocol, signed.time, signed.expires, now);
  if (!signed.time.startsWith(signed.scope.date))
    refuse(
      protocol,
      "mismatch",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${signed.scope.date}' != '${signed.time.slice(0, 8)}', from '${signed.time}'.`,
    );

  const canonical = canonicalRequest(
    request,
    signed.signedHeaders,
    payloadHash(request, signed, protocol),
    signed.scope.service,
  );
  const expected = Buffer.from(
    signatureOf(credential.secret, signed.scope, stringToSign(signed.time, signed.scope, canonical)),
  );
  const given = Buffer.from(signed.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    refuse(
      protocol,
      "mismatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n" +
        `The Canonical String for this request should have been\n'${canonical}'\n\n` +
        `The String-to-Sign should have been\n'${stringToSign(signed.time, signed.scope, canonical)}'\n`,
    );
}

function checkTime(protocol: ProtocolId, time: string, expires: number | undefined, now: number): void {
  const at = parseBasic(time);
  if (!(at <= now + SKEW))
    refuse(
      protocol,
      "skewed",
      `Signature not yet current: ${time} is still later than ${formatBasic(now + SKEW)} (${formatBasic(now)} + 15 min.)`,
    );
  if (expires === undefined) {
    if (at < now - SKEW)
      refuse(
        protocol,
        "skewed",
        `Signature expired: ${time} is now earlier than ${formatBasic(now - SKEW)} (${formatBasic(now)} - 15 min.)`,
      );
  } else if (expires > LONGEST_PRESIGNED) {
    refuse(protocol, "incomplete", `X-Amz-Expires must be less than ${LONGEST_PRESIGNED} seconds`);
  } else if (at + expires * 1000 < now) {
    refuse(protocol, "expired", "Request has expired.");
  }
}

/** The hash that was signed: the body's, which a stated one must be, or a word for none (UNSIGNED-PAYLOAD, STREAMING-…). */
function payloadHash(request: HttpRequest, { expires, scope }: Signed, protocol: ProtocolId): string {
  const query = expires === undefined ? null : new URLSearchParams(request.query).get("X-Amz-Content-Sha256");
  const stated = request.headers["x-amz-content-sha256"] ?? query ?? undefined;
  if (stated !== undefined && !/^[0-9a-f]{64}$/.test(stated)) return stated;
  // S3's presigned URLs leave the body open.
  if (stated === undefined && expires !== undefined && scope.service === "s3") return "UNSIGNED-PAYLOAD";
  const actual = sha256(request.body);
  if (stated !== undefined && stated !== actual)
    refuse(protocol, "mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
  return actual;
}
