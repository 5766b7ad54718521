/** S3 as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import { getBucketAcl, putBucketAcl } from "./acl.ts";
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from "./buckets.ts";
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from "./bucketTags.ts";
import { configurationOperations } from "./configuration.ts";
import { copyObject } from "./copy.ts";
import { deleteObject, deleteObjects } from "./deletion.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./listing.ts";
import { getObject, headObject, putObject } from "./objects.ts";
import { deleteObjectTagging, getObjectAcl, getObjectTagging, putObjectTagging } from "./objectTags.ts";
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus, putBucketPolicy } from "./policy.ts";

export const s3Service: Service = {
  name: "s3",
  operations: [
    createBucket,
    headBucket,
    deleteBucket,
    listBuckets,
    getBucketLocation,
    ...configurationOperations,
    getBucketAcl,
    putBucketAcl,
    getBucketTagging,
    putBucketTagging,
    deleteBucketTagging,
    getBucketPolicy,
    putBucketPolicy,
    deleteBucketPolicy,
    getBucketPolicyStatus,
    putObject,
    getObject,
    headObject,
    copyObject,
    deleteObject,
    deleteObjects,
    listObjects,
    listObjectsV2,
    listObjectVersions,
    getObjectTagging,
    putObjectTagging,
    deleteObjectTagging,
    getObjectAcl,
  ],
};
