/**
 * The public images of a region: generated, the same in every process, newest last as the publishers name them. An id
 * of the right form that nobody registered stands for itself: configurations carry ids of the real region, and what an
 * image holds does not matter to the network. With strict images such an id is unknown.
 */
import { createHash } from "node:crypto";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkId } from "../resource.ts";
import { type Image, images } from "./resources.ts";

interface Publication {
  readonly owner: string;
  readonly alias?: string;
  /** `{date}` and `{version}` stand for a release's; `{arch}` for the architecture as this publisher writes it. */
  readonly name: string;
  readonly description: string;
  readonly arches: Readonly<Partial<Record<"x86_64" | "arm64", string>>>;
  /** `YYYYMMDD`, with a version where the name has one. */
  readonly releases: readonly string[];
  readonly rootDevice: string;
  readonly sizeGb: number;
  readonly volumeType: "gp2" | "gp3" | "standard";
  readonly windows?: boolean;
  /** IMDSv2 is the image's own default (ImdsSupport v2.0). */
  readonly imdsV2?: boolean;
}

const AMAZON = "137112412989";
const BOTH = { x86_64: "x86_64", arm64: "arm64" };
const DEBIAN_STYLE = { x86_64: "amd64", arm64: "arm64" };

const linux2 = (name: string): Publication => ({
  owner: AMAZON,
  alias: "amazon",
  name,
  description: "Amazon Linux 2 AMI {version} {arch} HVM gp2",
  arches: BOTH,
  releases: ["20250123 2.0.20250123.4", "20250721 2.0.20250721.2", "20251110 2.0.20251110.1"],
  rootDevice: "/dev/xvda",
  sizeGb: 8,
  volumeType: "gp2",
});

const linux2023 = (name: string, sizeGb: number): Publication => ({
  owner: AMAZON,
  alias: "amazon",
  name,
  description: "Amazon Linux 2023 AMI {version} {arch} HVM",
  arches: BOTH,
  releases: ["20250128 2023.6.20250128.0", "20250804 2023.8.20250804.0", "20251117 2023.9.20251117.1"],
  rootDevice: "/dev/xvda",
  sizeGb,
  volumeType: "gp3",
  imdsV2: true,
});

const ubuntu = (path: string, codename: string, version: string, title: string): Publication => ({
  owner: "099720109477",
  alias: "amazon",
  name: `ubuntu/images/${path}/ubuntu-${codename}-${version}-{arch}-server-{date}`,
  description: `Canonical, Ubuntu, ${title}, {arch} image`,
  arches: DEBIAN_STYLE,
  releases: ["20250115", "20250712", "20251022"],
  rootDevice: "/dev/sda1",
  sizeGb: 8,
  volumeType: path.endsWith("gp3") ? "gp3" : "gp2",
  ...(codename === "noble" ? { imdsV2: true } : {}),
});

const windows = (year: string, flavour: string): Publication => ({
  owner: "801119661308",
  alias: "amazon",
  name: `Windows_Server-${year}-English-${flavour}-Base-{version}`,
  description: `Microsoft Windows Server ${year} ${flavour} Locale English AMI provided by Amazon`,
  arches: { x86_64: "x86_64" },
  releases: ["20250115 2025.01.15", "20250813 2025.08.13", "20251112 2025.11.12"],
  rootDevice: "/dev/sda1",
  sizeGb: 30,
  volumeType: "gp2",
  windows: true,
});

const debian = (version: string): Publication => ({
  owner: "136693071363",
  name: `debian-${version}-{arch}-{version}`,
  description: `Debian ${version} ({version})`,
  arches: DEBIAN_STYLE,
  releases: ["20250115 20250115-1993", "20250814 20250814-2204", "20251111 20251111-2294"],
  rootDevice: "/dev/xvda",
  sizeGb: 8,
  volumeType: "gp3",
});

const PUBLICATIONS: readonly Publication[] = [
  linux2("amzn2-ami-hvm-{version}-{arch}-gp2"),
  linux2("amzn2-ami-kernel-5.10-hvm-{version}-{arch}-gp2"),
  linux2023("al2023-ami-{version}-kernel-6.1-{arch}", 8),
  linux2023("al2023-ami-minimal-{version}-kernel-6.1-{arch}", 2),
  linux2023("al2023-ami-ecs-hvm-{version}-kernel-6.1-{arch}", 30),
  ubuntu("hvm-ssd", "focal", "20.04", "20.04 LTS"),
  ubuntu("hvm-ssd", "jammy", "22.04", "22.04 LTS"),
  ubuntu("hvm-ssd-gp3", "noble", "24.04", "24.04 LTS"),
  debian("12"),
  debian("13"),
  windows("2016", "Full"),
  windows("2019", "Full"),
  windows("2022", "Full"),
  windows("2022", "Core"),
  windows("2025", "Full"),
  {
    owner: AMAZON,
    alias: "amazon",
    name: "amzn-ami-vpc-nat-{version}-x86_64-ebs",
    description: "Amazon Linux AMI {version} x86_64 VPC HVM ebs, a NAT instance",
    arches: { x86_64: "x86_64" },
    releases: ["20220209 2018.03.0.20220209.1", "20230807 2018.03.0.20230807.0"],
    rootDevice: "/dev/xvda",
    sizeGb: 8,
    volumeType: "standard",
  },
  {
    owner: "568608671756",
    name: "fck-nat-al2023-hvm-{version}-{arch}-ebs",
    description: "fck-nat, a NAT instance on Amazon Linux 2023",
    arches: BOTH,
    releases: ["20240122 1.3.0-20240122", "20251003 1.4.0-20251003"],
    rootDevice: "/dev/xvda",
    sizeGb: 2,
    volumeType: "gp3",
  },
  {
    owner: "309956199498",
    name: "RHEL-9.6.0_HVM-{version}-{arch}-0-Hourly2-GP3",
    description: "Provided by Red Hat, Inc.",
    arches: BOTH,
    releases: ["20250623 20250623", "20251110 20251110"],
    rootDevice: "/dev/sda1",
    sizeGb: 10,
    volumeType: "gp3",
  },
];

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const generated = new Map<string, ReadonlyMap<string, Image>>();

/** The region's public images by id. */
export function publicImages(region: string): ReadonlyMap<string, Image> {
  let found = generated.get(region);
  if (!found) {
    found = new Map([...generate(region)].map((image) => [image.id, image]));
    generated.set(region, found);
  }
  return found;
}

function* generate(region: string): Iterable<Image> {
  for (const publication of PUBLICATIONS)
    for (const [architecture, written] of Object.entries(publication.arches))
      for (const release of publication.releases) {
        const [date = "", version = date] = release.split(" ");
        const fill = (text: string): string =>
          text.replaceAll("{arch}", written).replaceAll("{version}", version).replaceAll("{date}", date);
        const name = fill(publication.name);
        const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
        yield {
          id: `ami-0${digest(`${region}/${publication.owner}/${name}`)}`,
          account: publication.owner,
          region,
          name,
          ownerId: publication.owner,
          ownerAlias: publication.alias,
          description: fill(publication.description),
          architecture: architecture as Image["architecture"],
          platform: publication.windows ? "windows" : undefined,
          creationDate: `${day}T04:12:11.000Z`,
          rootDevice: publication.rootDevice,
          rootSizeGb: publication.sizeGb,
          rootVolumeType: publication.volumeType,
          rootSnapshotId: `snap-0${digest(`${region}/snapshot/${name}`)}`,
          imdsV2: publication.imdsV2 ?? false,
          registered: true,
        };
      }
}

/** The image with this id, or AWS's error: malformed, or (where images are strict) unknown. */
export function needImage(ctx: Context, id: string): Image {
  const image = publicImages(ctx.region).get(id);
  if (image) return image;
  checkId(images, id);
  if (ctx.settings.strictImages) return fail(images.errors.notFound, images.errors.missing(id));
  return standIn(ctx, id);
}

/** What is said of an id that nobody registered: a plain Linux image, of the instance type's own architecture. */
const standIn = (ctx: Context, id: string): Image => ({
  id,
  account: AMAZON,
  region: ctx.region,
  name: `unregistered-${id}`,
  ownerId: AMAZON,
  ownerAlias: undefined,
  description: "An image id that Underlay has no facts about, taken at its word",
  architecture: "x86_64",
  platform: undefined,
  creationDate: "2025-01-01T00:00:00.000Z",
  rootDevice: "/dev/xvda",
  rootSizeGb: 8,
  rootVolumeType: "gp3",
  rootSnapshotId: `snap-0${digest(`${ctx.region}/snapshot/${id}`)}`,
  imdsV2: false,
  registered: false,
});
