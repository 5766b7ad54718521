/**
 * Regions and their Availability Zones, as AWS lists them. Zone ids (`use1-az1`) are the same for every account here,
 * where AWS shuffles the letters per account.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export interface RegionFacts {
  readonly name: string;
  readonly city: string;
  /** The stem of zone ids. */
  readonly zoneIdStem: string;
  readonly zones: readonly string[];
  readonly optIn: boolean;
}

const region = (name: string, zoneIdStem: string, letters: string, city: string, optIn = false): RegionFacts => ({
  name,
  city,
  zoneIdStem,
  zones: [...letters].map((letter) => `${name}${letter}`),
  optIn,
});

export const regions: readonly RegionFacts[] = [
  region("us-east-1", "use1", "abcdef", "N. Virginia"),
  region("us-east-2", "use2", "abc", "Ohio"),
  region("us-west-1", "usw1", "ab", "N. California"),
  region("us-west-2", "usw2", "abcd", "Oregon"),
  region("ap-south-1", "aps1", "abc", "Mumbai"),
  region("ap-northeast-1", "apne1", "acd", "Tokyo"),
  region("ap-northeast-2", "apne2", "abcd", "Seoul"),
  region("ap-northeast-3", "apne3", "abc", "Osaka"),
  region("ap-southeast-1", "apse1", "abc", "Singapore"),
  region("ap-southeast-2", "apse2", "abc", "Sydney"),
  region("ca-central-1", "cac1", "abd", "Canada Central"),
  region("eu-central-1", "euc1", "abc", "Frankfurt"),
  region("eu-west-1", "euw1", "abc", "Ireland"),
  region("eu-west-2", "euw2", "abc", "London"),
  region("eu-west-3", "euw3", "abc", "Paris"),
  region("eu-north-1", "eun1", "abc", "Stockholm"),
  region("sa-east-1", "sae1", "abc", "São Paulo"),
  region("af-south-1", "afs1", "abc", "Cape Town", true),
  region("ap-east-1", "ape1", "abc", "Hong Kong", true),
  region("ap-south-2", "aps2", "abc", "Hyderabad", true),
  region("ap-southeast-3", "apse3", "abc", "Jakarta", true),
  region("ap-southeast-4", "apse4", "abc", "Melbourne", true),
  region("ca-west-1", "caw1", "abc", "Calgary", true),
  region("eu-central-2", "euc2", "abc", "Zurich", true),
  region("eu-south-1", "eus1", "abc", "Milan", true),
  region("eu-south-2", "eus2", "abc", "Spain", true),
  region("il-central-1", "ilc1", "abc", "Tel Aviv", true),
  region("me-central-1", "mec1", "abc", "UAE", true),
  region("me-south-1", "mes1", "abc", "Bahrain", true),
];

const byName = new Map(regions.map((facts) => [facts.name, facts]));

/** A region's facts. A name that AWS does not have (an emulator's client may send any) gets three zones. */
export const regionFacts = (name: string): RegionFacts => byName.get(name) ?? region(name, name, "abc", name);

/** How AWS names the parts of the world that region names begin with. */
const AREAS: Readonly<Record<string, string>> = {
  us: "US",
  ap: "Asia Pacific",
  ca: "Canada",
  eu: "Europe",
  sa: "South America",
  af: "Africa",
  il: "Israel",
  me: "Middle East",
};

/** A region's long name: `us-east-1` is `US East (N. Virginia)`, `eu-west-1` is `Europe (Ireland)`. */
export function longName(name: string): string {
  const { city } = regionFacts(name);
  const [area = "", side = ""] = name.split("-");
  const known = AREAS[area];
  if (known === undefined) return name;
  const compass = area === "us" ? ` ${side.charAt(0).toUpperCase()}${side.slice(1)}` : "";
  return `${known}${compass} (${city.replace(/^Canada /, "")})`;
}

/** The id of a zone: `us-east-1a` → `use1-az1`. */
export function zoneIdOf(regionName: string, zone: string): string | undefined {
  const facts = regionFacts(regionName);
  const index = facts.zones.indexOf(zone);
  return index < 0 ? undefined : `${facts.zoneIdStem}-az${index + 1}`;
}

/** A zone's name from its id: `use1-az1` → `us-east-1a`. */
export function zoneOfId(regionName: string, zoneId: string): string | undefined {
  const facts = regionFacts(regionName);
  return facts.zones.find((zone) => zoneIdOf(regionName, zone) === zoneId);
}
