import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { counted, duration, worded } from "../../expect/text/words.ts";
import { status } from "../answers.fixture.ts";
import { renderStatus } from "./map.ts";

const view = { colors: picocolors.createColors(false), columns: 160 };

describe("the map", () => {
  test("draws what lies inside what, with notes and ids in columns", () => {
    expect(
      renderStatus(status, view),
    ).toBe(`✔ Underlay runs at http://127.0.0.1:4566   version 0.1.0   seed 1   up 3 min

us-east-1  account 000000000000
1 VPC · 2 subnets · 1 NAT gateway
└─ VPC three-tier                  10.0.0.0/16                           vpc-0123456789abcdef0
   ├─ internet gateway three-tier                                        igw-0123456789abcdef0
   └─ zone us-east-1a
      └─ subnet public-a           10.0.0.0/24 · 0.0.0.0/0 → three-tier  subnet-0123456789abcdef0
         └─ instance web-a         10.0.0.10 (54.80.0.9) · groups web    i-0123456789abcdef0`);
  });

  test("a default VPC that nobody uses is one line, one that is used is not", () => {
    const leaf = { label: "instance", id: "i-0aaaaaaaaaaaaaaa1", notes: [], children: [] };
    const subnet = (children: (typeof leaf)[]) => ({
      label: "subnet",
      id: "subnet-0aaaaaaaaaaaaaaa1",
      notes: [],
      children,
    });
    const region = (children: (typeof leaf)[]) => ({
      ...{ account: "000000000000", region: "us-east-1", resources: { "ec2.subnet": 1, "ec2.vpc": 1 } },
      outline: [
        {
          ...{ label: "default VPC", id: "vpc-0aaaaaaaaaaaaaaa1", notes: ["172.31.0.0/16"] },
          children: [{ label: "zone us-east-1a", id: "us-east-1a", notes: [], children: [subnet(children)] }],
        },
      ],
    });
    const lines = (children: (typeof leaf)[]) =>
      renderStatus({ ...status, regions: [region(children)] }, view)
        .split("\n")
        .slice(3);
    expect(lines([])).toEqual([
      "1 VPC · 1 subnet",
      "└─ default VPC  172.31.0.0/16 · 1 subnet, nothing in them  vpc-0aaaaaaaaaaaaaaa1",
    ]);
    expect(lines([leaf])).toHaveLength(5);
  });

  test("colours change no character of it", () => {
    const esc = String.fromCharCode(27);
    const colored = renderStatus(status, { ...view, colors: picocolors.createColors(true) });
    expect(colored).toContain(esc);
    const bare = colored
      .split(esc)
      .map((piece, i) => (i === 0 ? piece : piece.replace(/^\[\d+m/, "")))
      .join("");
    expect(bare.replace(/ +$/gm, "")).toBe(renderStatus(status, view));
  });

  test("an endpoint that nobody has called yet says how to begin", () => {
    expect(renderStatus({ ...status, regions: [] }, view)).toMatch(/aws ec2 describe-vpcs .*--endpoint-url http:/);
  });
});

test.each([
  [1, "vpc", "1 VPC"],
  [2, "natgateway", "2 NAT gateways"],
  [2, "network-acl", "2 network ACLs"],
  [2, "dhcp-options", "2 DHCP options"],
  [3, "routeTable", "3 route tables"],
  [2, "elastic-ip", "2 Elastic IPs"],
  [2, "policy", "2 policies"],
])("%i %s: %s", (count, name, text) => {
  expect(counted(count, name)).toBe(text);
});

test("words and durations", () => {
  expect(worded("security-group-ingress")).toBe("security group ingress");
  expect([5, 65, 3700, 90_000].map(duration)).toEqual(["5 s", "1 min", "1 h 1 min", "1 d 1 h"]);
});
