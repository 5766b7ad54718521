import { describe, expect, test } from "vitest";
import { buckets } from "../../s3/resources.ts";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { testRegion as emptyRegion, type TestRegion } from "../region.fixture.ts";

const ROLE = "arn:aws:iam::111111111111:role/logs";
const GROUP = "arn:aws:logs:us-east-1:111111111111:log-group:traffic";
const BUCKET = "arn:aws:s3:::traffic/flows/";

/** A region with the bucket that the logs go to, as S3's rows hold it. */
function testRegion(): TestRegion {
  const region = emptyRegion();
  const bucket = {
    id: "traffic",
    account: "111111111111",
    region: "us-east-1",
    createdAt: 0,
    configuration: {},
    nextVersion: 1,
    tags: {},
  };
  region.cloud.store.transact(() => region.cloud.store.put(buckets as never, bucket as never));
  return region;
}

const format = (...names: readonly string[]): string => names.map((name) => `\${${name}}`).join(" ");

const vpcIn = (region: TestRegion): string => region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";

const toS3 = (id: string) => ({
  ResourceIds: [id],
  ResourceType: "VPC" as const,
  TrafficType: "ALL" as const,
  LogDestinationType: "s3" as const,
  LogDestination: BUCKET,
});

const logsOf = (region: TestRegion, input = {}) => region.call("DescribeFlowLogs", input).FlowLogs ?? [];

describe("flow logs", () => {
  test("to a log group, with AWS's defaults", () => {
    const region = testRegion();
    const id = vpcIn(region);
    const { FlowLogIds } = region.call("CreateFlowLogs", {
      ResourceIds: [id],
      ResourceType: "VPC",
      TrafficType: "REJECT",
      LogDestination: `${GROUP}:*`,
      DeliverLogsPermissionArn: ROLE,
      TagSpecifications: [{ ResourceType: "vpc-flow-log", Tags: [{ Key: "Name", Value: "log" }] }],
    });
    expect(logsOf(region, { FlowLogIds })).toEqual([
      {
        FlowLogId: FlowLogIds?.[0],
        FlowLogStatus: "ACTIVE",
        CreationTime: new Date(region.clock.now()),
        ResourceId: id,
        TrafficType: "REJECT",
        DeliverLogsStatus: "SUCCESS",
        DeliverLogsPermissionArn: ROLE,
        LogDestinationType: "cloud-watch-logs",
        LogDestination: GROUP,
        LogGroupName: "traffic",
        LogFormat: expect.stringMatching(/^\$\{version\} \$\{account-id\} .* \$\{log-status\}$/),
        MaxAggregationInterval: 600,
        Tags: [{ Key: "Name", Value: "log" }],
      },
    ]);
    region.call("DeleteFlowLogs", { FlowLogIds });
    expect(logsOf(region)).toEqual([]);
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
    expect(refusal(region, "DeleteFlowLogs", { FlowLogIds })).toBe("InvalidFlowLogId.NotFound");
  });

  test("to a bucket, with a format and options", () => {
    const region = testRegion();
    region.call("CreateFlowLogs", {
      ...toS3(vpcIn(region)),
      LogFormat: format("vpc-id", "tcp-flags"),
      MaxAggregationInterval: 60,
      DestinationOptions: { FileFormat: "parquet" },
    });
    expect(logsOf(region)).toMatchObject([
      {
        LogFormat: format("vpc-id", "tcp-flags"),
        MaxAggregationInterval: 60,
        DestinationOptions: { FileFormat: "parquet", HiveCompatiblePartitions: false, PerHourPartition: false },
      },
    ]);
  });

  test("of a subnet, an interface and a transit gateway; one that is not there is told and keeps nobody back", () => {
    const region = testRegion();
    const VpcId = vpcIn(region);
    const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
    const eni = region.call("CreateNetworkInterface", { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? "";
    const made = region.call("CreateFlowLogs", {
      ...toS3(SubnetId),
      ResourceType: "Subnet",
      ResourceIds: ["subnet-00000000", SubnetId],
    });
    expect(made.FlowLogIds).toHaveLength(1);
    expect(made.Unsuccessful).toMatchObject([
      { ResourceId: "subnet-00000000", Error: { Code: "InvalidSubnetID.NotFound" } },
    ]);
    expect(region.call("CreateFlowLogs", { ...toS3(eni), ResourceType: "NetworkInterface" }).FlowLogIds).toHaveLength(
      1,
    );
    const gateway = { ...toS3("tgw-00000000"), ResourceType: "TransitGateway" as const };
    expect(refusal(region, "CreateFlowLogs", gateway)).toBe("InvalidParameter");
    const { TrafficType, ...untyped } = gateway;
    expect(TrafficType).toBe("ALL");
    expect(region.call("CreateFlowLogs", untyped).Unsuccessful?.[0]?.Error?.Code).toBe(
      "InvalidTransitGatewayID.NotFound",
    );
    const stranger = region.as("222222222222", "us-east-1");
    expect(stranger.call("CreateFlowLogs", toS3(VpcId))).toMatchObject({ FlowLogIds: [], Unsuccessful: [{}] });
    expect(logsOf(stranger)).toEqual([]);
  });

  test("a bucket that nobody has is told in the answer", () => {
    const region = testRegion();
    const id = vpcIn(region);
    const LogDestination = "arn:aws:s3:::lost/flows/";
    expect(region.call("CreateFlowLogs", { ...toS3(id), LogDestination })).toMatchObject({
      FlowLogIds: [],
      Unsuccessful: [{ ResourceId: id, Error: { Code: "400", Message: "LogDestination: lost does not exist." } }],
    });
    expect(logsOf(region)).toEqual([]);
  });

  test("filters", () => {
    const region = testRegion();
    const id = vpcIn(region);
    const FlowLogId = region.call("CreateFlowLogs", toS3(id)).FlowLogIds?.[0];
    const found = (Name: string, Value: string) =>
      logsOf(region, { Filter: [{ Name, Values: [Value] }] }).map((log) => log.FlowLogId);
    expect(found("resource-id", id)).toEqual([FlowLogId]);
    expect(found("traffic-type", "ACCEPT")).toEqual([]);
    expect(found("log-destination-type", "s3")).toEqual([FlowLogId]);
    expect(found("deliver-log-status", "FAILED")).toEqual([]);
  });

  test("refusals", () => {
    const region = testRegion();
    const good = toS3(vpcIn(region));
    region.call("CreateFlowLogs", good);
    const refused = (input: object) => refusal(region, "CreateFlowLogs", { ...good, ...input });
    expect(refused({})).toBe("FlowLogAlreadyExists");
    expect(refused({ MaxAggregationInterval: 61 })).toBe("InvalidParameter");
    expect(refused({ LogFormat: format("nonsense") })).toBe("InvalidParameter");
    expect(refused({ LogFormat: " " })).toBe("InvalidParameter");
    expect(refused({ LogDestination: GROUP })).toBe("InvalidParameter");
    expect(refused({ LogDestination: undefined })).toBe("InvalidParameter");
    expect(refused({ LogGroupName: "g" })).toBe("InvalidParameter");
    expect(refused({ TrafficType: undefined })).toBe("MissingParameter");
    expect(refused({ DeliverLogsPermissionArn: ROLE })).toBe("InvalidParameter");
    const logs = { LogDestinationType: "cloud-watch-logs", LogDestination: undefined, LogGroupName: "g" };
    expect(refused(logs)).toBe("InvalidParameter");
    expect(refused({ ...logs, DeliverLogsPermissionArn: "role" })).toBe("InvalidParameter");
  });
});
