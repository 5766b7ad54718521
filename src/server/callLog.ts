/** The AWS calls seen: the last thousand are kept, and whoever follows sees each as it ends. */

export interface CallRecord {
  /** When the request came: ISO 8601. */
  readonly time: string;
  readonly requestId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string | null;
  readonly operation: string | null;
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly milliseconds: number;
  readonly userAgent: string | null;
}

/** A call as it ended. It is put into words when somebody reads the log, which is seldom. */
export interface EndedCall {
  /** When the request came: milliseconds since the epoch. */
  readonly time: number;
  readonly requestId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly milliseconds: number;
  /** As the client wrote it. */
  readonly userAgent: string | undefined;
}

const CAPACITY = 1000;

export class CallLog {
  readonly #ring: EndedCall[] = [];
  /** Where the next call goes: the oldest one's place, once the ring is full. */
  #next = 0;
  readonly #followers = new Set<(record: CallRecord) => void>();
  #userAgent: string | undefined;

  /** A client names itself in the same words in every call: they are kept once for as long as it is the same client. */
  userAgent(text: string | undefined): string | undefined {
    if (this.#userAgent !== text) this.#userAgent = text;
    return this.#userAgent;
  }

  add(call: EndedCall): void {
    this.#ring[this.#next] = call;
    this.#next = (this.#next + 1) % CAPACITY;
    if (this.#followers.size === 0) return;
    const record = recordOf(call);
    for (const follower of this.#followers) follower(record);
  }

  /** Oldest first. */
  records(): readonly CallRecord[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].map(recordOf);
  }

  /** The answer ends it. */
  follow(follower: (record: CallRecord) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

const recordOf = (call: EndedCall): CallRecord => ({
  time: new Date(call.time).toISOString(),
  requestId: call.requestId,
  account: call.account,
  region: call.region,
  service: call.service ?? null,
  operation: call.operation ?? null,
  status: call.status,
  error: call.error ? { code: call.error.code, message: call.error.message } : null,
  milliseconds: Math.round(call.milliseconds * 1000) / 1000,
  userAgent: shortUserAgent(call.userAgent),
});

/** `aws-cli/2.17.0`, `APN/1.0 HashiCorp/1.0 Terraform/1.9.8`: the products that name the program, without the rest. */
export function shortUserAgent(text: string | undefined): string | null {
  if (!text) return null;
  const products = text.split(" ").filter((part) => /^[\w.+-]+\/[\w.+-]+$/.test(part));
  const named = products.filter((part) => /^(aws-cli|Boto3|Botocore|Terraform|aws-sdk-[\w-]+)\//i.test(part));
  return ((named.length > 0 ? named.slice(0, 2) : products.slice(0, 1)).join(" ") || text).slice(0, 100);
}
