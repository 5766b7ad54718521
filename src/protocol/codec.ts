/**
 * What every AWS wire protocol answers to: bytes of an HTTP request become an operation's name and input, an output or
 * an error becomes bytes again. One file per protocol implements it; `protocols.ts` is the list of them.
 */
import type { Result } from "../base/result.ts";
import type { ServiceModel } from "./model.ts";

/** A request as it stood on the wire. Header names are lower case; `path` is still percent-encoded, `query` without its `?`. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** That a text is known to have no other characters, so that nobody need look for its length in bytes. */
  readonly ascii?: boolean;
}

/** An operation's input or output, in the member names and JavaScript types that the SDK's clients use. */
export type Document = Readonly<Record<string, unknown>>;

/** An error on its way out: the code and message that AWS documents, and members of the error's shape where it has some. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly members?: Document;
}

export interface Codec {
  /** Which operation of this service the request names: from a form, a header or the path. Total; the reason is AWS's error. */
  operationOf(model: ServiceModel, request: HttpRequest): Result<string, WireError>;
  /** The operation's input. Total: any bytes give a document or AWS's error for them. */
  parseInput(model: ServiceModel, operation: string, request: HttpRequest): Result<Document, WireError>;
  emitOutput(model: ServiceModel, operation: string, output: Document, requestId: string): HttpResponse;
  emitError(model: ServiceModel, operation: string | undefined, error: WireError, requestId: string): HttpResponse;
}
