/**
 * The AWS query protocol (STS, load balancers, CloudFormation): forms in, XML with a result element out.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { err, ok } from "../base/result.ts";
import type { Codec, HttpResponse } from "./codec.ts";
import { keyOf } from "./form.ts";
import { type QueryDialect, queryReaders } from "./queryInput.ts";
import { COMMON_PARAMETERS, parametersOf } from "./queryRequest.ts";
import { NOTHING, type Reading } from "./reading.ts";
import { quoted } from "./scalar.ts";
import { element, emitText, xmlWriters } from "./xml.ts";
import { isAllAscii, startAscii } from "./xmlText.ts";

const dialect: QueryDialect = {
  memberKey: (member) => member.traits.xmlName ?? member.name,
  itemKey: (item) => item.traits.xmlName ?? "member",
  invalidValue: (node, { kind }) => ({
    code: "MalformedInput",
    message:
      kind === "list" || kind === "map"
        ? "Unexpected list element termination"
        : kind === "structure" || kind === "union"
          ? "Unexpected complex element termination"
          : node.value === undefined
            ? "Start of structure or map found where not expected."
            : `Invalid value for ${keyOf(node)}: ${quoted(node.value)}`,
    status: 400,
  }),
  // These services pass over parameters that they do not know.
  unknownKey: () => undefined,
};

const readers = queryReaders(dialect);
const writers = xmlWriters();

/** A body that was written since `startAscii`. */
const xml = (status: number, requestId: string, body: string): HttpResponse => ({
  status,
  headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
  body,
  ascii: isAllAscii(),
});

export const awsQuery: Codec = {
  operationOf(model, request) {
    const parameters = parametersOf(request);
    if (!parameters.ok) return parameters;
    const action = parameters.value.child("Action")?.value;
    const version = parameters.value.child("Version")?.value ?? model.apiVersion;
    if (!action) return err({ code: "MissingAction", message: "Missing Action", status: 400 });
    const operation = model.operation(action);
    if (!operation)
      return err({
        code: "InvalidAction",
        message: `Could not find operation ${quoted(action)} for version ${quoted(version)}`,
        status: 400,
      });
    return ok(operation.name); // the model's own text: the request's would hold on to all of its body
  },

  parseInput(model, operation, request) {
    const parameters = parametersOf(request);
    if (!parameters.ok) return parameters;
    const input = model.operation(operation)?.input;
    const reading: Reading = { error: undefined };
    const shape = input?.kind === "structure" ? input : NOTHING;
    const document = readers.readStructure(shape, parameters.value, reading, COMMON_PARAMETERS);
    return reading.error ? err(reading.error) : ok(document);
  },

  emitOutput(model, operation, output, requestId) {
    startAscii();
    const shape = model.operation(operation)?.output;
    const result = shape?.kind === "structure" ? element(`${operation}Result`, writers.content(shape, output)) : "";
    const tag = `${operation}Response`;
    return xml(
      200,
      requestId,
      `<${tag} xmlns="${model.xmlNamespace}">${result}` +
        `<ResponseMetadata><RequestId>${emitText(requestId)}</RequestId></ResponseMetadata></${tag}>`,
    );
  },

  emitError(model, _operation, { code, message, status, members }, requestId) {
    startAscii();
    const shape = model.error(code);
    const wireCode = shape?.traits.awsQueryError?.[0] ?? code; // LoadBalancerNotFound for LoadBalancerNotFoundException
    const own = shape?.members.filter(({ name }) => name.toLowerCase() !== "message") ?? [];
    return xml(
      status,
      requestId,
      `<ErrorResponse xmlns="${model.xmlNamespace}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>` +
        `<Code>${emitText(wireCode)}</Code><Message>${emitText(message)}</Message>` +
        `${members ? writers.members(own, members) : ""}</Error><RequestId>${emitText(requestId)}</RequestId></ErrorResponse>`,
    );
  },
};
