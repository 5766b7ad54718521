/** What happened to one expectation as plain text, for reports that have no colours. */
import type { ExpectationReport } from "../run.ts";
import { plain } from "../text/colors.ts";
import { evidenceLines } from "./terminal.ts";

const VIEW = { colors: plain, columns: 160 };

/** The sentences, one a failure. */
export const messageOf = ({ failures }: ExpectationReport): string => failures.map(({ message }) => message).join("\n");

/** The sentences, each with its walk, causes or rows. */
export const detailOf = ({ failures }: ExpectationReport): string =>
  failures.map((failing) => [failing.message, ...evidenceLines(failing, VIEW)].join("\n")).join("\n\n");
