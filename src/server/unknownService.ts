/** Errors where no service is known whose protocol could say them: in the form that the request looks as if it expects. */
import type { HttpRequest, HttpResponse, WireError } from "../protocol/codec.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const text = (value: string): string => value.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);

export function emitUnknown(
  { headers }: HttpRequest,
  signingName: string | undefined,
  { code, message, status }: WireError,
  requestId: string,
): HttpResponse {
  if (headers["x-amz-target"] !== undefined || headers["content-type"]?.includes("json"))
    return {
      status,
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amzn-requestid": requestId,
        "x-amzn-errortype": code,
      },
      body: JSON.stringify({ __type: code, message }),
    };
  const id = `<RequestId>${requestId}</RequestId>`;
  const error = `<Code>${text(code)}</Code><Message>${text(message)}</Message>`;
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body:
      signingName === "s3"
        ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}${id}</Error>`
        : `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>${error}</Error>${id}</ErrorResponse>`,
  };
}
