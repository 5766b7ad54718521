/** Places as ends of the prover's questions, and places as answers name them. */
import { parseAddress } from "../../base/address.ts";
import { hostPrefix } from "../../base/prefix.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Place } from "../../cloud/operation.ts";
import type { PlaceAnswer } from "../../expect/questions.ts";
import type { Terms } from "../../prove/asked.ts";
import type { End } from "../../prove/prover.ts";
import { whereaboutsOf } from "../whereabouts.ts";

/** The world that selectors call `internet`. */
const INTERNET = "internet";

/** A place that was asked for, and under which name. */
export interface Asked {
  readonly selector: string;
  readonly place: Place;
}

/** The Internet as a whole: any of its hosts. */
export const isInternet = ({ place }: Asked): boolean => place.interface === undefined && place.id === INTERNET;

export function sourceEnd(asked: Asked): End {
  return asked.place.interface === undefined ? { world: INTERNET } : { interface: asked.place.interface };
}

/** Of a place in the world: the one host that was named. */
export function sourceTerms(asked: Asked, terms: Terms): Terms {
  if (asked.place.interface !== undefined || isInternet(asked)) return terms;
  return { ...terms, source: asked.place.inner.map((address) => hostPrefix(address)) };
}

export function destinationEnds(asked: Asked): readonly End[] {
  const { place } = asked;
  if (isInternet(asked)) return [{ world: INTERNET }];
  const address = parseAddress(asked.selector);
  if (address !== undefined) return [{ address }]; // as that address alone, whoever has it
  if (place.interface !== undefined) return [{ interface: place.interface }];
  return place.inner.map((one) => ({ address: one }));
}

export const placeAnswer = (cloud: Cloud, { id, kind, name, interface: eni }: Place): PlaceAnswer => ({
  id,
  kind,
  ...(name === undefined ? {} : { name }),
  ...whereaboutsOf(cloud.store, eni),
});

/** The Internet, as an end of rows. */
export const internetPlace: Place = {
  kind: INTERNET,
  id: INTERNET,
  name: undefined,
  interface: undefined,
  inner: [],
  outer: [],
};
