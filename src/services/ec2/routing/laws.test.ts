/** What holds of every VPC's tables, whatever is asked of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AwsError } from "../../../cloud/error.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

type Step = (region: TestRegion) => unknown;

/** One of what is there, by a number that means the same on every run. */
const pick = (all: readonly string[], n: number): string => all[n % (all.length || 1)] ?? "none-00000000";

const vpcsIn = (region: TestRegion) => (region.call("DescribeVpcs").Vpcs ?? []).map(({ VpcId = "" }) => VpcId);
const subnetsIn = (region: TestRegion) =>
  (region.call("DescribeSubnets").Subnets ?? []).map(({ SubnetId = "" }) => SubnetId);
const tablesIn = (region: TestRegion) => region.call("DescribeRouteTables").RouteTables ?? [];
const tableIds = (region: TestRegion) => tablesIn(region).map(({ RouteTableId = "" }) => RouteTableId);
const associationIds = (region: TestRegion) =>
  tablesIn(region).flatMap(({ Associations = [] }) => Associations.map((one) => one.RouteTableAssociationId ?? ""));
const gatewaysIn = (region: TestRegion) =>
  (region.call("DescribeInternetGateways").InternetGateways ?? []).map((one) => one.InternetGatewayId ?? "");
const cidrAssociations = (region: TestRegion) =>
  (region.call("DescribeVpcs").Vpcs ?? []).flatMap(({ CidrBlockAssociationSet = [] }) =>
    CidrBlockAssociationSet.map(({ AssociationId = "" }) => AssociationId),
  );
const blocks = ["10.0.0.0/16", "10.1.0.0/16", "10.0.1.0/24", "0.0.0.0/0", "100.64.0.0/16", "192.0.2.0/24"];

const n = fc.nat(50);
const step: fc.Arbitrary<Step> = fc.oneof(
  n.map(
    (a): Step =>
      (r) =>
        r.call("CreateVpc", { CidrBlock: pick(blocks, a) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("DeleteVpc", { VpcId: pick(vpcsIn(r), a) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("CreateSubnet", { VpcId: pick(vpcsIn(r), a), CidrBlock: `10.0.${a}.0/24` }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("DeleteSubnet", { SubnetId: pick(subnetsIn(r), a) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("CreateRouteTable", { VpcId: pick(vpcsIn(r), a) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("DeleteRouteTable", { RouteTableId: pick(tableIds(r), a) }),
  ),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("AssociateRouteTable", { RouteTableId: pick(tableIds(r), a), SubnetId: pick(subnetsIn(r), b) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("DisassociateRouteTable", { AssociationId: pick(associationIds(r), a) }),
  ),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("ReplaceRouteTableAssociation", {
          AssociationId: pick(associationIds(r), a),
          RouteTableId: pick(tableIds(r), b),
        }),
  ),
  fc.tuple(n, n, n).map(
    ([a, b, c]): Step =>
      (r) =>
        r.call("CreateRoute", {
          RouteTableId: pick(tableIds(r), a),
          GatewayId: pick(gatewaysIn(r), b),
          DestinationCidrBlock: pick(blocks, c),
        }),
  ),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("DeleteRoute", { RouteTableId: pick(tableIds(r), a), DestinationCidrBlock: pick(blocks, b) }),
  ),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("AssociateVpcCidrBlock", { VpcId: pick(vpcsIn(r), a), CidrBlock: pick(blocks, b) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.call("DisassociateVpcCidrBlock", { AssociationId: pick(cidrAssociations(r), a) }),
  ),
  fc.constant<Step>((r) => r.call("CreateInternetGateway")),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("AttachInternetGateway", { InternetGatewayId: pick(gatewaysIn(r), a), VpcId: pick(vpcsIn(r), b) }),
  ),
  fc.tuple(n, n).map(
    ([a, b]): Step =>
      (r) =>
        r.call("DetachInternetGateway", { InternetGatewayId: pick(gatewaysIn(r), a), VpcId: pick(vpcsIn(r), b) }),
  ),
  n.map(
    (a): Step =>
      (r) =>
        r.clock.advance(a * 10),
  ),
);

test("whatever happens: one main table a VPC, one association a subnet, local routes as blocks, a destination once", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const region = testRegion();
      for (const one of steps) {
        try {
          one(region);
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError);
        }
      }
      region.clock.advance(1000);
      const tables = tablesIn(region);
      for (const { VpcId, CidrBlockAssociationSet = [] } of region.call("DescribeVpcs").Vpcs ?? []) {
        const own = tables.filter((table) => table.VpcId === VpcId);
        expect(own.filter(({ Associations = [] }) => Associations.some(({ Main }) => Main))).toHaveLength(1);
        for (const { Routes = [] } of own) {
          const local = Routes.filter(({ Origin }) => Origin === "CreateRouteTable");
          expect(local.map((route) => route.DestinationCidrBlock)).toEqual(
            CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
          );
          const destinations = Routes.map((route) => route.DestinationCidrBlock);
          expect(new Set(destinations).size).toBe(destinations.length);
        }
      }
      const subnets = tables.flatMap(({ Associations = [] }) => Associations.flatMap(({ SubnetId }) => SubnetId ?? []));
      expect(new Set(subnets).size).toBe(subnets.length);
      expect(subnetsIn(region)).toEqual(expect.arrayContaining(subnets));
    }),
    { numRuns: 60 },
  );
});
