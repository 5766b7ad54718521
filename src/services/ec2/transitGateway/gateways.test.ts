import type { CreateTransitGatewayRequest } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { AFTERLIFE_MS } from "./lifecycle.ts";
import { attach, gatewayIn, optionsOf, settle, tableIn, vpcIn } from "./transitGateway.fixture.ts";

describe("a new transit gateway", () => {
  test("has AWS's defaults, and one default table for association and propagation", () => {
    const region = testRegion();
    const { TransitGateway } = region.call("CreateTransitGateway", {
      Description: "hub",
      TagSpecifications: [{ ResourceType: "transit-gateway", Tags: [{ Key: "Name", Value: "hub" }] }],
    });
    const id = TransitGateway?.TransitGatewayId ?? "";
    const table = TransitGateway?.Options?.AssociationDefaultRouteTableId;
    expect(TransitGateway).toMatchObject({
      TransitGatewayArn: `arn:aws:ec2:us-east-1:111111111111:transit-gateway/${id}`,
      State: "pending",
      OwnerId: "111111111111",
      Description: "hub",
      Options: {
        AmazonSideAsn: 64512,
        AutoAcceptSharedAttachments: "disable",
        DefaultRouteTableAssociation: "enable",
        DefaultRouteTablePropagation: "enable",
        PropagationDefaultRouteTableId: table,
        DnsSupport: "enable",
        VpnEcmpSupport: "enable",
        MulticastSupport: "disable",
        SecurityGroupReferencingSupport: "disable",
      },
      Tags: [{ Key: "Name", Value: "hub" }],
    });
    expect(TransitGateway?.Options).not.toHaveProperty("TransitGatewayCidrBlocks");
    region.clock.advance(0); // no time needs to pass
    const described = region.call("DescribeTransitGateways", {
      Filters: [
        { Name: "tag:Name", Values: ["h*"] },
        { Name: "state", Values: ["available"] },
        { Name: "options.amazon-side-asn", Values: ["64512"] },
        { Name: "options.association-default-route-table-id", Values: [table ?? ""] },
      ],
    });
    expect(described.TransitGateways?.map((one) => one.TransitGatewayId)).toEqual([id]);
    const { TransitGatewayRouteTables } = region.call("DescribeTransitGatewayRouteTables", {
      Filters: [{ Name: "default-association-route-table", Values: ["true"] }],
    });
    expect(TransitGatewayRouteTables).toMatchObject([
      { TransitGatewayRouteTableId: table, State: "available", DefaultPropagationRouteTable: true },
    ]);
  });

  test("tells no default tables while it uses none", () => {
    const region = testRegion();
    const id = gatewayIn(region, {
      DefaultRouteTableAssociation: "disable",
      DefaultRouteTablePropagation: "disable",
      TransitGatewayCidrBlocks: ["10.99.0.7/24", "fd00:1::/48"],
    });
    const options = optionsOf(region, id);
    expect(options).not.toHaveProperty("AssociationDefaultRouteTableId");
    expect(options).not.toHaveProperty("PropagationDefaultRouteTableId");
    expect(options.TransitGatewayCidrBlocks).toEqual(["10.99.0.0/24", "fd00:1::/48"]);
    expect(region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables).toEqual([]);
  });

  test.each<readonly [string, CreateTransitGatewayRequest["Options"]]>([
    ["an ASN that is not private", { AmazonSideAsn: 65535 }],
    ["an ASN beyond the 32-bit range", { AmazonSideAsn: 4_294_967_295 }],
    ["a block smaller than /24", { TransitGatewayCidrBlocks: ["10.0.0.0/25"] }],
    ["a block smaller than /64", { TransitGatewayCidrBlocks: ["fd00::/65"] }],
    ["a link-local block", { TransitGatewayCidrBlocks: ["169.254.8.0/24"] }],
    ["blocks that overlap", { TransitGatewayCidrBlocks: ["10.0.0.0/16", "10.0.1.0/24"] }],
    ["a block that is none", { TransitGatewayCidrBlocks: ["10.0.0.0"] }],
    ["a switch that is neither on nor off", { DnsSupport: "on" as "enable" }],
  ])("refuses %s", (_, Options) => {
    expect(refusal(testRegion(), "CreateTransitGateway", { Options })).toBe("InvalidParameterValue");
  });
});

describe("a transit gateway's changes", () => {
  test("pass through modifying, and keep what was not said", () => {
    const region = testRegion();
    const id = gatewayIn(region, { TransitGatewayCidrBlocks: ["10.99.0.0/24"] });
    const { TransitGateway } = region.call("ModifyTransitGateway", {
      TransitGatewayId: id,
      Description: "changed",
      Options: {
        DnsSupport: "disable",
        AddTransitGatewayCidrBlocks: ["10.98.0.0/24"],
        RemoveTransitGatewayCidrBlocks: ["10.99.0.0/24"],
        AmazonSideAsn: 4_200_000_000,
      },
    });
    expect(TransitGateway).toMatchObject({
      State: "modifying",
      Description: "changed",
      Options: { DnsSupport: "disable", VpnEcmpSupport: "enable", AmazonSideAsn: 4_200_000_000 },
    });
    expect(refusal(region, "ModifyTransitGateway", { TransitGatewayId: id })).toBe("IncorrectState");
    settle(region);
    expect(optionsOf(region, id).TransitGatewayCidrBlocks).toEqual(["10.98.0.0/24"]);
  });

  test("of default tables hold for new attachments only", () => {
    const region = testRegion();
    const id = gatewayIn(region);
    const before = optionsOf(region, id).AssociationDefaultRouteTableId ?? "";
    const first = attach(region, id, vpcIn(region, "10.1.0.0/16"));
    const other = tableIn(region, id);
    region.call("ModifyTransitGateway", { TransitGatewayId: id, Options: { AssociationDefaultRouteTableId: other } });
    settle(region);
    const second = attach(region, id, vpcIn(region, "10.2.0.0/16"));
    const associated = (TransitGatewayRouteTableId: string) =>
      region
        .call("GetTransitGatewayRouteTableAssociations", { TransitGatewayRouteTableId })
        .Associations?.map((one) => one.TransitGatewayAttachmentId);
    expect(associated(before)).toEqual([first]);
    expect(associated(other)).toEqual([second]);
    region.call("ModifyTransitGateway", {
      TransitGatewayId: id,
      Options: { DefaultRouteTableAssociation: "disable" },
    });
    settle(region);
    expect(optionsOf(region, id)).not.toHaveProperty("AssociationDefaultRouteTableId");
    expect(
      refusal(region, "ModifyTransitGateway", {
        TransitGatewayId: id,
        Options: { AssociationDefaultRouteTableId: other },
      }),
    ).toBe("InvalidParameterCombination");
  });

  test("make a default table where one is first needed", () => {
    const region = testRegion();
    const id = gatewayIn(region, {
      DefaultRouteTableAssociation: "disable",
      DefaultRouteTablePropagation: "disable",
    });
    region.call("ModifyTransitGateway", { TransitGatewayId: id, Options: { DefaultRouteTablePropagation: "enable" } });
    settle(region);
    expect(optionsOf(region, id).PropagationDefaultRouteTableId).toMatch(/^tgw-rtb-0[0-9a-f]{16}$/);
    expect(optionsOf(region, id)).not.toHaveProperty("AssociationDefaultRouteTableId");
  });
});

describe("deleting a transit gateway", () => {
  test("takes its route tables along, and is told for a while", () => {
    const region = testRegion();
    const id = gatewayIn(region);
    tableIn(region, id);
    expect(region.call("DeleteTransitGateway", { TransitGatewayId: id }).TransitGateway?.State).toBe("deleting");
    settle(region);
    const { TransitGateways } = region.call("DescribeTransitGateways", { TransitGatewayIds: [id] });
    expect(TransitGateways).toMatchObject([{ State: "deleted" }]);
    expect(
      region.call("DescribeTransitGatewayRouteTables").TransitGatewayRouteTables?.map(({ State }) => State),
    ).toEqual(["deleted", "deleted"]);
    expect(refusal(region, "DeleteTransitGateway", { TransitGatewayId: id })).toBe("InvalidTransitGatewayID.NotFound");
    region.clock.advance(AFTERLIFE_MS);
    expect(refusal(region, "DescribeTransitGateways", { TransitGatewayIds: [id] })).toBe(
      "InvalidTransitGatewayID.NotFound",
    );
    expect(Object.keys(stateOf(region)).filter((name) => name.includes("transit-gateway"))).toEqual([]);
  });

  test("waits for its attachments to go, and names them", () => {
    const region = testRegion();
    const id = gatewayIn(region);
    const attachment = attach(region, id, vpcIn(region, "10.1.0.0/16"));
    expect(() => region.call("DeleteTransitGateway", { TransitGatewayId: id })).toThrow(
      `${id} has non-deleted Transit Gateway Attachments: ${attachment}.`,
    );
    expect(refusal(region, "DeleteTransitGateway", { TransitGatewayId: id })).toBe("IncorrectState");
    region.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: attachment });
    settle(region);
    region.call("DeleteTransitGateway", { TransitGatewayId: id });
  });
});

test("a transit gateway is its account's and region's own", () => {
  const region = testRegion();
  const id = gatewayIn(region);
  for (const other of [region.as("222222222222", "us-east-1"), region.as("111111111111", "us-west-2")]) {
    expect(other.call("DescribeTransitGateways").TransitGateways).toEqual([]);
    expect(refusal(other, "DeleteTransitGateway", { TransitGatewayId: id })).toBe("InvalidTransitGatewayID.NotFound");
    expect(refusal(other, "CreateTransitGatewayRouteTable", { TransitGatewayId: id })).toBe(
      "InvalidTransitGatewayID.NotFound",
    );
  }
  expect(region.codeOf("DescribeTransitGateways", { TransitGatewayIds: ["tgw-x"] })).toBe(
    "InvalidTransitGatewayID.Malformed",
  );
});

test("the quotas hold where the region was started with them, and count what lives", () => {
  const region = testRegion({ quotas: true });
  const ids = [1, 2, 3, 4, 5].map(() => gatewayIn(region));
  expect(refusal(region, "CreateTransitGateway")).toBe("TransitGatewayLimitExceeded");
  region.call("DeleteTransitGateway", { TransitGatewayId: ids[0] ?? "" });
  settle(region);
  gatewayIn(region);
  const unbounded = testRegion();
  for (let i = 0; i < 6; i++) gatewayIn(unbounded);
});

test("a VPC takes five transit gateways, whatever the quotas", () => {
  const region = testRegion();
  const vpc = vpcIn(region, "10.1.0.0/16");
  for (let i = 0; i < 5; i++) attach(region, gatewayIn(region), vpc);
  expect(
    refusal(region, "CreateTransitGatewayVpcAttachment", {
      TransitGatewayId: gatewayIn(region),
      VpcId: vpc.VpcId,
      SubnetIds: vpc.subnets,
    }),
  ).toBe("TransitGatewayAttachmentLimitExceeded");
});
