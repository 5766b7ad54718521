/**
 * `POST /_underlay/ask`: the answer as JSON, or (asked for `application/x-ndjson`) as lines: `{schema, done, of}` while it
 * is being found, then the answer or the problem.
 */
import type { LiveCloud } from "../liveCloud.ts";
import { told } from "../problem.ts";
import { ask } from "./ask.ts";
import { readQuestion } from "./read.ts";

const LINES = "application/x-ndjson";

export async function answerQuestion(live: LiveCloud, body: string, accept: string | undefined): Promise<Response> {
  const question = readQuestion(body);
  await live.needAll();
  if (!accept?.includes(LINES)) return Response.json(await ask(live.cloud, question));
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const line = (json: object): undefined =>
        controller.enqueue(encoder.encode(`${JSON.stringify(json)}\n`)) as undefined;
      try {
        line(await ask(live.cloud, question, (progress) => line({ schema: "underlay/progress/1", ...progress })));
      } catch (error) {
        line(told(error).json);
      }
      controller.close();
    },
  });
  return new Response(stream, { headers: { "content-type": LINES } });
}
