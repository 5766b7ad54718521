import { DataProblem } from "./dataProblem.ts";
import { Journal } from "./journal.ts";

/** Opens a data folder for a server of this seed, or of the data's own where none is given. */
export async function openJournal(folder: string, seed: number | undefined, since: Date): Promise<Journal> {
  const journal = await Journal.open(folder, since);
  const { saved } = journal;
  if (!saved || seed === undefined || seed === saved.seed) return journal;
  await journal.close();
  throw new DataProblem(
    `${journal.folder} goes on with the seed ${saved.seed} that it began with, not ${seed}.`,
    "Leave --seed out, or choose another folder with --data.",
  );
}
