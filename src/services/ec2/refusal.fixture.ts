/** For tests of bad input: AWS's error, and a state that stays as it was. */
import { expect } from "vitest";
import type { InputOf, OperationNames } from "../../cloud/operation.ts";
import type { TestRegion } from "./region.fixture.ts";

type Ec2 = typeof import("@aws-sdk/client-ec2");

/** Every row of every table, of all accounts and regions. */
export function stateOf({ cloud }: TestRegion): Record<string, unknown[]> {
  const state: Record<string, unknown[]> = {};
  for (const [name, table] of cloud.store.tables()) {
    const rows = [...table.values()];
    if (rows.length > 0) state[name] = rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return state;
}

/** The code of the error that the call gives; fails the test where it succeeds or changes anything. */
export function refusal<Name extends OperationNames<Ec2>>(
  region: TestRegion,
  name: Name,
  input?: InputOf<Ec2, Name>,
): string {
  region.call("DescribeVpcs"); // opens the region, where nothing has yet
  const before = stateOf(region);
  const code = region.codeOf(name, input);
  expect(stateOf(region)).toEqual(before);
  return code;
}
