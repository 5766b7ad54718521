/** An error as AWS documents it: a code that clients branch on, a message for people, an HTTP status. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, for the services that model their errors. */
  readonly members: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, status = 400, members?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Ends the operation with AWS's error; whatever its transaction wrote is undone. */
export function fail(code: string, message: string, status = 400): never {
  throw new AwsError(code, message, status);
}
