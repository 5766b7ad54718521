/**
 * What follows from an instance type's facts by AWS's published rules, where the table has no word of it.
 * @see https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave.html#nitro-enclave-reqs
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/enable-nitrotpm-prerequisites.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sev-snp.html
 */
import type { InstanceTypeFacts } from "./types.ts";

/** How many vCPUs a core has: two with hyperthreading. */
export const threadsPerCore = (type: InstanceTypeFacts): number => Math.max(1, Math.round(type.vcpus / type.cores));

/** Virtual machines of the Nitro system: what AWS gives its newer features to. */
const isNitroMachine = (type: InstanceTypeFacts): boolean => type.hypervisor === "nitro" && !type.bareMetal;

const isArm = (type: InstanceTypeFacts): boolean => type.architectures.includes("arm64");

/** Enclaves take whole cores: four vCPUs where a core has two, two where it has one. Burstable types have none. */
export function enclaves(type: InstanceTypeFacts): "supported" | "unsupported" {
  const enough = type.vcpus >= (isArm(type) ? 2 : 4);
  return isNitroMachine(type) && !type.burstable && type.family !== "a1" && enough ? "supported" : "unsupported";
}

/** The TPM comes with UEFI on Intel and AMD. */
export const tpmVersions = (type: InstanceTypeFacts): readonly string[] =>
  isNitroMachine(type) && !isArm(type) ? ["2.0"] : [];

/** AMD's third generation encrypts memory, in sizes to 16xlarge (m6a, r6a to 16xlarge as well). */
export const processorFeatures = (type: InstanceTypeFacts): readonly "amd-sev-snp"[] =>
  ["m6a", "c6a", "r6a"].includes(type.family) && isNitroMachine(type) && type.vcpus <= 64 ? ["amd-sev-snp"] : [];

/** Nitro's instance storage is NVMe and always encrypted. */
export function storageCapability(type: InstanceTypeFacts): "required" | "unsupported" | undefined {
  if (!type.storage) return undefined;
  return type.hypervisor === "nitro" ? "required" : "unsupported";
}

/** Intel's cores come in pairs, others one by one; a bare-metal machine has all that it has. */
export function validCores(type: InstanceTypeFacts): readonly number[] {
  if (type.bareMetal) return [];
  const step = type.maker === "Intel" && type.cores > 1 ? 2 : 1;
  return Array.from({ length: Math.floor(type.cores / step) }, (_, index) => (index + 1) * step);
}

export function validThreads(type: InstanceTypeFacts): readonly number[] {
  if (type.bareMetal) return [];
  return threadsPerCore(type) === 2 ? [1, 2] : [1];
}
