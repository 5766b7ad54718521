/** A witness of the prover, walked by the concrete engine: the walk that an answer shows, and its hops as causes. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { CauseAnswer } from "../../expect/questions.ts";
import type { TraceAnswer } from "../../expect/trace.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import type { ConnectionTrace } from "../../fabric/vocabulary.ts";
import { SessionTable } from "../../forward/sessions.ts";
import { trace } from "../../forward/walk.ts";
import { Choices } from "../../forward/walker.ts";
import type { Witness } from "../../prove/pick.ts";
import type { Stop } from "../../prove/prover.ts";
import type { Origin } from "../../prove/walk.ts";
import { printHop, printTrace } from "../printing.ts";
import type { Asked } from "./ends.ts";

export const walkOf = (fabric: Fabric, origin: Origin, { flow, choices }: Witness): ConnectionTrace =>
  trace(fabric, new SessionTable(), origin, flow, { evidence: true, choices: new Choices(choices) });

export function walkAnswer(
  cloud: Cloud,
  source: Asked,
  destination: Asked,
  origin: Origin,
  witness: Witness,
): TraceAnswer {
  const { flow } = witness;
  return printTrace(
    cloud,
    { ...source, address: flow.src },
    { ...destination, address: flow.dst },
    walkOf(cloud.fabric, origin, witness),
  );
}

/** What stops a connection, in the words of the hop that did; in the network as it is, or as it would be. */
export function causeAnswer(
  cloud: Cloud,
  origin: Origin,
  { way, disposition, witness }: Stop,
  fabric: Fabric = cloud.fabric,
): CauseAnswer | undefined {
  const walked = walkOf(fabric, origin, witness);
  const hop = (way === "out" ? walked.forward : walked.return)?.hops.at(-1);
  if (!hop) return undefined;
  const { stage, resource, name, rule, why } = printHop(cloud, hop);
  return {
    way,
    disposition,
    stage,
    resource,
    ...(name === undefined ? {} : { name }),
    ...(rule === undefined ? {} : { rule }),
    why,
  };
}

/** Of what stops a connection: that before which most hops lie. */
export function farthest<S extends Stop>(fabric: Fabric, origin: Origin, stops: readonly S[]): S | undefined {
  let [best] = stops;
  let most = -1;
  for (const stop of stops) {
    const { forward, return: back } = walkOf(fabric, origin, stop.witness);
    const hops = forward.hops.length + (back?.hops.length ?? 0);
    if (hops > most) [best, most] = [stop, hops];
  }
  return best;
}
