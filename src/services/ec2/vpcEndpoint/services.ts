/**
 * Endpoint services as an endpoint finds them, and DescribeVpcEndpointServices.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
 */
import type { ServiceDetail } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { regionFacts, zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { awsServices, type EndpointService } from "./awsServices.ts";
import { vpcEndpoints } from "./resources.ts";

/** The service of this name that endpoints of a type can be made to, or AWS's error. */
export function needService(ctx: Context, name: string, type: string): EndpointService {
  const offered = awsServices(ctx.region).filter((service) => service.name === name);
  if (offered.length === 0) fail("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
  return (
    offered.find((service) => service.type === type) ??
    fail(
      "InvalidParameter",
      `Endpoint type (${type}) does not match available service types ([${offered.map((one) => one.type).join(", ")}]).`,
    )
  );
}

type Listed = EndpointService & Row;

const filters: Filters<Listed, never> = {
  owner: () => "amazon",
  "service-name": ({ name }) => name,
  "service-region": ({ region }) => region,
  "service-type": ({ type }) => type,
  "supported-ip-address-types": (service) => addressTypes(service),
};

/** Only gateway services have no address of the VPC; the others are reached over either family. */
const addressTypes = ({ type }: EndpointService): readonly ("ipv4" | "ipv6")[] =>
  type === "Gateway" ? ["ipv4"] : ["ipv4", "ipv6"];

const describe = (ctx: Context, service: EndpointService): ServiceDetail => {
  const { zones } = regionFacts(ctx.region);
  const names = service.privateDnsNames;
  return {
    ServiceName: service.name,
    ServiceId: service.id,
    ServiceType: [{ ServiceType: service.type }],
    ServiceRegion: ctx.region,
    AvailabilityZones: [...zones],
    AvailabilityZoneIds: zones.flatMap((zone) => zoneIdOf(ctx.region, zone) ?? []),
    Owner: "amazon",
    BaseEndpointDnsNames: [service.baseDnsName],
    ...(names.length > 0
      ? {
          PrivateDnsName: names[0],
          PrivateDnsNames: names.map((PrivateDnsName) => ({ PrivateDnsName })),
          PrivateDnsNameVerificationState: "verified",
        }
      : {}),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: [...addressTypes(service)],
    Tags: [],
  };
};

export const describeVpcEndpointServices = ec2("DescribeVpcEndpointServices", (input, ctx) => {
  const { account, region } = ctx;
  const all = awsServices(region);
  const wanted = input.ServiceNames ?? [];
  const unknown = wanted.filter((name) => !all.some((service) => service.name === name));
  if (unknown.length > 0) fail("InvalidServiceName", `The Vpc Endpoint Service '${unknown.join(", ")}' does not exist`);
  if (input.ServiceRegions?.length && !input.ServiceRegions.includes(region))
    return { ServiceNames: [], ServiceDetails: [] };
  const { rows, nextToken } = list(ctx, {
    resource: vpcEndpoints as never,
    filters,
    rows: all
      .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
      .map((service): Listed => ({ ...service, account, region })),
    where: input.Filters,
    unknownFilter: "InvalidFilter",
    maxResults: input.MaxResults === undefined ? undefined : Math.min(input.MaxResults, 1000),
    nextToken: input.NextToken,
    bounds: [1, 1000],
  });
  return {
    ServiceNames: [...new Set(rows.map(({ name }) => name))],
    ServiceDetails: rows.map((service) => describe(ctx, service)),
    NextToken: nextToken,
  };
});
