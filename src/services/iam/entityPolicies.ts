/**
 * Policies at a role, user or group: written into it, and attached to it. The operations of the three kinds differ only by
 * their names.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
import { fail } from "../../cloud/error.ts";
import type { Operation } from "../../cloud/operation.ts";
import { type Kind, missing, needChangeable, needEntity } from "./entities.ts";
import { iamOf } from "./operation.ts";
import { needPolicy } from "./policies.ts";
import { checkDocument, documentSize, encodeDocument } from "./policyDocument.ts";
import type { Entity } from "./resources.ts";
import { checkName, pageOf } from "./validation.ts";

/** Characters of all inline policies of one entity: none of these can be raised. */
const INLINE_SPACE = { Role: 10_240, User: 2048, Group: 5120 };

interface Input {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly PolicyName?: string;
  readonly PolicyDocument?: string;
  readonly PolicyArn?: string;
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export function entityPolicies<E extends Entity>(kind: Kind<E>): readonly Operation[] {
  const { title, member, word, table } = kind;

  const put = iamOf<Input>(`Put${title}Policy`, (input, ctx) => {
    const { PolicyName: name = "", PolicyDocument: document = "" } = input;
    checkName(name, "policyName", 128);
    const entity = needChangeable(ctx, kind, input[member]);
    checkDocument(document, "identity");
    const inline = { ...entity.inline, [name]: document };
    const size = Object.values(inline).reduce((sum, text) => sum + documentSize(text), 0);
    if (size > INLINE_SPACE[title])
      fail(
        "LimitExceeded",
        `Maximum policy size of ${INLINE_SPACE[title]} bytes exceeded for ${word} ${entity.name}`,
        409,
      );
    ctx.put(table, { ...entity, inline });
    return {};
  });

  const get = iamOf<Input>(`Get${title}Policy`, (input, ctx) => {
    const entity = needEntity(ctx, kind, input[member]);
    const name = input.PolicyName ?? "";
    const document = Object.hasOwn(entity.inline, name) ? entity.inline[name] : undefined;
    if (document === undefined) return missing(`${word} policy`, name);
    return { [member]: entity.name, PolicyName: name, PolicyDocument: encodeDocument(document) };
  });

  const list = iamOf<Input>(`List${title}Policies`, (input, ctx) => {
    const names = Object.keys(needEntity(ctx, kind, input[member]).inline).sort();
    const { items, ...page } = pageOf(names, `${word}-policies`, input);
    return { PolicyNames: items, ...page };
  });

  const remove = iamOf<Input>(`Delete${title}Policy`, (input, ctx) => {
    const entity = needChangeable(ctx, kind, input[member]);
    const name = input.PolicyName ?? "";
    if (!Object.hasOwn(entity.inline, name)) missing(`${word} policy`, name);
    const inline = Object.fromEntries(Object.entries(entity.inline).filter(([one]) => one !== name));
    ctx.put(table, { ...entity, inline });
    return {};
  });

  const attach = iamOf<Input>(`Attach${title}Policy`, (input, ctx) => {
    const arn = input.PolicyArn ?? "";
    const entity = needChangeable(ctx, kind, input[member]);
    const { id } = needPolicy(ctx, arn, `Policy ${arn} does not exist or is not attachable.`);
    if (!entity.attached.includes(id)) ctx.put(table, { ...entity, attached: [...entity.attached, id] });
    return {};
  });

  const detach = iamOf<Input>(`Detach${title}Policy`, (input, ctx) => {
    const arn = input.PolicyArn ?? "";
    const entity = needChangeable(ctx, kind, input[member]);
    if (!entity.attached.includes(arn)) fail("NoSuchEntity", `Policy ${arn} was not found.`, 404);
    ctx.put(table, { ...entity, attached: entity.attached.filter((one) => one !== arn) });
    return {};
  });

  const listAttached = iamOf<Input>(`ListAttached${title}Policies`, (input, ctx) => {
    const { attached } = needEntity(ctx, kind, input[member]);
    const found = attached
      .map((arn) => needPolicy(ctx, arn))
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
    const { items, ...page } = pageOf(found, `attached-${word}-policies`, input);
    return { AttachedPolicies: items.map(({ name, id }) => ({ PolicyName: name, PolicyArn: id })), ...page };
  });

  return [put, get, list, remove, attach, detach, listAttached];
}
