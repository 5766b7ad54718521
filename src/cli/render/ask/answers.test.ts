import { describe, expect, test } from "vitest";
import { dbA, internet, nothingExposed, place, reaches, reachesNot, webA } from "../../../expect/asker.fixture.ts";
import type { PlaceAnswer, RowsAnswer, WhyNotAnswer } from "../../../expect/questions.ts";
import { plain } from "../../../expect/text/colors.ts";
import { deniedTrace, worksTrace } from "../../answers.fixture.ts";
import { renderFindings } from "./findings.ts";
import { renderMatrix } from "./matrix.ts";
import { renderCanReach, renderWhyNot } from "./reach.ts";
import { renderExposed, renderReach } from "./rows.ts";

const view = { colors: plain, columns: 160, tail: " --endpoint http://x:1", endpoint: "http://x:1" };

describe("can-reach", () => {
  test("yes: the walk of one that does", () => {
    const text = renderCanReach(
      reaches,
      { source: "web", destination: "internet", traffic: "tcp 443", again: "" },
      view,
    );
    expect(text).toMatch(
      /^✔ reaches {3}web → internet {3}tcp 443\n {2}for one {3}web-a → internet:1\.1\.1\.1 {3}10\.0\.0\.10:49152 → 1\.1\.1\.1:443\n\nOut {2}delivered/,
    );
    expect(text).not.toContain("▸");
  });

  test("no: why not, and how to find out more", () => {
    const asked = {
      source: "web-a",
      destination: "tag:role=d b",
      traffic: "udp 53",
      again: " --proto udp --port 53 --region eu-west-1",
    };
    const text = renderCanReach({ ...reachesNot, causes: [...reachesNot.causes, ...reachesNot.causes] }, asked, view);
    expect(text).toMatch(
      /^✘ does not reach {3}web-a → tag:role=d b {3}udp 53\n {2}for one {3}web-a → db-a {3}tcp 5432 {3}10/,
    );
    expect(text).toMatch(/Causes\n {2}✘ {2}out {2}denied {2}security group ingress {2}db {2}sg-0ddddddddddddddd1/);
    expect(text).toContain(
      "underlay ask why-not web-a i-0eeeeeeeeeeeeeee2 --proto udp --port 53 --region eu-west-1 --endpoint http://x:1",
    );
  });

  test("every pair: how many, and those that fail", () => {
    const asked = { source: "web", destination: "db", traffic: "tcp 443", again: "" };
    const pair = (name: string, holds: boolean) => ({
      ...{ source: place(`i-${name}`, "instance", name), destination: dbA, holds, ports: [] },
    });
    const some = [pair("web-a", true), pair("web-b", false), pair("batch", false)];
    expect(renderCanReach(reachesNot, asked, view, some)).toContain(`tcp 443
  2 of 3 pairs do not:
    web-b  →  db-a
    batch  →  db-a
  for one`);
    const many = Array.from({ length: 25 }, (_, i) => pair(`w${i}`, false));
    expect(renderCanReach(reachesNot, asked, view, many)).toContain("\n    and 5 more: --jsonl has them all\n");
    expect(renderCanReach(reaches, asked, view, [pair("a", true), pair("b", true)])).toContain("\n  all 2 pairs do\n");
    expect(renderCanReach(reaches, asked, view, [pair("a", true)])).not.toContain("pair");
  });

  test("no, but another way: the way, and no remedy for what is not broken", () => {
    const asked = { source: "web-a", destination: "internet", traffic: "tcp 443", again: " --port 443" };
    const text = renderCanReach({ ...reachesNot, walk: worksTrace }, { ...asked, avoiding: ["nat-a", "nat-b"] }, view);
    expect(text).toMatch(
      /^✘ does not reach {3}web-a → internet {3}tcp 443 {3}without passing nat-a or nat-b\n {2}There is a way, but only another one:\n {2}for one/,
    );
    expect(text).not.toContain("▸");
  });

  test("no, for one port of a range: what would make that one work", () => {
    const asked = {
      source: "web-a",
      destination: "db-a",
      traffic: "tcp 1-9999",
      again: " --port 1-9999",
      everyPort: true,
    };
    expect(renderCanReach(reachesNot, asked, view)).toContain("why-not web-a db-a --port 5432 --endpoint");
  });

  test("no, as there is no packet to send", () => {
    const asked = { source: "web-a", destination: "db 6", traffic: "tcp", again: "" };
    const text = renderCanReach({ ...reachesNot, destination: null, causes: [], walk: null }, asked, view);
    expect(text).toContain("no addresses of one IP family");
    expect(text).toContain("why-not web-a 'db 6' --endpoint");
  });
});

describe("why-not", () => {
  const asked = { source: "web-a", destination: "db-a", traffic: "tcp 5432", again: " --port 5432" };
  const answer: WhyNotAnswer = {
    ...{ schema: "underlay/why-not/1", holds: false, causes: reachesNot.causes, walk: deniedTrace },
    remedies: [
      {
        changes: [
          {
            ...{ change: "allow tcp 5432 from 10.0.0.10/32 in security group db", resource: "sg-1" },
            command:
              "aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 5432 --cidr 10.0.0.10/32",
          },
        ],
      },
      {
        changes: [
          { change: "put web-a in group app", resource: "i-1" },
          { change: "turn the firewall off", resource: "fw-1", command: "aws x $(aws y --query Z) --k v" },
        ],
      },
    ],
    cutOff: { changes: 2, tried: 57, complete: true },
  };

  test("numbers the remedies, with lines to copy", () => {
    const text = renderWhyNot(answer, asked, { ...view, columns: 60 });
    expect(text).toContain(`Each of these makes it work
  1  allow tcp 5432 from 10.0.0.10/32 in security group db
     aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 5432 --cidr 10.0.0.10/32 --endpoint-url http://x:1
  2  put web-a in group app
     and turn the firewall off
     aws x $(aws y --query Z --endpoint-url http://x:1) --k v --endpoint-url http://x:1

All 57 sets of up to 2 changes were tried.`);
  });

  test("says where it did not look", () => {
    const text = renderWhyNot(
      { ...answer, remedies: [], cutOff: { changes: 1, tried: 1, complete: false } },
      asked,
      view,
    );
    expect(text).toMatch(/Remedies {2}none was found\n\n1 set of up to 1 change was tried: there may be/);
    const all = { ...answer, remedies: [], cutOff: { changes: 3, tried: 0, complete: true } };
    expect(renderWhyNot(all, asked, view)).toMatch(
      /none was found: it takes more than 3 changes \(--changes 4 looks further\), or what[\s\S]*There was no change to try\.$/,
    );
    expect(renderWhyNot({ ...answer, holds: true, walk: worksTrace }, asked, view)).toMatch(
      /^✔ works as it is[\s\S]*Out {2}delivered/,
    );
  });
});

describe("rows", () => {
  const rows = (schema: RowsAnswer["schema"], ...triples: [PlaceAnswer, PlaceAnswer, string[]][]): RowsAnswer => ({
    schema,
    rows: triples.map(([from, to, ports]) => ({ from, to, ports })),
  });

  test("what reaches", () => {
    const answer = rows(
      "underlay/what-reaches/1",
      [internet, dbA, ["tcp 22"]],
      [{ ...webA, region: "us-east-1" }, dbA, ["tcp 5432", "icmp"]],
    );
    expect(renderReach(answer, "from", "db-a", view)).toBe(`2 places reach db-a

            internet                       tcp 22
  instance  web-a     i-0123456789abcdef0  tcp 5432, icmp`);
    expect(renderReach(rows("underlay/what-reaches/1"), "from", "db-a", view)).toBe("– Nothing reaches db-a.");
    expect(renderReach(rows("underlay/what-reaches/1"), "from", "db-a", view, ", by port 1")).toBe(
      "– Nothing reaches db-a, by port 1.",
    );
  });

  test("what is reached, where several send and accounts differ", () => {
    const far = { ...dbA, account: "111122223333" };
    const answer = rows(
      "underlay/what-can-be-reached-from/1",
      [webA, far, ["tcp 1"]],
      [internet, { ...webA, account: "000000000000" }, ["tcp 2"]],
    );
    const text = renderReach(answer, "to", "tag:x=y", view);
    expect(text).toMatch(/^2 places are reached from tag:x=y/);
    expect(text).toMatch(/db-a {3}i-0eeeeeeeeeeeeeee2 {2}111122223333 {2}← web-a {5}tcp 1/);
  });

  test("what is exposed", () => {
    const row = { from: internet, to: dbA, ports: ["udp 53-60"], address: "54.0.0.1", walk: worksTrace };
    expect(renderExposed({ schema: "underlay/exposed/1", rows: [row] }, view)).toBe(`✘ The Internet reaches 1 place

  54.0.0.1  instance  db-a  i-0eeeeeeeeeeeeeee2  udp 53-60

  ▸ One of them, walked:  underlay trace internet db-a --proto udp --port 53 --endpoint http://x:1`);
    expect(renderExposed(nothingExposed, view)).toBe("✔ The Internet reaches nothing.");
  });

  const [web, app, db] = ["web", "app", "db"].map((name) => place(`sg-${name}`, "security-group", name));
  const matrix = (...triples: [PlaceAnswer | undefined, PlaceAnswer | undefined, string[]][]) =>
    rows(
      "underlay/matrix/1",
      ...triples.map(([from, to, ports]): [PlaceAnswer, PlaceAnswer, string[]] => [
        from ?? internet,
        to ?? internet,
        ports,
      ]),
    );

  test("a matrix is a grid", () => {
    const answer = matrix(
      [web, app, ["tcp 8080"]],
      [app, db, ["tcp 5432"]],
      [internet, web, ["tcp 80", "tcp 443"]],
      [web, internet, ["all traffic"]],
    );
    expect(renderMatrix(answer, "security-group", view)).toBe(`Who reaches whom, by security-group  4 × 4, 4 pairs reach

from ↓  to →  internet  app       db        web
internet      ╲         ·         ·         tcp 80, tcp 443
app           ·         ╲         tcp 5432  ·
db            ·         ·         ╲         ·
web           all       tcp 8080  ·         ╲`);
  });

  test("what is too long for its cell stands below in full", () => {
    const answer = matrix([web, app, ["tcp 80", "tcp 443", "tcp 8080-8090"]], [app, db, ["tcp 5432"]]);
    const text = renderMatrix(answer, "vpc", view);
    expect(text).toContain("tcp 80 +2");
    expect(text).toMatch(/\n\n {2}web {2}→ {2}app {2}tcp 80, tcp 443, tcp 8080-8090$/);
  });

  test("a matrix too wide for its terminal has numbers and marks, and the ports below", () => {
    const answer = matrix([web, app, ["tcp 8080"]], [app, db, ["tcp 5432"]], [web, internet, ["all traffic"]]);
    expect(
      renderMatrix(answer, "subnet", { ...view, columns: 40 }),
    ).toBe(`Who reaches whom, by subnet  4 × 4, 3 pairs reach

            1 2 3 4
1 internet  ╲ · · ·
2 app       · ╲ ◐ ·
3 db        · · ╲ ·
4 web       ● ◐ · ╲

from ↓ to →   ● all traffic   ◐ some, listed below   · none   ╲ itself

  2 → 3  app  →  db
      tcp 5432
  4 → 2  web  →  app
      tcp 8080`);
    expect(renderMatrix(matrix(), "subnet", view)).toContain("Nothing reaches anything.");
  });
});

test("findings", () => {
  const findings = [{ resource: "acl-1", name: "data", rule: "ingress rule 200", why: "rule 100 matches all of it" }];
  expect(renderFindings({ schema: "underlay/shadowed-rules/1", findings }, "shadowed-rules", view)).toBe(
    `✘ There is 1 rule that never decides, as rules before it match all that it matches

  ✘  data  acl-1  ingress rule 200  rule 100 matches all of it`,
  );
  expect(renderFindings({ schema: "underlay/loops/1", findings: [] }, "loops", view)).toBe(
    "✔ There is no routing loop.",
  );
});
