/**
 * Makes the shape tables of the AWS APIs: `src/protocol/generated/<service>.json`, and `catalogue.json` beside them.
 *
 * The facts come from the schemas that `@aws-sdk/client-<service>` exports at run time. A client too old to export any
 * is replaced by the API's public model, `src/protocol/models/<service>.json`, until its client catches up.
 *
 * A table is one JSON array with one element a line, so that a reader may parse it whole or only the lines it needs:
 *
 *   line 1    the header: names, versions, operations [input, output, http traits], error shapes
 *   line 2…   a shape each; a reference to a shape is its place in the array, a scalar is named by its type
 *
 *     ["structure" | "union", name, requiredCount, [[member, reference, traits?], …], traits?]
 *     ["list", name, reference, member traits?, traits?]
 *     ["map", name, key, key traits?, value, value traits?, traits?]
 *
 * The first `requiredCount` members of a structure are the required ones. Traits bear their Smithy names.
 * A service is skipped while its source and this script are what they were: `node scripts/generate.mjs [--force]`.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const require = createRequire(import.meta.url);
const protocol = new URL("../src/protocol/", import.meta.url);
const generated = new URL("generated/", protocol);
const services = JSON.parse(readFileSync(new URL("services.json", protocol), "utf8"));
const ownText = readFileSync(fileURLToPath(import.meta.url));

/** Smithy's packed trait bits, lowest first, as the clients write them. */
const TRAIT_BITS = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];
/** Traits that change nothing on the wire. */
const IGNORED = new Set(["sensitive", "idempotent", "httpChecksumRequired", "error"]);

const SCALARS = new Map([
  [0, "string"],
  [1, "number"],
  [2, "boolean"],
  [4, "timestamp"],
  [5, "date-time"],
  [6, "http-date"],
  [7, "epoch-seconds"],
  [15, "document"],
  [17, "big-integer"],
  [19, "big-decimal"],
  [21, "blob"],
  [42, "streaming-blob"],
]);

function traitsOf(written) {
  const traits = {};
  if (typeof written === "number") {
    for (const [bit, name] of TRAIT_BITS.entries()) if ((written >> bit) & 1) traits[name] = 1;
  } else Object.assign(traits, written);
  for (const name of IGNORED) delete traits[name];
  return traits;
}

/** Arrays without their empty tail. */
function trimmed(entry) {
  while (entry.length > 0) {
    const last = entry.at(-1);
    if (last === undefined || (typeof last === "object" && !Array.isArray(last) && Object.keys(last).length === 0))
      entry.pop();
    else break;
  }
  return entry.map((item) => item ?? {});
}

/** Collects shapes as they are met; place 0 is the header's. */
function shapeTable() {
  const places = new Map();
  const lines = [undefined];
  return {
    lines,
    place(key, describe) {
      const known = places.get(key);
      if (known !== undefined) return known;
      const place = lines.push(undefined) - 1;
      places.set(key, place);
      lines[place] = trimmed(describe());
      return place;
    },
  };
}

function fromClient(client) {
  const table = shapeTable();

  const reference = (schema) => {
    if (typeof schema === "function") return reference(schema());
    if (schema === "unit") return { to: "unit", traits: {} };
    if (typeof schema === "number") return { to: simple(schema), traits: {} };
    if (schema.length === 2) {
      const { to, traits } = reference(schema[0]);
      return { to, traits: { ...traits, ...traitsOf(schema[1]) } };
    }
    const [kind, , name, written, ...rest] = schema;
    if (kind === 0) return { to: simple(rest[0]), traits: traitsOf(written) };
    return { to: table.place(schema, () => describe(kind, name, traitsOf(written), rest)), traits: {} };
  };

  const simple = (code) => {
    const scalar = SCALARS.get(code);
    if (scalar) return scalar;
    if (code & 128) return table.place(code, () => ["map", "", "string", {}, simple(code & 63)]);
    if (code & 64) return table.place(code, () => ["list", "", simple(code & 63)]);
    throw new Error(`unknown schema ${code}`);
  };

  const describe = (kind, name, traits, rest) => {
    if (kind === 1) {
      const member = reference(rest[0]);
      return ["list", name, member.to, member.traits, traits];
    }
    if (kind === 2) {
      const [key, value] = [reference(rest[0]), reference(rest[1])];
      return ["map", name, key.to, key.traits, value.to, value.traits, traits];
    }
    const [names, schemas, required] = rest;
    const members = names.map((member, i) => {
      const { to, traits: own } = reference(schemas[i]);
      return trimmed([member, to, own]);
    });
    return [kind === 4 ? "union" : "structure", name, required ?? 0, members, traits];
  };

  const operations = {};
  const errors = {};
  for (const [exported, schema] of Object.entries(client)) {
    if (!exported.endsWith("$") || !Array.isArray(schema)) continue;
    const [kind, namespace, name, written, input, output] = schema;
    if (kind === 9) operations[name] = trimmed([reference(input).to, reference(output).to, traitsOf(written)]);
    else if (kind === -3 && !namespace.startsWith("smithy.ts.sdk.")) errors[name] = reference(schema).to;
  }

  const Client = Object.entries(client).find(([name]) => name.endsWith("Client") && !name.startsWith("__"))[1];
  const { config } = new Client({ region: "us-east-1", credentials: { accessKeyId: "-", secretAccessKey: "-" } });
  const { protocolSettings: settings } = config;
  return {
    facts: {
      serviceId: config.serviceId,
      protocol: config.protocol.getShapeId().replace("aws.protocols#", ""),
      apiVersion: config.apiVersion,
      xmlNamespace: settings.xmlNamespace ?? "",
      targetPrefix: settings.serviceTarget ?? "",
    },
    signingName: () => config.httpAuthSchemeProvider({ region: "us-east-1", operation: "" })[0].signingProperties.name,
    operations,
    errors,
    lines: table.lines,
  };
}

/** The API's public model: https://github.com/boto/botocore/tree/develop/botocore/data, trimmed to what is on the wire. */
function fromModel(model) {
  const table = shapeTable();
  const protocols = { "rest-json": "restJson1", json: `awsJson${model.metadata.jsonVersion?.replace(".", "_")}` };
  const scalars = { integer: "number", long: "number", float: "number", double: "number", character: "string" };
  const timestamps = { iso8601: "date-time", rfc822: "http-date", unixTimestamp: "epoch-seconds" };

  const reference = (name, member = {}) => {
    const shape = model.shapes[name];
    if (shape.type === "timestamp") return timestamps[member.timestampFormat ?? shape.timestampFormat] ?? "timestamp";
    if (shape.document) return "document";
    if (!["structure", "list", "map"].includes(shape.type)) return scalars[shape.type] ?? shape.type;
    return table.place(name, () => describe(name, shape));
  };

  const LOCATIONS = { header: "httpHeader", headers: "httpPrefixHeaders", querystring: "httpQuery" };
  const memberTraits = (name, member, payload) => {
    const traits = {};
    if (member.location === "uri") traits.httpLabel = 1;
    else if (member.location === "statusCode") traits.httpResponseCode = 1;
    else if (member.location) traits[LOCATIONS[member.location]] = member.locationName;
    else if (member.locationName && member.locationName !== name) traits.jsonName = member.locationName;
    if (payload === name) traits.httpPayload = 1;
    if (member.idempotencyToken) traits.idempotencyToken = 1;
    return traits;
  };

  const describe = (name, shape) => {
    if (shape.type === "list") return ["list", name, reference(shape.member.shape, shape.member)];
    if (shape.type === "map")
      return ["map", name, reference(shape.key.shape), {}, reference(shape.value.shape, shape.value)];
    const required = shape.required ?? [];
    const names = [...required, ...Object.keys(shape.members).filter((member) => !required.includes(member))];
    const members = names.map((member) => {
      const written = shape.members[member];
      return trimmed([member, reference(written.shape, written), memberTraits(member, written, shape.payload)]);
    });
    const traits = shape.error?.httpStatusCode ? { httpError: shape.error.httpStatusCode } : {};
    return [shape.union ? "union" : "structure", name, required.length, members, traits];
  };

  /** The model's templates name labels as they stand in the location, Smithy's by their members. */
  const template = (uri, input) =>
    uri.replaceAll(/\{([^}+]+)(\+?)\}/g, (label, name, greedy) => {
      const members = Object.entries(model.shapes[input?.shape]?.members ?? {});
      const member = members.find(([, { location, locationName }]) => location === "uri" && locationName === name);
      return member ? `{${member[0]}${greedy}}` : label;
    });

  const operations = {};
  for (const [name, { input, output, http }] of Object.entries(model.operations)) {
    const { method, requestUri, responseCode = 200 } = http;
    const traits =
      model.metadata.protocol === "rest-json" ? { http: [method, template(requestUri, input), responseCode] } : {};
    operations[name] = trimmed([
      input ? reference(input.shape) : "unit",
      output ? reference(output.shape) : "unit",
      traits,
    ]);
  }
  const errors = {};
  for (const [name, shape] of Object.entries(model.shapes)) if (shape.exception) errors[name] = reference(name);
  return {
    facts: {
      serviceId: model.metadata.serviceId,
      protocol: protocols[model.metadata.protocol],
      apiVersion: model.metadata.apiVersion,
      xmlNamespace: "",
      targetPrefix: model.metadata.targetPrefix ?? "",
    },
    signingName: () => model.metadata.signingName ?? model.metadata.endpointPrefix,
    operations,
    errors,
    lines: table.lines,
  };
}

/** ASCII only, so that a reader may take the file as Latin-1: one byte a character, no decoding. */
const ascii = (value) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function sourceOf(service) {
  const manifest = require.resolve(`@aws-sdk/client-${service}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  if (existsSync(new URL("dist-es/schemas", pathToFileURL(manifest))))
    return {
      source: `@aws-sdk/client-${service}@${version}`,
      read: () => fromClient(require(`@aws-sdk/client-${service}`)),
    };
  const text = readFileSync(new URL(`models/${service}.json`, protocol), "utf8");
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return { source: `models/${service}.json#${digest}`, read: () => fromModel(JSON.parse(text)) };
}

function headerOf(file) {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "latin1");
  try {
    return JSON.parse(text.slice(1, text.indexOf("\n")).replace(/,$/, ""));
  } catch {
    return undefined;
  }
}

mkdirSync(generated, { recursive: true });
const force = process.argv.includes("--force");
const catalogue = {};
for (const [service, settings] of Object.entries(services)) {
  const file = new URL(`${service}.json`, generated);
  const { source, read } = sourceOf(service);
  const stamp = createHash("sha256")
    .update(ownText)
    .update(source)
    .update(JSON.stringify(settings))
    .digest("hex")
    .slice(0, 16);
  let header = headerOf(file);
  if (force || header?.stamp !== stamp) {
    const started = performance.now();
    const { facts, signingName, operations, errors, lines } = read();
    const sorted = Object.fromEntries(Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1)));
    header = {
      name: service,
      source,
      stamp,
      ...facts,
      signingName: settings.signingName ?? signingName(),
      operations: sorted,
      errors,
    };
    const text = `[${[header, ...lines.slice(1)].map(ascii).join(",\n")}]\n`;
    writeFileSync(file, text);
    const [count, size] = [Object.keys(sorted).length, Math.round(text.length / 1024)];
    console.log(
      `${service}: ${count} operations, ${size} KB, ${Math.round(performance.now() - started)} ms, from ${source}`,
    );
  }
  const { serviceId, protocol: id, apiVersion, signingName, targetPrefix } = header;
  const operations = Object.keys(header.operations);
  const uris = Object.values(header.operations).map(([, , traits]) => traits?.http?.[1].split(/[/?]/)[1]);
  const roots = [...new Set(uris)].filter((root) => root !== undefined && root !== "" && !root.startsWith("{")).sort();
  catalogue[service] = {
    protocol: id,
    serviceId,
    apiVersion,
    signingName,
    targetPrefix,
    ...(settings.global ? { global: true } : {}),
    ...(roots.length > 0 ? { roots } : {}),
    source: header.source,
    operationCount: operations.length,
    operations,
  };
}
const text = `{\n${Object.entries(catalogue)
  .map(([service, entry]) => `${ascii(service)}:${ascii(entry)}`)
  .join(",\n")}\n}\n`;
const file = new URL("catalogue.json", generated);
if (!existsSync(file) || readFileSync(file, "latin1") !== text) writeFileSync(file, text);
