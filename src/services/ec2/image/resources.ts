/**
 * Machine images: what an account registered, made of an instance or copied, and AWS's and others' public ones.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";
import type { VolumeShape } from "../volume/resources.ts";

/** A volume that instances of the image begin with. */
export interface ImageDevice extends VolumeShape {
  readonly device: string;
  /** None: an empty volume. */
  readonly snapshotId: string | undefined;
  readonly encrypted: boolean;
  readonly deleteOnTermination: boolean;
}

export interface Image extends Row {
  readonly name: string;
  readonly ownerId: string;
  readonly ownerAlias: string | undefined;
  readonly description: string;
  readonly architecture: "x86_64" | "arm64" | "i386";
  readonly platform: string | undefined;
  readonly virtualization: "hvm" | "paravirtual";
  readonly bootMode: string | undefined;
  readonly ena: boolean;
  /** ISO 8601. */
  readonly creationDate: string;
  readonly deprecationTime: string | undefined;
  readonly rootDevice: string;
  /** The root's first. */
  readonly devices: readonly ImageDevice[];
  /** Whether instances of it ask for IMDSv2 unless told otherwise. */
  readonly imdsV2: boolean;
  /** False for an id that nobody registered and that stands for itself. */
  readonly registered: boolean;
  /** Who else may launch it: accounts, the ARNs of organizations and their units, and `all`. */
  readonly launchableBy: readonly string[];
  /** The image that it was copied from, or that the instance it was made of came from. */
  readonly source: { readonly imageId: string; readonly region: string } | undefined;
  readonly sourceInstanceId: string | undefined;
  /** Kept by its owner, launched by nobody. */
  readonly disabled: boolean;
  /** Whether it may not be deregistered, and with a cooldown not for a day after that was lifted either. */
  readonly protection: "disabled" | "enabled-without-cooldown" | "enabled-with-cooldown";
  /** The end of a cooldown: milliseconds since the epoch. */
  readonly protectedUntil: number | undefined;
  /** A deregistered image is remembered by its id, so that the id is not taken for one that nobody registered. */
  readonly deregistered: boolean;
}

export const images = resource<Image>()(
  {
    type: "image",
    prefix: "ami",
    code: "InvalidAMIID",
    noun: "image id",
    errors: { missing: (id) => `The image id '[${id}]' does not exist` },
  },
  {
    name: ({ account, region, name, deregistered }) => (deregistered ? undefined : `${account}/${region}/${name}`),
    /** The snapshots that cannot be deleted while the image is there. */
    snapshotId: ({ devices, deregistered }) =>
      deregistered ? [] : devices.flatMap(({ snapshotId }) => snapshotId ?? []),
    launchableBy: ({ region, launchableBy }) => launchableBy.map((grantee) => `${region}/${grantee}`),
  },
);
