import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const vpcIn = (region: TestRegion, CidrBlock: string): string =>
  region.call("CreateVpc", { CidrBlock }).Vpc?.VpcId ?? "";

const seen = (region: TestRegion, id: string) =>
  region.call("DescribeVpcPeeringConnections", { VpcPeeringConnectionIds: [id] }).VpcPeeringConnections?.[0];

const statusOf = (region: TestRegion, id: string) => seen(region, id)?.Status?.Code;

const listed = (region: TestRegion) =>
  region.call("DescribeVpcPeeringConnections").VpcPeeringConnections?.map((one) => one.VpcPeeringConnectionId);

/** A request from 10.0.0.0/16 here to 10.1.0.0/16 in the account and region of `there`. */
function requested(region: TestRegion, there: TestRegion, account: string, PeerRegion: string) {
  const VpcId = vpcIn(region, "10.0.0.0/16");
  const PeerVpcId = vpcIn(there, "10.1.0.0/16");
  region.clock.advance(1000);
  const { VpcPeeringConnection } = region.call("CreateVpcPeeringConnection", {
    VpcId,
    PeerVpcId,
    PeerOwnerId: account,
    PeerRegion,
    TagSpecifications: [{ ResourceType: "vpc-peering-connection", Tags: [{ Key: "side", Value: "requester" }] }],
  });
  const id = VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
  return { VpcId, PeerVpcId, id, VpcPeeringConnectionId: id, answer: VpcPeeringConnection };
}

describe("across accounts", () => {
  const sides = () => {
    const region = testRegion();
    return { region, other: region.as("222222222222", "us-east-1"), stranger: region.as("333333333333", "us-east-1") };
  };

  test("initiating, pending, provisioning, active, seen from both sides and by nobody else", () => {
    const { region, other, stranger } = sides();
    const { id, VpcId, PeerVpcId, VpcPeeringConnectionId, answer } = requested(
      region,
      other,
      "222222222222",
      "us-east-1",
    );
    expect(answer).toMatchObject({
      Status: { Code: "initiating-request", Message: "Initiating Request to 222222222222" },
      RequesterVpcInfo: { OwnerId: "111111111111", VpcId, Region: "us-east-1", CidrBlock: "10.0.0.0/16" },
      AccepterVpcInfo: { OwnerId: "222222222222", VpcId: PeerVpcId, Region: "us-east-1" },
      Tags: [{ Key: "side", Value: "requester" }],
    });
    expect(answer?.AccepterVpcInfo?.CidrBlock).toBeUndefined();
    expect(answer?.ExpirationTime).toEqual(new Date(region.clock.now() + 7 * 24 * 60 * 60 * 1000));
    expect(listed(other)).toEqual([]);
    expect(other.codeOf("AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe(
      "InvalidVpcPeeringConnectionID.NotFound",
    );

    region.clock.advance(1000);
    expect(seen(other, id)).toMatchObject({
      Status: { Code: "pending-acceptance", Message: "Pending Acceptance by 222222222222" },
      AccepterVpcInfo: { CidrBlock: "10.1.0.0/16" },
      Tags: [],
    });
    expect(refusal(region, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("OperationNotPermitted");
    expect(refusal(other, "DeleteVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("OperationNotPermitted");

    const accepted = other.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId }).VpcPeeringConnection;
    expect(accepted?.Status).toEqual({ Code: "provisioning", Message: "Provisioning" });
    region.clock.advance(1000);
    for (const side of [region, other])
      expect(seen(side, id)).toMatchObject({
        Status: { Code: "active", Message: "Active" },
        RequesterVpcInfo: { CidrBlockSet: [{ CidrBlock: "10.0.0.0/16" }] },
        AccepterVpcInfo: {
          CidrBlockSet: [{ CidrBlock: "10.1.0.0/16" }],
          PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false },
        },
      });
    expect(seen(region, id)?.ExpirationTime).toBeUndefined();
    expect(listed(stranger)).toEqual([]);
    expect(refusal(stranger, "DeleteVpcPeeringConnection", { VpcPeeringConnectionId })).toBe(
      "InvalidVpcPeeringConnectionID.NotFound",
    );
    expect(refusal(other, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("InvalidStateTransition");
  });

  test("each side has tags of its own", () => {
    const { region, other } = sides();
    const { id } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    other.call("CreateTags", { Resources: [id], Tags: [{ Key: "side", Value: "accepter" }] });
    expect(seen(region, id)?.Tags).toEqual([{ Key: "side", Value: "requester" }]);
    expect(seen(other, id)?.Tags).toEqual([{ Key: "side", Value: "accepter" }]);
    const Filters = [{ Name: "tag:side", Values: ["accepter"] }];
    expect(region.call("DescribeVpcPeeringConnections", { Filters }).VpcPeeringConnections).toEqual([]);
    expect(other.call("DescribeVpcPeeringConnections", { Filters }).VpcPeeringConnections).toHaveLength(1);
  });

  test("a rejected request", () => {
    const { region, other } = sides();
    const { id, VpcPeeringConnectionId } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    expect(refusal(region, "RejectVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("OperationNotPermitted");
    expect(other.call("RejectVpcPeeringConnection", { VpcPeeringConnectionId })).toEqual({ Return: true });
    expect(statusOf(region, id)).toBe("rejected");
    expect(refusal(region, "DeleteVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("InvalidStateTransition");
    expect(refusal(other, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("InvalidStateTransition");
  });

  test("either side deletes; the end is told for a while, then forgotten with its tags", () => {
    const { region, other } = sides();
    region.call("DescribeVpcs");
    const { id, VpcPeeringConnectionId } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    other.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    other.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId });
    expect(statusOf(region, id)).toBe("deleting");
    region.clock.advance(1000);
    expect(seen(region, id)?.Status).toEqual({ Code: "deleted", Message: "Deleted by 222222222222" });
    expect(refusal(region, "DeleteVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("InvalidStateTransition");
    region.clock.advance(3 * 60 * 60 * 1000);
    expect(region.codeOf("DescribeVpcPeeringConnections", { VpcPeeringConnectionIds: [id] })).toBe(
      "InvalidVpcPeeringConnectionID.NotFound",
    );
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test("an unknown VPC of another account fails later, and only the requester hears of it", () => {
    const { region, other } = sides();
    const VpcId = vpcIn(region, "10.0.0.0/16");
    const mine = vpcIn(region, "10.5.0.0/16");
    other.call("DescribeVpcs");
    // The right id with the wrong owner is as unknown as any.
    const { VpcPeeringConnection } = region.call("CreateVpcPeeringConnection", {
      VpcId,
      PeerVpcId: mine,
      PeerOwnerId: "222222222222",
    });
    region.clock.advance(1000);
    expect(seen(region, VpcPeeringConnection?.VpcPeeringConnectionId ?? "")?.Status).toEqual({
      Code: "failed",
      Message: "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
    });
    expect(listed(other)).toEqual([]);
  });

  test("a request expires after seven days", () => {
    const { region, other } = sides();
    const { id, VpcPeeringConnectionId } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(7 * 24 * 60 * 60 * 1000);
    expect(statusOf(region, id)).toBe("expired");
    expect(refusal(other, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("InvalidStateTransition");
  });

  test("options belong to their side, once active", () => {
    const { region, other } = sides();
    const { id, VpcPeeringConnectionId } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    const on = { AllowDnsResolutionFromRemoteVpc: true };
    const mine = { VpcPeeringConnectionId, RequesterPeeringConnectionOptions: on };
    expect(refusal(region, "ModifyVpcPeeringConnectionOptions", mine)).toBe("OperationNotPermitted");
    other.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    expect(refusal(other, "ModifyVpcPeeringConnectionOptions", mine)).toBe("OperationNotPermitted");
    expect(refusal(region, "ModifyVpcPeeringConnectionOptions", { VpcPeeringConnectionId })).toBe("MissingParameter");
    const answer = region.call("ModifyVpcPeeringConnectionOptions", mine);
    expect(answer.RequesterPeeringConnectionOptions).toMatchObject(on);
    expect(answer.AccepterPeeringConnectionOptions).toBeUndefined();
    expect(seen(other, id)).toMatchObject({
      RequesterVpcInfo: { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } },
      AccepterVpcInfo: { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false } },
    });
  });
});

describe("across regions of one account", () => {
  test("is accepted in the accepter's region only, and routed from both", () => {
    const region = testRegion();
    const west = region.as("111111111111", "us-west-2");
    const { id, VpcId, PeerVpcId, VpcPeeringConnectionId } = requested(region, west, "111111111111", "us-west-2");
    region.clock.advance(1000);
    expect(refusal(region, "AcceptVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("OperationNotPermitted");
    expect(refusal(region, "RejectVpcPeeringConnection", { VpcPeeringConnectionId })).toBe("OperationNotPermitted");
    const third = region.as("111111111111", "eu-west-1");
    expect(listed(third)).toEqual([]);
    west.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    for (const [side, vpc, destination] of [
      [region, VpcId, "10.1.0.0/16"],
      [west, PeerVpcId, "10.0.0.0/16"],
    ] as const) {
      expect(statusOf(side, id)).toBe("active");
      const RouteTableId = side.call("CreateRouteTable", { VpcId: vpc }).RouteTable?.RouteTableId ?? "";
      const DestinationCidrBlock = destination;
      side.call("CreateRoute", { RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId });
      const [table] = side.call("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables ?? [];
      expect(table?.Routes?.[1]).toMatchObject({ VpcPeeringConnectionId, State: "active" });
    }
    const on = { AllowDnsResolutionFromRemoteVpc: true };
    const accepter = { VpcPeeringConnectionId, AccepterPeeringConnectionOptions: on };
    expect(refusal(region, "ModifyVpcPeeringConnectionOptions", accepter)).toBe("OperationNotPermitted");
    west.call("ModifyVpcPeeringConnectionOptions", accepter);
    expect(seen(region, id)?.AccepterVpcInfo?.PeeringOptions).toMatchObject(on);
  });
});

test("a request to another region of the account is taken back from there, too", () => {
  const region = testRegion();
  const west = region.as("111111111111", "us-west-2");
  const { id, VpcPeeringConnectionId } = requested(region, west, "111111111111", "us-west-2");
  region.clock.advance(1000);
  west.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId });
  region.clock.advance(1000);
  expect([statusOf(region, id), statusOf(west, id)]).toEqual(["deleted", "deleted"]);
});

describe("in one account and region", () => {
  test("a request may be accepted at once", () => {
    const region = testRegion();
    const { id, VpcPeeringConnectionId } = requested(region, region, "111111111111", "us-east-1");
    region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    expect(statusOf(region, id)).toBe("active");
    expect(listed(region)).toEqual([id]);
  });

  test("the same request again is the same; the other way round, one too many", () => {
    const region = testRegion();
    const { id, VpcId, PeerVpcId, VpcPeeringConnectionId } = requested(region, region, "111111111111", "us-east-1");
    const again = region.call("CreateVpcPeeringConnection", { VpcId, PeerVpcId }).VpcPeeringConnection;
    expect(again?.VpcPeeringConnectionId).toBe(id);
    const back = { VpcId: PeerVpcId, PeerVpcId: VpcId };
    expect(refusal(region, "CreateVpcPeeringConnection", back)).toBe("VpcPeeringConnectionAlreadyExists");
    region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    expect(refusal(region, "CreateVpcPeeringConnection", { VpcId, PeerVpcId })).toBe(
      "VpcPeeringConnectionAlreadyExists",
    );
    region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId });
    expect(
      region.call("CreateVpcPeeringConnection", { VpcId, PeerVpcId }).VpcPeeringConnection?.VpcPeeringConnectionId,
    ).not.toBe(id);
  });

  test("overlapping blocks fail, a VPC with itself as well", () => {
    const region = testRegion();
    const VpcId = vpcIn(region, "10.0.0.0/16");
    for (const PeerVpcId of [vpcIn(region, "10.0.128.0/20"), VpcId]) {
      const { VpcPeeringConnection } = region.call("CreateVpcPeeringConnection", { VpcId, PeerVpcId });
      region.clock.advance(1000);
      expect(statusOf(region, VpcPeeringConnection?.VpcPeeringConnectionId ?? "")).toBe("failed");
    }
  });

  test("blocks that grew into each other since fail at acceptance", () => {
    const region = testRegion();
    const { id, PeerVpcId, VpcPeeringConnectionId } = requested(region, region, "111111111111", "us-east-1");
    region.clock.advance(1000);
    region.call("AssociateVpcCidrBlock", { VpcId: PeerVpcId, CidrBlock: "10.0.0.0/17" });
    expect(
      region.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId }).VpcPeeringConnection?.Status?.Code,
    ).toBe("failed");
    region.clock.advance(1000);
    expect(statusOf(region, id)).toBe("failed");
  });

  test("refusals", () => {
    const region = testRegion();
    const VpcId = vpcIn(region, "10.0.0.0/16");
    const refused = (input: object) => refusal(region, "CreateVpcPeeringConnection", { VpcId, ...input });
    expect(refused({})).toBe("MissingParameter");
    expect(refused({ PeerVpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");
    expect(refused({ PeerVpcId: "nonsense", PeerOwnerId: "222222222222" })).toBe("InvalidVpcID.Malformed");
    expect(refused({ PeerVpcId: VpcId, PeerOwnerId: "amazon" })).toBe("InvalidParameterValue");
    expect(refused({ VpcId: "vpc-00000000", PeerVpcId: VpcId })).toBe("InvalidVpcID.NotFound");
    const nobody = { VpcPeeringConnectionId: "pcx-00000000" };
    expect(refusal(region, "AcceptVpcPeeringConnection", nobody)).toBe("InvalidVpcPeeringConnectionID.NotFound");
    expect(refusal(region, "DeleteVpcPeeringConnection", { VpcPeeringConnectionId: "pcx" })).toBe(
      "InvalidVpcPeeringConnectionId.Malformed",
    );
  });

  test("an active peering keeps both VPCs, a stranger's request only its own", () => {
    const region = testRegion();
    const other = region.as("222222222222", "us-east-1");
    const { VpcId, PeerVpcId, VpcPeeringConnectionId } = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");
    other.call("AcceptVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");
    expect(refusal(other, "DeleteVpc", { VpcId: PeerVpcId })).toBe("DependencyViolation");
    region.call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId });
    region.clock.advance(1000);
    other.call("DeleteVpc", { VpcId: PeerVpcId });
    region.call("DeleteVpc", { VpcId });

    const again = requested(region, other, "222222222222", "us-east-1");
    region.clock.advance(1000);
    other.call("DeleteVpc", { VpcId: again.PeerVpcId });
    expect(statusOf(region, again.id)).toBe("pending-acceptance");
    const { VpcPeeringConnection } = other.call("AcceptVpcPeeringConnection", again);
    expect(VpcPeeringConnection?.Status?.Code).toBe("failed");
  });

  test("filters", () => {
    const region = testRegion();
    const { id, VpcId, PeerVpcId } = requested(region, region, "111111111111", "us-east-1");
    region.clock.advance(1000);
    const found = (Name: string, Value: string) =>
      region
        .call("DescribeVpcPeeringConnections", { Filters: [{ Name, Values: [Value] }] })
        .VpcPeeringConnections?.map((one) => one.VpcPeeringConnectionId);
    expect(found("requester-vpc-info.vpc-id", VpcId)).toEqual([id]);
    expect(found("requester-vpc-info.vpc-id", PeerVpcId)).toEqual([]);
    expect(found("accepter-vpc-info.vpc-id", PeerVpcId)).toEqual([id]);
    expect(found("accepter-vpc-info.cidr-block", "10.1.0.0/16")).toEqual([id]);
    expect(found("requester-vpc-info.owner-id", "111111111111")).toEqual([id]);
    expect(found("status-code", "pending-acceptance")).toEqual([id]);
    expect(found("status-code", "active")).toEqual([]);
    expect(found("vpc-peering-connection-id", id)).toEqual([id]);
  });
});
