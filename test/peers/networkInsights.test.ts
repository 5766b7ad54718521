import { join } from "node:path";
import { expect } from "vitest";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

/** The provider's own acceptance test of such a path finds it, though nothing is plugged into the interfaces. */
terraformLifecycle("10-insights", join(root, "test", "peers", "terraform", "10-insights"), async (server) => {
  const account = [...server.cloud.store.tables()]
    .filter(([name]) => name === "ec2.network-insights-analysis")
    .flatMap(([, table]) => [...table.values()]);
  expect(account).toMatchObject([{ status: "succeeded", result: { found: true } }]);
});
