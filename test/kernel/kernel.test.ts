/**
 * The Linux kernel judges the packet walk: random networks, built through the API and out of namespaces, are asked the
 * same questions. See README.md for what is judged by which packets.
 */
import { afterAll, describe, expect, test } from "vitest";
import { printBlueprint } from "./blueprint.ts";
import { Chance } from "./chance.ts";
import { generate } from "./generate.ts";
import { askAtRandom, disagreements, judge, printDisagreement } from "./judge.ts";
import { Linux } from "./linux.ts";
import { linuxKernel } from "./presence.ts";
import { shrink } from "./shrink.ts";

const NETWORKS = Number(process.env["KERNEL_NETWORKS"] ?? 60);
const FIRST_SEED = Number(process.env["KERNEL_SEED"] ?? 1);
const QUESTIONS = 500;
/** Networks that are judged however slow the machine is. */
const LEAST_NETWORKS = 10;
/** By default no network is begun after this many milliseconds, but for the least; what was judged is checked. */
const PATIENCE = process.env["KERNEL_NETWORKS"] === undefined ? 25_000 : 3_600_000;
const SHRINKING = 60_000;

const { version, absence } = await linuxKernel();

if (process.env["CI"] === "true") test("on CI, the kernel judges", () => expect(version, absence).toBeDefined());
if (version === undefined) test.skip(`the kernel cannot judge here: ${absence}`, () => {});

describe.skipIf(version === undefined)(`Linux ${version}`, () => {
  const linux = new Linux();
  afterAll(() => linux.close());

  const sourceOf = (seed: number) => (seed % 2 === 0 ? "groups" : "rules");
  const trial = (seed: number, blueprint = generate(new Chance(seed))) =>
    judge(linux, blueprint, sourceOf(seed), askAtRandom(new Chance(seed), QUESTIONS));

  test(
    "says of random networks what Underlay says",
    async () => {
      const started = Date.now();
      const tally = { networks: 0, questions: 0, arrived: 0, answered: 0 };
      const goesOn = (): boolean => tally.networks < LEAST_NETWORKS || Date.now() - started < PATIENCE;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + NETWORKS && goesOn(); seed++) {
        const outcome = await trial(seed);
        if (disagreements(outcome).length > 0) expect.fail(await smallestExample(seed));
        tally.networks++;
        for (const { kernel } of outcome.judged) {
          tally.questions++;
          if (kernel.arrived !== undefined) tally.arrived++;
          if (kernel.works) tally.answered++;
        }
      }
      console.log(`${JSON.stringify(tally)} in ${Math.round((Date.now() - started) / 1000)} s`);
      // Two sides that lose everything agree, too.
      expect(tally.questions).toBeGreaterThanOrEqual(Math.min(NETWORKS, LEAST_NETWORKS) * QUESTIONS);
      expect(tally.arrived).toBeGreaterThan(tally.questions / 10);
      expect(tally.arrived).toBeLessThan((tally.questions * 3) / 4);
      expect(tally.answered).toBeGreaterThan(tally.questions / 15);
      expect(tally.answered).toBeLessThan(tally.arrived);
    },
    PATIENCE + SHRINKING + 20_000,
  );

  async function smallestExample(seed: number): Promise<string> {
    const fails = async (blueprint: Parameters<typeof trial>[1]) =>
      disagreements(await trial(seed, blueprint)).length > 0;
    const deadline = Date.now() + SHRINKING;
    const blueprint = await shrink(generate(new Chance(seed)), fails, () => Date.now() > deadline);
    const outcome = await trial(seed, blueprint);
    const [example] = disagreements(outcome);
    return [
      `KERNEL_SEED=${seed}: the kernel and Underlay disagree in this network:`,
      printBlueprint(blueprint),
      example ? printDisagreement(outcome, example) : "but not every time",
    ].join("\n");
  }
});
