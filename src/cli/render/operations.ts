/** What is built, as a table over all services or the names of one. */

import { table } from "../../expect/text/table.ts";
import type { ServiceAnswer } from "../answers.ts";
import type { Terminal } from "../terminal.ts";

type Look = Pick<Terminal, "colors" | "columns">;

const BAR = 20;

const share = (built: number, total: number): string => {
  const filled = built === 0 ? 0 : Math.max(1, Math.round((built / Math.max(1, total)) * BAR));
  return "█".repeat(filled) + "░".repeat(BAR - filled);
};

export function renderOperations(services: readonly ServiceAnswer[], { colors, columns }: Look): string {
  const sorted = services.toSorted((a, b) => b.built.length - a.built.length || a.service.localeCompare(b.service));
  const rows = sorted.map(({ service, built, notBuilt }) => [
    { text: service, paint: built.length > 0 ? colors.bold : colors.dim },
    { text: share(built.length, built.length + notBuilt.length), paint: built.length > 0 ? colors.green : colors.dim },
    { text: String(built.length).padStart(4) },
    { text: `of ${built.length + notBuilt.length}`, paint: colors.dim },
  ]);
  const [built, total] = services.reduce(
    ([b, t], row) => [b + row.built.length, t + row.built.length + row.notBuilt.length],
    [0, 0],
  );
  return [
    ...table(rows, columns, 0),
    "",
    `${built} of ${total} operations are built; AWS's others answer UnsupportedOperation by name.`,
    colors.dim("The names:  underlay operations ec2"),
  ].join("\n");
}

export function renderService({ service, built, notBuilt }: ServiceAnswer, { colors, columns }: Look): string {
  const names = built.toSorted();
  const width = Math.max(1, ...names.map((operation) => operation.length)) + 2;
  const perLine = Math.max(1, Math.floor((Math.min(columns, 140) - 2) / width));
  const height = Math.ceil(names.length / perLine);
  const lines = Array.from({ length: height }, (_, row) =>
    `  ${names
      .filter((_, i) => i % height === row)
      .map((operation) => operation.padEnd(width))
      .join("")}`.trimEnd(),
  );
  return [
    `${colors.bold(service)}  ${built.length} of ${built.length + notBuilt.length} operations are built`,
    ...lines,
  ].join("\n");
}
