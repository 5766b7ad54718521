/** Every statement of AWS's that the kernel's side rests on, asked of both sides: alike, and as AWS has it. */
import { existsSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { type AwsStatement, awsStatements } from "./awsStatements.ts";
import { type Described, need } from "./described.ts";
import type { Erected } from "./erect.ts";
import { judge } from "./judge.ts";
import { Linux, type Question, type Verdict } from "./linux.ts";
import { INTERNET } from "./places.ts";
import { linuxKernel } from "./presence.ts";
import { type Ask, cases, type Outcome } from "./statements.fixture.ts";

const { version, absence } = await linuxKernel();
const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 } as const;
const WORLD_HOST = "203.0.113.9";

test("each statement is cited, has a place in the kernel's side and a network that shows it", () => {
  for (const { says, source, builtInto } of Object.values<AwsStatement>(awsStatements)) {
    expect(says).toMatch(/\.$/);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(existsSync(new URL(builtInto, import.meta.url)), builtInto).toBe(true);
  }
  expect(cases.map(({ statement }) => statement).sort()).toEqual(Object.keys(awsStatements).sort());
});

if (version === undefined) test.skip(`the kernel cannot judge here: ${absence}`, () => {});

describe.skipIf(version === undefined)(`Linux ${version}`, () => {
  const linux = new Linux();
  afterAll(() => linux.close());

  test.each(cases.map((one) => [one.statement, awsStatements[one.statement].says, one] as const))(
    "%s: %s",
    async (_, __, { network, asks }) => {
      const { judged, erected } = await judge(linux, network, "groups", (described, made) =>
        asks.map((ask, i) => questionOf(described, made, ask, i)),
      );
      expect(erected.refused).toEqual([]);
      const told = (side: "kernel" | "underlay") => judged.map((one, i) => [asks[i], outcome(one[side])]);
      const wanted = asks.map((ask) => [ask, ask.comes]);
      expect(told("kernel"), "the kernel").toEqual(wanted);
      expect(told("underlay"), "Underlay").toEqual(wanted);
    },
  );
});

const outcome = ({ arrived, works }: Verdict): Outcome =>
  works ? "works" : arrived === undefined ? "lost" : "arrives";

function questionOf(described: Described, { ids }: Erected, ask: Ask, index: number): Question {
  const { from, to, protocol = "tcp", port = 443, sourcePort = 40_000 + index } = ask;
  const ports = protocol === "icmp" ? { sourcePort: 0, port: 0 } : { sourcePort, port };
  const place = from === INTERNET ? undefined : interfaceOf(described, need(ids.get(from), from));
  return {
    from: place?.NetworkInterfaceId ?? INTERNET,
    source: place?.PrivateIpAddress ?? WORLD_HOST,
    destination: addressOf(described, ids, to),
    protocol: PROTOCOLS[protocol],
    ...ports,
  };
}

/** The interface of an instance or of a NAT gateway. */
function interfaceOf({ networkInterfaces, natGateways }: Described, id: string) {
  const nat = natGateways.find(({ NatGatewayId }) => NatGatewayId === id)?.NatGatewayAddresses?.[0];
  return need(
    networkInterfaces.find(
      ({ Attachment, NetworkInterfaceId }) =>
        Attachment?.InstanceId === id || (nat !== undefined && nat.NetworkInterfaceId === NetworkInterfaceId),
    ),
    id,
  );
}

function addressOf(described: Described, ids: ReadonlyMap<string, string>, to: string): string {
  if (/^\d/.test(to)) return to;
  const label = to.replace("public ", "");
  const id = need(ids.get(label), label);
  const elastic = described.addresses.find(({ AllocationId }) => AllocationId === id);
  if (elastic) return need(elastic.PublicIp, "PublicIp");
  const eni = interfaceOf(described, id);
  return need(to === label ? eni.PrivateIpAddress : eni.Association?.PublicIp, to);
}
