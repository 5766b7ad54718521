/**
 * Why a connection does not work, on real topologies, and every remedy made through the API: the lines that are told are
 * run on the same network built anew, and the connection must work then.
 */
import { describe, expect, test } from "vitest";
import { prefix } from "../../../base/prefix.ts";
import { protocolNumber } from "../../../fabric/protocols.ts";
import type { Ask } from "../../../prove/prover.ts";
import { Prover } from "../../../prove/prover.ts";
import { whyNot } from "../../../prove/questions/whyNot.ts";
import { Lab } from "../lab.fixture.ts";
import { run } from "./commandLine.fixture.ts";
import { remedy } from "./remedies.ts";

interface Scene {
  readonly lab: Lab;
  readonly from: { readonly eni: string; readonly ip: string } | "internet";
  readonly to: { readonly eni: string } | "internet";
  readonly proto?: string;
  readonly port?: number;
  readonly family?: number;
}

const end = (place: Scene["from"] | Scene["to"]): Ask["from"] =>
  place === "internet" ? { world: "internet" } : { interface: place.eni };

function askOf({ from, to, proto = "tcp", port = 443, family = 4 }: Scene): Ask {
  const protocol = protocolNumber(proto) ?? 6;
  const icmp = protocol === 1 || protocol === 58;
  const far = { destination: [prefix(family === 4 ? "198.51.100.7/32" : "2001:db8::7/128")] };
  const sent = protocol === 1 ? 8 : protocol === 58 ? 128 : 49152;
  const leaving = {
    protocols: [protocol],
    sourcePorts: [{ from: sent, to: sent }],
    destinationPorts: icmp ? [{ from: 0, to: 0 }] : [{ from: port, to: port }],
    ...(to === "internet" ? far : {}),
  };
  return { from: end(from), to: end(to), leaving };
}

/** All remedies of a scene, as their commands; each is run on the scene built anew, which must work then. */
function remediesOf(build: () => Scene) {
  const scene = build();
  const { lab } = scene;
  const ask = askOf(scene);
  const { fabric, store } = lab.region.cloud;
  const prover = new Prover(fabric);
  const isPossible = (change: Parameters<typeof remedy>[1]): boolean => remedy(store, change, []) !== undefined;
  const answer = whyNot(prover, fabric, ask, { isPossible });
  expect(answer.cutOff).toMatchObject({ changes: 3, complete: true });
  const told = answer.remedies.map((changes) =>
    changes.map((change, place) => remedy(store, change, changes.slice(0, place))),
  );
  for (const steps of told) {
    const again = build();
    for (const step of steps) {
      if (step?.command === undefined) throw new Error(`no command: ${step?.change}`);
      run(again.lab.region, step.command);
      again.lab.settle();
    }
    const after = again.lab.region.cloud.fabric;
    const proof = new Prover(after).canReach(askOf(again));
    expect(proof.holds, steps.map((step) => step?.command).join("\n")).toBe(true);
    if (!proof.witness) throw new Error("no witness");
    const { flow } = proof.witness;
    const walked = again.lab.walk(proof.origin, flow);
    expect(walked.works, walked.path.join("\n")).toBe(true);
  }
  const commands = told.map((steps) => steps.map((step) => step?.command ?? ""));
  const words = told.map((steps) => steps.map((step) => step?.change ?? ""));
  return {
    commands,
    words,
    causes: answer.causes.map(({ way, disposition, stage }) => `${way} ${disposition} ${stage}`),
  };
}

/** Two instances of one subnet; what the groups and lists say is the scene's. */
function twoHosts(rules: { readonly db?: readonly string[]; readonly webOut?: readonly string[] }) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const a = lab.subnet("a", vpc, "10.0.0.0/24");
  const b = lab.subnet("b", vpc, "10.0.1.0/24");
  const web = lab.group("web", vpc, rules.webOut ? { out: rules.webOut } : {});
  const db = lab.group("db", vpc, { in: rules.db ?? [] });
  const from = lab.instance("web-1", a, { groups: [web] });
  const to = lab.instance("db-1", b, { groups: [db] });
  return { lab, vpc, a, b, web, db, from, to, port: 5432 };
}

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
    expect(commands.map((steps) => steps.map((one) => one.split(" ")[2]))).toEqual([
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
    expect(commands.map((steps) => steps.map((one) => one.split(" ")[2]))).toEqual([
      ["associate-address", "authorize-security-group-ingress", "create-route"],
    ]);
    expect(commands[0]?.[1]).toContain("--cidr 0.0.0.0/0");
  });

  test("a VPC without an Internet gateway", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const from = lab.instance("web", lab.subnet("a", vpc, "10.0.0.0/24"));
      return { lab, from, to: "internet" };
    });
    expect(commands.map((steps) => steps.map((one) => one.split(" ")[2]))).toEqual([
      ["attach-internet-gateway", "create-route", "associate-address"],
    ]);
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

describe("routes", () => {
  /** Two VPCs, a host in each, joined by whatever the scene makes. */
  const twoVpcs = () => {
    const lab = new Lab();
    const one = lab.vpc("one", "10.0.0.0/16");
    const two = lab.vpc("two", "10.1.0.0/16");
    const a = lab.subnet("a", one, "10.0.0.0/24");
    const b = lab.subnet("b", two, "10.1.0.0/24");
    const from = lab.instance("client", a);
    const open = lab.group("open", two, { in: ["all from 10.0.0.0/8"] });
    const to = lab.instance("server", b, { groups: [open] });
    return { lab, one, two, a, b, from, to };
  };

  const verbs = (commands: readonly (readonly string[])[]) =>
    commands.map((steps) => steps.map((one) => one.split(" ")[2]));

  test("a peering connection that no table names", () => {
    const scene = () => {
      const made = twoVpcs();
      const { VpcPeeringConnection } = made.lab.region.call("CreateVpcPeeringConnection", {
        VpcId: made.one,
        PeerVpcId: made.two,
      });
      const pcx = VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
      made.lab.settle();
      made.lab.region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId: pcx });
      made.lab.settle();
      return { ...made, pcx };
    };
    const { commands, causes, words } = remediesOf(scene);
    const { pcx } = scene();
    expect(causes).toEqual(["out no-route route", "back no-route route"]);
    expect(verbs(commands)).toEqual([["create-route", "create-route"]]);
    expect(commands[0]?.[0]).toContain(`--destination-cidr-block 10.1.0.0/16 --vpc-peering-connection-id ${pcx}`);
    expect(words[0]?.[1]).toContain(`add a route 10.0.0.0/16 → peering connection ${pcx}`);
  });

  const transit =
    (options: { readonly associate: boolean; readonly propagate: boolean; readonly zoneOnly?: boolean }) => () => {
      const made = twoVpcs();
      const { lab } = made;
      const { TransitGateway } = lab.region.call("CreateTransitGateway", {
        Options: {
          DefaultRouteTableAssociation: options.associate ? "enable" : "disable",
          DefaultRouteTablePropagation: options.propagate ? "enable" : "disable",
        },
      });
      lab.settle();
      const tgw = TransitGateway?.TransitGatewayId ?? "";
      const attachments = (
        [
          [made.one, made.a],
          [made.two, made.b],
        ] as const
      ).map(([VpcId, subnet]) => {
        const { TransitGatewayVpcAttachment } = lab.region.call("CreateTransitGatewayVpcAttachment", {
          TransitGatewayId: tgw,
          VpcId,
          SubnetIds: [subnet],
        });
        lab.settle();
        return TransitGatewayVpcAttachment?.TransitGatewayAttachmentId ?? "";
      });
      for (const [vpc, cidr] of [
        [made.one, "10.1.0.0/16"],
        [made.two, "10.0.0.0/16"],
      ] as const) {
        const tables = lab.region.call("DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [vpc] }] });
        lab.route(tables.RouteTables?.[0]?.RouteTableId ?? "", cidr, tgw);
      }
      return { ...made, tgw, attachments };
    };

  test("a transit gateway whose table lacks the routes", () => {
    const { commands, causes } = remediesOf(transit({ associate: true, propagate: false }));
    expect(causes).toEqual(["out no-route hub-route", "back no-route hub-route"]);
    expect(verbs(commands)).toEqual([["create-transit-gateway-route", "create-transit-gateway-route"]]);
  });

  test("an attachment without a table", () => {
    const scene = () => {
      const made = transit({ associate: true, propagate: true })();
      const { lab, tgw, attachments } = made;
      const gateway = lab.region.call("DescribeTransitGateways", { TransitGatewayIds: [tgw] }).TransitGateways?.[0];
      lab.region.call("DisassociateTransitGatewayRouteTable", {
        TransitGatewayAttachmentId: attachments[0],
        TransitGatewayRouteTableId: gateway?.Options?.AssociationDefaultRouteTableId,
      });
      lab.settle();
      return made;
    };
    const { commands, causes } = remediesOf(scene);
    expect(causes).toEqual(["out no-route hub-end"]);
    expect(verbs(commands)).toEqual([["associate-transit-gateway-route-table"]]);
  });

  test("an attachment that has no subnet in the zone", () => {
    const scene = () => {
      const made = transit({ associate: true, propagate: true })();
      const { Subnet } = made.lab.region.call("CreateSubnet", {
        VpcId: made.one,
        CidrBlock: "10.0.9.0/24",
        AvailabilityZone: "us-east-1b",
      });
      made.lab.settle();
      return { ...made, from: made.lab.instance("far", Subnet?.SubnetId ?? "") };
    };
    const { commands, causes } = remediesOf(scene);
    expect(causes).toEqual(["out blackhole hub-end"]);
    expect(verbs(commands)).toEqual([["modify-transit-gateway-vpc-attachment"]]);
  });

  test("a route to a NAT gateway that is gone, where another stands", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const outside = lab.subnet("public", vpc, "10.0.0.0/24");
      const inside = lab.subnet("private", vpc, "10.0.1.0/24");
      const igw = lab.internetGateway("igw", vpc);
      lab.routeTable("rtb-public", vpc, [outside], { "0.0.0.0/0": igw });
      const gone = lab.natGateway("gone", outside);
      lab.natGateway("nat", outside);
      lab.routeTable("rtb-private", vpc, [inside], { "0.0.0.0/0": gone.id });
      lab.region.call("DeleteNatGateway", { NatGatewayId: gone.id });
      lab.settle();
      return { lab, from: lab.instance("app", inside), to: "internet" };
    });
    expect(commands[0]?.[0]).toMatch(
      /^aws ec2 replace-route .*--destination-cidr-block 0.0.0.0\/0 --nat-gateway-id nat-/,
    );
  });

  test("an Internet gateway that was detached: the route is there, and leads nowhere", () => {
    const { commands, words } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const subnet = lab.subnet("public", vpc, "10.0.0.0/24");
      const igw = lab.internetGateway("igw", vpc);
      lab.routeTable("rtb", vpc, [subnet], { "0.0.0.0/0": igw });
      lab.region.call("DetachInternetGateway", { InternetGatewayId: igw, VpcId: vpc });
      lab.region.call("AllocateAddress", { Domain: "vpc" });
      return { lab, from: lab.instance("app", subnet), to: "internet" };
    });
    expect(verbs(commands)[0]).toEqual(["attach-internet-gateway", "associate-address"]);
    expect(commands[0]?.[1]).toContain("--allocation-id eipalloc-");
    expect(words[0]?.[0]).toContain("attach Internet gateway igw-");
  });

  test("VPC Block Public Access", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const subnet = lab.subnet("public", vpc, "10.0.0.0/24");
      const igw = lab.internetGateway("igw", vpc);
      lab.routeTable("rtb", vpc, [subnet], { "0.0.0.0/0": igw });
      const from = lab.instance("app", subnet, { publicIp: true });
      lab.region.call("ModifyVpcBlockPublicAccessOptions", { InternetGatewayBlockMode: "block-bidirectional" });
      lab.settle();
      return { lab, from, to: "internet" };
    });
    expect(verbs(commands)).toEqual([["create-vpc-block-public-access-exclusion"]]);
  });

  test("a prefix list that lacks the source", () => {
    const { commands } = remediesOf(() => {
      const made = twoHosts({});
      const { PrefixList } = made.lab.region.call("CreateManagedPrefixList", {
        PrefixListName: "offices",
        AddressFamily: "IPv4",
        MaxEntries: 5,
        Entries: [{ Cidr: "192.0.2.0/24" }],
      });
      made.lab.settle();
      made.lab.region.call("AuthorizeSecurityGroupIngress", {
        GroupId: made.db,
        IpPermissions: [
          {
            IpProtocol: "tcp",
            FromPort: 5432,
            ToPort: 5432,
            PrefixListIds: [{ PrefixListId: PrefixList?.PrefixListId }],
          },
        ],
      });
      return made;
    });
    expect(verbs(commands).flat()).toContain("modify-managed-prefix-list");
  });

  test("IPv6 from a private subnet: an egress-only gateway, or the Internet's", () => {
    const { commands } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16", true);
      const subnet = lab.subnet("private", vpc, "10.0.0.0/24", 1);
      lab.region.call("CreateEgressOnlyInternetGateway", { VpcId: vpc });
      lab.internetGateway("igw", vpc);
      return { lab, from: lab.instance("app", subnet, { ipv6: true }), to: "internet", family: 6 };
    });
    const targets = commands.map((steps) =>
      steps.map((one) => /--destination-ipv6-cidr-block ::\/0 (\S+)/.exec(one)?.[1]),
    );
    expect(targets).toContainEqual(["--egress-only-internet-gateway-id"]);
    expect(targets).toContainEqual(["--gateway-id"]);
  });
});
