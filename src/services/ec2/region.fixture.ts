/** A region on a manual clock and a fixed seed, for the tests beside the operations. */
import { type ManualClock, manualClock } from "../../base/clock.ts";
import { seededRandom } from "../../base/random.ts";
import { Cloud, type CloudOptions } from "../../cloud/cloud.ts";
import type { Settings } from "../../cloud/context.ts";
import { AwsError } from "../../cloud/error.ts";
import type { InputOf, OperationNames, OutputOf } from "../../cloud/operation.ts";
import { ec2Service } from "./service.ts";

type Ec2 = typeof import("@aws-sdk/client-ec2");

export interface TestRegion {
  readonly cloud: Cloud;
  readonly clock: ManualClock;
  /** Calls an operation and answers its output; an AwsError is thrown as it is. */
  call<Name extends OperationNames<Ec2>>(name: Name, input?: InputOf<Ec2, Name>): OutputOf<Ec2, Name>;
  /** The code of the error that the operation must give; fails the test where it succeeds. */
  codeOf<Name extends OperationNames<Ec2>>(name: Name, input?: InputOf<Ec2, Name>): string;
  /** The same cloud, seen from another account or region. */
  as(account: string, region: string): TestRegion;
}

export function testRegion(settings?: Partial<Settings>, reachability?: CloudOptions["reachability"]): TestRegion {
  const clock = manualClock();
  const random = seededRandom(1);
  const cloud = new Cloud({ clock, random, services: [ec2Service], settings: settings ?? {}, reachability });
  return seenFrom(cloud, clock, "111111111111", "us-east-1");
}

function seenFrom(cloud: Cloud, clock: ManualClock, account: string, region: string): TestRegion {
  const call: TestRegion["call"] = (name, input) =>
    cloud.call("ec2", name, (input ?? {}) as object, { account, region, requestId: "test" }) as never;
  return {
    cloud,
    clock,
    call,
    codeOf: (name, input) => {
      try {
        call(name, input);
      } catch (error) {
        if (error instanceof AwsError) return error.code;
        throw error;
      }
      throw new Error(`${name} succeeded`);
    },
    as: (otherAccount, otherRegion) => seenFrom(cloud, clock, otherAccount, otherRegion),
  };
}
