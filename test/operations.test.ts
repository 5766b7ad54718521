/**
 * `docs/operations.md` is this table, made anew: what AWS's APIs offer in the pinned SDK versions, what is built, what
 * answers `UnsupportedOperation`. `npx vitest run test/operations.test.ts -u` writes it.
 */
import { expect, test } from "vitest";
import { manualClock } from "../src/base/clock.ts";
import { seededRandom } from "../src/base/random.ts";
import { Cloud } from "../src/cloud/cloud.ts";
import { catalogue, serviceNames } from "../src/protocol/catalogue.ts";
import { services } from "../src/server/services.ts";

const names = (operations: readonly string[]): string => operations.map((name) => `\`${name}\``).join(", ") || "none";

test("docs/operations.md tells what is built and what is not", async () => {
  const built = await Promise.all(Object.values(services).map((load) => load()));
  const cloud = new Cloud({ clock: manualClock(), random: seededRandom(1), services: built });
  const rows = serviceNames.map((service) => {
    const { operations, source } = catalogue[service];
    const has = new Set(cloud.built().get(service));
    expect([...has].filter((name) => !operations.includes(name))).toEqual([]);
    return {
      service,
      source,
      built: operations.filter((name) => has.has(name)),
      missing: operations.filter((name) => !has.has(name)),
    };
  });
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const lines = [
    "# Operations",
    "",
    "Made from the tables and the code; do not edit. What is not built answers `UnsupportedOperation` with the",
    "operation's name, at once and with a 4xx status; an operation that AWS does not have answers `InvalidAction`.",
    "",
    `**${sum((row) => row.built.length)} of ${sum((row) => row.built.length + row.missing.length)} operations are built.**`,
    "",
    "| service | built | of | shapes from |",
    "|---|---:|---:|---|",
    ...rows.map(
      (row) => `| ${row.service} | ${row.built.length} | ${row.built.length + row.missing.length} | ${row.source} |`,
    ),
    ...rows.flatMap((row) => [
      "",
      `## ${row.service}`,
      "",
      `Built: ${names(row.built)}`,
      "",
      "<details><summary>Not built</summary>",
      "",
      names(row.missing),
      "",
      "</details>",
    ]),
    "",
  ];
  await expect(lines.join("\n")).toMatchFileSnapshot("../docs/operations.md");
});
