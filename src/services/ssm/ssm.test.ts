import { describe, expect, test } from "vitest";
import { ACCOUNT, REGION, testService } from "../service.fixture.ts";
import { publishedImages } from "./publicImages/resources.ts";
import { ssmService } from "./service.ts";

const ssm = () => testService<typeof import("@aws-sdk/client-ssm")>(ssmService);
const text = (Name: string, Value = "v") => ({ Name, Value, Type: "String" as const });

describe("public parameters", () => {
  test.each([
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64",
    "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
    "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    "/aws/service/canonical/ubuntu/server/noble/stable/current/arm64/hvm/ebs-gp3/ami-id",
    "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
    "/aws/service/debian/release/12/latest/amd64",
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  ])("%s holds an image of the region", (Name) => {
    const { call, as } = ssm();
    const value = call("GetParameter", { Name }).Parameter;
    const ids = new Set([...publishedImages(REGION)].map(({ id }) => id));
    expect(ids).toContain(value?.Value);
    expect(value?.ARN).toBe(`arn:aws:ssm:us-east-1::parameter${Name}`);
    expect(as(ACCOUNT, "eu-west-1").call("GetParameter", { Name }).Parameter?.Value).not.toBe(value?.Value);
  });

  test("current is the newest release", () => {
    const path = "/aws/service/canonical/ubuntu/server/jammy/stable";
    const { call } = ssm();
    const value = (serial: string) =>
      call("GetParameter", { Name: `${path}/${serial}/amd64/hvm/ebs-gp2/ami-id` }).Parameter?.Value;
    expect(value("current")).toBe(value("20251022"));
    expect(value("20250115")).not.toBe(value("current"));
  });

  test("are found by path, and cannot be written", () => {
    const { call, codeOf } = ssm();
    const page = call("GetParametersByPath", { Path: "/aws/service/ami-amazon-linux-latest" });
    expect(page.Parameters).toHaveLength(10);
    const next = call("GetParametersByPath", {
      Path: "/aws/service/ami-amazon-linux-latest",
      NextToken: page.NextToken,
    });
    expect(next.Parameters?.length).toBeGreaterThan(0);
    expect(codeOf("PutParameter", text("/aws/service/x"))).toBe("AccessDeniedException");
    expect(call("DescribeParameters").Parameters).toEqual([]);
  });
});

describe("own parameters", () => {
  test("have versions and labels", () => {
    const { call, codeOf } = ssm();
    expect(call("PutParameter", text("/app/a", "1"))).toEqual({ Version: 1, Tier: "Standard" });
    expect(codeOf("PutParameter", text("/app/a"))).toBe("ParameterAlreadyExists");
    expect(call("PutParameter", { Name: "/app/a", Value: "2", Overwrite: true }).Version).toBe(2);
    expect(call("GetParameter", { Name: "/app/a" }).Parameter).toMatchObject({
      Value: "2",
      Version: 2,
      Type: "String",
      DataType: "text",
      ARN: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/app/a`,
    });
    expect(call("GetParameter", { Name: "/app/a:1" }).Parameter).toMatchObject({ Value: "1", Selector: ":1" });
    call("LabelParameterVersion", { Name: "/app/a", ParameterVersion: 1, Labels: ["prod", "1bad"] });
    expect(call("GetParameter", { Name: "/app/a:prod" }).Parameter?.Value).toBe("1");
    call("LabelParameterVersion", { Name: "/app/a", Labels: ["prod"] });
    expect(call("GetParameter", { Name: "/app/a:prod" }).Parameter?.Value).toBe("2");
    expect(call("UnlabelParameterVersion", { Name: "/app/a", ParameterVersion: 2, Labels: ["prod", "x"] })).toEqual({
      RemovedLabels: ["prod"],
      InvalidLabels: ["x"],
    });
    expect(codeOf("GetParameter", { Name: "/app/a:3" })).toBe("ParameterVersionNotFound");
    expect(codeOf("GetParameter", { Name: "/app/b" })).toBe("ParameterNotFound");
    expect(call("GetParameterHistory", { Name: "/app/a" }).Parameters?.map(({ Value }) => Value)).toEqual(["1", "2"]);
  });

  test("are found by ARN, and by nobody else", () => {
    const service = ssm();
    service.call("PutParameter", text("plain"));
    const arn = service.call("GetParameter", { Name: "plain" }).Parameter?.ARN ?? "";
    expect(service.call("GetParameter", { Name: arn }).Parameter?.Name).toBe("plain");
    expect(service.as("222222222222").codeOf("GetParameter", { Name: "plain" })).toBe("ParameterNotFound");
    expect(service.as("222222222222").codeOf("GetParameter", { Name: arn })).toBe("ParameterNotFound");
    expect(service.as(ACCOUNT, "eu-west-1").codeOf("GetParameter", { Name: "plain" })).toBe("ParameterNotFound");
  });

  test("secrets are shown to those who ask for them", () => {
    const { call, codeOf } = ssm();
    call("PutParameter", { Name: "s", Value: "secret", Type: "SecureString" });
    expect(call("GetParameter", { Name: "s" }).Parameter?.Value).not.toContain("secret");
    expect(call("GetParameter", { Name: "s", WithDecryption: true }).Parameter?.Value).toBe("secret");
    expect(call("DescribeParameters").Parameters).toMatchObject([{ Name: "s", KeyId: "alias/aws/ssm" }]);
    expect(codeOf("PutParameter", { Name: "t", Value: "x", Type: "SecureString", KeyId: "alias/none" })).toBe(
      "InvalidKeyId",
    );
    expect(codeOf("PutParameter", { Name: "s", Value: "x", Type: "String", Overwrite: true })).toBe(
      "HierarchyTypeMismatchException",
    );
  });

  test.each([
    ["a/b", "ValidationException"],
    ["/a//b", "ValidationException"],
    ["/a b", "ValidationException"],
    ["aws-x", "ValidationException"],
    ["ssm1", "ValidationException"],
    ["/aws/x", "AccessDeniedException"],
    [`/${Array.from({ length: 16 }, () => "a").join("/")}`, "HierarchyLevelLimitExceededException"],
  ])("refused name %s", (name, code) => {
    expect(ssm().codeOf("PutParameter", text(name))).toBe(code);
  });

  test.each([
    ["no type", { Type: undefined }, "ValidationException"],
    ["too long", { Value: "x".repeat(4097) }, "ValidationException"],
    ["off the pattern", { AllowedPattern: "\\d+" }, "ParameterPatternMismatchException"],
    [
      "a pattern that never ends",
      { Value: `${"a".repeat(40)}!`, AllowedPattern: "(a+)+" },
      "ParameterPatternMismatchException",
    ],
    ["a bad pattern", { AllowedPattern: "(" }, "InvalidAllowedPatternException"],
    ["no image", { DataType: "aws:ec2:image" }, "ValidationException"],
    ["tags with overwrite", { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] }, "ValidationException"],
  ])("refused: %s", (_, change, code) => {
    expect(ssm().codeOf("PutParameter", { ...text("a"), ...change })).toBe(code);
  });

  test("long values stand in the advanced tier", () => {
    const { call, codeOf } = ssm();
    const Value = "x".repeat(5000);
    expect(call("PutParameter", { ...text("a", Value), Tier: "Intelligent-Tiering" }).Tier).toBe("Advanced");
    expect(codeOf("PutParameter", { Name: "a", Value: "x", Overwrite: true, Tier: "Standard" })).toBe(
      "ValidationException",
    );
  });

  test("are filtered", () => {
    const { call, codeOf } = ssm();
    for (const name of ["/a/x", "/a/b/y", "z"])
      call("PutParameter", { ...text(name), Tags: [{ Key: "n", Value: name }] });
    const names = (...ParameterFilters: { Key: string; Option?: string; Values?: string[] }[]) =>
      call("DescribeParameters", { ParameterFilters }).Parameters?.map(({ Name }) => Name);
    expect(names({ Key: "Name", Values: ["z"] })).toEqual(["z"]);
    expect(names({ Key: "Name", Option: "BeginsWith", Values: ["/a"] })).toEqual(["/a/b/y", "/a/x"]);
    expect(names({ Key: "Path", Option: "OneLevel", Values: ["/a"] })).toEqual(["/a/x"]);
    expect(names({ Key: "Path", Option: "Recursive", Values: ["/a"] })).toEqual(["/a/b/y", "/a/x"]);
    expect(names({ Key: "tag:n", Values: ["z"] })).toEqual(["z"]);
    expect(codeOf("DescribeParameters", { ParameterFilters: [{ Key: "Colour", Values: ["red"] }] })).toBe(
      "InvalidFilterKey",
    );
    expect(call("GetParametersByPath", { Path: "/a" }).Parameters?.map(({ Name }) => Name)).toEqual(["/a/x"]);
    expect(call("GetParametersByPath", { Path: "/a", Recursive: true }).Parameters).toHaveLength(2);
    const several = call("GetParameters", { Names: ["z", "nope", "z"] });
    expect([several.Parameters?.length, several.InvalidParameters]).toEqual([1, ["nope"]]);
    expect(call("DeleteParameters", { Names: ["z", "nope"] })).toEqual({
      DeletedParameters: ["z"],
      InvalidParameters: ["nope"],
    });
    expect(codeOf("DeleteParameter", { Name: "z" })).toBe("ParameterNotFound");
  });

  test("are tagged", () => {
    const { call, codeOf } = ssm();
    call("PutParameter", text("a"));
    const on = { ResourceType: "Parameter" as const, ResourceId: "a" };
    call("AddTagsToResource", {
      ...on,
      Tags: [
        { Key: "x", Value: "1" },
        { Key: "y", Value: "2" },
      ],
    });
    call("RemoveTagsFromResource", { ...on, TagKeys: ["x"] });
    expect(call("ListTagsForResource", on).TagList).toEqual([{ Key: "y", Value: "2" }]);
    expect(codeOf("ListTagsForResource", { ...on, ResourceId: "b" })).toBe("InvalidResourceId");
    call("PutParameter", { Name: "a", Value: "2", Overwrite: true });
    expect(call("ListTagsForResource", on).TagList).toHaveLength(1);
  });
});
