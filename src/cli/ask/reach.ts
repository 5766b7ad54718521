/** `can-reach` and `why-not`: 0 where it works, 1 where it does not. */
import { Option } from "commander";
import {
  type Asking,
  countOf,
  flowCommand,
  pose,
  type QuestionOptions,
  termsOf,
  trafficOf,
  typedAgain,
  withinOf,
  yesNo,
} from "./pose.ts";

export function canReach(asking: Asking): void {
  flowCommand(
    asking,
    "can-reach <source> <destination>",
    "Whether any packet from SOURCE reaches DESTINATION and is answered; the walk of one that does, or every cause.",
    [
      "underlay ask can-reach internet db-a",
      "underlay ask can-reach tag:role=app db-a --port 5432 --pairs every",
      "underlay ask can-reach app-a internet --port 443 --via nat-a",
    ].join("\n"),
    "tcp",
  )
    .option("--via <element...>", "what the way out must pass")
    .option("--only-through <element...>", "what every way out must pass: no, where one goes around it")
    .option("--avoiding <element...>", "what neither way may pass")
    .addOption(
      new Option("--pairs <which>", "of places that selectors fit: some pair, or every").choices(["some", "every"]),
    )
    .option("--every-port", "every destination port asked about must work, not just one of them")
    .action(async (source: string, destination: string, options: QuestionOptions) => {
      const { via, onlyThrough, avoiding, pairs, everyPort } = options;
      const ends = { question: "can-reach" as const, source, destination };
      const ports = everyPort ? ("every" as const) : undefined;
      const question = { ...ends, ...termsOf(options), ...withinOf(options), via, onlyThrough, avoiding, pairs, ports };
      await pose(asking, question, options, async (answer, rows) => {
        const { renderCanReach } = await import("../render/ask/reach.ts");
        const limits = { via, avoiding, everyPort };
        const asked = { source, destination, traffic: trafficOf(options), again: typedAgain(options), ...limits };
        return { code: yesNo(answer.holds), text: (view) => renderCanReach(answer, asked, view, rows) };
      });
    });
}

export function whyNot(asking: Asking): void {
  flowCommand(
    asking,
    "why-not <source> <destination>",
    "What keeps SOURCE from reaching DESTINATION, and the smallest changes that would let it, each proved.",
    [
      "underlay ask why-not web-a db-a --port 5432",
      "underlay ask why-not internet app-a --port 8080 --json | jq -r '.remedies[0].changes[].command'",
    ].join("\n"),
    "tcp",
  )
    .option("--changes <count>", "sets of more changes than this are not looked for: 1 to 5 (default: 3)")
    .action(async (source: string, destination: string, options: QuestionOptions) => {
      const question = {
        ...{ question: "why-not" as const, source, destination, changes: countOf(options.changes) },
        ...{ ...termsOf(options), ...withinOf(options) },
      };
      await pose(asking, question, options, async (answer) => {
        const { renderWhyNot } = await import("../render/ask/reach.ts");
        const asked = { source, destination, traffic: trafficOf(options), again: typedAgain(options) };
        return { code: yesNo(answer.holds), text: (view) => renderWhyNot(answer, asked, view) };
      });
    });
}
