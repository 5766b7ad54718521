/**
 * The least that Node can do: a bare `node:http` server that reads a request and sends bytes it has been given. What a
 * server in Node takes beyond this is its own.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What to send for each path: the headers and body that Underlay answered. */
export type BareAnswers = Readonly<
  Record<string, { readonly headers: Readonly<Record<string, string>>; readonly body: string }>
>;

process.once("message", (answers: BareAnswers) => {
  const server = createServer({ noDelay: true }, (request, response) => {
    request.on("data", () => undefined);
    request.on("end", () => {
      const answer = answers[request.url ?? "/"];
      response.writeHead(answer ? 200 : 404, answer?.headers ?? {});
      response.end(answer?.body, "latin1");
    });
  });
  server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
process.on("disconnect", () => process.exit(0));
