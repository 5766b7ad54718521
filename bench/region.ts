/**
 * One region of 100,000 interfaces in a process of its own: made through the API, compiled, walked, changed, asked; then
 * served, so that the same questions can be asked over HTTP.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { seededRandom } from "../src/base/random.ts";
import type { Cloud } from "../src/cloud/cloud.ts";
import { timers } from "../src/cloud/timers.ts";
import type { Fabric, Interface } from "../src/fabric/fabric.ts";
import { TCP } from "../src/fabric/protocols.ts";
import type { Flow } from "../src/fabric/vocabulary.ts";
import { SessionTable } from "../src/forward/sessions.ts";
import { trace } from "../src/forward/walk.ts";
import { createServer } from "../src/server/start.ts";
import { ec2Service } from "../src/services/ec2/service.ts";
import { formOf } from "./client.ts";
import { type Call, type DeployedVpc, deployInstances, deployInterfaces, deployNetworks } from "./deployEstate.ts";
import { type EstateParameters, estateOf } from "./estate.ts";
import { ask } from "./processes.ts";
import { median } from "./table.ts";

export interface RegionResult {
  readonly port: number;
  readonly interfaces: number;
  readonly instances: number;
  /** Seconds, all of them through the API's operations. */
  readonly creating: number;
  readonly compiling: number;
  /** Bytes of the heap for each interface: its rows and tags, and what the fabric has of it. */
  readonly rowBytes: number;
  readonly fabricBytes: number;
  /** A second, on one core. */
  readonly walks: number;
  readonly connecting: number;
  readonly explained: number;
  /** The share of random pairs whose packets come there and back. */
  readonly works: number;
  /** Milliseconds from a change to a fabric that has it. */
  readonly rule: number;
  readonly interface: number;
  readonly route: number;
  readonly queries: readonly {
    readonly label: string;
    readonly form: string;
    readonly found: number;
    readonly milliseconds: number;
  }[];
}

const { compiler, ...withoutCompiler } = ec2Service;

async function measure(parameters: EstateParameters): Promise<RegionResult> {
  const estate = estateOf(parameters);
  const server = await createServer({ port: 0, services: { ec2: async () => withoutCompiler } });
  await ask(server.port, formOf("DescribeVpcs"));
  const { cloud } = server;
  const call: Call = (account, operation, input) =>
    cloud.call("ec2", operation, input, { account, region: estate.region, requestId: "bench" }) as never;
  const breathe = async (): Promise<void> => {
    await nextTurn();
    await nextTurn();
  };

  const networks = await deployNetworks(estate, call, breathe);
  const empty = heap(cloud);
  const began = performance.now();
  const vpcs = await deployInterfaces(estate, networks, call, breathe);
  const creating = (performance.now() - began) / 1000;
  const count = vpcs.reduce((sum, { interfaces }) => sum + interfaces.length, 0);
  const rowBytes = (heap(cloud) - empty) / count;
  const instances = await deployInstances(estate, vpcs, call, breathe);
  while (pending(cloud)) await breathe();

  const uncompiled = heap(cloud);
  if (compiler) cloud.add({ name: "compiler", operations: [], compiler });
  const compileBegan = performance.now();
  cloud.restore(cloud.store.rows());
  const { fabric } = cloud;
  const compiling = (performance.now() - compileBegan) / 1000;
  const fabricBytes = (heap(cloud) - uncompiled) / count;

  return {
    port: server.port,
    interfaces: count,
    instances,
    creating,
    compiling,
    rowBytes,
    fabricBytes,
    ...walks(fabric, parameters.seed),
    ...recompilations(cloud, call, vpcs),
    queries: queries(call, vpcs),
  };
}

const SOON_MS = 60_000;
/** Whether state transitions are under way, rather than those of days to come (a peering request that nobody accepts). */
const pending = (cloud: Cloud): boolean =>
  [...cloud.store.table(timers).values()].some(({ at }) => at < cloud.surroundings.clock.now() + SOON_MS);

/** Bytes in use once everything that can go has gone, what waits to be compiled too. */
function heap(cloud: Cloud): number {
  void cloud.fabric;
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** How often a second, from the middle one of many short batches. */
function rate(batches: number, size: number, once: (index: number) => void): number {
  const rates: number[] = [];
  for (let batch = -Math.ceil(batches / 5); batch < batches; batch++) {
    const began = performance.now();
    for (let i = 0; i < size; i++) once(Math.abs(batch) * size + i);
    if (batch >= 0) rates.push((size * 1000) / (performance.now() - began));
  }
  return median(rates);
}

const PORTS = [443, 80, 8080, 5432, 22];
const BATCH = 1000;
const BATCHES = 60;

interface Asked {
  readonly from: string;
  readonly flow: Flow;
}

function walks(fabric: Fabric, seed: number): Pick<RegionResult, "walks" | "connecting" | "explained" | "works"> {
  const random = seededRandom(seed);
  const hosts = [...fabric.interfaces.values()].filter(({ receiver }) => receiver.kind === "host" && receiver.up);
  const any = (): Interface => hosts[random.below(hosts.length)] as Interface;
  const pair = (): Asked => {
    const [from, to] = [any(), any()];
    const [src = 0] = from.addresses;
    const [dst = 0] = to.addresses;
    const dstPort = PORTS[random.below(PORTS.length)] ?? 443;
    return { from: from.id, flow: { protocol: TCP, src, dst, srcPort: 49152 + random.below(16384), dstPort } };
  };
  const none = new SessionTable();
  const connects = ({ from, flow }: Asked, evidence: boolean) =>
    trace(fabric, none, { interface: from }, flow, { evidence });

  const pairs = Array.from({ length: BATCHES * BATCH }, pair);
  const at = (asked: readonly Asked[], i: number): Asked => asked[i % asked.length] as Asked;
  const connected = pairs.filter((asked) => connects(asked, false).works);
  return {
    works: connected.length / pairs.length,
    walks: rate(BATCHES, BATCH, (i) => connects(at(pairs, i), false)),
    connecting: rate(BATCHES, BATCH, (i) => connects(at(connected, i), false)),
    explained: rate(BATCHES, BATCH, (i) => connects(at(connected, i), true)),
  };
}

/** The middle time until the fabric has what a call changed; the call itself is not in it. */
function recompilation(cloud: Cloud, times: number, change: (i: number) => void): number {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    void cloud.fabric;
    change(i);
    const began = performance.now();
    void cloud.fabric;
    took.push(performance.now() - began);
  }
  return median(took);
}

function recompilations(
  cloud: Cloud,
  call: Call,
  vpcs: readonly DeployedVpc[],
): Pick<RegionResult, "rule" | "interface" | "route"> {
  const [vpc] = vpcs;
  if (!vpc) throw new Error("an estate of no VPCs");
  const { account } = vpc;
  const GroupId = mostUsed(call, vpc);
  return {
    rule: recompilation(cloud, 200, (i) => {
      const rule = {
        GroupId,
        IpPermissions: [{ IpProtocol: "udp", FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: "192.0.2.0/24" }] }],
      };
      call(account, i % 2 === 0 ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress", rule);
    }),
    interface: recompilation(cloud, 200, () => {
      call(account, "CreateNetworkInterface", { SubnetId: vpc.subnets[0], Groups: [GroupId] });
    }),
    route: recompilation(cloud, 200, (i) => {
      const route = { RouteTableId: vpc.routeTables.private, DestinationCidrBlock: "198.51.100.0/24" };
      if (i % 2 === 0) call(account, "CreateRoute", { ...route, NetworkInterfaceId: vpc.interfaces[0] });
      else call(account, "DeleteRoute", route);
    }),
  };
}

/** The group that the most interfaces of the VPC have. */
function mostUsed(call: Call, vpc: DeployedVpc): string {
  const uses = new Map<string, number>();
  const { NetworkInterfaces } = call(vpc.account, "DescribeNetworkInterfaces", {
    Filters: [{ Name: "vpc-id", Values: [vpc.id] }],
  });
  for (const { Groups } of NetworkInterfaces as { Groups: { GroupId: string }[] }[])
    for (const { GroupId } of Groups) uses.set(GroupId, (uses.get(GroupId) ?? 0) + 1);
  return [...uses].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

interface Described {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddress: string;
  readonly TagSet: readonly { readonly Key: string; readonly Value: string }[];
  readonly Attachment?: { readonly InstanceId: string };
}

const ASKED = 200;
const PAGE = 20;

/** DescribeNetworkInterfaces by each filter that people use, with other values each time. */
function queries(call: Call, vpcs: readonly DeployedVpc[]): RegionResult["queries"] {
  const [vpc] = vpcs;
  if (!vpc) throw new Error("an estate of no VPCs");
  const sample = vpc.interfaces.filter((_, i) => i % Math.ceil(vpc.interfaces.length / ASKED) === 0);
  const { NetworkInterfaces } = call(vpc.account, "DescribeNetworkInterfaces", { NetworkInterfaceIds: sample });
  const shown = NetworkInterfaces as readonly Described[];
  const own = vpcs.filter(({ account }) => account === vpc.account);
  const filters: readonly (readonly [name: string, values: readonly (string | undefined)[], page: boolean])[] = [
    ["network-interface-id", sample, false],
    ["private-ip-address", shown.map((one) => one.PrivateIpAddress), false],
    ["attachment.instance-id", shown.flatMap((one) => one.Attachment?.InstanceId ?? []), false],
    ["tag:Name", shown.map((one) => one.TagSet.find(({ Key }) => Key === "Name")?.Value), false],
    ["group-id", own.flatMap(({ groups }) => groups), true],
    ["subnet-id", own.flatMap(({ subnets }) => subnets), true],
    ["tag:role", shown.map((one) => one.TagSet.find(({ Key }) => Key === "role")?.Value), true],
    ["vpc-id", own.map(({ id }) => id), true],
  ];
  return filters.map(([name, values, page]) => {
    const input = (i: number) => ({
      Filters: [{ Name: name, Values: [values[i % values.length]] }],
      ...(page ? { MaxResults: PAGE } : {}),
    });
    const took: number[] = [];
    let found = 0;
    for (let i = -20; i < ASKED; i++) {
      const began = performance.now();
      const answer = call(vpc.account, "DescribeNetworkInterfaces", input(Math.abs(i)));
      if (i >= 0) took.push(performance.now() - began);
      found = Math.max(found, (answer["NetworkInterfaces"] as unknown[]).length);
    }
    const value = values[0] ?? "";
    const parameters = {
      "Filter.1.Name": name,
      "Filter.1.Value.1": value,
      ...(page ? { MaxResults: String(PAGE) } : {}),
    };
    const label = page ? `${name}, ${PAGE} a page` : name;
    return { label, form: formOf("DescribeNetworkInterfaces", parameters), found, milliseconds: median(took) };
  });
}

process.once("message", (parameters: EstateParameters) => {
  measure(parameters).then(
    (result) => process.send?.(result),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
