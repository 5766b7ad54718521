/**
 * One request on its way down the chain, and its answer on the way back: written and recorded. Where nothing has to be
 * waited for, all of it happens in one go as the last byte of the request arrives, without a promise.
 */
import type { AwsError } from "../cloud/error.ts";
import type { HttpResponse, WireError } from "../protocol/codec.ts";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../protocol/identify.ts";
import type { CallLog } from "./callLog.ts";
import { type Answer, admit, answer, answerError, type Chain, isInternal, nameService, takeBody } from "./chain.ts";
import { emit, emitWeb } from "./emit.ts";
import type { Exchange } from "./exchange.ts";
import { type BodyReceiver, BrokenBody } from "./requestBody.ts";

export class Serving implements BodyReceiver {
  readonly #chain: Chain;
  readonly #log: CallLog;
  readonly #exchange: Exchange;
  /** When the request came: on the machine's clock, and on the region's. */
  readonly #came = performance.now();
  readonly #time: number;

  constructor(chain: Chain, log: CallLog, exchange: Exchange) {
    this.#chain = chain;
    this.#log = log;
    this.#exchange = exchange;
    this.#time = chain.live.clock.now();
  }

  begin(): void {
    try {
      const early = admit(this.#chain, this.#exchange);
      if (early) this.#deliver(early);
      else if (this.#exchange.rest === "body") this.#chain.bodies.read(this.#exchange.incoming, this);
      else this.#deliver(answer(this.#chain, this.#exchange));
    } catch (refused) {
      this.#refuse(refused);
    }
  }

  received(body: Uint8Array): void {
    try {
      takeBody(this.#exchange, body);
      this.#deliver(answer(this.#chain, this.#exchange));
    } catch (refused) {
      this.#refuse(refused);
    }
  }

  unreceived(error: AwsError): void {
    if (error instanceof BrokenBody) this.#exchange.rest = "broken";
    this.#refuse(error);
  }

  #deliver(answered: Answer | Promise<Answer>): void {
    if (answered instanceof Promise) {
      answered.then((ready) => this.#deliver(ready)).catch((refused: unknown) => this.#refuse(refused));
      return;
    }
    if ("passedOn" in answered) {
      this.#ended(answered.status, undefined);
      return;
    }
    const waiting = this.#chain.live.durable(); // an answer tells only of what a crash cannot take back
    if (waiting) waiting.then(() => this.#write(answered)).catch((refused: unknown) => this.#refuse(refused));
    else this.#write(answered);
  }

  #write(answered: HttpResponse | Response): void {
    // Told by a member: to name the class `Response` would load Node's whole web client, a tenth of a second.
    if ("bodyUsed" in answered) {
      emitWeb(this.#exchange, answered).catch((refused: unknown) => this.#refuse(refused));
      return;
    }
    emit(this.#exchange, answered);
    if (this.#exchange.identity) this.#ended(answered.status, undefined);
  }

  /** Says the error that some step threw. */
  #refuse(refused: unknown): void {
    const naming = nameService(this.#exchange);
    const waiting = this.#chain.live.durable(); // a refusal tells of what is there, too
    if (!naming && !waiting) this.#writeError(refused);
    else this.#refuseAfter(naming, waiting, refused);
  }

  async #refuseAfter(naming: Promise<void> | undefined, waiting: Promise<void> | undefined, refused: unknown) {
    let thrown = refused;
    try {
      await naming;
      await waiting;
    } catch (failed) {
      thrown = failed;
    }
    this.#writeError(thrown);
  }

  #writeError(thrown: unknown): void {
    try {
      const { response, error } = answerError(this.#exchange, thrown);
      emit(this.#exchange, response);
      if (!isInternal(this.#exchange.request.path)) this.#ended(response.status, error);
    } catch (failed) {
      console.error("underlay: an answer could not be written:", failed);
      this.#exchange.outgoing.destroy();
    }
  }

  #ended(status: number, error: WireError | undefined): void {
    const { identity, operation, requestId, request } = this.#exchange;
    this.#log.add({
      time: this.#time,
      requestId,
      account: identity?.account ?? DEFAULT_ACCOUNT,
      region: identity?.region ?? DEFAULT_REGION,
      service: identity?.service ?? identity?.signingName?.slice(0, 100),
      operation,
      status,
      error,
      milliseconds: performance.now() - this.#came,
      userAgent: this.#log.userAgent(request.headers["user-agent"]),
    });
  }
}
