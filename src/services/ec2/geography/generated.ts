import { defineTable, type Row } from "../../../cloud/table.ts";
import type { Resource } from "../resource.ts";

/** What Describe operations list without any table: rows made for each call. It has no ids that could be asked for. */
export const generated = <R extends Row>(type: string): Resource<R, never> => ({
  ...defineTable<R>()(`ec2.${type}`),
  type,
  prefix: type,
  errors: { notFound: "InvalidParameterValue", malformed: "InvalidParameterValue", missing: (id) => `Invalid: ${id}` },
});
