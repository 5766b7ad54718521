import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPrefix } from "../../../base/prefix.ts";
import { tablesOf } from "../fabric/tables.ts";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { routesOf } from "./routesOf.ts";
import { attach, gatewayIn, settle, tableIn, vpcIn } from "./transitGateway.fixture.ts";

describe("the routes of a table", () => {
  /** Which VPCs propagate, which destinations have a static route, and to which VPC (none: a blackhole). */
  const plans = fc.record({
    propagating: fc.subarray([0, 1, 2]),
    routes: fc.uniqueArray(
      fc.record({ block: fc.integer({ min: 0, max: 4 }), to: fc.constantFrom(0, 1, 2, undefined) }),
      { selector: ({ block }) => block, maxLength: 4 },
    ),
    deleted: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  });

  test("have each destination once; a static one wins; a lost attachment is a blackhole (law)", () => {
    fc.assert(
      fc.property(plans, ({ propagating, routes, deleted }) => {
        const region = testRegion();
        const gateway = gatewayIn(region, {
          DefaultRouteTableAssociation: "disable",
          DefaultRouteTablePropagation: "disable",
        });
        const attachments = [0, 1, 2].map((index) => attach(region, gateway, vpcIn(region, `10.${index}.0.0/16`)));
        const table = tableIn(region, gateway);
        const on = { TransitGatewayRouteTableId: table };
        for (const index of propagating)
          region.call("EnableTransitGatewayRouteTablePropagation", {
            ...on,
            TransitGatewayAttachmentId: attachments[index] ?? "",
          });
        for (const { block, to } of routes)
          region.call("CreateTransitGatewayRoute", {
            ...on,
            DestinationCidrBlock: `10.${block}.0.0/16`,
            ...(to === undefined ? { Blackhole: true } : { TransitGatewayAttachmentId: attachments[to] ?? "" }),
          });
        if (deleted !== undefined)
          region.call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: attachments[deleted] ?? "" });
        const found = routesOf(tablesOf(region.cloud.store), table).map(({ destination, type, state, attachments }) => [
          formatPrefix(destination),
          type,
          state,
          attachments.map(({ id }) => id),
        ]);
        const fixed = routes.map(({ block, to }) => [
          `10.${block}.0.0/16`,
          "static",
          to === undefined || to === deleted ? "blackhole" : "active",
          to === undefined ? [] : [attachments[to]],
        ]);
        const learned = propagating
          .filter((index) => index !== deleted && !routes.some(({ block }) => block === index))
          .map((index) => [`10.${index}.0.0/16`, "propagated", "active", [attachments[index]]]);
        expect(found).toEqual([...fixed, ...learned]);
      }),
      { numRuns: 40 },
    );
  });

  test("of a table that is not there are none", () => {
    const region = testRegion();
    expect(routesOf(tablesOf(region.cloud.store), "tgw-rtb-00000000")).toEqual([]);
  });
});

test("a route table is announced over a peering with dynamic routing alone", () => {
  const region = testRegion();
  const ours = gatewayIn(region);
  const table = tableIn(region, ours);
  const peer = (DynamicRouting?: "enable") => {
    const { TransitGatewayPeeringAttachment: request } = region.call("CreateTransitGatewayPeeringAttachment", {
      TransitGatewayId: ours,
      PeerTransitGatewayId: gatewayIn(region),
      PeerAccountId: "111111111111",
      PeerRegion: "us-east-1",
      ...(DynamicRouting === undefined ? {} : { Options: { DynamicRouting } }),
    });
    settle(region);
    region.call("AcceptTransitGatewayPeeringAttachment", {
      TransitGatewayAttachmentId: request?.TransitGatewayAttachmentId ?? "",
    });
    settle(region);
    return request?.TransitGatewayAttachmentId ?? "";
  };
  const announce = (PeeringAttachmentId: string) => ({ TransitGatewayRouteTableId: table, PeeringAttachmentId });
  expect(refusal(region, "CreateTransitGatewayRouteTableAnnouncement", announce(peer()))).toBe("InvalidParameterValue");
  const dynamic = peer("enable");
  const { TransitGatewayRouteTableAnnouncement: made } = region.call(
    "CreateTransitGatewayRouteTableAnnouncement",
    announce(dynamic),
  );
  expect(made).toMatchObject({ State: "pending", AnnouncementDirection: "outgoing", PeeringAttachmentId: dynamic });
  settle(region);
  expect(refusal(region, "DeleteTransitGatewayRouteTable", { TransitGatewayRouteTableId: table })).toBe(
    "IncorrectState",
  );
  const id = made?.TransitGatewayRouteTableAnnouncementId ?? "";
  region.call("DeleteTransitGatewayRouteTableAnnouncement", { TransitGatewayRouteTableAnnouncementId: id });
  settle(region);
  expect(
    region.call("DescribeTransitGatewayRouteTableAnnouncements").TransitGatewayRouteTableAnnouncements,
  ).toMatchObject([{ State: "deleted" }]);
  region.call("DeleteTransitGatewayRouteTable", { TransitGatewayRouteTableId: table });
});
