/** A state put back is the state it was: rows, their order, indexes, what is due, and the ids to come. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manualClock } from "../../base/clock.ts";
import { resumedRandom, seededRandom } from "../../base/random.ts";
import { Cloud } from "../cloud.ts";
import type { Operation, Service } from "../operation.ts";
import { type PlacedChange, Store } from "../store.ts";
import { defineTable, type Row } from "../table.ts";
import { emitSnapshot, parseSnapshot } from "./snapshot.ts";
import { migrated, type SavedState, STATE_VERSION, servicesOf, stateOf } from "./state.ts";
import { Unsaved } from "./unsaved.ts";

interface Lamp extends Row {
  readonly state: "warming" | "lit";
  readonly room: string;
  readonly bought: Date;
}

const lamps = defineTable<Lamp>()("lamp.lamp", { room: (lamp) => lamp.room });

const WARMING = 300;
const operation = (name: string, run: Operation["run"]): Operation => ({ name, run });
const lampService: Service = {
  name: "lamp",
  operations: [
    operation("Add", ({ Room = "hall" }: { Room?: string }, ctx) => {
      const { account, region } = ctx;
      const lamp: Lamp = { id: ctx.newId("lamp"), account, region, state: "warming", room: Room, bought: ctx.now() };
      ctx.put(lamps, lamp);
      ctx.later(WARMING, "lamp.light", lamp.id);
      return { lamp };
    }),
    operation("Move", ({ Index, Room }: { Index: number; Room: string }, ctx) => {
      const all = ctx.all(lamps);
      const lamp = all[Index % Math.max(1, all.length)];
      if (lamp) ctx.put(lamps, { ...lamp, room: Room });
      return {};
    }),
    operation("Remove", ({ Index }: { Index: number }, ctx) => {
      const all = ctx.all(lamps);
      const lamp = all[Index % Math.max(1, all.length)];
      if (lamp) ctx.delete(lamps, lamp.id);
      return {};
    }),
  ],
  transitions: {
    "lamp.light": (ctx, id) => {
      const lamp = ctx.get(lamps, id);
      if (lamp) ctx.put(lamps, { ...lamp, state: "lit" });
    },
  },
};

const ACCOUNT = "111111111111";
const options = (region: string) => ({ account: ACCOUNT, region, requestId: "r" });

function cloudAt(time: number, state?: SavedState) {
  const clock = manualClock(time);
  const random = state ? resumedRandom(state.seed, state.random) : seededRandom(7);
  const cloud = new Cloud({ clock, random, services: [lampService] });
  if (state) cloud.restore(state.rows);
  return { cloud, clock };
}

const region = fc.constantFrom("us-east-1", "eu-west-1");
const room = fc.constantFrom("hall", "attic", "cellar");
const step = fc.oneof(
  fc.record({ name: fc.constant("Add"), region, input: fc.record({ Room: room }) }),
  fc.record({
    name: fc.constant("Add"),
    region,
    input: fc.record({ Room: room, ClientToken: fc.constantFrom("a", "b") }),
  }),
  fc.record({ name: fc.constant("Move"), region, input: fc.record({ Index: fc.nat(9), Room: room }) }),
  fc.record({ name: fc.constant("Remove"), region, input: fc.record({ Index: fc.nat(9) }) }),
  fc.record({ name: fc.constant("wait"), region, input: fc.record({ Milliseconds: fc.nat(400) }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take({ cloud, clock }: ReturnType<typeof cloudAt>, { name, region, input }: Step): unknown {
  if (name === "wait") return clock.advance((input as { Milliseconds: number }).Milliseconds);
  try {
    return cloud.call("lamp", name, input, options(region));
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** All that can be seen of a cloud: rows in order, and under each key of each index. */
const seen = ({ store, surroundings: { random } }: Cloud) => ({
  random: random.state(),
  rows: [...store.rows()].map(({ table, row }) => `${table} ${JSON.stringify(row)}`).sort(),
  order: [...store.tables()].flatMap(([, table]) => [...table.values()].map(({ id }) => id)),
  rooms: ["hall", "attic", "cellar"].map((key) =>
    store
      .table(lamps)
      .by("room", key)
      .list()
      .map(({ id }) => id),
  ),
  regions: ["us-east-1", "eu-west-1"].map((name) =>
    store
      .table(lamps)
      .in(`${ACCOUNT}/${name}`)
      .list()
      .map(({ id }) => id),
  ),
});

describe("whatever happened before", () => {
  test.each([
    ["as it is", (state: SavedState) => state],
    ["through a snapshot", (state: SavedState) => reread(state)],
    ["through what a journal was given", undefined],
  ])("all is the same afterwards, and goes on the same: %s", (_, through) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.array(step, { maxLength: 10 }), (before, after) => {
        const first = cloudAt(1_000_000);
        const kept = keeper(first.cloud);
        for (const one of before) take(first, one);
        const state = through ? through(stateOf(first.cloud)) : kept();
        const second = cloudAt(first.clock.now(), state);
        second.cloud.store.table(lamps); // declared, as by a service's first look
        first.cloud.store.table(lamps);
        expect({ ...seen(second.cloud), order: [] }).toEqual({ ...seen(first.cloud), order: [] });
        for (const one of after) expect(take(second, one)).toEqual(take(first, one));
        first.clock.advance(1000);
        second.clock.advance(1000);
        const [one, other] = [seen(first.cloud), seen(second.cloud)];
        expect({ ...other, order: other.order.toSorted() }).toEqual({ ...one, order: one.order.toSorted() });
        expect(other.rows.filter((row) => row.startsWith("lamp") && row.includes("warming"))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

const facts = { version: "0.0.0", savedAt: new Date(0) };

function reread(state: SavedState): SavedState {
  const parsed = parseSnapshot([...emitSnapshot(state, facts)].join(""));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** Keeps a cloud as the journal does: by what its feed says, some of it at a time. */
function keeper(cloud: Cloud): () => SavedState {
  const kept = new Map<string, SavedState["rows"][number]>();
  const unsaved = new Unsaved();
  let transactions = 0;
  const keep = () => {
    for (const { table, ordinal, row } of unsaved.take())
      if (row) kept.set(`${table} ${ordinal}`, { table, ordinal, row });
      else kept.delete(`${table} ${ordinal}`);
  };
  cloud.store.follow((changes) => {
    unsaved.add(changes);
    if (++transactions % 3 !== 0) return;
    const places = unsaved.take();
    if (transactions % 2 === 0)
      unsaved.putBack(places.slice(0)); // the disk was full
    else {
      unsaved.putBack(places);
      keep();
    }
  });
  return () => {
    keep();
    const { seed, random } = stateOf(cloud);
    return { seed, random, rows: [...kept.values()].sort((a, b) => a.ordinal - b.ordinal) };
  };
}

describe("rows that are put back", () => {
  const row = (id: string, room: string): Lamp => ({
    ...{ id, account: ACCOUNT, region: "us-east-1" },
    ...{ state: "lit", room, bought: new Date(0) },
  });

  test("are heard of once, as of one transaction, and keep their places", () => {
    const store = new Store();
    const heard: (readonly PlacedChange[])[] = [];
    store.follow((changes) => heard.push(changes));
    store.restore([]);
    expect(heard).toEqual([]);
    store.restore([
      { table: lamps.name, ordinal: 3, row: row("a", "hall") },
      { table: lamps.name, ordinal: 9, row: row("b", "hall") },
    ]);
    expect(heard).toEqual([
      [
        { table: lamps.name, before: undefined, after: row("a", "hall"), ordinal: 3 },
        { table: lamps.name, before: undefined, after: row("b", "hall"), ordinal: 9 },
      ],
    ]);
    store.transact(() => store.put(lamps as never, row("c", "hall")));
    expect(store.table(lamps).ordinal("c")).toBe(10);
    expect(
      store
        .table(lamps)
        .by("room", "hall")
        .list()
        .map(({ id }) => id),
    ).toEqual(["a", "b", "c"]);
    expect(() => store.transact(() => store.restore([]))).toThrow("inside a transaction");
  });

  test("what fell due in the meantime happens at once, the earliest first", () => {
    const { cloud, clock } = cloudAt(0);
    cloud.call("lamp", "Add", {}, options("us-east-1"));
    clock.advance(100);
    cloud.call("lamp", "Add", {}, options("us-east-1"));
    const later = cloudAt(10_000, stateOf(cloud));
    later.clock.advance(0);
    expect(later.cloud.context(options("us-east-1")).all(lamps)).toMatchObject([{ state: "lit" }, { state: "lit" }]);
    expect(later.cloud.store.tables().get("cloud.timer")?.size).toBe(0);
  });

  test("say which services they are of", () => {
    const { cloud } = cloudAt(0);
    cloud.call("lamp", "Add", {}, options("us-east-1"));
    expect(servicesOf(stateOf(cloud))).toEqual(["lamp"]);
  });
});

describe("a text that is no snapshot", () => {
  const { cloud } = cloudAt(0);
  for (let i = 0; i < 3; i++) cloud.call("lamp", "Add", {}, options("us-east-1"));
  const text = [...emitSnapshot(stateOf(cloud), facts)].join("");
  const lines = text.split("\n");

  test.each([
    ["nothing", "", "it is no snapshot"],
    ["something else", "<html>", "it is no snapshot"],
    ["another schema", '{"schema":"underlay/status/1"}', "it is no snapshot"],
    ["no version", text.replace("snapshot/1", "snapshot/x"), "which is none"],
    ["a newer one", text.replace("snapshot/1", "snapshot/2"), "a newer Underlay"],
    ["no stream", text.replace(/"random":\[[^\]]*\]/, '"random":[1,2]'), "lacks the seed or its stream"],
    ["cut off", lines.slice(0, 3).join("\n"), "rows, and 2 follow"],
    ["a broken line", text.replace('{"table":"lamp.lamp"', '{"table":lamp.lamp"'), "is no row"],
    ["a row twice", [...lines.slice(0, 3), lines[2], ...lines.slice(4)].join("\n"), "a second time"],
    ["a row without an id", text.replace('"row":{"id":', '"row":{"di":'), "is no row"],
  ])("is refused with the reason: %s", (_, bad, reason) => {
    const parsed = parseSnapshot(bad);
    expect(parsed.ok ? "" : parsed.reason).toContain(reason);
  });

  test("is refused wherever it is cut, and never throws", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 2), (at) => {
        expect(parseSnapshot(text.slice(0, at)).ok).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.string(), (any) => void parseSnapshot(any)));
  });

  test("line ends of another system are none of its faults", () => {
    expect(parseSnapshot(text.replaceAll("\n", "\r\n"))).toEqual(parseSnapshot(text));
  });
});

test("a state of this version needs no migration", () => {
  const state: SavedState = { seed: 1, random: [1, 2, 3, 4], rows: [] };
  expect(migrated(state, STATE_VERSION)).toBe(state);
});
