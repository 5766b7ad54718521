import { expect, test } from "vitest";
import { catalogue, serviceNames } from "./catalogue.ts";
import { missingParameter } from "./missingParameter.ts";
import { loadModel, requiredMembers } from "./model.ts";
import type { Shape } from "./shapes.ts";

/** Decodes all that is reachable, and counts it. */
function walk(shape: Shape, seen: Set<Shape>): void {
  if (seen.has(shape)) return;
  seen.add(shape);
  const targets =
    shape.kind === "list"
      ? [shape.member]
      : shape.kind === "map"
        ? [shape.key, shape.value]
        : shape.kind === "structure" || shape.kind === "union"
          ? shape.members
          : [];
  for (const target of targets) walk(target.shape, seen);
}

test.each(serviceNames)("every shape of %s decodes", async (service) => {
  const model = await loadModel(service);
  const seen = new Set<Shape>();
  for (const name of model.operationNames) {
    const operation = model.operation(name);
    expect(operation?.name).toBe(name);
    if (operation) for (const shape of [operation.input, operation.output]) walk(shape, seen);
  }
  for (const name of model.errorNames) expect(model.error(name)?.name).toBe(name);
  expect(seen.size).toBeGreaterThan(10);
  expect(model.operationNames).toEqual(catalogue[service].operations);
  expect(model.protocol).toBe(catalogue[service].protocol);
});

test("a model is loaded once, and knows no other operations", async () => {
  const model = await loadModel("ec2");
  expect(await loadModel("ec2")).toBe(model);
  expect(model.operation("Fly")).toBeUndefined();
  expect(model.operation("__proto__")).toBeUndefined();
  expect(model.operation("constructor")).toBeUndefined();
});

test("required members", async () => {
  const model = await loadModel("ec2");
  expect(requiredMembers(model, "DeleteVpc").map(({ name }) => name)).toEqual(["VpcId"]);
  expect(requiredMembers(model, "DescribeVpcs")).toEqual([]);
  expect(requiredMembers(model, "Fly")).toEqual([]);
});

test.each([
  ["ec2", "DeleteVpc", {}, "MissingParameter", "The request must contain the parameter vpcId"],
  ["ec2", "DescribeVpcs", {}, undefined, undefined],
  [
    "sts",
    "AssumeRole",
    { RoleArn: "r", Tags: [{ Key: "k", Value: "v" }, { Key: "k" }] },
    "ValidationError",
    "2 validation errors detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
  ],
  [
    "acm",
    "DescribeCertificate",
    {},
    "ValidationException",
    "1 validation error detected: Value null at 'certificateArn' failed to satisfy constraint: Member must not be null",
  ],
  [
    "cloudfront",
    "CreateInvalidation",
    { DistributionId: "E1" },
    "MalformedXML",
    "1 validation error detected: Value null at 'invalidationBatch' failed to satisfy constraint: Member must not be null",
  ],
  ["ec2", "CreateTags", { Tags: [] }, "MissingParameter", "The request must contain the parameter resourceIdSet"],
  ["ec2", "TerminateInstances", {}, "InvalidParameterCombination", "No instances specified"],
  ["route-53", "GetHostedZone", { Id: "Z1" }, undefined, undefined],
] as const)("what %s %s misses in %j", async (service, operation, input, code, message) => {
  const error = missingParameter(await loadModel(service), operation, input);
  expect(error).toEqual(code && { code, message, status: 400 });
});
