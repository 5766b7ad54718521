/** `underlay up --data` on a folder that cannot be used. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { faultsOf } from "../server/schema.fixture.ts";
import { createServer } from "../server/start.ts";
import { upArguments } from "./detach.ts";
import { underlay } from "./program.fixture.ts";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "underlay-up-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("one that another holds: who that is, since when and where, and exit code 2", async () => {
  const data = freshFolder();
  const holder = await createServer({ port: 0, data });
  onTestFinished(() => holder.close());
  const { code, out, err } = await underlay(["up", "--port", "0", "--data", data]);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toMatch(/is in use: an Underlay holds it \(pid \d+, http:\/\/127\.0\.0\.1:\d+, since \d{4}-/);
  expect(err).toContain(`underlay down --endpoint ${holder.url}`);
  const json = await underlay(["up", "--port", "0", "--data", data, "--json"]);
  expect(json.code).toBe(2);
  expect(faultsOf(JSON.parse(json.out))).toEqual([]);
});

test("one whose journal is damaged: which file, what to do, and exit code 2", async () => {
  const data = freshFolder();
  writeFileSync(join(data, "journal.db"), "not a journal");
  const { code, err } = await underlay(["up", "--port", "0", "--data", data]);
  expect(code).toBe(2);
  expect(err).toContain(`${join(data, "journal.db")} is damaged`);
  expect(err).toContain("It is left as it is.");
});

test("one that is a file", async () => {
  const file = join(freshFolder(), "file");
  writeFileSync(file, "");
  const { code, err } = await underlay(["up", "--port", "0", "--data", file]);
  expect(code).toBe(2);
  expect(err).toContain("cannot be made a data folder");
});

test("in the background it is the same folder", () => {
  expect(upArguments({ port: 0, host: "127.0.0.1", data: "x" })).toEqual(expect.arrayContaining(["--data", "x"]));
});
