/**
 * What a launch template holds: checked as far as AWS checks it when a version is made, and shown again as it was given.
 * The rest is RunInstances' to refuse.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
 */
import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { checkUserData } from "../instance/run.ts";

/** Refuses data that no launch could use. */
export function checkData(data: RequestLaunchTemplateData | undefined): RequestLaunchTemplateData {
  if (data === undefined || Object.values(data).every((value) => value === undefined))
    return fail("MissingParameter", "The request must contain the parameter launchTemplateData");
  if (data.InstanceType !== undefined && data.InstanceRequirements !== undefined)
    fail(
      "InvalidParameterCombination",
      "The parameter InstanceType cannot be used with the parameter InstanceRequirements",
    );
  const level = data.SecurityGroupIds?.length || data.SecurityGroups?.length;
  if (level && data.NetworkInterfaces?.some(({ Groups }) => Groups?.length))
    fail(
      "InvalidParameterCombination",
      "Network interfaces and an instance-level security groups may not be specified on the same request",
    );
  checkUserData(data.UserData);
  return data;
}

/** As the versions are shown: what is left out stays out. */
export function describeData(data: RequestLaunchTemplateData): ResponseLaunchTemplateData {
  const spot = data.InstanceMarketOptions?.SpotOptions;
  const shown = Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as ResponseLaunchTemplateData;
  if (spot?.ValidUntil === undefined) return shown;
  // A row that was written down comes back with texts for its dates.
  const ValidUntil = new Date(spot.ValidUntil);
  return { ...shown, InstanceMarketOptions: { ...data.InstanceMarketOptions, SpotOptions: { ...spot, ValidUntil } } };
}
