import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { shareWith } from "../share.fixture.ts";
import { attach, gatewayIn, optionsOf, routesIn, settle, tableIn, vpcIn } from "./transitGateway.fixture.ts";

const interfacesOf = (region: TestRegion, attachment: string) =>
  region.call("DescribeNetworkInterfaces", {
    Filters: [{ Name: "description", Values: [`*${attachment}`] }],
  }).NetworkInterfaces ?? [];

const share = (region: TestRegion, transitGatewayId: string, account: string): void =>
  shareWith(region, `arn:aws:ec2:us-east-1:111111111111:transit-gateway/${transitGatewayId}`, account);

describe("a VPC attachment", () => {
  test("stands in one subnet of each zone, and joins the default tables", () => {
    const region = testRegion();
    const gateway = gatewayIn(region);
    const vpc = vpcIn(region, "10.1.0.0/16", ["us-east-1a", "us-east-1b"]);
    const { TransitGatewayVpcAttachment: created } = region.call("CreateTransitGatewayVpcAttachment", {
      TransitGatewayId: gateway,
      VpcId: vpc.VpcId,
      SubnetIds: vpc.subnets,
      TagSpecifications: [{ ResourceType: "transit-gateway-attachment", Tags: [{ Key: "Name", Value: "a" }] }],
    });
    expect(created).toMatchObject({
      TransitGatewayId: gateway,
      VpcId: vpc.VpcId,
      VpcOwnerId: "111111111111",
      State: "pending",
      SubnetIds: vpc.subnets,
      Options: {
        DnsSupport: "enable",
        SecurityGroupReferencingSupport: "enable",
        Ipv6Support: "disable",
        ApplianceModeSupport: "disable",
      },
      Tags: [{ Key: "Name", Value: "a" }],
    });
    const id = created?.TransitGatewayAttachmentId ?? "";
    expect(interfacesOf(region, id)).toMatchObject(
      vpc.subnets.map((SubnetId) => ({
        SubnetId,
        InterfaceType: "transit_gateway",
        RequesterManaged: true,
        Groups: [],
      })),
    );
    settle(region);
    const { AssociationDefaultRouteTableId: table = "" } = optionsOf(region, gateway);
    const { TransitGatewayAttachments } = region.call("DescribeTransitGatewayAttachments", {
      Filters: [
        { Name: "resource-type", Values: ["vpc"] },
        { Name: "resource-id", Values: [vpc.VpcId] },
        { Name: "association.state", Values: ["associated"] },
        { Name: "tag:Name", Values: ["a"] },
      ],
    });
    expect(TransitGatewayAttachments).toMatchObject([
      {
        TransitGatewayAttachmentId: id,
        TransitGatewayOwnerId: "111111111111",
        ResourceOwnerId: "111111111111",
        State: "available",
        Association: { TransitGatewayRouteTableId: table, State: "associated" },
      },
    ]);
    expect(routesIn(region, table)).toEqual([`10.1.0.0/16 propagated active ${id}`]);
  });

  test("refuses what AWS refuses", () => {
    const region = testRegion();
    const TransitGatewayId = gatewayIn(region);
    const { VpcId, subnets } = vpcIn(region, "10.1.0.0/16", ["us-east-1a", "us-east-1a"]);
    const other = vpcIn(region, "10.2.0.0/16");
    const refused = (input: object) =>
      refusal(region, "CreateTransitGatewayVpcAttachment", {
        TransitGatewayId,
        VpcId,
        SubnetIds: subnets.slice(0, 1),
        ...input,
      });
    expect(refused({ SubnetIds: subnets })).toBe("DuplicateSubnetsInSameZone");
    expect(refused({ SubnetIds: other.subnets })).toBe("InvalidParameterValue");
    expect(refused({ SubnetIds: ["subnet-00000000"] })).toBe("InvalidSubnetID.NotFound");
    expect(refused({ SubnetIds: [] })).toBe("InvalidParameterValue");
    expect(refused({ VpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");
    expect(refused({ TransitGatewayId: "tgw-00000000" })).toBe("InvalidTransitGatewayID.NotFound");
    expect(refused({ Options: { Ipv6Support: "enable" } })).toBe("InvalidParameterValue");
    const young = region.call("CreateTransitGateway").TransitGateway?.TransitGatewayId;
    expect(refused({ TransitGatewayId: young })).toBe("IncorrectState");
    attach(region, TransitGatewayId, { VpcId, subnets: subnets.slice(0, 1) });
    expect(refused({})).toBe("DuplicateTransitGatewayAttachment");
  });

  test("changes its subnets and options; the interfaces follow", () => {
    const region = testRegion();
    const vpc = vpcIn(region, "10.1.0.0/16", ["us-east-1a", "us-east-1b"]);
    const [one = "", two = ""] = vpc.subnets;
    const id = attach(region, gatewayIn(region), { ...vpc, subnets: [one] });
    const { TransitGatewayVpcAttachment } = region.call("ModifyTransitGatewayVpcAttachment", {
      TransitGatewayAttachmentId: id,
      AddSubnetIds: [two],
      RemoveSubnetIds: [one],
      Options: { ApplianceModeSupport: "enable" },
    });
    expect(TransitGatewayVpcAttachment).toMatchObject({
      State: "modifying",
      SubnetIds: [two],
      Options: { ApplianceModeSupport: "enable", DnsSupport: "enable" },
    });
    expect(interfacesOf(region, id).map(({ SubnetId }) => SubnetId)).toEqual([two]);
    settle(region);
    const modify = (input: object) =>
      refusal(region, "ModifyTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id, ...input });
    expect(modify({ RemoveSubnetIds: [two] })).toBe("InvalidParameterValue");
    expect(modify({ RemoveSubnetIds: [one] })).toBe("InvalidParameterValue");
    expect(modify({ AddSubnetIds: [two] })).toBe("InvalidParameterValue");
  });

  test("leaves nothing behind but a record and blackholes", () => {
    const region = testRegion();
    const gateway = gatewayIn(region);
    const vpc = vpcIn(region, "10.1.0.0/16");
    const id = attach(region, gateway, vpc);
    const { AssociationDefaultRouteTableId: TransitGatewayRouteTableId = "" } = optionsOf(region, gateway);
    region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId,
      DestinationCidrBlock: "10.0.0.0/8",
      TransitGatewayAttachmentId: id,
    });
    const { TransitGatewayVpcAttachment } = region.call("DeleteTransitGatewayVpcAttachment", {
      TransitGatewayAttachmentId: id,
    });
    expect(TransitGatewayVpcAttachment?.State).toBe("deleting");
    settle(region);
    const described = region.call("DescribeTransitGatewayVpcAttachments", { TransitGatewayAttachmentIds: [id] });
    expect(described.TransitGatewayVpcAttachments).toMatchObject([{ State: "deleted" }]);
    expect(interfacesOf(region, id)).toEqual([]);
    expect(routesIn(region, TransitGatewayRouteTableId)).toEqual([`10.0.0.0/8 static blackhole ${id}`]);
    expect(region.call("GetTransitGatewayRouteTableAssociations", { TransitGatewayRouteTableId }).Associations).toEqual(
      [],
    );
    region.call("DeleteSubnet", { SubnetId: vpc.subnets[0] ?? "" });
    region.call("DeleteVpc", { VpcId: vpc.VpcId });
    expect(refusal(region, "DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id })).toBe(
      "InvalidTransitGatewayAttachmentID.NotFound",
    );
  });

  test("is what a VPC's route to the gateway needs", () => {
    const region = testRegion();
    const gateway = gatewayIn(region);
    const vpc = vpcIn(region, "10.1.0.0/16");
    const RouteTableId = region.call("CreateRouteTable", { VpcId: vpc.VpcId }).RouteTable?.RouteTableId ?? "";
    const route = { RouteTableId, DestinationCidrBlock: "10.0.0.0/8", TransitGatewayId: gateway };
    expect(refusal(region, "CreateRoute", route)).toBe("InvalidTransitGatewayID.NotFound");
    const id = attach(region, gateway, vpc);
    region.call("CreateRoute", route);
    const state = () =>
      region
        .call("DescribeRouteTables", { RouteTableIds: [RouteTableId] })
        .RouteTables?.[0]?.Routes?.find((one) => one.TransitGatewayId === gateway)?.State;
    expect(state()).toBe("active");
    region.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id });
    expect(state()).toBe("blackhole");
  });
});

describe("a shared gateway", () => {
  test("is attached to by request, which its owner answers", () => {
    const owner = testRegion();
    const gateway = gatewayIn(owner);
    const guest = owner.as("222222222222", "us-east-1");
    const vpc = vpcIn(guest, "10.2.0.0/16");
    expect(
      refusal(guest, "CreateTransitGatewayVpcAttachment", {
        TransitGatewayId: gateway,
        VpcId: vpc.VpcId,
        SubnetIds: vpc.subnets,
      }),
    ).toBe("InvalidTransitGatewayID.NotFound");
    share(owner, gateway, "222222222222");
    expect(guest.call("DescribeTransitGateways").TransitGateways).toMatchObject([
      { TransitGatewayId: gateway, OwnerId: "111111111111" },
    ]);
    expect(guest.as("222222222222", "us-west-2").call("DescribeTransitGateways").TransitGateways).toEqual([]);
    const id = attach(guest, gateway, vpc);
    const states = (region: TestRegion) =>
      region.call("DescribeTransitGatewayVpcAttachments").TransitGatewayVpcAttachments?.map(({ State }) => State);
    expect([states(owner), states(guest)]).toEqual([["pendingAcceptance"], ["pendingAcceptance"]]);
    expect(interfacesOf(guest, id)).toEqual([]);
    expect(refusal(guest, "AcceptTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id })).toBe(
      "UnauthorizedOperation",
    );
    owner.call("AcceptTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id });
    settle(owner);
    expect([states(owner), states(guest)]).toEqual([["available"], ["available"]]);
    expect(interfacesOf(guest, id)).toHaveLength(1);
    expect(interfacesOf(owner, id)).toEqual([]);
    const { AssociationDefaultRouteTableId: table = "" } = optionsOf(owner, gateway);
    expect(routesIn(owner, table)).toEqual([`10.2.0.0/16 propagated active ${id}`]);
    // Its tables are the owner's business alone.
    expect(
      refusal(guest, "SearchTransitGatewayRoutes", {
        TransitGatewayRouteTableId: table,
        Filters: [{ Name: "type", Values: ["static"] }],
      }),
    ).toBe("InvalidRouteTableID.NotFound");
    // Each side has tags of its own.
    owner.call("CreateTags", { Resources: [id], Tags: [{ Key: "Name", Value: "guest" }] });
    expect(
      guest.call("DescribeTransitGatewayVpcAttachments").TransitGatewayVpcAttachments?.map(({ Tags }) => Tags),
    ).toEqual([[]]);
    owner.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id });
    settle(owner);
    expect([states(owner), interfacesOf(guest, id)]).toEqual([["deleted"], []]);
  });

  test("is attached to at once where it accepts by itself, and a rejection ends a request", () => {
    const owner = testRegion();
    const guest = owner.as("222222222222", "us-east-1");
    const open = gatewayIn(owner, { AutoAcceptSharedAttachments: "enable" });
    const closed = gatewayIn(owner);
    for (const id of [open, closed]) share(owner, id, "222222222222");
    const vpc = vpcIn(guest, "10.2.0.0/16");
    const stateOfAttachment = (id: string) =>
      guest.call("DescribeTransitGatewayVpcAttachments", { TransitGatewayAttachmentIds: [id] })
        .TransitGatewayVpcAttachments?.[0]?.State;
    expect(stateOfAttachment(attach(guest, open, vpc))).toBe("available");
    const request = attach(guest, closed, vpc);
    owner.call("RejectTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: request });
    settle(owner);
    expect(stateOfAttachment(request)).toBe("rejected");
    expect(refusal(owner, "AcceptTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: request })).toBe(
      "IncorrectState",
    );
  });
});

describe("peering", () => {
  const requested = (east: TestRegion, west: TestRegion, region = "us-west-2") => {
    const ours = gatewayIn(east);
    const theirs = gatewayIn(west, { AmazonSideAsn: 64513 });
    const { TransitGatewayPeeringAttachment: request } = east.call("CreateTransitGatewayPeeringAttachment", {
      TransitGatewayId: ours,
      PeerTransitGatewayId: theirs,
      PeerAccountId: "111111111111",
      PeerRegion: region,
    });
    return { ours, theirs, request, id: request?.TransitGatewayAttachmentId ?? "" };
  };
  const states = (region: TestRegion) =>
    region.call("DescribeTransitGatewayPeeringAttachments").TransitGatewayPeeringAttachments?.map(({ State }) => State);

  test("is one attachment with an end in each region, answered by the accepter", () => {
    const east = testRegion();
    const west = east.as("111111111111", "us-west-2");
    const { ours, theirs, request, id } = requested(east, west);
    expect(request).toMatchObject({
      State: "initiatingRequest",
      RequesterTgwInfo: { TransitGatewayId: ours, Region: "us-east-1" },
      AccepterTgwInfo: { TransitGatewayId: theirs, Region: "us-west-2" },
    });
    expect(request).not.toHaveProperty("AccepterTransitGatewayAttachmentId");
    expect(states(west)).toEqual([]);
    settle(east);
    expect([states(east), states(west)]).toEqual([["pendingAcceptance"], ["pendingAcceptance"]]);
    expect(refusal(east, "AcceptTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: id })).toBe(
      "InvalidParameterValue",
    );
    west.call("AcceptTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: id });
    settle(east);
    const end = (region: TestRegion) => region.call("DescribeTransitGatewayAttachments").TransitGatewayAttachments;
    expect(end(east)).toMatchObject([
      { TransitGatewayAttachmentId: id, TransitGatewayId: ours, ResourceId: theirs, ResourceType: "peering" },
    ]);
    expect(end(west)).toMatchObject([
      { TransitGatewayAttachmentId: id, TransitGatewayId: theirs, ResourceId: ours, State: "available" },
    ]);
    // Each end has an association with its own gateway's table.
    const tables = [optionsOf(east, ours), optionsOf(west, theirs)].map((one) => one.AssociationDefaultRouteTableId);
    expect(end(east)?.[0]?.Association?.TransitGatewayRouteTableId).toBe(tables[0]);
    expect(end(west)?.[0]?.Association?.TransitGatewayRouteTableId).toBe(tables[1]);
    // Tags stay on their side.
    west.call("CreateTags", { Resources: [id], Tags: [{ Key: "side", Value: "west" }] });
    expect([end(east)?.[0]?.Tags, end(west)?.[0]?.Tags]).toEqual([[], [{ Key: "side", Value: "west" }]]);

    const eastTable = tables[0] ?? "";
    expect(routesIn(east, eastTable)).toEqual([]);
    expect(
      refusal(east, "EnableTransitGatewayRouteTablePropagation", {
        TransitGatewayRouteTableId: eastTable,
        TransitGatewayAttachmentId: id,
      }),
    ).toBe("InvalidParameterValue");
    east.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: eastTable,
      DestinationCidrBlock: "10.20.0.0/16",
      TransitGatewayAttachmentId: id,
    });
    expect(routesIn(east, eastTable)).toEqual([`10.20.0.0/16 static active ${id}`]);
    expect(refusal(east, "DeleteTransitGateway", { TransitGatewayId: ours })).toBe("IncorrectState");
    expect(refusal(west, "DeleteTransitGateway", { TransitGatewayId: theirs })).toBe("IncorrectState");
    west.call("DeleteTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: id });
    settle(east);
    expect([states(east), states(west)]).toEqual([["deleted"], ["deleted"]]);
    expect(routesIn(east, eastTable)).toEqual([`10.20.0.0/16 static blackhole ${id}`]);
  });

  test("within a region gives each gateway an attachment of its own", () => {
    const region = testRegion();
    const { ours, theirs, request, id } = requested(region, region, "us-east-1");
    const far = request?.AccepterTransitGatewayAttachmentId ?? "";
    expect(far).not.toBe(id);
    settle(region);
    region.call("AcceptTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: far });
    settle(region);
    expect(region.call("DescribeTransitGatewayAttachments").TransitGatewayAttachments).toMatchObject([
      { TransitGatewayAttachmentId: id, TransitGatewayId: ours, ResourceId: theirs },
      { TransitGatewayAttachmentId: far, TransitGatewayId: theirs, ResourceId: ours },
    ]);
    const theirTable = tableIn(region, theirs);
    expect(
      refusal(region, "CreateTransitGatewayRoute", {
        TransitGatewayRouteTableId: theirTable,
        DestinationCidrBlock: "10.0.0.0/8",
        TransitGatewayAttachmentId: id,
      }),
    ).toBe("InvalidParameterValue");
  });

  test("is refused without a peer, twice, and with itself", () => {
    const east = testRegion();
    const west = east.as("111111111111", "us-west-2");
    const { ours, theirs } = requested(east, west);
    const refused = (input: object) =>
      refusal(east, "CreateTransitGatewayPeeringAttachment", {
        TransitGatewayId: ours,
        PeerTransitGatewayId: theirs,
        PeerAccountId: "111111111111",
        PeerRegion: "us-west-2",
        ...input,
      });
    expect(refused({})).toBe("DuplicateTransitGatewayAttachment");
    expect(refused({ PeerRegion: "eu-west-1" })).toBe("InvalidTransitGatewayID.NotFound");
    expect(refused({ PeerAccountId: "222222222222" })).toBe("InvalidTransitGatewayID.NotFound");
    expect(refused({ PeerTransitGatewayId: ours, PeerRegion: "us-east-1" })).toBe("InvalidParameterValue");
    const stranger = east.as("333333333333", "us-east-1");
    expect(stranger.call("DescribeTransitGatewayPeeringAttachments").TransitGatewayPeeringAttachments).toEqual([]);
  });
});
