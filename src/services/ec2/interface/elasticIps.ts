/**
 * Public addresses and what they are on. An Elastic IP is on one private address of one interface; an address that AWS
 * gave at launch gives way to it, and a running instance with a single interface gets a new one when it leaves.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
import { formatIpv4 } from "../../../base/address.ts";
import { nth, size } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { instances } from "../instance/resources.ts";
import { internetGateways } from "../vpc/resources.ts";
import { publicPrefixes } from "./publicPool.ts";
import { type ElasticIp, elasticIps, type NetworkInterface, networkInterfaces } from "./resources.ts";

/** A public address of the region's pool that nobody has, in any account. */
export function autoPublicAddress(ctx: Context): string {
  const prefixes = publicPrefixes(ctx.region);
  const { store } = ctx.surroundings;
  for (;;) {
    const range = prefixes[ctx.random.below(prefixes.length)];
    if (!range) throw new Error(`no public addresses in ${ctx.region}`);
    const value = nth(range, ctx.random.below(Number(size(range))));
    // A last octet of 0 or 255 is legal but AWS does not seem to give it, and some middleboxes drop it.
    if ((value & 255) === 0 || (value & 255) === 255) continue;
    const address = formatIpv4(value);
    if (store.table(elasticIps).by("publicIp", address).size > 0) continue;
    if (store.table(networkInterfaces).by("publicIp", address).size > 0) continue;
    return address;
  }
}

/** Refuses a VPC that no Internet gateway serves. */
export function needInternetGateway(ctx: Context, vpcId: string): void {
  if (ctx.by(internetGateways, "vpcId", vpcId).length === 0)
    fail("Gateway.NotAttached", `Network ${vpcId} is not attached to any internet gateway`);
}

/**
 * Puts an Elastic IP on a private address of an interface (the primary one where nothing is said). A public address
 * that AWS gave is released; an Elastic IP that is there already must have been dealt with by the caller.
 */
export function associateAddressWith(
  ctx: Context,
  eip: ElasticIp,
  eni: NetworkInterface,
  privateIp?: string,
): ElasticIp {
  const address = privateIp ?? eni.privateAddresses[0]?.address;
  const index = eni.privateAddresses.findIndex((one) => one.address === address);
  if (address === undefined || index < 0)
    return fail(
      "InvalidParameterValue",
      `The private IP address ${address ?? ""} is not assigned to the network interface ${eni.id}.`,
    );
  const associationId = ctx.newId("eipassoc");
  ctx.put(networkInterfaces, {
    ...eni,
    privateAddresses: eni.privateAddresses.map((one, at) =>
      at === index ? { ...one, publicIp: eip.publicIp, allocationId: eip.id, associationId } : one,
    ),
  });
  return ctx.put(elasticIps, {
    ...eip,
    associationId,
    networkInterfaceId: eni.id,
    privateIpAddress: address,
    instanceId: eni.attachment?.instanceId,
  });
}

/** Takes an Elastic IP off whatever it is on. */
export function disassociate(ctx: Context, eip: ElasticIp): ElasticIp {
  const eni = eip.networkInterfaceId === undefined ? undefined : ctx.find(networkInterfaces, eip.networkInterfaceId);
  if (eni) {
    const bare: NetworkInterface = {
      ...eni,
      privateAddresses: eni.privateAddresses.map((one) =>
        one.allocationId === eip.id
          ? { ...one, publicIp: undefined, allocationId: undefined, associationId: undefined }
          : one,
      ),
    };
    ctx.put(networkInterfaces, bare);
    if (eni.privateAddresses[0]?.allocationId === eip.id) renewAutoPublicAddress(ctx, bare);
  }
  return ctx.put(elasticIps, {
    ...eip,
    associationId: undefined,
    networkInterfaceId: undefined,
    privateIpAddress: undefined,
    instanceId: undefined,
  });
}

/**
 * Gives an instance's primary interface a public address again, where AWS does: the instance was launched with one,
 * it runs, it has this interface only, and there is none on it now.
 */
export function renewAutoPublicAddress(ctx: Context, eni: NetworkInterface): NetworkInterface {
  const instanceId = eni.attachment?.instanceId;
  const instance = instanceId === undefined ? undefined : ctx.find(instances, instanceId);
  const [primary, ...others] = eni.privateAddresses;
  if (!instance?.autoPublicIp || !primary || primary.publicIp !== undefined) return eni;
  if (eni.attachment?.deviceIndex !== 0 || !["pending", "running"].includes(instance.state)) return eni;
  if (ctx.by(networkInterfaces, "instanceId", instance.id).length > 1) return eni;
  return ctx.put(networkInterfaces, {
    ...eni,
    privateAddresses: [{ ...primary, publicIp: autoPublicAddress(ctx) }, ...others],
  });
}

/** Takes away the public addresses that AWS gave: what a stop does. Elastic IPs stay. */
export function releaseAutoPublicAddress(ctx: Context, eni: NetworkInterface): NetworkInterface {
  if (!eni.privateAddresses.some(({ publicIp, allocationId }) => publicIp && !allocationId)) return eni;
  return ctx.put(networkInterfaces, {
    ...eni,
    privateAddresses: eni.privateAddresses.map((one) => (one.allocationId ? one : { ...one, publicIp: undefined })),
  });
}
