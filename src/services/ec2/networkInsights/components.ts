/**
 * A walk in AWS's words: the components that a packet passes, in order, with the rule or route that let it pass and the
 * header where a component changed it. Headers tell of one packet; AWS tells of all that take the path.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PathComponent.html
 */
import type { AnalysisPacketHeader, Explanation, PathComponent } from "@aws-sdk/client-ec2";
import type { Address } from "../../../base/address.ts";
import { formatPrefix, hostPrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import type { Flow } from "../../../fabric/vocabulary.ts";
import type { NetworkInterface } from "../interface/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import {
  aclRule,
  describeRoute,
  describeTransitRoute,
  groupRule,
  named,
  routeNamed,
  transitRouteNamed,
} from "./named.ts";
import { type Start, type Step, transitGatewayOf } from "./replay.ts";

interface Passed {
  readonly component: PathComponent;
  readonly before: Flow;
  readonly after: Flow;
}

/** Where the path that was asked about begins and ends, within the walk: everything where nothing is said. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** An answer passes groups because of what it answers: AWS names no rule then. */
  readonly answers?: boolean;
}

/** The walk's components. Where it was dropped, the last one has the explanations. */
export function componentsOf(
  ctx: Context,
  steps: readonly Step[],
  start: Start,
  { from, to, answers = false }: Span = {},
  explanations: readonly Explanation[] = [],
): readonly PathComponent[] {
  const [first] = steps;
  if (!first) return [];
  const all = [
    ...(start.eni ? [...hostOf(ctx, start.eni, first.before), passing(ctx, start.eni, first.before)] : []),
    ...steps.flatMap((step) => passedAt(ctx, step, [from, to])),
  ];
  const last = all.at(-1);
  const dropped = steps.at(-1)?.hop.action === "drop";
  if (dropped && last && explanations.length > 0)
    all[all.length - 1] = { ...last, component: { ...last.component, Explanations: [...explanations] } };
  const begin = Math.max(0, indexOf(all, from));
  const end = all.slice(begin + 1).findIndex(({ component }) => component.Component?.Id === to);
  const passed = all.slice(begin, to !== undefined && end >= 0 ? begin + end + 2 : undefined);
  return passed.map((one, index) => ({
    SequenceNumber: index + 1,
    ...(answers ? withoutRule(one.component) : one.component),
    ...headersOf(one, index === 0, !dropped && index === passed.length - 1),
    AdditionalDetails: [],
    Explanations: one.component.Explanations ?? [],
  }));
}

const withoutRule = ({ SecurityGroupRule: _, ...rest }: PathComponent): PathComponent => rest;

const indexOf = (all: readonly Passed[], id: string | undefined): number =>
  id === undefined ? 0 : all.findIndex(({ component }) => component.Component?.Id === id);

/** The interface endpoint that an interface is of. */
const endpointOf = (ctx: Context, { id, vpcId }: NetworkInterface): string | undefined =>
  ctx
    .by(vpcEndpoints, "vpcId", vpcId)
    .find((one) => one.type === "Interface" && one.subnets.some(({ networkInterfaceId }) => networkInterfaceId === id))
    ?.id;

/** What is behind an interface: an instance or an endpoint. */
function hostOf(ctx: Context, eni: NetworkInterface, flow: Flow): readonly Passed[] {
  const id = eni.attachment?.instanceId ?? endpointOf(ctx, eni);
  return id === undefined ? [] : [{ component: { Component: named(ctx, id) }, before: flow, after: flow }];
}

function passing(ctx: Context, eni: NetworkInterface, flow: Flow, holder?: string): Passed {
  const attachedTo = holder ?? eni.attachment?.instanceId ?? endpointOf(ctx, eni);
  return {
    component: {
      ...(attachedTo === undefined ? {} : { AttachedTo: named(ctx, attachedTo) }),
      Component: named(ctx, eni.id),
      Subnet: named(ctx, eni.subnetId),
      Vpc: named(ctx, eni.vpcId),
    },
    before: flow,
    after: flow,
  };
}

/** A transit gateway is told of only where it is an end of the path; on the way its attachments and tables are. */
function passedAt(ctx: Context, step: Step, ends: readonly (string | undefined)[]): readonly Passed[] {
  const { hop, before, after, vpcId, nextVpcId, eni } = step;
  const { stage, resource, rule, action } = hop;
  const id = resource.split(", ")[0] ?? resource;
  const one = (rest: PathComponent = {}, component = id): Passed => ({
    component: { Component: named(ctx, component), ...rest },
    before,
    after,
  });
  const inVpc = (vpc: string | undefined) => (vpc === undefined ? {} : { Vpc: named(ctx, vpc) });
  switch (stage) {
    case "filter-egress":
    case "filter-ingress": {
      const group = groupRule(ctx, rule);
      return id === "" ? [] : [one(group ? { SecurityGroupRule: group } : {})];
    }
    case "boundary-egress":
    case "boundary-ingress": {
      const entry = aclRule(ctx, resource, rule);
      return [one(entry ? { AclRule: entry } : {})];
    }
    case "route": {
      // The far side of a peering decides by the VPC's own blocks; AWS shows no component for that.
      if (!resource.startsWith("rtb-")) return [];
      const route = routeNamed(ctx, resource, rule);
      return [one(route ? { RouteTableRoute: describeRoute(ctx, resource, route) } : {})];
    }
    case "edge":
    case "egress-only":
    case "service-edge":
      return [one(inVpc(vpcId ?? nextVpcId))];
    case "translator":
      return [
        ...(eni ? [passing(ctx, eni, before, resource)] : []),
        one({ ...inVpc(vpcId), ...(eni ? { Subnet: named(ctx, eni.subnetId) } : {}) }),
      ];
    case "tunnel":
      return [
        one({
          ...(vpcId === undefined ? {} : { SourceVpc: named(ctx, vpcId) }),
          ...(nextVpcId === undefined ? {} : { DestinationVpc: named(ctx, nextVpcId) }),
        }),
      ];
    case "hub-end": {
      const gateway = transitGatewayOf(ctx, resource);
      const attachment = one({
        ...(gateway === undefined ? {} : { TransitGateway: named(ctx, gateway) }),
        ...inVpc(nextVpcId),
      });
      return gateway !== undefined && ends.includes(gateway) ? [attachment, one({}, gateway)] : [attachment];
    }
    case "hub-route": {
      const route = transitRouteNamed(ctx, resource, rule);
      return [one(route ? { TransitGatewayRouteTableRoute: describeTransitRoute(route) } : {})];
    }
    case "host":
      if (action === "deliver" || action === "drop")
        return eni ? [passing(ctx, eni, after), ...hostOf(ctx, eni, after)] : [one()];
      // An appliance takes it in and sends it on.
      return eni ? [passing(ctx, eni, before), one(), passing(ctx, eni, after)] : [one()];
    case "source-check":
    case "interface":
      return eni ? [passing(ctx, eni, after)] : [];
    default:
      return [];
  }
}

/** The first component tells what enters the path, the last what leaves it; those between, what they change. */
function headersOf({ component, before, after }: Passed, first: boolean, last: boolean): PathComponent {
  const isGateway = component.Component?.Id?.startsWith("igw-") ?? false;
  const changed = changesOf(before, after);
  const outbound = changed ? { OutboundHeader: changed } : {};
  if (first) return isGateway ? { InboundHeader: headerOf(before), ...outbound } : { OutboundHeader: headerOf(after) };
  if (last) return isGateway ? { OutboundHeader: headerOf(after) } : { InboundHeader: headerOf(after), ...outbound };
  return outbound;
}

const cidr = (address: Address): string => formatPrefix(hostPrefix(address));
const ports = (port: number) => [{ From: port, To: port }];

const headerOf = ({ protocol, src, dst, srcPort, dstPort }: Flow): AnalysisPacketHeader => ({
  DestinationAddresses: [cidr(dst)],
  DestinationPortRanges: ports(dstPort),
  Protocol: String(protocol),
  SourceAddresses: [cidr(src)],
  SourcePortRanges: ports(srcPort),
});

function changesOf(before: Flow, after: Flow): AnalysisPacketHeader | undefined {
  const changes: AnalysisPacketHeader = {
    ...(before.dst === after.dst ? {} : { DestinationAddresses: [cidr(after.dst)] }),
    ...(before.dstPort === after.dstPort ? {} : { DestinationPortRanges: ports(after.dstPort) }),
    ...(before.src === after.src ? {} : { SourceAddresses: [cidr(after.src)] }),
    ...(before.srcPort === after.srcPort ? {} : { SourcePortRanges: ports(after.srcPort) }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
