import { describe, expect, test } from "vitest";
import { deniedTrace, worksTrace } from "../cli/answers.fixture.ts";
import {
  dbA,
  type FakeAsker,
  fakeAsker,
  internet,
  networkOf,
  nobody,
  place,
  reaches,
  reachesNot,
} from "./asker.fixture.ts";
import { parseSuite } from "./parse/suite.ts";
import { AskProblem, type CanReachAnswer, type Question } from "./questions.ts";
import { type Progress, runSuites } from "./run.ts";

/** The report of a file's only, or first, expectations. */
async function runOf(
  text: string,
  { ask }: Pick<FakeAsker, "ask">,
  options: { bail?: boolean; coverage?: boolean } = {},
) {
  const parsed = parseSuite(text, "a.network.yaml");
  if (!parsed.ok) throw new Error(parsed.reason.map(({ message }) => message).join("\n"));
  let time = 0;
  const seen: Progress[] = [];
  const onProgress = (progress: Progress) => void seen.push(progress);
  const report = await runSuites([parsed.value], { ask, now: () => time++, onProgress, ...options });
  return { report, seen, all: report.suites.flatMap(({ expectations }) => expectations) };
}

const expectation = (fields: string) => `region: us-east-1\nexpectations:\n  - { ${fields} }\n`;

describe("allowed", () => {
  test("asks of every pair, and passes where all of them hold", async () => {
    const network = networkOf(["web", "app", "db", "log"], "web > db", "web > log", "app > db", "app > log");
    const { all } = await runOf(
      expectation("from: [web, app], to: [db, log], on: [tcp 5432, tcp 1-9], expect: allowed"),
      network,
    );
    expect(all).toMatchObject([{ status: "passed", questions: 8, failures: [] }]);
    expect(network.asked.slice(0, 2)).toEqual([
      {
        question: "can-reach",
        source: "web",
        destination: "db",
        proto: "tcp",
        port: "5432",
        pairs: "every",
        region: "us-east-1",
      },
      // Of a range that is written out, every port is meant.
      {
        question: "can-reach",
        source: "web",
        destination: "db",
        proto: "tcp",
        port: "1-9",
        pairs: "every",
        ports: "every",
        region: "us-east-1",
      },
    ]);
  });

  test("tells of every pair that does not, with causes and walk", async () => {
    const { all, report } = await runOf(
      expectation("from: web-a, to: [db-a, db-b], on: tcp 5432, expect: allowed"),
      networkOf(["web-a", "db-a", "db-b"]),
    );
    expect(report).toMatchObject({ works: false, passed: 0, failed: 1, errors: 0, skipped: 0 });
    expect(all[0]?.failures).toMatchObject([
      { kind: "not-reached", causes: reachesNot.causes, walk: deniedTrace },
      {
        kind: "not-reached",
        message: expect.stringMatching(
          /^web-a does not reach db-b on tcp 5432, though it must: denied by security group db/,
        ),
      },
    ]);
  });

  test("via: there is a way through, and none around", async () => {
    const byWay = (only: CanReachAnswer) => (question: Question) => ("onlyThrough" in question ? only : reaches);
    const around = fakeAsker(byWay({ ...reaches, holds: false }));
    const fields = "from: web-a, to: internet, via: [fw], expect: allowed";
    const { all } = await runOf(expectation(fields), around);
    expect(around.asked).toMatchObject([
      { via: ["fw"], pairs: "every" },
      { onlyThrough: ["fw"], pairs: "some" },
    ]);
    expect(all[0]).toMatchObject({
      status: "failed",
      failures: [
        {
          kind: "reached",
          message: "web-a reaches internet without passing fw, though it must not.",
          walk: worksTrace,
        },
      ],
    });
    const through = fakeAsker(byWay(reaches));
    expect((await runOf(expectation(fields), through)).all).toMatchObject([{ status: "passed" }]);
  });

  test("avoiding: there is a way around, and none through", async () => {
    const fields = "from: web-a, to: internet, avoiding: nat, expect: allowed";
    const through = fakeAsker(() => reaches);
    expect((await runOf(expectation(fields), through)).all[0]?.failures).toMatchObject([
      { kind: "reached", message: "web-a reaches internet by way of nat, though it must not." },
    ]);
    const around = fakeAsker((question) => ("via" in question ? reachesNot : reaches));
    expect((await runOf(expectation(fields), around)).all).toMatchObject([{ status: "passed" }]);
  });

  test("only: whoever else gets there is named and walked", async () => {
    const fields = "from: [app, ops], to: db, on: tcp 5432, expect: allowed, only: true";
    const rows = [
      { from: internet, to: dbA, ports: ["tcp 5432"] },
      { from: place("i-1"), to: dbA, ports: ["tcp 5432"] },
    ];
    const open = fakeAsker((question) => (question.question === "what-reaches" ? { ...nobody, rows } : reaches));
    const { all } = await runOf(expectation(fields), open);
    expect(open.asked[2]).toEqual({
      ...{ question: "what-reaches", destination: "db", proto: "tcp", port: "5432", region: "us-east-1" },
      except: ["app", "ops"],
    });
    expect(all[0]?.failures).toMatchObject([
      {
        kind: "others",
        message: "internet, i-1 reach db on tcp 5432 too, where only app, ops may.",
        rows,
        walk: worksTrace,
      },
    ]);
    expect(
      (
        await runOf(
          expectation(fields),
          fakeAsker((q) => (q.question === "can-reach" ? reaches : nobody)),
        )
      ).all,
    ).toMatchObject([{ status: "passed" }]);
  });
});

describe("denied", () => {
  test("passes where no pair reaches; one that does is the witness, with its walk", async () => {
    const fields = "from: web, to: [db, log], on: tcp 22, expect: denied";
    expect((await runOf(expectation(fields), networkOf(["web", "db", "log"]))).all).toMatchObject([
      { status: "passed", questions: 2 },
    ]);
    const { all } = await runOf(expectation(fields), networkOf(["web", "db", "log"], "web > log"));
    expect(all[0]?.failures).toMatchObject([
      {
        kind: "reached",
        message: "web reaches log on tcp 22, though it must not.",
        walk: worksTrace,
        question: { pairs: "some" },
      },
    ]);
  });

  test("a host that does not exist is an error, never a pass", async () => {
    const { all, report } = await runOf(
      expectation("from: wbe, to: [db, log], expect: denied"),
      networkOf(["web", "db", "log"]),
    );
    expect(report).toMatchObject({ works: false, passed: 0, failed: 0, errors: 1 });
    expect(all[0]).toMatchObject({
      status: "error",
      failures: [{ kind: "problem", message: "Nothing in the network is called 'wbe'." }], // once, of two questions
    });
  });
});

describe("invariants", () => {
  const text = `invariants:
  - no shadowed rules
  - internet reaches nothing but: [{ to: [web, alb], on: [tcp 80, tcp 443] }, { to: bastion }]
`;

  test("pass where nothing is found", async () => {
    const network = networkOf([]);
    const { all } = await runOf(text, network);
    expect(all.map(({ status }) => status)).toEqual(["passed", "passed"]);
    const flows = [
      { proto: "tcp", port: "80" },
      { proto: "tcp", port: "443" },
    ];
    expect(network.asked).toEqual([
      { question: "shadowed-rules" },
      {
        question: "exposed",
        except: [{ destination: "web", flows }, { destination: "alb", flows }, { destination: "bastion" }],
      },
    ]);
  });

  test("fail with what was found", async () => {
    const findings = [{ resource: "acl-1", name: "data", rule: "ingress rule 200", why: "rule 100 matches it all" }];
    const rows = [{ from: internet, to: dbA, ports: ["tcp 5432"], address: "54.0.0.1", walk: worksTrace }];
    const { all } = await runOf(
      text,
      fakeAsker((question) => (question.question === "exposed" ? { rows } : { findings })),
    );
    expect(all[0]?.failures).toMatchObject([
      { kind: "found", message: "There is 1 rule that never decides: data.", findings },
    ]);
    expect(all[1]?.failures).toMatchObject([
      {
        kind: "exposed",
        message: "The Internet reaches db-a on tcp 5432, though it must not.",
        rows,
        walk: worksTrace,
      },
    ]);
  });
});

describe("a run", () => {
  const three = `expectations:
  - { name: one, from: a, to: b, expect: denied }
  - { name: two, from: b, to: a, expect: allowed }
  - { name: three, from: a, to: b, expect: allowed }
`;

  test("goes in the file's order and tells how far it is", async () => {
    const { seen, all, report } = await runOf(three, networkOf(["a", "b"], "a > b"));
    expect(seen.map(({ done, total, current }) => `${done}/${total} ${current.name}`)).toEqual([
      "0/3 one",
      "1/3 two",
      "2/3 three",
    ]);
    expect(all.map(({ name, status }) => `${name} ${status}`)).toEqual(["one failed", "two failed", "three passed"]);
    expect(report.milliseconds).toBeGreaterThan(0);
  });

  test("with bail ends at the first that does not hold", async () => {
    const network = networkOf(["a", "b"], "a > b");
    const { report } = await runOf(three, network, { bail: true });
    expect(report).toMatchObject({ works: false, passed: 0, failed: 1, skipped: 2 });
    expect(network.asked).toHaveLength(1);
  });

  test("asks for the coverage of its own questions", async () => {
    const coverage = { schema: "underlay/coverage/1", resources: [] };
    const network = fakeAsker((question) => (question.question === "coverage" ? coverage : reaches));
    const { report } = await runOf(three, network, { coverage: true });
    expect(report.coverage).toEqual(coverage);
    expect(network.asked.at(-1)).toEqual({ question: "coverage", of: network.asked.slice(0, -1) });
  });

  test("asks for no coverage of what could not be asked", async () => {
    const network = fakeAsker((question) => {
      if (question.question === "can-reach") throw new AskProblem("not-found", "nobody");
      return { schema: "underlay/coverage/1", resources: [] };
    });
    await runOf(three, network, { coverage: true });
    expect(network.asked.at(-1)).toEqual({ question: "coverage", of: [] });
  });

  test("ends where the endpoint is gone: that is no expectation's failure", async () => {
    const gone = fakeAsker(() => {
      throw new Error("gone");
    });
    await expect(runOf(three, gone)).rejects.toThrow("gone");
  });

  test("a walk that cannot be had leaves the row as evidence", async () => {
    const rows = [{ from: internet, to: dbA, ports: [] }];
    const network = fakeAsker((question) => {
      if (question.question === "what-reaches") return { rows };
      if (question.question === "can-reach" && question.source === "internet") throw new AskProblem("invalid", "no");
      return reaches;
    });
    const { all } = await runOf(expectation("from: a, to: b, expect: allowed, only: true"), network);
    expect(all[0]?.failures).toMatchObject([{ kind: "others", rows, walk: null }]);
  });
});
