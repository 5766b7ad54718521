import { type Address, formatAddress } from "../../../base/address.ts";
import { contains, formatPrefix, hostPrefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import type { ReachCause } from "../../../cloud/reachability.ts";
import { reverse, sameFlow } from "../../../fabric/flow.ts";
import type { Flow } from "../../../fabric/vocabulary.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { type SecurityGroupRule, securityGroupRules } from "../securityGroup/resources.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import type { Goal } from "./goal.ts";
import { has, interfaceWith, type Step } from "./replay.ts";

export interface Obstacle {
  readonly cause: ReachCause;
  /** The packet as it was there, as far as that is known: else as it was sent. */
  readonly flow: Flow;
  readonly eni: NetworkInterface | undefined;
  readonly vpcId: string | undefined;
  /** What it passed before, as far as that is known. */
  readonly steps: readonly Step[];
  readonly goal: Goal;
  /** The interfaces that the path begins and ends at. */
  readonly ends: ReadonlySet<string>;
}

/** A cause, with the steps of the walk that ends there, where there is such a walk. */
export function obstacleOf(
  ctx: Context,
  cause: ReachCause,
  walks: { readonly flow: Flow; readonly out: readonly Step[]; readonly back: readonly Step[] },
  goal: Goal,
  ends: ReadonlySet<string>,
): Obstacle {
  const steps = cause.way === "out" ? walks.out : walks.back;
  const last = steps.at(-1);
  const same =
    sameFlow(cause.flow, walks.flow) && last?.hop.stage === cause.hop.stage && last.hop.resource === cause.hop.resource;
  if (same && last)
    return { cause, flow: last.after, eni: last.eni, vpcId: last.vpcId ?? last.nextVpcId, steps, goal, ends };
  const flow = cause.way === "out" ? cause.flow : reverse(cause.flow);
  const eni = interfaceOfCause(ctx, cause, flow);
  return { cause, flow, eni, vpcId: eni?.vpcId, steps: [], goal, ends };
}

function interfaceOfCause(ctx: Context, { hop }: ReachCause, { src, dst }: Flow): NetworkInterface | undefined {
  const { stage, resource } = hop;
  if (stage === "source-check" || resource.startsWith("eni-")) return ctx.find(networkInterfaces, resource);
  if (stage === "host") return ctx.by(networkInterfaces, "instanceId", resource)[0];
  const address = formatAddress(stage === "filter-egress" ? src : dst);
  return resource
    .split(", ")
    .flatMap((group) => ctx.by(networkInterfaces, "groupId", group))
    .find((eni) => has(eni, address));
}

export const directionOf = ({ cause }: Obstacle): "egress" | "ingress" =>
  cause.hop.stage.endsWith("egress") ? "egress" : "ingress";

/** The groups that a filter's hop names. */
export const groupIdsOf = ({ cause }: Obstacle): readonly string[] =>
  cause.hop.resource.split(", ").filter((id) => id !== "");

export const rulesOf = (ctx: Context, obstacle: Obstacle): readonly SecurityGroupRule[] =>
  groupIdsOf(obstacle)
    .flatMap((id) => ctx.by(securityGroupRules, "groupId", id))
    .filter(({ egress, peer }) => egress === (directionOf(obstacle) === "egress") && peer.kind !== "ipv6");

/** Rules that name a group which the sender is in: they would have let it in, had its membership been known there. */
export const referencesToSender = (ctx: Context, obstacle: Obstacle): readonly SecurityGroupRule[] =>
  rulesOf(ctx, obstacle).filter(
    ({ peer, protocol, fromPort, toPort }) =>
      peer.kind === "group" &&
      ctx
        .by(networkInterfaces, "groupId", peer.groupId)
        .some((eni) => has(eni, formatAddress(obstacle.flow.src)) || passedThrough(obstacle, eni.id)) &&
      admits({ protocol, fromPort, toPort }, obstacle.flow),
  );

const passedThrough = ({ steps }: Obstacle, eniId: string): boolean => steps.some(({ eni }) => eni?.id === eniId);

const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

const admits = (
  { protocol, fromPort, toPort }: Pick<SecurityGroupRule, "protocol" | "fromPort" | "toPort">,
  flow: Flow,
): boolean =>
  protocol === "-1" ||
  ((NUMBERS[protocol] ?? Number(protocol)) === flow.protocol &&
    (fromPort === undefined || fromPort === -1 || (fromPort <= flow.dstPort && flow.dstPort <= (toPort ?? fromPort))));

export const cidrText = (address: Address): string => formatPrefix(hostPrefix(address));

const RFC1918 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(prefix);
const RFC6598 = prefix("100.64.0.0/10");
export const isPrivate = (address: Address): boolean => RFC1918.some((one) => contains(one, address));
export const isShared = (address: Address): boolean => contains(RFC6598, address);

export const isInVpc = (vpc: Vpc | undefined, address: Address): boolean =>
  vpc?.cidrs.some(({ cidr }) => contains(prefix(cidr), address)) ?? false;

export const cidrsOfVpc = (ctx: Context, vpcId: string | undefined): readonly string[] =>
  ctx.find(vpcs, vpcId ?? "")?.cidrs.map(({ cidr }) => cidr) ?? [];

/** The interface that the packet's sender is, if it is one of the VPC. */
export const senderOf = (ctx: Context, { flow, vpcId }: Obstacle): NetworkInterface | undefined =>
  vpcId === undefined ? undefined : interfaceWith(ctx, vpcId, formatAddress(flow.src));
