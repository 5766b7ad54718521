/** Clients that send too much, too little, too slowly or nonsense: they are told, memory stays bounded, others are served. */
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { action, EC2, firstOf, open, raw, received, STS, signedFor, testServer } from "./server.fixture.ts";

const FORM = "Content-Type: application/x-www-form-urlencoded";
const CALL = `Action=GetCallerIdentity&Version=${STS}`;
const MIB = 1024 * 1024;

const server = await testServer();
const isServed = async (): Promise<boolean> =>
  (await action(server, { Action: "GetCallerIdentity", Version: STS })).status === 200;

const head = (line: string, ...headers: string[]): string =>
  `${[line, `Host: 127.0.0.1:${server.port}`, ...headers].join("\r\n")}\r\n\r\n`;
const post = (...headers: string[]): string => head("POST / HTTP/1.1", FORM, ...headers);

/** Sends this many bytes, or as many as the connection takes. */
async function pour(socket: Socket, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(256 * 1024, "a");
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  for (let sent = 0; sent < bytes && socket.writable; sent += chunk.length)
    if (!socket.write(chunk)) await Promise.race([closed, new Promise((resolve) => socket.once("drain", resolve))]);
}

describe("a body that is too large", () => {
  test.each([
    [
      "announced, in EC2's words",
      [`Content-Length: ${100 * MIB}`],
      "ec2",
      "<Response><Errors><Error><Code>RequestEntityTooLarge</Code>",
    ],
    ["announced, in the query protocol's", [`Content-Length: ${100 * MIB}`], "sts", "<ErrorResponse"],
    ["in chunks", ["Transfer-Encoding: chunked"], "ec2", "<Code>RequestEntityTooLarge</Code>"],
  ])("%s, is refused without being kept", async (_, headers, service, expected) => {
    const socket = await open(server);
    const answer = received(socket);
    const before = process.memoryUsage();
    let most = 0;
    socket.on("drain", () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
    });
    const authorization = `Authorization: ${signedFor(service).authorization}`;
    socket.write(post(authorization, ...headers));
    if (headers[0]?.startsWith("Transfer")) socket.write(`${(100 * MIB).toString(16)}\r\n`);
    await pour(socket, 100 * MIB);
    socket.end();
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain(expected);
    expect(text).toMatch(/connection: close/i);
    expect(most).toBeLessThan(64 * MIB);
    expect(await isServed()).toBe(true);
  });

  test("is not even asked for, where the client waits to be", async () => {
    const text = await raw(server, post(`Content-Length: ${100 * MIB}`, "Expect: 100-continue"));
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).not.toContain("100 Continue");
  });

  test("together with the others, is told to come again", async () => {
    const small = await testServer({ limits: { bodies: 1000, body: 800 } });
    const sockets = [await open(small), await open(small)];
    const answers = sockets.map(firstOf);
    for (const socket of sockets) socket.write(post("Content-Length: 700") + "a".repeat(600));
    // Whichever arrives last finds no room.
    expect(await Promise.race(answers)).toMatch(/^HTTP\/1\.1 503 (.|\s)*<Code>RequestLimitExceeded</);
    const closed = sockets.map(received);
    for (const socket of sockets) socket.end("a".repeat(100));
    await Promise.all(closed);
    expect((await fetch(small.url, { method: "POST", body: "a".repeat(700) })).status).toBe(404); // room again
  });
});

describe("a body that is not whole", () => {
  test("is told so, where the client still listens", async () => {
    const socket = await open(server);
    const answer = received(socket);
    socket.end(`${post("Content-Length: 100")}${CALL}`);
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain("<Code>IncompleteBody</Code>");
    expect(await isServed()).toBe(true);
  });

  test("in chunks that are none", async () => {
    const text = await raw(server, `${post("Transfer-Encoding: chunked")}zz\r\n${CALL}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(await isServed()).toBe(true);
  });

  test("nor will be, as the client is gone", async () => {
    const socket = await open(server);
    socket.write(`${post("Content-Length: 100")}${CALL}`);
    socket.resetAndDestroy();
    expect(await isServed()).toBe(true);
  });
});

describe("what a client may do", () => {
  test("wait for 100 Continue", async () => {
    const socket = await open(server);
    const answer = received(socket);
    socket.write(post(`Content-Length: ${CALL.length}`, "Expect: 100-continue", "Connection: close"));
    socket.once("data", () => socket.write(CALL));
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(text).toContain("<GetCallerIdentityResult>");
  });

  test("send chunks, several requests on one connection, and a proxy's form", async () => {
    const chunked = `${post("Transfer-Encoding: chunked")}a\r\n${CALL.slice(0, 10)}\r\n${(CALL.length - 10).toString(16)}\r\n${CALL.slice(10)}\r\n0\r\n\r\n`;
    const proxied = head(`GET http://sts.amazonaws.com/?${CALL} HTTP/1.1`, "Connection: close");
    const text = await raw(server, chunked + chunked + proxied);
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(text.match(/<GetCallerIdentityResult>/g)).toHaveLength(3);
  });
});

describe("bytes that are no request", () => {
  test.each([
    ["noise", "\u0001\u0002\u0003\r\n\r\n", "400"],
    ["a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400"],
    ["two lengths", `${post("Content-Length: 1", "Content-Length: 2")}a`, "400"],
    ["a length and chunks", `${post("Content-Length: 1", "Transfer-Encoding: chunked")}a`, "400"],
    ["headers without end", head("GET / HTTP/1.1", `X-Long: ${"a".repeat(70_000)}`), "431"],
  ])("%s: refused, and cost no one else anything", async (_, bytes, status) => {
    expect(await raw(server, Buffer.from(bytes, "latin1"))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await isServed()).toBe(true);
  });

  test.each([
    ["no Host", `GET /?${CALL} HTTP/1.1\r\n\r\n`, "400", "BadRequest"],
    ["two Hosts", head("GET / HTTP/1.1", "Host: evil.example"), "400", "BadRequest"],
    [
      "a Host behind more headers than are kept",
      `GET / HTTP/1.1\r\n${"X: y\r\n".repeat(3000)}Host: a\r\n\r\n`,
      "400",
      "BadRequest",
    ],
    ["a tunnel", head("CONNECT example.com:443 HTTP/1.1"), "405", "MethodNotAllowed"],
    ["a method of no API", head(`PROPFIND /?${CALL} HTTP/1.1`), "405", "MethodNotAllowed"],
    ["TRACE", head(`TRACE /?${CALL} HTTP/1.1`), "405", "MethodNotAllowed"],
    ["an unknown expectation", head("GET / HTTP/1.1", "Expect: bananas"), "417", "ExpectationFailed"],
  ])("%s: a request that is refused in AWS's form", async (_, bytes, status, code) => {
    const socket = await open(server);
    const answer = firstOf(socket);
    socket.write(bytes);
    const text = await answer;
    socket.destroy();
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toContain(`<Code>${code}</Code>`);
    expect(await isServed()).toBe(true);
  });

  test("HTTP/1.0 needs no Host", async () => {
    expect(await raw(server, `GET /?${CALL} HTTP/1.0\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 200 (.|\s)*<GetCallerIdentityResult>/,
    );
  });

  test("a long query is no noise", async () => {
    const filters = Array.from({ length: 900 }, (_, i) => `Filter.1.Value.${i + 1}=vpc-00000000000000000`).join("&");
    const answer = await fetch(`${server.url}/?Action=DescribeVpcs&Version=${EC2}&Filter.1.Name=vpc-id&${filters}`);
    expect(answer.status).toBe(200);
  });
});

test("a thousand slow connections are let go in time, hold little, and others are served meanwhile", async () => {
  const slow = await testServer({ limits: { headersTimeout: 1200, requestTimeout: 1200 } });
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const beginnings = ["", "POST / HTTP/1.1\r\nHost: localhost\r\nX-", `${post("Content-Length: 1000")}Action=`];
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => open(slow)));
  const ends = sockets.map(received);
  for (const [i, socket] of sockets.entries()) socket.write(beginnings[i % 3] ?? "");

  const answer = await action(slow, { Action: "GetCallerIdentity", Version: STS });
  expect(answer.status).toBe(200);
  const now = process.memoryUsage();
  expect(now.heapUsed + now.arrayBuffers - heapUsed - arrayBuffers).toBeLessThan(100 * MIB);

  const texts = await Promise.all(ends);
  expect(texts.filter((text) => text.startsWith("HTTP/1.1 408 "))).toHaveLength(1000);
  expect(texts[2]).toContain("<Code>RequestTimeout</Code>");
});
