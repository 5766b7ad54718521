/**
 * The instance profile of an instance: at most one, and one that IAM has when the instance takes it. An association's id
 * follows from the instance and the profile.
 */
import { createHash } from "node:crypto";
import type { IamInstanceProfileAssociation, IamInstanceProfileSpecification } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { instanceProfileOf } from "../../iam/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Instance, instances } from "./resources.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The ARN of the profile that a request names by its ARN or its name; AWS's error where IAM has none such.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-iam-instance-profile.html
 */
export function profileArn(ctx: Context, profile: IamInstanceProfileSpecification | undefined): string | undefined {
  if (profile?.Arn && profile.Name)
    fail(
      "InvalidParameterCombination",
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  const [member, noun] = profile?.Arn ? (["arn", "ARN"] as const) : (["name", "name"] as const);
  const named = profile?.Arn || profile?.Name;
  if (!named) return undefined;
  const known = named.startsWith("arn:") === (member === "arn") ? instanceProfileOf(ctx, named) : undefined;
  return (
    known?.arn ??
    fail(
      "InvalidParameterValue",
      `Value (${named}) for parameter iamInstanceProfile.${member} is invalid. Invalid IAM Instance Profile ${noun}`,
    )
  );
}

/** The profile as an instance shows it, which it does even after IAM has deleted it. */
export const describeProfile = (ctx: Context, arn: string): { Arn: string; Id: string } => ({
  Arn: arn,
  Id: instanceProfileOf(ctx, arn)?.uniqueId ?? `AIPA${digest(arn).slice(0, 17).toUpperCase()}`,
});

const associationId = (instance: Instance): string =>
  `iip-assoc-0${digest(`${instance.id} ${instance.iamInstanceProfile}`).slice(0, 16)}`;

const describe = (
  ctx: Context,
  instance: Instance,
  state: "associating" | "associated" | "disassociating" = "associated",
): IamInstanceProfileAssociation => ({
  AssociationId: associationId(instance),
  InstanceId: instance.id,
  IamInstanceProfile:
    instance.iamInstanceProfile === undefined ? undefined : describeProfile(ctx, instance.iamInstanceProfile),
  State: state,
});

const holders = (ctx: Context): Instance[] =>
  ctx
    .all(instances)
    .filter(({ iamInstanceProfile, state }) => iamInstanceProfile !== undefined && state !== "terminated");

const holderOf = (ctx: Context, id: string | undefined): Instance =>
  holders(ctx).find((instance) => associationId(instance) === id) ??
  fail("InvalidAssociationID.NotFound", `An invalid association-id of '${id}' was given`);

function needProfile(ctx: Context, profile: IamInstanceProfileSpecification | undefined): string {
  return (
    profileArn(ctx, profile) ?? fail("MissingParameter", "The request must contain the parameter IamInstanceProfile")
  );
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html */
export const associateIamInstanceProfile = ec2("AssociateIamInstanceProfile", (input, ctx) => {
  const instance = need(ctx, instances, input.InstanceId);
  const iamInstanceProfile = needProfile(ctx, input.IamInstanceProfile);
  if (instance.iamInstanceProfile !== undefined)
    fail("IncorrectState", `There is an existing association for instance ${instance.id}`);
  if (instance.state !== "running" && instance.state !== "stopped")
    fail("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'running' or 'stopped' states.`);
  return {
    IamInstanceProfileAssociation: describe(
      ctx,
      ctx.put(instances, { ...instance, iamInstanceProfile }),
      "associating",
    ),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html */
export const replaceIamInstanceProfileAssociation = ec2("ReplaceIamInstanceProfileAssociation", (input, ctx) => {
  const instance = holderOf(ctx, input.AssociationId);
  const iamInstanceProfile = needProfile(ctx, input.IamInstanceProfile);
  return {
    IamInstanceProfileAssociation: describe(
      ctx,
      ctx.put(instances, { ...instance, iamInstanceProfile }),
      "associating",
    ),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateIamInstanceProfile.html */
export const disassociateIamInstanceProfile = ec2("DisassociateIamInstanceProfile", (input, ctx) => {
  const instance = holderOf(ctx, input.AssociationId);
  ctx.put(instances, { ...instance, iamInstanceProfile: undefined });
  return { IamInstanceProfileAssociation: describe(ctx, instance, "disassociating") };
});

const filters: Filters<Instance, keyof typeof instances.indexes & string> = {
  "instance-id": (instance) => instance.id,
  state: () => "associated",
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html */
export const describeIamInstanceProfileAssociations = ec2("DescribeIamInstanceProfileAssociations", (input, ctx) => {
  const wanted = input.AssociationIds ?? [];
  const { rows, nextToken } = list(ctx, {
    resource: instances,
    filters,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    rows: wanted.length > 0 ? wanted.map((id) => holderOf(ctx, id)) : holders(ctx),
  });
  return { IamInstanceProfileAssociations: rows.map((instance) => describe(ctx, instance)), NextToken: nextToken };
});
