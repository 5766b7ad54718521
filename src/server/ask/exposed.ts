/** What the Internet reaches: rows with the address that it knows a host by, and the walk of one flow there. */
import { type Address, formatAddress } from "../../base/address.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { ExposedQuestion, ExposedRow } from "../../expect/questions.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import type { Terms } from "../../prove/asked.ts";
import type { Witness } from "../../prove/pick.ts";
import type { Proof, Prover } from "../../prove/prover.ts";
import { within } from "../../prove/steps.ts";
import { EVERYWHERE, withinOf } from "../places.ts";
import { crowdsOf, hostPlace, internet } from "./crowds.ts";
import { type Asked, placeAnswer } from "./ends.ts";
import { isSame, named, reaching } from "./rows.ts";
import type { Steps } from "./steps.ts";
import { anyTerms, termsOf } from "./terms.ts";
import { walkAnswer } from "./walks.ts";

/** Everything that any host of the Internet reaches; of all protocols where none is named. */
export function* exposed(
  cloud: Cloud,
  prover: Prover,
  question: ExposedQuestion,
): Steps<RestOf<ExposedQuestion>, ExposedRow> {
  const terms = anyTerms(question);
  const exceptFor = exceptions(cloud, question);
  const crowds = crowdsOf(cloud, question);
  for (const [done, { members }] of crowds.entries()) {
    const progress = { done, of: crowds.length };
    yield progress;
    const first = members[0] === undefined ? undefined : hostPlace(cloud, members[0]);
    const ofAll = first && (yield* within(progress, reaching(prover, internet, first, terms)));
    if (!first || !ofAll) continue;
    for (const id of members) {
      yield progress;
      const destination = hostPlace(cloud, id);
      if (!destination) continue;
      const except = exceptFor(destination);
      const alike =
        except.length === 0 ? rowOf(cloud, destination, ofAll, likewise(cloud.fabric, ofAll, first, id)) : undefined;
      if (alike?.walk.works) {
        yield { row: alike };
        continue;
      }
      const own = yield* within(progress, reaching(prover, internet, destination, terms, except));
      const row = own && rowOf(cloud, destination, own, own.witness);
      if (row) yield { row };
    }
  }
  return { schema: "underlay/exposed/1" };
}

function rowOf(
  cloud: Cloud,
  destination: Asked,
  { services, origin }: Proof,
  witness: Witness | undefined,
): ExposedRow | undefined {
  if (!witness) return undefined;
  return {
    from: placeAnswer(cloud, internet.place),
    to: placeAnswer(cloud, destination.place),
    ports: services,
    address: formatAddress(witness.flow.dst),
    walk: walkAnswer(cloud, internet, destination, origin, witness),
  };
}

/** The witness that leads to one host, led to another that is like it: to what the Internet knows that one by. */
function likewise(fabric: Fabric, { witness }: Proof, { place }: Asked, other: string): Witness | undefined {
  if (!witness || place.interface === undefined) return undefined;
  if (place.interface === other) return witness;
  const at = outerAddresses(fabric, place.interface).indexOf(witness.flow.dst);
  const dst = outerAddresses(fabric, other)[at];
  return dst === undefined ? undefined : { ...witness, flow: { ...witness.flow, dst } };
}

/** What the Internet knows each of an interface's addresses by, in their order. */
function outerAddresses(fabric: Fabric, id: string): readonly (Address | undefined)[] {
  const { domain = "", addresses = [] } = fabric.interfaces.get(id) ?? {};
  return addresses.map((one) => (typeof one === "bigint" ? one : fabric.outward.get(domain)?.get(one)));
}

/** The flows to a host that are known. */
function exceptions(cloud: Cloud, question: ExposedQuestion): (destination: Asked) => readonly Terms[] {
  const known = (question.except ?? []).flatMap(({ destination, flows = [{ proto: "any" }] }) =>
    named(cloud, destination, [withinOf(question), EVERYWHERE]).map(({ place }) => ({
      place,
      except: flows.map(termsOf),
    })),
  );
  return ({ place }) => known.flatMap((one) => (isSame(one.place, place) ? one.except : []));
}
