/** A document that lasts is written once, and stands in every answer as if it were written anew. */
import { describe, expect, test } from "vitest";
import { declareLasting } from "./lasting.ts";
import { loadModel } from "./model.ts";
import { codecOf } from "./protocols.ts";

const described = (name: string) => ({ GroupId: "sg-1", GroupName: name, Tags: [{ Key: "a", Value: "<b>" }] });

describe("a lasting document", async () => {
  const model = await loadModel("ec2");
  const codec = codecOf("ec2Query");
  const answer = (...SecurityGroups: object[]) =>
    codec.emitOutput(model, "DescribeSecurityGroups", { SecurityGroups }, "r-1");

  test.each(["web", "wéb", "<web>"])("named %s is written as any other, beside others, again and again", (name) => {
    const lasting = declareLasting(described(name));
    for (const rest of [[], [described("x")], [described("é")]])
      expect(answer(lasting, ...rest)).toEqual(answer(described(name), ...rest));
  });

  test("in an operation of another shape is written by that shape", () => {
    const lasting = declareLasting({ ...described("web"), PrimaryVpcId: "vpc-1" });
    const inOther = () =>
      codec.emitOutput(model, "GetSecurityGroupsForVpc", { SecurityGroupForVpcs: [lasting] }, "r-1").body;
    const first = inOther();
    expect(first).toContain("<primaryVpcId>vpc-1</primaryVpcId>");
    expect(answer(lasting).body).not.toContain("primaryVpcId");
    expect(inOther()).toBe(first);
  });
});
