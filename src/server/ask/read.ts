/** Reads the body of `POST /_underlay/ask`: a question, or a Problem that says what is wrong with it. */
import type { Question } from "../../expect/questions.ts";
import { parseObject } from "../internal/question.ts";
import { Problem } from "../problem.ts";

type Kind = "text" | "texts" | "port";

const WITHIN = { account: "text", region: "text" } as const;
const FLOW = { proto: "port", port: "port", fromPort: "port", ...WITHIN } as const;

/** What each question takes; those marked must be given. */
const PARAMETERS: Readonly<Record<Question["question"], Readonly<Record<string, Kind>>>> = {
  "can-reach": { source: "text", destination: "text", via: "texts", avoiding: "texts", pairs: "text", ...FLOW },
  "why-not": { source: "text", destination: "text", ...FLOW },
  "what-reaches": { destination: "text", ...FLOW },
  "what-can-be-reached-from": { source: "text", ...FLOW },
  matrix: { by: "text", ...FLOW },
  exposed: FLOW,
  loops: WITHIN,
  blackholes: WITHIN,
  "shadowed-rules": WITHIN,
  "unused-rules": WITHIN,
  overlaps: WITHIN,
};

const NEEDED = new Set(["source", "destination", "by"]);
const LONGEST = 1_000;
const MOST = 1_000;

export function readQuestion(body: string): Question {
  const fields = parseObject(body);
  const { question } = fields;
  if (typeof question !== "string" || !Object.hasOwn(PARAMETERS, question))
    throw new Problem("invalid", `A question is one of ${Object.keys(PARAMETERS).join(", ")}.`);
  const known = PARAMETERS[question as Question["question"]];
  const read: Record<string, unknown> = { question };
  for (const [name, value] of Object.entries(fields)) {
    if (name === "question" || value === undefined || value === null) continue;
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) throw new Problem("invalid", `'${question}' has no parameter '${name.slice(0, 100)}'.`);
    read[name] = readValue(name, kind, value);
  }
  const missing = Object.keys(known).find((name) => NEEDED.has(name) && read[name] === undefined);
  if (missing) throw new Problem("missing", `'${question}' needs a ${missing}.`);
  const { pairs } = read;
  if (pairs !== undefined && pairs !== "some" && pairs !== "every")
    throw new Problem("invalid", "pairs is 'some' or 'every'.");
  return read as unknown as Question;
}

function readValue(name: string, kind: Kind, value: unknown): unknown {
  if (kind === "port" && typeof value === "number") return String(value);
  if (kind === "texts") {
    if (!Array.isArray(value) || value.length > MOST) throw new Problem("invalid", `${name} must be a list of texts.`);
    return value.map((one) => readText(name, one));
  }
  return readText(name, value);
}

function readText(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw new Problem("invalid", `${name} must be a text.`);
  if (value.length > LONGEST) throw new Problem("invalid", `${name} is longer than ${LONGEST} characters.`);
  return value;
}
