/** Hosts that nothing tells apart: what is proved of one holds for all. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { Within } from "../../expect/questions.ts";
import { classesOf } from "../../prove/classes.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { type Asked, internetPlace } from "./ends.ts";

export interface Crowd {
  readonly members: readonly string[];
}

/** Everyone who has a host. */
export function crowdsOf(cloud: Cloud, { account, region }: Within): readonly Crowd[] {
  const isMeant = (id: string): boolean => {
    if (account === undefined && region === undefined) return true;
    const where = whereaboutsOf(cloud.store, id);
    return (account ?? where?.account) === where?.account && (region ?? where?.region) === where?.region;
  };
  return classesOf(cloud.fabric).map(({ members }) => ({ members: members.filter(isMeant) }));
}

export function hostPlace(cloud: Cloud, id: string): Asked | undefined {
  const [place] = cloud.locate(id, whereaboutsOf(cloud.store, id) ?? {});
  return place ? { selector: id, place } : undefined;
}

export const internet: Asked = { selector: "internet", place: internetPlace };
