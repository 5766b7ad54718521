/** Gateways and connections of a Site-to-Site VPN, for the tests beside the operations. */
import type { CreateVpnConnectionRequest } from "@aws-sdk/client-ec2";
import type { TestRegion } from "../region.fixture.ts";

/** Long enough for every state that passes to have passed. */
export const settle = ({ clock }: TestRegion): void => clock.advance(1_000);

export const customerGatewayIn = (region: TestRegion, IpAddress = "198.51.100.10"): string =>
  region.call("CreateCustomerGateway", { Type: "ipsec.1", IpAddress, BgpAsn: 65010 }).CustomerGateway
    ?.CustomerGatewayId ?? "";

export const vpnGatewayIn = (region: TestRegion): string =>
  region.call("CreateVpnGateway", { Type: "ipsec.1", AmazonSideAsn: 64600 }).VpnGateway?.VpnGatewayId ?? "";

/** A VPC with the gateway attached. */
export function attachedVpc(region: TestRegion, VpnGatewayId: string): string {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  settle(region);
  region.call("AttachVpnGateway", { VpcId, VpnGatewayId });
  settle(region);
  return VpcId;
}

export function connect(region: TestRegion, input: Omit<CreateVpnConnectionRequest, "Type">) {
  const { VpnConnection } = region.call("CreateVpnConnection", { Type: "ipsec.1", ...input });
  settle(region);
  return VpnConnection;
}

export const connectionOf = (region: TestRegion, id = "") =>
  region.call("DescribeVpnConnections", { VpnConnectionIds: [id] }).VpnConnections?.[0];
