import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { shareWith } from "../share.fixture.ts";
import { attach, gatewayIn, settle, vpcIn } from "./transitGateway.fixture.ts";

const CONSUMER = "222222222222";

/** A gateway and a multicast domain of 111111111111, and a VPC of another account that is attached to the gateway. */
function shared(AutoAcceptSharedAssociations: "enable" | "disable" = "disable") {
  const region = testRegion();
  const gateway = gatewayIn(region, { MulticastSupport: "enable", AutoAcceptSharedAttachments: "enable" });
  const { TransitGatewayMulticastDomain: made } = region.call("CreateTransitGatewayMulticastDomain", {
    TransitGatewayId: gateway,
    Options: { AutoAcceptSharedAssociations },
  });
  settle(region);
  shareWith(region, `arn:aws:ec2:us-east-1:111111111111:transit-gateway/${gateway}`, CONSUMER);
  const consumer = region.as(CONSUMER, "us-east-1");
  const vpc = vpcIn(consumer, "10.9.0.0/16", ["us-east-1a", "us-east-1b"]);
  const input = {
    TransitGatewayMulticastDomainId: made?.TransitGatewayMulticastDomainId ?? "",
    TransitGatewayAttachmentId: attach(consumer, gateway, vpc),
    SubnetIds: vpc.subnets,
  };
  const share = () => shareWith(region, made?.TransitGatewayMulticastDomainArn ?? "", CONSUMER);
  const states = () => {
    const { TransitGatewayMulticastDomainId } = input;
    return region
      .call("GetTransitGatewayMulticastDomainAssociations", { TransitGatewayMulticastDomainId })
      .MulticastDomainAssociations?.map(({ Subnet }) => Subnet?.State);
  };
  return { region, consumer, input, share, states };
}

describe("a multicast domain that is shared", () => {
  test("takes another account's subnets once its owner accepts", () => {
    const { region, consumer, input, share, states } = shared();
    expect(refusal(consumer, "AssociateTransitGatewayMulticastDomain", input)).toBe(
      "InvalidTransitGatewayMulticastDomainId.NotFound",
    );
    share();
    expect(consumer.call("DescribeTransitGatewayMulticastDomains").TransitGatewayMulticastDomains).toHaveLength(1);
    const { Associations } = consumer.call("AssociateTransitGatewayMulticastDomain", input);
    expect(Associations?.Subnets?.map(({ State }) => State)).toEqual(["pendingAcceptance", "pendingAcceptance"]);
    settle(region);
    expect(states()).toEqual(["pendingAcceptance", "pendingAcceptance"]);
    const accept = "AcceptTransitGatewayMulticastDomainAssociations";
    expect(refusal(consumer, accept, input)).toBe("InvalidTransitGatewayMulticastDomainId.NotFound");
    const unknown = { ...input, SubnetIds: ["subnet-0123456789abcdef0"] };
    expect(refusal(region, accept, unknown)).toBe("InvalidTransitGatewayMulticastDomainAssociation.NotFound");
    const [first = "", second = ""] = input.SubnetIds;
    const accepted = region.call(accept, { ...input, SubnetIds: [first] }).Associations;
    expect(accepted).toMatchObject({ ResourceOwnerId: CONSUMER, Subnets: [{ SubnetId: first, State: "associating" }] });
    const { Associations: rejected } = region.call("RejectTransitGatewayMulticastDomainAssociations", {
      ...input,
      SubnetIds: [second],
    });
    expect(rejected?.Subnets).toEqual([{ SubnetId: second, State: "rejected" }]);
    settle(region);
    expect(states()).toEqual(["associated"]);
    expect(refusal(region, accept, { ...input, SubnetIds: [first] })).toBe(
      "InvalidTransitGatewayMulticastDomainAssociation.NotFound",
    );
  });

  test("takes them at once where it accepts by itself", () => {
    const { region, consumer, input, share, states } = shared("enable");
    share();
    consumer.call("AssociateTransitGatewayMulticastDomain", input);
    settle(region);
    expect(states()).toEqual(["associated", "associated"]);
    consumer.call("DisassociateTransitGatewayMulticastDomain", input);
    settle(region);
    expect(states()).toEqual([]);
  });
});
