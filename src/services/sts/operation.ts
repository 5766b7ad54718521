import { operationsOf } from "../../cloud/operation.ts";
import type { Session } from "./sessions.ts";

/** Declares an STS operation, typed by the SDK's client. */
export const sts = operationsOf<typeof import("@aws-sdk/client-sts")>();

export const credentialsOf = ({ id, secretAccessKey, sessionToken, expires }: Session) => ({
  AccessKeyId: id,
  SecretAccessKey: secretAccessKey,
  SessionToken: sessionToken,
  Expiration: new Date(expires),
});
