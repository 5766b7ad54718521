/** Who reaches what, as tables and as a grid: 0 when answered. */
import { groupings, type ReachRow } from "../../expect/questions.ts";
import { exitCodes } from "../exitCodes.ts";
import { Failure } from "../failure.ts";
import type { AnswerView } from "../render/ask/places.ts";
import { type Asking, countOf, flowCommand, limitsOf, pose, type QuestionOptions, termsOf, withinOf } from "./pose.ts";

export function whatReaches(asking: Asking): void {
  flowCommand(
    asking,
    "what-reaches <destination>",
    "Everything that reaches DESTINATION, and by what.",
    "underlay ask what-reaches db-a\nunderlay ask what-reaches tag:role=db --port 5432 --except tag:role=app",
  )
    .option("--except <source...>", "sources that are known to: nothing is told of them")
    .action(async (destination: string, options: QuestionOptions) => {
      const { except } = options;
      const terms = { ...termsOf(options), ...withinOf(options) };
      const question = { question: "what-reaches" as const, destination, ...terms, except };
      await pose(
        asking,
        question,
        options,
        async (answer) => {
          const { renderReach } = await import("../render/ask/rows.ts");
          return {
            code: exitCodes.yes,
            text: (view) => renderReach(answer, "from", destination, view, limitsOf(options)),
          };
        },
        cellsOf("from"),
      );
    });
}

export function whatCanBeReachedFrom(asking: Asking): void {
  flowCommand(
    asking,
    "what-can-be-reached-from <source>",
    "Everything that SOURCE reaches, and by what.",
    "underlay ask what-can-be-reached-from internet\nunderlay ask what-can-be-reached-from web-a",
  ).action(async (source: string, options: QuestionOptions) => {
    const question = {
      ...{ question: "what-can-be-reached-from" as const, source },
      ...{ ...termsOf(options), ...withinOf(options) },
    };
    await pose(
      asking,
      question,
      options,
      async (answer) => {
        const { renderReach } = await import("../render/ask/rows.ts");
        return { code: exitCodes.yes, text: (view) => renderReach(answer, "to", source, view, limitsOf(options)) };
      },
      cellsOf("to"),
    );
  });
}

const cellsOf = (far: "from" | "to") => async () => {
  const { reachCells } = await import("../render/ask/rows.ts");
  return (row: ReachRow, view: AnswerView) => reachCells(row, far, view);
};

export function matrix(asking: Asking): void {
  flowCommand(
    asking,
    "matrix",
    "Who reaches whom, as a grid of groups.",
    "underlay ask matrix --by subnet\nunderlay ask matrix --by tag:role --port 443",
  )
    .option("--by <group>", `${groupings.join(", ")} or tag:KEY`, "subnet")
    .option("--threads <count>", "work in so many threads, for a network of hundred thousands (default: 1)")
    .action(async (options: QuestionOptions) => {
      const by = groupingOf(options.by ?? "");
      const question = {
        ...{ question: "matrix" as const, by, threads: countOf(options.threads) },
        ...{ ...termsOf(options), ...withinOf(options) },
      };
      await pose(asking, question, options, async (answer) => {
        const { renderMatrix } = await import("../render/ask/matrix.ts");
        return { code: exitCodes.yes, text: (view) => renderMatrix(answer, by, view) };
      });
    });
}

function groupingOf(by: string): string {
  if ((groupings as readonly string[]).includes(by) || /^tag:./.test(by)) return by;
  throw new Failure(exitCodes.wrongInput, `Nothing is grouped by '${by.slice(0, 60)}'.`, [
    `Group by:  ${groupings.join(", ")} or tag:KEY`,
  ]);
}
