/**
 * What a service names as its front: load balancers, address types, Regions. Load balancers are text that is checked for
 * its form, since no load balancer stands behind it here.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
 */
import { fail } from "../../../cloud/error.ts";
import { regionFacts, regions } from "../geography/regions.ts";
import type { EndpointServiceConfiguration } from "./resources.ts";

type Kind = EndpointServiceConfiguration["type"];

const PATH: Readonly<Record<Kind, string>> = { Interface: "net", GatewayLoadBalancer: "gwy" };
const NOUN: Readonly<Record<Kind, string>> = { Interface: "network", GatewayLoadBalancer: "gateway" };

/** Refuses what is no ARN of a load balancer of this kind in this Region. */
export function checkBalancers(kind: Kind, arns: readonly string[], region: string): void {
  for (const arn of arns) {
    const match =
      /^arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]+):\d{12}:loadbalancer\/([a-z]+)\/[^/\s]+\/[^/\s]+$/.exec(arn);
    if (match?.[2] !== PATH[kind] || match[1] !== region)
      fail("InvalidParameter", `The ARN '${arn}' is not of a ${NOUN[kind]} load balancer in ${region}.`);
  }
}

/** The address types of a request; each once, IPv4 where it names none. */
export function addressTypesOf(given: readonly string[] | undefined): EndpointServiceConfiguration["addressTypes"] {
  const types = new Set<"ipv4" | "ipv6">();
  for (const type of given?.length ? given : ["ipv4"]) {
    if (type !== "ipv4" && type !== "ipv6")
      return fail("InvalidParameterValue", `Value (${type}) for parameter supportedIpAddressTypes is invalid.`);
    types.add(type);
  }
  return [...types];
}

/** The service's own Region with those that a request names besides. */
export function regionsOf(home: string, given: readonly string[] | undefined): readonly string[] {
  const known = new Set(regions.map(({ name }) => name));
  for (const region of given ?? [])
    if (!known.has(region)) fail("InvalidParameterValue", `Invalid region '${region}'. Specify a Region of AWS.`);
  return [...new Set([home, ...(given ?? [])])];
}

/** The zones of a service: those of its Region, since the balancers' subnets are not known. */
export const zonesOf = (region: string): readonly string[] => regionFacts(region).zones;
