/** Changes to the network as changes to EC2's resources: in words, and as the AWS CLI's line. */
import { formatAddress } from "../../../base/address.ts";
import type { Remedy } from "../../../cloud/operation.ts";
import type { Store } from "../../../cloud/store.ts";
import type { Change, ForwardChange, OpenChange, OuterAddressChange, StartChange } from "../../../fabric/change.ts";
import { inForce } from "../blockPublicAccess/mode.ts";
import { blockPublicAccessExclusions } from "../blockPublicAccess/resources.ts";
import { instances } from "../instance/resources.ts";
import { elasticIps, networkInterfaces } from "../interface/resources.ts";
import { named } from "../named.ts";
import { subnets } from "../vpc/resources.ts";
import { commandLine, printedBy } from "./commandLine.ts";
import { peeringRemedy } from "./peerings.ts";
import { associateRemedy, edgeRemedy, portRemedy, routeRemedy } from "./routes.ts";
import { admitRemedy, allowRemedy, joinRemedy } from "./rules.ts";

/** `undefined` for what EC2 has no way to do. `earlier`: changes of the same set that are made before this one. */
export function remedy(store: Store, change: Change, earlier: readonly Change[]): Remedy | undefined {
  switch (change.kind) {
    case "allow":
      return allowRemedy(store, change);
    case "admit":
      return admitRemedy(store, change, earlier);
    case "join":
      return joinRemedy(store, change, earlier);
    case "route":
      return routeRemedy(store, change);
    case "edge":
      return edgeRemedy(store, change);
    case "tunnel":
      return peeringRemedy(store, change);
    case "associate":
      return associateRemedy(store, change);
    case "port":
      return portRemedy(store, change);
    case "outer-address":
      return addressRemedy(store, change, earlier);
    case "start":
      return startRemedy(store, change);
    case "forward":
      return forwardRemedy(store, change);
    case "open":
      return exclusionRemedy(store, change);
  }
}

/** An Elastic IP that is free, or a new one. */
function addressRemedy(
  store: Store,
  { interface: id, address }: OuterAddressChange,
  earlier: readonly Change[],
): Remedy | undefined {
  const eni = store.table(networkInterfaces).get(id);
  if (!eni || eni.requesterManaged || typeof address !== "number") return undefined;
  const { account, region } = eni;
  const taken = earlier.filter(({ kind }) => kind === "outer-address").length;
  const free = [...store.table(elasticIps).in(`${account}/${region}`).values()].filter((one) => !one.associationId);
  const elasticIp = free[taken];
  const allocation = elasticIp?.id ?? printedBy(region, "AllocationId", "allocate-address", "--domain", "vpc");
  const inner = formatAddress(address);
  return {
    change: `give ${inner} of network interface ${named(store, id)} ${elasticIp ? `the Elastic IP ${elasticIp.publicIp}` : "a new Elastic IP"}`,
    resource: id,
    command: commandLine(
      region,
      "associate-address",
      "--allocation-id",
      allocation,
      "--network-interface-id",
      id,
      "--private-ip-address",
      inner,
    ),
  };
}

/** What is terminated stays so; what is on its way up needs nothing but time. */
function startRemedy(store: Store, { host }: StartChange): Remedy | undefined {
  const instance = store.table(instances).get(host);
  if (instance?.state !== "stopped") return undefined;
  return {
    change: `start instance ${named(store, host)}`,
    resource: host,
    command: commandLine(instance.region, "start-instances", "--instance-ids", host),
  };
}

function forwardRemedy(store: Store, { interface: id }: ForwardChange): Remedy | undefined {
  const eni = store.table(networkInterfaces).get(id);
  if (!eni || eni.requesterManaged) return undefined;
  return {
    change: `turn off the source/destination check of network interface ${named(store, id)}`,
    resource: id,
    command: commandLine(
      eni.region,
      "modify-network-interface-attribute",
      "--network-interface-id",
      id,
      "--no-source-dest-check",
    ),
  };
}

function exclusionRemedy(store: Store, { segment }: OpenChange): Remedy | undefined {
  const subnet = store.table(subnets).get(segment);
  if (!subnet) return undefined;
  const exclusion = [...store.table(blockPublicAccessExclusions).by("resourceId", segment).values()].find(inForce);
  const mode = ["--internet-gateway-exclusion-mode", "allow-bidirectional"];
  const command = exclusion
    ? commandLine(subnet.region, "modify-vpc-block-public-access-exclusion", "--exclusion-id", exclusion.id, ...mode)
    : commandLine(subnet.region, "create-vpc-block-public-access-exclusion", "--subnet-id", segment, ...mode);
  return {
    change: `exclude subnet ${named(store, segment)} from VPC Block Public Access, both ways`,
    resource: segment,
    command,
  };
}
