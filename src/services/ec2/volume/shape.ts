/**
 * The types of volumes, and what size and performance each takes.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
 */
import { fail } from "../../../cloud/error.ts";
import type { VolumeShape } from "./resources.ts";

interface VolumeTypeFacts {
  /** GiB, least and most. */
  readonly size: readonly [number, number];
  /** What may be provisioned, least and most, and at most per GiB. */
  readonly iops?: { readonly range: readonly [number, number]; readonly perGb: number };
}

const TYPES: Readonly<Record<string, VolumeTypeFacts>> = {
  gp2: { size: [1, 16_384] },
  gp3: { size: [1, 65_536], iops: { range: [3_000, 80_000], perGb: 500 } },
  io1: { size: [4, 16_384], iops: { range: [100, 64_000], perGb: 50 } },
  io2: { size: [4, 65_536], iops: { range: [100, 256_000], perGb: 1_000 } },
  st1: { size: [125, 16_384] },
  sc1: { size: [125, 16_384] },
  standard: { size: [1, 1_024] },
};

/** gp3's throughput: MiB/s, and for each of its IOPS. */
const THROUGHPUT = { least: 125, most: 2_000, perIops: 0.25 } as const;
const GP3_IOPS = 3_000;

export interface ShapeParameters {
  readonly Size?: number | undefined;
  readonly VolumeType?: string | undefined;
  readonly Iops?: number | undefined;
  readonly Throughput?: number | undefined;
}

/** The volume that a request asks for, or AWS's error; `fallback` is what holds where it says nothing. */
export function shapeOf(
  { Size, VolumeType, Iops, Throughput }: ShapeParameters,
  fallback: { readonly sizeGb: number; readonly volumeType: string },
): VolumeShape {
  const volumeType = VolumeType ?? fallback.volumeType;
  const sizeGb = Size ?? fallback.sizeGb;
  const facts = Object.hasOwn(TYPES, volumeType) ? TYPES[volumeType] : undefined;
  if (!facts) return fail("UnknownVolumeType", `Unsupported volume type '${volumeType}' for volume creation.`);
  within(sizeGb, facts.size, { what: `Volume of ${sizeGb}GiB`, words: ["small", "large"], unit: "GiB" });
  const iops = provisioned(volumeType, sizeGb, Iops, facts) ?? earned(volumeType, sizeGb);
  return { sizeGb, volumeType, iops, throughput: throughputOf(volumeType, iops, Throughput) };
}

/** As a block device mapping tells performance, which takes it back again: nothing of what follows from the size. */
export const mappedPerformance = ({ volumeType, iops, throughput }: VolumeShape) =>
  TYPES[volumeType]?.iops ? { Iops: iops, Throughput: throughput } : {};

/** What a request leaves as it is: the performance that was provisioned, while the type stays. */
export function retaining(shape: VolumeShape, wanted: ShapeParameters): ShapeParameters {
  const volumeType = wanted.VolumeType ?? shape.volumeType;
  if (volumeType !== shape.volumeType || TYPES[volumeType]?.iops === undefined) return wanted;
  return { ...wanted, Iops: wanted.Iops ?? shape.iops, Throughput: wanted.Throughput ?? shape.throughput };
}

/** Refuses a value outside its bounds: "… is too low; minimum is …". */
function within(
  value: number,
  [least, most]: readonly [number, number],
  {
    what,
    words,
    unit = "",
  }: { readonly what: string; readonly words: readonly [string, string]; readonly unit?: string },
): void {
  if (value < least) fail("InvalidParameterValue", `${what} is too ${words[0]}; minimum is ${least}${unit}.`);
  if (value > most) fail("InvalidParameterValue", `${what} is too ${words[1]}; maximum is ${most}${unit}.`);
}

function provisioned(
  volumeType: string,
  sizeGb: number,
  wanted: number | undefined,
  { iops }: VolumeTypeFacts,
): number | undefined {
  if (wanted === undefined) {
    if (volumeType === "io1" || volumeType === "io2")
      fail("MissingParameter", `The parameter iops must be specified for ${volumeType} volumes.`);
    return undefined;
  }
  if (!iops)
    return fail("InvalidParameterCombination", `The parameter iops is not supported for ${volumeType} volumes.`);
  within(wanted, iops.range, { what: `Volume iops of ${wanted}`, words: ["low", "high"] });
  const free = volumeType === "gp3" ? GP3_IOPS : 0; // a gp3 volume has its first 3,000 whatever its size
  if (wanted > free && wanted > sizeGb * iops.perGb)
    fail(
      "InvalidParameterValue",
      `Iops to volume size ratio of ${(wanted / sizeGb).toFixed(6)} is too high; maximum is ${iops.perGb} iops per GiB.`,
    );
  return wanted;
}

/** gp3 starts at 3,000; gp2 earns 3 a GB, 100 at least and 16,000 at most; the others have none to tell. */
function earned(volumeType: string, sizeGb: number): number | undefined {
  if (volumeType === "gp3") return GP3_IOPS;
  if (volumeType === "gp2") return Math.min(16_000, Math.max(100, sizeGb * 3));
  return undefined;
}

function throughputOf(volumeType: string, iops: number | undefined, wanted: number | undefined): number | undefined {
  if (volumeType !== "gp3") {
    if (wanted !== undefined)
      fail("InvalidParameterCombination", `The parameter throughput is not supported for ${volumeType} volumes.`);
    return undefined;
  }
  const throughput = wanted ?? THROUGHPUT.least;
  within(throughput, [THROUGHPUT.least, THROUGHPUT.most], {
    what: `Throughput of ${throughput} MiBps`,
    words: ["low", "high"],
  });
  if (throughput > (iops ?? 0) * THROUGHPUT.perIops)
    fail(
      "InvalidParameterValue",
      `Throughput (MiBps) to iops ratio of ${(throughput / (iops ?? 0)).toFixed(6)} is too high; maximum is ${THROUGHPUT.perIops} MiBps per iops.`,
    );
  return throughput;
}
