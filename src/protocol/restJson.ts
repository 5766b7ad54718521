/**
 * The REST-JSON protocol: operations by method and path, JSON bodies.
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
import { err, ok } from "../base/result.ts";
import { errorBody } from "./awsJson.ts";
import type { Codec } from "./codec.ts";
import { bindingsOf, emitHeaders, readBindings } from "./httpBinding.ts";
import { jsonReaders, parseJson } from "./jsonInput.ts";
import { jsonWriters } from "./jsonOutput.ts";
import { NOTHING, type Reading } from "./reading.ts";
import { routeOf } from "./restRequest.ts";
import type { Member } from "./shapes.ts";

const nameOf = (member: Member): string => member.traits.jsonName ?? member.name;
const readers = jsonReaders(nameOf);
const writers = jsonWriters(nameOf);

const JSON_TYPE = { "content-type": "application/json" };

export const restJson: Codec = {
  operationOf(model, request) {
    const routed = routeOf(model, request);
    return routed.ok ? ok(routed.value.route.operation) : routed;
  },

  parseInput(model, operation, request) {
    const routed = routeOf(model, request);
    if (!routed.ok) return routed;
    const input = model.operation(operation)?.input;
    const shape = input?.kind === "structure" ? input : NOTHING;
    const bindings = bindingsOf(shape);
    const reading: Reading = { error: undefined };
    const { route, query } = routed.value;
    const document = readBindings(bindings, request, route, query, (message) => {
      reading.error ??= { code: "SerializationException", message, status: 400 };
    });
    const { payload, body } = bindings;
    if (payload) {
      const value = payloadValue(payload, request.body, reading);
      if (value !== undefined) document[payload.name] = value;
    } else if (body.length > 0) {
      const value = parseJson(request.body, reading);
      if (!reading.error) Object.assign(document, readers.structure(body, value, reading));
    }
    return reading.error ? err(reading.error) : ok(document);
  },

  emitOutput(model, operation, output, requestId) {
    const { output: shape, http } = model.operation(operation) ?? {};
    const bindings = bindingsOf(shape?.kind === "structure" ? shape : NOTHING);
    const { payload, statusCode } = bindings;
    const status = statusCode ? Number(output[statusCode.name] ?? http?.code ?? 200) : (http?.code ?? 200);
    const headers = { ...JSON_TYPE, "x-amzn-requestid": requestId, ...emitHeaders(bindings, output) };
    if (status === 204) return { status, headers, body: "" };
    if (!payload) return { status, headers, body: JSON.stringify(writers.members(bindings.body, output)) };
    const value = output[payload.name];
    if (value === undefined || value === null) return { status, headers, body: "" };
    if (value instanceof Uint8Array)
      return { status, headers: { ...headers, "content-type": "application/octet-stream" }, body: value };
    if (typeof value === "string" && payload.shape.kind === "string")
      return { status, headers: { ...headers, "content-type": "text/plain" }, body: value };
    return { status, headers, body: JSON.stringify(writers.value(payload.shape, value)) };
  },

  emitError(model, _operation, { code, message, status, members }, requestId) {
    const shape = model.error(code);
    const bound = shape && members ? emitHeaders(bindingsOf(shape), members) : {};
    return {
      status,
      headers: { ...JSON_TYPE, "x-amzn-requestid": requestId, "x-amzn-errortype": code, ...bound },
      body: JSON.stringify(errorBody(model, code, message, members, writers.members)),
    };
  },
};

function payloadValue(payload: Member, body: Uint8Array, reading: Reading): unknown {
  const { kind } = payload.shape;
  if (kind === "blob" || kind === "streaming-blob") return body;
  if (body.length === 0) return undefined;
  if (kind === "string") return new TextDecoder().decode(body);
  const value = parseJson(body, reading);
  return reading.error ? undefined : readers.value(payload.shape, value, reading);
}
