/**
 * What can be shared, and AWS's permission for each by default.
 * @see https://docs.aws.amazon.com/ram/latest/userguide/shareable.html
 */
import { parseArn } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";

export interface ShareableType {
  /** As RAM writes it. */
  readonly name: string;
  readonly service: string;
  /** How the resource part of its ARNs begins. */
  readonly prefix: string;
  /** The name of its default permission. */
  readonly permission: string;
  readonly scope: "REGIONAL" | "GLOBAL";
  /** Only within the organization. */
  readonly organizationOnly?: boolean;
}

const type = (
  name: string,
  prefix: string,
  permission: string,
  more: Partial<Pick<ShareableType, "scope" | "organizationOnly">> = {},
): ShareableType => ({ name, service: name.split(":")[0] ?? "", prefix, permission, scope: "REGIONAL", ...more });

const WITHIN = { organizationOnly: true };

export const SHAREABLE: readonly ShareableType[] = [
  type("ec2:Subnet", "subnet/", "AWSRAMDefaultPermissionSubnet", WITHIN),
  type("ec2:SecurityGroup", "security-group/", "AWSRAMPermissionSecurityGroup", WITHIN),
  type("ec2:PrefixList", "prefix-list/", "AWSRAMDefaultPermissionPrefixList"),
  type("ec2:TransitGateway", "transit-gateway/", "AWSRAMDefaultPermissionTransitGateway"),
  type(
    "ec2:TransitGatewayMulticastDomain",
    "transit-gateway-multicast-domain/",
    "AWSRAMDefaultPermissionTransitGatewayMulticastDomain",
  ),
  type("ec2:IpamPool", "ipam-pool/", "AWSRAMDefaultPermissionsIpamPool"),
  type("ec2:IpamResourceDiscovery", "ipam-resource-discovery/", "AWSRAMPermissionIpamResourceDiscovery"),
  type("ec2:CapacityReservation", "capacity-reservation/", "AWSRAMDefaultPermissionCapacityReservation"),
  type("ec2:DedicatedHost", "dedicated-host/", "AWSRAMDefaultPermissionDedicatedHost"),
  type("ec2:PlacementGroup", "placement-group/", "AWSRAMDefaultPermissionPlacementGroup"),
  type("ec2:LocalGatewayRouteTable", "local-gateway-route-table/", "AWSRAMDefaultPermissionLocalGatewayRouteTable"),
  type("ec2:CoipPool", "coip-pool/", "AWSRAMDefaultPermissionCoipPool"),
  type("ec2:TrafficMirrorTarget", "traffic-mirror-target/", "AWSRAMDefaultPermissionTrafficMirrorTarget"),
  type("ec2:VerifiedAccessGroup", "verified-access-group/", "AWSRAMDefaultPermissionVerifiedAccessGroup"),
  type("networkmanager:CoreNetwork", "core-network/", "AWSRAMPermissionsNetworkManagerCoreNetworkReadWrite", {
    scope: "GLOBAL",
  }),
  type("network-firewall:FirewallPolicy", "firewall-policy/", "AWSRAMDefaultPermissionsNetworkFirewallFirewallPolicy"),
  type(
    "network-firewall:StatefulRuleGroup",
    "stateful-rulegroup/",
    "AWSRAMPermissionsNetworkFirewallStatefulRuleGroup",
  ),
  type(
    "network-firewall:StatelessRuleGroup",
    "stateless-rulegroup/",
    "AWSRAMPermissionsNetworkFirewallStatelessRuleGroup",
  ),
  type("route53profiles:Profile", "profile/", "AWSRAMPermissionRoute53ProfileAllowAssociation"),
  type("route53resolver:FirewallRuleGroup", "firewall-rule-group/", "AWSRAMDefaultPermissionResolverFirewallRuleGroup"),
  type(
    "route53resolver:ResolverQueryLogConfig",
    "resolver-query-log-config/",
    "AWSRAMDefaultPermissionResolverQueryLogConfig",
  ),
  type("route53resolver:ResolverRule", "resolver-rule/", "AWSRAMDefaultPermissionResolverRule"),
  type("vpc-lattice:Service", "service/", "AWSRAMPermissionVpcLatticeServiceReadWrite"),
  type("vpc-lattice:ServiceNetwork", "servicenetwork/", "AWSRAMPermissionVpcLatticeServiceNetworkReadWrite"),
  type(
    "vpc-lattice:ResourceConfiguration",
    "resourceconfiguration/",
    "AWSRAMDefaultPermissionVpcLatticeResourceConfiguration",
  ),
  type("ssm:Parameter", "parameter/", "AWSRAMDefaultPermissionSSMParameterReadOnly"),
];

/** The type of a resource of the caller's, by its ARN. Whether there is such a resource its own service knows. */
export function needShareable(ctx: Context, arn: string): ShareableType {
  const parsed = parseArn(arn);
  if (!parsed) return fail("MalformedArnException", `The specified resource ARN ${arn.slice(0, 300)} is not valid.`);
  const found = SHAREABLE.find(
    ({ service, prefix }) => service === parsed.service && parsed.resource.startsWith(prefix),
  );
  if (!found)
    return fail("InvalidParameterException", `The resource ${arn.slice(0, 300)} is of a type that cannot be shared.`);
  if (parsed.account !== ctx.account)
    fail("OperationNotPermittedException", `You cannot share the resource ${arn}: it belongs to another account.`);
  if (found.scope === "REGIONAL" && parsed.region !== ctx.region)
    fail("InvalidParameterException", `The resource ${arn} is not in the Region of the request, ${ctx.region}.`);
  return found;
}

export const typeOf = (arn: string): ShareableType | undefined => {
  const parsed = parseArn(arn);
  return SHAREABLE.find(({ service, prefix }) => service === parsed?.service && parsed.resource.startsWith(prefix));
};
