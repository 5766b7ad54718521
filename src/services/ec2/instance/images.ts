/**
 * The public images of a region, as EC2 describes them. An id of the right form that nobody registered stands for itself:
 * configurations carry ids of the real region, and what an image holds does not matter to the network. With strict images
 * such an id is unknown.
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AMAZON, publishedImages, rootSnapshotOf } from "../../ssm/publicImages/resources.ts";
import { checkId } from "../resource.ts";
import { type Image, images } from "./resources.ts";

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
      rootDevice: publication.rootDevice,
      rootSizeGb: publication.sizeGb,
      rootVolumeType: publication.volumeType,
      rootSnapshotId: published.rootSnapshotId,
      imdsV2: publication.imdsV2 ?? false,
      registered: true,
    };
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
  rootSnapshotId: rootSnapshotOf(ctx.region, id),
  imdsV2: false,
  registered: false,
});

/** What AWS's and others' images call their root device. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html */
const ROOT_DEVICES: readonly string[] = ["/dev/xvda", "/dev/sda1"];

/** The image as a launch speaks of it: of one that nobody registered, the launch may say what its root device is called. */
export function rootedAs(image: Image, mappings: readonly { readonly DeviceName?: string | undefined }[]): Image {
  if (image.registered) return image;
  const named = mappings.find(({ DeviceName = "" }) => ROOT_DEVICES.includes(DeviceName))?.DeviceName;
  return named === undefined ? image : { ...image, rootDevice: named };
}
