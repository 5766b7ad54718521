/** What runs here, and what each account's region holds. */
import { type Cloud, openings } from "../../cloud/cloud.ts";
import { scopeOf } from "../../cloud/table.ts";
import { version } from "../version.ts";
import type { InternalOptions } from "./api.ts";

export function statusAnswer({ live, url, startedAt }: InternalOptions): object {
  const { cloud } = live;
  return {
    schema: "underlay/status/1",
    version: version(),
    uptimeSeconds: (live.clock.now() - startedAt) / 1000,
    seed: live.seed,
    endpoint: url(),
    regions: [...cloud.store.table(openings).values()].map((opening) => regionAnswer(cloud, opening)),
  };
}

function regionAnswer(
  cloud: Cloud,
  { account, region }: { readonly account: string; readonly region: string },
): object {
  const resources: Record<string, number> = {};
  for (const [name, table] of cloud.store.tables()) {
    const count = table.in(scopeOf({ account, region })).size;
    if (count > 0 && !name.startsWith("cloud.")) resources[name] = count;
  }
  const ctx = cloud.context({ account, region, requestId: "status" });
  return { account, region, resources, outline: cloud.outline(ctx) };
}
