/** KMS as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./aliases.ts";
import {
  decrypt,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  generateRandom,
  reEncrypt,
} from "./cryptography.ts";
import * as keys from "./keys.ts";
import { listResourceTags, tagResource, untagResource } from "./tags.ts";

export const kmsService: Service = {
  name: "kms",
  operations: [
    keys.createKeyOperation,
    keys.describeKey,
    keys.listKeys,
    keys.updateKeyDescription,
    keys.enableKey,
    keys.disableKey,
    keys.scheduleKeyDeletion,
    keys.cancelKeyDeletion,
    keys.getKeyPolicy,
    keys.putKeyPolicy,
    keys.listKeyPolicies,
    keys.enableKeyRotation,
    keys.disableKeyRotation,
    keys.getKeyRotationStatus,
    createAlias,
    updateAlias,
    deleteAlias,
    listAliases,
    tagResource,
    untagResource,
    listResourceTags,
    encrypt,
    decrypt,
    reEncrypt,
    generateDataKey,
    generateDataKeyWithoutPlaintext,
    generateRandom,
  ],
  transitions: keys.keyTransitions,
};
