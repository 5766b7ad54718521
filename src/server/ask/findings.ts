/** Findings of the prover, in the names of the resources that they are about. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { NetworkQuestion, Finding as Told } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import { blackholes } from "../../prove/questions/blackholes.ts";
import type { Finding, Search } from "../../prove/questions/finding.ts";
import { loops } from "../../prove/questions/loops.ts";
import { overlaps } from "../../prove/questions/overlaps.ts";
import { shadowedRules } from "../../prove/questions/shadowedRules.ts";
import { unusedRules } from "../../prove/questions/unusedRules.ts";
import { nameOf } from "../printing.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import type { Steps } from "./steps.ts";

const QUESTIONS = {
  loops: ({ space, fabric }) => loops(space, fabric),
  blackholes: ({ space, fabric }) => blackholes(space, fabric),
  "shadowed-rules": ({ space, fabric }) => shadowedRules(space, fabric),
  "unused-rules": ({ space, fabric }) => unusedRules(space, fabric),
  overlaps: ({ fabric }) => overlaps(fabric),
} satisfies Readonly<Record<NetworkQuestion["question"], (prover: Prover) => Search>>;

export function* findings(
  cloud: Cloud,
  prover: Prover,
  question: NetworkQuestion,
): Steps<RestOf<NetworkQuestion>, Told> {
  for (const step of QUESTIONS[question.question](prover)) {
    if ("done" in step) yield step;
    else if (isMeant(cloud, question, step)) {
      const row = toldOf(cloud, step);
      if (isWithin(row, question)) yield { row };
    }
  }
  return { schema: `underlay/${question.question}/1` };
}

const isWithin = (row: Told, { account, region }: NetworkQuestion): boolean =>
  (account ?? row.account) === row.account && (region ?? row.region) === row.region;

/** That nothing uses what nobody made is nobody's mistake. */
const isMeant = (cloud: Cloud, { question }: NetworkQuestion, finding: Finding): boolean =>
  (question !== "unused-rules" && finding.rule !== undefined) || !isGiven(cloud, finding);

const isGiven = ({ wordings, store }: Cloud, { resource, rule }: Finding): boolean =>
  wordings.some((wording) => wording.isGiven?.(store, resource, rule));

function toldOf(cloud: Cloud, { resource, rule, why, others }: Finding): Told {
  const name = nameOf(cloud, resource);
  return {
    resource,
    ...(name === undefined ? {} : { name }),
    ...whereaboutsOf(cloud.store, resource),
    ...(rule === undefined ? {} : { rule }),
    why,
    ...(others && others.length > 0 ? { others } : {}),
  };
}
