import { expect, test } from "vitest";
import { wantsColor } from "./terminal.ts";

test.each([
  ["a terminal", true, {}, true],
  ["a pipe", false, {}, false],
  ["a dumb terminal", true, { TERM: "dumb" }, false],
  ["NO_COLOR on a terminal", true, { NO_COLOR: "1" }, false],
  ["NO_COLOR beats FORCE_COLOR", true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ["FORCE_COLOR in a pipe", false, { FORCE_COLOR: "1" }, true],
  ["FORCE_COLOR=0 on a terminal", true, { FORCE_COLOR: "0" }, false],
])("colours: %s", (_, isTerminal, env, expected) => {
  expect(wantsColor(isTerminal, env)).toBe(expected);
});
