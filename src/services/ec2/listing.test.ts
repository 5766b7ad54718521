import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Context } from "../../cloud/context.ts";
import type { Row } from "../../cloud/table.ts";
import { type Filter, type Filters, list, matcher, page } from "./listing.ts";
import { type TestRegion, testRegion } from "./region.fixture.ts";
import { resource } from "./resource.ts";
import { putTags } from "./tag/resources.ts";

interface Cup extends Row {
  readonly colour: string;
  readonly size: number;
  readonly sizes: readonly number[];
  readonly full: boolean;
  readonly saucer: string | undefined;
}

const cups = resource<Cup>()(
  { type: "cup", prefix: "cup", code: "InvalidCupID", noun: "cup ID" },
  { colour: (cup) => cup.colour },
);
const filters: Filters<Cup, "colour"> = {
  colour: { of: ({ colour }) => colour, index: "colour" },
  "slow-colour": ({ colour }) => colour,
  size: ({ size }) => size,
  sizes: ({ sizes }) => sizes,
  full: ({ full }) => full,
  saucer: ({ saucer }) => saucer,
};

let region: TestRegion;
let ctx: Context;

const cupId = (n: number): string => `cup-${n.toString(16).padStart(8, "0")}`;

beforeEach(() => {
  region = testRegion();
  ctx = region.cloud.context({ account: "111111111111", region: "us-east-1", requestId: "test" });
});

function put(...given: Partial<Cup>[]): void {
  region.cloud.store.transact(() => {
    for (const [n, cup] of given.entries())
      ctx.put(cups, {
        id: cupId(n),
        account: "111111111111",
        region: "us-east-1",
        colour: "red",
        size: n,
        sizes: [n, n + 1],
        full: n % 2 === 0,
        saucer: undefined,
        ...cup,
      });
  });
}

const find = (where: Filter[], more: object = {}): number[] =>
  list(ctx, { resource: cups, filters, where, ...more }).rows.map(({ id }) => Number.parseInt(id.slice(4), 16));
const codeOf = (more: object): string => {
  try {
    list(ctx, { resource: cups, filters, ...more });
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "";
};

describe("filters", () => {
  test("values are alternatives, filters add up; numbers, booleans and lists compare as texts", () => {
    put({ colour: "red" }, { colour: "blue" }, { colour: "blue", saucer: "yes" });
    expect(find([{ Name: "colour", Values: ["red", "green"] }])).toEqual([0]);
    expect(
      find([
        { Name: "colour", Values: ["blue"] },
        { Name: "size", Values: ["2"] },
      ]),
    ).toEqual([2]);
    expect(find([{ Name: "full", Values: ["true"] }])).toEqual([0, 2]);
    expect(find([{ Name: "sizes", Values: ["2"] }])).toEqual([1, 2]);
    expect(find([{ Name: "saucer", Values: ["*"] }])).toEqual([2]);
    expect(find([{ Name: "colour", Values: ["Blue"] }])).toEqual([]);
    expect(find([{ Name: "colour", Values: [] }])).toEqual([]);
    expect(find([])).toEqual([0, 1, 2]);
  });

  test("an index answers as a scan does (law)", () => {
    const colours = fc.array(fc.constantFrom("red", "blue", "b*", "b?ue", "green"), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(colours, colours, (owned, Values) => {
        region = testRegion();
        ctx = region.cloud.context({ account: "111111111111", region: "us-east-1", requestId: "test" });
        put(...owned.map((colour) => ({ colour })));
        const scanned = find([{ Name: "slow-colour", Values }]);
        expect(find([{ Name: "colour", Values }]).sort()).toEqual(scanned.sort());
      }),
      { numRuns: 30 },
    );
  });

  test("an index shows nothing of other accounts", () => {
    put({ colour: "red" });
    const other = new Context(ctx.surroundings, "222222222222", "us-east-1", "test");
    const where = [{ Name: "colour", Values: ["red"] }];
    expect(list(other, { resource: cups, filters, where }).rows).toEqual([]);
  });

  test("on tags: a key's value, any key, any value", () => {
    put({}, {}, {});
    region.cloud.store.transact(() => {
      putTags(ctx, "cup", cupId(0), { Name: "tea", owner: "me" });
      putTags(ctx, "cup", cupId(1), { Name: "coffee" });
    });
    expect(find([{ Name: "tag:Name", Values: ["tea"] }])).toEqual([0]);
    expect(find([{ Name: "tag:Name", Values: ["*"] }])).toEqual([0, 1]);
    expect(find([{ Name: "tag:owner", Values: ["tea"] }])).toEqual([]);
    expect(find([{ Name: "tag-key", Values: ["own*"] }])).toEqual([0]);
    expect(find([{ Name: "tag-value", Values: ["coffee"] }])).toEqual([1]);
    expect(find([{ Name: "tag:constructor", Values: ["*"] }])).toEqual([]);
  });

  test.each(["colours", "constructor", "__proto__", "", "tag"])("one named %j is refused", (Name) => {
    put({});
    expect(codeOf({ where: [{ Name, Values: ["red"] }] })).toBe("InvalidParameterValue");
  });
});

describe("wildcards", () => {
  test.each([
    ["a*c", "abbc", true],
    ["a*c", "ac", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a\\*c", "a*c", true],
    ["a\\*c", "abc", false],
    ["a.c", "abc", false],
    ["A*", "abc", false],
    ["*\n*", "a\nb", true],
    ["?", "😀", true],
    ["a\\", "a\\", true],
    ["", "", true],
    ["(a|b)[c]", "(a|b)[c]", true],
  ])("%j on %j: %s", (wanted, text, expected) => {
    expect(matcher([wanted])(text)).toBe(expected);
  });

  test("any text matches itself when escaped, and `*` around any part of it (laws)", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, other) => {
        const escaped = text.replace(/[\\*?]/g, "\\$&");
        expect(matcher([escaped])(text)).toBe(true);
        expect(matcher([`*${escaped}*`])(`${other}${text}${other}`)).toBe(true);
        if (other !== "") expect(matcher([escaped])(text + other)).toBe(false);
      }),
    );
  });
});

describe("ids and pages", () => {
  test("ids come back once each, in the order asked for; unknown and malformed ones are errors", () => {
    put({}, {}, {});
    expect(find([], { ids: [cupId(2), cupId(0), cupId(2)] })).toEqual([2, 0]);
    expect(find([{ Name: "size", Values: ["0"] }], { ids: [cupId(2), cupId(0)] })).toEqual([0]);
    expect(codeOf({ ids: [cupId(0), cupId(9)] })).toBe("InvalidCupID.NotFound");
    expect(codeOf({ ids: ["mug"] })).toBe("InvalidCupID.Malformed");
    expect(codeOf({ ids: [cupId(0)], maxResults: 5 })).toBe("InvalidParameterCombination");
    expect(find([], { ids: [] })).toEqual([0, 1, 2]);
  });

  test("pages put together are the whole, whatever their size (law)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 50 }), fc.integer({ min: 1, max: 20 }), (rows, max) => {
        const seen: number[] = [];
        let token: string | undefined;
        do {
          const cut = page(rows, "numbers", max, token);
          expect(cut.rows.length).toBeLessThanOrEqual(max);
          seen.push(...cut.rows);
          token = cut.nextToken;
        } while (token !== undefined);
        expect(seen).toEqual(rows);
      }),
    );
  });

  test("bounds and tokens are checked; a token of another listing is none", () => {
    put(...Array.from({ length: 12 }, () => ({})));
    expect(codeOf({ maxResults: 4 })).toBe("InvalidParameterValue");
    expect(codeOf({ maxResults: 1001 })).toBe("InvalidParameterValue");
    expect(codeOf({ maxResults: 1, bounds: [1, 100] })).toBe("");
    expect(codeOf({ nextToken: "" })).toBe("InvalidNextToken");
    expect(codeOf({ nextToken: Buffer.from("saucer 5").toString("base64url") })).toBe("InvalidNextToken");
    const { nextToken } = list(ctx, { resource: cups, filters, maxResults: 5 });
    expect(find([], { maxResults: 5, nextToken })).toEqual([5, 6, 7, 8, 9]);
  });
});
