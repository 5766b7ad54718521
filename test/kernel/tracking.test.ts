/** The kernel judges connection tracking: which flows go on when a group's rules change under them. */
import { afterAll, describe, expect, test } from "vitest";
import { printBlueprint } from "./blueprint.ts";
import { Chance } from "./chance.ts";
import { generate } from "./generate.ts";
import { askAtRandom, disagreements, printDisagreement } from "./judge.ts";
import { Linux } from "./linux.ts";
import { linuxKernel } from "./presence.ts";
import { shrink } from "./shrink.ts";
import { judgeStanding, ruleChanges, untranslated } from "./tracking.ts";

const NETWORKS = Number(process.env["KERNEL_NETWORKS"] ?? 15);
const FIRST_SEED = Number(process.env["KERNEL_SEED"] ?? 1);
const QUESTIONS = 400;
const PATIENCE = process.env["KERNEL_NETWORKS"] === undefined ? 15_000 : 3_600_000;
const SHRINKING = 60_000;

const { version, absence } = await linuxKernel();

if (version === undefined) test.skip(`the kernel cannot judge here: ${absence}`, () => {});

describe.skipIf(version === undefined)(`Linux ${version}`, () => {
  const linux = new Linux();
  afterAll(() => linux.close());

  const networkOf = (seed: number) => untranslated(generate(new Chance(seed)));
  const trial = (seed: number, blueprint = networkOf(seed), changes = ruleChanges(new Chance(seed), networkOf(seed))) =>
    judgeStanding(linux, blueprint, changes, askAtRandom(new Chance(seed), QUESTIONS));

  test(
    "says of standing flows, when rules go and come, what Underlay says",
    async () => {
      const started = Date.now();
      const tally = { networks: 0, standing: 0, ended: 0 };
      for (let seed = FIRST_SEED; seed < FIRST_SEED + NETWORKS && Date.now() - started < PATIENCE; seed++) {
        const outcome = await trial(seed);
        if (disagreements(outcome).length > 0) expect.fail(await smallestExample(seed));
        tally.networks++;
        tally.standing += outcome.judged.length;
        tally.ended += outcome.judged.filter(({ kernel }) => !kernel.works).length;
      }
      console.log(`${JSON.stringify(tally)} in ${Math.round((Date.now() - started) / 1000)} s`);
      expect(tally.standing).toBeGreaterThan(100);
      expect(tally.ended).toBeGreaterThan(tally.standing / 20);
      expect(tally.ended).toBeLessThan(tally.standing);
    },
    PATIENCE + SHRINKING + 20_000,
  );

  /** The network first, then the changes. */
  async function smallestExample(seed: number): Promise<string> {
    const deadline = Date.now() + SHRINKING;
    const late = () => Date.now() > deadline;
    const fails = async (...parts: Parameters<typeof trial>) => disagreements(await trial(...parts)).length > 0;
    const all = ruleChanges(new Chance(seed), networkOf(seed));
    const network = await shrink(networkOf(seed), (smaller) => fails(seed, smaller, all), late);
    const changes = await shrink(all, (fewer) => fails(seed, network, fewer), late);
    const outcome = await trial(seed, network, changes);
    const [example] = disagreements(outcome);
    return [
      `KERNEL_SEED=${seed}: the kernel and Underlay disagree in this network`,
      printBlueprint(network),
      "after these changes:",
      printBlueprint(changes),
      example ? printDisagreement(outcome, example) : "but not every time",
    ].join("\n");
  }
});
