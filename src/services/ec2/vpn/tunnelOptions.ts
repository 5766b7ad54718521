/**
 * The options of a VPN tunnel, checked as AWS documents them.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html
 */
import type { ModifyVpnTunnelOptionsSpecification, VpnTunnelOptionsSpecification } from "@aws-sdk/client-ec2";
import { covers, formatPrefix, overlaps, parsePrefix, prefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import type { TunnelLogging, TunnelParameters } from "./resources.ts";

type Asked = VpnTunnelOptionsSpecification | ModifyVpnTunnelOptionsSpecification;

const invalid = (value: unknown, parameter: string, rule: string): never =>
  fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid. ${rule}`);

function within(value: number | undefined, parameter: string, least: number, most: number): number | undefined {
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most))
    invalid(value, parameter, `It must be between ${least} and ${most}.`);
  return value;
}

function oneOf(value: string | undefined, parameter: string, allowed: readonly string[]): string | undefined {
  if (value !== undefined && !allowed.includes(value))
    invalid(value, parameter, `Valid values: ${allowed.join(" | ")}.`);
  return value;
}

function each<T extends string | number>(
  given: readonly { readonly Value?: T | undefined }[] | undefined,
  parameter: string,
  allowed: readonly T[],
): readonly T[] | undefined {
  if (!given?.length) return undefined;
  const values = given.flatMap(({ Value }) => (Value === undefined ? [] : [Value]));
  for (const value of values)
    if (!allowed.includes(value)) invalid(value, parameter, `Valid values: ${allowed.join(" | ")}.`);
  return [...new Set(values)];
}

const ENCRYPTION = ["AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"];
const INTEGRITY = ["SHA1", "SHA2-256", "SHA2-384", "SHA2-512"];
const PHASE_1_GROUPS = [2, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];
const PHASE_2_GROUPS = [2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];

/** AWS's defaults, by which the bounds between options are judged where one is left out. */
export const DEFAULTS = {
  phase1LifetimeSeconds: 28_800,
  phase2LifetimeSeconds: 3_600,
  rekeyMarginTimeSeconds: 270,
  dpdTimeoutSeconds: 30,
} as const;

/** The options of one tunnel over those that it has: what is left out stays. */
export function tunnelParameters(held: TunnelParameters, asked: Asked): TunnelParameters {
  const given: TunnelParameters = {
    phase1LifetimeSeconds: within(asked.Phase1LifetimeSeconds, "phase1LifetimeSeconds", 900, 28_800),
    phase2LifetimeSeconds: within(asked.Phase2LifetimeSeconds, "phase2LifetimeSeconds", 900, 3_600),
    rekeyMarginTimeSeconds: asked.RekeyMarginTimeSeconds,
    rekeyFuzzPercentage: within(asked.RekeyFuzzPercentage, "rekeyFuzzPercentage", 0, 100),
    replayWindowSize: within(asked.ReplayWindowSize, "replayWindowSize", 64, 2_048),
    dpdTimeoutSeconds: within(asked.DPDTimeoutSeconds, "dPDTimeoutSeconds", 30, Number.MAX_SAFE_INTEGER),
    dpdTimeoutAction: oneOf(asked.DPDTimeoutAction, "dPDTimeoutAction", ["clear", "none", "restart"]),
    phase1EncryptionAlgorithms: each(asked.Phase1EncryptionAlgorithms, "phase1EncryptionAlgorithms", ENCRYPTION),
    phase2EncryptionAlgorithms: each(asked.Phase2EncryptionAlgorithms, "phase2EncryptionAlgorithms", ENCRYPTION),
    phase1IntegrityAlgorithms: each(asked.Phase1IntegrityAlgorithms, "phase1IntegrityAlgorithms", INTEGRITY),
    phase2IntegrityAlgorithms: each(asked.Phase2IntegrityAlgorithms, "phase2IntegrityAlgorithms", INTEGRITY),
    phase1DhGroupNumbers: each(asked.Phase1DHGroupNumbers, "phase1DHGroupNumbers", PHASE_1_GROUPS),
    phase2DhGroupNumbers: each(asked.Phase2DHGroupNumbers, "phase2DHGroupNumbers", PHASE_2_GROUPS),
    ikeVersions: each(asked.IKEVersions, "iKEVersions", ["ikev1", "ikev2"]),
    startupAction: oneOf(asked.StartupAction, "startupAction", ["add", "start"]),
    enableTunnelLifecycleControl: asked.EnableTunnelLifecycleControl,
    logging: logging(held.logging, asked.LogOptions?.CloudWatchLogOptions),
  };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const parameters: TunnelParameters = { ...held, ...Object.fromEntries(said) };
  checkLifetimes(parameters);
  return parameters;
}

/** "The value must be less than the value for Phase1LifetimeSeconds"; a margin of 60 to half of phase 2's. */
function checkLifetimes(parameters: TunnelParameters): void {
  const { phase1LifetimeSeconds: first, phase2LifetimeSeconds: second } = { ...DEFAULTS, ...parameters };
  const { rekeyMarginTimeSeconds: margin } = parameters;
  const phase1 = first ?? DEFAULTS.phase1LifetimeSeconds;
  const phase2 = second ?? DEFAULTS.phase2LifetimeSeconds;
  if (phase2 >= phase1 && (parameters.phase1LifetimeSeconds ?? parameters.phase2LifetimeSeconds) !== undefined)
    invalid(phase2, "phase2LifetimeSeconds", "It must be less than the phase 1 lifetime.");
  within(margin, "rekeyMarginTimeSeconds", 60, Math.floor(phase2 / 2));
}

function logging(
  held: TunnelLogging | undefined,
  asked: NonNullable<Asked["LogOptions"]>["CloudWatchLogOptions"],
): TunnelLogging | undefined {
  if (!asked) return held;
  const options: TunnelLogging = {
    enabled: asked.LogEnabled ?? held?.enabled ?? false,
    groupArn: asked.LogGroupArn ?? held?.groupArn,
    outputFormat: oneOf(asked.LogOutputFormat, "logOutputFormat", ["json", "text"]) ?? held?.outputFormat ?? "json",
    bgpEnabled: asked.BgpLogEnabled ?? held?.bgpEnabled ?? false,
    bgpGroupArn: asked.BgpLogGroupArn ?? held?.bgpGroupArn,
    bgpOutputFormat:
      oneOf(asked.BgpLogOutputFormat, "bgpLogOutputFormat", ["json", "text"]) ?? held?.bgpOutputFormat ?? "json",
  };
  if ((options.enabled && !options.groupArn) || (options.bgpEnabled && !options.bgpGroupArn))
    fail("InvalidParameterCombination", "Tunnel logging needs the ARN of a CloudWatch log group.");
  return options;
}

/** "Allowed characters are alphanumeric characters, periods (.), and underscores (_)"; 8 to 64; not first a zero. */
export function checkPreSharedKey(key: string): string {
  if (!/^(?!0)[A-Za-z0-9._]{8,64}$/.test(key))
    fail(
      "InvalidParameterValue",
      "The pre-shared key is invalid. It must have 8 to 64 alphanumeric characters, periods and underscores, and cannot start with zero.",
    );
  return key;
}

const LINK_LOCAL = prefix("169.254.0.0/16");
const UNIQUE_LOCAL = prefix("fd00::/8");
/** "The following CIDR blocks are reserved and cannot be used." */
export const RESERVED_INSIDE = [
  "169.254.0.0/30",
  "169.254.1.0/30",
  "169.254.2.0/30",
  "169.254.3.0/30",
  "169.254.4.0/30",
  "169.254.5.0/30",
  "169.254.169.252/30",
].map(prefix);

/** "A size /30 CIDR block from the 169.254.0.0/16 range", none of the reserved ones, nor one in use. */
export function checkInsideCidr(text: string, used: readonly string[]): string {
  const parsed = parsePrefix(text);
  const block = parsed?.exact ? parsed.prefix : undefined;
  if (
    block?.length !== 30 ||
    !covers(LINK_LOCAL, block) ||
    RESERVED_INSIDE.some((reserved) => overlaps(reserved, block))
  )
    return invalid(text, "tunnelInsideCidr", "It must be an unreserved /30 CIDR block from 169.254.0.0/16.");
  if (used.includes(formatPrefix(block))) invalid(text, "tunnelInsideCidr", "It is in use by another tunnel.");
  return formatPrefix(block);
}

/** "A size /126 CIDR block from the local fd00::/8 range." */
export function checkInsideIpv6Cidr(text: string, used: readonly string[]): string {
  const parsed = parsePrefix(text);
  const block = parsed?.exact ? parsed.prefix : undefined;
  if (block?.length !== 126 || !covers(UNIQUE_LOCAL, block))
    return invalid(text, "tunnelInsideIpv6Cidr", "It must be a /126 CIDR block from fd00::/8.");
  if (used.includes(formatPrefix(block))) invalid(text, "tunnelInsideIpv6Cidr", "It is in use by another tunnel.");
  return formatPrefix(block);
}
