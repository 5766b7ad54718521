import type { Context } from "../../cloud/context.ts";
import { type Operation, operationsOf } from "../../cloud/operation.ts";
import { globalRegionOf } from "./resources.ts";

type Iam = typeof import("@aws-sdk/client-iam");

const declared = operationsOf<Iam>();

/** Declares an IAM operation, typed by the SDK's client. It runs in the partition's one region, wherever it was called. */
export const iam: typeof declared = (name, run) =>
  declared(name, (input, ctx) => run(input, ctx.within(ctx.account, globalRegionOf(ctx.region))));

/** As `iam`, for operations that differ only by the kind of entity in their names. */
export const iamOf = <Input>(name: string, run: (input: Input, ctx: Context) => object): Operation => ({
  name,
  run: ((input: Input, ctx: Context) =>
    run(input, ctx.within(ctx.account, globalRegionOf(ctx.region)))) as Operation["run"],
});
