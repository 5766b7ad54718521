/** What an instance type is: the table's rows, read once. */
import { INSTANCE_TYPE_TABLE } from "./typeTable.ts";

export interface InstanceTypeFacts {
  readonly name: string;
  readonly family: string;
  readonly size: string;
  readonly architectures: readonly ("x86_64" | "arm64" | "i386")[];
  readonly maker: string;
  readonly clockGhz: number;
  readonly hypervisor: "nitro" | "xen";
  readonly bareMetal: boolean;
  readonly ena: "required" | "supported" | "unsupported";
  readonly ebsOptimized: "default" | "supported" | "unsupported";
  readonly burstable: boolean;
  readonly current: boolean;
  /** Traffic between instances of such types is encrypted by the hardware. */
  readonly encryptionInTransit: boolean;
  readonly ipv6: boolean;
  readonly vcpus: number;
  readonly cores: number;
  readonly memoryMib: number;
  readonly interfaces: number;
  readonly ipv4PerInterface: number;
  readonly ipv6PerInterface: number;
  readonly networkCards: number;
  readonly baselineGbps: number | undefined;
  readonly peakGbps: number | undefined;
  readonly efa: boolean;
  readonly storage: { readonly kind: "ssd" | "hdd"; readonly count: number; readonly gb: number } | undefined;
  /** In AWS's words: `Up to 5 Gigabit`. */
  readonly networkPerformance: string;
}

type FamilyFacts = Pick<
  InstanceTypeFacts,
  | "family"
  | "architectures"
  | "maker"
  | "clockGhz"
  | "hypervisor"
  | "ena"
  | "ebsOptimized"
  | "burstable"
  | "current"
  | "encryptionInTransit"
  | "ipv6"
>;

const FAMILY =
  /^# (\S+) (\S+) (\S+) (\S+) (nitro|xen) (required|supported|unsupported) (default|supported|unsupported)(.*)$/;
const SIZE = /^(\S+) (\d+)\/(\d+) (\d+) (\d+)x(\d+)x(\d+) (\d+) (\S+) (\S+)( efa)?(?: (ssd|hdd):(\d+)x(\d+))? (.+)$/;

let table: ReadonlyMap<string, InstanceTypeFacts> | undefined;

/** Every instance type known, by name. */
export function instanceTypes(): ReadonlyMap<string, InstanceTypeFacts> {
  table ??= read(INSTANCE_TYPE_TABLE);
  return table;
}

/** A type's facts by its name, `t3.micro`. */
export const instanceType = (name: string): InstanceTypeFacts | undefined => instanceTypes().get(name);

function read(text: string): ReadonlyMap<string, InstanceTypeFacts> {
  const types = new Map<string, InstanceTypeFacts>();
  let family: FamilyFacts | undefined;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("#")) family = readFamily(line);
    else if (family) {
      const facts = readSize(family, line);
      types.set(facts.name, facts);
    }
  }
  return types;
}

function readFamily(line: string): FamilyFacts {
  const [, family = "", architectures = "", maker = "", ghz, hypervisor, ena, ebs, flags = ""] =
    FAMILY.exec(line) ?? broken(line);
  return {
    family,
    architectures: architectures.split("+") as InstanceTypeFacts["architectures"],
    maker,
    clockGhz: Number(ghz),
    hypervisor: hypervisor as InstanceTypeFacts["hypervisor"],
    ena: ena as InstanceTypeFacts["ena"],
    ebsOptimized: ebs as InstanceTypeFacts["ebsOptimized"],
    burstable: flags.includes("burstable"),
    current: !flags.includes("previous"),
    encryptionInTransit: flags.includes("encrypted"),
    ipv6: !flags.includes("ipv4-only"),
  };
}

function readSize(family: FamilyFacts, line: string): InstanceTypeFacts {
  const match = SIZE.exec(line) ?? broken(line);
  const number = (at: number): number => Number(match[at]);
  const size = match[1] ?? "";
  const gbps = (at: number): number | undefined => (match[at] === "-" ? undefined : number(at));
  return {
    ...family,
    name: `${family.family}.${size}`,
    size,
    bareMetal: size.startsWith("metal"),
    vcpus: number(2),
    cores: number(3),
    memoryMib: number(4),
    interfaces: number(5),
    ipv4PerInterface: number(6),
    ipv6PerInterface: number(7),
    networkCards: number(8),
    baselineGbps: gbps(9),
    peakGbps: gbps(10),
    efa: match[11] !== undefined,
    storage:
      match[12] === undefined ? undefined : { kind: match[12] as "ssd" | "hdd", count: number(13), gb: number(14) },
    networkPerformance: match[15] ?? "",
  };
}

function broken(line: string): never {
  throw new Error(`instance type table: ${line}`);
}
