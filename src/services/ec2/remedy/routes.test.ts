/** Remedies in route tables and gateways: told, then made through the API. */
import { describe, expect, test } from "vitest";
import { Lab } from "../lab.fixture.ts";
import { remediesOf, twoHosts, verbs } from "./scenes.fixture.ts";

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

  test("two VPCs that nothing joins: a peering connection, and a route on either side", () => {
    const { commands, causes, words } = remediesOf(twoVpcs);
    const { one, two } = twoVpcs();
    expect(causes).toEqual(["out no-route route", "out blackhole route", "back no-route route"]);
    expect(verbs(commands)).toEqual([["accept-vpc-peering-connection", "create-route", "create-route"]]);
    const [requester, accepter] = [one, two].sort();
    expect(words[0]?.[0]).toContain(`peer VPC `);
    expect(commands[0]?.[0]).toContain(
      `$(aws ec2 create-vpc-peering-connection --vpc-id ${requester} --peer-vpc-id ${accepter} --query`,
    );
    expect(commands[0]?.[1]).toContain("--vpc-peering-connection-id $(aws ec2 describe-vpc-peering-connections");
  });

  test("two VPCs whose plans overlap: no peering connection joins them", () => {
    const scene = () => {
      const lab = new Lab();
      const [one, two] = [lab.vpc("one", "10.0.0.0/16"), lab.vpc("two", "10.0.0.0/16")];
      const from = lab.instance("client", lab.subnet("a", one, "10.0.0.0/24"));
      const open = lab.group("open", two, { in: ["all from 10.0.0.0/8"] });
      return { lab, from, to: lab.instance("server", lab.subnet("b", two, "10.0.1.0/24"), { groups: [open] }) };
    };
    expect(remediesOf(scene).commands).toEqual([]);
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

  test("replies that leave by another gateway: the default route of a public host leads to NAT", () => {
    const { commands, causes } = remediesOf(() => {
      const lab = new Lab();
      const vpc = lab.vpc("vpc", "10.0.0.0/16");
      const outside = lab.subnet("public", vpc, "10.0.0.0/24");
      const inside = lab.subnet("odd", vpc, "10.0.1.0/24");
      lab.routeTable("rtb-public", vpc, [outside], { "0.0.0.0/0": lab.internetGateway("igw", vpc) });
      lab.routeTable("rtb-odd", vpc, [inside], { "0.0.0.0/0": lab.natGateway("nat", outside).id });
      const open = lab.group("open", vpc, { in: ["tcp 443 from 0.0.0.0/0"] });
      return { lab, from: "internet", to: lab.instance("partner", inside, { groups: [open], publicIp: true }) };
    });
    expect(causes).toEqual(["back delivered world"]);
    expect(commands).toHaveLength(1);
    expect(commands[0]?.[0]).toMatch(/^aws ec2 replace-route .*--destination-cidr-block 0.0.0.0\/0 --gateway-id igw-/);
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
