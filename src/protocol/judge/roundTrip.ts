/**
 * The law of the codecs: what the SDK's client sends, we parse back equal; what we emit, the client reads back equal.
 * For every operation of a service, on random documents of its shapes.
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { catalogue, type ServiceName } from "../catalogue.ts";
import type { HttpRequest } from "../codec.ts";
import { identify } from "../identify.ts";
import { loadModel, type ServiceModel } from "../model.ts";
import { codecOf } from "../protocols.ts";
import { arbitraries } from "./arbitraries.ts";
import { type JudgeClient, judgeClient } from "./clients.ts";
import { EVENT_STREAMS, OLD_CLIENTS, plain, read, received, sent } from "./normalisations.ts";

/** `UNDERLAY_RUNS=200 npx vitest run src/protocol` looks closer. */
const { UNDERLAY_RUNS = "3", UNDERLAY_SEED = "20260101" } = process.env;
const RUNS = Number(UNDERLAY_RUNS);
const SEED = Number(UNDERLAY_SEED);

const equal = (actual: unknown, expected: unknown): void => {
  const [left, right] = [plain(actual), plain(expected)];
  if (!isDeepStrictEqual(left, right)) expect(left).toEqual(right);
};

export function roundTrips(service: ServiceName): void {
  describe(service, () => {
    let client: JudgeClient;
    let model: ServiceModel;
    let documents: ReturnType<typeof arbitraries>;

    beforeAll(async () => {
      client = await judgeClient(service);
      model = await loadModel(service);
      documents = arbitraries({ service, protocol: model.protocol, old: OLD_CLIENTS.has(service) });
    });

    const operations = catalogue[service].operations.filter((operation) => !EVENT_STREAMS.has(operation));
    test.each(operations)("%s", async (operation) => {
      if (!client.has(operation)) {
        expect(OLD_CLIENTS).toContain(service);
        return;
      }
      const { input, output } = model.operation(operation) ?? {};
      if (!input || !output) throw new Error(`no ${operation}`);
      const codec = codecOf(model.protocol);
      const property = fc.asyncProperty(
        documents.document(input),
        documents.document(output),
        async (given, answer) => {
          let request: HttpRequest | undefined;
          const result = await client.call(operation, given, (arrived) => {
            request = arrived;
            const response = codec.emitOutput(model, operation, answer, "req-1");
            if (response.ascii) expect(Buffer.byteLength(response.body)).toBe(response.body.length);
            return response;
          });
          if (!request) throw new Error("nothing was sent");
          const { authorization } = request.headers;
          // STS takes requests from callers who have no keys yet.
          expect(identify(request)).toMatchObject({ service, ...(authorization ? { account: "123456789012" } : {}) });
          expect(codec.operationOf(model, request)).toEqual({ ok: true, value: operation });
          const parsed = codec.parseInput(model, operation, request);
          if (!parsed.ok) expect(parsed).toEqual({ ok: true });
          else
            equal(
              received(service, operation, parsed.value),
              received(service, operation, sent(model, operation, given)),
            );
          equal(result, read(model, operation, answer));
        },
      );
      await fc.assert(property, { numRuns: RUNS, seed: SEED, includeErrorInReport: true });
    });
  });
}
