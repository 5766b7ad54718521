/**
 * The regions as a text map: what lies inside what, drawn with box lines; what is to be known of each thing, and its id,
 * stand in columns beside it.
 */

import { widthOf } from "../../expect/text/table.ts";
import { counted, duration } from "../../expect/text/words.ts";
import type { OutlineNode, RegionAnswer, StatusAnswer } from "../answers.ts";
import type { Terminal } from "../terminal.ts";

export type MapView = Pick<Terminal, "colors" | "columns">;
type Colors = Terminal["colors"];

interface Line {
  readonly branch: string;
  readonly node: OutlineNode;
  readonly notes: string;
  /** Empty where the label says it already, as a zone's does. */
  readonly id: string;
}

function linesOf(nodes: readonly OutlineNode[], indent = ""): Line[] {
  return nodes.flatMap((node, i) => {
    const last = i === nodes.length - 1;
    const id = node.label.includes(node.id) ? "" : node.id;
    const line: Line = { branch: `${indent}${last ? "└─ " : "├─ "}`, node, notes: node.notes.join(" · "), id };
    return [line, ...linesOf(node.children, `${indent}${last ? "   " : "│  "}`)];
  });
}

/** What a thing is stays plain, what it is called stands out: `subnet` **public-a**. */
function painted(label: string, colors: Colors): string {
  const [, what, name] = /^((?:default |Internet |internet |egress-only |NAT )?\S+)(.*)$/.exec(label) ?? [];
  return `${what ?? label}${name ? colors.bold(name) : ""}`;
}

/** A default VPC that nobody uses is one line: it is in every region, and never what one looks for. */
function foldedDefault(node: OutlineNode): OutlineNode {
  const zones = node.children.filter(({ label }) => label.startsWith("zone "));
  const subnets = zones.flatMap(({ children }) => children);
  const used = subnets.some(({ children }) => children.length > 0);
  if (!node.label.startsWith("default VPC") || used || subnets.length === 0) return node;
  return { ...node, notes: [...node.notes, `${counted(subnets.length, "subnet")}, nothing in them`], children: [] };
}

/** What is counted first; other tables follow in their own order. */
const FIRST = ["vpc", "subnet", "instance", "internet-gateway", "natgateway", "elastic-ip", "security-group"];
const rank = (table: string): number => {
  const place = FIRST.indexOf(table.slice("ec2.".length));
  return place < 0 ? FIRST.length : place;
};

/** Tables that are parts of other things. */
const PARTS = new Set(["ec2.tags", "ec2.security-group-rule", "ec2.prefix-list"]);

function totals(resources: RegionAnswer["resources"]): string {
  const things = Object.entries(resources)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .filter(([table, count]) => count > 0 && table.startsWith("ec2.") && !PARTS.has(table));
  return things.map(([table, count]) => counted(count, table.slice("ec2.".length))).join(" · ") || "nothing in it";
}

function renderRegion({ account, region, resources, outline }: RegionAnswer, { colors, columns }: MapView): string[] {
  const lines = linesOf(outline.map(foldedDefault));
  const widest = (of: (line: Line) => string) => Math.max(0, ...lines.map((line) => widthOf(of(line))));
  const labels = widest(({ branch, node }) => branch + node.label);
  const notes = widest((line) => line.notes);
  const aligned = labels + 2 + notes + 2 + widest(({ id }) => id) <= columns;
  return [
    `${colors.bold(colors.cyan(region))}  ${colors.dim(`account ${account}`)}`,
    colors.dim(totals(resources)),
    ...lines.map((line) => {
      const gap = " ".repeat(labels - widthOf(line.branch + line.node.label) + 2);
      const afterNotes = " ".repeat((aligned ? notes - widthOf(line.notes) : 0) + 2);
      const left = `${colors.dim(line.branch)}${painted(line.node.label, colors)}${gap}`;
      return `${left}${line.notes}${line.id && afterNotes + colors.dim(line.id)}`.trimEnd();
    }),
  ];
}

export function renderStatus(status: StatusAnswer, view: MapView): string {
  const { colors } = view;
  const facts = colors.dim(`version ${status.version}   seed ${status.seed}   up ${duration(status.uptimeSeconds)}`);
  const header = `${colors.green("✔")} ${colors.bold("Underlay")} runs at ${status.endpoint}   ${facts}`;
  if (status.regions.length > 0)
    return [header, ...status.regions.flatMap((region) => ["", ...renderRegion(region, view)])].join("\n");
  return [
    header,
    "",
    "No region is in use yet: the first call to a region opens it, with its default VPC. For example:",
    `  aws ec2 describe-vpcs --region us-east-1 --endpoint-url ${status.endpoint}`,
  ].join("\n");
}
