/** Questions answered from a snapshot in this process, with no endpoint: `underlay test --snapshot` asks so. */
import { wallClock } from "../base/clock.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { parseSnapshot } from "../cloud/journal/snapshot.ts";
import { type AnswerOf, type Asker, AskProblem, type Question } from "../expect/questions.ts";
import { ask } from "./ask/ask.ts";
import { LiveCloud } from "./liveCloud.ts";
import { Problem } from "./problem.ts";
import { services } from "./services.ts";

/** Answers a question about a cloud, or throws a Problem. */
export type AskCloud = <Q extends Question>(cloud: Cloud, question: Q) => AnswerOf<Q> | Promise<AnswerOf<Q>>;

/** Throws a Problem where the text is no snapshot, or where this build cannot answer at all. */
export async function inProcessAsker(snapshot: string, askCloud: AskCloud = ask): Promise<Asker> {
  const parsed = parseSnapshot(snapshot);
  if (!parsed.ok) throw new Problem("invalid-snapshot", `The snapshot cannot be loaded: ${parsed.reason}.`);
  const live = new LiveCloud({ clock: wallClock, seed: parsed.value.seed, settings: {}, services });
  await live.load(parsed.value);
  await live.needAll();
  return async <Q extends Question>(question: Q): Promise<AnswerOf<Q>> => {
    try {
      return await askCloud(live.cloud, question);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      throw new AskProblem(error.code, error.message, error.candidates);
    }
  };
}
