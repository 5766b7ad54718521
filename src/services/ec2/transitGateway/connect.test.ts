import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { attach, gatewayIn, settle, vpcIn } from "./transitGateway.fixture.ts";

function connected(region: TestRegion, cidrs: string[] = ["10.99.0.0/24"]) {
  const gateway = gatewayIn(region, { TransitGatewayCidrBlocks: cidrs });
  const transport = attach(region, gateway, vpcIn(region, "10.1.0.0/16"));
  const { TransitGatewayConnect } = region.call("CreateTransitGatewayConnect", {
    TransportTransitGatewayAttachmentId: transport,
    Options: { Protocol: "gre" },
  });
  settle(region);
  return { gateway, transport, connect: TransitGatewayConnect?.TransitGatewayAttachmentId ?? "" };
}

describe("Connect", () => {
  test("stands on a VPC attachment, which stays as long as it does", () => {
    const region = testRegion();
    const { gateway, transport, connect } = connected(region);
    expect(region.call("DescribeTransitGatewayConnects").TransitGatewayConnects).toMatchObject([
      {
        TransitGatewayAttachmentId: connect,
        TransportTransitGatewayAttachmentId: transport,
        TransitGatewayId: gateway,
        State: "available",
        Options: { Protocol: "gre" },
      },
    ]);
    const { TransitGatewayAttachments } = region.call("DescribeTransitGatewayAttachments", {
      Filters: [{ Name: "resource-type", Values: ["connect"] }],
    });
    expect(TransitGatewayAttachments).toMatchObject([{ ResourceId: transport, Association: { State: "associated" } }]);
    expect(
      refusal(region, "CreateTransitGatewayConnect", {
        TransportTransitGatewayAttachmentId: connect,
        Options: { Protocol: "gre" },
      }),
    ).toBe("InvalidParameterValue");
    expect(refusal(region, "DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: transport })).toBe(
      "IncorrectState",
    );
    region.call("DeleteTransitGatewayConnect", { TransitGatewayAttachmentId: connect });
    settle(region);
    region.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: transport });
  });

  test("has peers with two BGP sessions, from the gateway's blocks", () => {
    const region = testRegion();
    const { connect } = connected(region);
    const peer = (PeerAddress: string, block: string) =>
      region.call("CreateTransitGatewayConnectPeer", {
        TransitGatewayAttachmentId: connect,
        PeerAddress,
        InsideCidrBlocks: [block],
        BgpOptions: { PeerAsn: 65001 },
      }).TransitGatewayConnectPeer;
    const first = peer("10.1.0.50", "169.254.200.0/29");
    expect(first).toMatchObject({
      State: "pending",
      ConnectPeerConfiguration: {
        TransitGatewayAddress: "10.99.0.1",
        PeerAddress: "10.1.0.50",
        Protocol: "gre",
        BgpConfigurations: [
          {
            TransitGatewayAsn: 64512,
            PeerAsn: 65001,
            TransitGatewayAddress: "169.254.200.2",
            PeerAddress: "169.254.200.1",
            BgpStatus: "down",
          },
          { TransitGatewayAddress: "169.254.200.3", PeerAddress: "169.254.200.1" },
        ],
      },
    });
    expect(peer("10.1.0.51", "169.254.200.8/29")?.ConnectPeerConfiguration?.TransitGatewayAddress).toBe("10.99.0.2");
    settle(region);
    expect(refusal(region, "DeleteTransitGatewayConnect", { TransitGatewayAttachmentId: connect })).toBe(
      "IncorrectState",
    );
    const id = first?.TransitGatewayConnectPeerId ?? "";
    region.call("DeleteTransitGatewayConnectPeer", { TransitGatewayConnectPeerId: id });
    settle(region);
    const { TransitGatewayConnectPeers } = region.call("DescribeTransitGatewayConnectPeers", {
      Filters: [{ Name: "transit-gateway-attachment-id", Values: [connect] }],
    });
    expect(TransitGatewayConnectPeers?.map(({ State }) => State)).toEqual(["deleted", "available"]);
    expect(refusal(region, "DeleteTransitGatewayConnectPeer", { TransitGatewayConnectPeerId: id })).toBe(
      "InvalidTransitGatewayConnectPeerID.NotFound",
    );
  });

  test("refuses peers that cannot be", () => {
    const region = testRegion();
    const { connect, gateway } = connected(region);
    const refused = (input: object) =>
      refusal(region, "CreateTransitGatewayConnectPeer", {
        TransitGatewayAttachmentId: connect,
        PeerAddress: "10.1.0.50",
        InsideCidrBlocks: ["169.254.200.0/29"],
        ...input,
      });
    expect(refused({ InsideCidrBlocks: ["169.254.200.0/30"] })).toBe("InvalidParameterValue");
    expect(refused({ InsideCidrBlocks: ["169.254.5.0/29"] })).toBe("InvalidParameterValue");
    expect(refused({ InsideCidrBlocks: ["10.0.0.0/29"] })).toBe("InvalidParameterValue");
    expect(refused({ InsideCidrBlocks: ["169.254.200.0/29", "fd00::/64"] })).toBe("InvalidParameterValue");
    expect(refused({ TransitGatewayAddress: "10.98.0.1" })).toBe("InvalidParameterValue");
    expect(refused({ PeerAddress: "fd00::1" })).toBe("InvalidParameterValue");
    expect(refused({ BgpOptions: { PeerAsn: 0 } })).toBe("InvalidParameterValue");
    for (const index of [0, 1, 2, 3])
      region.call("CreateTransitGatewayConnectPeer", {
        TransitGatewayAttachmentId: connect,
        PeerAddress: `10.1.0.5${index}`,
        InsideCidrBlocks: [`169.254.201.${index * 8}/29`, `fd00::${index * 8}/125`],
      });
    expect(refused({})).toBe("TransitGatewayConnectPeerLimitExceeded");
    expect(
      refusal(region, "ModifyTransitGateway", { TransitGatewayId: gateway, Options: { AmazonSideAsn: 64600 } }),
    ).toBe("IncorrectState");
  });
});
