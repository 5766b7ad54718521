/**
 * Traffic mirroring: copies of an interface's packets, sent to a target as a filter says. No packet is copied yet.
 * @see https://docs.aws.amazon.com/vpc/latest/mirroring/what-is-traffic-mirroring.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface TrafficMirrorFilter extends Row {
  readonly description: string | undefined;
  /** What AWS's own services answer is mirrored only where it is named here. */
  readonly networkServices: readonly "amazon-dns"[];
}

export const trafficMirrorFilters = resource<TrafficMirrorFilter>()({
  type: "traffic-mirror-filter",
  prefix: "tmf",
  code: "InvalidTrafficMirrorFilterId",
  noun: "traffic mirror filter",
});

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface TrafficMirrorFilterRule extends Row {
  readonly filterId: string;
  readonly direction: "ingress" | "egress";
  readonly ruleNumber: number;
  readonly action: "accept" | "reject";
  /** IANA's number; none: any. */
  readonly protocol: number | undefined;
  readonly sourceCidr: string;
  readonly destinationCidr: string;
  readonly sourcePorts: PortRange | undefined;
  readonly destinationPorts: PortRange | undefined;
  readonly description: string | undefined;
}

export const trafficMirrorFilterRules = resource<TrafficMirrorFilterRule>()(
  {
    type: "traffic-mirror-filter-rule",
    prefix: "tmfr",
    code: "InvalidTrafficMirrorFilterRuleId",
    noun: "traffic mirror filter rule",
  },
  { filterId: (rule) => rule.filterId },
);

export type TrafficMirrorTargetKind = "network-interface" | "network-load-balancer" | "gateway-load-balancer-endpoint";

export interface TrafficMirrorTarget extends Row {
  readonly kind: TrafficMirrorTargetKind;
  /** An interface's or an endpoint's id, or a load balancer's ARN. */
  readonly destination: string;
  readonly description: string | undefined;
}

export const trafficMirrorTargets = resource<TrafficMirrorTarget>()(
  {
    type: "traffic-mirror-target",
    prefix: "tmt",
    code: "InvalidTrafficMirrorTargetId",
    noun: "traffic mirror target",
  },
  { destination: (target) => target.destination },
);

export interface TrafficMirrorSession extends Row {
  /** The source. */
  readonly networkInterfaceId: string;
  readonly targetId: string;
  readonly filterId: string;
  /** The lowest of an interface's sessions with a matching filter mirrors the packet. */
  readonly sessionNumber: number;
  /** Bytes of each packet; none: all of it. */
  readonly packetLength: number | undefined;
  /** The VXLAN network identifier. */
  readonly virtualNetworkId: number;
  readonly description: string | undefined;
}

export const trafficMirrorSessions = resource<TrafficMirrorSession>()(
  {
    type: "traffic-mirror-session",
    prefix: "tms",
    code: "InvalidTrafficMirrorSessionId",
    noun: "traffic mirror session",
  },
  {
    networkInterfaceId: (session) => session.networkInterfaceId,
    targetId: (session) => session.targetId,
    filterId: (session) => session.filterId,
  },
);
