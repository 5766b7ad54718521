/**
 * EC2's resources: a table each, and what AWS says of an id that is malformed or unknown. Every resource with an id of
 * its own is declared here once, by its area's `resources.ts`, so that tags can find any of them by the id's prefix.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { defineTable, type Row, type TableDefinition } from "../../cloud/table.ts";

export interface Resource<R extends Row = Row, I extends string = string> extends TableDefinition<R, I> {
  /** The tagging type: `vpc`, `security-group`, … */
  readonly type: string;
  /** What ids begin with, without the dash: `vpc`, `sg`, … */
  readonly prefix: string;
  /** AWS's codes and message for this kind of id. */
  readonly errors: IdErrors;
}

export interface IdErrors {
  readonly notFound: string;
  readonly malformed: string;
  /** The message for an id nobody has. */
  readonly missing: (id: string) => string;
  /** Which of the ids that nobody has AWS calls malformed: where this is not given, all that are not of the id's form. */
  readonly isMalformed?: (id: string) => boolean;
}

const resources = new Map<string, Resource>();

/** `resource<Vpc>()({ type: "vpc", prefix: "vpc", code: "InvalidVpcID", noun: "vpc ID" }, { indexes })`. */
export const resource =
  <R extends Row>() =>
  <const I extends string = never>(
    named: {
      readonly type: string;
      readonly prefix: string;
      /** The stem of AWS's codes: `InvalidVpcID` for `InvalidVpcID.NotFound` and `InvalidVpcID.Malformed`. */
      readonly code: string;
      /** As in "The vpc ID 'vpc-1' does not exist". */
      readonly noun: string;
      /** Where AWS's codes or message do not follow from the stem. */
      readonly errors?: Partial<IdErrors>;
    },
    indexes = {} as TableDefinition<R, I>["indexes"],
  ): Resource<R, I> => {
    const { type, prefix, code, noun } = named;
    const declared: Resource<R, I> = {
      ...defineTable<R>()<I>(`ec2.${type}`, indexes),
      type,
      prefix,
      errors: {
        notFound: `${code}.NotFound`,
        malformed: `${code}.Malformed`,
        missing: (id) => `The ${noun} '${id}' does not exist`,
        ...named.errors,
      },
    };
    resources.set(prefix, declared as unknown as Resource);
    return declared;
  };

/** The resource that an id is of, by its prefix. */
export const resourceOfId = (id: string): Resource | undefined => resources.get(id.slice(0, id.lastIndexOf("-")));

/** AWS's id forms: the prefix with 8 or 17 hex digits. */
export const wellFormed = ({ prefix }: Resource<never, never>, id: string): boolean =>
  id.startsWith(`${prefix}-`) && /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefix.length + 1));

/**
 * What VPC's own resources call malformed: the id of another kind of resource. Any other text is an id that nobody has:
 * "The vpc ID 'aws_vpc.main.id' does not exist", but `Invalid id: "vpc-1a2b3c4d" (expecting "rtb-...")`.
 */
export const ofAnotherKind =
  (prefix: string) =>
  (id: string): boolean =>
    !id.startsWith(`${prefix}-`) && /^[a-z][a-z-]*-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id);

/** Refuses an id that is not of this resource's form; where AWS has no code for that, as one that nobody has. */
export function checkId<R extends Row, I extends string>(resource: Resource<R, I>, id: string): void {
  if (wellFormed(resource as unknown as Resource<never, never>, id)) return;
  const { malformed, notFound, missing } = resource.errors;
  if (malformed === notFound) fail(notFound, missing(id));
  fail(malformed, `Invalid id: "${id}" (expecting "${resource.prefix}-...")`);
}

/** AWS's error for an id that nobody has. */
export function refuseId<R extends Row, I extends string>(resource: Resource<R, I>, id: string): never {
  const { isMalformed, notFound, missing } = resource.errors;
  if (isMalformed?.(id) ?? true) checkId(resource, id);
  return fail(notFound, missing(id));
}

/** The caller's resource with this id, or AWS's error for it. */
export function need<R extends Row, I extends string>(
  ctx: Context,
  resource: Resource<R, I>,
  id: string | undefined,
): R {
  if (id === undefined || id === "") return fail("MissingParameter", `The request must contain a ${resource.type} id`);
  const row = ctx.get(resource, id);
  if (row) return row;
  return refuseId(resource, id);
}
