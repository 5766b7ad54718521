/**
 * Client tokens: the same token with the same parameters answers again what it answered first; with other parameters
 * it is refused. A token is forgotten after a day.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
import type { Context } from "./context.ts";
import { fail } from "./error.ts";
import { defineTable, type Row } from "./table.ts";

interface Token extends Row {
  readonly parameters: string;
  readonly output: object;
  readonly at: number;
}

const tokens = defineTable<Token>()("cloud.token");
const DAY = 24 * 60 * 60 * 1000;

const tokenOf = (input: object): string | undefined => {
  const { ClientToken, clientToken = ClientToken } = input as { ClientToken?: unknown; clientToken?: unknown };
  return typeof clientToken === "string" && clientToken !== "" ? clientToken : undefined;
};

/** What the token's first call answered, or nothing where there is no token or none before. */
export function replay(ctx: Context, operation: string, input: object): object | undefined {
  const token = tokenOf(input);
  if (token === undefined) return undefined;
  const earlier = ctx.find(tokens, ctx.key(`${operation}/${token}`));
  if (!earlier || earlier.at + DAY < ctx.now().getTime()) return undefined;
  if (earlier.parameters !== parametersOf(input))
    fail(
      "clientToken" in input ? "IdempotentParameterMismatchException" : "IdempotentParameterMismatch",
      `The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.`,
    );
  return earlier.output;
}

export function remember(ctx: Context, operation: string, input: object, output: object): void {
  const token = tokenOf(input);
  if (token === undefined) return;
  const { account, region } = ctx;
  const at = ctx.now().getTime();
  for (const old of ctx.surroundings.store.table(tokens).in(ctx.scope).values()) {
    if (old.at + DAY >= at) break; // oldest first
    ctx.delete(tokens, old.id);
  }
  ctx.put(tokens, {
    id: ctx.key(`${operation}/${token}`),
    account,
    region,
    parameters: parametersOf(input),
    output,
    at,
  });
}

const parametersOf = (input: object): string =>
  JSON.stringify(input, (_, value: unknown) =>
    value instanceof Object && value.constructor === Object
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
