import { expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";

test("permissions are granted to one account at a time, revoked, and go with the interface", () => {
  const region = testRegion();
  const [subnet] = region.call("DescribeSubnets").Subnets ?? [];
  const { NetworkInterface } = region.call("CreateNetworkInterface", { SubnetId: subnet?.SubnetId });
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? "";
  const grant = { NetworkInterfaceId, AwsAccountId: "222222222222", Permission: "INSTANCE-ATTACH" as const };
  const { InterfacePermission } = region.call("CreateNetworkInterfacePermission", grant);
  const NetworkInterfacePermissionId = InterfacePermission?.NetworkInterfacePermissionId ?? "";
  expect(NetworkInterfacePermissionId).toMatch(/^eni-perm-/);
  expect(InterfacePermission?.PermissionState).toEqual({ State: "PENDING" });
  region.clock.advance(1000);
  const listed = (Value: string) =>
    region.call("DescribeNetworkInterfacePermissions", {
      Filters: [{ Name: "network-interface-permission.aws-account-id", Values: [Value] }],
    }).NetworkInterfacePermissions;
  expect(listed("222222222222")).toMatchObject([{ ...grant, PermissionState: { State: "GRANTED" } }]);
  expect(listed("333333333333")).toEqual([]);
  const refused = (input: object) => refusal(region, "CreateNetworkInterfacePermission", { ...grant, ...input });
  expect(refused({ AwsAccountId: "333333333333" })).toBe("InvalidParameterValue");
  expect(refused({ AwsAccountId: "me" })).toBe("InvalidParameterValue");
  expect(refused({ Permission: "ALL" })).toBe("InvalidParameterValue");
  expect(refused({ NetworkInterfaceId: "eni-00000000" })).toBe("InvalidNetworkInterfaceID.NotFound");

  region.call("DeleteNetworkInterfacePermission", { NetworkInterfacePermissionId });
  expect(listed("222222222222")).toMatchObject([{ PermissionState: { State: "REVOKING" } }]);
  region.clock.advance(1000);
  expect(refusal(region, "DeleteNetworkInterfacePermission", { NetworkInterfacePermissionId })).toBe(
    "InvalidPermissionID.NotFound",
  );
  region.call("CreateNetworkInterfacePermission", grant);
  region.call("DeleteNetworkInterface", { NetworkInterfaceId });
  expect(listed("222222222222")).toEqual([]);
});
