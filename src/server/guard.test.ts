import { describe, expect, test } from "vitest";
import { AwsError } from "../cloud/error.ts";
import { guardOf, hostName, preflight } from "./guard.ts";

const admits = (headers: Record<string, string>, allowHosts: readonly string[] = []): boolean => {
  try {
    guardOf(allowHosts).admit(headers);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) return false;
    throw error;
  }
};

describe("the Host", () => {
  test.each([
    "127.0.0.1:4566",
    "127.0.0.1",
    "127.0.0.2:4566",
    "localhost:4566",
    "LOCALHOST",
    "[::1]:4566",
    "[::1]",
    "ec2.localhost:4566",
    "123456789012.s3-control.localhost:4566",
    "my-bucket.s3.localhost",
    "ec2.us-east-1.amazonaws.com",
    "123456789012.s3-control.us-east-1.amazonaws.com:443",
    "123456789012.127.0.0.1:4566",
  ])("%s is served", (host) => expect(admits({ host })).toBe(true));

  test.each([
    "evil.example",
    "evil.example:4566",
    "localhost.evil.example",
    "amazonaws.com.evil.example",
    "evilamazonaws.com",
    "notlocalhost",
    "10.0.0.1:4566",
    "127.0.0.1.evil.example",
    "127.1.evil.example",
    "127.0.0.256",
    "127.0.0.1@evil.example",
    "[::2]:4566",
    "[::1].evil.example",
    "0.0.0.0:4566",
    "",
  ])("'%s' is not", (host) => expect(admits({ host })).toBe(false));

  test("what is allowed is served, and what stands before it", () => {
    expect(admits({ host: "build-server:4566" }, ["build-server"])).toBe(true);
    expect(admits({ host: "123456789012.build-server" }, ["build-server"])).toBe(true);
    expect(admits({ host: "a.lan" }, ["*.lan"])).toBe(true);
    expect(admits({ host: "my-build-server" }, ["build-server"])).toBe(false);
  });

  test("one judged well does not let the next one in", () => {
    const guard = guardOf([]);
    guard.admit({ host: "localhost" });
    expect(() => guard.admit({ host: "evil.example" })).toThrow(AwsError);
    expect(() => guard.admit({ host: "evil.example" })).toThrow(AwsError);
  });

  test("names are read without their port", () => {
    expect(hostName("A.b:80")).toBe("a.b");
    expect(hostName("[::1]:80")).toBe("::1");
    expect(hostName("localhost.")).toBe("localhost");
  });
});

describe("the Origin", () => {
  const from = (origin: string, allowHosts: readonly string[] = []): boolean =>
    admits({ host: "127.0.0.1:4566", origin }, allowHosts);

  test.each(["http://localhost:3000", "http://127.0.0.1:4566", "https://[::1]:8443", "http://map.localhost"])(
    "%s may ask",
    (origin) => expect(from(origin)).toBe(true),
  );

  test.each([
    "https://evil.example",
    "http://localhost.evil.example",
    "https://bucket.s3.amazonaws.com", // anybody's page
    "null", // a sandboxed frame, a file
    "file://",
    "chrome-extension://abcdef",
    "http://evil@localhost",
    "",
  ])("'%s' may not", (origin) => expect(from(origin)).toBe(false));

  test("an allowed host is an allowed origin", () => {
    expect(from("http://build-server:4566", ["build-server"])).toBe(true);
  });

  test("a foreign page's image is told by where it was fetched from", () => {
    expect(admits({ host: "localhost", "sec-fetch-site": "cross-site" })).toBe(false);
    expect(admits({ host: "localhost", "sec-fetch-site": "none" })).toBe(true);
    expect(admits({ host: "localhost", "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:3000" })).toBe(true);
  });

  test("a preflight allows what it is asked for", () => {
    const { status, headers } = preflight({ "access-control-request-headers": "authorization,x-amz-date" });
    expect(status).toBe(204);
    expect(headers).toMatchObject({ "access-control-allow-headers": "authorization,x-amz-date" });
    expect(headers).not.toHaveProperty("access-control-allow-private-network");
  });
});
