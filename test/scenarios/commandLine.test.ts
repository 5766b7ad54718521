/** The command as it is installed: the built `dist/cli.js` in processes of its own, from `up --detach` to `down`. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../floors.ts";
import { type Ended, runCommand } from "../peers/command.fixture.ts";

const PATIENCE_MS = 60_000;
const cli = join(root, "dist", "cli.js");
const underlay = (...args: string[]): Promise<Ended> =>
  runCommand(process.execPath, [cli, ...args], { env: { npm_command: "", NO_COLOR: "1" } });

describe("the built command", { timeout: PATIENCE_MS }, () => {
  let endpoint = "";
  let pid = 0;

  beforeAll(async () => {
    const build = await runCommand(process.execPath, [join(root, "scripts", "build.mjs")]);
    if (build.code !== 0) throw new Error(build.stderr);
    const { code, stdout, stderr } = await underlay("up", "--detach", "--port", "0", "--seed", "7", "--json");
    expect(code, stderr).toBe(0);
    ({ endpoint, pid } = JSON.parse(stdout) as { endpoint: string; pid: number });
  }, PATIENCE_MS);
  afterAll(async () => {
    await underlay("down", "--endpoint", endpoint);
  });

  test("up --detach answers once the endpoint does, and lives on in a process of its own", async () => {
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => process.kill(pid, 0)).not.toThrow();
    const { code, stdout } = await underlay("status", "--endpoint", endpoint, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "underlay/status/1", seed: 7, endpoint });
  });

  test("a port that is taken by Underlay says so, in front and in the background", async () => {
    const port = new URL(endpoint).port;
    for (const args of [[], ["--detach"]]) {
      const { code, stderr } = await underlay("up", "--port", port, ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(`Underlay already runs on port ${port}`);
    }
  });

  test("all addresses are called by loopback's, as it says", async () => {
    const up = await underlay("up", "--detach", "--host", "0.0.0.0", "--port", "0");
    expect(up.code, up.stderr).toBe(0);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(up.stdout)?.[0] ?? "";
    expect((await underlay("down", "--endpoint", url)).stdout).toContain("Stopped");
  });

  test("an address that nothing has: exit code 2 and what to do", async () => {
    const { code, stderr } = await underlay("trace", "no-such-thing", "internet", "--endpoint", endpoint);
    expect(code).toBe(2);
    expect(stderr).toContain("no-such-thing");
  });

  test("calls are logged, reset forgets what they made", async () => {
    const body = "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.3.0.0/16";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await fetch(endpoint, { method: "POST", body, headers })).status).toBe(200);
    const vpcs = async () => (await underlay("status", "--endpoint", endpoint)).stdout.match(/10\.3\.0\.0\/16/g);
    expect(await vpcs()).toHaveLength(1);
    expect((await underlay("log", "--no-follow", "--endpoint", endpoint)).stdout).toMatch(/✔ 200 {2}ec2 CreateVpc/);
    expect((await underlay("reset", "--endpoint", endpoint)).code).toBe(0);
    expect(await vpcs()).toBeNull();
  });

  test("a log that is piped into something that ends early is no failure", async () => {
    const line = `"${process.execPath}" "${cli}" operations ec2 --endpoint ${endpoint} | head -n 1`;
    expect(await runCommand("bash", ["-o", "pipefail", "-c", line])).toMatchObject({ code: 0, stderr: "" });
  });

  test("down stops it, and says so the second time", async () => {
    const down = await underlay("down", "--endpoint", endpoint);
    expect(down).toMatchObject({ code: 0, stdout: `✔ Stopped at ${endpoint}.\n` });
    const again = await underlay("down", "--endpoint", endpoint);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing was running") });
    expect((await underlay("status", "--endpoint", endpoint)).code).toBe(3);
    const gone = () => process.kill(pid, 0);
    await expect
      .poll(
        () => {
          try {
            return gone();
          } catch {
            return "gone";
          }
        },
        { timeout: 5_000 },
      )
      .toBe("gone");
  });
});
