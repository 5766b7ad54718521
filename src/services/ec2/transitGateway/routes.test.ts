import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, formatPrefix, prefix, prefixOf } from "../../../base/prefix.ts";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { attach, gatewayIn, routesIn, settle, tableIn, vpcIn } from "./transitGateway.fixture.ts";

/** A gateway without default tables, two VPCs attached to it, and one table. */
function hub() {
  const region = testRegion();
  const gateway = gatewayIn(region, {
    DefaultRouteTableAssociation: "disable",
    DefaultRouteTablePropagation: "disable",
  });
  const vpcs = [vpcIn(region, "10.1.0.0/16"), vpcIn(region, "10.2.0.0/16")] as const;
  const one = attach(region, gateway, vpcs[0]);
  const two = attach(region, gateway, vpcs[1]);
  return { region, gateway, vpcs, one, two, table: tableIn(region, gateway) };
}

const propagate = (region: TestRegion, TransitGatewayRouteTableId: string, TransitGatewayAttachmentId: string) =>
  region.call("EnableTransitGatewayRouteTablePropagation", { TransitGatewayRouteTableId, TransitGatewayAttachmentId });

describe("associations", () => {
  test("are one for an attachment, and pass through associating and disassociating", () => {
    const { region, gateway, vpcs, one, table } = hub();
    const input = { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: one };
    expect(region.call("AssociateTransitGatewayRouteTable", input).Association).toEqual({
      ...input,
      ResourceId: vpcs[0].VpcId,
      ResourceType: "vpc",
      State: "associating",
    });
    const other = tableIn(region, gateway);
    expect(refusal(region, "AssociateTransitGatewayRouteTable", { ...input, TransitGatewayRouteTableId: other })).toBe(
      "Resource.AlreadyAssociated",
    );
    const associations = (Filters: { Name: string; Values: string[] }[] = []) =>
      region.call("GetTransitGatewayRouteTableAssociations", { TransitGatewayRouteTableId: table, Filters })
        .Associations;
    expect(associations([{ Name: "resource-id", Values: [vpcs[0].VpcId] }])).toMatchObject([
      { TransitGatewayAttachmentId: one, State: "associated" },
    ]);
    expect(associations([{ Name: "resource-type", Values: ["vpn"] }])).toEqual([]);
    expect(refusal(region, "DeleteTransitGatewayRouteTable", { TransitGatewayRouteTableId: table })).toBe(
      "IncorrectState",
    );
    expect(region.call("DisassociateTransitGatewayRouteTable", input).Association?.State).toBe("disassociating");
    expect(refusal(region, "DisassociateTransitGatewayRouteTable", input)).toBe("IncorrectState");
    settle(region);
    expect(associations()).toEqual([]);
    expect(refusal(region, "DisassociateTransitGatewayRouteTable", input)).toBe("InvalidAssociation.NotFound");
    region.call("DeleteTransitGatewayRouteTable", { TransitGatewayRouteTableId: table });
    settle(region);
    expect(refusal(region, "AssociateTransitGatewayRouteTable", input)).toBe("InvalidRouteTableID.NotFound");
  });

  test("join what belongs to one gateway", () => {
    const { region, one } = hub();
    const stranger = tableIn(region, gatewayIn(region));
    const input = { TransitGatewayRouteTableId: stranger, TransitGatewayAttachmentId: one };
    expect(refusal(region, "AssociateTransitGatewayRouteTable", input)).toBe("InvalidParameterValue");
    expect(
      refusal(region, "AssociateTransitGatewayRouteTable", {
        ...input,
        TransitGatewayAttachmentId: "tgw-attach-00000000",
      }),
    ).toBe("InvalidTransitGatewayAttachmentID.NotFound");
  });
});

describe("propagation", () => {
  test("tells a VPC's blocks as they are now", () => {
    const { region, vpcs, one, two, table } = hub();
    expect(propagate(region, table, one).Propagation).toMatchObject({ State: "enabled", ResourceType: "vpc" });
    propagate(region, table, two);
    const input = { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: one };
    expect(refusal(region, "EnableTransitGatewayRouteTablePropagation", input)).toBe(
      "TransitGatewayRouteTablePropagation.Duplicate",
    );
    region.call("AssociateVpcCidrBlock", { VpcId: vpcs[0].VpcId, CidrBlock: "10.3.0.0/16" });
    settle(region);
    expect(routesIn(region, table)).toEqual([
      `10.1.0.0/16 propagated active ${one}`,
      `10.3.0.0/16 propagated active ${one}`,
      `10.2.0.0/16 propagated active ${two}`,
    ]);
    const { TransitGatewayAttachmentPropagations } = region.call("GetTransitGatewayAttachmentPropagations", {
      TransitGatewayAttachmentId: one,
    });
    expect(TransitGatewayAttachmentPropagations).toEqual([{ TransitGatewayRouteTableId: table, State: "enabled" }]);
    expect(region.call("DisableTransitGatewayRouteTablePropagation", input).Propagation?.State).toBe("disabled");
    expect(refusal(region, "DisableTransitGatewayRouteTablePropagation", input)).toBe(
      "TransitGatewayRouteTablePropagation.NotFound",
    );
    expect(routesIn(region, table)).toEqual([`10.2.0.0/16 propagated active ${two}`]);
    expect(
      region.call("GetTransitGatewayRouteTablePropagations", { TransitGatewayRouteTableId: table })
        .TransitGatewayRouteTablePropagations,
    ).toMatchObject([{ TransitGatewayAttachmentId: two }]);
  });

  test("of an overlapping block is the earlier attachment's", () => {
    const { region, gateway, one, table } = hub();
    const overlapping = attach(region, gateway, vpcIn(region, "10.1.0.0/16"));
    propagate(region, table, one);
    propagate(region, table, overlapping);
    expect(routesIn(region, table)).toEqual([`10.1.0.0/16 propagated active ${one}`]);
  });

  test("tells IPv6 blocks where the attachment supports them", () => {
    const region = testRegion();
    const gateway = gatewayIn(region, { DefaultRouteTablePropagation: "disable" });
    const { Vpc } = region.call("CreateVpc", { CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: true });
    settle(region);
    const VpcId = Vpc?.VpcId ?? "";
    const { Subnet } = region.call("CreateSubnet", { VpcId, CidrBlock: "10.1.0.0/24" });
    settle(region);
    const id = attach(region, gateway, { VpcId, subnets: [Subnet?.SubnetId ?? ""] });
    const table = tableIn(region, gateway);
    propagate(region, table, id);
    expect(routesIn(region, table)).toHaveLength(1);
    region.call("ModifyTransitGatewayVpcAttachment", {
      TransitGatewayAttachmentId: id,
      Options: { Ipv6Support: "enable" },
    });
    settle(region);
    expect(routesIn(region, table)).toHaveLength(2);
  });
});

describe("static routes", () => {
  test("win over propagated ones, and give way when they go", () => {
    const { region, one, two, table } = hub();
    propagate(region, table, one);
    const route = { TransitGatewayRouteTableId: table, DestinationCidrBlock: "10.1.0.0/16" };
    expect(region.call("CreateTransitGatewayRoute", { ...route, TransitGatewayAttachmentId: two }).Route).toMatchObject(
      { Type: "static", State: "active" },
    );
    expect(routesIn(region, table)).toEqual([`10.1.0.0/16 static active ${two}`]);
    expect(refusal(region, "CreateTransitGatewayRoute", { ...route, Blackhole: true })).toBe("RouteAlreadyExists");
    expect(region.call("ReplaceTransitGatewayRoute", { ...route, Blackhole: true }).Route).toEqual({
      DestinationCidrBlock: "10.1.0.0/16",
      Type: "static",
      State: "blackhole",
    });
    expect(routesIn(region, table)).toEqual(["10.1.0.0/16 static blackhole"]);
    expect(region.call("DeleteTransitGatewayRoute", route).Route?.State).toBe("deleted");
    expect(routesIn(region, table)).toEqual([`10.1.0.0/16 propagated active ${one}`]);
    expect(refusal(region, "DeleteTransitGatewayRoute", route)).toBe("InvalidRoute.NotFound");
    expect(refusal(region, "ReplaceTransitGatewayRoute", { ...route, Blackhole: true })).toBe("InvalidRoute.NotFound");
  });

  test("lead to one attachment or nowhere", () => {
    const { region, one, table } = hub();
    const refused = (input: object) =>
      refusal(region, "CreateTransitGatewayRoute", {
        TransitGatewayRouteTableId: table,
        DestinationCidrBlock: "10.0.0.0/8",
        ...input,
      });
    expect(refused({})).toBe("MissingParameter");
    expect(refused({ Blackhole: true, TransitGatewayAttachmentId: one })).toBe("InvalidParameterCombination");
    expect(refused({ Blackhole: true, DestinationCidrBlock: "10.0.0.0/33" })).toBe("InvalidParameterValue");
    region.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: one });
    expect(refused({ TransitGatewayAttachmentId: one })).toBe("IncorrectState");
  });
});

describe("a search", () => {
  const searchable = () => {
    const { region, table, one } = hub();
    for (const DestinationCidrBlock of ["0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/29", "10.0.1.0/31", "192.168.0.0/16"])
      region.call("CreateTransitGatewayRoute", {
        TransitGatewayRouteTableId: table,
        DestinationCidrBlock,
        ...(DestinationCidrBlock === "192.168.0.0/16" ? { Blackhole: true } : { TransitGatewayAttachmentId: one }),
      });
    propagate(region, table, one);
    return { region, table, one };
  };

  test.each([
    ["route-search.exact-match", "10.0.0.0/8", ["10.0.0.0/8"]],
    ["route-search.exact-match", "10.0.0.0/9", []],
    ["route-search.longest-prefix-match", "10.0.1.4", ["10.0.1.0/29"]],
    ["route-search.longest-prefix-match", "11.0.0.0/16", ["0.0.0.0/0"]],
    ["route-search.subnet-of-match", "10.0.1.0/24", ["10.0.1.0/29", "10.0.1.0/31"]],
    ["route-search.supernet-of-match", "10.0.1.0/30", ["0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/29"]],
    ["state", "blackhole", ["192.168.0.0/16"]],
    ["type", "propagated", ["10.1.0.0/16"]],
    ["attachment.resource-type", "vpn", []],
  ])("by %s %s", (name, value, found) => {
    const { region, table } = searchable();
    expect(routesIn(region, table, name, [value]).map((line) => line.split(" ")[0])).toEqual(found);
  });

  test("needs a filter that it knows, and comes in pages", () => {
    const { region, table } = searchable();
    const search = { TransitGatewayRouteTableId: table };
    expect(refusal(region, "SearchTransitGatewayRoutes", { ...search, Filters: [] })).toBe("MissingParameter");
    expect(
      refusal(region, "SearchTransitGatewayRoutes", { ...search, Filters: [{ Name: "nothing", Values: ["x"] }] }),
    ).toBe("InvalidParameterValue");
    const Filters = [{ Name: "type", Values: ["static", "propagated"] }];
    expect(refusal(region, "SearchTransitGatewayRoutes", { ...search, Filters, MaxResults: 4 })).toBe(
      "InvalidParameterValue",
    );
    const first = region.call("SearchTransitGatewayRoutes", { ...search, Filters, MaxResults: 5 });
    expect(first).toMatchObject({ AdditionalRoutesAvailable: true });
    expect(first.Routes).toHaveLength(5);
    const rest = region.call("SearchTransitGatewayRoutes", {
      ...search,
      Filters,
      MaxResults: 5,
      NextToken: first.NextToken ?? "",
    });
    expect(rest.Routes).toHaveLength(1);
    expect(rest.AdditionalRoutesAvailable).toBe(false);
  });

  test("for the longest prefix finds what covers the address and is covered by all else that does", () => {
    const anyPrefix = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 8, max: 32 }))
      .map(([low, length]) => formatPrefix(prefixOf((172 << 24) + low, length)));
    fc.assert(
      fc.property(fc.uniqueArray(anyPrefix, { maxLength: 6 }), fc.integer({ min: 0, max: 255 }), (blocks, low) => {
        const { region, table } = hub();
        for (const DestinationCidrBlock of blocks)
          region.call("CreateTransitGatewayRoute", {
            TransitGatewayRouteTableId: table,
            DestinationCidrBlock,
            Blackhole: true,
          });
        const host = prefix(`172.0.0.${low}/32`);
        const found = routesIn(region, table, "route-search.longest-prefix-match", [`172.0.0.${low}`]);
        const covering = blocks.map(prefix).filter((block) => covers(block, host));
        expect(found).toHaveLength(Math.min(1, covering.length));
        for (const line of found) {
          const best = prefix(line.split(" ")[0] ?? "");
          expect(covering.every((block) => covers(block, best))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("prefix-list references", () => {
  test("are routes to every entry, and follow the list", () => {
    const { region, one, table } = hub();
    const { PrefixList } = region.call("CreateManagedPrefixList", {
      PrefixListName: "sites",
      AddressFamily: "IPv4",
      MaxEntries: 5,
      Entries: [{ Cidr: "192.168.1.0/24" }],
    });
    const PrefixListId = PrefixList?.PrefixListId ?? "";
    settle(region);
    const input = { TransitGatewayRouteTableId: table, PrefixListId };
    expect(refusal(region, "CreateTransitGatewayPrefixListReference", input)).toBe("MissingParameter");
    expect(
      region.call("CreateTransitGatewayPrefixListReference", { ...input, TransitGatewayAttachmentId: one })
        .TransitGatewayPrefixListReference,
    ).toMatchObject({ State: "pending", Blackhole: false, PrefixListOwnerId: "111111111111" });
    expect(refusal(region, "CreateTransitGatewayPrefixListReference", { ...input, Blackhole: true })).toBe(
      "RouteAlreadyExists",
    );
    settle(region);
    region.call("ModifyManagedPrefixList", {
      PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: "192.168.2.0/24" }],
    });
    settle(region);
    expect(routesIn(region, table, "prefix-list-id", [PrefixListId])).toEqual([
      `192.168.1.0/24 static active ${one}`,
      `192.168.2.0/24 static active ${one}`,
    ]);
    // A static route to one entry is preferred to the list's.
    region.call("CreateTransitGatewayRoute", {
      TransitGatewayRouteTableId: table,
      DestinationCidrBlock: "192.168.2.0/24",
      Blackhole: true,
    });
    expect(routesIn(region, table, "route-search.exact-match", ["192.168.2.0/24"])).toEqual([
      "192.168.2.0/24 static blackhole",
    ]);
    expect(region.call("GetManagedPrefixListAssociations", { PrefixListId }).PrefixListAssociations).toEqual([
      { ResourceId: table, ResourceOwner: "111111111111" },
    ]);
    region.call("ModifyTransitGatewayPrefixListReference", { ...input, Blackhole: true });
    settle(region);
    expect(
      region.call("GetTransitGatewayPrefixListReferences", {
        TransitGatewayRouteTableId: table,
        Filters: [{ Name: "is-blackhole", Values: ["true"] }],
      }).TransitGatewayPrefixListReferences,
    ).toMatchObject([{ PrefixListId, State: "available" }]);
    region.call("DeleteTransitGatewayPrefixListReference", input);
    expect(routesIn(region, table, "prefix-list-id", [PrefixListId])).toEqual([]);
    settle(region);
    expect(routesIn(region, table)).toEqual(["192.168.2.0/24 static blackhole"]);
    expect(refusal(region, "DeleteTransitGatewayPrefixListReference", input)).toBe("InvalidPrefixListID.NotFound");
  });
});
