/** Examples of AWS: the signature version 4 test suite, and those of the IAM and S3 documentation. */
import { describe, expect, test } from "vitest";
import type { ProtocolId } from "../../protocol/catalogue.ts";
import type { HttpRequest } from "../../protocol/codec.ts";
import { canonicalPath, canonicalQuery } from "./canonical.ts";
import { parseBasic, parseSigned } from "./signed.ts";
import { type Credential, verifySignature } from "./verify.ts";

const EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

const request = (fields: Partial<HttpRequest>): HttpRequest => ({
  method: "GET",
  path: "/",
  query: "",
  headers: {},
  body: new Uint8Array(0),
  ...fields,
});

/** The code of the error; nothing where the signature is good. */
function codeOf(
  signed: HttpRequest,
  at: string,
  credential: Credential | undefined = { secret: EXAMPLE_SECRET },
  protocol: ProtocolId = "awsQuery",
): string | undefined {
  try {
    verifySignature(signed, protocol, parseBasic(at), () => credential);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** A request of the test suite: service `service` in us-east-1, on 2015-08-30 at 12:36. */
const suite = (fields: Partial<HttpRequest>, signedHeaders: string, signature: string): HttpRequest =>
  request({
    ...fields,
    headers: {
      host: "example.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
      ...fields.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    },
  });

const VANILLA = suite({}, "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
const NOW = "20150830T123600Z";

const VECTORS: readonly (readonly [string, HttpRequest, string])[] = [
  ["get-vanilla", VANILLA, NOW],
  [
    "get-vanilla-query-order-key-case",
    suite(
      { query: "Param2=value2&Param1=value1" },
      "host;x-amz-date",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ),
    NOW,
  ],
  [
    "post-vanilla",
    suite({ method: "POST" }, "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    NOW,
  ],
  [
    "the IAM user guide's ListUsers",
    request({
      query: "Action=ListUsers&Version=2010-05-08",
      headers: {
        host: "iam.amazonaws.com",
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "x-amz-date": NOW,
        authorization:
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
      },
    }),
    NOW,
  ],
];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const PRESIGNED = request({
  path: "/test.txt",
  query:
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  headers: { host: "examplebucket.s3.amazonaws.com" },
});
const S3_SECRET = { secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

describe("AWS's examples", () => {
  test.each(VECTORS)("%s", (_, signed, at) => expect(codeOf(signed, at)).toBeUndefined());

  test("a presigned URL, for as long as it lives", () => {
    expect(codeOf(PRESIGNED, "20130524T000000Z", S3_SECRET)).toBeUndefined();
    expect(codeOf(PRESIGNED, "20130524T235959Z", S3_SECRET)).toBeUndefined();
    expect(codeOf(PRESIGNED, "20130525T000001Z", S3_SECRET)).toBe("RequestExpired");
    expect(codeOf({ ...PRESIGNED, path: "/other.txt" }, "20130524T000000Z", S3_SECRET)).toBe("SignatureDoesNotMatch");
  });
});

describe("what is refused", () => {
  const altered = (headers: Record<string, string>): HttpRequest => ({
    ...VANILLA,
    headers: { ...VANILLA.headers, ...headers },
  });
  const { authorization = "" } = VANILLA.headers;

  test.each([
    ["another host", altered({ host: "example.com" })],
    ["another method", { ...VANILLA, method: "POST" }],
    ["another query", { ...VANILLA, query: "a=b" }],
    ["another body", { ...VANILLA, body: Buffer.from("a") }],
    ["another signature", altered({ authorization: `${authorization.slice(0, -1)}0` })],
    ["a short signature", altered({ authorization: authorization.slice(0, -1) })],
    ["a body that is not what its stated hash says", altered({ "x-amz-content-sha256": "0".repeat(64) })],
  ])("%s", (_, signed) => expect(codeOf(signed, NOW)).toBe("SignatureDoesNotMatch"));

  test("another secret", () => expect(codeOf(VANILLA, NOW, { secret: "test" })).toBe("SignatureDoesNotMatch"));

  test.each([
    ["no signature", request({}), "MissingAuthenticationToken"],
    ["another algorithm", altered({ authorization: "Basic dGVzdDp0ZXN0" }), "IncompleteSignature"],
    ["nothing but the algorithm", altered({ authorization: "AWS4-HMAC-SHA256" }), "IncompleteSignature"],
    [
      "no signed headers",
      altered({ authorization: authorization.replace(/SignedHeaders=[^,]*, /, "") }),
      "IncompleteSignature",
    ],
    ["an unsigned host", altered({ authorization: authorization.replace("host;", "") }), "IncompleteSignature"],
    [
      "a scope that is cut",
      altered({ authorization: authorization.replace("/aws4_request", "") }),
      "IncompleteSignature",
    ],
    ["a date of another form", altered({ "x-amz-date": "2015-08-30" }), "IncompleteSignature"],
    ["the date of another day", altered({ "x-amz-date": "20150831T000000Z" }), "SignatureDoesNotMatch"],
  ])("%s", (_, signed, code) =>
    expect(codeOf(signed, signed.headers["x-amz-date"]?.startsWith("20150831") ? "20150831T000000Z" : NOW)).toBe(code),
  );

  test("a key that nobody has, and a token that is not its own", () => {
    const code = (credentialOf: () => Credential | undefined): string | undefined => {
      try {
        verifySignature(VANILLA, "awsQuery", parseBasic(NOW), credentialOf);
        return undefined;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => undefined)).toBe("InvalidClientTokenId");
    expect(code(() => ({ secret: EXAMPLE_SECRET, token: "t" }))).toBe("InvalidClientTokenId");
  });

  test("a clock that is more than fifteen minutes off, either way", () => {
    expect(codeOf(VANILLA, "20150830T125100Z")).toBeUndefined();
    expect(codeOf(VANILLA, "20150830T125101Z")).toBe("SignatureDoesNotMatch");
    expect(codeOf(VANILLA, "20150830T122100Z")).toBeUndefined();
    expect(codeOf(VANILLA, "20150830T122059Z")).toBe("SignatureDoesNotMatch");
    expect(codeOf(VANILLA, "20150830T125101Z", undefined, "ec2Query")).toBe("RequestExpired");
  });

  test("credentials that have ended", () => {
    const ended = { secret: EXAMPLE_SECRET, expires: parseBasic(NOW) };
    expect(codeOf(VANILLA, NOW, ended)).toBe("ExpiredToken");
    expect(codeOf(VANILLA, NOW, ended, "ec2Query")).toBe("RequestExpired");
    expect(codeOf(VANILLA, NOW, { ...ended, expires: parseBasic(NOW) + 1 })).toBeUndefined();
  });

  test("in the words of the JSON protocols", () => {
    expect(codeOf(request({}), NOW, undefined, "awsJson1_1")).toBe("MissingAuthenticationTokenException");
    expect(codeOf(VANILLA, NOW, { secret: "x" }, "restJson1")).toBe("InvalidSignatureException");
  });
});

describe("the canonical form", () => {
  test.each([
    ["/", "service", "/"],
    ["", "service", "/"],
    ["/a/../b/./c//d/", "service", "/b/c/d/"],
    ["/a%20b", "service", "/a%2520b"],
    ["/a%20b//c", "s3", "/a%20b//c"],
  ])("of the path %s for %s", (path, service, canonical) => expect(canonicalPath(path, service)).toBe(canonical));

  test("of a query: sorted by code point, escaped alike, values apart from names", () => {
    expect(canonicalQuery("b=2&a=x+y&a=%7E&A=1&c")).toBe("A=1&a=x%2By&a=~&b=2&c=");
    expect(canonicalQuery("a=%E0%A4%A")).toBe("a=%25E0%25A4%25A");
  });

  test("of a signature in the query", () => {
    expect(parseSigned(PRESIGNED)).toMatchObject({
      ok: true,
      value: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", expires: 86400, scope: { service: "s3", region: "us-east-1" } },
    });
  });
});
