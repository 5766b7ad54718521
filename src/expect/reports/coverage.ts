/** Rule coverage as people read it: how many rules of each resource some walk used, and which none did. */
import type { CoverageAnswer, CoveredResource } from "../questions.ts";
import { type Cell, table } from "../text/table.ts";
import type { WalkView } from "../text/walk.ts";
import { worded } from "../text/words.ts";

const BAR = 10;

const usedOf = ({ rules }: CoveredResource): number => rules.filter(({ used }) => used).length;

function bar(used: number, all: number): string {
  const full = all === 0 ? BAR : Math.floor((used / all) * BAR);
  return "█".repeat(full) + "░".repeat(BAR - full);
}

export function coverageLines({ resources }: CoverageAnswer, { colors, columns }: WalkView): string[] {
  const all = resources.reduce((sum, { rules }) => sum + rules.length, 0);
  const used = resources.reduce((sum, one) => sum + usedOf(one), 0);
  if (all === 0) return [`${colors.bold("Rules used")}  there is no rule in this network`];
  const rows = resources.flatMap((one): Cell[][] => {
    const count = usedOf(one);
    const paint = count === one.rules.length ? colors.green : count === 0 ? colors.red : colors.yellow;
    const head: Cell[] = [
      { text: bar(count, one.rules.length), paint },
      { text: `${count} of ${one.rules.length}` },
      { text: worded(one.kind) },
      { text: one.name ?? "", paint: colors.bold },
      { text: one.resource, paint: colors.dim },
      { text: "" },
    ];
    const unused = one.rules.filter((rule) => !rule.used);
    const blank: Cell = { text: "" };
    return [
      head,
      ...unused.map(({ rule, says }): Cell[] => [
        ...[blank, blank, blank, blank],
        { text: "unused", paint: colors.yellow },
        { text: says === undefined ? rule : `${rule}  ${says}` },
      ]),
    ];
  });
  const percent = Math.floor((used / all) * 100);
  return [`${colors.bold("Rules used")}  ${used} of ${all}, ${percent} %`, ...table(rows, columns)];
}
