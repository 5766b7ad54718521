/**
 * A keep-alive HTTP/1.1 client on bare sockets: one request at a time a connection, as little work as it can do, so that
 * what is measured is the server. It reads answers by `Content-Length` or in chunks, and opens another connection
 * where the server closes its own after each answer, as moto's does.
 */
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The request of an AWS client: the headers that boto3 sends, with a signature of the right form. An access key of twelve
 * digits is the account.
 */
export function requestOf(form: string, path = "/", accessKey = "test"): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n` +
      "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n" +
      "User-Agent: Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython\r\n" +
      "X-Amz-Date: 20260101T000000Z\r\n" +
      `Authorization: AWS4-HMAC-SHA256 Credential=${accessKey}/20260101/us-east-1/ec2/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=${"0".repeat(64)}\r\n` +
      `Content-Length: ${Buffer.byteLength(form)}\r\n\r\n${form}`,
  );
}

/** EC2's form of an operation and its parameters. */
export const formOf = (operation: string, parameters: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({ Action: operation, Version: "2016-11-15", ...parameters }).toString();

const END_OF_HEAD = Buffer.from("\r\n\r\n");

export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { readonly done: (answer: Answer) => void; readonly failed: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  request(bytes: Buffer | string): Promise<Answer> {
    return new Promise((done, failed) => {
      this.#waiting = { done, failed };
      this.#socket ??= this.#open();
      this.#socket.write(bytes, "latin1");
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    socket.on("data", (chunk) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#read(false);
    });
    const gone = (error?: Error): void => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#read(true);
      const waiting = this.#waiting;
      this.#waiting = undefined;
      this.#received = Buffer.alloc(0);
      waiting?.failed(error ?? new Error("the server closed the connection"));
    };
    socket.on("error", gone);
    socket.on("close", () => gone());
    return socket;
  }

  /** Takes an answer off what was received, if it is whole. */
  #read(closed: boolean): void {
    const bytes = this.#received;
    const head = bytes.indexOf(END_OF_HEAD);
    if (head < 0 || !this.#waiting) return;
    const headers = bytes.toString("latin1", 0, head);
    const start = head + END_OF_HEAD.length;
    const length = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1];
    let body: string | undefined;
    if (length !== undefined) {
      const end = start + Number(length);
      if (bytes.length >= end) body = bytes.toString("latin1", start, end);
    } else if (/\r\ntransfer-encoding: *chunked/i.test(headers)) body = dechunked(bytes.toString("latin1", start));
    else if (closed) body = bytes.toString("latin1", start);
    if (body === undefined) return;
    const { done } = this.#waiting;
    this.#waiting = undefined;
    this.#received = Buffer.alloc(0);
    if (/\r\nconnection: *close/i.test(headers)) this.close();
    done({
      status: Number(headers.slice(9, 12)),
      get headers() {
        return parseHeaders(headers);
      },
      body,
    });
  }
}

/** The text of all chunks; `undefined` while the last has not come. */
function dechunked(text: string): string | undefined {
  let body = "";
  for (let at = 0; ; ) {
    const end = text.indexOf("\r\n", at);
    const size = end < 0 ? Number.NaN : Number.parseInt(text.slice(at, end), 16);
    if (Number.isNaN(size)) return undefined;
    if (size === 0) return text.endsWith("\r\n\r\n") ? body : undefined;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}

/** Those that are the answer's own, and not of the connection or the moment. */
const parseHeaders = (head: string): Record<string, string> =>
  Object.fromEntries(
    head
      .split("\r\n")
      .slice(1)
      .map(
        (line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()] as const,
      )
      .filter(([name]) => !["date", "connection", "keep-alive"].includes(name)),
  );
