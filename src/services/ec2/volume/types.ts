/**
 * What each volume type may be: sizes in GiB, I/O operations a second, throughput in MiB/s.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
 */
import { fail } from "../../../cloud/error.ts";

type Range = readonly [smallest: number, largest: number];

interface VolumeType {
  readonly size: Range;
  /** Absent where the type's rate follows from its size. */
  readonly iops?: Range;
  readonly throughput?: Range;
}

const types = new Map<string, VolumeType>([
  ["gp2", { size: [1, 16_384] }],
  ["gp3", { size: [1, 65_536], iops: [3_000, 80_000], throughput: [125, 2_000] }],
  ["io1", { size: [4, 16_384], iops: [100, 64_000] }],
  ["io2", { size: [4, 65_536], iops: [100, 256_000] }],
  ["st1", { size: [125, 16_384] }],
  ["sc1", { size: [125, 16_384] }],
  ["standard", { size: [1, 1_024] }],
]);

/** gp3 starts at 3,000; gp2 earns 3 a GB, 100 at least and 16,000 at most; the disk types have none. */
export function defaultIops(type: string, sizeGb: number): number | undefined {
  if (type === "gp3") return 3000;
  if (type === "gp2") return Math.min(16_000, Math.max(100, sizeGb * 3));
  return undefined;
}

export const DEFAULT_THROUGHPUT = 125;

export interface Performance {
  readonly sizeGb: number;
  readonly volumeType: string;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
}

/** The volume that was asked for, with its type's own rates where it names none; AWS's error where no such volume exists. */
export function performance(
  volumeType: string,
  sizeGb: number,
  iops: number | undefined,
  throughput: number | undefined,
): Performance {
  const type = types.get(volumeType);
  if (!type) return fail("UnknownVolumeType", `Unsupported volume type '${volumeType}'.`);
  const [smallest, largest] = type.size;
  if (sizeGb < smallest) tooMuch(sizeGb, "small", volumeType, `minimum is ${smallest}GiB`);
  if (sizeGb > largest) tooMuch(sizeGb, "large", volumeType, `maximum is ${largest}GiB`);
  checkRate("iops", iops, type.iops, volumeType);
  checkRate("throughput", throughput, type.throughput, volumeType);
  if (iops === undefined && (volumeType === "io1" || volumeType === "io2"))
    fail("MissingParameter", "The request must contain the parameter iops");
  return {
    sizeGb,
    volumeType,
    iops: iops ?? defaultIops(volumeType, sizeGb),
    throughput: throughput ?? (type.throughput && DEFAULT_THROUGHPUT),
  };
}

function tooMuch(sizeGb: number, what: string, volumeType: string, bound: string): never {
  return fail(
    "InvalidParameterValue",
    `Volume of ${sizeGb}GiB is too ${what} for volume type ${volumeType}; ${bound}.`,
  );
}

function checkRate(
  name: "iops" | "throughput",
  asked: number | undefined,
  range: Range | undefined,
  type: string,
): void {
  if (asked === undefined) return;
  const [smallest, largest] =
    range ?? fail("InvalidParameterCombination", `The parameter ${name} is not supported for ${type} volumes.`);
  if (asked < smallest) fail("InvalidParameterValue", `Volume ${name} of ${asked} is too low; minimum is ${smallest}.`);
  if (asked > largest) fail("InvalidParameterValue", `Volume ${name} of ${asked} is too high; maximum is ${largest}.`);
}
