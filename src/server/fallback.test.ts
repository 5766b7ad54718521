import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, describe, expect, test } from "vitest";
import { FallbackProblem, fallbackTo } from "./fallback.ts";
import { clientFor, raw, signedFor, testServer } from "./server.fixture.ts";

interface Recorded {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const others: Server[] = [];
afterAll(() => {
  for (const server of others) {
    server.close();
    server.closeAllConnections();
  }
});

/** Another emulator, which writes down what it is asked. */
async function recorder(
  respond: (incoming: IncomingMessage, outgoing: ServerResponse) => void = (_, outgoing) => outgoing.end("{}"),
): Promise<{ readonly url: string; readonly asked: Recorded[] }> {
  const asked: Recorded[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method, url, rawHeaders } = incoming;
      asked.push({ method, url, rawHeaders, body: Buffer.concat(chunks) });
      respond(incoming, outgoing);
    });
  });
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const post = (url: string, service: string, more: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(url, { method: "POST", ...more, headers: { ...signedFor(service), ...more.headers } });

describe("a service that is not built", () => {
  test("is passed on byte for byte", async () => {
    const other = await recorder();
    const server = await testServer({ fallback: other.url });
    const body = '{"TableName":"t"}';
    const lines = [
      "POST /a%2Fb/?x=%20&y&x=2 HTTP/1.1",
      "hOsT: dynamodb.us-east-1.amazonaws.com",
      "X-Amz-Target: DynamoDB_20120810.CreateTable",
      `Authorization: ${signedFor("dynamodb").authorization}`,
      "X-Two: 1",
      "x-two: 2",
      "Connection: close",
      `Content-Length: ${body.length}`,
    ];
    const answer = await raw(server, `${lines.join("\r\n")}\r\n\r\n${body}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    const [asked] = other.asked;
    expect(asked?.method).toBe("POST");
    expect(asked?.url).toBe("/a%2Fb/?x=%20&y&x=2");
    expect(asked?.body.toString()).toBe(body);
    const sent = lines.slice(1).filter((line) => !line.startsWith("Connection"));
    const got = (asked?.rawHeaders ?? []).flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
    expect(got.filter((line) => !/^connection:/i.test(line))).toEqual(sent);
    expect(server.log.records().at(-1)).toMatchObject({ service: "dynamodb", operation: "CreateTable", status: 200 });
  });

  test("answers as the other side does, error or not", async () => {
    const other = await recorder((_, outgoing) => {
      outgoing.writeHead(418, "Teapot", { "X-Amzn-RequestId": "other", "Content-Type": "application/x-amz-json-1.0" });
      outgoing.write('{"__type":');
      outgoing.end('"Odd"}');
    });
    const server = await testServer({ fallback: other.url });
    const answer = await post(server.url, "dynamodb", { body: "{}" });
    expect([answer.status, answer.statusText]).toEqual([418, "Teapot"]);
    expect(answer.headers.get("x-amzn-requestid")).toBe("other");
    expect(await answer.text()).toBe('{"__type":"Odd"}');
  });

  test("may send more than Underlay takes itself", async () => {
    const other = await recorder();
    const server = await testServer({ fallback: other.url, limits: { body: 1000 } });
    const body = Buffer.alloc(3_000_000, "lambda");
    expect((await post(server.url, "lambda", { body })).status).toBe(200);
    const digest = (bytes: Uint8Array | undefined) =>
      createHash("sha256")
        .update(bytes ?? "")
        .digest("hex");
    expect(digest(other.asked[0]?.body)).toBe(digest(body));
    expect((await post(server.url, "ec2", { body })).status).toBe(413);
  });

  test("is passed on in the chunks that it came in", async () => {
    const other = await recorder();
    const server = await testServer({ fallback: other.url });
    const chunks = "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n";
    await post(server.url, "dynamodb", { body: chunks, headers: { "content-encoding": "aws-chunked" } });
    // Known to be none of ours only by what it asks for: its body has been read by then.
    const path = "/v20180820/bucket/x";
    await post(`${server.url}${path}`, "s3", { body: chunks, headers: { "content-encoding": "aws-chunked" } });
    expect(other.asked.map(({ body }) => body.toString())).toEqual([chunks, chunks]);
    expect(other.asked[1]?.url).toBe(path);
  });

  test("also unsigned, and where Underlay knows the API without building it", async () => {
    const other = await recorder();
    const server = await testServer({ fallback: other.url });
    await fetch(`${server.url}/shared.html`);
    await post(server.url, "acm", { headers: { "x-amz-target": "CertificateManager.ListCertificates" }, body: "{}" });
    expect(other.asked.map(({ url }) => url)).toEqual(["/shared.html", "/"]);
  });

  test("streams while the other side still writes", async () => {
    let finish = (): void => undefined;
    const other = await recorder((_, outgoing) => {
      outgoing.write("first");
      finish = () => outgoing.end("last");
    });
    const server = await testServer({ fallback: other.url });
    const answer = await post(server.url, "logs-tail", { body: "{}" });
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("first");
    finish();
    const last = await reader?.read();
    expect(Buffer.from(last?.value ?? []).toString()).toBe("last");
  });

  test("a page's own origin is told what it may read", async () => {
    const other = await recorder((_, outgoing) => {
      outgoing.setHeader("Access-Control-Allow-Origin", "*");
      outgoing.end("{}");
    });
    const server = await testServer({ fallback: other.url });
    const origin = "http://localhost:3000";
    const answer = await post(server.url, "dynamodb", { body: "{}", headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    const foreign = await post(server.url, "dynamodb", { body: "{}", headers: { origin: "https://example.com" } });
    expect([foreign.status, other.asked.length]).toEqual([403, 1]);
  });
});

describe("what stays", () => {
  test("services that are built, and Underlay's own paths", async () => {
    const other = await recorder();
    const server = await testServer({ fallback: other.url });
    const { Account } = await new STSClient(clientFor(server)).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe("000000000000");
    expect((await fetch(`${server.url}/_underlay/health`)).status).toBe(200);
    const unbuilt = await post(server.url, "ec2", {
      body: "Action=ProvisionByoipCidr&Version=2016-11-15",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([unbuilt.status, other.asked]).toEqual([400, []]);
  });

  test("without a fallback such a service is refused at once", async () => {
    const server = await testServer();
    const answer = await post(server.url, "dynamodb", { body: "{}" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("UnsupportedOperation");
  });
});

describe("a fallback that does not answer", () => {
  /** A port that nobody listens on. */
  const closedPort = async (): Promise<number> => {
    const server = createSocketServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  test("is named, in a way that clients do not try again", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const server = await testServer({ fallback: url });
    const answer = await post(server.url, "dynamodb", {
      body: "{}",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables", "content-type": "application/x-amz-json-1.0" },
    });
    expect(answer.status).toBe(424);
    const error = (await answer.json()) as { __type: string; message: string };
    expect(error.__type).toBe("FallbackUnreachable");
    expect(error.message).toContain(url);
    expect(error.message).toContain("'dynamodb'");
    const large = await post(server.url, "lambda", { body: Buffer.alloc(5_000_000) });
    expect(large.status).toBe(424);
  });

  test("or breaks off: the answer does not look whole", async () => {
    const other = await recorder((_, outgoing) => {
      outgoing.writeHead(200, { "content-length": "100" });
      outgoing.write("half");
      setImmediate(() => outgoing.destroy());
    });
    const server = await testServer({ fallback: other.url });
    await expect(post(server.url, "dynamodb", { body: "{}" }).then((answer) => answer.text())).rejects.toThrow();
    expect((await fetch(`${server.url}/_underlay/health`)).status).toBe(200);
  });

  test("or closes without a word", async () => {
    const other = await recorder((_, outgoing) => void outgoing.destroy());
    const server = await testServer({ fallback: other.url });
    expect((await post(server.url, "dynamodb", { body: "{}" })).status).toBe(424);
  });
});

describe("the URL", () => {
  test.each(["localhost:5000", "ftp://a", "http://a/b", "http://a?x", "nonsense", "http://u:p@a"])(
    "refused: %s",
    (url) => {
      expect(() => fallbackTo(url, "127.0.0.1", 4566)).toThrow(FallbackProblem);
    },
  );

  test("is not the endpoint's own", () => {
    expect(() => fallbackTo("http://localhost:4566", "127.0.0.1", 4566)).toThrow(/itself/);
    expect(() => fallbackTo("http://127.0.0.1:4566", "0.0.0.0", 4566)).toThrow(/itself/);
    fallbackTo("http://localhost:4567", "127.0.0.1", 4566).close();
  });
});
