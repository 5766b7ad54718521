/**
 * Reads a request's body within the limits: one that says it is too long is refused before a byte of it is read, one that
 * turns out to be is refused as soon as it is, and all that are being read share one budget.
 */
import type { IncomingMessage } from "node:http";
import { AwsError } from "../cloud/error.ts";
import type { Limits } from "./limits.ts";

export const EMPTY: Uint8Array = new Uint8Array(0);

const tooLarge = (limit: number): AwsError =>
  new AwsError("RequestEntityTooLarge", `Request must be smaller than ${limit} bytes`, 413);

/** The body broke off: the client closed, sent something else than it said, or took too long. */
export class BrokenBody extends AwsError {}

const truncated = (): BrokenBody =>
  new BrokenBody(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  );

const timedOut = (): BrokenBody =>
  new BrokenBody("RequestTimeout", "The request was not received in the time that a client has for it.", 408);

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** Chunks that are smaller are copied together: a body sent byte by byte must not cost an object for each. */
const SMALL = 1024;
const BLOCK = 64 * 1024;

/** The bytes of a body as they come. Most bodies come in one piece, which is then the body as it is. */
class Pieces {
  #first: Uint8Array | undefined;
  #whole: Uint8Array[] | undefined;
  #block: Buffer | undefined;
  #used = 0;

  add(chunk: Uint8Array): void {
    if (this.#whole) this.#append(this.#whole, chunk);
    else if (this.#first === undefined) this.#first = chunk;
    else {
      const whole: Uint8Array[] = [];
      this.#whole = whole;
      this.#append(whole, this.#first);
      this.#append(whole, chunk);
      this.#first = undefined;
    }
  }

  join(length: number): Uint8Array {
    const whole = this.#whole;
    if (!whole) return this.#first ?? EMPTY;
    this.#seal(whole);
    return whole.length === 1 ? (whole[0] as Uint8Array) : Buffer.concat(whole, length);
  }

  #append(whole: Uint8Array[], chunk: Uint8Array): void {
    if (chunk.length >= SMALL) {
      this.#seal(whole);
      whole.push(chunk);
      return;
    }
    if (this.#block && this.#used + chunk.length > this.#block.length) this.#seal(whole);
    this.#block ??= Buffer.allocUnsafe(whole.length === 0 ? SMALL : BLOCK);
    this.#block.set(chunk, this.#used);
    this.#used += chunk.length;
  }

  #seal(whole: Uint8Array[]): void {
    if (this.#block) whole.push(this.#block.subarray(0, this.#used));
    this.#block = undefined;
    this.#used = 0;
  }
}

/** Who is told of a body: all of it, or why there is none. One of them, once. */
export interface BodyReceiver {
  received(body: Uint8Array): void;
  unreceived(error: AwsError): void;
}

const READING = Symbol("reading");

/** A connection, which has with it the body that it is in the middle of, to be told when it breaks off. */
interface Carrier {
  [READING]?: Reading | undefined;
}

/** One body on its way in. */
class Reading {
  readonly #reader: BodyReader;
  readonly #carrier: Carrier;
  readonly #receiver: BodyReceiver;
  readonly #pieces = new Pieces();
  #length = 0;
  #open = true;

  constructor(reader: BodyReader, incoming: IncomingMessage, receiver: BodyReceiver) {
    this.#reader = reader;
    this.#carrier = incoming.socket as Carrier;
    this.#receiver = receiver;
    this.#carrier[READING] = this;
    incoming.on("data", (chunk: Uint8Array) => this.#add(chunk));
    incoming.on("end", () => this.#finish());
    incoming.on("error", () => this.stop(truncated()));
  }

  stop(error: AwsError): void {
    if (!this.#open) return;
    this.#close();
    this.#receiver.unreceived(error);
  }

  #add(chunk: Uint8Array): void {
    if (!this.#open) return;
    this.#length += chunk.length;
    const refused = this.#reader.hold(chunk.length, this.#length);
    if (refused) this.stop(refused);
    else this.#pieces.add(chunk);
  }

  #finish(): void {
    if (!this.#open) return;
    this.#close();
    this.#receiver.received(this.#pieces.join(this.#length));
  }

  #close(): void {
    this.#open = false;
    this.#reader.release(this.#length);
    if (this.#carrier[READING] === this) this.#carrier[READING] = undefined;
  }
}

export class BodyReader {
  readonly #limits: Limits;
  #held = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws where the announced length is refused, before anybody says `100 Continue`. */
  admit(incoming: IncomingMessage): void {
    if (Number(incoming.headers["content-length"] ?? 0) > this.#limits.body) throw tooLarge(this.#limits.body);
  }

  read(incoming: IncomingMessage, receiver: BodyReceiver): void {
    new Reading(this, incoming, receiver);
  }

  /** Counts bytes more of a body that has `length` by now; the answer is what is wrong with that, if anything. */
  hold(bytes: number, length: number): AwsError | undefined {
    const { body: limit, bodies } = this.#limits;
    this.#held += bytes;
    if (length > limit) return tooLarge(limit);
    if (this.#held <= bodies) return undefined;
    return new AwsError("RequestLimitExceeded", "Request limit exceeded: too much is being sent.", 503);
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }

  /** The connection's bytes made no sense from here on: whoever waits for the rest of a body is told. */
  breakOff(socket: object, error: NodeJS.ErrnoException): boolean {
    const reading = (socket as Carrier)[READING];
    reading?.stop(error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? timedOut() : truncated());
    return reading !== undefined;
  }
}
