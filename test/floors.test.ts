import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  determinismFaults,
  foldersToExplain,
  importFault,
  importFaults,
  importRings,
  importsOf,
  readSources,
  root,
  shapeFaults,
} from "./floors.ts";

const sources = readSources();

describe("the house keeps its rules", () => {
  test("there are sources to read", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  test("a file imports lower floors only, never a sibling folder", () => {
    expect(importFaults(sources)).toEqual([]);
  });

  test("no files import each other in a ring", () => {
    expect(importRings(sources)).toEqual([]);
  });

  test("files stay small, and their names say what they own", () => {
    expect(shapeFaults(sources)).toEqual([]);
  });

  test("time and chance come from base/", () => {
    expect(determinismFaults(sources)).toEqual([]);
  });

  test("each folder opens with a README", () => {
    expect(foldersToExplain(sources).filter((folder) => !existsSync(join(root, folder, "README.md")))).toEqual([]);
  });
});

describe("the rules can be broken", () => {
  test.each([
    ["down", "src/server/start.ts", "src/cloud/cloud.ts", undefined],
    ["within", "src/cloud/cloud.ts", "src/cloud/table.ts", undefined],
    ["up", "src/cloud/cloud.ts", "src/services/ec2/service.ts", "floor 3 imports floor 4"],
    ["sideways", "src/fabric/flow.ts", "src/protocol/xml.ts", "siblings of one floor"],
    ["sideways at the top", "src/cli/up.ts", "src/testing/index.ts", "siblings of one floor"],
    ["from nowhere", "src/odd/x.ts", "src/base/clock.ts", "a folder without a floor"],
    ["out of src", "src/cli/up.ts", "scripts/build.mjs", "sources import sources"],
    ["a service below", "src/services/ec2/x.ts", "src/services/iam/resources.ts", undefined],
    [
      "a service below, not its resources",
      "src/services/ec2/x.ts",
      "src/services/iam/roles.ts",
      "of another service, only resources.ts",
    ],
    [
      "a service above",
      "src/services/iam/x.ts",
      "src/services/ec2/vpc/resources.ts",
      "a service that does not stand below",
    ],
  ])("%s", (_, from, to, fault) => {
    expect(importFault(from, to)).toBe(fault);
  });

  test("imports of every form are seen", () => {
    const text = `import { a } from "../base/a.ts";\nimport type { b } from '../base/b.ts';\nexport * from "../base/c.ts";
      const d = await import("../base/d.ts"); type E = import("../base/e.ts").E; import "../base/f.ts"; import "node:fs";`;
    const paths = ["a", "b", "c", "d", "e", "f"].map((name) => `src/base/${name}.ts`);
    expect(importsOf({ path: "src/cloud/x.ts", text }).sort()).toEqual(paths);
  });

  test("rings, long files, empty names, clocks", () => {
    const ring = [
      { path: "src/cloud/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "src/cloud/b.ts", text: 'import { a } from "./a.ts";' },
    ];
    expect(importRings(ring)).toEqual(["src/cloud/a.ts → src/cloud/b.ts → src/cloud/a.ts"]);
    expect(
      importRings(
        [ring[0], { path: "src/cloud/b.ts", text: 'import type { a } from "./a.ts";' }].flatMap((x) => x ?? []),
      ),
    ).toEqual([]);
    expect(shapeFaults([{ path: "src/cloud/long.ts", text: "\n".repeat(451) }])).toHaveLength(1);
    expect(shapeFaults([{ path: "src/cloud/utils.ts", text: "" }])).toHaveLength(1);
    expect(determinismFaults([{ path: "src/cloud/x.ts", text: "// Date.now\nconst t = Date.now();" }])).toHaveLength(1);
  });
});
