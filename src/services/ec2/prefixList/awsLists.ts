/**
 * AWS's own prefix lists: the addresses of its services in a region, the same for every account. The ids and ranges of
 * the best-known ones are AWS's; the others are derived from the region's name, so that they are always the same.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 * @see https://ip-ranges.amazonaws.com/ip-ranges.json
 */
import { regions } from "../geography/regions.ts";
import type { PrefixList } from "./resources.ts";

/** What AWS calls itself as an owner. */
export const AWS_OWNER = "AWS";

interface Service {
  /** `%` stands for the region. */
  readonly name: string;
  /** How many rules or routes a reference counts for. */
  readonly weight: number;
  readonly family?: "IPv6";
  readonly cidrs: (ordinal: number, region: string) => readonly string[];
}

/** Ids that people have written into their configurations. */
const KNOWN_IDS: Readonly<Record<string, string>> = {
  "com.amazonaws.us-east-1.s3": "pl-63a5400a",
  "com.amazonaws.us-east-2.s3": "pl-7ba54012",
  "com.amazonaws.us-west-1.s3": "pl-6ba54002",
  "com.amazonaws.us-west-2.s3": "pl-68a54001",
  "com.amazonaws.eu-west-1.s3": "pl-6da54004",
  "com.amazonaws.eu-central-1.s3": "pl-6ea54007",
  "com.amazonaws.us-east-1.dynamodb": "pl-02cd2c6b",
  "com.amazonaws.us-east-2.dynamodb": "pl-4ca54025",
  "com.amazonaws.us-west-2.dynamodb": "pl-00a54069",
  "com.amazonaws.eu-west-1.dynamodb": "pl-6fa54006",
};

/** CloudFront's list is one for the world, but has an id in each region. */
const CLOUDFRONT_IDS: Readonly<Record<string, string>> = {
  "us-east-1": "pl-3b927c52",
  "us-east-2": "pl-b6a144df",
  "us-west-1": "pl-4ea04527",
  "us-west-2": "pl-82a045eb",
  "eu-west-1": "pl-4fa04526",
  "eu-central-1": "pl-a3a144ca",
  "ap-northeast-1": "pl-58a04531",
};

/** Ranges that AWS publishes for S3 in its oldest regions. */
const S3: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": [
    "3.5.0.0/19",
    "16.15.176.0/20",
    "16.182.0.0/16",
    "18.34.0.0/19",
    "18.34.232.0/21",
    "44.192.134.240/28",
    "44.192.140.64/28",
    "52.216.0.0/15",
    "54.231.0.0/16",
  ],
  "us-east-2": ["3.5.128.0/22", "3.5.132.0/23", "16.12.64.0/21", "18.34.72.0/21"],
  "us-west-2": ["3.5.76.0/22", "3.5.80.0/21", "18.34.48.0/20", "18.34.244.0/22", "52.92.128.0/17", "52.218.128.0/17"],
  "eu-west-1": ["3.5.64.0/21", "3.5.72.0/23", "18.34.240.0/22", "52.92.0.0/17", "52.218.0.0/17"],
};

const DYNAMODB: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["3.218.180.0/22", "52.94.0.0/22", "52.119.224.0/20"],
  "us-west-2": ["35.80.36.0/24", "52.94.10.0/24", "52.94.28.0/23", "52.119.252.0/22"],
  "eu-west-1": ["52.94.5.0/24", "52.94.24.0/23", "52.94.26.0/23", "52.119.240.0/21"],
};

/** What CloudFront's edges call origins from. */
const CLOUDFRONT = [
  "3.172.0.0/18",
  "13.113.196.64/26",
  "13.124.199.0/24",
  "15.158.0.0/16",
  "18.68.0.0/16",
  "52.46.0.0/22",
  "52.82.128.0/19",
  "54.182.128.0/20",
  "64.252.64.0/18",
  "70.132.0.0/18",
  "130.176.0.0/16",
  "204.246.166.0/24",
];

const SERVICES: readonly Service[] = [
  {
    name: "com.amazonaws.%.s3",
    weight: 1,
    cidrs: (n, region) => S3[region] ?? [`3.5.${160 + n}.0/24`, blockOf52219(n)],
  },
  { name: "com.amazonaws.%.dynamodb", weight: 1, cidrs: (n, region) => DYNAMODB[region] ?? [`52.94.${64 + n}.0/24`] },
  { name: "com.amazonaws.%.s3express", weight: 6, cidrs: (n) => [`16.14.${n * 8}.0/21`] },
  { name: "com.amazonaws.%.ec2-instance-connect", weight: 2, cidrs: (n) => [`18.206.107.${(n * 8) % 256}/29`] },
  {
    name: "com.amazonaws.%.ipv6.ec2-instance-connect",
    weight: 2,
    family: "IPv6",
    cidrs: (n) => [`2600:1f${hex(n)}:7fff:f800::/53`],
  },
  { name: "com.amazonaws.%.route53-healthchecks", weight: 25, cidrs: (n) => [`15.177.${n * 4}.0/22`] },
  {
    name: "com.amazonaws.%.ipv6.route53-healthchecks",
    weight: 25,
    family: "IPv6",
    cidrs: (n) => [`2600:1f${hex(n)}:7fff:fc00::/56`],
  },
  { name: "com.amazonaws.%.vpc-lattice", weight: 10, cidrs: () => ["169.254.171.0/24"] },
  { name: "com.amazonaws.%.ipv6.vpc-lattice", weight: 10, family: "IPv6", cidrs: () => ["fd00:ec2:80::/64"] },
  { name: "com.amazonaws.global.cloudfront.origin-facing", weight: 55, cidrs: () => CLOUDFRONT },
  {
    name: "com.amazonaws.global.ipv6.cloudfront.origin-facing",
    weight: 55,
    family: "IPv6",
    cidrs: () => ["2600:9000:f000::/36", "2600:9000:5200::/40"],
  },
  { name: "com.amazonaws.global.groundstation", weight: 5, cidrs: () => ["3.2.16.0/26", "15.220.222.0/24"] },
];

const weights = new Map<string, number>();
const byRegion = new Map<string, ReadonlyMap<string, PrefixList>>();

/** AWS's lists in a region. */
export const awsPrefixLists = (region: string): Iterable<PrefixList> => listsOf(region).values();

/** AWS's list with this id, if it has one in the region. */
export const awsPrefixListById = (region: string, id: string): PrefixList | undefined => listsOf(region).get(id);

/** AWS's list of a service's addresses: `s3`, `dynamodb`, … */
export function awsPrefixList(region: string, service: string): PrefixList | undefined {
  for (const list of awsPrefixLists(region)) if (list.name === `com.amazonaws.${region}.${service}`) return list;
  return undefined;
}

/** How many rules a reference to the list counts for: one where it is not AWS's. */
export const awsWeight = (list: PrefixList | undefined): number => weights.get(list?.id ?? "") ?? 1;

function listsOf(region: string): ReadonlyMap<string, PrefixList> {
  const known = byRegion.get(region);
  if (known) return known;
  const lists = new Map<string, PrefixList>();
  for (const service of SERVICES) {
    const name = service.name.replace("%", region);
    const id = KNOWN_IDS[name] ?? knownCloudFront(name, region) ?? `pl-${digest(`${region} ${name}`)}`;
    weights.set(id, service.weight);
    lists.set(id, {
      id,
      account: AWS_OWNER,
      region,
      name,
      ownerId: AWS_OWNER,
      addressFamily: service.family ?? "IPv4",
      state: "create-complete",
      maxEntries: undefined,
      versions: [service.cidrs(ordinal(region), region).map((cidr) => ({ cidr, description: undefined }))],
    });
  }
  byRegion.set(region, lists);
  return lists;
}

const knownCloudFront = (name: string, region: string): string | undefined =>
  name === "com.amazonaws.global.cloudfront.origin-facing" ? CLOUDFRONT_IDS[region] : undefined;

/** The region's place among AWS's regions; names that AWS does not have share the last one. */
function ordinal(region: string): number {
  const index = regions.findIndex(({ name }) => name === region);
  return index < 0 ? regions.length : index;
}

const hex = (n: number): string => (0x10 + n).toString(16);

/** A /21 of 52.219.0.0/16, which AWS uses for S3 in most regions. */
const blockOf52219 = (n: number): string => `52.219.${n * 8}.0/21`;

/** Eight hex digits that depend on a text alone (FNV-1a, 32 bits). */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** AWS's list with this id, whichever region it is of: for what knows the id only, since no two regions share one. */
export function awsPrefixListAnywhere(id: string): PrefixList | undefined {
  for (const { name } of regions) listsOf(name);
  for (const lists of byRegion.values()) {
    const list = lists.get(id);
    if (list) return list;
  }
  return undefined;
}
