/**
 * The EC2 query protocol: forms in, XML out. Lists are flattened in the form, keys are capitalised, and the output is
 * not wrapped.
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
import { err, ok } from "../base/result.ts";
import type { Codec, HttpResponse } from "./codec.ts";
import { keyOf } from "./form.ts";
import { type QueryDialect, queryReaders } from "./queryInput.ts";
import { COMMON_PARAMETERS, parametersOf } from "./queryRequest.ts";
import { NOTHING, type Reading } from "./reading.ts";
import { kindName, quoted } from "./scalar.ts";
import type { Member } from "./shapes.ts";
import { emitText, xmlWriters } from "./xml.ts";
import { isAllAscii, startAscii } from "./xmlText.ts";

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * "The request must contain the parameter vpcId": EC2 names parameters in lower camel case when it misses them. The
 * resources of CreateTags and DeleteTags go by an older name.
 */
export function ec2ParameterName(member: Member): string {
  const name = member.name === "Resources" ? "resourceIdSet" : (member.traits.xmlName ?? member.name);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const dialect: QueryDialect = {
  memberKey: (member) => member.traits.ec2QueryName ?? capitalised(member.traits.xmlName ?? member.name),
  itemKey: undefined,
  invalidValue: (node, { kind }) => ({
    code: "InvalidParameterValue",
    message:
      node.value === undefined || kind === "structure" || kind === "list" || kind === "map" || kind === "union"
        ? `Value (${quoted(node.value ?? "")}) for parameter ${keyOf(node)} is invalid. Unexpected structure of the parameter`
        : `Value (${quoted(node.value)}) for parameter ${keyOf(node)} is invalid. The value must be a ${kindName(kind)}`,
    status: 400,
  }),
  unknownKey: (node) => ({
    code: "UnknownParameter",
    message: `The parameter ${keyOf(node)} is not recognized`,
    status: 400,
  }),
};

const readers = queryReaders(dialect);
/** EC2 writes milliseconds even where they are zero. What is in one answer often is of one moment. */
const writers = xmlWriters((date) => {
  const time = date.getTime();
  if (time !== lastTime) [lastTime, lastText] = [time, Number.isNaN(time) ? "" : date.toISOString()];
  return lastText;
});
let lastTime = Number.NaN;
let lastText = "";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A body that was written since `startAscii`. */
const xml = (status: number, requestId: string, body: string): HttpResponse => ({
  status,
  headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
  body: DECLARATION + body,
  ascii: isAllAscii(),
});

export const ec2Query: Codec = {
  operationOf(model, request) {
    const parameters = parametersOf(request);
    if (!parameters.ok) return parameters;
    const action = parameters.value.child("Action")?.value;
    if (!action)
      return err({ code: "MissingAction", message: "The request must contain the parameter Action", status: 400 });
    const operation = model.operation(action);
    if (!operation)
      return err({
        code: "InvalidAction",
        message: `The action ${quoted(action)} is not valid for this web service.`,
        status: 400,
      });
    return ok(operation.name); // the model's own text: the request's would hold on to all of its body
  },

  parseInput(model, operation, request) {
    const parameters = parametersOf(request);
    if (!parameters.ok) return parameters;
    const input = model.operation(operation)?.input;
    const shape = input?.kind === "structure" ? input : NOTHING;
    const reading: Reading = { error: undefined };
    const document = readers.readStructure(shape, parameters.value, reading, COMMON_PARAMETERS);
    return reading.error ? err(reading.error) : ok(document);
  },

  emitOutput(model, operation, output, requestId) {
    startAscii();
    const shape = model.operation(operation)?.output;
    // Where the model says that nothing is returned, EC2 returns that it worked.
    const content = shape?.kind === "structure" ? writers.content(shape, output) : "<return>true</return>";
    const tag = `${operation}Response`;
    return xml(
      200,
      requestId,
      `<${tag} xmlns="${model.xmlNamespace}/"><requestId>${emitText(requestId)}</requestId>${content}</${tag}>`,
    );
  },

  emitError(_model, _operation, { code, message, status }, requestId) {
    startAscii();
    return xml(
      status,
      requestId,
      `<Response><Errors><Error><Code>${emitText(code)}</Code><Message>${emitText(message)}</Message></Error></Errors>` +
        `<RequestID>${emitText(requestId)}</RequestID></Response>`,
    );
  },
};
