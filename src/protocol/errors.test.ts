import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { serviceNames } from "./catalogue.ts";
import { arbitraries } from "./judge/arbitraries.ts";
import { type JudgeClient, judgeClient } from "./judge/clients.ts";
import { OLD_CLIENTS, plain } from "./judge/normalisations.ts";
import { loadModel, type ServiceModel } from "./model.ts";
import { codecOf } from "./protocols.ts";

/** What the client throws, as far as it is the service's. */
type Thrown = Error & Record<string, unknown> & { readonly $metadata: { readonly httpStatusCode: number } };

const text = fc.string({ unit: fc.constantFrom(..."abc &<>\"'é漢"), minLength: 1, maxLength: 20 }).map((s) => `x${s}x`);

describe.each(serviceNames)("errors of %s", (service) => {
  let client: JudgeClient;
  let model: ServiceModel;
  let operation: string;
  let input: Record<string, unknown>;

  beforeAll(async () => {
    client = await judgeClient(service);
    model = await loadModel(service);
    operation = model.operationNames.find((name) => client.has(name)) ?? "";
    const shape = model.operation(operation)?.input;
    if (!shape) throw new Error(`no ${operation}`);
    const documents = arbitraries({ service, protocol: model.protocol, old: OLD_CLIENTS.has(service) });
    input = fc.sample(documents.document(shape), { numRuns: 1, seed: 1 })[0] ?? {};
  });

  const thrown = async (error: Parameters<ReturnType<typeof codecOf>["emitError"]>[2]): Promise<Thrown> => {
    try {
      await client.call(operation, input, () => codecOf(model.protocol).emitError(model, operation, error, "req-1"));
    } catch (caught) {
      return caught as Thrown;
    }
    throw new Error("the client did not throw");
  };

  test("an error that no shape describes", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(400, 403, 404, 500, 503), async (message, status) => {
        const error = await thrown({ code: "SomethingQuite.Unmodelled", message, status });
        expect(error.name).toBe("SomethingQuite.Unmodelled");
        expect(error.message).toBe(message);
        expect(error.$metadata.httpStatusCode).toBe(status);
      }),
      { numRuns: 5, seed: 1, includeErrorInReport: true },
    );
  });

  test("every error that a shape describes, with its members", async () => {
    const old = OLD_CLIENTS.has(service);
    const documents = arbitraries({ service, protocol: model.protocol, old });
    for (const code of model.errorNames) {
      const shape = model.error(code);
      if (!shape) throw new Error(`no ${code}`);
      const own = { ...shape, members: shape.members.filter(({ name }) => name.toLowerCase() !== "message") };
      await fc.assert(
        fc.asyncProperty(documents.document(own), text, async (members, message) => {
          const status = shape.traits.httpError ?? 400;
          const error = await thrown({ code, message, status, members });
          expect(error.name).toBe(code);
          expect(error.message).toBe(message);
          // Old clients know an error's shape only at the operations that name it, which our tables do not record.
          if (old) return;
          for (const { name } of own.members) expect(plain(error[name])).toEqual(plain(members[name]));
        }),
        { numRuns: 2, seed: 1, includeErrorInReport: true },
      );
    }
  });
});
