/** Questions answered from a snapshot in this process, with no endpoint: `underlay test --snapshot` asks so. */
import { wallClock } from "../base/clock.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { parseSnapshot } from "../cloud/journal/snapshot.ts";
import { type AnswerOf, type Asker, AskProblem, type Question, type WhatChangedAnswer } from "../expect/questions.ts";
import { ask } from "./ask/ask.ts";
import { LiveCloud } from "./liveCloud.ts";
import { Problem } from "./problem.ts";
import { services } from "./services.ts";

/** Answers a question about a cloud, or throws a Problem. */
export type AskCloud = <Q extends Question>(cloud: Cloud, question: Q) => AnswerOf<Q> | Promise<AnswerOf<Q>>;

/** The cloud of a snapshot. Throws a Problem where the text is none. */
async function cloudOf(snapshot: string): Promise<Cloud> {
  const parsed = parseSnapshot(snapshot);
  if (!parsed.ok) throw new Problem("invalid-snapshot", `The snapshot cannot be loaded: ${parsed.reason}.`);
  const live = new LiveCloud({ clock: wallClock, seed: parsed.value.seed, settings: {}, services });
  await live.load(parsed.value);
  await live.needAll();
  return live.cloud;
}

/** What one snapshot lets through and another does not. */
export async function whatChangedBetween(before: string, after: string): Promise<WhatChangedAnswer> {
  const { whatChanged } = await import("./ask/whatChanged.ts");
  return whatChanged(await cloudOf(before), await cloudOf(after));
}

/** Throws a Problem where the text is no snapshot. */
export async function inProcessAsker(snapshot: string, askCloud: AskCloud = ask): Promise<Asker> {
  const cloud = await cloudOf(snapshot);
  return async <Q extends Question>(question: Q): Promise<AnswerOf<Q>> => {
    try {
      return await askCloud(cloud, question);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      throw new AskProblem(error.code, error.message, error.candidates);
    }
  };
}
