/** Whoever answers a command's questions: a running endpoint, or a snapshot in this process. */
import { type RestOf, type RowOf, wholeAnswer } from "../expect/lines.ts";
import { type AnswerOf, type Asker, AskProblem, type Question } from "../expect/questions.ts";
import type { Candidate } from "./answers.ts";
import { type AnswerLine, ask, askInLines, brokenOff, LONG_PATIENCE_MS } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { fileOf, readSnapshot } from "./snapshotFiles.ts";

/** What is told while an answer is being found. */
export interface Hearing<Row> {
  readonly progress?: (done: number, of: number) => void;
  /** A row of the answer. */
  readonly row?: (row: Row) => void;
  /** The network has changed: the rows so far are void. */
  readonly again?: () => void;
}

const PATH = "/_underlay/ask";

/** The lines of an answer as the endpoint gives them. */
export const askForLines = (endpoint: URL, question: Question): AsyncGenerator<AnswerLine> =>
  askInLines(endpoint, PATH, question);

/** The answer, which comes as lines: its rows as they are found, and then the rest of it. */
export async function askEndpoint<Q extends Question>(
  endpoint: URL,
  question: Q,
  { progress, row, again }: Hearing<RowOf<Q>> = {},
): Promise<AnswerOf<Q>> {
  let rows: RowOf<Q>[] = [];
  for await (const line of askForLines(endpoint, question)) {
    switch (line.schema) {
      case "underlay/progress/1": {
        const { done, of } = line as { readonly done: number; readonly of: number };
        progress?.(done, of);
        break;
      }
      case "underlay/row/1": {
        const { row: found } = line as { readonly row: RowOf<Q> };
        rows.push(found);
        row?.(found);
        break;
      }
      case "underlay/again/1":
        rows = [];
        again?.();
        break;
      case "underlay/end/1": {
        const { rows: _rows, question: _question, ...rest } = line as Readonly<Record<string, unknown>>;
        const schema = `underlay/${question.question}/1`;
        return wholeAnswer(question, rows, { ...rest, schema } as unknown as RestOf<Q>);
      }
      default:
        return line as AnswerOf<Q>; // of one who knows no lines
    }
  }
  throw brokenOff(endpoint);
}

interface Refusal {
  readonly error?: { readonly code?: unknown; readonly candidates?: readonly Candidate[] };
}

/** What the endpoint refuses to answer becomes an AskProblem; that it does not answer stays a Failure, which ends the command. */
export const endpointAsker =
  (endpoint: URL): Asker =>
  async (question) => {
    try {
      return await ask(endpoint, "POST", PATH, question, LONG_PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== "invalid") throw error;
      const { code, candidates } = (error.json as Refusal).error ?? {};
      throw new AskProblem(typeof code === "string" ? code : "invalid", error.message, candidates);
    }
  };

/** The snapshot's cloud is loaded here: nothing has to run. */
export async function snapshotAsker(name: string, folder: string): Promise<Asker> {
  const file = fileOf(name, folder);
  const text = readSnapshot(file, folder);
  const { inProcessAsker } = await import("../server/inProcessAsker.ts");
  const { Problem } = await import("../server/problem.ts");
  const told = (error: unknown): never => {
    if (!(error instanceof Problem)) throw error;
    const next = [`The file:  ${file}`];
    if (error.code === "not-built") next.push(`With a server:  underlay up --detach && underlay snapshot load ${name}`);
    throw new Failure(exitCodes.wrongInput, error.message, next, "invalid");
  };
  const asker = await inProcessAsker(text).catch(told);
  return (question) => asker(question).catch(told);
}
