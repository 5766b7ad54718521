/**
 * A trace as people read it: the verdict, the hops out and back with what decided each, then the reason in a sentence,
 * the path's MTU, the listener, and what to try next.
 */
import type { Disposition } from "../../fabric/vocabulary.ts";
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop, TraceWalk } from "../answers.ts";
import type { Terminal } from "../terminal.ts";
import { type NextView, nextSteps, replyTo } from "./nextSteps.ts";
import { type Cell, table } from "./table.ts";
import { worded } from "./words.ts";

export interface TraceView extends NextView {
  readonly colors: Terminal["colors"];
  readonly columns: number;
}

/** How a walk that ended so is spoken of, after "X does not reach Y: ". */
const endings: Readonly<Record<Disposition, string>> = {
  delivered: "delivered",
  denied: "denied by",
  "no-route": "no route in",
  blackhole: "the route leads nowhere, in",
  "not-translated": "no public address to leave with, at",
  "not-accepted": "not accepted by",
  "refused-source": "refused by the source/destination check of",
  "port-exhausted": "no port left at",
  "no-host": "no host in",
  "host-down": "no running host at",
  "not-forwarded": "not forwarded by",
  "too-big": "too big for",
  loop: "the route goes round in circles at",
};

/** `security group db (sg-0abc)`: the element without the direction it was met in. */
const titled = ({ stage, name, resource }: TraceHop): string =>
  `${worded(stage.replace(/-(ingress|egress)$/, ""))} ${name ? `${name} (${resource})` : resource}`;

/** `denied by security group db (sg-0abc): no ingress rule …`; what the world itself says needs no place. */
const ended = (disposition: Disposition, last: TraceHop): string =>
  last.stage === last.resource ? last.why : `${endings[disposition]} ${titled(last)}: ${last.why}`;

export const endName = ({ name, selector }: TraceEnd): string => name ?? selector;

const socket = (address: string, port: number): string => {
  if (port === 0) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
};

/** ICMP has its type and code where others have ports: they say nothing between two addresses. */
export function flowText({ protocol, source, destination, sourcePort, destinationPort }: TraceFlow): string {
  const ports = !protocol.startsWith("icmp");
  return `${socket(source, ports ? sourcePort : 0)} → ${socket(destination, ports ? destinationPort : 0)}`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The whole verdict in one sentence. */
export function reason(trace: TraceAnswer): string {
  const [from, to] = [endName(trace.source), endName(trace.destination)];
  if (trace.works) return `${from} reaches ${to}, and the reply comes back.`;
  const failed = trace.forward.disposition === "delivered" ? trace.return : trace.forward;
  const last = failed?.hops.at(-1);
  const where = last && failed ? ended(failed.disposition, last) : "no step was taken";
  if (failed !== trace.return) return sentence(`${from} does not reach ${to}: ${where}${hidden(trace)}`);
  if (failed?.disposition !== "delivered")
    return sentence(`The packet reaches ${to}, but its reply does not come back: ${where}${stateless(trace, last)}`);
  const came = failed.hops.findLast((hop) => hop.flow)?.flow ?? replyTo(trace);
  return sentence(
    `The packet reaches ${to}, but what comes back is no reply to it: ${flowText(came)} answers nothing that ${from} sent`,
  );
}

/** What the Internet sends to is a public address: where there is none, no route is the consequence. */
const hidden = ({ source, destination, forward }: TraceAnswer): string =>
  source.kind === "internet" && forward.disposition === "no-route" && destination.region !== undefined
    ? `; ${endName(destination)} has no public address`
    : "";

/** What surprises those who know filters with a memory: here the reply needs a rule of its own. */
function stateless({ flow }: TraceAnswer, last: TraceHop | undefined): string {
  if (!last?.stage.startsWith("network-acl")) return "";
  const reply =
    flow.sourcePort && !flow.protocol.startsWith("icmp") ? ` (${flow.protocol} to port ${flow.sourcePort})` : "";
  return `; a network ACL keeps no state, so the reply${reply} needs a rule of its own`;
}

function hopRows(walk: TraceWalk, { colors }: TraceView): Cell[][] {
  const marks = {
    pass: { text: "✔", paint: colors.green },
    deliver: { text: "✔", paint: colors.green },
    translate: { text: "⇄", paint: colors.cyan },
    drop: { text: "✘", paint: colors.red },
  } as const;
  return walk.hops.flatMap((hop) => {
    const dropped = hop.action === "drop" ? { paint: colors.red } : {};
    const row: Cell[] = [
      marks[hop.action],
      { text: worded(hop.stage), ...dropped },
      { text: hop.name ?? "", paint: colors.bold },
      { text: hop.resource, paint: colors.dim },
      { text: hop.rule ?? "", ...dropped },
      { text: hop.why, ...dropped },
    ];
    if (!hop.flow) return [row];
    const after = { text: `now ${flowText(hop.flow)}`, paint: colors.cyan };
    return [row, [{ text: "" }, { text: "" }, { text: "" }, { text: "" }, { text: "" }, after]];
  });
}

function listenerText({ listener, destination, flow }: TraceAnswer): string {
  const place = `${endName(destination)}${flow.destinationPort ? ` on ${flow.protocol} ${flow.destinationPort}` : ""}`;
  if (listener === "open") return `open: a program at ${place} answers`;
  if (listener === "closed") return `closed: no program at ${place} answers`;
  return `unknown: the network's verdict says nothing of a program at ${place}`;
}

export function renderTrace(trace: TraceAnswer, view: TraceView): string {
  const { colors, columns } = view;
  const verdict = trace.works ? colors.green("✔ works") : colors.red("✘ does not work");
  const { protocol, destinationPort } = trace.flow;
  const asked = `${protocol}${destinationPort && !protocol.startsWith("icmp") ? ` ${destinationPort}` : ""}`;
  const ends = `${endName(trace.source)} → ${endName(trace.destination)}`;
  const header = `${colors.bold(verdict)}   ${colors.bold(ends)}   ${asked}   ${colors.dim(flowText(trace.flow))}`;

  // Both ways share their columns, so that a hop out stands above the same hop back.
  const out = hopRows(trace.forward, view);
  const back = trace.return ? hopRows(trace.return, view) : [];
  const lines = sharedTable(out, back, columns);
  const leg = (title: string, walk: TraceWalk) =>
    `${colors.bold(title)}  ${walk.disposition === "delivered" ? colors.green("delivered") : colors.red(walk.disposition)}`;

  const facts: [string, string][] = [["Reason", reason(trace)]];
  const arrives = trace.forward.disposition === "delivered";
  if (arrives && trace.mtu !== null) facts.push(["Path MTU", `${trace.mtu} bytes`]);
  if (arrives) facts.push(["Listener", listenerText(trace)]);
  const factRows = facts.map(([name, text]) => [{ text: name, paint: colors.bold }, { text }]);
  const next = nextSteps(trace, view).map((step) => `  ${colors.dim("▸")} ${step}`);

  return [
    header,
    "",
    leg("Out", trace.forward),
    ...lines.out,
    "",
    ...(trace.return ? [leg("Back", trace.return), ...lines.back, ""] : []),
    ...table(factRows, columns, 0),
    "",
    colors.bold("Next"),
    ...next,
  ].join("\n");
}

function sharedTable(out: Cell[][], back: Cell[][], columns: number): { out: string[]; back: string[] } {
  const divider = "\u0000";
  const lines = table([...out, [{ text: divider }], ...back], columns);
  const at = lines.findIndex((line) => line.includes(divider));
  return { out: lines.slice(0, at), back: lines.slice(at + 1) };
}
