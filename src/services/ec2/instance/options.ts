/** The options of an instance that each have an operation of their own. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { needInstances } from "./changeState.ts";
import { interfacesOf } from "./describe.ts";
import { type Instance, instances } from "./resources.ts";
import { hopLimit } from "./run.ts";
import { instanceType } from "./types.ts";

/** The instance, unless it is on its way out. */
function needAlive(ctx: Context, id: string | undefined): Instance {
  const instance = need(ctx, instances, id);
  if (instance.state === "terminated" || instance.state === "shutting-down")
    fail("IncorrectInstanceState", `The instance '${instance.id}' is not in a valid state for this operation.`);
  return instance;
}

/**
 * The answer says `pending`; DescribeInstances says `applied` from then on.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html
 */
export const modifyInstanceMetadataOptions = ec2("ModifyInstanceMetadataOptions", (input, ctx) => {
  const instance = needAlive(ctx, input.InstanceId);
  const { HttpTokens, HttpPutResponseHopLimit, HttpEndpoint, HttpProtocolIpv6, InstanceMetadataTags } = input;
  if (
    [HttpTokens, HttpPutResponseHopLimit, HttpEndpoint, HttpProtocolIpv6, InstanceMetadataTags].every(
      (one) => one === undefined,
    )
  )
    fail("InvalidParameterCombination", "The request must contain at least one metadata option.");
  const before = instance.metadataOptions;
  const metadataOptions: Instance["metadataOptions"] = {
    httpTokens: HttpTokens ?? before.httpTokens,
    httpPutResponseHopLimit: hopLimit(HttpPutResponseHopLimit) ?? before.httpPutResponseHopLimit,
    httpEndpoint: HttpEndpoint ?? before.httpEndpoint,
    httpProtocolIpv6: HttpProtocolIpv6 ?? before.httpProtocolIpv6,
    instanceMetadataTags: InstanceMetadataTags ?? before.instanceMetadataTags,
  };
  ctx.put(instances, { ...instance, metadataOptions });
  return {
    InstanceId: instance.id,
    InstanceMetadataOptions: {
      State: "pending" as const,
      HttpTokens: metadataOptions.httpTokens,
      HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
      HttpEndpoint: metadataOptions.httpEndpoint,
      HttpProtocolIpv6: metadataOptions.httpProtocolIpv6,
      InstanceMetadataTags: metadataOptions.instanceMetadataTags,
    },
  };
});

/**
 * The hostname type changes on a stopped instance only.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyPrivateDnsNameOptions.html
 */
export const modifyPrivateDnsNameOptions = ec2("ModifyPrivateDnsNameOptions", (input, ctx) => {
  const instance = needAlive(ctx, input.InstanceId);
  const { PrivateDnsHostnameType: hostnameType, EnableResourceNameDnsARecord, EnableResourceNameDnsAAAARecord } = input;
  const before = instance.privateDnsNameOptions;
  if (hostnameType !== undefined && hostnameType !== before.hostnameType) {
    if (instance.state !== "stopped")
      fail("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'stopped' state.`);
    const hasIpv4 = interfacesOf(ctx, instance.id)[0]?.privateAddresses.length;
    if (hostnameType === "ip-name" && !hasIpv4)
      fail("InvalidParameterValue", `The instance '${instance.id}' has no IPv4 address to be named after.`);
  }
  ctx.put(instances, {
    ...instance,
    privateDnsNameOptions: {
      hostnameType: hostnameType ?? before.hostnameType,
      enableResourceNameDnsARecord: EnableResourceNameDnsARecord ?? before.enableResourceNameDnsARecord,
      enableResourceNameDnsAaaaRecord: EnableResourceNameDnsAAAARecord ?? before.enableResourceNameDnsAaaaRecord,
    },
  });
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMaintenanceOptions.html */
export const modifyInstanceMaintenanceOptions = ec2("ModifyInstanceMaintenanceOptions", (input, ctx) => {
  const instance = needAlive(ctx, input.InstanceId);
  const maintenanceAutoRecovery = input.AutoRecovery ?? instance.maintenanceAutoRecovery;
  ctx.put(instances, { ...instance, maintenanceAutoRecovery });
  return { InstanceId: instance.id, AutoRecovery: maintenanceAutoRecovery, RebootMigration: "default" as const };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCreditSpecification.html */
export const modifyInstanceCreditSpecification = ec2("ModifyInstanceCreditSpecification", (input, ctx) => {
  const done: { InstanceId: string }[] = [];
  const refused: {
    InstanceId: string;
    Error: { Code: "InstanceCreditSpecification.NotSupported"; Message: string };
  }[] = [];
  for (const { InstanceId, CpuCredits } of input.InstanceCreditSpecifications ?? []) {
    const instance = needAlive(ctx, InstanceId);
    if (CpuCredits !== "standard" && CpuCredits !== "unlimited")
      fail("InvalidParameterValue", `Value (${CpuCredits}) for parameter CpuCredits is invalid.`);
    if (!instanceType(instance.instanceType)?.burstable) {
      const Message = `The instance '${instance.id}' is of a type without CPU credits.`;
      refused.push({ InstanceId: instance.id, Error: { Code: "InstanceCreditSpecification.NotSupported", Message } });
      continue;
    }
    ctx.put(instances, { ...instance, creditSpecification: CpuCredits });
    done.push({ InstanceId: instance.id });
  }
  return {
    SuccessfulInstanceCreditSpecifications: done,
    UnsuccessfulInstanceCreditSpecifications: refused,
  };
});

const monitor = (ctx: Context, ids: readonly string[] | undefined, monitoring: boolean) => ({
  InstanceMonitorings: needInstances(ctx, ids).map((instance) => {
    ctx.put(instances, { ...instance, monitoring });
    const State =
      monitoring === instance.monitoring ? (monitoring ? "enabled" : "disabled") : monitoring ? "pending" : "disabling";
    return {
      InstanceId: instance.id,
      Monitoring: { State } as { State: "enabled" | "disabled" | "pending" | "disabling" },
    };
  }),
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html */
export const monitorInstances = ec2("MonitorInstances", (input, ctx) => monitor(ctx, input.InstanceIds, true));

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnmonitorInstances.html */
export const unmonitorInstances = ec2("UnmonitorInstances", (input, ctx) => monitor(ctx, input.InstanceIds, false));
