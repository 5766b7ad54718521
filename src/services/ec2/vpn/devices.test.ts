import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { connect, connectionOf, customerGatewayIn, settle, vpnGatewayIn } from "./vpn.fixture.ts";

const connectionIn = (region: TestRegion, CustomerGatewayId = customerGatewayIn(region)) =>
  connect(region, { CustomerGatewayId, VpnGatewayId: vpnGatewayIn(region) })?.VpnConnectionId ?? "";

describe("sample configurations", () => {
  test("name both tunnels, with their keys", () => {
    const region = testRegion();
    const VpnConnectionId = connectionIn(region);
    const tunnels = connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions ?? [];
    const { VpnConnectionDeviceTypes: devices = [] } = region.call("GetVpnConnectionDeviceTypes");
    expect(devices.map(({ Vendor }) => Vendor)).toEqual(["Generic", "Strongswan"]);
    for (const { VpnConnectionDeviceTypeId } of devices) {
      const { VpnConnectionDeviceSampleConfiguration: text } = region.call(
        "GetVpnConnectionDeviceSampleConfiguration",
        { VpnConnectionId, VpnConnectionDeviceTypeId, InternetKeyExchangeVersion: "ikev2" },
      );
      for (const { OutsideIpAddress, PreSharedKey } of tunnels) {
        expect(text).toContain(OutsideIpAddress);
        expect(text).toContain(PreSharedKey);
      }
      expect(text).toContain("198.51.100.10");
      expect(text).toContain("ikev2");
    }
    const refused = (input: object) =>
      refusal(region, "GetVpnConnectionDeviceSampleConfiguration", {
        VpnConnectionId,
        VpnConnectionDeviceTypeId: devices[0]?.VpnConnectionDeviceTypeId,
        ...input,
      });
    expect(refused({ VpnConnectionDeviceTypeId: "ffffffff" })).toBe("InvalidParameterValue");
    expect(refused({ InternetKeyExchangeVersion: "ikev3" })).toBe("InvalidParameterValue");
    expect(refused({ InternetKeyExchangeVersion: "ikev1", SampleType: "recommended" })).toBe("UnsupportedOperation");
    expect(refused({ VpnConnectionId: "vpn-0123456789abcdef0" })).toBe("InvalidVpnConnectionID.NotFound");
    expect(refusal(region, "GetVpnConnectionDeviceTypes", { MaxResults: 5 })).toBe("InvalidParameterValue");
  });
});

describe("a tunnel", () => {
  test("is provisioned, and has negotiated nothing", () => {
    const region = testRegion();
    const VpnConnectionId = connectionIn(region);
    const [tunnel] = connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions ?? [];
    const asked = { VpnConnectionId, VpnTunnelOutsideIpAddress: tunnel?.OutsideIpAddress ?? "" };
    const { ActiveVpnTunnelStatus } = region.call("GetActiveVpnTunnelStatus", asked);
    expect(ActiveVpnTunnelStatus?.ProvisioningStatus).toBe("available");
    expect(ActiveVpnTunnelStatus).not.toHaveProperty("IkeVersion");
    const elsewhere = { ...asked, VpnTunnelOutsideIpAddress: "192.0.2.1" };
    expect(refusal(region, "GetActiveVpnTunnelStatus", elsewhere)).toBe("InvalidParameterValue");
  });

  test("gets a new certificate only where it has one", () => {
    const region = testRegion();
    const asked = (VpnConnectionId: string) => ({
      VpnConnectionId,
      VpnTunnelOutsideIpAddress:
        connectionOf(region, VpnConnectionId)?.Options?.TunnelOptions?.[0]?.OutsideIpAddress ?? "",
    });
    expect(refusal(region, "ModifyVpnTunnelCertificate", asked(connectionIn(region)))).toBe("InvalidParameterValue");
    const { CustomerGateway } = region.call("CreateCustomerGateway", {
      Type: "ipsec.1",
      BgpAsn: 65020,
      CertificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012",
    });
    settle(region);
    const certified = asked(connectionIn(region, CustomerGateway?.CustomerGatewayId));
    expect(region.call("ModifyVpnTunnelCertificate", certified).VpnConnection?.State).toBe("modifying");
    settle(region);
    expect(connectionOf(region, certified.VpnConnectionId)?.State).toBe("available");
  });
});
