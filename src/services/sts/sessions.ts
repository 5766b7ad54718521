/**
 * Temporary credentials that STS handed out: a row each, found by the access key, so that calls signed with it are made
 * in the account and under the identity that it was handed out for.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
 */
import type { Context } from "../../cloud/context.ts";
import { accessKeyIdOf, base64Of } from "../../cloud/keys.ts";
import type { Store } from "../../cloud/store.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

/** What the credentials were handed out for; it decides which operations of STS they may call again. */
export type SessionKind = "role" | "session" | "federated";

/** Its id is the access key. The account and region are those in which its calls are made and where it was handed out. */
export interface Session extends Row {
  readonly kind: SessionKind;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly identity: Identity;
}

/** Who calls, as GetCallerIdentity says it. */
export interface Identity {
  readonly arn: string;
  readonly userId: string;
}

export const sessions = defineTable<Session>()("sts.session");

/** The credentials with this access key, if STS handed them out here; expired ones are still known for what they were. */
export const credentialOf = (store: Store, accessKeyId: string): Session | undefined =>
  store.table(sessions).get(accessKeyId);

/** Expired credentials are forgotten a day later: until then their error names them. */
const REMEMBERED = 24 * 60 * 60 * 1000;

export function issue(ctx: Context, kind: SessionKind, account: string, identity: Identity, seconds: number): Session {
  const now = ctx.now().getTime();
  const owner = ctx.within(account, ctx.region);
  for (const old of owner.all(sessions)) if (old.expires + REMEMBERED < now) owner.delete(sessions, old.id);
  return owner.put(sessions, {
    id: accessKeyIdOf("ASIA", account, ctx.random),
    account,
    region: ctx.region,
    kind,
    secretAccessKey: base64Of(ctx.random, 40),
    sessionToken: `IQoJb3JpZ2luX2Vj${base64Of(ctx.random, 380)}==`,
    expires: now + seconds * 1000,
    identity,
  });
}

/** The session in which the caller calls, where the access key is one that STS handed out. */
export const callerSession = (ctx: Context): Session | undefined =>
  ctx.accessKeyId === undefined ? undefined : ctx.find(sessions, ctx.accessKeyId);
