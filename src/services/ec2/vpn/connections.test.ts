import type { VpnTunnelOptionsSpecification } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { gatewayIn } from "../transitGateway/transitGateway.fixture.ts";
import { AFTERLIFE_MS } from "./lifecycle.ts";
import { connect, connectionOf, customerGatewayIn, settle, vpnGatewayIn } from "./vpn.fixture.ts";

/** The texts between a tag's ends, in order. */
const texts = (xml: string | undefined, tag: string): string[] =>
  [...(xml ?? "").matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map((match) => match[1] ?? "");

function toVpnGateway(region: TestRegion, options: object = {}) {
  const CustomerGatewayId = customerGatewayIn(region);
  const VpnGatewayId = vpnGatewayIn(region);
  return { CustomerGatewayId, VpnGatewayId, made: connect(region, { CustomerGatewayId, VpnGatewayId, ...options }) };
}

describe("a VPN connection", () => {
  test("has two tunnels, down, with addresses, blocks and keys of their own", () => {
    const region = testRegion();
    const { CustomerGatewayId, VpnGatewayId, made } = toVpnGateway(region);
    expect(made).toMatchObject({
      State: "pending",
      Category: "VPN",
      Type: "ipsec.1",
      CustomerGatewayId,
      VpnGatewayId,
      GatewayAssociationState: "associated",
      Routes: [],
      Options: {
        EnableAcceleration: false,
        StaticRoutesOnly: false,
        LocalIpv4NetworkCidr: "0.0.0.0/0",
        RemoteIpv4NetworkCidr: "0.0.0.0/0",
        OutsideIpAddressType: "PublicIpv4",
        TunnelInsideIpVersion: "ipv4",
      },
    });
    const { Options, VgwTelemetry, CustomerGatewayConfiguration, State } =
      connectionOf(region, made?.VpnConnectionId) ?? {};
    expect(State).toBe("available");
    const tunnels = Options?.TunnelOptions ?? [];
    expect(tunnels).toHaveLength(2);
    for (const { TunnelInsideCidr, PreSharedKey } of tunnels) {
      expect(TunnelInsideCidr).toMatch(/^169\.254\.\d+\.\d+\/30$/);
      expect(PreSharedKey).toMatch(/^(?!0)[A-Za-z0-9._]{32}$/);
    }
    expect(new Set(tunnels.map((tunnel) => tunnel.TunnelInsideCidr)).size).toBe(2);
    const outside = tunnels.map((tunnel) => tunnel.OutsideIpAddress ?? "");
    expect(VgwTelemetry).toMatchObject(
      outside.map((OutsideIpAddress) => ({ OutsideIpAddress, Status: "DOWN", AcceptedRouteCount: 0 })),
    );
    expect(texts(CustomerGatewayConfiguration, "pre_shared_key")).toEqual(tunnels.map((one) => one.PreSharedKey));
    expect(texts(CustomerGatewayConfiguration, "asn")).toEqual(["65010", "64600", "65010", "64600"]);
    const addresses = texts(CustomerGatewayConfiguration, "ip_address");
    expect(addresses[0]).toBe("198.51.100.10");
    expect([addresses[2], addresses[6]]).toEqual(outside);
  });

  test("reads the same from the same seed", () => {
    const once = () => connectionOf(...made());
    const made = (): [TestRegion, string] => {
      const region = testRegion();
      return [region, toVpnGateway(region).made?.VpnConnectionId ?? ""];
    };
    expect(once()).toEqual(once());
  });

  test("tells the options that were asked for, in its configuration too", () => {
    const region = testRegion();
    const { made } = toVpnGateway(region, {
      Options: {
        StaticRoutesOnly: true,
        TunnelOptions: [
          {
            TunnelInsideCidr: "169.254.100.0/30",
            PreSharedKey: "abcdefgh12345678",
            IKEVersions: [{ Value: "ikev2" }],
            Phase1LifetimeSeconds: 3600,
            Phase2LifetimeSeconds: 1800,
            Phase1DHGroupNumbers: [{ Value: 14 }],
            Phase2IntegrityAlgorithms: [{ Value: "SHA2-256" }],
            DPDTimeoutAction: "restart",
            StartupAction: "start",
          },
        ],
      },
    });
    const { Options, CustomerGatewayConfiguration } = connectionOf(region, made?.VpnConnectionId) ?? {};
    expect(Options?.TunnelOptions?.[0]).toMatchObject({
      TunnelInsideCidr: "169.254.100.0/30",
      PreSharedKey: "abcdefgh12345678",
      IkeVersions: [{ Value: "ikev2" }],
      Phase1LifetimeSeconds: 3600,
      Phase1DHGroupNumbers: [{ Value: 14 }],
      DpdTimeoutAction: "restart",
      StartupAction: "start",
    });
    expect(Options?.TunnelOptions?.[1]?.Phase1LifetimeSeconds).toBeUndefined();
    expect(texts(CustomerGatewayConfiguration, "lifetime")).toEqual(["3600", "1800", "28800", "3600"]);
    expect(texts(CustomerGatewayConfiguration, "authentication_protocol")).toContain("hmac-sha2-256-128");
    expect(texts(CustomerGatewayConfiguration, "vpn_connection_attributes")).toEqual(["NoBGPVPNConnection"]);
    expect(texts(CustomerGatewayConfiguration, "asn")).toEqual([]);
    expect(texts(CustomerGatewayConfiguration, "ip_address").slice(1, 4)).toEqual([
      "169.254.100.2",
      Options?.TunnelOptions?.[0]?.OutsideIpAddress,
      "169.254.100.1",
    ]);
  });

  test.each<readonly [string, VpnTunnelOptionsSpecification]>([
    ["a reserved inside block", { TunnelInsideCidr: "169.254.169.252/30" }],
    ["an inside block elsewhere", { TunnelInsideCidr: "10.0.0.0/30" }],
    ["an inside block of another size", { TunnelInsideCidr: "169.254.10.0/29" }],
    ["an inside block that does not begin there", { TunnelInsideCidr: "169.254.10.1/30" }],
    ["a key too short", { PreSharedKey: "abcdefg" }],
    ["a key that begins with zero", { PreSharedKey: "0abcdefgh" }],
    ["a key of other characters", { PreSharedKey: "abcdefgh-" }],
    ["an unknown IKE version", { IKEVersions: [{ Value: "ikev3" }] }],
    ["group 5 in phase 1", { Phase1DHGroupNumbers: [{ Value: 5 }] }],
    ["an unknown cipher", { Phase2EncryptionAlgorithms: [{ Value: "DES" }] }],
    ["a phase 1 too long", { Phase1LifetimeSeconds: 28_801 }],
    ["a phase 2 no shorter than phase 1", { Phase1LifetimeSeconds: 1800, Phase2LifetimeSeconds: 1800 }],
    ["a margin beyond half of phase 2", { Phase2LifetimeSeconds: 1000, RekeyMarginTimeSeconds: 501 }],
    ["a fuzz beyond all", { RekeyFuzzPercentage: 101 }],
    ["a replay window too small", { ReplayWindowSize: 63 }],
    ["a detection too short", { DPDTimeoutSeconds: 29 }],
    ["an unknown action", { DPDTimeoutAction: "reboot" }],
  ])("refuses %s", (_, options) => {
    const region = testRegion();
    const CustomerGatewayId = customerGatewayIn(region);
    const VpnGatewayId = vpnGatewayIn(region);
    expect(
      refusal(region, "CreateVpnConnection", {
        Type: "ipsec.1",
        CustomerGatewayId,
        VpnGatewayId,
        Options: { TunnelOptions: [options] },
      }),
    ).toBe("InvalidParameterValue");
  });

  test("refuses gateways and combinations that cannot be", () => {
    const region = testRegion();
    const { CustomerGatewayId, VpnGatewayId } = toVpnGateway(region);
    const refused = (input: object) =>
      refusal(region, "CreateVpnConnection", { Type: "ipsec.1", CustomerGatewayId, VpnGatewayId, ...input });
    expect(refused({ Type: "ipsec.2" })).toBe("InvalidParameterValue");
    expect(refused({ CustomerGatewayId: "cgw-00000000" })).toBe("InvalidCustomerGatewayID.NotFound");
    expect(refused({ VpnGatewayId: "vgw-00000000" })).toBe("InvalidVpnGatewayID.NotFound");
    expect(refused({ TransitGatewayId: "tgw-00000000" })).toBe("InvalidParameterCombination");
    expect(refused({ Options: { TunnelInsideIpVersion: "ipv6" } })).toBe("InvalidParameterCombination");
    expect(refused({ Options: { EnableAcceleration: true } })).toBe("InvalidParameterCombination");
    expect(refused({ Options: { LocalIpv6NetworkCidr: "::/0" } })).toBe("InvalidParameterCombination");
    expect(refused({ Options: { LocalIpv4NetworkCidr: "10.0.0.0" } })).toBe("InvalidParameterValue");
    const taken = connect(region, {
      CustomerGatewayId,
      VpnGatewayId,
      Options: { TunnelOptions: [{ TunnelInsideCidr: "169.254.77.0/30" }] },
    });
    expect(taken).toBeDefined();
    expect(refused({ Options: { TunnelOptions: [{}, { TunnelInsideCidr: "169.254.77.0/30" }] } })).toBe(
      "InvalidParameterValue",
    );
  });

  test("asked for again is the same one; deleted, it keeps its gateways no longer", () => {
    const region = testRegion();
    const { CustomerGatewayId, VpnGatewayId, made } = toVpnGateway(region);
    const VpnConnectionId = made?.VpnConnectionId ?? "";
    expect(connect(region, { CustomerGatewayId, VpnGatewayId })?.VpnConnectionId).toBe(VpnConnectionId);
    expect(refusal(region, "DeleteVpnGateway", { VpnGatewayId })).toBe("IncorrectState");
    region.call("DeleteVpnConnection", { VpnConnectionId });
    expect(connectionOf(region, VpnConnectionId)?.State).toBe("deleting");
    expect(connectionOf(region, VpnConnectionId)?.CustomerGatewayConfiguration).toBeUndefined();
    settle(region);
    expect(connectionOf(region, VpnConnectionId)?.State).toBe("deleted");
    expect(refusal(region, "DeleteVpnConnection", { VpnConnectionId })).toBe("InvalidVpnConnectionID.NotFound");
    region.call("DeleteVpnGateway", { VpnGatewayId });
    region.clock.advance(AFTERLIFE_MS);
    expect(refusal(region, "DescribeVpnConnections", { VpnConnectionIds: [VpnConnectionId] })).toBe(
      "InvalidVpnConnectionID.NotFound",
    );
  });
});

describe("a connection to a transit gateway", () => {
  test("has an attachment that comes and goes with it", () => {
    const region = testRegion();
    const TransitGatewayId = gatewayIn(region);
    const CustomerGatewayId = customerGatewayIn(region);
    const made = connect(region, {
      CustomerGatewayId,
      TransitGatewayId,
      Options: { TunnelInsideIpVersion: "ipv6" },
    });
    const VpnConnectionId = made?.VpnConnectionId ?? "";
    expect(made?.Options).toMatchObject({ LocalIpv6NetworkCidr: "::/0", TunnelInsideIpVersion: "ipv6" });
    expect(made?.Options?.TunnelOptions?.[0]?.TunnelInsideIpv6Cidr).toMatch(/^fd[0-9a-f:]+\/126$/);
    const attachment = () =>
      region.call("DescribeTransitGatewayAttachments", {
        Filters: [
          { Name: "resource-type", Values: ["vpn"] },
          { Name: "resource-id", Values: [VpnConnectionId] },
        ],
      }).TransitGatewayAttachments?.[0];
    expect(attachment()).toMatchObject({
      TransitGatewayId,
      State: "available",
      Association: { State: "associated" },
    });
    expect(refusal(region, "DeleteTransitGateway", { TransitGatewayId })).toBe("IncorrectState");
    region.call("DeleteVpnConnection", { VpnConnectionId });
    settle(region);
    expect(attachment()).toMatchObject({ State: "deleted" });
    region.call("DeleteTransitGateway", { TransitGatewayId });
  });

  test("moves between gateways", () => {
    const region = testRegion();
    const { made, VpnGatewayId } = toVpnGateway(region);
    const VpnConnectionId = made?.VpnConnectionId ?? "";
    const TransitGatewayId = gatewayIn(region);
    const { VpnConnection } = region.call("ModifyVpnConnection", { VpnConnectionId, TransitGatewayId });
    expect(VpnConnection).toMatchObject({ State: "modifying", TransitGatewayId });
    expect(VpnConnection).not.toHaveProperty("VpnGatewayId");
    expect(refusal(region, "ModifyVpnConnection", { VpnConnectionId, TransitGatewayId })).toBe("IncorrectState");
    settle(region);
    expect(connectionOf(region, VpnConnectionId)?.State).toBe("available");
    const states = () =>
      region.call("DescribeTransitGatewayAttachments").TransitGatewayAttachments?.map(({ State }) => State);
    expect(states()).toEqual(["available"]);
    region.call("ModifyVpnConnection", { VpnConnectionId, VpnGatewayId });
    settle(region);
    expect(states()).toEqual(["deleted"]);
    expect(connectionOf(region, VpnConnectionId)).toMatchObject({ VpnGatewayId });
    expect(refusal(region, "ModifyVpnConnection", { VpnConnectionId })).toBe("MissingParameter");
  });
});

describe("a connection's changes", () => {
  test("reach one tunnel, which keeps its outside address", () => {
    const region = testRegion();
    const VpnConnectionId = toVpnGateway(region).made?.VpnConnectionId ?? "";
    const [first, second] = connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions ?? [];
    const VpnTunnelOutsideIpAddress = second?.OutsideIpAddress ?? "";
    const modify = { VpnConnectionId, VpnTunnelOutsideIpAddress };
    region.call("ModifyVpnTunnelOptions", {
      ...modify,
      TunnelOptions: {
        PreSharedKey: "another_key.1",
        TunnelInsideCidr: "169.254.50.0/30",
        IKEVersions: [{ Value: "ikev1" }],
        LogOptions: { CloudWatchLogOptions: { LogEnabled: true, LogGroupArn: "arn:aws:logs:us-east-1:1:log-group:g" } },
      },
    });
    settle(region);
    const changed = connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions ?? [];
    expect(changed[0]).toEqual(first);
    expect(changed[1]).toMatchObject({
      OutsideIpAddress: VpnTunnelOutsideIpAddress,
      PreSharedKey: "another_key.1",
      TunnelInsideCidr: "169.254.50.0/30",
      IkeVersions: [{ Value: "ikev1" }],
      LogOptions: { CloudWatchLogOptions: { LogEnabled: true, LogOutputFormat: "json" } },
    });
    const refused = (TunnelOptions: object) => refusal(region, "ModifyVpnTunnelOptions", { ...modify, TunnelOptions });
    expect(refused({ TunnelInsideCidr: first?.TunnelInsideCidr })).toBe("InvalidParameterValue");
    expect(refused({ Phase2LifetimeSeconds: 3601 })).toBe("InvalidParameterValue");
    expect(
      refusal(region, "ModifyVpnTunnelOptions", {
        VpnConnectionId,
        VpnTunnelOutsideIpAddress: "203.0.113.1",
        TunnelOptions: {},
      }),
    ).toBe("InvalidParameterValue");
    const status = region.call("GetVpnTunnelReplacementStatus", modify);
    expect(status).toMatchObject({ VpnTunnelOutsideIpAddress, MaintenanceDetails: { PendingMaintenance: "false" } });
    expect(region.call("ReplaceVpnTunnel", modify).Return).toBe(true);
  });

  test("of its networks leave its tunnels as they are", () => {
    const region = testRegion();
    const VpnConnectionId = toVpnGateway(region).made?.VpnConnectionId ?? "";
    const tunnels = connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions;
    region.call("ModifyVpnConnectionOptions", { VpnConnectionId, LocalIpv4NetworkCidr: "192.168.0.0/16" });
    settle(region);
    expect(connectionOf(region, VpnConnectionId)?.Options).toMatchObject({
      LocalIpv4NetworkCidr: "192.168.0.0/16",
      RemoteIpv4NetworkCidr: "0.0.0.0/0",
      TunnelOptions: tunnels,
    });
  });
});

describe("static routes", () => {
  test("pass through pending and deleting", () => {
    const region = testRegion();
    const { made } = toVpnGateway(region, { Options: { StaticRoutesOnly: true } });
    const VpnConnectionId = made?.VpnConnectionId ?? "";
    const route = { VpnConnectionId, DestinationCidrBlock: "172.16.0.0/16" };
    const routes = () => connectionOf(region, VpnConnectionId)?.Routes?.map(({ State }) => State);
    region.call("CreateVpnConnectionRoute", route);
    expect(routes()).toEqual(["pending"]);
    settle(region);
    region.call("CreateVpnConnectionRoute", route);
    expect(routes()).toEqual(["available"]);
    const { VpnConnections } = region.call("DescribeVpnConnections", {
      Filters: [{ Name: "route.destination-cidr-block", Values: ["172.16.0.0/16"] }],
    });
    expect(VpnConnections?.map((one) => one.VpnConnectionId)).toEqual([VpnConnectionId]);
    expect(refusal(region, "ModifyVpnConnection", { VpnConnectionId, TransitGatewayId: gatewayIn(region) })).toBe(
      "IncorrectState",
    );
    region.call("DeleteVpnConnectionRoute", route);
    expect(routes()).toEqual(["deleting"]);
    settle(region);
    expect(routes()).toEqual([]);
    expect(refusal(region, "DeleteVpnConnectionRoute", route)).toBe("InvalidRoute.NotFound");
  });

  test("are for connections that use them, and to a virtual private gateway", () => {
    const region = testRegion();
    const dynamic = toVpnGateway(region).made?.VpnConnectionId ?? "";
    const transit =
      connect(region, {
        CustomerGatewayId: customerGatewayIn(region),
        TransitGatewayId: gatewayIn(region),
        Options: { StaticRoutesOnly: true },
      })?.VpnConnectionId ?? "";
    for (const VpnConnectionId of [dynamic, transit])
      expect(
        refusal(region, "CreateVpnConnectionRoute", { VpnConnectionId, DestinationCidrBlock: "172.16.0.0/16" }),
      ).toBe("InvalidParameterValue");
  });
});
