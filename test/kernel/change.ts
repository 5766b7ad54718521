/** Changes of a network that stands, and what making and changing have in common. */
import type { TestRegion } from "../../src/services/ec2/region.fixture.ts";
import type { Change, Making } from "./blueprint.ts";

/** A label that no step has made: the step that names it is left out. */
export class Unmade extends Error {}

type IdOf = (label: string) => string;

export function change(region: TestRegion, idOf: IdOf, step: Change): void {
  const { call } = region;
  switch (step.make) {
    case "end":
      end(region, idOf(step.what), step.how);
      return;
    case "revoke": {
      const input = { GroupId: idOf(step.rule.group), IpPermissions: [permissionOf(idOf, step.rule)] };
      call(step.rule.egress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress", input);
      return;
    }
    case "unroute":
      call("DeleteRoute", { RouteTableId: idOf(step.table), ...destinationOf(idOf, step.to) });
      return;
    case "reroute": {
      const place = { RouteTableId: idOf(step.table), ...destinationOf(idOf, step.to) };
      call("ReplaceRoute", { ...place, ...target(region, idOf(step.target)) });
      return;
    }
    case "retable":
      retable(region, idOf(step.subnet), idOf(step.table));
      return;
    case "drop-entry":
      call("DeleteNetworkAclEntry", {
        NetworkAclId: idOf(step.acl),
        Egress: step.egress,
        RuleNumber: step.number,
      });
      return;
    case "regroup":
      call("ModifyNetworkInterfaceAttribute", {
        NetworkInterfaceId: interfaceOf(region, idOf(step.host)).id,
        Groups: step.groups.map(idOf),
      });
      return;
    case "check":
      call("ModifyInstanceAttribute", { InstanceId: idOf(step.host), SourceDestCheck: { Value: step.on } });
  }
}

/** A rule's permission, as it is granted and as it is revoked. */
export function permissionOf(idOf: IdOf, { match, peer }: Extract<Making, { make: "rule" }>) {
  const ports = match.protocol === -1 ? {} : { FromPort: match.from, ToPort: match.to };
  return { IpProtocol: String(match.protocol), ...ports, ...peerOf(idOf, peer) };
}

function peerOf(idOf: IdOf, peer: string) {
  if (isCidr(peer)) return { IpRanges: [{ CidrIp: peer }] };
  const id = idOf(peer);
  return id.startsWith("pl-") ? { PrefixListIds: [{ PrefixListId: id }] } : { UserIdGroupPairs: [{ GroupId: id }] };
}

const isCidr = (text: string): boolean => /^\d/.test(text);

/** A route's destination as the operations want it. */
export const destinationOf = (idOf: IdOf, to: string) =>
  isCidr(to) ? { DestinationCidrBlock: to } : { DestinationPrefixListId: idOf(to) };

/** A route's target, of whatever kind: an instance stands for its primary interface. */
export function target(region: TestRegion, id: string): object {
  if (id.startsWith("igw-")) return { GatewayId: id };
  if (id.startsWith("nat-")) return { NatGatewayId: id };
  if (id.startsWith("tgw-")) return { TransitGatewayId: id };
  if (id.startsWith("pcx-")) return { VpcPeeringConnectionId: id };
  return { NetworkInterfaceId: interfaceOf(region, id).id };
}

/** An interface, or an instance's primary one. */
export function interfaceOf({ call }: TestRegion, id: string): { id: string; addresses: readonly string[] } {
  const Filters = id.startsWith("eni-")
    ? [{ Name: "network-interface-id", Values: [id] }]
    : [
        { Name: "attachment.instance-id", Values: [id] },
        { Name: "attachment.device-index", Values: ["0"] },
      ];
  const eni = call("DescribeNetworkInterfaces", { Filters }).NetworkInterfaces?.[0];
  if (eni?.NetworkInterfaceId === undefined) throw new Unmade(id);
  const addresses = (eni.PrivateIpAddresses ?? []).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  return { id: eni.NetworkInterfaceId, addresses };
}

function retable({ call }: TestRegion, SubnetId: string, RouteTableId: string): void {
  const Filters = [{ Name: "association.subnet-id", Values: [SubnetId] }];
  const associations = call("DescribeRouteTables", { Filters }).RouteTables?.[0]?.Associations;
  const association = associations?.find((one) => one.SubnetId === SubnetId);
  if (!association) call("AssociateRouteTable", { RouteTableId, SubnetId });
  else call("ReplaceRouteTableAssociation", { AssociationId: association.RouteTableAssociationId, RouteTableId });
}

function end({ call, clock }: TestRegion, id: string, how: "stop" | "restart" | "delete"): void {
  switch (id.slice(0, id.indexOf("-"))) {
    case "i": {
      const InstanceIds = [id];
      call(how === "delete" ? "TerminateInstances" : "StopInstances", { InstanceIds });
      clock.advance(60_000);
      if (how === "restart") call("StartInstances", { InstanceIds });
      return;
    }
    case "nat":
      call("DeleteNatGateway", { NatGatewayId: id });
      return;
    case "pcx":
      call("DeleteVpcPeeringConnection", { VpcPeeringConnectionId: id });
      return;
    case "tgw":
      call("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: id });
      return;
    case "igw": {
      const gateways = call("DescribeInternetGateways", { InternetGatewayIds: [id] }).InternetGateways;
      call("DetachInternetGateway", { InternetGatewayId: id, VpcId: gateways?.[0]?.Attachments?.[0]?.VpcId });
      return;
    }
    case "eipalloc": {
      const AssociationId = call("DescribeAddresses", { AllocationIds: [id] }).Addresses?.[0]?.AssociationId;
      if (AssociationId !== undefined) call("DisassociateAddress", { AssociationId });
      if (how === "delete") call("ReleaseAddress", { AllocationId: id });
    }
  }
}
