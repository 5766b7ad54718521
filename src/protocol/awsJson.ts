/**
 * The AWS JSON protocols 1.0 and 1.1: the operation in `X-Amz-Target`, JSON in and out. They differ in their content type.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { err, ok } from "../base/result.ts";
import type { Codec, Document } from "./codec.ts";
import { jsonReaders, parseJson } from "./jsonInput.ts";
import { jsonWriters } from "./jsonOutput.ts";
import type { ServiceModel } from "./model.ts";
import { NOTHING, type Reading } from "./reading.ts";
import { quoted } from "./scalar.ts";
import type { Member } from "./shapes.ts";

const nameOf = (member: Member): string => member.name;
const readers = jsonReaders(nameOf);
const writers = jsonWriters(nameOf);

/** The members of an error's body: its message under the name its shape gives it, and what else the shape has. */
export function errorBody(
  model: ServiceModel,
  code: string,
  message: string,
  members: Document | undefined,
  write: (members: readonly Member[], value: Document) => Document,
): Record<string, unknown> {
  const shape = model.error(code);
  const own = shape?.members.filter(({ name, traits }) => name.toLowerCase() !== "message" && !traits.httpHeader) ?? [];
  const messageName = shape?.members.find(({ name }) => name.toLowerCase() === "message")?.name ?? "message";
  return { [messageName]: message, ...(members ? write(own, members) : {}) };
}

const awsJson = (version: "1.0" | "1.1"): Codec => {
  const headers = (requestId: string) => ({
    "content-type": `application/x-amz-json-${version}`,
    "x-amzn-requestid": requestId,
  });

  return {
    operationOf(model, request) {
      const target = request.headers["x-amz-target"];
      if (target === undefined)
        return err({ code: "MissingAction", message: "The request has no X-Amz-Target header", status: 400 });
      const dot = target.lastIndexOf(".");
      const operation = target.slice(dot + 1);
      if ((dot >= 0 && target.slice(0, dot) !== model.targetPrefix) || !model.operation(operation))
        return err({
          code: "InvalidAction",
          message: `The operation ${quoted(target)} is not valid for this web service.`,
          status: 400,
        });
      return ok(operation);
    },

    parseInput(model, operation, request) {
      const reading: Reading = { error: undefined };
      const value = parseJson(request.body, reading);
      if (reading.error) return err(reading.error);
      const input = model.operation(operation)?.input;
      const shape = input?.kind === "structure" ? input : NOTHING;
      const document = readers.structure(shape.members, value, reading);
      return reading.error ? err(reading.error) : ok(document);
    },

    emitOutput(model, operation, output, requestId) {
      const shape = model.operation(operation)?.output;
      // An operation that returns nothing answers with no body, or with an empty object: AWS does either.
      const body = shape?.kind === "structure" ? JSON.stringify(writers.members(shape.members, output)) : "{}";
      return { status: 200, headers: headers(requestId), body };
    },

    emitError(model, _operation, { code, message, status, members }, requestId) {
      const body = { __type: code, ...errorBody(model, code, message, members, writers.members) };
      return {
        status,
        headers: { ...headers(requestId), "x-amzn-errortype": code },
        body: JSON.stringify(body),
      };
    },
  };
};

export const awsJson1_0: Codec = awsJson("1.0");
export const awsJson1_1: Codec = awsJson("1.1");
