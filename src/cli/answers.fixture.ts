/** Answers as a server gives them, for the tests of what is made of them. */
import type { StatusAnswer, TraceAnswer, TraceHop, TraceWalk } from "./answers.ts";

const hop = (stage: string, resource: string, name: string, rule: string, why: string): TraceHop => ({
  stage,
  resource,
  name,
  action: "pass",
  rule,
  why,
});

const groupOut = hop(
  "security-group-egress",
  "sg-0aaaaaaaaaaaaaaa1",
  "web",
  "sgr-0aaaaaaaaaaaaaaa2",
  "allows all traffic to 0.0.0.0/0",
);
const route = hop("route", "rtb-0bbbbbbbbbbbbbbb1", "public", "10.0.0.0/16", "10.0.20.10 lies in 10.0.0.0/16: local");

const denial: TraceHop = {
  ...hop("security-group-ingress", "sg-0ccccccccccccccc1", "db", "", "no rule allows tcp 5432 from 10.0.0.10"),
  action: "drop",
};

const delivered: TraceWalk = {
  disposition: "delivered",
  hops: [
    groupOut,
    {
      ...hop("internet-gateway", "igw-0ddddddddddddddd1", "three-tier", "10.0.0.10", "gives 10.0.0.10 its Elastic IP"),
      action: "translate",
      flow: { protocol: "tcp", source: "54.80.0.9", destination: "1.1.1.1", sourcePort: 49_152, destinationPort: 443 },
    },
    { ...hop("internet", "internet", "", "", "a host on the Internet has 1.1.1.1"), action: "deliver" },
  ],
};

const base = {
  schema: "underlay/trace/1",
  source: { selector: "web-a", kind: "instance", id: "i-0eeeeeeeeeeeeeee1", name: "web-a", address: "10.0.0.10" },
  mtu: 1500,
  listener: "unknown",
} as const;

export const worksTrace: TraceAnswer = {
  ...base,
  works: true,
  destination: { selector: "internet:1.1.1.1", kind: "internet", id: "internet", address: "1.1.1.1" },
  flow: { protocol: "tcp", source: "10.0.0.10", destination: "1.1.1.1", sourcePort: 49_152, destinationPort: 443 },
  forward: delivered,
  return: {
    disposition: "delivered",
    hops: [{ ...groupOut, stage: "security-group-ingress", why: "the reply of a tracked flow" }],
  },
};

export const deniedTrace: TraceAnswer = {
  ...base,
  works: false,
  destination: { selector: "db-a", kind: "instance", id: "i-0eeeeeeeeeeeeeee2", name: "db-a", address: "10.0.20.10" },
  flow: { protocol: "tcp", source: "10.0.0.10", destination: "10.0.20.10", sourcePort: 49_152, destinationPort: 5432 },
  forward: { disposition: "denied", hops: [groupOut, route, denial] },
  return: null,
};

export const lostReply: TraceAnswer = {
  ...deniedTrace,
  forward: { disposition: "delivered", hops: [groupOut, route] },
  return: {
    disposition: "denied",
    hops: [
      {
        ...hop(
          "network-acl-egress",
          "acl-0fffffffffffffff1",
          "data",
          "egress rule *",
          "denies all that no rule allows",
        ),
        action: "drop",
      },
    ],
  },
};

export const status: StatusAnswer = {
  schema: "underlay/status/1",
  version: "0.1.0",
  endpoint: "http://127.0.0.1:4566",
  seed: 1,
  uptimeSeconds: 200,
  regions: [
    {
      account: "000000000000",
      region: "us-east-1",
      resources: { "ec2.vpc": 1, "ec2.subnet": 2, "ec2.nat-gateway": 1, "ec2.tags": 7 },
      outline: [
        {
          label: "VPC three-tier",
          id: "vpc-0123456789abcdef0",
          notes: ["10.0.0.0/16"],
          children: [
            { label: "internet gateway three-tier", id: "igw-0123456789abcdef0", notes: [], children: [] },
            {
              label: "zone us-east-1a",
              id: "us-east-1a",
              notes: [],
              children: [
                {
                  label: "subnet public-a",
                  id: "subnet-0123456789abcdef0",
                  notes: ["10.0.0.0/24", "0.0.0.0/0 → three-tier"],
                  children: [
                    {
                      label: "instance web-a",
                      id: "i-0123456789abcdef0",
                      notes: ["10.0.0.10 (54.80.0.9)", "groups web"],
                      children: [],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};
