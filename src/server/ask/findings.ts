/** Findings of the prover, in the names of the resources that they are about. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { FindingsAnswer, NetworkQuestion, Finding as Told } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import { blackholes } from "../../prove/questions/blackholes.ts";
import type { Finding } from "../../prove/questions/finding.ts";
import { loops } from "../../prove/questions/loops.ts";
import { overlaps } from "../../prove/questions/overlaps.ts";
import { shadowedRules } from "../../prove/questions/shadowedRules.ts";
import { unusedRules } from "../../prove/questions/unusedRules.ts";
import { nameOf } from "../printing.ts";
import { whereaboutsOf } from "../whereabouts.ts";

const QUESTIONS = {
  loops: ({ space, fabric }) => loops(space, fabric),
  blackholes: ({ space, fabric }) => blackholes(space, fabric),
  "shadowed-rules": ({ space, fabric }) => shadowedRules(space, fabric),
  "unused-rules": ({ space, fabric }) => unusedRules(space, fabric),
  overlaps: ({ fabric }) => overlaps(fabric),
} satisfies Readonly<Record<NetworkQuestion["question"], (prover: Prover) => readonly Finding[]>>;

export function findings(cloud: Cloud, prover: Prover, question: NetworkQuestion): FindingsAnswer {
  const found = QUESTIONS[question.question](prover);
  const told = found.filter((finding) => !isGiven(cloud, finding)).map((finding) => toldOf(cloud, finding));
  const { account, region } = question;
  const within = told.filter(
    (one) => (account ?? one.account) === one.account && (region ?? one.region) === one.region,
  );
  return { schema: `underlay/${question.question}/1`, findings: within };
}

const isGiven = ({ wordings, store }: Cloud, { resource, rule }: Finding): boolean =>
  rule === undefined && wordings.some((wording) => wording.isGiven?.(store, resource));

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
