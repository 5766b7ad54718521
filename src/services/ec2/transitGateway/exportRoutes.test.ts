import { expect, test } from "vitest";
import { buckets, objects } from "../../s3/resources.ts";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { attach, gatewayIn, optionsOf, vpcIn } from "./transitGateway.fixture.ts";

test("a route table's routes go into a bucket of the caller's", () => {
  const region = testRegion();
  const { store } = region.cloud;
  const bucketIn = (id: string, account: string) =>
    store.transact(() =>
      store.put(buckets as never, { id, account, region: "us-east-1", createdAt: 0, configuration: {} } as never),
    );
  bucketIn("mine", "111111111111");
  bucketIn("theirs", "222222222222");
  const gateway = gatewayIn(region);
  const vpc = vpcIn(region, "10.1.0.0/16");
  const attachment = attach(region, gateway, vpc);
  const TransitGatewayRouteTableId = optionsOf(region, gateway).AssociationDefaultRouteTableId ?? "";
  region.call("CreateTransitGatewayRoute", {
    TransitGatewayRouteTableId,
    DestinationCidrBlock: "0.0.0.0/0",
    Blackhole: true,
  });
  const asked = { TransitGatewayRouteTableId, S3Bucket: "mine" };
  const { S3Location = "" } = region.call("ExportTransitGatewayRoutes", asked);
  const [, key = ""] =
    /^s3:\/\/mine\/(VPCTransitGateway\/TransitGatewayRouteTables\/tgw-rtb-\S+\.json)$/.exec(S3Location) ?? [];
  const read = (name: string) => {
    const [object] = [...store.table(objects).by("key", `mine/${name}`).values()];
    return JSON.parse(Buffer.from(object?.body ?? []).toString()) as { routes: unknown[]; filter: unknown[] };
  };
  expect(read(key).filter).toEqual([]);
  expect(read(key).routes).toEqual(
    expect.arrayContaining([
      { destinationCidrBlock: "0.0.0.0/0", type: "static", state: "blackhole" },
      {
        destinationCidrBlock: "10.1.0.0/16",
        transitGatewayAttachments: [
          { resourceId: vpc.VpcId, transitGatewayAttachmentId: attachment, resourceType: "vpc" },
        ],
        type: "propagated",
        state: "active",
      },
    ]),
  );
  region.clock.advance(1);
  const Filters = [{ Name: "type", Values: ["static"] }];
  const filtered = region.call("ExportTransitGatewayRoutes", { ...asked, Filters }).S3Location ?? "";
  expect(read(filtered.slice("s3://mine/".length)).routes).toHaveLength(1);
  const refused = (input: object) => refusal(region, "ExportTransitGatewayRoutes", { ...asked, ...input });
  expect(refused({ S3Bucket: "theirs" })).toBe("InvalidParameterValue");
  expect(refused({ S3Bucket: "none" })).toBe("InvalidParameterValue");
  expect(refused({ Filters: [{ Name: "smell", Values: [] }] })).toBe("InvalidParameterValue");
  expect(refused({ TransitGatewayRouteTableId: "tgw-rtb-0123456789abcdef0" })).toMatch(/NotFound$/);
});
