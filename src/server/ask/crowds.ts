/** Hosts that nothing tells apart: what is proved of one holds for all. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { Within } from "../../expect/questions.ts";
import { classesOf } from "../../prove/classes.ts";
import { isWithin, whereaboutsOf } from "../whereabouts.ts";
import { type Asked, internetPlace } from "./ends.ts";

export interface Crowd {
  readonly members: readonly string[];
}

/** Everyone who has a host. */
export function crowdsOf(cloud: Cloud, within: Within): readonly Crowd[] {
  const isLimited = within.account !== undefined || within.region !== undefined;
  const isMeant = (id: string): boolean => !isLimited || isWithin(whereaboutsOf(cloud.store, id), within);
  return classesOf(cloud.fabric).map(({ members }) => ({ members: members.filter(isMeant) }));
}

export function hostPlace(cloud: Cloud, id: string): Asked | undefined {
  const [place] = cloud.locate(id, whereaboutsOf(cloud.store, id) ?? {});
  return place ? { selector: id, place } : undefined;
}

export const internet: Asked = { selector: "internet", place: internetPlace };
