/**
 * `await expectNetwork(network).from("web").to("db").on("tcp 5432").toBeDenied()`: what a file of network tests says, said
 * in a test. What is not as expected rejects with the walk or the causes in its message.
 */
import { readFile } from "node:fs/promises";
import { evaluate, type Failing } from "../expect/evaluate.ts";
import { sentenceFor } from "../expect/parse/expectation.ts";
import { parseSuite } from "../expect/parse/suite.ts";
import { ANY, parseTraffic } from "../expect/parse/traffic.ts";
import type { Asker, Within } from "../expect/questions.ts";
import { failingLines, renderRun } from "../expect/reports/terminal.ts";
import { runSuites } from "../expect/run.ts";
import type { Expectation, Opening, ReachExpectation, Traffic, Trouble } from "../expect/suite.ts";
import { plain } from "../expect/text/colors.ts";
import type { Network } from "./network.ts";

/** Selectors: ids, Names, `tag:KEY=VALUE`, addresses, `internet`, `service:s3`. */
export type Selectors = readonly (string | readonly string[])[];

/** What an expectation that does not hold rejects with. */
export class NetworkAssertionError extends Error {
  /** The evidence, as `underlay test --json` has it. */
  readonly failures: readonly Failing[];

  constructor(message: string, failures: readonly Failing[] = []) {
    super(message);
    this.name = "NetworkAssertionError";
    this.failures = failures;
  }
}

/** What the Internet may reach. */
export interface Exposure {
  readonly to: string | readonly string[];
  /** `tcp 443`, or a list; absent: by anything. */
  readonly on?: string | readonly string[];
}

interface Said {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly on: readonly Traffic[];
  readonly via: readonly string[];
  readonly avoiding: readonly string[];
  readonly within: Within;
}

const NOTHING_SAID: Said = { from: [], to: [], on: [ANY], via: [], avoiding: [], within: {} };
const VIEW = { colors: plain, columns: 140 };
const SOMEWHERE = { file: "", line: 1, column: 1 };

/** Each step answers a new one: what was said so far can be kept and gone on from. */
export class NetworkExpectation {
  readonly #ask: Asker;
  readonly #said: Said;

  constructor(network: Pick<Network, "ask">, said: Said = NOTHING_SAID) {
    this.#ask = network.ask;
    this.#said = said;
  }

  #with(more: Partial<Said>): NetworkExpectation {
    return new NetworkExpectation({ ask: this.#ask }, { ...this.#said, ...more });
  }

  from(...selectors: Selectors): NetworkExpectation {
    return this.#with({ from: selectors.flat() });
  }

  to(...selectors: Selectors): NetworkExpectation {
    return this.#with({ to: selectors.flat() });
  }

  /** `tcp 443`, `udp 53`, `tcp 1024-65535`, `icmp`, `any`. */
  on(...traffic: Selectors): NetworkExpectation {
    return this.#with({ on: traffic.flat().map(trafficOf) });
  }

  /** Elements that must be passed. */
  via(...elements: Selectors): NetworkExpectation {
    return this.#with({ via: elements.flat() });
  }

  /** Elements that must not be passed. */
  avoiding(...elements: Selectors): NetworkExpectation {
    return this.#with({ avoiding: elements.flat() });
  }

  /** Where selectors are looked for. */
  within(where: Within): NetworkExpectation {
    return this.#with({ within: where });
  }

  /** Each of `from` reaches each of `to` by each of `on`, and the reply comes back. */
  toBeAllowed(): Promise<void> {
    return this.#reach("allowed", this.#said.from, false);
  }

  /** None of `from` reaches any of `to` by any of `on`. */
  toBeDenied(): Promise<void> {
    return this.#reach("denied", this.#said.from, false);
  }

  /** These reach each of `to` by each of `on`, and nothing else does. */
  toBeReachedOnlyBy(...selectors: Selectors): Promise<void> {
    return this.#reach("allowed", selectors.flat(), true);
  }

  /** Nothing of the kind is in the network: `loops`, `blackholes`, `overlaps`, `shadowed-rules`, `unused-rules`. */
  toHaveNo(trouble: Trouble): Promise<void> {
    return this.#hold({ kind: "trouble", name: `no ${trouble.replace("-", " ")}`, at: SOMEWHERE, trouble });
  }

  /** The Internet reaches these, or fewer, and nothing else. */
  toBeExposedOnlyAt(...exposures: readonly Exposure[]): Promise<void> {
    const but = exposures.map(
      ({ to, on }): Opening => ({ to: [to].flat(), on: on === undefined ? [ANY] : [on].flat().map(trafficOf) }),
    );
    return this.#hold({ kind: "exposure", name: "internet reaches nothing but", at: SOMEWHERE, but });
  }

  /** Everything is as a file of network tests expects it. */
  async toBeAsIn(file: string): Promise<void> {
    const error = new NetworkAssertionError("");
    const parsed = parseSuite(await readFile(file, "utf8"), file);
    if (!parsed.ok) {
      const faults = parsed.reason.map(
        ({ line, column, message, remedy = "" }) => `${file}:${line}:${column} ${message} ${remedy}`,
      );
      throw new Error(faults.map((fault) => fault.trim()).join("\n"));
    }
    const report = await runSuites([parsed.value], { ask: this.#ask, now: () => performance.now() });
    if (report.works) return;
    const failures = report.suites.flatMap(({ expectations }) => expectations.flatMap((one) => one.failures));
    throw filled(error, `The network is not as ${file} expects it.\n\n${renderRun(report, VIEW)}`, failures);
  }

  #reach(expect: ReachExpectation["expect"], from: readonly string[], only: boolean): Promise<void> {
    const { to, on, via, avoiding } = this.#said;
    if (from.length === 0 || to.length === 0) {
      const missing = to.length === 0 ? "to(…)" : only ? "toBeReachedOnlyBy(…)" : "from(…)";
      return Promise.reject(new TypeError(`The expectation has no ${missing}: it would ask nothing.`));
    }
    const name = sentenceFor(from, to, on, expect);
    return this.#hold({ kind: "reach", name, at: SOMEWHERE, from, to, on, expect, via, avoiding, only });
  }

  async #hold(expectation: Expectation): Promise<void> {
    const error = new NetworkAssertionError(""); // made here, its stack leads to the test
    const failures = await evaluate(expectation, this.#said.within, this.#ask);
    if (failures.length === 0) return;
    const told = failures.map((failing) => failingLines(failing, true, VIEW).join("\n"));
    throw filled(error, `Expected: ${expectation.name}.\n\n${told.join("\n\n")}\n`, failures);
  }
}

/** The error with what is known now, and the stack that it had. */
function filled(made: NetworkAssertionError, message: string, failures: readonly Failing[]): NetworkAssertionError {
  const error = new NetworkAssertionError(message, failures);
  const frames =
    made.stack?.split("\n").filter((line) => /^\s+at /.test(line) && !/NetworkExpectation/.test(line)) ?? [];
  error.stack = [`${error.name}: ${message}`, ...frames].join("\n");
  return error;
}

function trafficOf(text: string): Traffic {
  const traffic = parseTraffic(text);
  if (traffic.ok) return traffic.value;
  throw new TypeError(`${traffic.reason.message}. ${traffic.reason.remedy}`);
}

export const expectNetwork = (network: Pick<Network, "ask">): NetworkExpectation => new NetworkExpectation(network);
