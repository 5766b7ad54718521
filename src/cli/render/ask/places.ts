/** Places as the answers to questions show them. */
import type { PlaceAnswer } from "../../../expect/questions.ts";
import type { Cell } from "../../../expect/text/table.ts";
import type { WalkView } from "../../../expect/text/walk.ts";
import { worded } from "../../../expect/text/words.ts";

export interface AnswerView extends WalkView {
  /** What stands at the end of a command to type next: ` --endpoint URL`, or nothing. */
  readonly tail: string;
  /** Where the AWS CLI finds the server. */
  readonly endpoint: string;
}

export const nameOf = ({ name, id }: PlaceAnswer): string => name ?? id;

/** What it is, its name, its id: the id stands once where it is the name. */
export const placeCells = (place: PlaceAnswer, { colors }: WalkView): Cell[] => [
  { text: place.kind === place.id ? "" : worded(place.kind) },
  { text: nameOf(place), paint: colors.bold },
  { text: place.name === undefined ? "" : place.id, paint: colors.dim },
];

/** Where places of several accounts or regions stand together, each says whose it is. */
export function whereCells(places: readonly PlaceAnswer[]): (place: PlaceAnswer) => Cell[] {
  const several = (of: "account" | "region") => new Set(places.flatMap((place) => place[of] ?? [])).size > 1;
  const [accounts, regions] = [several("account"), several("region")];
  return ({ account = "", region = "" }) => [{ text: regions ? region : "" }, { text: accounts ? account : "" }];
}
