/**
 * What requests say about rules, as rules: one for each source of each IpPermission. Nothing is looked up here, so a
 * rule whose group is gone can still be named to revoke it.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
import type { IpPermission, UserIdGroupPair } from "@aws-sdk/client-ec2";
import { isIpv4 } from "../../../base/address.ts";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { checkRuleDescription } from "./create.ts";
import { parsePorts, parseProtocol } from "./protocol.ts";
import type { RulePeer, SecurityGroupRule } from "./resources.ts";

/** A group as a request names it. */
export interface GroupReference {
  readonly kind: "group";
  readonly groupId: string | undefined;
  readonly groupName: string | undefined;
  readonly userId: string | undefined;
  readonly peeringConnectionId: string | undefined;
}

export type AskedPeer = Exclude<RulePeer, { kind: "group" }> | GroupReference;

/** A rule as a request describes it. */
export interface AskedRule {
  readonly protocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peer: AskedPeer;
  readonly description: string | undefined;
}

/** The parameters of the older, flat form: one rule, or a group by name. */
export interface FlatPermission {
  readonly CidrIp?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpProtocol?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly SourceSecurityGroupOwnerId?: string | undefined;
}

/** A CIDR block of a family in its canonical form: AWS clears the bits past the length. */
export function canonicalCidr(text: string, family: "ipv4" | "ipv6"): string {
  const parsed = parsePrefix(text);
  if (!parsed || isIpv4(parsed.prefix.address) !== (family === "ipv4"))
    return fail("InvalidParameterValue", `CIDR block ${text} is malformed`);
  return formatPrefix(parsed.prefix);
}

/** By the text that asked for it: most rules name one of a few blocks, and are of one object then. */
const blocks = { ipv4: new Map<string, AskedPeer>(), ipv6: new Map<string, AskedPeer>() };
const MOST_BLOCKS = 1000;
const LONGEST_BLOCK = 43; // an IPv6 prefix in full

function blockOf(text: string, kind: "ipv4" | "ipv6"): AskedPeer {
  const before = blocks[kind].get(text);
  if (before) return before;
  const block: AskedPeer = { kind, cidr: canonicalCidr(text, kind) };
  if (blocks[kind].size >= MOST_BLOCKS) blocks[kind].clear();
  if (text.length <= LONGEST_BLOCK) blocks[kind].set(text, block);
  return block;
}

/** A description to keep: none where it is empty. */
export function ruleDescription(text: string | undefined): string | undefined {
  if (text) checkRuleDescription(text);
  return text || undefined;
}

const groupReference = (pair: UserIdGroupPair): GroupReference => {
  if (!pair.GroupId && !pair.GroupName)
    fail("MissingParameter", "Missing source specification: include source security group or CIDR information");
  return {
    kind: "group",
    groupId: pair.GroupId || undefined,
    groupName: pair.GroupName || undefined,
    userId: pair.UserId || undefined,
    peeringConnectionId: pair.VpcPeeringConnectionId || undefined,
  };
};

/** The rules that IpPermissions stand for, in their order; at least one for each. */
export function askedRules(permissions: readonly IpPermission[]): readonly AskedRule[] {
  const rules: AskedRule[] = [];
  for (const permission of permissions) {
    const peers = askedPeers(permission);
    if (peers.length === 0)
      fail("MissingParameter", "Missing source specification: include source security group or CIDR information");
    const { protocol, fromPort, toPort } = askedTraffic(permission);
    for (const { peer, text } of peers)
      rules.push({ protocol, fromPort, toPort, peer, description: ruleDescription(text) });
  }
  return rules;
}

/** The sources of an IpPermission, each with what the request says of it. */
function askedPeers({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }: IpPermission) {
  const peers: { readonly peer: AskedPeer; readonly text: string | undefined }[] = [];
  for (const { CidrIp = "", Description: text } of IpRanges ?? []) peers.push({ peer: blockOf(CidrIp, "ipv4"), text });
  for (const { CidrIpv6 = "", Description: text } of Ipv6Ranges ?? [])
    peers.push({ peer: blockOf(CidrIpv6, "ipv6"), text });
  for (const { PrefixListId = "", Description: text } of PrefixListIds ?? [])
    peers.push({ peer: { kind: "prefix-list", id: PrefixListId }, text });
  for (const pair of UserIdGroupPairs ?? []) peers.push({ peer: groupReference(pair), text: pair.Description });
  return peers;
}

function askedTraffic({ IpProtocol, FromPort, ToPort }: IpPermission): Omit<AskedRule, "peer" | "description"> {
  if (!IpProtocol) return fail("MissingParameter", "The request must contain the parameter ipProtocol");
  const protocol = parseProtocol(IpProtocol);
  return { protocol, ...parsePorts(protocol, FromPort, ToPort) };
}

const isFlat = (flat: FlatPermission): boolean =>
  flat.CidrIp !== undefined ||
  flat.FromPort !== undefined ||
  flat.ToPort !== undefined ||
  flat.IpProtocol !== undefined ||
  flat.SourceSecurityGroupName !== undefined;

/** The rules of a request that may use either form, but not both. Egress has the flat one in its schema and takes it not. */
export function requestedRules(
  request: FlatPermission & { readonly IpPermissions?: readonly IpPermission[] | undefined },
  egress: boolean,
): readonly AskedRule[] {
  const permissions = request.IpPermissions ?? [];
  if (permissions.length > 0) {
    if (isFlat(request))
      fail("InvalidParameterCombination", "The parameter ipPermissions cannot be used with the flat rule parameters");
    return askedRules(permissions);
  }
  if (egress || !isFlat(request))
    return fail("MissingParameter", "The request must contain the parameter ipPermissions");
  return flatRules(request);
}

function flatRules(flat: FlatPermission): readonly AskedRule[] {
  const { CidrIp, SourceSecurityGroupName: GroupName, SourceSecurityGroupOwnerId: UserId } = flat;
  if (CidrIp && GroupName)
    return fail("InvalidParameterCombination", "The parameter cidrIp cannot be used with the parameter groupName");
  if (GroupName) {
    if (flat.IpProtocol !== undefined || flat.FromPort !== undefined || flat.ToPort !== undefined)
      fail("InvalidParameterCombination", "A source security group cannot be used with a protocol and a port range");
    const UserIdGroupPairs = [UserId === undefined ? { GroupName } : { GroupName, UserId }];
    // "The rule grants full ICMP, UDP, and TCP access": three rules.
    return askedRules([
      { IpProtocol: "tcp", FromPort: 0, ToPort: 65535, UserIdGroupPairs },
      { IpProtocol: "udp", FromPort: 0, ToPort: 65535, UserIdGroupPairs },
      { IpProtocol: "icmp", FromPort: -1, ToPort: -1, UserIdGroupPairs },
    ]);
  }
  if (!CidrIp)
    return fail("MissingParameter", "Missing source specification: include source security group or CIDR information");
  const { IpProtocol, FromPort, ToPort } = flat;
  return askedRules([{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }]);
}

type RuleIdentity = Pick<SecurityGroupRule, "protocol" | "fromPort" | "toPort"> & {
  readonly peer: AskedPeer | RulePeer;
};

/** What makes two rules of one direction the same rule: everything but the description. */
export function ruleKey({ protocol, fromPort, toPort, peer }: RuleIdentity): string {
  return `${protocol} ${fromPort ?? ""} ${toPort ?? ""} ${peerText(peer)}`;
}

/** A rule's source or destination as AWS's messages write it. */
export function peerText(peer: AskedPeer | RulePeer): string {
  if (peer.kind === "ipv4" || peer.kind === "ipv6") return peer.cidr;
  return peer.kind === "prefix-list" ? peer.id : (peer.groupId ?? "");
}
