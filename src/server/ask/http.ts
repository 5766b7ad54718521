/**
 * `POST /_underlay/ask`: the answer as JSON, or (asked for `application/x-ndjson`) as lines: `{schema, done, of}` while it
 * is being found, then the answer or the problem.
 */
import type { LiveCloud } from "../liveCloud.ts";
import { told } from "../problem.ts";
import { ask } from "./ask.ts";
import { readQuestion } from "./read.ts";
import type { Progress } from "./steps.ts";

const LINES = "application/x-ndjson";

/** `isWanted` tells whether whoever asked still waits. */
export async function answerQuestion(
  live: LiveCloud,
  body: string,
  accept: string | undefined,
  isWanted: () => boolean,
): Promise<Response> {
  const question = readQuestion(body);
  await live.needAll();
  if (!accept?.includes(LINES)) return Response.json(await ask(live.cloud, question, undefined, isWanted));
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const line = (json: object): unknown =>
        isWanted() && controller.enqueue(encoder.encode(`${JSON.stringify(json)}\n`));
      const tell = (progress: Progress): unknown => line({ schema: "underlay/progress/1", ...progress });
      try {
        line(await ask(live.cloud, question, tell, isWanted));
      } catch (error) {
        line(told(error).json);
      }
      if (isWanted()) controller.close();
    },
  });
  return new Response(stream, { headers: { "content-type": LINES } });
}
