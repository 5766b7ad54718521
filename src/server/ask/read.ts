/** Reads the body of `POST /_underlay/ask`: a question, or a Problem that says what is wrong with it. */
import type { Question } from "../../expect/questions.ts";
import { parseObject } from "../internal/question.ts";
import { Problem } from "../problem.ts";

type Kind = "text" | "texts" | "port" | "count" | "some or every" | "questions" | "exposures";

const WITHIN = { account: "text", region: "text" } as const;
const FLOW = { proto: "port", port: "port", fromPort: "port", ...WITHIN } as const;

/** What each question takes. */
const PARAMETERS: Readonly<Record<Question["question"], Readonly<Record<string, Kind>>>> = {
  "can-reach": {
    source: "text",
    destination: "text",
    via: "texts",
    avoiding: "texts",
    onlyThrough: "texts",
    pairs: "some or every",
    ports: "some or every",
    ...FLOW,
  },
  "why-not": { source: "text", destination: "text", changes: "count", ...FLOW },
  "what-reaches": { destination: "text", except: "texts", ...FLOW },
  "what-can-be-reached-from": { source: "text", ...FLOW },
  matrix: { by: "text", threads: "count", ...FLOW },
  exposed: { except: "exposures", ...FLOW },
  coverage: { of: "questions", ...WITHIN },
  loops: WITHIN,
  blackholes: WITHIN,
  "shadowed-rules": WITHIN,
  "unused-rules": WITHIN,
  overlaps: WITHIN,
  "what-changed": { before: "text", after: "text" },
};

type Fields = Readonly<Record<string, unknown>>;

const NEEDED = new Set(["source", "destination", "by", "of", "before"]);
const LONGEST = 1_000;
const MOST = 1_000;
/** Sets of more changes than that are more than anybody has in mind, and more than can be tried. */
const MOST_OF: Readonly<Record<string, number>> = { changes: 5, threads: 16 };

export function readQuestion(body: string): Question {
  return questionOf(parseObject(body));
}

function questionOf(fields: Fields): Question {
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
  return read as unknown as Question;
}

function readValue(name: string, kind: Kind, value: unknown): unknown {
  switch (kind) {
    case "text":
      return readText(name, value);
    case "port":
      return readText(name, typeof value === "number" ? String(value) : value);
    case "some or every":
      if (value !== "some" && value !== "every") throw new Problem("invalid", `${name} is 'some' or 'every'.`);
      return value;
    case "count":
      return readCount(name, value, MOST_OF[name] ?? 1);
    case "texts":
      return readList(name, value).map((one) => readText(name, one));
    case "questions":
      return readList(name, value).map((one) => {
        const read = questionOf(readObject(name, one));
        if (read.question !== "can-reach")
          throw new Problem("invalid", `${name} must be a list of can-reach questions.`);
        return read;
      });
    case "exposures":
      return readList(name, value).map((one) => {
        const { destination, flows } = readObject(name, one);
        const terms =
          flows === undefined ? undefined : readList(`${name}.flows`, flows).map((flow) => readFlow(name, flow));
        return { destination: readText(`${name}.destination`, destination), ...(terms ? { flows: terms } : {}) };
      });
  }
}

function readFlow(name: string, value: unknown): Fields {
  const flow: Record<string, unknown> = {};
  for (const [field, own] of Object.entries(readObject(name, value))) {
    if (!["proto", "port", "fromPort"].includes(field))
      throw new Problem("invalid", `A flow has no '${field.slice(0, 100)}'.`);
    if (own !== undefined && own !== null) flow[field] = readValue(field, "port", own);
  }
  return flow;
}

function readObject(name: string, value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Problem("invalid", `${name} must be a list of objects.`);
  return value as Fields;
}

function readList(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Problem("invalid", `${name} must be a list.`);
  if (value.length > MOST) throw new Problem("invalid", `${name} has more than ${MOST} entries.`);
  return value;
}

function readCount(name: string, value: unknown, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > most)
    throw new Problem("invalid", `${name} is a number from 1 to ${most}.`);
  return value;
}

function readText(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw new Problem("invalid", `${name} must be a text.`);
  if (value.length > LONGEST) throw new Problem("invalid", `${name} is longer than ${LONGEST} characters.`);
  return value;
}
