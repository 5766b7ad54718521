import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { dispositions } from "../../fabric/vocabulary.ts";
import { deniedTrace, lostReply, worksTrace } from "../answers.fixture.ts";
import type { TraceAnswer } from "../answers.ts";
import { flowText, reason, renderTrace } from "./trace.ts";

const view = { tail: "", endpoint: "http://127.0.0.1:4566", defaultRegion: "us-east-1", flags: {} };

const plain = (trace: TraceAnswer, columns = 160) =>
  renderTrace(trace, {
    colors: picocolors.createColors(false),
    columns,
    ...view,
  });

describe("a trace as text", () => {
  test("one that works: both ways, the translation, the MTU, the listener", () => {
    expect(plain(worksTrace)).toBe(`✔ works   web-a → internet:1.1.1.1   tcp 443   10.0.0.10:49152 → 1.1.1.1:443

Out  delivered
  ✔  security group egress   web         sg-0aaaaaaaaaaaaaaa1   sgr-0aaaaaaaaaaaaaaa2  allows all traffic to 0.0.0.0/0
  ⇄  internet gateway        three-tier  igw-0ddddddddddddddd1  10.0.0.10              gives 10.0.0.10 its Elastic IP
                                                                                       now 54.80.0.9:49152 → 1.1.1.1:443
  ✔  internet                            internet                                      a host on the Internet has 1.1.1.1

Back  delivered
  ✔  security group ingress  web         sg-0aaaaaaaaaaaaaaa1   sgr-0aaaaaaaaaaaaaaa2  the reply of a tracked flow

Reason    web-a reaches internet:1.1.1.1, and the reply comes back.
Path MTU  1500 bytes
Listener  unknown: the network's verdict says nothing of a program at internet:1.1.1.1 on tcp 443

Next
  ▸ The other way:  underlay trace internet:1.1.1.1 web-a --port 443
  ▸ For scripts:  underlay trace web-a internet:1.1.1.1 --port 443 --json`);
  });

  test("one that is denied: no way back, the rule that would allow it", () => {
    const text = plain(deniedTrace);
    expect(text).toContain("✘ does not work   web-a → db-a   tcp 5432");
    expect(text).toMatch(
      / {2}✘ {2}security group ingress {2}db +sg-0ccccccccccccccc1 +no rule allows tcp 5432 from 10\.0\.0\.10\n/,
    );
    expect(text).toContain(
      "Reason  web-a does not reach db-a: denied by security group db (sg-0ccccccccccccccc1): no rule allows tcp 5432 from 10.0.0.10.",
    );
    expect(text).toContain(
      "aws ec2 authorize-security-group-ingress --group-id sg-0ccccccccccccccc1 --protocol tcp --port 5432 --cidr 10.0.0.10/32 --endpoint-url http://127.0.0.1:4566",
    );
    expect(text).not.toMatch(/^(Back|Path MTU|Listener)/m);
  });

  test("a lost reply is told as such", () => {
    expect(reason(lostReply)).toBe(
      "The packet reaches db-a, but its reply does not come back: denied by network ACL data (acl-0fffffffffffffff1): denies all that no rule allows.",
    );
    expect(plain(lostReply)).toMatch(/Out {2}delivered[\s\S]*Back {2}denied/);
  });

  test("on a narrow terminal no line of a hop is longer than the terminal", () => {
    const table = plain(deniedTrace, 100).split("\n\n").slice(1, 2).join("\n");
    for (const line of table.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(table).toContain("no rule allows tcp 5432 from 10.0.0.10");
  });

  test.each(dispositions.filter((disposition) => disposition !== "delivered"))(
    "%s has words of its own",
    (disposition) => {
      const told = reason({ ...deniedTrace, forward: { ...deniedTrace.forward, disposition } });
      expect(told).toMatch(/^web-a does not reach db-a: \S.* security group db \(sg-0ccccccccccccccc1\): no rule/);
    },
  );

  test("IPv6 addresses are bracketed where a port follows, ICMP shows none", () => {
    const flow = { protocol: "tcp", source: "2600::1", destination: "2600::2", sourcePort: 1024, destinationPort: 80 };
    expect(flowText(flow)).toBe("[2600::1]:1024 → [2600::2]:80");
    expect(flowText({ ...flow, protocol: "icmpv6" })).toBe("2600::1 → 2600::2");
  });
});
