import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StatusAnswer } from "../../src/cli/answers.ts";
import { createServer, type RunningServer } from "../../src/server/start.ts";
import { peers } from "./presence.ts";
import { openTerraform, type Terraform } from "./terraform.fixture.ts";

/** The provider waits as it would for AWS: tens of seconds, and more where other tests share the machine. */
const PATIENCE_MS = 600_000;

const { version } = await peers.terraform();

async function vpcsOf(server: RunningServer): Promise<string[]> {
  const status = (await (await fetch(`${server.url}/_underlay/status`)).json()) as StatusAnswer;
  return status.regions.flatMap(({ outline }) => outline.map(({ label }) => label));
}

/** Declares the tests of a configuration's life: applied, unchanged when planned again, destroyed without a trace. */
export function terraformLifecycle(
  name: string,
  folder: string,
  whileApplied?: (server: RunningServer) => Promise<void>,
): void {
  describe.skipIf(version === undefined)(`Terraform: ${name}`, { timeout: PATIENCE_MS }, () => {
    let server: RunningServer;
    let terraform: Terraform | undefined;

    beforeAll(async () => {
      server = await createServer({ port: 0 });
      terraform = await openTerraform(folder, server.url);
    }, PATIENCE_MS);
    afterAll(async () => {
      terraform?.remove();
      await server.close();
    });

    test("applies, and a plan finds nothing to do", async () => {
      await terraform?.run("apply", "-auto-approve");
      expect((await vpcsOf(server)).filter((label) => !label.startsWith("default VPC"))).not.toEqual([]);
      await terraform?.run("plan", "-detailed-exitcode");
      await whileApplied?.(server);
    });

    test("destroys, and nothing is left but default VPCs", async () => {
      expect(await terraform?.state()).not.toBe("");
      await terraform?.run("destroy", "-auto-approve");
      expect((await vpcsOf(server)).filter((label) => !label.startsWith("default VPC"))).toEqual([]);
      expect(await terraform?.state()).toBe("");
    });
  });
}
