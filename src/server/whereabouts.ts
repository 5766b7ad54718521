/** Whose a resource is and where: what an AWS client must say to be shown it. */
import type { Store } from "../cloud/store.ts";
import type { Within } from "../expect/questions.ts";

export interface Whereabouts {
  readonly account: string;
  readonly region: string;
}

/** `undefined` for what is nobody's: the Internet, an AWS service's addresses. */
export function whereaboutsOf(store: Store, id: string | undefined): Whereabouts | undefined {
  if (id === undefined) return undefined;
  for (const table of store.tables().values()) {
    const row = table.get(id);
    if (row) return { account: row.account, region: row.region };
  }
  return undefined;
}

/** Whether that is in the account and the region that a question is limited to. */
export const isWithin = (where: Whereabouts | undefined, { account, region }: Within): boolean =>
  (account === undefined || account === where?.account) && (region === undefined || region === where?.region);
