import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";

const DAY = 24 * 60 * 60 * 1000;

function offered() {
  const region = testRegion();
  const taker = region.as("222222222222", "us-east-1");
  taker.call("DescribeVpcs");
  const { AllocationId = "", PublicIp = "" } = region.call("AllocateAddress", {
    TagSpecifications: [{ ResourceType: "elastic-ip", Tags: [{ Key: "a", Value: "b" }] }],
  });
  const { AddressTransfer } = region.call("EnableAddressTransfer", { AllocationId, TransferAccountId: "222222222222" });
  return { region, taker, AllocationId, PublicIp, AddressTransfer };
}

describe("transfers of Elastic IP addresses", () => {
  test("give the address to the other account, without tags, under an allocation of its own", () => {
    const { region, taker, AllocationId, PublicIp, AddressTransfer } = offered();
    expect(AddressTransfer).toEqual({
      AllocationId,
      PublicIp,
      TransferAccountId: "222222222222",
      TransferOfferExpirationTimestamp: new Date(region.clock.now() + 7 * DAY),
      AddressTransferStatus: "pending",
    });
    const stranger = region.as("333333333333", "us-east-1");
    expect(refusal(stranger, "AcceptAddressTransfer", { Address: PublicIp })).toBe("InvalidAddress.NotFound");
    const { AddressTransfer: accepted } = taker.call("AcceptAddressTransfer", { Address: PublicIp });
    expect(accepted?.AddressTransferStatus).toBe("accepted");
    expect(taker.call("DescribeAddresses").Addresses).toMatchObject([
      { PublicIp, AllocationId: accepted?.AllocationId, Tags: [] },
    ]);
    expect(region.call("DescribeAddresses").Addresses).toEqual([]);
    expect(region.codeOf("ReleaseAddress", { AllocationId })).toBe("InvalidAllocationID.NotFound");
    expect(region.call("DescribeAddressTransfers").AddressTransfers).toMatchObject([
      { AllocationId, AddressTransferStatus: "accepted" },
    ]);
    region.clock.advance(15 * DAY);
    expect(region.call("DescribeAddressTransfers").AddressTransfers).toEqual([]);
  });

  test("end when they are disabled, after seven days, and with the address", () => {
    const { region, taker, AllocationId, PublicIp } = offered();
    const again = { AllocationId, TransferAccountId: "222222222222" };
    const answer = region.call("DisableAddressTransfer", { AllocationId });
    expect(answer.AddressTransfer?.AddressTransferStatus).toBe("disabled");
    expect(refusal(taker, "AcceptAddressTransfer", { Address: PublicIp })).toBe("InvalidAddress.NotFound");
    expect(refusal(region, "DisableAddressTransfer", { AllocationId })).toBe("InvalidTransfer.NotFound");
    region.call("EnableAddressTransfer", again);
    region.clock.advance(4 * DAY);
    region.call("EnableAddressTransfer", again);
    region.clock.advance(4 * DAY);
    expect(region.call("DescribeAddressTransfers").AddressTransfers).toHaveLength(1);
    region.clock.advance(3 * DAY);
    expect(region.call("DescribeAddressTransfers").AddressTransfers).toEqual([]);
    region.call("EnableAddressTransfer", again);
    region.call("ReleaseAddress", { AllocationId });
    expect(region.call("DescribeAddressTransfers").AddressTransfers).toEqual([]);
  });

  test("wait until the address is on nothing and has no reverse name", () => {
    const { region, taker, AllocationId, PublicIp } = offered();
    region.call("ModifyAddressAttribute", { AllocationId, DomainName: "a.example.com" });
    expect(refusal(taker, "AcceptAddressTransfer", { Address: PublicIp })).toBe("InvalidTransfer.AddressCustomPtrSet");
    region.call("ResetAddressAttribute", { AllocationId, Attribute: "domain-name" });
    region.clock.advance(1000);
    const [subnet] = region.call("DescribeSubnets").Subnets ?? [];
    const eni = region.call("CreateNetworkInterface", { SubnetId: subnet?.SubnetId }).NetworkInterface;
    region.call("AssociateAddress", { AllocationId, NetworkInterfaceId: eni?.NetworkInterfaceId });
    expect(refusal(taker, "AcceptAddressTransfer", { Address: PublicIp })).toBe("InvalidTransfer.AddressAssociated");
    expect(refusal(region, "EnableAddressTransfer", { AllocationId, TransferAccountId: "111111111111" })).toBe(
      "InvalidParameterValue",
    );
    expect(refusal(region, "EnableAddressTransfer", { AllocationId, TransferAccountId: "me" })).toBe(
      "InvalidParameterValue",
    );
  });
});
