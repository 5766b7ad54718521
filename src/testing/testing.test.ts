import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { silentEndpoint } from "../cli/program.fixture.ts";
import { dbA, fakeAsker, internet, networkOf, reaches, reachesNot } from "../expect/asker.fixture.ts";
import { connectNetwork, expectNetwork, NetworkAssertionError, startNetwork } from "./index.ts";

const network = networkOf(["web", "app", "db"], "web > app", "app > db");

/** What an expectation rejects with. */
const rejected = async (promise: Promise<void>): Promise<NetworkAssertionError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof NetworkAssertionError)) throw new Error(`it did not fail: ${error}`);
  return error;
};

describe("expectNetwork", () => {
  test("what is as expected resolves", async () => {
    await expectNetwork(network).from("app").to("db").on("tcp 5432").toBeAllowed();
    await expectNetwork(network).from("web").to(["db"]).on("tcp 5432", "icmp").toBeDenied();
    await expectNetwork(network).to("db").on("tcp 5432").toBeReachedOnlyBy("app");
    await expectNetwork(network).toHaveNo("loops");
    await expectNetwork(network).toBeExposedOnlyAt({ to: "web", on: ["tcp 80"] });
    expect(network.asked.slice(-1)).toEqual([
      { question: "exposed", except: [{ destination: "web", flows: [{ proto: "tcp", port: "80" }] }] },
    ]);
  });

  test("what reaches though it must not rejects with its walk, from where the test stands", async () => {
    const error = await rejected(expectNetwork(network).from("web").to("app").toBeDenied());
    expect(error.message).toMatch(
      /^Expected: web must not reach app\.\n\n {4}web reaches app, though it must not\.\n[\s\S]*Out {2}delivered\n/,
    );
    expect(error.stack).toMatch(/\n\s+at .*testing\.test\.ts/);
    expect(error.failures).toMatchObject([{ kind: "reached" }]);
  });

  test("what does not reach though it must rejects with the causes", async () => {
    const error = await rejected(expectNetwork(network).from("web").to("db").on("tcp 5432").toBeAllowed());
    expect(error.message).toMatch(/web does not reach db on tcp 5432, though it must: denied by security group db/);
  });

  test("whoever else gets there is named; who must and does not, too", async () => {
    const rows = [{ from: internet, to: dbA, ports: ["tcp 5432"] }];
    const open = fakeAsker(({ question }) => (question === "what-reaches" ? { rows } : reaches));
    const error = await rejected(expectNetwork(open).to("db").on("tcp 5432").toBeReachedOnlyBy("app"));
    expect(error.message).toContain("internet reaches db on tcp 5432 too, where only app may.");
    const shut = fakeAsker(({ question }) => (question === "what-reaches" ? { rows: [] } : reachesNot));
    await rejected(expectNetwork(shut).to("db").toBeReachedOnlyBy("app"));
  });

  test("a host that does not exist is no pass", async () => {
    const error = await rejected(expectNetwork(network).from("ghost").to("db").toBeDenied());
    expect(error.message).toContain("Nothing in the network is called 'ghost'.");
  });

  test("trouble and exposure are told", async () => {
    const bad = fakeAsker(({ question }) =>
      question === "exposed"
        ? { rows: [{ from: internet, to: dbA, ports: ["tcp 22"], address: "54.0.0.1", walk: null }] }
        : { findings: [{ resource: "rtb-1", why: "its target is gone" }] },
    );
    expect((await rejected(expectNetwork(bad).toHaveNo("blackholes"))).message).toContain("its target is gone");
    expect((await rejected(expectNetwork(bad).toBeExposedOnlyAt())).message).toContain("db-a on tcp 22");
  });

  test("a sentence that asks nothing, or of no traffic, is a mistake", async () => {
    await expect(expectNetwork(network).from("web").toBeDenied()).rejects.toThrow("no to(…)");
    await expect(expectNetwork(network).to("web").toBeAllowed()).rejects.toThrow("no from(…)");
    await expect(expectNetwork(network).to("web").toBeReachedOnlyBy()).rejects.toThrow("no toBeReachedOnlyBy(…)");
    expect(() => expectNetwork(network).on("443")).toThrow("Write tcp 443 or udp 443.");
  });

  test("a file's expectations, all of them", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "expect-network-")), "a.network.yaml");
    writeFileSync(file, "expectations:\n  - { from: web, to: db, expect: denied }\n");
    await expectNetwork(network).toBeAsIn(file);
    writeFileSync(file, "expectations:\n  - { from: web, to: db, expect: allowed }\n");
    expect((await rejected(expectNetwork(network).toBeAsIn(file))).message).toMatch(/✘ web reaches db[\s\S]*1 failed/);
    writeFileSync(file, "expectations: 1\n");
    await expect(expectNetwork(network).toBeAsIn(file)).rejects.toThrow(
      /a\.network\.yaml:1:15 'expectations' is a list/,
    );
  });
});

describe("networks", () => {
  test("one in this process is reached by AWS clients, reset, kept and loaded again", { timeout: 30_000 }, async () => {
    const own = await startNetwork({ seed: 7 });
    onTestFinished(() => own.close());
    const vpcs = async (endpoint: string) => {
      const body = new URLSearchParams({ Action: "DescribeVpcs", Version: "2016-11-15" });
      return [...(await (await fetch(endpoint, { method: "POST", body })).text()).matchAll(/<vpcId>(vpc-\w+)/g)].map(
        ([, id]) => id,
      );
    };
    const before = await vpcs(own.endpoint);
    expect(before).toHaveLength(1);
    const file = join(mkdtempSync(join(tmpdir(), "snapshot-")), "a.jsonl");
    writeFileSync(file, await (await fetch(`${own.endpoint}/_underlay/snapshot`)).text());
    await own.reset();
    const other = await startNetwork({ snapshot: file });
    onTestFinished(() => other.close());
    expect(await vpcs(other.endpoint)).toEqual(before);
    const same = await connectNetwork({ endpoint: `${other.endpoint}/` });
    expect(same.endpoint).toBe(other.endpoint);
    await same.close(); // it goes on
    expect(await vpcs(other.endpoint)).toEqual(before);
    writeFileSync(file, "no snapshot");
    await expect(startNetwork({ snapshot: file })).rejects.toThrow(/snapshot cannot be loaded/);
  });

  test("where nothing runs, the error says what to do", async () => {
    await expect(connectNetwork({ endpoint: await silentEndpoint() })).rejects.toThrow(
      /No answer from .*npx underlay up --detach/,
    );
  });
});
