/**
 * Walks as people read them: the verdict and its reason in a sentence, and the hops out and back, a line each, with what
 * decided. The trace command, the failures of network tests and the answers to questions all show a walk so.
 */
import type { Disposition } from "../../fabric/vocabulary.ts";
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop, TraceWalk } from "../trace.ts";
import type { Colors } from "./colors.ts";
import { type Cell, table } from "./table.ts";
import { worded } from "./words.ts";

export interface WalkView {
  readonly colors: Colors;
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
  const why = whyNot(trace);
  return sentence(
    arrives(trace) ? `${why.charAt(0).toUpperCase()}${why.slice(1)}` : `${from} does not reach ${to}: ${why}`,
  );
}

const arrives = ({ forward }: TraceAnswer): boolean => forward.disposition === "delivered";

/** What keeps a connection from working, as it stands after a colon. */
export function whyNot(trace: TraceAnswer): string {
  const [from, to] = [endName(trace.source), endName(trace.destination)];
  const failed = arrives(trace) ? trace.return : trace.forward;
  const last = failed?.hops.at(-1);
  const where = last && failed ? ended(failed.disposition, last) : "no step was taken";
  if (!arrives(trace)) return `${where}${hidden(trace)}`;
  if (failed?.disposition !== "delivered")
    return `the packet reaches ${to}, but its reply does not come back: ${where}${stateless(trace, last)}`;
  const came = failed.hops.findLast((hop) => hop.flow)?.flow ?? replyTo(trace);
  return `the packet reaches ${to}, but what comes back is no reply to it: ${flowText(came)} answers nothing that ${from} sent`;
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

function hopRows(walk: TraceWalk, { colors }: WalkView): Cell[][] {
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

/** `✔ works   web-a → db-a   tcp 5432   10.0.0.10:49152 → 10.0.20.10:5432` */
export function verdictLine(trace: TraceAnswer, { colors }: WalkView): string {
  const verdict = trace.works ? colors.green("✔ works") : colors.red("✘ does not work");
  const { protocol, destinationPort } = trace.flow;
  const asked = `${protocol}${destinationPort && !protocol.startsWith("icmp") ? ` ${destinationPort}` : ""}`;
  const ends = `${endName(trace.source)} → ${endName(trace.destination)}`;
  return `${colors.bold(verdict)}   ${colors.bold(ends)}   ${asked}   ${colors.dim(flowText(trace.flow))}`;
}

/** The hops out and, where there is a way back, the hops back. Both share their columns, so that a hop out stands above the same hop back. */
export function walkLines(trace: TraceAnswer, view: WalkView): string[] {
  const { colors, columns } = view;
  const out = hopRows(trace.forward, view);
  const back = trace.return ? hopRows(trace.return, view) : [];
  const lines = sharedTable(out, back, columns);
  const leg = (title: string, walk: TraceWalk) =>
    `${colors.bold(title)}  ${walk.disposition === "delivered" ? colors.green("delivered") : colors.red(walk.disposition)}`;
  return [
    leg("Out", trace.forward),
    ...lines.out,
    ...(trace.return ? ["", leg("Back", trace.return), ...lines.back] : []),
  ];
}

function sharedTable(out: Cell[][], back: Cell[][], columns: number): { out: string[]; back: string[] } {
  const divider = "\u0000";
  const lines = table([...out, [{ text: divider }], ...back], columns);
  const at = lines.findIndex((line) => line.includes(divider));
  return { out: lines.slice(0, at), back: lines.slice(at + 1) };
}

/** The reply as it sets out: what arrived, turned round. */
export function replyTo({ flow, forward }: TraceAnswer): TraceFlow {
  const arrived = forward.hops.findLast((hop) => hop.flow)?.flow ?? flow;
  const ports = !arrived.protocol.startsWith("icmp");
  return {
    ...arrived,
    source: arrived.destination,
    destination: arrived.source,
    ...(ports ? { sourcePort: arrived.destinationPort, destinationPort: arrived.sourcePort } : {}),
  };
}
