/**
 * Questions about callers and keys.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
import { fail } from "../../cloud/error.ts";
import { userOfKey } from "../iam/resources.ts";
import { callerIdentity } from "./identity.ts";
import { sts } from "./operation.ts";
import { sessions } from "./sessions.ts";
import { checkText } from "./validation.ts";

export const getCallerIdentity = sts("GetCallerIdentity", (_, ctx) => {
  const { arn, userId } = callerIdentity(ctx);
  return { UserId: userId, Account: ctx.account, Arn: arn };
});

/** The account of keys that name none. */
const NOBODY = "000000000000";

export const getAccessKeyInfo = sts("GetAccessKeyInfo", ({ AccessKeyId = "" }, ctx) => {
  // A 12-digit key is the account itself here, shorter than any key of AWS's.
  if (/^\d{12}$/.test(AccessKeyId)) return { Account: AccessKeyId };
  checkText(AccessKeyId, "accessKeyId", [16, 128], { regex: /^\w*$/, text: "[\\w]*" });
  return { Account: ctx.find(sessions, AccessKeyId)?.account ?? userOfKey(ctx, AccessKeyId)?.account ?? NOBODY };
});

/** No answer of this endpoint has an encoded message in it, so there is none to decode. */
export const decodeAuthorizationMessage = sts("DecodeAuthorizationMessage", ({ EncodedMessage = "" }) => {
  checkText(EncodedMessage, "encodedMessage", [1, 10240]);
  return fail("InvalidAuthorizationMessageException", "Message is not valid");
});
