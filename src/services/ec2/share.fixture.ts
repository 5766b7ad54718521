/** A resource share as RAM's rows hold it, for the tests of what ec2 shows to those it is shared with. */
import { type ResourceShare, resourceShares, type ShareAssociation, shareAssociations } from "../ram/resources.ts";
import type { TestRegion } from "./region.fixture.ts";

/** The owner (111111111111, us-east-1) shares the resource with an account that has accepted. */
export function shareWith({ cloud }: TestRegion, resourceArn: string, account: string): void {
  const owner = { account: "111111111111", region: "us-east-1" };
  const id = `arn:aws:ram:us-east-1:111111111111:resource-share/${resourceArn}`;
  const association = {
    ...owner,
    share: id,
    status: "ASSOCIATED",
    external: true,
    createdAt: 0,
    updatedAt: 0,
  } as const;
  const share: ResourceShare = {
    ...owner,
    id,
    name: "shared",
    allowExternalPrincipals: true,
    status: "ACTIVE",
    tags: {},
    permissions: [],
    createdAt: 0,
    updatedAt: 0,
  };
  const associations: readonly ShareAssociation[] = [
    { ...association, id: `${id} resource`, type: "RESOURCE", entity: resourceArn },
    { ...association, id: `${id} ${account}`, type: "PRINCIPAL", entity: account },
  ];
  cloud.store.transact(() => {
    cloud.store.put(resourceShares as never, share as never);
    for (const one of associations) cloud.store.put(shareAssociations as never, one as never);
  });
}
