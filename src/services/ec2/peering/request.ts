/**
 * CreateVpcPeeringConnection.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { checkId, need } from "../resource.ts";
import { tagNew } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { describeConnection, isCallers } from "./connections.ts";
import { EXPIRY_MS, moveTo, TRANSIT_MS } from "./lifecycle.ts";
import { type PeeringSide, type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

/** The states in which two VPCs are peered or about to be: there is at most one such connection between them. */
const LIVE: ReadonlySet<VpcPeeringConnection["status"]> = new Set([
  "initiating-request",
  "pending-acceptance",
  "provisioning",
  "active",
]);

export const createVpcPeeringConnection = ec2("CreateVpcPeeringConnection", (input, ctx) => {
  const { PeerVpcId, PeerOwnerId: account = ctx.account, PeerRegion: region = ctx.region } = input;
  const vpc = need(ctx, vpcs, input.VpcId);
  if (!PeerVpcId) return fail("MissingParameter", "The request must contain the parameter peerVpcId");
  if (!/^\d{12}$/.test(account))
    fail("InvalidParameterValue", `Value (${account}) for parameter peerOwnerId is invalid. Expecting an account id.`);
  const requester = side(ctx.account, ctx.region, vpc.id);
  const accepter = side(account, region, PeerVpcId);
  // Only of its own does AWS tell the requester at once that the VPC is not there.
  if (isCallers(ctx, accepter)) need(ctx, vpcs, PeerVpcId);
  else checkId(vpcs, PeerVpcId);
  const existing = between(ctx, vpc.id, PeerVpcId);
  if (existing) return { VpcPeeringConnection: describeConnection(ctx, repeated(existing, vpc.id)) };
  return { VpcPeeringConnection: describeConnection(ctx, request(ctx, requester, accepter, input)) };
});

const side = (account: string, region: string, vpcId: string): PeeringSide => ({
  account,
  region,
  vpcId,
  allowDnsResolutionFromRemoteVpc: false,
});

const between = (ctx: Context, one: string, other: string): VpcPeeringConnection | undefined =>
  ctx
    .by(vpcPeeringConnections, "vpcId", one)
    .find(
      ({ status, requester, accepter }) =>
        LIVE.has(status) && (requester.vpcId === one ? accepter : requester).vpcId === other,
    );

/** The same request again, while it is pending, is the same request; anything else is one connection too many. */
function repeated(existing: VpcPeeringConnection, vpcId: string): VpcPeeringConnection {
  const pending = existing.status === "initiating-request" || existing.status === "pending-acceptance";
  if (pending && existing.requester.vpcId === vpcId) return existing;
  return fail(
    "VpcPeeringConnectionAlreadyExists",
    `A VPC peering connection already exists between these VPCs: ${existing.id}`,
  );
}

function request(
  ctx: Context,
  requester: PeeringSide,
  accepter: PeeringSide,
  { TagSpecifications }: { readonly TagSpecifications?: Parameters<typeof tagNew>[3] },
): VpcPeeringConnection {
  const outstanding = ctx
    .all(vpcPeeringConnections)
    .filter(({ status }) => status === "initiating-request" || status === "pending-acceptance");
  checkQuota(ctx, "L-DC9F7029", outstanding.length + 1);
  const id = ctx.newId("pcx");
  tagNew(ctx, "vpc-peering-connection", id, TagSpecifications);
  ctx.later(TRANSIT_MS, "ec2.peering.arrive", id);
  ctx.later(EXPIRY_MS, "ec2.peering.expire", id);
  const { account, region } = ctx;
  const expirationTime = new Date(ctx.now().getTime() + EXPIRY_MS).toISOString();
  const row = { id, account, region, statusMessage: "", requester, accepter, expirationTime } as const;
  return moveTo(ctx, { ...row, status: "initiating-request" }, "initiating-request");
}
