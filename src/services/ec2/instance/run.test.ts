import { expect, test } from "vitest";
import { testRegion } from "../region.fixture.ts";

test("an instance runs in the default VPC", () => {
  const region = testRegion();
  const { Reservations: none } = region.call("DescribeInstances");
  expect(none).toEqual([]);
  const launched = region.call("RunInstances", {
    ImageId: "ami-0abcdef1234567890",
    MinCount: 1,
    MaxCount: 1,
    InstanceType: "t3.micro",
  });
  console.log(JSON.stringify(launched, null, 1));
  region.clock.advance(1000);
  expect(region.call("DescribeInstances").Reservations?.[0]?.Instances?.[0]?.State?.Name).toBe("running");
});
