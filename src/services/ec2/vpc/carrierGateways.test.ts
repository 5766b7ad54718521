import { expect, test } from "vitest";
import { lab, only } from "../interface/interface.fixture.ts";
import { refusal } from "../refusal.fixture.ts";

test("a carrier gateway is a route's target in its VPC, keeps the VPC, and goes", () => {
  const { region, vpcId: VpcId } = lab();
  const made = region.call("CreateCarrierGateway", {
    VpcId,
    TagSpecifications: [{ ResourceType: "carrier-gateway", Tags: [{ Key: "a", Value: "b" }] }],
  }).CarrierGateway;
  expect(made).toMatchObject({ State: "pending", VpcId, OwnerId: "111111111111" });
  const CarrierGatewayId = made?.CarrierGatewayId ?? "";
  const shown = region.call("DescribeCarrierGateways", { Filters: [{ Name: "vpc-id", Values: [VpcId] }] });
  expect(only(shown.CarrierGateways)).toMatchObject({
    CarrierGatewayId,
    State: "available",
    Tags: [{ Key: "a", Value: "b" }],
  });
  expect(refusal(region, "CreateCarrierGateway", { VpcId })).toBe("CarrierGatewayLimitExceeded");
  const { RouteTable } = region.call("CreateRouteTable", { VpcId });
  const route = { RouteTableId: RouteTable?.RouteTableId, DestinationCidrBlock: "0.0.0.0/0", CarrierGatewayId };
  expect(region.call("CreateRoute", route).Return).toBe(true);
  expect(region.call("DeleteCarrierGateway", { CarrierGatewayId }).CarrierGateway?.State).toBe("deleting");
  expect(region.call("DescribeCarrierGateways").CarrierGateways).toEqual([]);
  expect(refusal(region, "CreateRoute", { ...route, DestinationCidrBlock: "1.0.0.0/8" })).toBe(
    "InvalidCarrierGatewayID.NotFound",
  );
});

test("it keeps its VPC from being deleted", () => {
  const { region } = lab();
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.9.0.0/16" }).Vpc?.VpcId ?? "";
  const { CarrierGateway } = region.call("CreateCarrierGateway", { VpcId });
  expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");
  region.call("DeleteCarrierGateway", { CarrierGatewayId: CarrierGateway?.CarrierGatewayId });
  region.call("DeleteVpc", { VpcId });
});

test.each([
  ["CreateCarrierGateway", { VpcId: "vpc-0123456789abcdef0" }, "InvalidVpcID.NotFound"],
  ["DeleteCarrierGateway", { CarrierGatewayId: "cagw-0123456789abcdef0" }, "InvalidCarrierGatewayID.NotFound"],
  ["DeleteCarrierGateway", { CarrierGatewayId: "none" }, "InvalidCarrierGatewayID.NotFound"],
] as const)("%s of %j is %s", (operation, input, code) => {
  expect(refusal(lab().region, operation, input as never)).toBe(code);
});
