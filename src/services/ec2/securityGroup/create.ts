/**
 * Making and deleting groups.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { needUsableVpc } from "../vpc/sharing.ts";
import { allowAllEgress, DEFAULT_GROUP_NAME, removeGroup } from "./defaultGroup.ts";
import { defaultVpcOf, groupArn, needGroup } from "./groups.ts";
import { isAcross } from "./peers.ts";
import { type SecurityGroup, securityGroupRules, securityGroups } from "./resources.ts";

const MAX_TEXT = 255;
const ALLOWED = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;
/** AWS's own list of the characters that names and descriptions may have. */
const CHARACTERS = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

function checkText(parameter: "GroupName" | "GroupDescription", text: string): void {
  if (text.length <= MAX_TEXT && ALLOWED.test(text)) return;
  const invalid = (why: string): never =>
    fail("InvalidParameterValue", `Value (${text}) for parameter ${parameter} is invalid. ${why}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  if (!/^[\x00-\x7f]*$/.test(text)) invalid("Character sets beyond ASCII are not supported.");
  const noun = parameter === "GroupName" ? "name" : "description";
  invalid(
    `Invalid security group ${noun}. Valid ${noun}s are strings less than 256 characters from the following set:  ${CHARACTERS}`,
  );
}

/** A group's description of a rule has the same characters. */
export function checkRuleDescription(text: string): void {
  if (text.length <= MAX_TEXT && ALLOWED.test(text)) return;
  fail(
    "InvalidParameterValue",
    `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: ${CHARACTERS}`,
  );
}

function checkName(ctx: Context, vpcId: string, name: string): void {
  checkText("GroupName", name);
  if (name === "") fail("MissingParameter", "The request must contain the parameter GroupName");
  if (/^sg-/i.test(name))
    fail(
      "InvalidParameterValue",
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    );
  const folded = name.toLowerCase();
  if (folded === DEFAULT_GROUP_NAME)
    fail("InvalidGroup.Reserved", `The security group name '${name}' is reserved and cannot be used.`);
  if (ctx.by(securityGroups, "foldedName", `${vpcId}/${folded}`).length > 0)
    fail("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpcId}'`);
}

export const createSecurityGroup = ec2("CreateSecurityGroup", (input, ctx) => {
  const vpc = input.VpcId ? needUsableVpc(ctx, input.VpcId) : defaultVpcOf(ctx);
  const name = (input.GroupName ?? "").trimEnd(); // AWS keeps no spaces at the end of a name
  const description = input.Description ?? "";
  checkName(ctx, vpc.id, name);
  checkText("GroupDescription", description);
  if (description === "") fail("MissingParameter", "The request must contain the parameter GroupDescription");
  checkQuota(ctx, "L-E79EC296", ctx.count(securityGroups) + 1);

  const { account, region } = ctx;
  const group = ctx.put(securityGroups, { id: ctx.newId("sg"), account, region, vpcId: vpc.id, name, description });
  allowAllEgress(ctx, group);
  tagNew(ctx, securityGroups.type, group.id, input.TagSpecifications);
  return { GroupId: group.id, Tags: tagList(ctx, group.id), SecurityGroupArn: groupArn(group) };
});

/** In use: on an interface, or named by a rule of another group of its VPC. A rule across a peering or a transit gateway merely goes stale. */
const inUse = (ctx: Context, group: SecurityGroup): boolean =>
  ctx.by(networkInterfaces, "groupId", group.id).length > 0 ||
  ctx
    .by(securityGroupRules, "peerGroupId", group.id)
    .some(({ groupId, peer }) => groupId !== group.id && peer.kind === "group" && !isAcross(peer));

export const deleteSecurityGroup = ec2("DeleteSecurityGroup", (input, ctx) => {
  const group = needGroup(ctx, input);
  if (group.name === DEFAULT_GROUP_NAME)
    fail("CannotDelete", `the specified group: "${group.id}" name: "${group.name}" cannot be deleted by a user`);
  if (inUse(ctx, group)) fail("DependencyViolation", `resource ${group.id} has a dependent object`);
  removeGroup(ctx, group);
  return { Return: true, GroupId: group.id };
});
