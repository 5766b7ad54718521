/** Questions that look for trouble: 1 where they find some. */
import type { NetworkQuestion } from "../../expect/questions.ts";
import {
  type Asking,
  flowCommand,
  limitsOf,
  placeCommand,
  pose,
  type QuestionOptions,
  sarifOption,
  termsOf,
  withinOf,
  yesNo,
} from "./pose.ts";

export function exposed(asking: Asking): void {
  flowCommand(
    asking,
    "exposed",
    "Everything that the Internet reaches. Exit code 1 where there is something.",
    "underlay ask exposed\nunderlay ask exposed --port 22 --sarif",
  )
    .addOption(sarifOption())
    .action(async (options: QuestionOptions) => {
      const question = { question: "exposed" as const, ...termsOf(options), ...withinOf(options) };
      await pose(
        asking,
        question,
        options,
        async (answer) => {
          const { renderExposed } = await import("../render/ask/rows.ts");
          const { exposedSarif } = await import("../render/ask/sarif.ts");
          return {
            code: yesNo(answer.rows.length === 0),
            text: (view) => renderExposed(answer, view, limitsOf(options)),
            sarif: (version) => exposedSarif(answer, version),
          };
        },
        async () => (await import("../render/ask/rows.ts")).exposedCells,
      );
    });
}

const KINDS: readonly (readonly [NetworkQuestion["question"], string])[] = [
  ["loops", "Find routes that send packets round in circles."],
  ["blackholes", "Find routes whose target is gone, and packets that end in them."],
  ["shadowed-rules", "Find rules that never decide, because rules before them match all that they match."],
  ["unused-rules", "Find rules by which nothing arrives, and routes that nothing takes."],
  ["overlaps", "Find address plans that overlap where they are joined."],
];

export function troubles(asking: Asking): void {
  for (const [kind, summary] of KINDS)
    placeCommand(
      asking,
      kind,
      `${summary} Exit code 1 where there are some.`,
      `underlay ask ${kind}\nunderlay ask ${kind} --region us-east-1 --json`,
    )
      .addOption(sarifOption())
      .action(async (options: QuestionOptions) => {
        await pose(
          asking,
          { question: kind, ...withinOf(options) },
          options,
          async (answer) => {
            const { renderFindings } = await import("../render/ask/findings.ts");
            const { findingsSarif } = await import("../render/ask/sarif.ts");
            return {
              code: yesNo(answer.findings.length === 0),
              text: (view) => renderFindings(answer, kind, view),
              sarif: (version) => findingsSarif(answer, kind, version),
            };
          },
          async () => (await import("../../expect/reports/terminal.ts")).findingCells,
        );
      });
}
