/**
 * Errors where no service is known whose protocol could say them: in the form that the request looks as if it expects.
 * What is signed and no form is taken for REST-JSON's: the services that speak XML by path are all known.
 */
import type { HttpRequest, HttpResponse, WireError } from "../protocol/codec.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const text = (value: string): string => value.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);

export function emitUnknown(
  { headers, query }: HttpRequest,
  signingName: string | undefined,
  { code, message, status }: WireError,
  requestId: string,
): HttpResponse {
  const type = headers["content-type"];
  const isForm = type?.includes("form-urlencoded") || /(^|&)Action=/.test(query);
  const isRest = signingName !== undefined && !isForm && !type?.includes("xml");
  if (headers["x-amz-target"] !== undefined || type?.includes("json") || isRest)
    return {
      status,
      headers: {
        "content-type": isRest ? "application/json" : "application/x-amz-json-1.1",
        "x-amzn-requestid": requestId,
        "x-amzn-errortype": code,
      },
      body: JSON.stringify({ __type: code, message }),
    };
  const id = `<RequestId>${requestId}</RequestId>`;
  const error = `<Code>${text(code)}</Code><Message>${text(message)}</Message>`;
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId, "x-amzn-errortype": code },
    body: `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>${error}</Error>${id}</ErrorResponse>`,
  };
}
