/** The AWS SDK's own clients, without a network: what one would send is handed over, and what it is given it reads. */
import { Readable } from "node:stream";
import type { ServiceName } from "../catalogue.ts";
import type { HttpRequest, HttpResponse } from "../codec.ts";

/** Answers a request instead of a server. */
type Answer = (request: HttpRequest) => HttpResponse;

interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface SdkClient {
  send(command: unknown): Promise<Record<string, unknown>>;
}

type Constructor<T> = new (config: unknown) => T;

export interface JudgeClient {
  /** Clients older than the API's model lack some operations. */
  has(operation: string): boolean;
  /** Sends an input, answers it, and gives what the client makes of the answer. */
  call(operation: string, input: unknown, answer: Answer): Promise<Record<string, unknown>>;
}

/** Tells of its age on every start; nothing here depends on Node's. */
Object.assign(process.env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });

export async function judgeClient(service: ServiceName): Promise<JudgeClient> {
  const sdk: Record<string, unknown> = await import(`@aws-sdk/client-${service}`);
  const name = Object.keys(sdk).find((key) => key.endsWith("Client") && !key.startsWith("__"));
  const Client = sdk[name ?? ""] as Constructor<SdkClient>;
  let answer: Answer | undefined;
  const client = new Client({
    region: "us-east-1",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
    maxAttempts: 1,
    // S3's client would add a checksum to every request, of a kind that it draws from the input.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle: async (request: SdkRequest) => {
        if (!answer) throw new Error("no answer");
        const { status, headers, body } = answer(requestOf(request));
        const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
        // S3's outputs are streams to its client, which takes nothing else for one.
        const stream = service === "s3" ? Readable.from([bytes]) : bytes;
        return { response: { statusCode: status, headers: { ...headers }, body: stream } };
      },
    },
  });
  return {
    has: (operation) => `${operation}Command` in sdk,
    call: async (operation, input, given) => {
      answer = given;
      const Command = sdk[`${operation}Command`] as Constructor<unknown>;
      return collected(await client.send(new Command(input)));
    },
  };
}

/** With its stream, if it has one, read to the end. */
async function collected(output: Record<string, unknown>): Promise<Record<string, unknown>> {
  const read = { ...output };
  for (const [name, value] of Object.entries(output))
    if (value instanceof Readable) read[name] = new Uint8Array(Buffer.concat(await value.toArray()));
  return read;
}

/** As it would stand on the wire. */
function requestOf({ method, hostname, path, query, headers, body }: SdkRequest): HttpRequest {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query ?? {}))
    for (const item of Array.isArray(value) ? value : [value])
      pairs.push(item === null ? encode(name) : `${encode(name)}=${encode(String(item))}`);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method,
    path,
    query: pairs.join("&"),
    headers: { host: hostname, ...lower },
    body: typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array()),
  };
}

const encode = (text: string): string => encodeURIComponent(text);
