/** EnableImage, DisableImage, and protection from being deregistered. */
import { ec2 } from "../operation.ts";
import { needOwnImage } from "./images.ts";
import { images } from "./resources.ts";

/** How long a protection with a cooldown outlasts its end. */
const COOLDOWN_MS = 24 * 60 * 60 * 1000;

/**
 * A disabled image is nobody's to launch, and who it was shared with does not get it back.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImage.html
 */
const disableImage = ec2("DisableImage", ({ ImageId }, ctx) => {
  ctx.put(images, { ...needOwnImage(ctx, ImageId), disabled: true, launchableBy: [] });
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImage.html */
const enableImage = ec2("EnableImage", ({ ImageId }, ctx) => {
  ctx.put(images, { ...needOwnImage(ctx, ImageId), disabled: false });
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeregistrationProtection.html */
const enableImageDeregistrationProtection = ec2(
  "EnableImageDeregistrationProtection",
  ({ ImageId, WithCooldown }, ctx) => {
    const protection = WithCooldown === true ? "enabled-with-cooldown" : "enabled-without-cooldown";
    ctx.put(images, { ...needOwnImage(ctx, ImageId), protection, protectedUntil: undefined });
    return { Return: "true" };
  },
);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeregistrationProtection.html */
const disableImageDeregistrationProtection = ec2("DisableImageDeregistrationProtection", ({ ImageId }, ctx) => {
  const image = needOwnImage(ctx, ImageId);
  const cooldown = image.protection === "enabled-with-cooldown" ? ctx.now().getTime() + COOLDOWN_MS : undefined;
  ctx.put(images, { ...image, protection: "disabled", protectedUntil: cooldown ?? image.protectedUntil });
  return { Return: "true" };
});

export const availabilityOperations = [
  enableImage,
  disableImage,
  enableImageDeregistrationProtection,
  disableImageDeregistrationProtection,
];
