import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { flowText, reason } from "../../expect/text/walk.ts";
import { dispositions } from "../../fabric/vocabulary.ts";
import { deniedTrace, lostReply, worksTrace } from "../answers.fixture.ts";
import type { TraceAnswer, TraceHop } from "../answers.ts";
import { nextSteps } from "./nextSteps.ts";
import { renderTrace } from "./trace.ts";

const denialOf = ({ forward }: TraceAnswer): TraceHop => forward.hops.at(-1) as TraceHop;

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
      "The packet reaches db-a, but its reply does not come back: denied by network ACL data (acl-0fffffffffffffff1): denies all that no rule allows; a network ACL keeps no state, so the reply (tcp to port 49152) needs a rule of its own.",
    );
    expect(plain(lostReply)).toMatch(/Out {2}delivered[\s\S]*Back {2}denied/);
  });

  test("a reply that is none is told as such", () => {
    const stray = {
      ...{ protocol: "tcp", source: "10.0.20.99", destination: "10.0.0.10" },
      ...{ sourcePort: 5432, destinationPort: 49_152 },
    };
    const back = {
      disposition: "delivered",
      hops: [{ ...denialOf(deniedTrace), action: "translate", flow: stray }],
    } as const;
    expect(reason({ ...lostReply, return: back })).toBe(
      "The packet reaches db-a, but what comes back is no reply to it: 10.0.20.99:5432 → 10.0.0.10:49152 answers nothing that web-a sent.",
    );
  });

  test("what the Internet has no route to has no public address", () => {
    const hop = {
      ...denialOf(deniedTrace),
      stage: "internet",
      resource: "internet",
      why: "the internet has no route to 10.0.20.10",
    };
    const trace: TraceAnswer = {
      ...deniedTrace,
      source: { selector: "internet", kind: "internet", id: "internet", address: "198.51.100.7" },
      destination: { ...deniedTrace.destination, account: "000000000000", region: "us-east-1" },
      forward: { disposition: "no-route", hops: [hop] },
    };
    expect(reason(trace)).toBe(
      "internet does not reach db-a: the internet has no route to 10.0.20.10; db-a has no public address.",
    );
  });

  describe("what to type next", () => {
    const next = (trace: TraceAnswer, more: object = {}) =>
      nextSteps(trace, { ...view, ...more }).map((step) => step.replace(/^.*?: {2}/, ""));
    const there = (trace: TraceAnswer, account: string, region: string): TraceAnswer => ({
      ...trace,
      forward: { ...trace.forward, hops: trace.forward.hops.map((hop) => ({ ...hop, account, region })) },
    });

    test("AWS's lines ask in the account and region of what decided", () => {
      const [look, allow] = next(there(deniedTrace, "111122223333", "eu-west-1"));
      expect(look).toBe(
        "AWS_ACCESS_KEY_ID=111122223333 aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-0ccccccccccccccc1 --region eu-west-1 --endpoint-url http://127.0.0.1:4566",
      );
      expect(allow).toMatch(/^AWS_ACCESS_KEY_ID=111122223333 aws ec2 authorize.* --region eu-west-1 /);
      const [own] = next(there(deniedTrace, "000000000000", "us-east-1"));
      expect(own).toMatch(/^aws ec2 /);
      expect(own).not.toContain("--region");
      const [unknown] = next(there(deniedTrace, "000000000000", "us-east-1"), { defaultRegion: undefined });
      expect(unknown).toContain("--region us-east-1");
    });

    test.each([
      ["icmp", 8, 0, "10.0.0.10", "IpProtocol=icmp,FromPort=8,ToPort=-1,IpRanges=[{CidrIp=10.0.0.10/32}]"],
      ["gre", 0, 0, "10.0.0.10", "IpProtocol=47,IpRanges=[{CidrIp=10.0.0.10/32}]"],
      ["protocol 99", 0, 0, "10.0.0.10", "IpProtocol=99,IpRanges=[{CidrIp=10.0.0.10/32}]"],
      ["udp", 1, 53, "2600::1", "IpProtocol=udp,FromPort=53,ToPort=53,Ipv6Ranges=[{CidrIpv6=2600::1/128}]"],
    ])("the rule that allows %s", (protocol, sourcePort, destinationPort, source, rule) => {
      const flow = { protocol, sourcePort, destinationPort, source, destination: "10.0.20.10" };
      const steps = next({ ...deniedTrace, flow });
      expect(steps[1]).toContain(`--ip-permissions '${rule}'`);
      expect(steps.at(-1)).toContain(` --proto ${protocol.replace("protocol ", "")} `);
    });

    test("of several groups that refuse, all are shown and one is opened", () => {
      const hops = [{ ...denialOf(deniedTrace), resource: "sg-0a1, sg-0b2", name: "db, all" }];
      const [look, allow] = next({ ...deniedTrace, forward: { disposition: "denied", hops } });
      expect(look).toContain("Values=sg-0a1,sg-0b2 ");
      expect(allow).toContain("--group-id sg-0a1 ");
    });

    test("the same question again is the same question, turned round it is asked from where the other end is", () => {
      const flags = { fromPort: 1024, size: 1400, account: "000000000000", region: "us-east-1" };
      const destination = { ...worksTrace.destination, account: "111122223333", region: "eu-west-1" };
      expect(next({ ...worksTrace, destination }, { flags })).toEqual([
        "underlay trace internet:1.1.1.1 web-a --port 443 --size 1400 --account 111122223333 --region eu-west-1",
        "underlay trace web-a internet:1.1.1.1 --port 443 --from-port 1024 --size 1400 --account 000000000000 --region us-east-1 --json",
      ]);
    });
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
