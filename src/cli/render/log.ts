/** The API calls seen, a line each. */
import type { CallAnswer } from "../answers.ts";
import type { Terminal } from "../terminal.ts";

/** A line of the log; a line that is no call is shown as it came. */
export function parseCall(line: string): CallAnswer | undefined {
  try {
    const call = JSON.parse(line) as Partial<CallAnswer>;
    return typeof call.status === "number" && typeof call.time === "string" ? (call as CallAnswer) : undefined;
  } catch {
    return undefined;
  }
}

const SERVICE_AND_OPERATION = 44;

export function renderCall(call: CallAnswer, colors: Terminal["colors"]): string {
  const time = colors.dim(call.time.slice(11, 23));
  const mark = call.status < 400 ? colors.green("✔") : colors.red("✘");
  const what = `${call.service ?? "?"} ${call.operation ?? "?"}`.padEnd(SERVICE_AND_OPERATION);
  const took = `${call.milliseconds < 10 ? call.milliseconds.toFixed(1) : Math.round(call.milliseconds)} ms`.padStart(
    7,
  );
  const where = colors.dim(`${call.region}  ${call.account}`);
  const said = call.error ? `  ${colors.red(call.error.code)} ${call.error.message}` : "";
  return `${time}  ${mark} ${call.status}  ${what}${took}  ${where}${said}`;
}
