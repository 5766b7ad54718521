/**
 * The two query dialects against the examples of Smithy's protocol tests.
 * @see https://github.com/smithy-lang/smithy/tree/main/smithy-aws-protocol-tests/model/ec2Query
 * @see https://github.com/smithy-lang/smithy/tree/main/smithy-aws-protocol-tests/model/awsQuery
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { form, request, toyModel } from "./judge/toyModel.ts";
import { loadModel } from "./model.ts";
import { codecOf } from "./protocols.ts";

/** One structure with members as Smithy's `QueryLists`, `NestedStructures`, `QueryTimestamps` and `QueryMaps` have them. */
const shapes = [
  [
    "structure",
    "Input",
    0,
    [
      ["ListArg", 2],
      ["ComplexListArg", 3],
      ["FlattenedListArg", 2, { xmlFlattened: 1 }],
      ["ListArgWithXmlNameMember", 5],
      ["FlattenedListArgWithXmlName", 5, { xmlFlattened: 1, xmlName: "Hi" }],
      ["Nested", 6],
      ["normalFormat", "timestamp"],
      ["epochMember", "epoch-seconds"],
      ["blobArg", "blob"],
      ["FooEnum", "string"],
      ["bamInt", "number"],
      ["Flag", "boolean"],
      ["RenamedArg", "string", { xmlName: "renamed", ec2QueryName: "Custom" }],
      ["MapArg", 7],
      ["FlatMapArg", 7, { xmlFlattened: 1 }],
    ],
  ],
  ["list", "StringList", "string"],
  ["list", "GreetingList", 4],
  ["structure", "Greeting", 0, [["hi", "string"]]],
  ["list", "ListWithXmlName", "string", { xmlName: "item" }],
  [
    "structure",
    "Nest",
    0,
    [
      ["StringArg", "string"],
      ["RecursiveArg", 6],
    ],
  ],
  ["map", "StringMap", "string", {}, "string"],
];
const operations = { Do: [1, 1], Nothing: ["unit", "unit"] };

const parse = (protocol: "ec2Query" | "awsQuery", body: string) => {
  const model = toyModel(protocol, operations, shapes);
  return codecOf(protocol).parseInput(model, "Do", form(`Action=Do&Version=2020-01-08&${body}`));
};

const value = (input: unknown) => ({ ok: true, value: input });
const fault = (code: string, message?: string) => ({
  ok: false,
  reason: expect.objectContaining({ code, ...(message ? { message } : {}) }),
});

describe.each(["ec2Query", "awsQuery"] as const)("%s", (protocol) => {
  test.each(["NaN", "Infinity", "-Infinity", "9".repeat(400), "1e999"])("%s is no number", (text) => {
    const key = protocol === "ec2Query" ? "BamInt" : "bamInt";
    expect(parse(protocol, `${key}=${text}`)).toMatchObject({ ok: false, reason: { status: 400 } });
    expect(parse(protocol, `${key}=7`)).toEqual(value({ bamInt: 7 }));
  });

  test("takes GET and POST, and no other method", () => {
    const model = toyModel(protocol, operations, shapes);
    const named = (method: string) =>
      codecOf(protocol).operationOf(model, request({ method, query: "Action=Do&Version=2020-01-08" }));
    for (const method of ["GET", "POST", "HEAD"]) expect(named(method)).toEqual(value("Do"));
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"])
      expect(named(method)).toMatchObject({ ok: false, reason: { code: "MethodNotAllowed", status: 405 } });
  });
});

describe("what is read of a request", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };

  test.each(["", "%20"])("does not hold on to all of it (%s)", (escaped) => {
    const read = (n: number) =>
      parse("ec2Query", `FooEnum=a name of some length ${n}${escaped}&Nested.StringArg=${"x".repeat(100_000)}`);
    read(0);
    const before = used();
    const names = Array.from({ length: 200 }, (_, n) => {
      const input = read(n);
      return input.ok ? input.value["FooEnum"] : undefined;
    });
    expect(used() - before).toBeLessThan(2_000_000);
    expect(names[7]).toBe(`a name of some length 7${escaped && " "}`);
  });
});

describe("ec2 query", () => {
  test.each([
    ["lists are flat", "ListArg.1=foo&ListArg.2=bar&ListArg.3=baz", { ListArg: ["foo", "bar", "baz"] }],
    [
      "lists of structures",
      "ComplexListArg.1.Hi=hello&ComplexListArg.2.Hi=hola",
      { ComplexListArg: [{ hi: "hello" }, { hi: "hola" }] },
    ],
    [
      "the list's item name is not in the key",
      "ListArgWithXmlNameMember.1=A&ListArgWithXmlNameMember.2=B",
      { ListArgWithXmlNameMember: ["A", "B"] },
    ],
    ["the ec2 name goes before the XML name", "Custom=x", { RenamedArg: "x" }],
    ["first letters are capitals", "BamInt=10&FooEnum=Foo", { bamInt: 10, FooEnum: "Foo" }],
    [
      "nested",
      "Nested.StringArg=foo&Nested.RecursiveArg.StringArg=baz",
      { Nested: { StringArg: "foo", RecursiveArg: { StringArg: "baz" } } },
    ],
    [
      "moments",
      "NormalFormat=2015-01-25T08%3A00%3A00Z&EpochMember=1422172800",
      { normalFormat: new Date("2015-01-25T08:00:00Z"), epochMember: new Date("2015-01-25T08:00:00Z") },
    ],
    ["blobs in base64", "BlobArg=YmxvYg%3D%3D", { blobArg: new TextEncoder().encode("blob") }],
    ["order by index, not by arrival", "ListArg.10=c&ListArg.2=b&ListArg.1=a", { ListArg: ["a", "b", "c"] }],
    ["indexes may have gaps and be huge", "ListArg.999999999=b&ListArg.7=a", { ListArg: ["a", "b"] }],
    ["plus is a space", "FooEnum=a+b%2Bc", { FooEnum: "a b+c" }],
    ["Python's booleans", "Flag=True", { Flag: true }],
    ["an empty value stays", "FooEnum=", { FooEnum: "" }],
    ["empty pairs", "&&FooEnum=x&", { FooEnum: "x" }],
  ])("%s", (_, body, expected) => {
    expect(parse("ec2Query", body)).toEqual(value(expected));
  });

  test.each([
    ["an unknown parameter", "Bogus=1", "UnknownParameter", "The parameter Bogus is not recognized"],
    [
      "an unknown parameter, deep",
      "Nested.Bogus.1.Name=1",
      "UnknownParameter",
      "The parameter Nested.Bogus.1.Name is not recognized",
    ],
    [
      "prototypes are no parameters",
      "__proto__.x=1",
      "UnknownParameter",
      "The parameter __proto__.x is not recognized",
    ],
    [
      "not a number",
      "BamInt=abc",
      "InvalidParameterValue",
      "Value (abc) for parameter BamInt is invalid. The value must be a number",
    ],
    ["hexadecimal", "BamInt=0x10", "InvalidParameterValue", undefined],
    ["not a boolean", "Flag=2", "InvalidParameterValue", undefined],
    ["not a moment", "NormalFormat=2015-13-25T08:00:00Z", "InvalidParameterValue", undefined],
    ["not base64", "BlobArg=%21%21", "InvalidParameterValue", undefined],
    ["a structure where text belongs", "FooEnum.1=x", "InvalidParameterValue", undefined],
    ["text where a list belongs", "ListArg=x", "InvalidParameterValue", undefined],
    ["text where a structure belongs", "Nested=x", "InvalidParameterValue", undefined],
    ["a name where an index belongs", "ListArg.member.1=x", "InvalidParameterValue", undefined],
    ["given twice", "FooEnum=a&FooEnum=b", "MalformedQueryString", undefined],
    ["a bad escape", "FooEnum=%zz", "MalformedQueryString", undefined],
    ["an escape that is not UTF-8", "FooEnum=%ff", "MalformedQueryString", undefined],
    ["nested beyond reason", `${"Nested.RecursiveArg.".repeat(50)}StringArg=x`, "MalformedQueryString", undefined],
  ])("%s is refused", (_, body, code, message) => {
    expect(parse("ec2Query", body)).toEqual(fault(code, message));
  });

  test("the action", () => {
    const model = toyModel("ec2Query", operations, shapes);
    const codec = codecOf("ec2Query");
    expect(codec.operationOf(model, form("Action=Do"))).toEqual(value("Do"));
    expect(codec.operationOf(model, request({ method: "GET", query: "Action=Do&Version=1" }))).toEqual(value("Do"));
    expect(codec.operationOf(model, form("Version=1"))).toEqual(fault("MissingAction"));
    expect(codec.operationOf(model, form("Action=Fly"))).toEqual(
      fault("InvalidAction", "The action Fly is not valid for this web service."),
    );
    expect(codec.operationOf(model, request({ headers: { "content-type": "application/json" }, body: "{}" }))).toEqual(
      fault("MalformedQueryString"),
    );
  });

  test("a signed URL carries its own parameters beside the operation's", () => {
    const model = toyModel("ec2Query", operations, shapes);
    const query = "Action=Do&Version=1&FooEnum=x&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=f&X-Amz-Date=d";
    expect(codecOf("ec2Query").parseInput(model, "Do", request({ method: "GET", query }))).toEqual(
      value({ FooEnum: "x" }),
    );
  });

  test("outputs, as EC2 writes them", async () => {
    const model = await loadModel("ec2");
    const codec = codecOf("ec2Query");
    const output = {
      Vpcs: [{ VpcId: "vpc-1", IsDefault: false, Tags: [], CidrBlock: "<&>\u0001", InstanceTenancy: undefined }],
    };
    expect(codec.emitOutput(model, "DescribeVpcs", output, "r-1")).toEqual({
      status: 200,
      headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": "r-1" },
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><vpcSet><item>' +
        "<isDefault>false</isDefault><tagSet/><vpcId>vpc-1</vpcId><cidrBlock>&lt;&amp;&gt;\ufffd</cidrBlock>" +
        "</item></vpcSet></DescribeVpcsResponse>",
      ascii: false,
    });
    expect(codec.emitOutput(model, "DeleteVpc", {}, "r-1").ascii).toBe(true);
    expect(codec.emitOutput(model, "DeleteVpc", {}, "r-1").body).toContain(
      "<requestId>r-1</requestId><return>true</return>",
    );
    expect(
      codec.emitError(model, undefined, { code: "InvalidVpcID.NotFound", message: "no <vpc>", status: 400 }, "r-1")
        .body,
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>' +
        "<Message>no &lt;vpc&gt;</Message></Error></Errors><RequestID>r-1</RequestID></Response>",
    );
  });
});

describe("aws query", () => {
  test.each([
    ["lists", "ListArg.member.1=foo&ListArg.member.2=bar", { ListArg: ["foo", "bar"] }],
    ["lists of structures", "ComplexListArg.member.1.hi=hello", { ComplexListArg: [{ hi: "hello" }] }],
    ["flattened lists", "FlattenedListArg.1=A&FlattenedListArg.2=B", { FlattenedListArg: ["A", "B"] }],
    ["items by their XML name", "ListArgWithXmlNameMember.item.1=A", { ListArgWithXmlNameMember: ["A"] }],
    ["flattened lists by their own", "Hi.1=A&Hi.2=B", { FlattenedListArgWithXmlName: ["A", "B"] }],
    ["an empty list", "ListArg=", { ListArg: [] }],
    ["lists without their item's name", "ListArg.1=foo", { ListArg: ["foo"] }],
    ["maps", "MapArg.entry.1.key=foo&MapArg.entry.1.value=Foo", { MapArg: { foo: "Foo" } }],
    ["flattened maps", "FlatMapArg.1.key=foo&FlatMapArg.1.value=Foo", { FlatMapArg: { foo: "Foo" } }],
    ["the XML name", "renamed=x", { RenamedArg: "x" }],
    ["unknown parameters are passed over", "Bogus.1=1&FooEnum=x", { FooEnum: "x" }],
  ])("%s", (_, body, expected) => {
    expect(parse("awsQuery", body)).toEqual(value(expected));
  });

  test.each([
    ["text where a list belongs", "ListArg=x", "MalformedInput", "Unexpected list element termination"],
    ["text where a structure belongs", "Nested=x", "MalformedInput", "Unexpected complex element termination"],
    ["a map's value without its key", "MapArg.entry.1.value=x", "MalformedInput", undefined],
    ["not a number", "bamInt=abc", "MalformedInput", undefined],
  ])("%s is refused", (_, body, code, message) => {
    expect(parse("awsQuery", body)).toEqual(fault(code, message));
  });

  test("outputs and errors", async () => {
    const model = await loadModel("sts");
    const codec = codecOf("awsQuery");
    expect(codec.emitOutput(model, "GetCallerIdentity", { Account: "1" }, "r-1").body).toBe(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>1</Account>' +
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
    );
    const error = { code: "IDPRejectedClaimException", message: "no", status: 403 };
    expect(codec.emitError(model, undefined, error, "r-1")).toMatchObject({
      status: 403,
      body: expect.stringContaining(
        "<Error><Type>Sender</Type><Code>IDPRejectedClaim</Code><Message>no</Message></Error>",
      ),
    });
    expect(codec.operationOf(model, form("Action=Fly&Version=2011-06-15"))).toEqual(
      fault("InvalidAction", "Could not find operation Fly for version 2011-06-15"),
    );
  });
});
