/** Networks around a transit gateway, for the tests beside the operations. */
import type { CreateTransitGatewayRequest } from "@aws-sdk/client-ec2";
import type { TestRegion } from "../region.fixture.ts";

/** Long enough for every state that passes to have passed. */
export const SETTLED = 1_000;
export const settle = ({ clock }: TestRegion): void => clock.advance(SETTLED);

export function vpcIn(region: TestRegion, cidr: string, zones: readonly string[] = ["us-east-1a"]) {
  const VpcId = region.call("CreateVpc", { CidrBlock: cidr }).Vpc?.VpcId ?? "";
  settle(region);
  const octets = cidr.split(".").slice(0, 2).join(".");
  const subnets = zones.map((AvailabilityZone, index) => {
    const { Subnet } = region.call("CreateSubnet", { VpcId, CidrBlock: `${octets}.${index}.0/24`, AvailabilityZone });
    return Subnet?.SubnetId ?? "";
  });
  settle(region);
  return { VpcId, subnets };
}

export function gatewayIn(region: TestRegion, Options: CreateTransitGatewayRequest["Options"] = {}): string {
  const id = region.call("CreateTransitGateway", { Options }).TransitGateway?.TransitGatewayId ?? "";
  settle(region);
  return id;
}

/** Attaches the VPC and answers the attachment's id; the attachment is available, or waits to be accepted. */
export function attach(
  region: TestRegion,
  TransitGatewayId: string,
  { VpcId, subnets }: { readonly VpcId: string; readonly subnets: readonly string[] },
): string {
  const { TransitGatewayVpcAttachment } = region.call("CreateTransitGatewayVpcAttachment", {
    TransitGatewayId,
    VpcId,
    SubnetIds: [...subnets],
  });
  settle(region);
  return TransitGatewayVpcAttachment?.TransitGatewayAttachmentId ?? "";
}

/** A route table beside the default one. */
export function tableIn(region: TestRegion, TransitGatewayId: string): string {
  const { TransitGatewayRouteTable } = region.call("CreateTransitGatewayRouteTable", { TransitGatewayId });
  settle(region);
  return TransitGatewayRouteTable?.TransitGatewayRouteTableId ?? "";
}

export const optionsOf = (region: TestRegion, id: string) =>
  region.call("DescribeTransitGateways", { TransitGatewayIds: [id] }).TransitGateways?.[0]?.Options ?? {};

/** The routes that a search finds, as `destination type state attachment…`. */
export function routesIn(
  region: TestRegion,
  TransitGatewayRouteTableId: string,
  Name = "state",
  Values = ["active", "blackhole"],
): string[] {
  const { Routes = [] } = region.call("SearchTransitGatewayRoutes", {
    TransitGatewayRouteTableId,
    Filters: [{ Name, Values }],
  });
  return Routes.map(({ DestinationCidrBlock, Type, State, TransitGatewayAttachments = [] }) =>
    [DestinationCidrBlock, Type, State, ...TransitGatewayAttachments.map((one) => one.TransitGatewayAttachmentId)].join(
      " ",
    ),
  );
}
