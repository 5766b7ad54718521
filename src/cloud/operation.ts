/**
 * Operations: a name of the AWS API and the function that answers it. The function is synchronous and runs inside one
 * transaction, so an operation happens whole or not at all. Input and output types are inferred from the SDK's client.
 */
import type { Context } from "./context.ts";
import type { Transition } from "./timers.ts";

type CommandOf<Client, Name extends string> = Client[`${Name}Command` & keyof Client];

/** The input that the SDK's client takes for an operation. */
export type InputOf<Client, Name extends string> =
  CommandOf<Client, Name> extends new (input: infer Input) => unknown ? Input : never;

/** What the SDK's client answers, without its own `$metadata`. */
export type OutputOf<Client, Name extends string> =
  CommandOf<Client, Name> extends new (
    input: never,
  ) => { resolveMiddleware(...rest: never[]): (...rest: never[]) => Promise<{ output: infer Output }> }
    ? Omit<Output, "$metadata">
    : never;

export type OperationNames<Client> = keyof Client extends infer Key
  ? Key extends `${infer Name}Command`
    ? Name
    : never
  : never;

export interface Operation {
  readonly name: string;
  readonly run: (input: never, ctx: Context) => object;
}

/** `operationsOf<typeof import("@aws-sdk/client-ec2")>()` makes the function that declares that client's operations. */
export const operationsOf =
  <Client>() =>
  <Name extends OperationNames<Client>>(
    name: Name,
    run: (input: InputOf<Client, Name>, ctx: Context) => OutputOf<Client, Name>,
  ): Operation => ({ name, run: run as Operation["run"] });

/** A service as the cloud knows it: what it answers, and the transitions that its timers name. */
export interface Service {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly transitions?: Readonly<Record<string, Transition>>;
  /** Brings an account's region into being: what is there before anybody's first call (the default VPC). */
  readonly open?: (ctx: Context) => void;
}
