/**
 * Elastic IP addresses on their way to another account: offered by one, accepted by the other within seven days.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/transfer-EIPs-intro-ec2.html
 */
import type { AddressTransfer as Shape } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { type AddressTransfer, addressTransfers, elasticIps } from "./resources.ts";
import { hasReverseName } from "./reverseDns.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long an offer stands. */
const OFFER_MS = 7 * DAY_MS;
/** How long the giver still sees an accepted offer. */
const MEMORY_MS = 14 * DAY_MS;
const OVER = "ec2.interface.transfer-over";

/** Offering an address again renews the offer, to whomever it is made now. */
export const enableAddressTransfer = ec2("EnableAddressTransfer", (input, ctx) => {
  const eip = need(ctx, elasticIps, input.AllocationId);
  const taker = input.TransferAccountId ?? "";
  if (!/^\d{12}$/.test(taker))
    fail("InvalidParameterValue", `Value (${taker}) for parameter transferAccountId is invalid.`);
  if (taker === ctx.account)
    fail("InvalidParameterValue", "An Elastic IP address cannot be transferred to the account that has it.");
  const transfer = ctx.put(addressTransfers, {
    id: eip.id,
    account: ctx.account,
    region: ctx.region,
    publicIp: eip.publicIp,
    transferAccountId: taker,
    status: "pending",
    expirationTime: new Date(ctx.now().getTime() + OFFER_MS).toISOString(),
    acceptedTime: undefined,
  });
  ctx.later(OFFER_MS, OVER, eip.id);
  return { AddressTransfer: describe(transfer) };
});

export const disableAddressTransfer = ec2("DisableAddressTransfer", (input, ctx) => {
  const { id } = need(ctx, elasticIps, input.AllocationId);
  const transfer = ctx.get(addressTransfers, id);
  if (transfer?.status !== "pending")
    return fail("InvalidTransfer.NotFound", `There is no pending transfer of the Elastic IP address '${id}'.`);
  ctx.delete(addressTransfers, id);
  return { AddressTransfer: { ...describe(transfer), AddressTransferStatus: "disabled" as const } };
});

/** The address becomes the taker's, with an allocation of its own; the giver's allocation is gone with its tags. */
export const acceptAddressTransfer = ec2("AcceptAddressTransfer", (input, ctx) => {
  const address = input.Address ?? "";
  const transfer = ctx
    .by(addressTransfers, "publicIp", address)
    .find((one) => one.status === "pending" && one.transferAccountId === ctx.account && one.region === ctx.region);
  const eip = transfer && ctx.find(elasticIps, transfer.id);
  if (!transfer || !eip)
    return fail("InvalidAddress.NotFound", `Address '${address}' was not offered to account ${ctx.account}.`);
  if (eip.associationId !== undefined)
    fail("InvalidTransfer.AddressAssociated", `The Elastic IP address '${address}' is associated.`);
  if (hasReverseName(eip))
    fail("InvalidTransfer.AddressCustomPtrSet", `The Elastic IP address '${address}' has a custom PTR record.`);
  const giver = ctx.within(eip.account, eip.region);
  giver.delete(elasticIps, eip.id);
  untag(giver, eip.id);
  const accepted: AddressTransfer = { ...transfer, status: "accepted", acceptedTime: ctx.now().toISOString() };
  giver.put(addressTransfers, accepted);
  giver.later(MEMORY_MS, OVER, transfer.id);
  const mine = ctx.put(elasticIps, { ...eip, id: ctx.newId("eipalloc"), account: ctx.account });
  tagNew(ctx, elasticIps.type, mine.id, input.TagSpecifications);
  return { AddressTransfer: { ...describe(accepted), AllocationId: mine.id } };
});

/** An offer that nobody accepted, or one that was accepted a while ago. */
const over: Transition = (ctx, id) => {
  const transfer = ctx.get(addressTransfers, id);
  if (!transfer) return;
  const end =
    transfer.acceptedTime === undefined
      ? new Date(transfer.expirationTime).getTime()
      : new Date(transfer.acceptedTime).getTime() + MEMORY_MS;
  if (end <= ctx.now().getTime()) ctx.delete(addressTransfers, id);
};

export const transferTransitions: Readonly<Record<string, Transition>> = { [OVER]: over };

const describe = (transfer: AddressTransfer): Shape => ({
  PublicIp: transfer.publicIp,
  AllocationId: transfer.id,
  TransferAccountId: transfer.transferAccountId,
  TransferOfferExpirationTimestamp: new Date(transfer.expirationTime),
  ...(transfer.acceptedTime === undefined ? {} : { TransferOfferAcceptedTimestamp: new Date(transfer.acceptedTime) }),
  AddressTransferStatus: transfer.status,
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressTransfers.html */
export const describeAddressTransfers = ec2("DescribeAddressTransfers", (input, ctx) => {
  const wanted = input.AllocationIds ?? [];
  const { rows, nextToken } = list(ctx, {
    resource: elasticIps as never,
    filters: {},
    rows: ctx.all(addressTransfers).filter(({ id }) => wanted.length === 0 || wanted.includes(id)),
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { AddressTransfers: rows.map(describe), NextToken: nextToken };
});
