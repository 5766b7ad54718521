/** One service in a cloud of its own, on a manual clock and a fixed seed, for the tests beside the operations. */
import { type ManualClock, manualClock } from "../base/clock.ts";
import { seededRandom } from "../base/random.ts";
import { Cloud } from "../cloud/cloud.ts";
import { AwsError } from "../cloud/error.ts";
import type { InputOf, OperationNames, OutputOf, Service } from "../cloud/operation.ts";

export interface TestService<Client> {
  readonly cloud: Cloud;
  readonly clock: ManualClock;
  /** Calls an operation and answers its output; an AwsError is thrown as it is. */
  call<Name extends OperationNames<Client>>(name: Name, input?: InputOf<Client, Name>): OutputOf<Client, Name>;
  /** The error that the operation must give, which must have changed nothing; fails the test where it succeeds. */
  errorOf<Name extends OperationNames<Client>>(name: Name, input?: InputOf<Client, Name>): AwsError;
  codeOf<Name extends OperationNames<Client>>(name: Name, input?: InputOf<Client, Name>): string;
  /** The same cloud, seen from another account or region. */
  as(account: string, region?: string, accessKeyId?: string): TestService<Client>;
}

export const ACCOUNT = "111111111111";
export const REGION = "us-east-1";

/** `testService<typeof import("@aws-sdk/client-iam")>(iamService)`. */
export function testService<Client>(service: Service, ...others: readonly Service[]): TestService<Client> {
  const clock = manualClock();
  const cloud = new Cloud({ clock, random: seededRandom(1), services: [...others, service] });
  return seenFrom(cloud, clock, service.name, ACCOUNT, REGION, undefined);
}

const rowsOf = (cloud: Cloud): unknown =>
  [...cloud.store.tables()]
    .filter(([name, table]) => name !== "cloud.opening" && table.size > 0)
    .map(([name, table]) => [name, [...table.values()]]);

function seenFrom<Client>(
  cloud: Cloud,
  clock: ManualClock,
  service: string,
  account: string,
  region: string,
  accessKeyId: string | undefined,
): TestService<Client> {
  const call: TestService<Client>["call"] = (name, input) =>
    cloud.call(service, name, (input ?? {}) as object, { account, region, requestId: "test", accessKeyId }) as never;
  const errorOf: TestService<Client>["errorOf"] = (name, input) => {
    cloud.context({ account, region, requestId: "test" }); // opened, so that only the operation could change anything
    const before = JSON.stringify(rowsOf(cloud));
    try {
      call(name, input);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (JSON.stringify(rowsOf(cloud)) !== before) throw new Error(`${name} failed and changed something`);
      return error;
    }
    throw new Error(`${name} succeeded`);
  };
  return {
    cloud,
    clock,
    call,
    errorOf,
    codeOf: (name, input) => errorOf(name, input).code,
    as: (otherAccount, otherRegion = region, otherKey) =>
      seenFrom(cloud, clock, service, otherAccount, otherRegion, otherKey),
  };
}
