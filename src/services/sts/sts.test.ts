import { describe, expect, test } from "vitest";
import { type ManualClock, manualClock } from "../../base/clock.ts";
import { seededRandom } from "../../base/random.ts";
import { Cloud } from "../../cloud/cloud.ts";
import { AwsError } from "../../cloud/error.ts";
import type { InputOf, OperationNames, OutputOf } from "../../cloud/operation.ts";
import { stsService } from "./service.ts";
import { credentialOf, sessions } from "./sessions.ts";

type Sts = typeof import("@aws-sdk/client-sts");

const ACCOUNT = "111111111111";
const ROLE = "arn:aws:iam::222222222222:role/ops/Deploy";
const HOUR = 3600 * 1000;

interface Calls {
  readonly cloud: Cloud;
  readonly clock: ManualClock;
  call<Name extends OperationNames<Sts>>(name: Name, input: InputOf<Sts, Name>, as?: Caller): OutputOf<Sts, Name>;
  errorOf<Name extends OperationNames<Sts>>(name: Name, input: InputOf<Sts, Name>, as?: Caller): AwsError;
}

interface Caller {
  readonly accessKeyId?: string | undefined;
  readonly region?: string;
}

function calls(): Calls {
  const clock = manualClock();
  const cloud = new Cloud({ clock, random: seededRandom(1), services: [stsService] });
  const call: Calls["call"] = (name, input, { accessKeyId, region = "us-east-1" } = {}) => {
    const account = (accessKeyId && credentialOf(cloud.store, accessKeyId)?.account) ?? ACCOUNT;
    return cloud.call("sts", name, (input ?? {}) as object, {
      account,
      region,
      requestId: "test",
      accessKeyId,
    }) as never;
  };
  return {
    cloud,
    clock,
    call,
    errorOf: (name, input, as) => {
      const before = [...cloud.store.table(sessions).values()];
      try {
        call(name, input, as);
      } catch (error) {
        expect([...cloud.store.table(sessions).values()]).toEqual(before);
        if (error instanceof AwsError) return error;
        throw error;
      }
      throw new Error(`${name} succeeded`);
    },
  };
}

describe("GetCallerIdentity", () => {
  test("of a key that nobody handed out is the account's root", () => {
    const { call } = calls();
    expect(call("GetCallerIdentity", {}, { accessKeyId: "AKIAIOSFODNN7EXAMPLE" })).toEqual({
      UserId: ACCOUNT,
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
    expect(call("GetCallerIdentity", {}, { region: "cn-north-1" }).Arn).toBe(`arn:aws-cn:iam::${ACCOUNT}:root`);
    expect(call("GetCallerIdentity", {}, { region: "us-gov-west-1" }).Arn).toBe(`arn:aws-us-gov:iam::${ACCOUNT}:root`);
  });

  test("of an assumed role is the session, in the role's account", () => {
    const { call } = calls();
    const { Credentials, AssumedRoleUser } = call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci-7" });
    const identity = call("GetCallerIdentity", {}, { accessKeyId: Credentials?.AccessKeyId });
    expect(identity.Account).toBe("222222222222");
    expect(identity.Arn).toBe("arn:aws:sts::222222222222:assumed-role/Deploy/ci-7");
    expect(identity.Arn).toBe(AssumedRoleUser?.Arn);
    expect(identity.UserId).toBe(AssumedRoleUser?.AssumedRoleId);
    expect(identity.UserId).toMatch(/^AROA[A-Z2-7]{17}:ci-7$/);
  });

  test("of a session token is who asked for it, of a federation token the user", () => {
    const { call } = calls();
    const session = call("GetSessionToken", {}).Credentials;
    expect(call("GetCallerIdentity", {}, { accessKeyId: session?.AccessKeyId }).Arn).toBe(
      `arn:aws:iam::${ACCOUNT}:root`,
    );
    const federated = call("GetFederationToken", { Name: "Bob" });
    expect(federated.FederatedUser).toEqual({
      FederatedUserId: `${ACCOUNT}:Bob`,
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/Bob`,
    });
    expect(call("GetCallerIdentity", {}, { accessKeyId: federated.Credentials?.AccessKeyId }).Arn).toBe(
      federated.FederatedUser?.Arn,
    );
  });
});

describe("credentials", () => {
  test("have AWS's forms, each their own, and the account in the key", () => {
    const { call } = calls();
    const [first, second] = ["a1", "a2"].map(
      (name) => call("AssumeRole", { RoleArn: ROLE, RoleSessionName: name }).Credentials,
    );
    expect(first?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(first?.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(first?.AccessKeyId).not.toBe(second?.AccessKeyId);
    expect(first?.SessionToken).not.toBe(second?.SessionToken);
    let bits = 0n;
    for (const character of first?.AccessKeyId?.slice(4) ?? "")
      bits = (bits << 5n) | BigInt("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character));
    expect((bits >> 39n) & ((1n << 40n) - 1n)).toBe(222222222222n);
  });

  test("end when they say, and are forgotten a day later", () => {
    const { call, clock, cloud } = calls();
    const now = clock.now();
    const role = call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci" }).Credentials;
    expect(role?.Expiration?.getTime()).toBe(now + HOUR);
    expect(
      call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci", DurationSeconds: 43200 }).Credentials?.Expiration,
    ).toEqual(new Date(now + 12 * HOUR));
    clock.advance(25 * HOUR + 1);
    expect(credentialOf(cloud.store, role?.AccessKeyId ?? "")).toBeDefined();
    call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci" });
    expect(credentialOf(cloud.store, role?.AccessKeyId ?? "")).toBeUndefined();
  });

  test("of the root user last an hour, whatever is asked for", () => {
    const { call, clock } = calls();
    const until = (DurationSeconds?: number) =>
      (call("GetSessionToken", { DurationSeconds }).Credentials?.Expiration?.getTime() ?? 0) - clock.now();
    expect(until()).toBe(HOUR);
    expect(until(900)).toBe(900_000);
    expect(until(129600)).toBe(HOUR);
  });

  test("the same role has the same id, another another", () => {
    const { call } = calls();
    const id = (RoleArn: string) =>
      call("AssumeRole", { RoleArn, RoleSessionName: "ci" }).AssumedRoleUser?.AssumedRoleId;
    expect(id(ROLE)).toBe(id(ROLE));
    expect(id(ROLE)).not.toBe(id(`${ROLE}2`));
  });
});

describe("AssumeRole refuses", () => {
  const valid = { RoleArn: ROLE, RoleSessionName: "ci" };

  test.each([
    [{ RoleArn: "arn:aws:iam::1:role/x" }, "arn:aws:iam::1:role/x is invalid"],
    [{ RoleArn: "arn:aws:iam::222222222222:user/x" }, "arn:aws:iam::222222222222:user/x is invalid"],
    [
      { RoleArn: "role" },
      "Value 'role' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ],
    [
      { RoleSessionName: "a" },
      "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      { RoleSessionName: "a b" },
      "Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [{ RoleSessionName: "x".repeat(65) }, "Member must have length less than or equal to 64"],
    [
      { DurationSeconds: 899 },
      "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      { DurationSeconds: 43201 },
      "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
  ])("%j", (fields, message) => {
    const error = calls().errorOf("AssumeRole", { ...valid, ...fields });
    expect(error).toMatchObject({ code: "ValidationError", status: 400 });
    expect(error.message).toContain(message);
  });

  test.each([["{"], ["{}"], ["[]"]])("the policy %s", (Policy) => {
    expect(calls().errorOf("AssumeRole", { ...valid, Policy }).code).toBe("MalformedPolicyDocument");
  });

  test("more than an hour from one role to the next", () => {
    const { call, errorOf } = calls();
    const as = { accessKeyId: call("AssumeRole", valid).Credentials?.AccessKeyId };
    expect(call("AssumeRole", { ...valid, DurationSeconds: 3600 }, as).Credentials).toBeDefined();
    expect(errorOf("AssumeRole", { ...valid, DurationSeconds: 3601 }, as).message).toContain("role chaining");
  });
});

test("temporary credentials may not ask for session or federation tokens", () => {
  const { call, errorOf } = calls();
  const as = { accessKeyId: call("GetSessionToken", {}).Credentials?.AccessKeyId };
  expect(errorOf("GetSessionToken", {}, as)).toMatchObject({ code: "AccessDenied", status: 403 });
  expect(errorOf("GetFederationToken", { Name: "Bob" }, as)).toMatchObject({ code: "AccessDenied", status: 403 });
  expect(errorOf("GetSessionToken", { DurationSeconds: 129601 })).toMatchObject({ code: "ValidationError" });
  expect(errorOf("GetFederationToken", { Name: "B" })).toMatchObject({ code: "ValidationError" });
});

describe("AssumeRoleWithWebIdentity", () => {
  const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString("base64url");
  const tokenOf = (claims: object): string => `${part({ alg: "RS256" })}.${part(claims)}.c2ln`;
  const claims = {
    sub: "repo:acme/net",
    aud: "sts.amazonaws.com",
    iss: "https://token.example",
    exp: Date.UTC(2026, 0, 2) / 1000,
  };
  const ask = (WebIdentityToken: string) => ({ RoleArn: ROLE, RoleSessionName: "ci", WebIdentityToken });

  test("tells what the token claims", () => {
    const { call } = calls();
    const answer = call("AssumeRoleWithWebIdentity", ask(tokenOf(claims)));
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: "repo:acme/net",
      Audience: "sts.amazonaws.com",
      Provider: "token.example",
      AssumedRoleUser: { Arn: "arn:aws:sts::222222222222:assumed-role/Deploy/ci" },
    });
    expect(call("GetCallerIdentity", {}, { accessKeyId: answer.Credentials?.AccessKeyId }).Account).toBe(
      "222222222222",
    );
  });

  test.each([
    ["no token", "abcd", "InvalidIdentityToken"],
    ["a payload that is not JSON", "a.b.c", "InvalidIdentityToken"],
    ["a token without a subject", tokenOf({ ...claims, sub: undefined }), "InvalidIdentityToken"],
    ["a token without an end", tokenOf({ ...claims, exp: undefined }), "InvalidIdentityToken"],
    ["a token that has ended", tokenOf({ ...claims, exp: Date.UTC(2026, 0, 1) / 1000 }), "ExpiredTokenException"],
    ["a token too short to be one", "a.b", "ValidationError"],
  ])("refuses %s", (_, token, code) => {
    expect(calls().errorOf("AssumeRoleWithWebIdentity", ask(token)).code).toBe(code);
  });
});

test("GetAccessKeyInfo tells a key's account", () => {
  const { call, errorOf } = calls();
  const key = call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci" }).Credentials?.AccessKeyId;
  expect(call("GetAccessKeyInfo", { AccessKeyId: key })).toEqual({ Account: "222222222222" });
  expect(call("GetAccessKeyInfo", { AccessKeyId: "333333333333" })).toEqual({ Account: "333333333333" });
  expect(call("GetAccessKeyInfo", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" })).toEqual({ Account: "000000000000" });
  expect(errorOf("GetAccessKeyInfo", { AccessKeyId: "short" }).code).toBe("ValidationError");
});

test("there is no encoded message to decode", () => {
  expect(calls().errorOf("DecodeAuthorizationMessage", { EncodedMessage: "abc" }).code).toBe(
    "InvalidAuthorizationMessageException",
  );
});

test("a policy or tags take their share of the packed size", () => {
  const { call } = calls();
  const assume = (more: object) =>
    call("AssumeRole", { RoleArn: ROLE, RoleSessionName: "ci", ...more }).PackedPolicySize;
  expect(assume({})).toBeUndefined();
  expect(assume({ Policy: '{"Statement":[]}' })).toBeGreaterThan(0);
  expect(assume({ Tags: [{ Key: "team", Value: "net" }] })).toBeGreaterThan(0);
});
