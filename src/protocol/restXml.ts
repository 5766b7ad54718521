/**
 * The REST-XML protocol (Route 53, CloudFront, S3, S3 Control): operations by method and path, XML bodies.
 * @see https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
import { err, ok } from "../base/result.ts";
import type { Codec, Document, HttpRequest, HttpResponse, WireError } from "./codec.ts";
import { type Bindings, bindingsOf, emitHeaders, readBindings } from "./httpBinding.ts";
import type { ServiceModel } from "./model.ts";
import { NOTHING, type Reading } from "./reading.ts";
import { routeOf } from "./restRequest.ts";
import type { StructureShape } from "./shapes.ts";
import { element, emitText, xmlWriters } from "./xml.ts";
import { readElement, readElementMembers } from "./xmlInput.ts";
import { parseXml } from "./xmlTree.ts";

const writers = xmlWriters();

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const INVALID: Readonly<Record<string, string>> = {
  "route-53": "InvalidInput",
  cloudfront: "InvalidArgument",
  s3: "InvalidArgument",
};

/** A value in the path, the query or a header that is not of its member's kind. */
const invalid = ({ name }: ServiceModel, message: string): WireError => ({
  code: INVALID[name] ?? "InvalidRequest",
  message,
  status: 400,
});

/** What each service says of a body that is not XML. */
function malformed({ name }: ServiceModel, reason: string): WireError {
  if (name === "route-53") return { code: "InvalidInput", message: `Invalid XML ; ${reason}`, status: 400 };
  const message =
    name === "s3-control" || name === "s3"
      ? "The XML you provided was not well-formed or did not validate against our published schema"
      : `Could not parse the XML of the request: ${reason}`;
  return { code: "MalformedXML", message, status: 400 };
}

export const restXml: Codec = {
  operationOf(model, request) {
    const routed = routeOf(model, request);
    return routed.ok ? ok(routed.value.route.operation) : routed;
  },

  parseInput(model, operation, request) {
    const routed = routeOf(model, request);
    if (!routed.ok) return routed;
    const input = model.operation(operation)?.input;
    const bindings = bindingsOf(input?.kind === "structure" ? input : NOTHING);
    const reading: Reading = { error: undefined };
    const { route, query } = routed.value;
    const document = readBindings(bindings, request, route, query, (message) => {
      reading.error ??= invalid(model, message);
    });
    readBody(model, bindings, request, document, reading);
    return reading.error ? err(reading.error) : ok(document);
  },

  emitOutput(model, operation, output, requestId) {
    const { output: shape, http } = model.operation(operation) ?? {};
    const structure = shape?.kind === "structure" ? shape : NOTHING;
    const bindings = bindingsOf(structure);
    const { statusCode } = bindings;
    const usual = model.name === "s3" && output["ContentRange"] !== undefined ? 206 : (http?.code ?? 200); // a part of an object
    const status = statusCode ? Number(output[statusCode.name] ?? usual) : usual;
    const [type, body] = emitBody(model, bindings, structure, output);
    const headers = { ...requestIds(model, requestId), ...emitHeaders(bindings, output) };
    return status === 204 || type === undefined
      ? { status, headers, body: "" }
      : { status, headers: { "content-type": type, ...headers }, body };
  },

  emitError(model, _operation, { code, message, status, members }, requestId) {
    if (model.name === "s3") return s3Error(model, code, message, status, members ?? {}, requestId);
    const shape = members && model.error(code);
    const bindings = bindingsOf(shape ?? NOTHING);
    const own = bindings.body.filter(({ name }) => name.toLowerCase() !== "message");
    const body =
      `<ErrorResponse xmlns="${model.xmlNamespace}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>` +
      `<Code>${emitText(code)}</Code><Message>${emitText(message)}</Message>${writers.members(own, members ?? {})}</Error>` +
      `<RequestId>${emitText(requestId)}</RequestId></ErrorResponse>`;
    const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
    return { status, headers: { ...headers, ...emitHeaders(bindings, members ?? {}) }, body: DECLARATION + body };
  },
};

/** S3 tells requests by headers of its own. */
const requestIds = ({ name }: ServiceModel, requestId: string): Record<string, string> =>
  name === "s3"
    ? { "x-amz-request-id": requestId, "x-amz-id-2": hostId(requestId) }
    : { "x-amzn-requestid": requestId };

const hostId = (requestId: string): string => Buffer.from(`${requestId}/underlay`).toString("base64");

/** What further members an error of S3 has stands beside its code, as text: the bucket, the key, the condition that failed. */
function s3Error(
  model: ServiceModel,
  code: string,
  message: string,
  status: number,
  members: Document,
  requestId: string,
): HttpResponse {
  const own = Object.entries(members).map(([name, value]) => element(name, emitText(String(value))));
  const body =
    `<Error>${element("Code", emitText(code))}${element("Message", emitText(message))}${own.join("")}` +
    `<RequestId>${emitText(requestId)}</RequestId><HostId>${hostId(requestId)}</HostId></Error>`;
  return {
    status,
    headers: { "content-type": "application/xml", ...requestIds(model, requestId) },
    body: DECLARATION + body,
  };
}

function readBody(
  model: ServiceModel,
  { payload, body }: Bindings,
  request: HttpRequest,
  document: Record<string, unknown>,
  reading: Reading,
): void {
  const kind = payload?.shape.kind;
  if (payload && (kind === "blob" || kind === "streaming-blob")) {
    document[payload.name] = request.body;
    return;
  }
  if (request.body.length === 0 || (!payload && body.length === 0)) return;
  const text = new TextDecoder("utf-8").decode(request.body);
  if (payload && kind === "string") {
    document[payload.name] = text;
    return;
  }
  const tree = parseXml(text);
  if (!tree.ok) reading.error ??= malformed(model, tree.reason);
  else if (payload) document[payload.name] = readElement(payload.shape, tree.value, reading);
  else Object.assign(document, readElementMembers(body, tree.value, reading));
}

/** The body and its type; no type where there is no body. */
function emitBody(
  model: ServiceModel,
  { payload, body }: Bindings,
  shape: StructureShape,
  output: Document,
): readonly [type: string | undefined, body: string | Uint8Array] {
  const root = (name: string, content: string): string =>
    `${DECLARATION}<${name} xmlns="${model.xmlNamespace}">${content}</${name}>`;
  if (!payload) {
    if (body.length === 0) return [undefined, ""];
    const name = shape.traits.xmlName ?? shape.name;
    // GetBucketLocation's answer is its one member's text, without an element for the member in the root's.
    if (model.name === "s3" && body.length === 1 && body[0]?.name === name)
      return ["application/xml", root(name, emitText(String(output[name] ?? "")))];
    return [model.name === "s3" ? "application/xml" : "text/xml", root(name, writers.members(body, output))];
  }
  const value = output[payload.name];
  if (value === undefined || value === null) return [undefined, ""];
  if (value instanceof Uint8Array) return ["application/octet-stream", value];
  const target = payload.shape;
  if (target.kind !== "structure" && target.kind !== "union") return ["text/plain", String(value)];
  const name = payload.traits.xmlName ?? target.traits.xmlName ?? target.name;
  return ["text/xml", root(name, writers.content(target, value as Document))];
}
