/** Paint for text; picocolors makes it, with colours or without. */
import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** For what goes into files and messages. */
export const plain: Colors = picocolors.createColors(false);
