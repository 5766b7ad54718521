/** STS as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import { decodeAuthorizationMessage, getAccessKeyInfo, getCallerIdentity } from "./callers.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "./roles.ts";
import { getFederationToken, getSessionToken } from "./tokens.ts";

export const stsService: Service = {
  name: "sts",
  operations: [
    getCallerIdentity,
    getAccessKeyInfo,
    decodeAuthorizationMessage,
    assumeRole,
    assumeRoleWithWebIdentity,
    getSessionToken,
    getFederationToken,
  ],
};
