/**
 * Web identity tokens: JSON Web Tokens (RFC 7519) of OpenID Connect providers, or the opaque access tokens of the two
 * OAuth 2.0 providers that AWS takes by name. What a token claims is read and its time checked; its signature is not.
 */
import { fail } from "../../cloud/error.ts";

export interface WebIdentity {
  readonly subject: string;
  readonly audience: string | undefined;
  readonly provider: string;
}

export function parseWebIdentity(token: string, providerId: string | undefined, now: Date): WebIdentity {
  if (providerId !== undefined) return { subject: token.slice(0, 255), audience: undefined, provider: providerId };
  const claims = parseClaims(token);
  const { sub, iss, aud, exp } = claims;
  if (typeof sub !== "string" || typeof iss !== "string" || (typeof aud !== "string" && !Array.isArray(aud)))
    return fail("InvalidIdentityToken", "Missing a required claim: sub, iss, aud");
  if (typeof exp !== "number") return fail("InvalidIdentityToken", "Missing a required claim: exp");
  if (exp * 1000 <= now.getTime())
    return fail(
      "ExpiredTokenException",
      `Token expired: current date/time ${Math.floor(now.getTime() / 1000)} must be before the expiration date/time${exp}`,
    );
  const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
  return {
    subject: sub,
    audience: typeof audience === "string" ? audience : undefined,
    provider: iss.replace(/^https:\/\//, ""),
  };
}

function parseClaims(token: string): Readonly<Record<"sub" | "iss" | "aud" | "exp", unknown>> {
  const parts = token.split(".");
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
    if (parts.length === 3 && typeof claims === "object" && claims !== null)
      return { sub: undefined, iss: undefined, aud: undefined, exp: undefined, ...claims };
  } catch {
    // not JSON: refused below
  }
  return fail(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
}
