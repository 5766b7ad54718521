/**
 * Customer gateways: the device at the far end of a VPN connection.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeCustomerGateways.html
 */
import type { CreateCustomerGatewayRequest, CustomerGateway as Shape } from "@aws-sdk/client-ec2";
import { formatAddress, parseAddress } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { forgetLater, forgettingOf, needLive } from "./lifecycle.ts";
import { type CustomerGateway, customerGateways, vpnConnections } from "./resources.ts";

const DEFAULT_ASN = 65000;
/** BgpAsn goes as far as this, BgpAsnExtended begins beyond. */
const LARGEST_ASN = 2_147_483_647;
const LARGEST_EXTENDED_ASN = 4_294_967_295;
const MAX_DEVICE_NAME = 255;

export const customerGatewayTransitions: Readonly<Record<string, Transition>> = forgettingOf(customerGateways);

const describeCustomerGateway = (ctx: Context, gateway: CustomerGateway): Shape => ({
  CustomerGatewayId: gateway.id,
  State: gateway.state,
  Type: gateway.type,
  ...(gateway.ipAddress === undefined ? {} : { IpAddress: gateway.ipAddress }),
  ...(gateway.bgpAsn > LARGEST_ASN ? { BgpAsnExtended: String(gateway.bgpAsn) } : { BgpAsn: String(gateway.bgpAsn) }),
  ...(gateway.deviceName === undefined ? {} : { DeviceName: gateway.deviceName }),
  ...(gateway.certificateArn === undefined ? {} : { CertificateArn: gateway.certificateArn }),
  Tags: tagList(ctx, gateway.id),
});

/** "An identical request returns information about the existing customer gateway and doesn't create a new one." */
export const createCustomerGateway = ec2("CreateCustomerGateway", (input, ctx) => {
  if (input.Type !== "ipsec.1") fail("InvalidParameterValue", `Value (${input.Type}) for parameter type is invalid.`);
  const wanted = {
    type: "ipsec.1",
    ipAddress: addressOf(input),
    bgpAsn: asnOf(input),
    deviceName: deviceNameOf(input),
    certificateArn: input.CertificateArn,
  } as const;
  const existing = ctx
    .all(customerGateways)
    .find(
      (one) =>
        one.state === "available" &&
        one.ipAddress === wanted.ipAddress &&
        one.bgpAsn === wanted.bgpAsn &&
        one.deviceName === wanted.deviceName &&
        one.certificateArn === wanted.certificateArn,
    );
  if (existing) return { CustomerGateway: describeCustomerGateway(ctx, existing) };
  const held = ctx.all(customerGateways).filter(({ state }) => state !== "deleted");
  checkQuota(ctx, "L-4FB7FF5D", held.length + 1);
  const gateway = ctx.put(customerGateways, {
    id: ctx.newId("cgw"),
    account: ctx.account,
    region: ctx.region,
    state: "available",
    ...wanted,
  });
  tagNew(ctx, "customer-gateway", gateway.id, input.TagSpecifications);
  return { CustomerGateway: describeCustomerGateway(ctx, gateway) };
});

function addressOf(input: CreateCustomerGatewayRequest): string | undefined {
  const text = input.IpAddress ?? input.PublicIp;
  if (text === undefined) {
    if (input.CertificateArn !== undefined) return undefined;
    return fail("MissingParameter", "The request must contain the parameter ipAddress or certificateArn");
  }
  const address = parseAddress(text);
  if (address === undefined || address === 0)
    return fail("InvalidParameterValue", `Value (${text}) for parameter ipAddress is invalid. Invalid IP address.`);
  return formatAddress(address);
}

function asnOf({ BgpAsn: asn, BgpAsnExtended: extended }: CreateCustomerGatewayRequest): number {
  if (asn !== undefined && extended !== undefined)
    fail("InvalidParameterCombination", "The parameter bgpAsn cannot be used with the parameter bgpAsnExtended");
  const value = asn ?? extended ?? DEFAULT_ASN;
  const [least, most] = extended === undefined ? [1, LARGEST_ASN] : [LARGEST_ASN + 1, LARGEST_EXTENDED_ASN];
  if (!Number.isInteger(value) || value < least || value > most)
    fail("InvalidParameterValue", `Value (${value}) for parameter bgpAsn is invalid.`);
  return value;
}

function deviceNameOf({ DeviceName: name }: CreateCustomerGatewayRequest): string | undefined {
  if (name !== undefined && (name.length === 0 || name.length > MAX_DEVICE_NAME))
    fail("InvalidParameterValue", `Value (${name}) for parameter deviceName is invalid.`);
  return name;
}

export const deleteCustomerGateway = ec2("DeleteCustomerGateway", ({ CustomerGatewayId }, ctx) => {
  const gateway = needLive(ctx, customerGateways, CustomerGatewayId);
  if (ctx.by(vpnConnections, "customerGatewayId", gateway.id).some(({ state }) => state !== "deleted"))
    fail("IncorrectState", "The customer gateway is in use.");
  ctx.put(customerGateways, { ...gateway, state: "deleted" });
  forgetLater(ctx, customerGateways, gateway.id);
  return {};
});

const filters: Filters<CustomerGateway, never> = {
  "bgp-asn": ({ bgpAsn }) => bgpAsn,
  "customer-gateway-id": ({ id }) => id,
  "ip-address": ({ ipAddress }) => ipAddress,
  state: ({ state }) => state,
  type: ({ type }) => type,
};

export const describeCustomerGateways = ec2("DescribeCustomerGateways", (input, ctx) => {
  const { rows } = list(ctx, {
    resource: customerGateways,
    filters,
    ids: input.CustomerGatewayIds,
    where: input.Filters,
  });
  return { CustomerGateways: rows.map((gateway) => describeCustomerGateway(ctx, gateway)) };
});
