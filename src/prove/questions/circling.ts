/**
 * Where destinations can go round for ever, by routes alone: the greatest sets of destinations, one at every place, such that
 * each of them is led on to a place whose set has it too. What filters, boundaries and sources allow is not asked, so every
 * real loop lies in these sets, and where they are empty (nearly everywhere) nobody needs to walk.
 */
import type { Fabric } from "../../fabric/fabric.ts";
import { FULL } from "../bdd.ts";
import type { Space } from "../space.ts";
import { type Destinations, fixpoint, NOTHING, ofSegment, ofWorld, Ways } from "./places.ts";

/** The places at which something can circle, each with the destinations that do. */
export function circling(space: Space, fabric: Fabric): ReadonlyMap<string, Destinations> {
  const roots = [...[...fabric.segments.keys()].map(ofSegment), ofWorld("internet")];
  return fixpoint(space, new Ways(space, fabric), roots, { 4: FULL, 6: FULL }, () => NOTHING);
}
