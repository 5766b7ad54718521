/**
 * Makes `models/<service>.json` from the API's public model: what is on the wire, a line for each operation and shape.
 *
 *   node src/protocol/models/trim.mjs route53resolver path/to/botocore/data/route53resolver/2018-04-01/service-2.json.gz
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [service, path] = process.argv.slice(2);
const bytes = readFileSync(path);
const model = JSON.parse(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);

const pick = (value, keys) => Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, value[key]]));
const sorted = (value) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

const METADATA = [
  "apiVersion",
  "jsonVersion",
  "protocol",
  "serviceId",
  "signingName",
  "targetPrefix",
  "endpointPrefix",
];
const USE = ["shape", "location", "locationName", "timestampFormat", "idempotencyToken"];
const SHAPE = ["type", "required", "payload", "exception", "error", "union", "document", "timestampFormat"];

const use = (value) => pick(value, USE);
const operation = ({ http, input, output }) => ({
  http: pick(http, ["method", "requestUri", "responseCode"]),
  ...(input ? { input: use(input) } : {}),
  ...(output ? { output: use(output) } : {}),
});
const shape = (value) => ({
  ...pick(value, SHAPE),
  ...(value.members
    ? { members: Object.fromEntries(Object.entries(value.members).map(([name, member]) => [name, use(member)])) }
    : {}),
  ...(value.member ? { member: use(value.member) } : {}),
  ...(value.key ? { key: use(value.key), value: use(value.value) } : {}),
});

const lines = (entries, trim) =>
  entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(trim(value))}`).join(",\n");
writeFileSync(
  new URL(`${service}.json`, import.meta.url),
  `{\n"metadata":${JSON.stringify(pick(model.metadata, METADATA))},\n` +
    `"operations":{\n${lines(sorted(model.operations), operation)}\n},\n` +
    `"shapes":{\n${lines(sorted(model.shapes), shape)}\n}\n}\n`,
);
