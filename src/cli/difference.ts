/**
 * What changed from one state to another, resource by resource. The cloud's own rows (timers, client tokens) are no
 * resources; tags are the business of the resource that bears them.
 */
import { isDeepStrictEqual } from "node:util";
import { encode } from "../cloud/journal/encoding.ts";
import type { SavedState } from "../cloud/journal/state.ts";
import type { Row } from "../cloud/table.ts";

export interface ChangedField {
  readonly field: string;
  /** `null` where there was none. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface DifferingResource {
  /** The table that it stands in: `ec2.vpc`. */
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly account: string;
  readonly region: string;
}

export interface ChangedResource extends DifferingResource {
  readonly fields: readonly ChangedField[];
}

export interface Difference {
  readonly added: readonly DifferingResource[];
  readonly removed: readonly DifferingResource[];
  readonly changed: readonly ChangedResource[];
}

type Fields = Readonly<Record<string, unknown>>;

/** A row with its tags as fields of its own. */
interface Resource extends DifferingResource {
  readonly fields: Fields;
}

const TAGS = "ec2.tags";

export function differenceOf(before: SavedState, after: SavedState): Difference {
  const old = resourcesOf(before);
  const now = resourcesOf(after);
  return {
    added: [...now].flatMap(([key, resource]) => (old.has(key) ? [] : [withoutFields(resource)])),
    removed: [...old].flatMap(([key, resource]) => (now.has(key) ? [] : [withoutFields(resource)])),
    changed: [...now].flatMap(([key, resource]) => {
      const earlier = old.get(key);
      const fields = earlier ? changedFields(earlier.fields, resource.fields) : [];
      return fields.length > 0 ? [{ ...withoutFields(resource), fields }] : [];
    }),
  };
}

function resourcesOf({ rows }: SavedState): ReadonlyMap<string, Resource> {
  const tags = new Map<string, Readonly<Record<string, string>>>();
  for (const { table, row } of rows) {
    const { resourceId, tags: set } = row as Row & { resourceId?: string; tags?: Readonly<Record<string, string>> };
    if (table === TAGS && resourceId !== undefined && set) tags.set(`${row.account}/${row.region}/${resourceId}`, set);
  }
  const resources = new Map<string, Resource>();
  for (const { table, row } of rows) {
    if (table.startsWith("cloud.") || table === TAGS) continue;
    const { account, region } = row;
    const scope = `${account}/${region}/`;
    const id = row.id.startsWith(scope) ? row.id.slice(scope.length) : row.id; // a name, unique in its region alone
    const own = tags.get(`${scope}${id}`) ?? {};
    const { id: _, ...fields } = row as Row & Fields;
    resources.set(`${table} ${row.id}`, {
      ...{ type: table, id, account, region, name: nameOf(own, fields) },
      fields: { ...fields, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`tag ${key}`, value])) },
    });
  }
  return resources;
}

function nameOf(tags: Readonly<Record<string, string>>, fields: Fields): string | null {
  const name = tags["Name"] ?? fields["name"] ?? fields["groupName"];
  return typeof name === "string" && name !== "" ? name : null;
}

const withoutFields = ({ fields: _, ...resource }: Resource): DifferingResource => resource;

function changedFields(before: Fields, after: Fields): ChangedField[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((field) =>
    isDeepStrictEqual(before[field], after[field])
      ? []
      : [{ field, before: shown(before[field]), after: shown(after[field]) }],
  );
}

/** As JSON has it; what a row writes as a tagged object is one here too. */
const shown = (value: unknown): unknown => (value === undefined ? null : JSON.parse(encode(value)));
