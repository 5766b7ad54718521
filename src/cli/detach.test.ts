import { expect, test } from "vitest";
import { upArguments } from "./detach.ts";
import { notListening } from "./up.ts";

test("the background process gets every option that was given, and no other", () => {
  const all = {
    port: 5000,
    host: "::1",
    seed: 7,
    allowHost: ["a", "b"],
    verifySignatures: true,
    strictImages: true,
    quotas: true,
    fallback: "http://a:1",
  };
  expect(upArguments({ ...all, detach: true, json: true }).join(" ")).toBe(
    "up --port 5000 --host ::1 --seed 7 --allow-host a b --verify-signatures --strict-images --quotas --fallback http://a:1",
  );
  expect(upArguments({ port: 4566, host: "127.0.0.1", allowHost: [] })).toEqual([
    "up",
    "--port",
    "4566",
    "--host",
    "127.0.0.1",
  ]);
});

test.each([
  [{ name: "PortInUse", message: "Port 80 is taken by another program" }, /taken by another program/],
  [{ name: "Error", message: "", code: "EACCES" }, /rights that you do not have/],
  [{ name: "Error", message: "", code: "EADDRNOTAVAIL" }, /no address of this machine/],
])("an address that cannot be listened on is wrong input: %o", (error, message) => {
  const failure = notListening(error, "10.9.9.9", 80);
  expect(failure).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  expect(failure?.next.length).toBeGreaterThan(0);
});

test("any other error is not explained away", () => {
  expect(notListening({ name: "TypeError", message: "x" }, "127.0.0.1", 80)).toBeUndefined();
});
