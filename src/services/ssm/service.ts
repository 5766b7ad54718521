/** Systems Manager as the cloud knows it: its Parameter Store. */
import type { Service } from "../../cloud/operation.ts";
import { describeParameters, getParameter, getParameterHistory, getParameters, getParametersByPath } from "./read.ts";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./tags.ts";
import {
  deleteParameter,
  deleteParameters,
  labelParameterVersion,
  putParameter,
  unlabelParameterVersion,
} from "./write.ts";

export const ssmService: Service = {
  name: "ssm",
  operations: [
    getParameter,
    getParameters,
    getParametersByPath,
    getParameterHistory,
    describeParameters,
    putParameter,
    deleteParameter,
    deleteParameters,
    labelParameterVersion,
    unlabelParameterVersion,
    addTagsToResource,
    removeTagsFromResource,
    listTagsForResource,
  ],
};
