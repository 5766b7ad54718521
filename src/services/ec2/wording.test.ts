import { expect, test } from "vitest";
import { Lab } from "./lab.fixture.ts";
import { wording } from "./wording.ts";

test("given are what a VPC has unasked, and routes that attachments propagate, as long as nobody has made them", () => {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const subnet = lab.subnet("a", vpc, "10.0.1.0/24");
  const gateway = lab.region.call("CreateTransitGateway", {}).TransitGateway;
  lab.settle();
  const attached = lab.region.call("CreateTransitGatewayVpcAttachment", {
    TransitGatewayId: gateway?.TransitGatewayId,
    VpcId: vpc,
    SubnetIds: [subnet],
  }).TransitGatewayVpcAttachment;
  lab.settle();
  const hub = gateway?.Options?.AssociationDefaultRouteTableId ?? "";
  lab.region.call("CreateTransitGatewayRoute", {
    TransitGatewayRouteTableId: hub,
    DestinationCidrBlock: "10.7.0.0/16",
    TransitGatewayAttachmentId: attached?.TransitGatewayAttachmentId,
  });
  const table = lab.routeTable("rtb", vpc, [subnet], { "10.7.0.0/16": gateway?.TransitGatewayId ?? "" });
  const isGiven = (resource: string, rule?: string) => wording.isGiven?.(lab.region.cloud.store, resource, rule);
  expect(isGiven(hub, "10.0.0.0/16")).toBe(true);
  expect(isGiven(hub, "10.7.0.0/16")).toBe(false);
  expect(isGiven(table, "10.7.0.0/16")).toBe(false);
  expect(isGiven(table, "10.8.0.0/16")).toBe(true);
  expect(isGiven(table)).toBe(false);
  expect(isGiven(lab.group("sg", vpc, {}), "sgr-1")).toBe(false);
  const main = lab.region.call("DescribeRouteTables", {
    Filters: [
      { Name: "vpc-id", Values: [vpc] },
      { Name: "association.main", Values: ["true"] },
    ],
  }).RouteTables?.[0]?.RouteTableId;
  expect(isGiven(main ?? "")).toBe(true);
});
