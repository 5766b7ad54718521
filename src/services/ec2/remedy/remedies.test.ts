/** Remedies in security groups and network ACLs, and at hosts: told, then made through the API. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { remediesOf, twoHosts, verbs } from "./scenes.fixture.ts";

describe("security groups", () => {
  test("an ingress rule is missing: the host's address, or its group", () => {
    const { commands, words, causes } = remediesOf(() => twoHosts({}));
    const { from, web, db } = twoHosts({});
    expect(causes).toEqual(["out denied filter-ingress"]);
    const start = `aws ec2 authorize-security-group-ingress --group-id ${db} --protocol tcp --port 5432`;
    expect(commands).toEqual([
      [`${start} --cidr ${from.ip}/32 --region us-east-1`],
      [`${start} --source-group ${web} --region us-east-1`],
    ]);
    expect(words[0]).toEqual([`allow tcp 5432 from ${from.ip}/32 in security group db (${db})`]);
  });

  test("both ends refuse: two changes, no one of which would do", () => {
    const { commands, causes } = remediesOf(() => twoHosts({ webOut: ["tcp 443 to 0.0.0.0/0"] }));
    expect(causes).toEqual(["out denied filter-egress", "out denied filter-ingress"]);
    expect(verbs(commands)).toEqual([
      ["authorize-security-group-egress", "authorize-security-group-ingress"],
      ["authorize-security-group-egress", "authorize-security-group-ingress"],
    ]);
  });

  test("a rule names a group that the source could join", () => {
    const scene = () => {
      const made = twoHosts({});
      const app = made.lab.group("app", made.vpc, {});
      made.lab.region.call("AuthorizeSecurityGroupIngress", {
        GroupId: made.db,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: app }] }],
      });
      return { ...made, app };
    };
    const { from, web, app } = scene();
    const { commands } = remediesOf(scene);
    expect(commands).toContainEqual([
      `aws ec2 modify-network-interface-attribute --network-interface-id ${from.eni} --groups ${web} ${app} --region us-east-1`,
    ]);
  });

  test("IPv6 and ICMP take the long form", () => {
    const scene = () => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
      const subnet = lab.subnet("a", vpc, "10.0.0.0/24", 1);
      const group = lab.group("closed", vpc, {});
      const from = lab.instance("one", subnet, { groups: [group], ipv6: true });
      const to = lab.instance("two", subnet, { groups: [group], ipv6: true });
      return { lab, from, to, group, proto: "icmpv6" };
    };
    const { commands } = remediesOf(scene);
    const { from, group } = scene();
    expect(commands[0]).toEqual([
      `aws ec2 authorize-security-group-ingress --group-id ${group} --ip-permissions 'IpProtocol=icmpv6,FromPort=128,ToPort=-1,Ipv6Ranges=[{CidrIpv6=${from.ipv6}/128}]' --region us-east-1`,
    ]);
  });
});

describe("network ACLs", () => {
  const scene = (entries: readonly string[]) => () => {
    const made = twoHosts({ db: ["tcp 5432 from 10.0.0.0/16"] });
    return { ...made, acl: made.lab.acl("acl-a", made.vpc, made.a, entries) };
  };

  test("a denial before an allowance", () => {
    const entries = [
      "out 100 deny tcp 5432 to 10.0.1.0/24",
      "out 200 allow all to 0.0.0.0/0",
      "in 100 allow all from 0.0.0.0/0",
    ];
    const { commands } = remediesOf(scene(entries));
    const { acl, lab, to } = scene(entries)();
    expect(lab).toBeDefined();
    expect(commands).toEqual([
      [
        `aws ec2 create-network-acl-entry --network-acl-id ${acl} --egress --rule-number 90 --protocol 6 --port-range From=5432,To=5432 --cidr-block ${to.ip}/32 --rule-action allow --region us-east-1`,
      ],
    ]);
  });

  test("the reply needs the ephemeral ports", () => {
    const entries = ["out 100 allow all to 0.0.0.0/0", "in 100 allow tcp 22 from 0.0.0.0/0"];
    const { commands, words, causes } = remediesOf(scene(entries));
    expect(causes).toEqual(["back denied boundary-ingress"]);
    expect(commands[0]?.[0]).toContain("--ingress --rule-number 110 --protocol 6 --port-range From=1024,To=65535");
    expect(words[0]?.[0]).toContain("a network ACL keeps no state");
  });

  test("nothing is allowed either way", () => {
    const { commands, causes } = remediesOf(scene([]));
    expect(causes).toEqual(["out denied boundary-egress", "back denied boundary-ingress"]);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toHaveLength(2);
  });

  test("ICMP goes by type, both ways", () => {
    const build = () => ({ ...scene([])(), proto: "icmp" });
    const open = () => {
      const made = build();
      made.lab.region.call("AuthorizeSecurityGroupIngress", {
        GroupId: made.db,
        IpPermissions: [{ IpProtocol: "icmp", FromPort: -1, ToPort: -1, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }],
      });
      return made;
    };
    const { commands } = remediesOf(open);
    expect(commands.map((steps) => steps.map((one) => /--protocol 1 (--icmp-type-code \S+)/.exec(one)?.[1]))).toEqual([
      ["--icmp-type-code Type=8,Code=-1", "--icmp-type-code Type=0,Code=-1"],
    ]);
  });

  test("rules stand so close that no round number is free", () => {
    const entries = ["out 1 allow tcp 22 to 0.0.0.0/0", "out 3 deny all to 0.0.0.0/0", "in 1 allow all from 0.0.0.0/0"];
    expect(remediesOf(scene(entries)).commands[0]?.[0]).toContain("--rule-number 2 ");
  });
});

describe("hosts and addresses", () => {
  test("a stopped instance", () => {
    const scene = () => {
      const made = twoHosts({ db: ["tcp 5432 from 10.0.0.0/16"] });
      made.lab.region.call("StopInstances", { InstanceIds: [made.to.id] });
      made.lab.settle();
      return made;
    };
    expect(remediesOf(scene).commands).toEqual([
      [`aws ec2 start-instances --instance-ids ${scene().to.id} --region us-east-1`],
    ]);
  });

  test("from the Internet to a host without a public address, behind a table without a route", () => {
    const { commands, causes } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const subnet = lab.subnet("a", vpc, "10.0.0.0/24");
      lab.internetGateway("igw", vpc);
      const to = lab.instance("web", subnet, { groups: [lab.group("web", vpc, { in: ["tcp 80 from 0.0.0.0/0"] })] });
      return { lab, from: "internet", to };
    });
    expect(causes).toEqual(["out no-route world", "out denied filter-ingress", "back no-route route"]);
    expect(verbs(commands)).toEqual([["associate-address", "authorize-security-group-ingress", "create-route"]]);
    expect(commands[0]?.[1]).toContain("--cidr 0.0.0.0/0");
  });

  test("a VPC without an Internet gateway", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const from = lab.instance("web", lab.subnet("a", vpc, "10.0.0.0/24"));
      return { lab, from, to: "internet" };
    });
    expect(verbs(commands)).toEqual([["attach-internet-gateway", "create-route", "associate-address"]]);
  });

  test("a NAT instance whose source check is on", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const outside = lab.subnet("public", vpc, "10.0.0.0/24");
      const inside = lab.subnet("private", vpc, "10.0.1.0/24");
      const igw = lab.internetGateway("igw", vpc);
      lab.routeTable("rtb-public", vpc, [outside], { "0.0.0.0/0": igw });
      const open = lab.group("nat", vpc, { in: ["all from 10.0.0.0/16"] });
      const nat = lab.instance("nat", outside, { groups: [open], publicIp: true });
      lab.routeTable("rtb-private", vpc, [inside], { "0.0.0.0/0": nat.eni });
      return { lab, from: lab.instance("app", inside), to: "internet" };
    });
    expect(commands.some(([one]) => one?.includes("--no-source-dest-check"))).toBe(true);
  });
});
