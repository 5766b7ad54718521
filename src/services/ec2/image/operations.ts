import type { Operation } from "../../../cloud/operation.ts";
import { attributeOperations } from "./attributes.ts";
import { availabilityOperations } from "./availability.ts";
import { creationOperations } from "./create.ts";
import { describeImages } from "./describe.ts";

export const imageOperations: readonly Operation[] = [
  describeImages,
  ...creationOperations,
  ...attributeOperations,
  ...availabilityOperations,
];
