/** A service configuration in AWS's shape, and DescribeVpcEndpointServiceConfigurations. */
import type { ServiceConfiguration } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { zonesOf } from "./balancers.ts";
import { domainOfService, type EndpointServiceConfiguration, endpointServices, nameOfService } from "./resources.ts";

export function describeService(ctx: Context, service: EndpointServiceConfiguration): ServiceConfiguration {
  const { region, privateDns } = service;
  const zones = zonesOf(region);
  const arns = [...service.loadBalancerArns];
  return {
    ServiceType: [{ ServiceType: service.type }],
    ServiceId: service.id,
    ServiceName: nameOfService(service),
    ServiceState: service.state,
    AvailabilityZones: [...zones],
    AvailabilityZoneIds: zones.flatMap((zone) => zoneIdOf(region, zone) ?? []),
    AcceptanceRequired: service.acceptanceRequired,
    ManagesVpcEndpoints: false,
    ...(service.type === "Interface" ? { NetworkLoadBalancerArns: arns } : { GatewayLoadBalancerArns: arns }),
    SupportedIpAddressTypes: [...service.addressTypes],
    BaseEndpointDnsNames: [domainOfService(service)],
    PrivateDnsName: privateDns?.name,
    PrivateDnsNameConfiguration: privateDns
      ? { State: privateDns.state, Type: "TXT", Value: privateDns.recordValue, Name: privateDns.recordName }
      : {},
    PayerResponsibility: service.payer,
    Tags: tagList(ctx, service.id),
    SupportedRegions: service.regions.map((Region) => ({ Region, ServiceState: service.state })),
    RemoteAccessEnabled: service.regions.length > 1,
  };
}

const filters: Filters<EndpointServiceConfiguration, never> = {
  "service-id": { of: ({ id }) => id, index: "id" },
  "service-name": nameOfService,
  "service-state": ({ state }) => state,
  "supported-ip-address-types": ({ addressTypes }) => addressTypes,
};

/**
 * A MaxResults above 1000 is 1000, as AWS documents.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServiceConfigurations.html
 */
export const describeVpcEndpointServiceConfigurations = ec2(
  "DescribeVpcEndpointServiceConfigurations",
  (input, ctx) => {
    const { rows, nextToken } = list(ctx, {
      resource: endpointServices,
      filters,
      ids: input.ServiceIds,
      where: input.Filters,
      maxResults: atMost1000(input.MaxResults),
      nextToken: input.NextToken,
      idsName: "serviceIds",
    });
    return { ServiceConfigurations: rows.map((service) => describeService(ctx, service)), NextToken: nextToken };
  },
);

/** Where AWS takes a larger page than it gives. */
export const atMost1000 = (maxResults: number | undefined): number | undefined =>
  maxResults === undefined ? undefined : Math.min(maxResults, 1000);
