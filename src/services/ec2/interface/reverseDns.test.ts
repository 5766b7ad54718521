import { expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";

test("a reverse name is pending, then published, then reset; meanwhile the address cannot be released", () => {
  const region = testRegion();
  const { AllocationId = "", PublicIp } = region.call("AllocateAddress");
  const attribute = () =>
    region.call("DescribeAddressesAttribute", { AllocationIds: [AllocationId], Attribute: "domain-name" }).Addresses;
  expect(attribute()).toEqual([]);
  const { Address } = region.call("ModifyAddressAttribute", { AllocationId, DomainName: "mail.example.com" });
  expect(Address?.PtrRecordUpdate).toEqual({ Value: "mail.example.com.", Status: "PENDING", Reason: "MODIFY" });
  region.clock.advance(1000);
  expect(attribute()).toEqual([{ AllocationId, PublicIp, PtrRecord: "mail.example.com." }]);
  expect(refusal(region, "ReleaseAddress", { AllocationId })).toBe("InvalidAddress.Locked");
  region.call("ResetAddressAttribute", { AllocationId, Attribute: "domain-name" });
  expect(attribute()?.[0]).toMatchObject({ PtrRecord: "mail.example.com.", PtrRecordUpdate: { Status: "PENDING" } });
  region.clock.advance(1000);
  expect(attribute()).toEqual([]);
  region.call("ReleaseAddress", { AllocationId });
});

test("refusals", () => {
  const region = testRegion();
  const { AllocationId = "" } = region.call("AllocateAddress");
  const refused = (input: object) => refusal(region, "ModifyAddressAttribute", { AllocationId, ...input });
  expect(refused({})).toBe("MissingParameter");
  expect(refused({ DomainName: "host" })).toBe("InvalidParameterValue");
  expect(refused({ DomainName: "-a.example.com" })).toBe("InvalidParameterValue");
  expect(refused({ AllocationId: "eipalloc-00000000", DomainName: "a.example.com" })).toBe(
    "InvalidAllocationID.NotFound",
  );
  expect(refusal(region, "DescribeAddressesAttribute", { AllocationIds: ["eipalloc-00000000"] })).toBe(
    "InvalidAllocationID.NotFound",
  );
});
