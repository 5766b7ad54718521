/** A plot of how times grow with the network, both axes logarithmic: plain SVG. */
import type { ProverResult } from "./prover.ts";
import { figure } from "./table.ts";

interface Curve {
  readonly name: string;
  readonly colour: string;
  /** In milliseconds. */
  readonly of: (result: ProverResult) => number;
}

const CURVES: readonly Curve[] = [
  { name: "matrix, 1 thread", colour: "#1f5fa8", of: ({ matrix }) => matrix * 1000 },
  { name: "matrix, 2 threads", colour: "#3a9188", of: ({ matrixByThreads }) => matrixByThreads * 1000 },
  { name: "100 verdicts after a change", colour: "#c2571a", of: ({ verdicts }) => verdicts },
  { name: "one proof that it works", colour: "#7a3e9d", of: ({ workingProof }) => workingProof },
];

const WIDTH = 760;
const HEIGHT = 440;
const LEFT = 84;
const RIGHT = 200;
const TOP = 44;
const BOTTOM = 56;
const LEAST_MS = 0.01;
const MOST_MS = 100_000;

export function growthPlot(results: readonly ProverResult[]): string {
  const sizes = results.map(({ interfaces }) => interfaces);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const share = (value: number, from: number, to: number): number => Math.log(value / from) / Math.log(to / from);
  const x = (size: number): number => LEFT + share(size, least, most) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number): number =>
    HEIGHT - BOTTOM - share(Math.max(ms, LEAST_MS), LEAST_MS, MOST_MS) * (HEIGHT - TOP - BOTTOM);
  const lines: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    "<title>The prover, by size of the network</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="24" font-size="15" fill="#222222">The prover, by size of the network</text>`,
  ];
  for (let ms = LEAST_MS; ms <= MOST_MS * 1.001; ms *= 10) {
    const label = ms >= 1000 ? `${figure(ms / 1000)} s` : `${figure(ms)} ms`;
    lines.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(ms).toFixed(1)}" y2="${y(ms).toFixed(1)}" stroke="#dddddd"/>`,
      `<text x="${LEFT - 8}" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end" fill="#444444">${label}</text>`,
    );
  }
  for (const size of sizes)
    lines.push(
      `<line x1="${x(size).toFixed(1)}" x2="${x(size).toFixed(1)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#eeeeee"/>`,
      `<text x="${x(size).toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#444444">${figure(size)}</text>`,
    );
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  lines.push(`<text x="${middle}" y="${HEIGHT - 14}" text-anchor="middle" fill="#222222">interfaces</text>`);
  let free = 0;
  const last = results.at(-1);
  const ends = CURVES.map((curve) => ({ curve, at: last ? y(curve.of(last)) : 0 })).sort((a, b) => a.at - b.at);
  for (const { curve, at } of ends) {
    const points = results.map((one) => `${x(one.interfaces).toFixed(1)},${y(curve.of(one)).toFixed(1)}`);
    lines.push(`<polyline points="${points.join(" ")}" fill="none" stroke="${curve.colour}" stroke-width="2"/>`);
    for (const point of points) {
      const [cx, cy] = point.split(",");
      lines.push(`<circle cx="${cx}" cy="${cy}" r="3.5" fill="${curve.colour}"/>`);
    }
    free = Math.max(at + 4, free); // names do not lie on each other
    lines.push(`<text x="${WIDTH - RIGHT + 12}" y="${free.toFixed(1)}" fill="${curve.colour}">${curve.name}</text>`);
    free += 17;
  }
  return `${[...lines, "</svg>"].join("\n")}\n`;
}
