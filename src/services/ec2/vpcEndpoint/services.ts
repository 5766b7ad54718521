/**
 * Endpoint services as an endpoint finds them, and DescribeVpcEndpointServices.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
 */
import type { ServiceDetail } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { asEndpointService, offeredService, offeredServices } from "../endpointService/offers.ts";
import type { EndpointServiceConfiguration } from "../endpointService/resources.ts";
import { regionFacts, zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { awsServices, type EndpointService } from "./awsServices.ts";
import { vpcEndpoints } from "./resources.ts";

/** The service of this name that endpoints of a type can be made to, or AWS's error. */
export function needService(ctx: Context, name: string, type: string): EndpointService {
  const own = offeredService(ctx, name);
  const offered = own ? [asEndpointService(own)] : awsServices(ctx.region).filter((service) => service.name === name);
  if (offered.length === 0) fail("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
  return (
    offered.find((service) => service.type === type) ??
    fail(
      "InvalidParameter",
      `Endpoint type (${type}) does not match available service types ([${offered.map((one) => one.type).join(", ")}]).`,
    )
  );
}

/** A service of AWS's, or of an account's: its `id` is the account's own, and tags are its owner's. */
interface Listed extends EndpointService, Row {
  readonly owner: string;
  readonly configuration?: EndpointServiceConfiguration;
}

const filters: Filters<Listed, never> = {
  owner: ({ owner }) => owner,
  "service-name": ({ name }) => name,
  "service-region": ({ region }) => region,
  "service-type": ({ type }) => type,
  "supported-ip-address-types": (service) => addressTypes(service),
};

/** Of AWS's, only gateway services have no address of the VPC; the others are reached over either family. */
const addressTypes = ({ type, configuration }: Listed): readonly ("ipv4" | "ipv6")[] =>
  configuration?.addressTypes ?? (type === "Gateway" ? ["ipv4"] : ["ipv4", "ipv6"]);

const listed = (ctx: Context): readonly Listed[] => [
  ...awsServices(ctx.region).map((service) => ({
    ...service,
    account: ctx.account,
    region: ctx.region,
    owner: "amazon",
  })),
  ...offeredServices(ctx).map((configuration) => ({
    ...asEndpointService(configuration),
    account: configuration.account,
    region: configuration.region,
    owner: configuration.account,
    configuration,
  })),
];

const describe = (ctx: Context, service: Listed): ServiceDetail => {
  const { configuration } = service;
  const { zones } = regionFacts(service.region);
  const names = service.privateDnsNames;
  return {
    ServiceName: service.name,
    ServiceId: service.id,
    ServiceType: [{ ServiceType: service.type }],
    ServiceRegion: service.region,
    AvailabilityZones: [...zones],
    AvailabilityZoneIds: zones.flatMap((zone) => zoneIdOf(service.region, zone) ?? []),
    Owner: service.owner,
    BaseEndpointDnsNames: [service.baseDnsName],
    ...(names.length > 0
      ? {
          PrivateDnsName: names[0],
          PrivateDnsNames: names.map((PrivateDnsName) => ({ PrivateDnsName })),
          PrivateDnsNameVerificationState: "verified",
        }
      : {}),
    VpcEndpointPolicySupported: configuration === undefined,
    AcceptanceRequired: configuration?.acceptanceRequired ?? false,
    ManagesVpcEndpoints: false,
    PayerResponsibility: configuration?.payer,
    SupportedIpAddressTypes: [...addressTypes(service)],
    Tags: configuration ? tagList(ctx, service.id) : [],
  };
};

export const describeVpcEndpointServices = ec2("DescribeVpcEndpointServices", (input, ctx) => {
  const all = listed(ctx);
  const wanted = input.ServiceNames ?? [];
  const unknown = wanted.filter((name) => !all.some((service) => service.name === name));
  if (unknown.length > 0) fail("InvalidServiceName", `The Vpc Endpoint Service '${unknown.join(", ")}' does not exist`);
  // A service of another Region is told of only where it is asked for.
  const regions = input.ServiceRegions?.length ? input.ServiceRegions : [ctx.region];
  const { rows, nextToken } = list(ctx, {
    resource: vpcEndpoints as never,
    filters,
    rows: all.filter(({ name, region }) => (wanted.length === 0 || wanted.includes(name)) && regions.includes(region)),
    where: input.Filters,
    unknownFilter: "InvalidFilter",
    maxResults: input.MaxResults === undefined ? undefined : Math.min(input.MaxResults, 1000),
    nextToken: input.NextToken,
    bounds: [1, 1000],
  });
  return {
    // A name for each of the details: S3 has two of the same.
    ServiceNames: rows.map(({ name }) => name),
    ServiceDetails: rows.map((service) => describe(ctx, service)),
    NextToken: nextToken,
  };
});
