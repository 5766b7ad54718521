import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, formatIpv4, formatIpv6, parseAddress, parseIpv4, parseIpv6 } from "./address.ts";

const anyIpv4 = fc.integer({ min: 0, max: 0xffffffff });
const anyIpv6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe("addresses", () => {
  test("parse of format is the address, in both families", () => {
    fc.assert(
      fc.property(fc.oneof(anyIpv4, anyIpv6), (address) => {
        expect(parseAddress(formatAddress(address))).toBe(address);
      }),
    );
  });

  test("any text gives an address or undefined, and never one that prints as something unparsable", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.]{0,45}$/)), (text) => {
        const address = parseAddress(text);
        if (address !== undefined) expect(parseAddress(formatAddress(address))).toBe(address);
      }),
    );
  });

  test.each([
    ["10.0.0.1", 0x0a000001],
    ["255.255.255.255", 0xffffffff],
    ["0.0.0.0", 0],
  ])("%s", (text, value) => {
    expect(parseIpv4(text)).toBe(value);
    expect(formatIpv4(value)).toBe(text);
  });

  test.each(["", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.2", " 10.0.0.1", "10.0.0.1 ", "10.0.0.-1", "a.b.c.d"])(
    "%j is no IPv4 address",
    (text) => expect(parseIpv4(text)).toBeUndefined(),
  );

  /** RFC 4291 §2.2 (forms) and RFC 5952 §4 (how they are printed). */
  test.each([
    ["2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0:0:0:0:0:FFFF:129.144.52.38", "::ffff:8190:3426"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1::", "1::"],
  ])("%s prints as %s", (text, printed) => {
    const address = parseIpv6(text);
    expect(address).toBeDefined();
    expect(formatIpv6(address as bigint)).toBe(printed);
  });

  test.each([
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "12345::",
    "::1%eth0",
    "1:2:3:4:5:6:7::8",
    "::1.2.3",
    "g::",
  ])("%j is no IPv6 address", (text) => expect(parseIpv6(text)).toBeUndefined());
});
