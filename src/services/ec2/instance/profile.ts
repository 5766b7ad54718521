/**
 * The instance profile of an instance: at most one. There is no IAM behind it: a profile is taken at its word, and the
 * ids of profiles and associations follow from the names.
 */
import { createHash } from "node:crypto";
import type { IamInstanceProfileAssociation, IamInstanceProfileSpecification } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Instance, instances } from "./resources.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The profile's ARN, from itself or from its name. */
export function profileArn(ctx: Context, profile: IamInstanceProfileSpecification | undefined): string | undefined {
  if (profile?.Arn && profile.Name)
    fail(
      "InvalidParameterCombination",
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  if (profile?.Arn) return profile.Arn;
  return profile?.Name ? `arn:aws:iam::${ctx.account}:instance-profile/${profile.Name}` : undefined;
}

export const describeProfile = (arn: string): { Arn: string; Id: string } => ({
  Arn: arn,
  Id: `AIPA${digest(arn).slice(0, 17).toUpperCase()}`,
});

const associationId = (instance: Instance): string =>
  `iip-assoc-0${digest(`${instance.id} ${instance.iamInstanceProfile}`).slice(0, 16)}`;

const describe = (
  instance: Instance,
  state: "associating" | "associated" | "disassociating" = "associated",
): IamInstanceProfileAssociation => ({
  AssociationId: associationId(instance),
  InstanceId: instance.id,
  IamInstanceProfile:
    instance.iamInstanceProfile === undefined ? undefined : describeProfile(instance.iamInstanceProfile),
  State: state,
});

const holders = (ctx: Context): Instance[] =>
  ctx
    .all(instances)
    .filter(({ iamInstanceProfile, state }) => iamInstanceProfile !== undefined && state !== "terminated");

const holderOf = (ctx: Context, id: string | undefined): Instance =>
  holders(ctx).find((instance) => associationId(instance) === id) ??
  fail("NoSuchAssociation", `An invalid association-id of '${id}' was given`);

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
    IamInstanceProfileAssociation: describe(ctx.put(instances, { ...instance, iamInstanceProfile }), "associating"),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html */
export const replaceIamInstanceProfileAssociation = ec2("ReplaceIamInstanceProfileAssociation", (input, ctx) => {
  const instance = holderOf(ctx, input.AssociationId);
  const iamInstanceProfile = needProfile(ctx, input.IamInstanceProfile);
  return {
    IamInstanceProfileAssociation: describe(ctx.put(instances, { ...instance, iamInstanceProfile }), "associating"),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateIamInstanceProfile.html */
export const disassociateIamInstanceProfile = ec2("DisassociateIamInstanceProfile", (input, ctx) => {
  const instance = holderOf(ctx, input.AssociationId);
  ctx.put(instances, { ...instance, iamInstanceProfile: undefined });
  return { IamInstanceProfileAssociation: describe(instance, "disassociating") };
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
  return { IamInstanceProfileAssociations: rows.map((instance) => describe(instance)), NextToken: nextToken };
});
