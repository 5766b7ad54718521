/** Lines of JSON on their way to a reader. Whoever writes waits while the reader lags, so that no more is held than a few of them. */

/** Bytes that wait for the reader before the writer does. */
const MOST_WAITING = 64 * 1024;

export class Lines {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #encoder = new TextEncoder();
  readonly #isWanted: () => boolean;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #isCancelled = false;
  #go: () => void = () => undefined;

  constructor(isWanted: () => boolean) {
    this.#isWanted = isWanted;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#go(),
        cancel: () => {
          this.#isCancelled = true;
          this.#go();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
    );
  }

  get areWanted(): boolean {
    return !this.#isCancelled && this.#isWanted();
  }

  /** Where the reader lags, a promise that is kept when it has caught up, or has gone. */
  write(json: object): Promise<void> | undefined {
    const controller = this.#controller;
    if (!this.areWanted || !controller) return undefined;
    controller.enqueue(this.#encoder.encode(`${JSON.stringify(json)}\n`));
    if ((controller.desiredSize ?? 0) > 0) return undefined;
    return new Promise((resolve) => {
      this.#go = resolve;
    });
  }

  end(last: object): undefined {
    this.write(last);
    if (this.areWanted) this.#controller?.close();
  }
}
