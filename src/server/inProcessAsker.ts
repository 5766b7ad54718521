/** Questions answered from a snapshot in this process, with no endpoint: `underlay test --snapshot` asks so. */
import { wallClock } from "../base/clock.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { type AnswerOf, type Asker, AskProblem, type Question, type WhatChangedAnswer } from "../expect/questions.ts";
import { ask } from "./ask/ask.ts";
import { LiveCloud } from "./liveCloud.ts";
import { Problem } from "./problem.ts";
import { cloudOfSnapshot } from "./savedClouds.ts";
import { services } from "./services.ts";

/** Answers a question about a cloud, or throws a Problem. */
export type AskCloud = <Q extends Question>(cloud: Cloud, question: Q) => AnswerOf<Q> | Promise<AnswerOf<Q>>;

/** The cloud of a snapshot. Throws a Problem where the text is none. */
const cloudOf = (snapshot: string): Promise<Cloud> =>
  cloudOfSnapshot(new LiveCloud({ clock: wallClock, seed: 1, settings: {}, services }), snapshot);

/** What one snapshot lets through and another does not. */
export async function whatChangedBetween(before: string, after: string): Promise<WhatChangedAnswer> {
  const [one, other] = [await cloudOf(before), await cloudOf(after)];
  return ask(other, { question: "what-changed", before: "before" }, undefined, { saved: async () => one });
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
