import { describe, expect, test } from "vitest";
import { dbA, place, webA } from "../../../expect/asker.fixture.ts";
import type { ChangedRow } from "../../../expect/questions.ts";
import { plain } from "../../../expect/text/colors.ts";
import { deniedTrace, worksTrace } from "../../answers.fixture.ts";
import { renderChanges } from "./changes.ts";

const row: ChangedRow = {
  change: "allowed",
  from: [webA],
  to: [dbA],
  ports: ["tcp 5432"],
  by: {
    stage: "security-group-ingress",
    resource: "sg-0ddddddddddddddd1",
    name: "db",
    rule: "sgr-08c128a0e5a1bd0b1",
    why: "allows tcp 5432 from 10.0.0.0/24",
  },
  walk: worksTrace,
};
const many = ["a", "b", "c", "d"].map((name) => place(`i-${name}`, "instance", `a-rather-long-name-${name}`));

const rendered = (columns: number, ...rows: ChangedRow[]): string =>
  renderChanges(
    { schema: "underlay/what-changed/1", rows },
    { colors: plain, columns, tail: "", endpoint: "http://x:1" },
  );

describe("what changed", () => {
  test("a line each, where lines have room", () => {
    expect(rendered(160, row, { ...row, change: "denied", walk: deniedTrace })).toBe(`+ Newly allowed

  web-a  →  db-a  tcp 5432  security group ingress db sgr-08c128a0e5a1bd0b1 allows tcp 5432 from 10.0.0.0/24

− Newly denied

  web-a  →  db-a  tcp 5432  security group ingress db sgr-08c128a0e5a1bd0b1 allows tcp 5432 from 10.0.0.0/24`);
  });

  test("on a narrow terminal the rule stands below, whole", () => {
    expect(rendered(80, row)).toBe(`+ Newly allowed

  web-a  →  db-a  tcp 5432
      security group ingress db sgr-08c128a0e5a1bd0b1 allows tcp 5432 from
      10.0.0.0/24`);
    expect(rendered(60, { ...row, from: many })).toBe(`+ Newly allowed

  a-rather-long-name-a, a-rather-long-name-b, a-rather-long-name-c and 1 more  →  db-a
      tcp 5432
      security group ingress db sgr-08c128a0e5a1bd0b1 allows
      tcp 5432 from 10.0.0.0/24`);
  });

  test("no line is cut: every word of the rule is there at every width", () => {
    const words = rendered(400, row, { ...row, from: many })
      .split(/\s+/)
      .sort();
    for (let columns = 20; columns < 200; columns += 7)
      expect(
        rendered(columns, row, { ...row, from: many })
          .split(/\s+/)
          .sort(),
      ).toEqual(words);
  });

  test("nothing", () => {
    expect(rendered(80)).toMatch(/^✔ Nothing is let through that was not/);
  });
});
