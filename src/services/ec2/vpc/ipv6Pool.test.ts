import { expect, test } from "vitest";
import { manualClock } from "../../../base/clock.ts";
import { seededRandom } from "../../../base/random.ts";
import { Cloud } from "../../../cloud/cloud.ts";
import { ec2Service } from "../service.ts";
import { vpcs } from "./resources.ts";

test("a block that is taken is not given again, whoever has it", () => {
  // Chance always points at the same block.
  const random = { ...seededRandom(1), below: () => 7 };
  const cloud = new Cloud({ clock: manualClock(), random, services: [ec2Service] });
  const input = { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true };
  for (const account of ["111111111111", "222222222222", "111111111111"])
    cloud.call("ec2", "CreateVpc", input, { account, region: "us-east-1", requestId: "test" });
  const blocks = [...cloud.store.table(vpcs).values()].flatMap(({ ipv6Cidrs }) => ipv6Cidrs.map(({ cidr }) => cidr));
  expect(blocks).toEqual(["2600:1f18:0:700::/56", "2600:1f18:0:800::/56", "2600:1f18:0:900::/56"]);
});
