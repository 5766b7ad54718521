/**
 * A trace as people read it: the verdict, the hops out and back with what decided each, then the reason in a sentence,
 * the path's MTU, the listener, and what to try next.
 */
import { table } from "../../expect/text/table.ts";
import { endName, reason, verdictLine, type WalkView, walkLines } from "../../expect/text/walk.ts";
import type { TraceAnswer } from "../answers.ts";
import { type NextView, nextSteps } from "./nextSteps.ts";

export interface TraceView extends NextView, WalkView {}

function listenerText({ listener, destination, flow }: TraceAnswer): string {
  const place = `${endName(destination)}${flow.destinationPort ? ` on ${flow.protocol} ${flow.destinationPort}` : ""}`;
  if (listener === "open") return `open: a program at ${place} answers`;
  if (listener === "closed") return `closed: no program at ${place} answers`;
  return `unknown: the network's verdict says nothing of a program at ${place}`;
}

export function renderTrace(trace: TraceAnswer, view: TraceView): string {
  const { colors, columns } = view;
  const facts: [string, string][] = [["Reason", reason(trace)]];
  const arrives = trace.forward.disposition === "delivered";
  if (arrives && trace.mtu !== null) facts.push(["Path MTU", `${trace.mtu} bytes`]);
  if (arrives) facts.push(["Listener", listenerText(trace)]);
  const factRows = facts.map(([name, text]) => [{ text: name, paint: colors.bold }, { text }]);
  const next = nextSteps(trace, view).map((step) => `  ${colors.dim("▸")} ${step}`);

  return [
    verdictLine(trace, view),
    "",
    ...walkLines(trace, view),
    "",
    ...table(factRows, columns, 0),
    "",
    colors.bold("Next"),
    ...next,
  ].join("\n");
}
