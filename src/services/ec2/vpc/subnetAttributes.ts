/** ModifySubnetAttribute. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html */
import type { ModifySubnetAttributeRequest } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { soleAttribute } from "./parameters.ts";
import { isHeld } from "./prefixes.ts";
import { type Subnet, subnets } from "./resources.ts";

/** CustomerOwnedIpv4Pool is no attribute of its own: it goes with MapCustomerOwnedIpOnLaunch. */
const NAMES = [
  "AssignIpv6AddressOnCreation",
  "MapPublicIpOnLaunch",
  "MapCustomerOwnedIpOnLaunch",
  "EnableDns64",
  "PrivateDnsHostnameTypeOnLaunch",
  "EnableResourceNameDnsARecordOnLaunch",
  "EnableResourceNameDnsAAAARecordOnLaunch",
  "EnableLniAtDeviceIndex",
  "DisableLniAtDeviceIndex",
] as const;

export const modifySubnetAttribute = ec2("ModifySubnetAttribute", (input, ctx) => {
  const subnet = need(ctx, subnets, input.SubnetId);
  ctx.put(subnets, { ...subnet, ...change(subnet, soleAttribute(input, NAMES), input) });
  return {};
});

function change(subnet: Subnet, name: (typeof NAMES)[number], input: ModifySubnetAttributeRequest): Partial<Subnet> {
  switch (name) {
    case "AssignIpv6AddressOnCreation":
      return { assignIpv6AddressOnCreation: assignIpv6(subnet, input.AssignIpv6AddressOnCreation?.Value ?? false) };
    case "MapPublicIpOnLaunch":
      return { mapPublicIpOnLaunch: ipv4Only(subnet, name, input.MapPublicIpOnLaunch?.Value ?? false) };
    case "MapCustomerOwnedIpOnLaunch":
      return customerOwned(input);
    case "EnableDns64":
      return { enableDns64: input.EnableDns64?.Value ?? false };
    case "PrivateDnsHostnameTypeOnLaunch":
      return { hostnameType: hostnameType(subnet, input.PrivateDnsHostnameTypeOnLaunch) };
    case "EnableResourceNameDnsARecordOnLaunch": {
      const value = input.EnableResourceNameDnsARecordOnLaunch?.Value ?? false;
      return { resourceNameDnsARecord: ipv4Only(subnet, name, value) };
    }
    case "EnableResourceNameDnsAAAARecordOnLaunch":
      return { resourceNameDnsAaaaRecord: input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? false };
    case "EnableLniAtDeviceIndex":
      return { enableLniAtDeviceIndex: lniIndex(input.EnableLniAtDeviceIndex ?? 0) };
    case "DisableLniAtDeviceIndex":
      return input.DisableLniAtDeviceIndex?.Value ? { enableLniAtDeviceIndex: undefined } : {};
  }
}

function assignIpv6(subnet: Subnet, value: boolean): boolean {
  if (value && !subnet.ipv6Cidrs.some(isHeld))
    fail("InvalidParameterValue", `The subnet '${subnet.id}' does not have an IPv6 CIDR block associated with it.`);
  if (!value && subnet.ipv6Native)
    fail("InvalidParameterValue", `The IPv6-only subnet '${subnet.id}' must assign IPv6 addresses on creation.`);
  return value;
}

function ipv4Only(subnet: Subnet, name: string, value: boolean): boolean {
  if (value && subnet.ipv6Native)
    fail("InvalidParameterValue", `${name} cannot be enabled for the IPv6-only subnet '${subnet.id}'.`);
  return value;
}

function customerOwned(input: ModifySubnetAttributeRequest): Partial<Subnet> {
  const mapCustomerOwnedIpOnLaunch = input.MapCustomerOwnedIpOnLaunch?.Value ?? false;
  const { CustomerOwnedIpv4Pool: pool } = input;
  if (mapCustomerOwnedIpOnLaunch && pool === undefined)
    fail("MissingParameter", "The request must contain the parameter customerOwnedIpv4Pool");
  return { mapCustomerOwnedIpOnLaunch, customerOwnedIpv4Pool: mapCustomerOwnedIpOnLaunch ? pool : undefined };
}

function hostnameType(subnet: Subnet, value: string | undefined): "ip-name" | "resource-name" {
  if (value !== "ip-name" && value !== "resource-name")
    return fail("InvalidParameterValue", `Value (${value}) for parameter privateDnsHostnameTypeOnLaunch is invalid.`);
  if (value === "ip-name" && subnet.ipv6Native)
    fail("InvalidParameterValue", `The IPv6-only subnet '${subnet.id}' can name instances by resource-name only.`);
  return value;
}

/** The primary interface (0) cannot be a local network interface. */
function lniIndex(value: number): number {
  if (!Number.isInteger(value) || value < 1)
    fail("InvalidParameterValue", `Value (${value}) for parameter enableLniAtDeviceIndex is invalid.`);
  return value;
}
