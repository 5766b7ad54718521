/** What bounds the memory and the time that one client, or a thousand of them, can take. */
export interface Limits {
  /** Bytes of one request's body. CloudFormation's templates, the largest thing the APIs here take inline, end at 1 MB. */
  readonly body: number;
  /** Bytes of all bodies that are being received. */
  readonly bodies: number;
  /** Bytes of a request's line and headers. Presigned and query requests put their parameters there. */
  readonly headers: number;
  /** Milliseconds until the headers must be there. */
  readonly headersTimeout: number;
  /** Milliseconds until the whole request must be there. */
  readonly requestTimeout: number;
  /** Milliseconds for which a connection is kept between requests: longer than the SDKs keep theirs. */
  readonly keepAliveTimeout: number;
  readonly connections: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  body: 16 * MIB,
  bodies: 256 * MIB,
  headers: 64 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 75_000,
  connections: 4096,
};
