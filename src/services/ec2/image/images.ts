/**
 * Which images there are for a caller: its own, those shared with it, and the region's public ones. An id of the right form that nobody registered stands for itself:
 * configurations carry ids of the real region, and what an image holds does not matter to the network. With strict images
 * such an id is unknown.
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AMAZON, publishedImages, rootSnapshotOf } from "../../ssm/publicImages/resources.ts";
import { checkId, refuseId } from "../resource.ts";
import { shapeOf } from "../volume/shape.ts";
import { type Image, type ImageDevice, images } from "./resources.ts";

/** What nobody has done anything about. */
export const UNTOUCHED = {
  disabled: false,
  protection: "disabled",
  protectedUntil: undefined,
  deregistered: false,
} as const;

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
  for (const { publication, ...published } of publishedImages(region))
    yield {
      id: published.id,
      account: publication.owner,
      region,
      name: published.name,
      ownerId: publication.owner,
      ownerAlias: publication.alias,
      description: published.description,
      architecture: published.architecture,
      platform: publication.windows ? "windows" : undefined,
      creationDate: published.creationDate,
      virtualization: "hvm",
      bootMode: published.architecture === "arm64" ? "uefi" : "uefi-preferred",
      ena: true,
      deprecationTime: twoYearsAfter(published.creationDate),
      rootDevice: publication.rootDevice,
      devices: [
        rootVolume(publication.rootDevice, published.rootSnapshotId, publication.sizeGb, publication.volumeType),
      ],
      imdsV2: publication.imdsV2 ?? false,
      launchableBy: ["all"],
      source: undefined,
      sourceInstanceId: undefined,
      ...UNTOUCHED,
      registered: true,
    };
}

/** Public images are deprecated two years after they were made. */
function twoYearsAfter(created: string): string {
  const date = new Date(created);
  date.setUTCFullYear(date.getUTCFullYear() + 2);
  return date.toISOString();
}

const rootVolume = (device: string, snapshotId: string, sizeGb: number, volumeType: string): ImageDevice => ({
  device,
  snapshotId,
  ...shapeOf({}, { sizeGb, volumeType }),
  encrypted: false,
  deleteOnTermination: true,
});

/** Whether the caller may launch it. */
const mayLaunch = ({ account, region }: Context, image: Image): boolean =>
  image.region === region &&
  (image.account === account || image.launchableBy.includes(account) || image.launchableBy.includes("all"));

/** All that the caller may launch: its own and those shared with it, then the public ones. */
export function* launchableImages(ctx: Context): Iterable<Image> {
  const shared = [ctx.account, "all"].flatMap((grantee) => ctx.by(images, "launchableBy", `${ctx.region}/${grantee}`));
  for (const image of new Set([...ctx.all(images), ...shared])) if (!image.deregistered) yield image;
  yield* publicImages(ctx.region).values();
}

/** AWS's error for an image that was there once, or is disabled. */
const refuseUnavailable = (id: string): never =>
  fail("InvalidAMIID.Unavailable", `The image id '[${id}]' is no longer available`);

/** The image with this id, or AWS's error: malformed, no longer there, or (where images are strict) unknown. */
export function needImage(ctx: Context, id: string): Image {
  const row = ctx.find(images, id);
  if (row && !mayLaunch(ctx, row)) return refuseId(images, id);
  if (row?.deregistered || row?.disabled) return refuseUnavailable(id);
  const image = row ?? publicImages(ctx.region).get(id);
  if (image) return image;
  checkId(images, id);
  if (ctx.settings.strictImages) return fail(images.errors.notFound, images.errors.missing(id));
  return standIn(ctx, id);
}

/** An image of the caller's own, to change it, or AWS's error. */
export function needOwnImage(ctx: Context, id = ""): Image {
  if (id === "") return fail("MissingParameter", "The request must contain the parameter imageId");
  const image = ctx.get(images, id);
  if (image) return image.deregistered ? refuseUnavailable(id) : image;
  const others = ctx.find(images, id);
  if (publicImages(ctx.region).has(id) || (others && mayLaunch(ctx, others)))
    return fail("AuthFailure", `Not authorized for image:${id}`);
  return refuseId(images, id);
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
  virtualization: "hvm",
  bootMode: "uefi-preferred",
  ena: true,
  deprecationTime: twoYearsAfter("2025-01-01T00:00:00.000Z"),
  rootDevice: "/dev/xvda",
  devices: [rootVolume("/dev/xvda", rootSnapshotOf(ctx.region, id), 8, "gp3")],
  imdsV2: false,
  launchableBy: ["all"],
  source: undefined,
  sourceInstanceId: undefined,
  ...UNTOUCHED,
  registered: false,
});

/** What AWS's and others' images call their root device. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html */
const ROOT_DEVICES: readonly string[] = ["/dev/xvda", "/dev/sda1"];

/** The image as a launch speaks of it: of one that nobody registered, the launch may say what its root device is called. */
export function rootedAs(image: Image, mappings: readonly { readonly DeviceName?: string | undefined }[]): Image {
  if (image.registered) return image;
  const named = mappings.find(({ DeviceName = "" }) => ROOT_DEVICES.includes(DeviceName))?.DeviceName;
  if (named === undefined) return image;
  const devices = image.devices.map((one) => (one.device === image.rootDevice ? { ...one, device: named } : one));
  return { ...image, rootDevice: named, devices };
}
