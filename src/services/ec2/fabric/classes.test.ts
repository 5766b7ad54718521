/** Hosts that nothing tells apart are one class, also as EC2 compiles them; clients whom the world knows apart are not. */
import { expect, test } from "vitest";
import { classesOf } from "../../../prove/classes.ts";
import { testRegion } from "../region.fixture.ts";

test("equal instances are one class", () => {
  const region = testRegion();
  const ImageId = "ami-0123456789abcdef0";
  region.call("RunInstances", { ImageId, InstanceType: "t3.micro", MinCount: 8, MaxCount: 8 });
  const sizes = (): readonly number[] => classesOf(region.cloud.fabric).map(({ members }) => members.length);
  expect(sizes()).toEqual([8]);

  const { Reservations } = region.call("DescribeInstances");
  const one = Reservations?.[0]?.Instances?.[0];
  const [group] = one?.SecurityGroups ?? [];
  region.call("AuthorizeSecurityGroupIngress", {
    GroupId: group?.GroupId,
    IpPermissions: [
      { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: `${one?.PublicIpAddress}/32` }] },
    ],
  });
  expect([...sizes()].sort()).toContain(1); // the one that a rule names by what the world knows it by
});
