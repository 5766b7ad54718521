/** A server on a free port for one test file, and clients that say exactly the bytes they are told to. */
import { connect, type Socket } from "node:net";
import { afterAll } from "vitest";
import { createServer, type RunningServer, type ServerOptions } from "./start.ts";

const running: RunningServer[] = [];

/** It ends with the file's tests. */
export async function testServer(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await createServer({ port: 0, ...options });
  running.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** What an SDK's client is made with to talk to the server. */
export const clientFor = (server: RunningServer, accessKeyId = "test", region = "us-east-1") => ({
  endpoint: server.url,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: "test" },
});

/** The header of a request signed, for those who do not look, by an account for a service. */
export const signedFor = (service: string, account = "test", region = "us-east-1") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** A query API's action, unsigned unless headers say so. */
export const action = (
  server: RunningServer,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> => fetch(server.url, { method: "POST", body: new URLSearchParams(form), headers });

export const EC2 = "2016-11-15";
export const STS = "2011-06-15";

/** A connection to the server. */
export const open = (server: RunningServer): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true }, () =>
      resolve(socket),
    );
    socket.once("error", reject);
  });

/** All that comes until the server ends the connection. */
export const received = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.once("close", () => resolve(text));
    socket.once("end", () => socket.end());
    socket.on("error", () => undefined); // a reset is an end too
  });

/** The first bytes that come. */
export const firstOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once("data", (chunk: Buffer) => resolve(chunk.toString("latin1"))));

/** Sends these bytes and answers all that comes until the server ends the connection. */
export async function raw(server: RunningServer, bytes: string | Uint8Array): Promise<string> {
  const socket = await open(server);
  const answer = received(socket);
  socket.write(bytes);
  return answer;
}
