/** No request, whatever its bytes, makes a codec or `identify` throw; each gives a value or AWS's error. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serviceNames } from "./catalogue.ts";
import type { HttpRequest } from "./codec.ts";
import { identify } from "./identify.ts";
import { request } from "./judge/toyModel.ts";
import { missingParameter } from "./missingParameter.ts";
import { loadModel, type ServiceModel } from "./model.ts";
import { codecOf } from "./protocols.ts";

const { UNDERLAY_RUNS = "3" } = process.env;
const RUNS = Number(UNDERLAY_RUNS) * 100;

const bytes = (text: fc.Arbitrary<string>) => text.map((value) => new TextEncoder().encode(value));

/** Pieces of all the formats, so that some of what comes out is nearly right. */
const fragment = fc.oneof(
  fc.constantFrom(
    "Action=",
    "Version=2016-11-15",
    "&",
    "=",
    ".",
    "1",
    "member.",
    "entry.1.key",
    "%",
    "%2",
    "%zz",
    "%00",
    "+",
  ),
  fc.constantFrom(
    "<a>",
    "</a>",
    "<a/>",
    "<",
    ">",
    "&amp;",
    "&#x0;",
    "&#1;",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<![CDATA[",
    "]]>",
    "<!--",
  ),
  fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    '"a":',
    "null",
    "1e999",
    "-0",
    "true",
    '"__proto__":{}',
    '{"__proto__":',
    '"constructor":1',
    ",",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  bytes(fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(""))),
  bytes(fc.json()),
);

function requests(model: ServiceModel): fc.Arbitrary<HttpRequest> {
  const operation = fc.constantFrom(...model.operationNames);
  const uri = operation.map((name) => model.operation(name)?.http?.uri ?? "/");
  const path = fc.oneof(
    uri,
    uri.map((template) => template.replaceAll(/\{[^}]*\}/g, "x")),
    fc.tuple(uri, fragment).map(([template, odd]) => template.replaceAll(/\{[^}]*\}/g, () => odd)),
    fc.array(fragment).map((parts) => `/${parts.join("/")}`),
  );
  const target = fc.oneof(
    operation.map((name) => `${model.targetPrefix}.${name}`),
    fc.string({ unit: "binary" }),
  );
  return fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "BREW"),
    path,
    query: fc.oneof(
      fc.constant(""),
      operation.map((name) => `Action=${name}`),
      fc.array(fragment).map((parts) => parts.join("")),
    ),
    headers: fc.record(
      {
        host: fc.oneof(fc.constantFrom("ec2.amazonaws.com", "route53.localhost:1"), fc.string({ unit: "binary" })),
        authorization: fc.oneof(
          fc.constant("AWS4-HMAC-SHA256 Credential=a/b/c/ec2/aws4_request"),
          fc.string({ unit: "binary" }),
        ),
        "x-amz-target": target,
        "content-type": fc.constantFrom("application/x-www-form-urlencoded", "application/xml", "", "text/html"),
        "if-match": fc.string({ unit: "binary" }),
        "user-agent": fc.string({ unit: "binary" }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, string>>,
    body,
  });
}

describe.each(serviceNames)("%s", (service) => {
  test("any request", async () => {
    const model = await loadModel(service);
    const codec = codecOf(model.protocol);
    const property = fc.property(requests(model), fc.constantFrom(...model.operationNames), (asked, other) => {
      expect(identify(asked).region).toMatch(/^[a-z0-9-]+$/);
      const found = codec.operationOf(model, asked);
      // A codec may be asked to read a request as an operation that it does not name: then too it answers.
      for (const operation of [found.ok ? found.value : other, other]) {
        const input = codec.parseInput(model, operation, asked);
        const error = input.ok ? missingParameter(model, operation, input.value) : input.reason;
        if (!error) continue;
        expect(error.status).toBeGreaterThanOrEqual(400);
        const response = codec.emitError(model, operation, error, "r-1");
        expect(response.status).toBe(error.status);
      }
    });
    fc.assert(property, { numRuns: RUNS, seed: 1, includeErrorInReport: true });
  });

  test("nesting without end, and names without end", async () => {
    const model = await loadModel(service);
    const codec = codecOf(model.protocol);
    const deep = 100_000;
    const bodies = [
      "[".repeat(deep),
      '{"a":'.repeat(deep),
      `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`,
      "<a>".repeat(deep),
      `${"<a>".repeat(deep)}${"</a>".repeat(deep)}`,
      `a${".a".repeat(deep)}=1`,
      Array.from({ length: deep }, (_, i) => `a.${i}=1`).join("&"),
    ];
    for (const text of bodies) {
      const asked = request({ path: `/${"a/".repeat(deep)}`, query: "a&".repeat(deep), body: text });
      const plain = request({ body: text });
      for (const operation of model.operationNames.slice(0, 5))
        for (const one of [asked, plain]) expect(codec.parseInput(model, operation, one)).toHaveProperty("ok");
    }
  });
});
