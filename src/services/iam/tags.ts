/** Tags of what IAM keeps. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
import type { Context } from "../../cloud/context.ts";
import type { Operation } from "../../cloud/operation.ts";
import type { Row, TableDefinition } from "../../cloud/table.ts";
import { needEntity, ROLE, USER } from "./entities.ts";
import { needProfile } from "./instanceProfiles.ts";
import { iamOf } from "./operation.ts";
import { needOwnPolicy } from "./policies.ts";
import { instanceProfiles, policies, roles, type Tags, users } from "./resources.ts";
import { pageOf, type TagInput, tagged, tagList, untagged } from "./validation.ts";

interface Tagged extends Row {
  readonly tags: Tags;
}

type Name = "RoleName" | "UserName" | "InstanceProfileName" | "PolicyArn";
type Input = Readonly<Partial<Record<Name, string>>> & {
  readonly Tags?: readonly TagInput[];
  readonly TagKeys?: readonly string[];
  readonly Marker?: string;
  readonly MaxItems?: number;
};

function tagOperations<R extends Tagged>(
  title: string,
  member: Name,
  table: TableDefinition<R, string>,
  need: (ctx: Context, name: string | undefined) => R,
): readonly Operation[] {
  return [
    iamOf<Input>(`Tag${title}`, (input, ctx) => {
      const row = need(ctx, input[member]);
      ctx.put(table, { ...row, tags: tagged(row.tags, input.Tags) });
      return {};
    }),
    iamOf<Input>(`Untag${title}`, (input, ctx) => {
      const row = need(ctx, input[member]);
      ctx.put(table, { ...row, tags: untagged(row.tags, input.TagKeys) });
      return {};
    }),
    iamOf<Input>(`List${title}Tags`, (input, ctx) => {
      const { items, ...page } = pageOf(tagList(need(ctx, input[member]).tags), `${title}-tags`, input);
      return { Tags: items, ...page };
    }),
  ];
}

export const tagging: readonly Operation[] = [
  ...tagOperations("Role", "RoleName", roles, (ctx, name) => needEntity(ctx, ROLE, name)),
  ...tagOperations("User", "UserName", users, (ctx, name) => needEntity(ctx, USER, name)),
  ...tagOperations("InstanceProfile", "InstanceProfileName", instanceProfiles, needProfile),
  ...tagOperations("Policy", "PolicyArn", policies, needOwnPolicy),
];
