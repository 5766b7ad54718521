/**
 * A peering connection between two VPCs that nothing joins: asked for from the one, accepted from the other.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/create-vpc-peering-connection.html
 */
import type { Remedy } from "../../../cloud/operation.ts";
import type { Store } from "../../../cloud/store.ts";
import type { TunnelChange } from "../../../fabric/change.ts";
import { named } from "../named.ts";
import { vpcs } from "../vpc/resources.ts";
import { commandLine, printedBy } from "./commandLine.ts";

/** Another account's VPC takes that account's consent: no line here does that. */
export function peeringRemedy(store: Store, { domains: [requester, accepter] }: TunnelChange): Remedy | undefined {
  const [one, other] = [requester, accepter].map((id) => store.table(vpcs).get(id));
  if (!one || !other || one.account !== other.account) return undefined;
  const elsewhere = one.region === other.region ? [] : ["--peer-region", other.region];
  const request = printedBy(
    one.region,
    "VpcPeeringConnection.VpcPeeringConnectionId",
    "create-vpc-peering-connection",
    ...["--vpc-id", requester, "--peer-vpc-id", accepter, ...elsewhere],
  );
  return {
    change: `peer VPC ${named(store, requester)} with VPC ${named(store, accepter)}`,
    resource: requester,
    command: commandLine(other.region, "accept-vpc-peering-connection", "--vpc-peering-connection-id", request),
  };
}

/** What prints the id of the peering connection that `peeringRemedy` made. */
export const newPeering = (region: string, [requester, accepter]: TunnelChange["domains"]): string =>
  printedBy(
    region,
    "VpcPeeringConnections[0].VpcPeeringConnectionId",
    "describe-vpc-peering-connections",
    "--filters",
    `Name=requester-vpc-info.vpc-id,Values=${requester}`,
    `Name=accepter-vpc-info.vpc-id,Values=${accepter}`,
    "Name=status-code,Values=active",
  );
