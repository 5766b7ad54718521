/** CreateVpcEndpointServiceConfiguration, ModifyVpcEndpointServiceConfiguration and their kin. */
import type { ModifyVpcEndpointServiceConfigurationRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagNew } from "../tag/resources.ts";
import { addressTypesOf, checkBalancers, regionsOf } from "./balancers.ts";
import { describeService } from "./describe.ts";
import { type EndpointServiceConfiguration, endpointServices, type ServicePrivateDns } from "./resources.ts";

/**
 * Either network or gateway load balancers stand in front of a service, never both.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointServiceConfiguration.html
 */
export const createVpcEndpointServiceConfiguration = ec2("CreateVpcEndpointServiceConfiguration", (input, ctx) => {
  const network = input.NetworkLoadBalancerArns ?? [];
  const gateway = input.GatewayLoadBalancerArns ?? [];
  if (network.length > 0 === gateway.length > 0)
    fail(
      "InvalidParameter",
      "exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a required member",
    );
  const type = network.length > 0 ? "Interface" : "GatewayLoadBalancer";
  const arns = [...new Set([...network, ...gateway])];
  checkBalancers(type, arns, ctx.region);
  const { account, region } = ctx;
  const service = ctx.put(endpointServices, {
    id: ctx.newId("vpce-svc"),
    account,
    region,
    type,
    state: "Available",
    acceptanceRequired: input.AcceptanceRequired ?? true,
    loadBalancerArns: arns,
    addressTypes: addressTypesOf(input.SupportedIpAddressTypes),
    regions: regionsOf(region, input.SupportedRegions),
    privateDns: input.PrivateDnsName ? privateDnsOf(ctx, type, input.PrivateDnsName) : undefined,
    payer: undefined,
  });
  tagNew(ctx, endpointServices.type, service.id, input.TagSpecifications);
  return { ServiceConfiguration: describeService(ctx, service), ClientToken: input.ClientToken };
});

/** What a request may change: a service of the caller's that is not on its way out. */
function needService(ctx: Context, id: string | undefined): EndpointServiceConfiguration {
  const service = need(ctx, endpointServices, id);
  if (service.state === "Deleting")
    fail("IncorrectState", `The VpcEndpointService Id '${service.id}' is being deleted.`);
  return service;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServiceConfiguration.html */
export const modifyVpcEndpointServiceConfiguration = ec2("ModifyVpcEndpointServiceConfiguration", (input, ctx) => {
  const service = needService(ctx, input.ServiceId);
  ctx.put(endpointServices, {
    ...service,
    acceptanceRequired: input.AcceptanceRequired ?? service.acceptanceRequired,
    loadBalancerArns: balancersAfter(service, input),
    addressTypes: addressTypesAfter(service, input),
    regions: regionsAfter(service, input),
    privateDns: privateDnsAfter(ctx, service, input),
  });
  return { Return: true };
});

type Change = ModifyVpcEndpointServiceConfigurationRequest;

function balancersAfter(service: EndpointServiceConfiguration, input: Change): readonly string[] {
  const network = service.type === "Interface";
  const foreign = network
    ? [input.AddGatewayLoadBalancerArns, input.RemoveGatewayLoadBalancerArns]
    : [input.AddNetworkLoadBalancerArns, input.RemoveNetworkLoadBalancerArns];
  if (foreign.some((arns) => arns?.length))
    fail(
      "InvalidParameter",
      `The service ${service.id} of type ${service.type} takes no load balancers of another kind.`,
    );
  const added = (network ? input.AddNetworkLoadBalancerArns : input.AddGatewayLoadBalancerArns) ?? [];
  const removed = (network ? input.RemoveNetworkLoadBalancerArns : input.RemoveGatewayLoadBalancerArns) ?? [];
  checkBalancers(service.type, added, service.region);
  for (const arn of removed)
    if (!service.loadBalancerArns.includes(arn))
      fail("InvalidParameter", `The load balancer '${arn}' is not associated with the service ${service.id}.`);
  const arns = changed(service.loadBalancerArns, added, removed);
  if (arns.length === 0) fail("InvalidParameter", `The service ${service.id} needs at least one load balancer.`);
  return arns;
}

function addressTypesAfter(service: EndpointServiceConfiguration, input: Change) {
  const { AddSupportedIpAddressTypes: added = [], RemoveSupportedIpAddressTypes: removed = [] } = input;
  const types = changed<string>(service.addressTypes, added, removed);
  if (types.length === 0) fail("InvalidParameter", `The service ${service.id} needs at least one IP address type.`);
  return addressTypesOf(types);
}

function regionsAfter(service: EndpointServiceConfiguration, input: Change): readonly string[] {
  const { AddSupportedRegions: added = [], RemoveSupportedRegions: removed = [] } = input;
  if (removed.includes(service.region))
    fail("InvalidParameter", `The home Region ${service.region} of the service ${service.id} cannot be removed.`);
  return regionsOf(service.region, changed(service.regions, added, removed));
}

const changed = <T>(before: readonly T[], added: readonly T[], removed: readonly T[]): readonly T[] => [
  ...new Set([...before.filter((one) => !removed.includes(one)), ...added]),
];

function privateDnsAfter(ctx: Context, service: EndpointServiceConfiguration, input: Change) {
  const { PrivateDnsName: name, RemovePrivateDnsName: removed = false } = input;
  if (removed && name)
    fail(
      "InvalidParameterCombination",
      "The parameters PrivateDnsName and RemovePrivateDnsName cannot be used together",
    );
  if (removed) return undefined;
  return name && name !== service.privateDns?.name ? privateDnsOf(ctx, service.type, name) : service.privateDns;
}

/** A name whose domain is yet to be verified, with the record that would do it. */
function privateDnsOf(ctx: Context, type: EndpointServiceConfiguration["type"], name: string): ServicePrivateDns {
  if (type === "GatewayLoadBalancer")
    fail("InvalidParameter", "Private DNS names are not supported for services of type GatewayLoadBalancer.");
  return {
    name,
    state: "pendingVerification",
    recordName: `_${ctx.random.hex(20)}`,
    recordValue: `vpce:${ctx.random.hex(20)}`,
  };
}

/**
 * The domain is taken at its word: no record of it is looked up.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartVpcEndpointServicePrivateDnsVerification.html
 */
export const startVpcEndpointServicePrivateDnsVerification = ec2(
  "StartVpcEndpointServicePrivateDnsVerification",
  (input, ctx) => {
    const service = needService(ctx, input.ServiceId);
    if (!service.privateDns) return fail("InvalidParameter", `The service ${service.id} has no private DNS name.`);
    ctx.put(endpointServices, { ...service, privateDns: { ...service.privateDns, state: "verified" } });
    return { ReturnValue: true };
  },
);

/**
 * Once the service's owner pays, he pays for good.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePayerResponsibility.html
 */
export const modifyVpcEndpointServicePayerResponsibility = ec2(
  "ModifyVpcEndpointServicePayerResponsibility",
  (input, ctx) => {
    const service = needService(ctx, input.ServiceId);
    if (input.PayerResponsibility !== "ServiceOwner")
      fail(
        "InvalidParameterValue",
        `Value (${input.PayerResponsibility}) for parameter payerResponsibility is invalid. Expecting ServiceOwner.`,
      );
    ctx.put(endpointServices, { ...service, payer: "ServiceOwner" });
    return { ReturnValue: true };
  },
);
