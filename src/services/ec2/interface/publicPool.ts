/**
 * The public IPv4 addresses that a region hands out: prefixes that AWS publishes for the EC2 service of each region, so
 * that an address looks as it would in AWS. A region that is not in the table gives from
 * 198.18.0.0/15 (RFC 2544), which no real host has.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
import { contains, type Prefix, prefix } from "../../../base/prefix.ts";

const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["54.80.0.0/13", "3.208.0.0/12", "34.192.0.0/12", "52.0.0.0/15", "44.192.0.0/11"],
  "us-east-2": ["3.128.0.0/15", "18.216.0.0/14", "52.14.0.0/16"],
  "us-west-1": ["13.56.0.0/16", "54.176.0.0/15", "54.241.0.0/16"],
  "us-west-2": ["35.80.0.0/12", "44.224.0.0/11", "52.32.0.0/14", "54.184.0.0/13"],
  "ap-south-1": ["13.232.0.0/14", "3.108.0.0/14", "65.0.0.0/14"],
  "ap-south-2": ["18.60.0.0/15", "16.112.0.0/16"],
  "ap-northeast-1": ["13.112.0.0/14", "18.176.0.0/15", "52.192.0.0/15"],
  "ap-northeast-2": ["3.34.0.0/15", "13.124.0.0/16", "52.78.0.0/16"],
  "ap-northeast-3": ["13.208.0.0/16", "15.152.0.0/16"],
  "ap-southeast-1": ["13.212.0.0/15", "18.136.0.0/16", "52.220.0.0/15"],
  "ap-southeast-2": ["3.24.0.0/14", "13.54.0.0/15", "52.62.0.0/15"],
  "ap-southeast-3": ["16.78.0.0/16", "108.136.0.0/15"],
  "ap-southeast-4": ["16.50.0.0/15"],
  "ap-east-1": ["18.162.0.0/16", "16.162.0.0/15"],
  "ca-central-1": ["3.96.0.0/15", "15.222.0.0/15", "52.60.0.0/16"],
  "ca-west-1": ["40.176.0.0/15"],
  "eu-central-1": ["3.64.0.0/12", "18.184.0.0/15", "52.58.0.0/15"],
  "eu-central-2": ["16.62.0.0/15", "51.96.0.0/16"],
  "eu-west-1": ["34.240.0.0/13", "52.16.0.0/15", "54.72.0.0/15"],
  "eu-west-2": ["3.8.0.0/14", "18.130.0.0/16", "35.176.0.0/15"],
  "eu-west-3": ["13.36.0.0/14", "15.188.0.0/16", "35.180.0.0/16"],
  "eu-north-1": ["13.48.0.0/15", "13.60.0.0/15", "16.170.0.0/15"],
  "eu-south-1": ["15.160.0.0/15", "18.102.0.0/16"],
  "eu-south-2": ["18.100.0.0/15", "51.92.0.0/16"],
  "sa-east-1": ["15.228.0.0/15", "18.228.0.0/16", "54.232.0.0/16"],
  "af-south-1": ["13.244.0.0/15", "13.246.0.0/16"],
  "il-central-1": ["51.16.0.0/15"],
  "me-central-1": ["3.28.0.0/15", "51.112.0.0/16"],
  "me-south-1": ["15.184.0.0/15", "157.175.0.0/16"],
};

const parsed = new Map<string, readonly Prefix<number>[]>(
  Object.entries(PREFIXES).map(([region, texts]) => [region, texts.map((text) => prefix(text) as Prefix<number>)]),
);
const UNKNOWN = [prefix("198.18.0.0/15") as Prefix<number>];

/** The prefixes that a region's public addresses come from. */
export const publicPrefixes = (region: string): readonly Prefix<number>[] => parsed.get(region) ?? UNKNOWN;

/** Whether an address is one that some region hands out. */
export const isPoolAddress = (region: string, address: number): boolean =>
  publicPrefixes(region).some((one) => contains(one, address));
