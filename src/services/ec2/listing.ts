/**
 * What every Describe operation shares: ids, filters, pages.
 * Filters: values of one filter are alternatives, filters add up; `*` any run, `?` one character, `\` escapes; case matters.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-pagination.html
 */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import type { Row } from "../../cloud/table.ts";
import { type Resource, refuseId } from "./resource.ts";
import { type TagSet, tagSets, tagsOf, tagValue } from "./tag/resources.ts";

export interface Filter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

type Value = string | number | boolean | undefined;

/** What a filter looks at in a row: one value, several (any may match), or none. */
type Values<R> = (row: R, ctx: Context) => Value | readonly Value[];

/**
 * A filter by its values, or by an index of the table that answers it without a scan (for values without wildcards);
 * `id` is the table's own.
 */
export type FilterOn<R, I extends string> = Values<R> | { readonly of: Values<R>; readonly index: I | "id" };

/** A Describe operation's filters, by AWS's names. `tag:KEY`, `tag-key` and `tag-value` come by themselves. */
export type Filters<R, I extends string = string> = Readonly<Record<string, FilterOn<R, I>>>;

export interface Listing<R extends Row, I extends string> {
  readonly resource: Resource<R, I>;
  readonly filters: Filters<R, I>;
  readonly ids?: readonly string[] | undefined;
  readonly where?: readonly Filter[] | undefined;
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  /** The smallest and largest MaxResults that AWS takes for this operation; 5 and 1000 where it says nothing. */
  readonly bounds?: readonly [number, number];
  /** AWS's code for a filter that the operation does not know, where it is not InvalidParameterValue. */
  readonly unknownFilter?: string;
  /** The parameter's name in messages about ids and maxResults together: `vpcIds`. */
  readonly idsName?: string;
  /** Rows instead of the caller's table: what is visible though owned elsewhere, or generated. */
  readonly rows?: Iterable<R>;
}

/** A listing's `rows`, where there are any to be given. */
export const rowsOf = <R>(rows: Iterable<R> | undefined): { readonly rows?: Iterable<R> } =>
  rows === undefined ? {} : { rows };

export interface Page<R> {
  readonly rows: readonly R[];
  readonly nextToken: string | undefined;
}

/** The rows that the request asks for, or AWS's error: an unknown id, an unknown filter, a bad page. */
export function list<R extends Row, I extends string>(ctx: Context, listing: Listing<R, I>): Page<R> {
  const { resource, ids, maxResults, nextToken } = listing;
  if (maxResults !== undefined && ids?.length)
    fail(
      "InvalidParameterCombination",
      `The parameter ${listing.idsName ?? "ids"} cannot be used with the parameter maxResults`,
    );
  checkPageSize(maxResults, listing.bounds ?? [5, 1000]);
  const tests = (listing.where ?? []).map((filter) => test(filter, listing.filters, listing.unknownFilter));
  const matching: R[] = [];
  const enough = maxResults === undefined ? Number.POSITIVE_INFINITY : startOf(resource.type, nextToken) + maxResults;
  for (const row of candidates(ctx, listing)) {
    if (!tests.every((matches) => matches(row, ctx))) continue;
    matching.push(row);
    if (matching.length > enough) break; // one more than the page needs tells that there is another page
  }
  return page(matching, resource.type, maxResults, nextToken);
}

/** Refuses a MaxResults outside what AWS takes for the operation. */
export function checkPageSize(maxResults: number | undefined, [least, most]: readonly [number, number]): void {
  if (maxResults === undefined || (maxResults >= least && maxResults <= most)) return;
  const bound = maxResults < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  fail(
    "InvalidParameterValue",
    `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value ${bound}.`,
  );
}

/**
 * The rows that may match, oldest first (by one tag's value: the first tagged first): as few as the ids or the filters'
 * indexes tell, all where they tell nothing.
 */
function candidates<R extends Row, I extends string>(ctx: Context, listing: Listing<R, I>): Iterable<R> {
  const { resource, ids, where, rows } = listing;
  const visible = rows ? new Map([...rows].map((row) => [row.id, row])) : undefined;
  if (ids?.length) {
    return [...new Set(ids)].map((id) => {
      const row = visible ? visible.get(id) : ctx.get(resource, id);
      if (row) return row;
      return refuseId(resource, id);
    });
  }
  if (visible) return visible.values();
  const { store } = ctx.surroundings;
  let fewest: readonly Keyed<R>[] | undefined;
  for (const filter of where ?? []) {
    const keyed = byIndex(ctx, listing, filter);
    if (keyed && (!fewest || sizeOf(keyed) < sizeOf(fewest))) fewest = keyed;
  }
  if (!fewest) return store.table(resource).in(ctx.scope).values();
  return ownRows(ctx, resource, fewest);
}

/** What stands under one key of an index. */
interface Keyed<R> {
  readonly size: number;
  rows(): Iterable<R>;
}

const sizeOf = (keyed: readonly Keyed<unknown>[]): number => keyed.reduce((sum, { size }) => sum + size, 0);

/** Where a filter's values lead by an index, a place for each; nothing where no index answers it, or a value is a pattern. */
function byIndex<R extends Row, I extends string>(
  ctx: Context,
  { resource, filters }: Listing<R, I>,
  { Name = "", Values: wanted }: Filter,
): readonly Keyed<R>[] | undefined {
  if (!wanted?.length || wanted.some((value) => /[*?\\]/.test(value))) return undefined;
  const { store } = ctx.surroundings;
  if (Name.startsWith("tag:")) {
    return wanted.map((value) => {
      const sets = store.table(tagSets).by("tag", ctx.key(`${Name.slice(4)}=${value}`));
      return { size: sets.size, rows: () => tagged(ctx, resource, sets.values()) };
    });
  }
  const filter = Object.hasOwn(filters, Name) ? filters[Name] : undefined;
  if (typeof filter !== "object") return undefined;
  const { index } = filter;
  return wanted.map((value) => {
    if (index === "id") {
      const row = ctx.get(resource, value);
      return { size: row ? 1 : 0, rows: () => (row ? [row] : []) };
    }
    const found = store.table(resource).by(index, value);
    return { size: found.size, rows: () => found.values() };
  });
}

function* tagged<R extends Row>(ctx: Context, resource: Resource<R>, sets: Iterable<TagSet>): Iterable<R> {
  for (const { resourceId } of sets) {
    const row = ctx.get(resource, resourceId);
    if (row) yield row;
  }
}

/**
 * The caller's among them, each once. Under one key they stand in order, and are read only as far as a page needs; of
 * several keys they are put in order first.
 */
function ownRows<R extends Row, I extends string>(
  ctx: Context,
  resource: Resource<R, I>,
  keyed: readonly Keyed<R>[],
): Iterable<R> {
  const [only] = keyed;
  if (only && keyed.length === 1) return belonging(ctx, only.rows());
  const table = ctx.surroundings.store.table(resource);
  const own = new Map<string, R>();
  for (const one of keyed) for (const row of belonging(ctx, one.rows())) own.set(row.id, row);
  return [...own.values()].sort((a, b) => (table.ordinal(a.id) ?? 0) - (table.ordinal(b.id) ?? 0));
}

function* belonging<R extends Row>({ account, region }: Context, rows: Iterable<R>): Iterable<R> {
  for (const row of rows) if (row.account === account && row.region === region) yield row;
}

function test<R extends Row, I extends string>(
  { Name: name = "", Values: wanted = [] }: Filter,
  filters: Filters<R, I>,
  unknownFilter = "InvalidParameterValue",
): (row: R, ctx: Context) => boolean {
  const matches = matcher(wanted);
  if (name.startsWith("tag:")) {
    const key = name.slice(4);
    return (row, ctx) => {
      const value = tagValue(ctx, row.id, key);
      return value !== undefined && matches(value);
    };
  }
  if (name === "tag-key") return (row, ctx) => Object.keys(tagsOf(ctx, row.id)).some(matches);
  if (name === "tag-value") return (row, ctx) => Object.values(tagsOf(ctx, row.id)).some(matches);
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!filter) return fail(unknownFilter, `The filter '${name}' is invalid`);
  const valuesOf = typeof filter === "function" ? filter : filter.of;
  return (row, ctx) => {
    const value = valuesOf(row, ctx);
    return Array.isArray(value) ? value.some((one) => is(one, matches)) : is(value as Value, matches);
  };
}

const is = (value: Value, matches: (text: string) => boolean): boolean => value !== undefined && matches(String(value));

/** Whether a text is one of the wanted ones, wildcards understood. Linear in the text for each wanted value. */
export function matcher(wanted: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const value of wanted) {
    if (/[*?\\]/.test(value)) patterns.push(pattern(value));
    else exact.add(value);
  }
  return (text) => exact.has(text) || patterns.some((one) => one.test(text));
}

function pattern(wanted: string): RegExp {
  let source = "";
  for (let i = 0; i < wanted.length; i++) {
    const character = wanted[i] as string;
    if (character === "*") {
      if (!source.endsWith(".*")) source += ".*";
    } else if (character === "?") source += ".";
    else if (character === "\\" && i + 1 < wanted.length) source += literal(wanted[++i] as string);
    else source += literal(character);
  }
  return new RegExp(`^${source}$`, "su");
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Cuts one page. The token says where the next begins and of what; anything else is refused as AWS refuses it. */
export function page<R>(rows: readonly R[], kind: string, max: number | undefined, token: string | undefined): Page<R> {
  const start = startOf(kind, token);
  const end = max === undefined ? rows.length : start + max;
  return {
    rows: start === 0 && end >= rows.length ? rows : rows.slice(start, end),
    nextToken: end < rows.length ? Buffer.from(`${kind} ${end}`).toString("base64url") : undefined,
  };
}

function startOf(kind: string, token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^(\S+) (\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (match?.[1] !== kind) return fail("InvalidNextToken", `The token '${token}' is invalid`);
  return Number(match[2]);
}
