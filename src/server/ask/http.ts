/**
 * `POST /_underlay/ask`: the answer as JSON, or (asked for `application/x-ndjson`) as lines: a row a line as it is found, how far
 * it is between them, and a last line with the rest of the answer, or the problem.
 */
import type { AgainLine, EndLine, RowLine } from "../../expect/lines.ts";
import type { LiveCloud } from "../liveCloud.ts";
import { told } from "../problem.ts";
import { ask, askInRows, type Means } from "./ask.ts";
import { Lines } from "./lines.ts";
import { readQuestion } from "./read.ts";

const LINES = "application/x-ndjson";

/** `isWanted` tells whether whoever asked still waits. */
export async function answerQuestion(
  live: LiveCloud,
  body: string,
  accept: string | undefined,
  isWanted: () => boolean,
  saved: NonNullable<Means["saved"]>,
): Promise<Response> {
  const question = readQuestion(body);
  await live.needAll();
  if (!accept?.includes(LINES)) return Response.json(await ask(live.cloud, question, isWanted, { saved }));
  const lines = new Lines(isWanted);
  const answered = async (): Promise<object> => {
    let rows = 0;
    const rest = await askInRows(
      live.cloud,
      question,
      {
        isWanted: () => lines.areWanted,
        progress: (progress) => lines.write({ schema: "underlay/progress/1", ...progress }),
        row: (row) => {
          rows++;
          return lines.write({ schema: "underlay/row/1", question: question.question, row } satisfies RowLine);
        },
        again: () => {
          if (rows > 0) lines.write({ schema: "underlay/again/1" } satisfies AgainLine);
          rows = 0;
        },
      },
      { saved, everyRow: true },
    );
    return { ...rest, schema: "underlay/end/1", question: question.question, rows } satisfies EndLine;
  };
  answered()
    .catch((error: unknown) => told(error).json)
    .then((last) => lines.end(last));
  return new Response(lines.stream, { headers: { "content-type": LINES } });
}
