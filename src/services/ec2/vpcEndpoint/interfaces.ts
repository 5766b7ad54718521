/**
 * The interfaces of an interface endpoint, one in each of its subnets, and the names that lead to them.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
import type { DnsEntry } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { asEndpointService } from "../endpointService/offers.ts";
import { domainOfService, endpointServices } from "../endpointService/resources.ts";
import { createInterface, heldByAws, removeInterface } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { need } from "../resource.ts";
import { type Subnet, subnets, vpcs } from "../vpc/resources.ts";
import type { EndpointService } from "./awsServices.ts";
import {
  type EndpointSubnet,
  type GatewayLoadBalancerEndpoint,
  type InterfaceEndpoint,
  vpcEndpoints,
} from "./resources.ts";
import { needService } from "./services.ts";

/** The hosted zone of `vpce.amazonaws.com`, one for all regions here. */
const ENDPOINT_ZONE = "Z7HUB22UULQXV";

/** Addresses that a request wants in a subnet. */
export interface SubnetConfiguration {
  readonly SubnetId?: string | undefined;
  readonly Ipv4?: string | undefined;
  readonly Ipv6?: string | undefined;
}

/** The subnets that a request names, of the endpoint's VPC and each in a zone that the endpoint is not in yet. */
export function needSubnets(
  ctx: Context,
  vpcId: string,
  ids: readonly string[],
  taken: readonly EndpointSubnet[] = [],
): readonly Subnet[] {
  const zones = new Set(taken.map(({ subnetId }) => ctx.find(subnets, subnetId)?.availabilityZone));
  return [...new Set(ids)].map((id) => {
    const subnet = need(ctx, subnets, id);
    if (subnet.vpcId !== vpcId) fail("InvalidParameter", `Subnet ${id} and VPC ${vpcId} belong to different networks.`);
    if (zones.has(subnet.availabilityZone))
      fail(
        "DuplicateSubnetsInSameZone",
        `Found another VPC endpoint subnet in the availability zone of ${id}: ${subnet.availabilityZone}`,
      );
    zones.add(subnet.availabilityZone);
    return subnet;
  });
}

/** Puts an interface of the endpoint into a subnet. */
export function place(
  ctx: Context,
  endpoint: Pick<InterfaceEndpoint, "id" | "groupIds" | "ipAddressType"> | GatewayLoadBalancerEndpoint,
  subnet: Subnet,
  wanted: SubnetConfiguration | undefined,
): EndpointSubnet {
  const { ipAddressType } = endpoint;
  const ipv6 = ipAddressType !== "ipv4";
  if (ipv6 && subnet.ipv6Cidrs.length === 0)
    fail("InvalidParameter", `Subnet ${subnet.id} does not have an IPv6 CIDR block, which ${ipAddressType} needs.`);
  if (ipAddressType === "ipv6" && subnet.cidr !== undefined)
    fail("InvalidParameter", `Subnet ${subnet.id} is not IPv6-only, which the IP address type ipv6 needs.`);
  if (ipAddressType !== "ipv6" && subnet.cidr === undefined)
    fail("InvalidParameter", `Subnet ${subnet.id} is IPv6-only and cannot serve the IP address type ${ipAddressType}.`);
  const eni = createInterface(ctx, {
    subnet,
    groupIds: "groupIds" in endpoint ? endpoint.groupIds : [],
    description: `VPC Endpoint Interface ${endpoint.id}`,
    privateIp: wanted?.Ipv4,
    ...(wanted?.Ipv6 === undefined ? { ipv6Count: ipv6 ? 1 : 0 } : { ipv6Addresses: [wanted.Ipv6] }),
    interfaceType: "groupIds" in endpoint ? "vpc_endpoint" : "gateway_load_balancer_endpoint",
    ...heldByAws(ctx),
  });
  return { subnetId: subnet.id, networkInterfaceId: eni.id };
}

/** Takes an endpoint's interface out of its subnet. */
export function displace(ctx: Context, { networkInterfaceId }: EndpointSubnet): void {
  const eni = ctx.get(networkInterfaces, networkInterfaceId);
  if (eni) removeInterface(ctx, eni);
}

/** Refuses private names that the VPC cannot resolve, that the service lacks, or that another endpoint has already. */
export function checkPrivateDns(ctx: Context, vpcId: string, service: EndpointService, endpointId?: string): void {
  if (service.privateDnsNames.length === 0)
    fail(
      "InvalidParameter",
      `Private DNS can't be enabled because the service ${service.name} does not provide a private DNS name.`,
    );
  const { enableDnsSupport, enableDnsHostnames } = need(ctx, vpcs, vpcId);
  if (!enableDnsSupport || !enableDnsHostnames)
    fail(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    );
  const rival = ctx
    .by(vpcEndpoints, "vpcId", vpcId)
    .find(
      (other) =>
        other.type === "Interface" &&
        other.privateDnsEnabled &&
        other.id !== endpointId &&
        other.serviceName === service.name,
    );
  if (rival)
    fail(
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service.privateDnsNames[0]} in the VPC ${vpcId}`,
    );
}

/** The endpoint's own names, regional and by zone. */
export function ownNames(ctx: Context, endpoint: InterfaceEndpoint): DnsEntry[] {
  const { domain, privateNames } = namesOf(ctx, endpoint);
  const star = privateNames.some((name) => name.startsWith("*.")) ? "*." : "";
  const own = `${star}${endpoint.id}-${endpoint.dnsSuffix}`;
  const zones = endpoint.subnets.flatMap(({ subnetId }) => ctx.find(subnets, subnetId)?.availabilityZone ?? []);
  const names = [own, ...zones.map((zone) => `${own}-${zone}`)].map((name) => `${name}.${domain}`);
  return names.map((DnsName) => ({ DnsName, HostedZoneId: ENDPOINT_ZONE }));
}

/** What names an endpoint's service has: an account's may be gone, or refused to the endpoint, while the endpoint stays. */
function namesOf(ctx: Context, endpoint: InterfaceEndpoint): { domain: string; privateNames: readonly string[] } {
  const { connection, serviceName } = endpoint;
  if (!connection) {
    const { baseDnsName, privateDnsNames } = needService(ctx, serviceName, "Interface");
    return { domain: baseDnsName, privateNames: privateDnsNames };
  }
  const service = ctx.find(endpointServices, connection.serviceId);
  return {
    domain: domainOfService({ id: connection.serviceId, region: connection.region }),
    privateNames: service ? asEndpointService(service).privateDnsNames : [],
  };
}

/** The endpoint's own names, then the service's where private DNS is on. */
export function dnsEntries(ctx: Context, endpoint: InterfaceEndpoint): DnsEntry[] {
  const entries = ownNames(ctx, endpoint);
  if (!endpoint.privateDnsEnabled) return entries;
  // The private zone is the endpoint's: its id follows from the endpoint's own.
  const HostedZoneId = `Z${endpoint.id.slice("vpce-".length).toUpperCase()}`;
  return [...entries, ...namesOf(ctx, endpoint).privateNames.map((DnsName) => ({ DnsName, HostedZoneId }))];
}
