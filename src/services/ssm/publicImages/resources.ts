/**
 * The images that AWS and others publish in every region: generated, the same in every process, newest last. Parameters
 * name the latest of them, and EC2 describes them: both read this table, so that the ids agree.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
 */
import { createHash } from "node:crypto";

interface Publication {
  readonly owner: string;
  readonly alias?: string;
  /** `{date}` and `{version}` stand for a release's; `{arch}` for the architecture as this publisher writes it. */
  readonly name: string;
  readonly description: string;
  readonly arches: Readonly<Partial<Record<"x86_64" | "arm64", string>>>;
  /**
   * Names of the public parameters that hold the latest release, `{arch}` as in the name; where a name has `{serial}` in it,
   * that stands for `current` and for every release.
   */
  readonly parameters?: readonly string[];
  /** `YYYYMMDD`, with a version where the name has one. */
  readonly releases: readonly string[];
  readonly rootDevice: string;
  readonly sizeGb: number;
  readonly volumeType: "gp2" | "gp3" | "standard";
  readonly windows?: boolean;
  /** IMDSv2 is the image's own default (ImdsSupport v2.0). */
  readonly imdsV2?: boolean;
}

export const AMAZON = "137112412989";
const LINUX = "/aws/service/ami-amazon-linux-latest";
const BOTH = { x86_64: "x86_64", arm64: "arm64" };
const DEBIAN_STYLE = { x86_64: "amd64", arm64: "arm64" };

const linux2 = (name: string, parameter: string): Publication => ({
  owner: AMAZON,
  alias: "amazon",
  name,
  description: "Amazon Linux 2 AMI {version} {arch} HVM gp2",
  arches: BOTH,
  parameters: [`${LINUX}/${parameter}`],
  releases: ["20250123 2.0.20250123.4", "20250721 2.0.20250721.2", "20251110 2.0.20251110.1"],
  rootDevice: "/dev/xvda",
  sizeGb: 8,
  volumeType: "gp2",
});

const linux2023 = (name: string, sizeGb: number, ...parameters: string[]): Publication => ({
  owner: AMAZON,
  alias: "amazon",
  name,
  description: "Amazon Linux 2023 AMI {version} {arch} HVM",
  arches: BOTH,
  parameters,
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
  parameters: [version, codename].map(
    (name) =>
      `/aws/service/canonical/ubuntu/server/${name}/stable/{serial}/{arch}/hvm/${path.endsWith("gp3") ? "ebs-gp3" : "ebs-gp2"}/ami-id`,
  ),
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
  parameters: [`/aws/service/ami-windows-latest/Windows_Server-${year}-English-${flavour}-Base`],
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
  parameters: [`/aws/service/debian/release/${version}/latest/{arch}`],
  releases: ["20250115 20250115-1993", "20250814 20250814-2204", "20251111 20251111-2294"],
  rootDevice: "/dev/xvda",
  sizeGb: 8,
  volumeType: "gp3",
});

const PUBLICATIONS: readonly Publication[] = [
  linux2("amzn2-ami-hvm-{version}-{arch}-gp2", "amzn2-ami-hvm-{arch}-gp2"),
  linux2("amzn2-ami-kernel-5.10-hvm-{version}-{arch}-gp2", "amzn2-ami-kernel-5.10-hvm-{arch}-gp2"),
  linux2023(
    "al2023-ami-{version}-kernel-6.1-{arch}",
    8,
    `${LINUX}/al2023-ami-kernel-default-{arch}`,
    `${LINUX}/al2023-ami-kernel-6.1-{arch}`,
  ),
  linux2023(
    "al2023-ami-minimal-{version}-kernel-6.1-{arch}",
    2,
    `${LINUX}/al2023-ami-minimal-kernel-default-{arch}`,
    `${LINUX}/al2023-ami-minimal-kernel-6.1-{arch}`,
  ),
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

/** One release of a publication, for one architecture, in a region. */
export interface PublishedImage {
  readonly id: string;
  readonly rootSnapshotId: string;
  readonly publication: Publication;
  readonly architecture: "x86_64" | "arm64";
  readonly name: string;
  readonly description: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly creationDate: string;
  /** Public parameters that hold its id. */
  readonly parameters: readonly string[];
}

/** The snapshot below an image that is told by its name. */
export const rootSnapshotOf = (region: string, name: string): string => `snap-0${digest(`${region}/snapshot/${name}`)}`;

export function* publishedImages(region: string): Iterable<PublishedImage> {
  for (const publication of PUBLICATIONS)
    for (const [architecture, written] of Object.entries(publication.arches))
      for (const release of publication.releases) {
        const [date = "", version = date] = release.split(" ");
        const latest = release === publication.releases.at(-1);
        const fill = (text: string): string =>
          text.replaceAll("{arch}", written).replaceAll("{version}", version).replaceAll("{date}", date);
        const name = fill(publication.name);
        const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
        yield {
          id: `ami-0${digest(`${region}/${publication.owner}/${name}`)}`,
          rootSnapshotId: rootSnapshotOf(region, name),
          publication,
          architecture: architecture as PublishedImage["architecture"],
          name,
          description: fill(publication.description),
          date,
          creationDate: `${day}T04:12:11.000Z`,
          parameters: (publication.parameters ?? []).flatMap((parameter) =>
            parameter.includes("{serial}")
              ? [date, ...(latest ? ["current"] : [])].map((serial) => fill(parameter).replace("{serial}", serial))
              : latest
                ? [fill(parameter)]
                : [],
          ),
        };
      }
}
