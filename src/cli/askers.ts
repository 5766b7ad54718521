/** Whoever answers a command's questions: a running endpoint, or a snapshot in this process. */
import { type AnswerOf, type Asker, AskProblem, type Question } from "../expect/questions.ts";
import type { Candidate } from "./answers.ts";
import { askLong } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { fileOf, readSnapshot } from "./snapshotFiles.ts";

export const askEndpoint = <Q extends Question>(
  endpoint: URL,
  question: Q,
  tell: (done: number, of: number) => void = () => undefined,
): Promise<AnswerOf<Q>> => askLong<AnswerOf<Q>>(endpoint, "/_underlay/ask", question, tell);

interface Refusal {
  readonly error?: { readonly code?: unknown; readonly candidates?: readonly Candidate[] };
}

/** What the endpoint refuses to answer becomes an AskProblem; that it does not answer stays a Failure, which ends the command. */
export const endpointAsker =
  (endpoint: URL): Asker =>
  async (question) => {
    try {
      return await askEndpoint(endpoint, question);
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
