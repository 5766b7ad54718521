import { describe, expect, test } from "vitest";
import { manualClock } from "../base/clock.ts";
import { seededRandom } from "../base/random.ts";
import { Cloud } from "./cloud.ts";
import { AwsError, fail } from "./error.ts";
import type { Operation, Service } from "./operation.ts";
import { defineTable, type Row } from "./table.ts";

interface Lamp extends Row {
  readonly state: string;
  readonly colour: string;
}
const lamps = defineTable<Lamp>()("lamps");

const operation = (name: string, run: Operation["run"]): Operation => ({ name, run });

/** A service of lamps that take a second to light. */
const lampService: Service = {
  name: "lamp",
  operations: [
    operation("CreateLamp", (input: { Colour?: string; ClientToken?: string }, ctx) => {
      const { account, region } = ctx;
      const lamp = ctx.put(lamps, {
        id: ctx.newId("lamp"),
        account,
        region,
        state: "pending",
        colour: input.Colour ?? "white",
      });
      ctx.later(1000, "lamp.light", lamp.id);
      if (input.Colour === "black") fail("InvalidParameterValue", "Lamps are not black");
      return { Lamp: lamp };
    }),
    operation("DeleteLamps", (_: object, ctx) => {
      for (const { id } of ctx.all(lamps)) ctx.delete(lamps, id);
      return {};
    }),
    operation("ListLamps", (_: object, ctx) => ({ Lamps: ctx.all(lamps) })),
  ],
  transitions: {
    "lamp.light": (ctx, id) => {
      const lamp = ctx.get(lamps, id);
      if (lamp) ctx.put(lamps, { ...lamp, state: "lit" });
    },
  },
  open: (ctx) => {
    const { account, region } = ctx;
    ctx.put(lamps, { id: ctx.newId("lamp"), account, region, state: "lit", colour: "default" });
  },
};

function start() {
  const clock = manualClock();
  const cloud = new Cloud({ clock, random: seededRandom(1), services: [lampService] });
  const at =
    (account: string, region: string) =>
    (name: string, input: object = {}): unknown =>
      cloud.call("lamp", name, input, { account, region, requestId: "test" });
  const call = at("111111111111", "us-east-1");
  const lampsOf = (caller = call): Lamp[] => (caller("ListLamps") as { Lamps: Lamp[] }).Lamps;
  const errorOf = (name: string, input?: object): AwsError => {
    try {
      call(name, input);
    } catch (error) {
      if (error instanceof AwsError) return error;
    }
    return expect.unreachable();
  };
  return { clock, cloud, at, call, lampsOf, errorOf };
}

describe("accounts and regions", () => {
  test("each opens once, when it is first heard of, and sees nothing of the others", () => {
    const { at, call, lampsOf } = start();
    expect(lampsOf()).toHaveLength(1);
    call("CreateLamp");
    expect(lampsOf()).toHaveLength(2);
    const elsewhere = [at("111111111111", "eu-west-1"), at("222222222222", "us-east-1")];
    for (const other of elsewhere) expect(lampsOf(other)).toMatchObject([{ colour: "default" }]);
    elsewhere[1]?.("DeleteLamps");
    expect(lampsOf()).toHaveLength(2);
    expect(lampsOf(elsewhere[1])).toHaveLength(0);
  });

  test("an operation that is not built is an error that names it", () => {
    const { errorOf } = start();
    expect(errorOf("ExplodeLamp")).toMatchObject({ code: "UnsupportedOperation", status: 400 });
    expect(errorOf("ExplodeLamp").message).toContain("ExplodeLamp");
  });
});

describe("errors", () => {
  test("an operation that fails leaves nothing behind, timers neither", () => {
    const { clock, lampsOf, errorOf } = start();
    const before = lampsOf();
    expect(errorOf("CreateLamp", { Colour: "black" }).code).toBe("InvalidParameterValue");
    expect(lampsOf()).toEqual(before);
    clock.advance(5000);
    expect(lampsOf()).toEqual(before);
  });

  test("a dry run says what would happen and changes nothing, the order of rows neither", () => {
    const { call, lampsOf, errorOf } = start();
    call("CreateLamp", { Colour: "red" });
    call("CreateLamp", { Colour: "green" });
    const before = lampsOf();
    expect(errorOf("DeleteLamps", { DryRun: true })).toMatchObject({ code: "DryRunOperation", status: 412 });
    expect(lampsOf()).toEqual(before);
    expect(errorOf("CreateLamp", { DryRun: true, Colour: "black" }).code).toBe("InvalidParameterValue");
    expect(lampsOf()).toEqual(before);
  });
});

describe("timers", () => {
  test("a transition runs when it is due, not before", () => {
    const { clock, call, lampsOf } = start();
    call("CreateLamp");
    clock.advance(999);
    expect(lampsOf()[1]?.state).toBe("pending");
    clock.advance(1);
    expect(lampsOf()[1]?.state).toBe("lit");
  });

  test("a transition of what is gone does nothing, and each runs in its own account and region", () => {
    const { clock, at, call, lampsOf } = start();
    const other = at("222222222222", "eu-west-1");
    call("CreateLamp");
    other("CreateLamp");
    call("DeleteLamps");
    clock.advance(1000);
    expect(lampsOf()).toEqual([]);
    expect(lampsOf(other).map(({ state }) => state)).toEqual(["lit", "lit"]);
  });
});

describe("client tokens", () => {
  test("the same request again answers the same and does nothing", () => {
    const { call, lampsOf } = start();
    const first = call("CreateLamp", { Colour: "red", ClientToken: "t" });
    expect(call("CreateLamp", { ClientToken: "t", Colour: "red" })).toEqual(first);
    expect(lampsOf()).toHaveLength(2);
  });

  test("another request with the same token is refused", () => {
    const { call, lampsOf, errorOf } = start();
    call("CreateLamp", { Colour: "red", ClientToken: "t" });
    expect(errorOf("CreateLamp", { Colour: "blue", ClientToken: "t" }).code).toBe("IdempotentParameterMismatch");
    expect(lampsOf()).toHaveLength(2);
  });

  test("a token counts for its account, region and operation only, and no token at all never", () => {
    const { at, call, lampsOf } = start();
    const other = at("222222222222", "us-east-1");
    call("CreateLamp", { ClientToken: "t" });
    other("CreateLamp", { ClientToken: "t", Colour: "red" });
    expect(lampsOf(other)).toHaveLength(2);
    call("CreateLamp", { ClientToken: "" });
    call("CreateLamp", { ClientToken: "" });
    expect(lampsOf()).toHaveLength(4);
  });

  test("a request that failed, or was a dry run, does not use its token up", () => {
    const { call, lampsOf, errorOf } = start();
    errorOf("CreateLamp", { Colour: "black", ClientToken: "t" });
    errorOf("CreateLamp", { DryRun: true, ClientToken: "t" });
    call("CreateLamp", { Colour: "red", ClientToken: "t" });
    expect(lampsOf()).toHaveLength(2);
  });

  test("a token is forgotten after a day", () => {
    const { clock, call, lampsOf } = start();
    call("CreateLamp", { Colour: "red", ClientToken: "t" });
    clock.advance(24 * 60 * 60 * 1000 + 1);
    call("CreateLamp", { Colour: "blue", ClientToken: "t" });
    expect(lampsOf()).toHaveLength(3);
  });
});

test("the same seed gives the same ids", () => {
  const ids = (): string[] => {
    const { call, lampsOf } = start();
    call("CreateLamp");
    return lampsOf().map(({ id }) => id);
  };
  expect(ids()).toEqual(ids());
  expect(ids()[1]).toMatch(/^lamp-0[0-9a-f]{16}$/);
});
