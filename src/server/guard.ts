/**
 * Who may talk to the endpoint. It listens on loopback, but so does everything a browser on this machine can be told to
 * call, so a web page must not drive it:
 * - `Host` must be a loopback name or an AWS one: a page whose own name was rebound to 127.0.0.1 still sends its own.
 * - `Origin` must be a loopback host: pages that people run on this machine (the map, a development server on
 *   http://localhost:3000) may ask, and get the CORS headers for it; all others are refused before their body is read.
 *   `amazonaws.com` is no such origin, since anybody can put a page into a bucket there.
 * - Without an Origin (an image, a link, a form of an old browser), `Sec-Fetch-Site: cross-site` tells a foreign page.
 * What `allowHosts` names is taken as a Host and as an Origin, and so is any label before it: clients put an account or
 * a bucket in front of the host.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
import { parseIpv4 } from "../base/address.ts";
import { fail } from "../cloud/error.ts";
import type { HttpRequest, HttpResponse } from "../protocol/codec.ts";

type Headers = HttpRequest["headers"];

export interface Guard {
  /** Refuses with AWS's 403, or answers the origin that the response must name, if the request has one. */
  admit(headers: Headers): string | undefined;
}

/** The host of a Host header or an origin: lower case, without port and without the brackets of an IPv6 address. */
export function hostName(authority: string): string {
  const text = authority.toLowerCase();
  if (text.startsWith("[")) return /^\[([^\]]*)\](:\d*)?$/.exec(text)?.[1] ?? "";
  const colon = text.lastIndexOf(":");
  return (colon < 0 ? text : text.slice(0, colon)).replace(/\.$/, "");
}

const isLoopback = (host: string): boolean =>
  host === "localhost" ||
  host === "::1" ||
  host.endsWith(".localhost") ||
  (host.startsWith("127.") && parseIpv4(host) !== undefined); // RFC 1122 §3.2.1.3: the whole of 127.0.0.0/8

/** `123456789012.127.0.0.1`: an account before the address. No browser takes it for a host, so no page can send it. */
const isPrefixedLoopback = (host: string): boolean => host.endsWith(".127.0.0.1") && parseIpv4(host) === undefined;

const isAws = (host: string): boolean => host.endsWith(".amazonaws.com") || host === "amazonaws.com";

const originHost = /^https?:\/\/([^/@]+)$/i;

export function guardOf(allowHosts: readonly string[]): Guard {
  const allowed = allowHosts.map((host) => hostName(host.replace(/^\*?\.(?=.)/, "")));
  const isAllowed = (host: string): boolean => allowed.some((name) => host === name || host.endsWith(`.${name}`));
  let known: string | undefined; // clients keep sending one Host: it is judged once

  const admitHost = (header: string | undefined): void => {
    if (header === undefined || header === known) return;
    const host = hostName(header);
    if (!isLoopback(host) && !isAws(host) && !isPrefixedLoopback(host) && !isAllowed(host))
      fail(
        "AccessDenied",
        `The Host '${header.slice(0, 200)}' is not served here. Start Underlay with --allow-host to add it.`,
        403,
      );
    known = header;
  };

  return {
    admit(headers) {
      const { host: hostHeader, origin } = headers;
      admitHost(hostHeader);
      if (origin === undefined) {
        if (headers["sec-fetch-site"] === "cross-site")
          fail("AccessDenied", "A page of another site may not call this endpoint.", 403);
        return undefined;
      }
      const host = hostName(originHost.exec(origin)?.[1] ?? "");
      if (!isLoopback(host) && !isAllowed(host))
        fail("AccessDenied", `The Origin '${origin.slice(0, 200)}' may not call this endpoint.`, 403);
      return origin;
    },
  };
}

/** What tells a browser that the page may read the answer. */
export const corsHeaders = (origin: string): Readonly<Record<string, string>> => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "x-amzn-requestid, x-amz-request-id, x-amzn-errortype, etag, location",
  vary: "Origin",
});

/** The answer to a browser's question whether it may send what it is about to send. The guard has judged the origin. */
export const preflight = (headers: Headers): HttpResponse => ({
  status: 204,
  headers: {
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "*",
    "access-control-max-age": "600",
    ...(headers["access-control-request-private-network"] === "true"
      ? { "access-control-allow-private-network": "true" }
      : {}),
  },
  body: "",
});
