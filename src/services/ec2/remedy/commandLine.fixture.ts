/** Runs a line of the AWS CLI on a test's region: the few forms that remedies are written in. For tests alone. */
import type { TestRegion } from "../region.fixture.ts";

/** Words, with quotes taken off and `$(…)` replaced by what its command prints. */
function words(region: TestRegion, line: string): readonly string[] {
  const found: string[] = [];
  for (let rest = line.trim(); rest !== ""; rest = rest.trimStart()) {
    const end = rest.startsWith("$(") ? rest.indexOf(")", 2) : rest.startsWith("'") ? rest.indexOf("'", 1) : -1;
    if (rest.startsWith("$(")) found.push(String(run(region, rest.slice(2, end))));
    else if (rest.startsWith("'")) found.push(rest.slice(1, end));
    else found.push(/^\S+/.exec(rest)?.[0] ?? "");
    rest = end < 0 ? rest.replace(/^\S+/, "") : rest.slice(end + 1);
  }
  return found;
}

const pascal = (kebab: string): string => kebab.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());

/** `A=1,B=[{C=x}]`: the CLI's shorthand, as far as it is used. */
function shorthand(text: string): unknown {
  let place = 0;
  const structure = (): Record<string, unknown> => {
    const fields: Record<string, unknown> = {};
    do {
      const equals = text.indexOf("=", place);
      const key = text.slice(place, equals);
      place = equals + 1;
      fields[key] = value(key);
    } while (text[place] === "," && place++ >= 0);
    return fields;
  };
  const value = (key: string): unknown => {
    if (text[place] === "[") {
      const items: unknown[] = [];
      while (text[place] !== "]") {
        place += 2;
        items.push(structure());
        place++;
      }
      place++;
      return items;
    }
    const bare = /^[^,\]}]*/.exec(text.slice(place))?.[0] ?? "";
    place += bare.length;
    if (key === "Values") return [bare];
    return ["From", "To", "FromPort", "ToPort", "Type", "Code"].includes(key) ? Number(bare) : bare;
  };
  return structure();
}

type Flags = ReadonlyMap<string, readonly string[]>;

const LISTS = ["instance-ids", "groups", "add-subnet-ids", "add-route-table-ids"];
const STRUCTURES = ["port-range", "icmp-type-code"];
const STRUCTURE_LISTS = ["add-entries", "filters", "ip-permissions"];
const NUMBERS = ["rule-number", "current-version"];

function inputOf(flags: Flags): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [flag, values] of flags) {
    const [first = ""] = values;
    if (["region", "query", "output", "port", "cidr", "source-group"].includes(flag)) continue;
    if (flag === "protocol" && flags.has("group-id")) continue;
    if (flag === "ingress" || flag === "egress") input["Egress"] = flag === "egress";
    else if (flag === "no-source-dest-check") input["SourceDestCheck"] = { Value: false };
    else if (LISTS.includes(flag)) input[pascal(flag)] = values;
    else if (STRUCTURES.includes(flag)) input[pascal(flag)] = shorthand(first);
    else if (STRUCTURE_LISTS.includes(flag)) input[pascal(flag)] = values.map(shorthand);
    else if (NUMBERS.includes(flag)) input[pascal(flag)] = Number(first);
    else input[pascal(flag)] = first;
  }
  const [protocol] = flags.get("protocol") ?? [];
  if (protocol === undefined || !flags.has("group-id")) return input;
  const [from = "", to = from] = (flags.get("port")?.[0] ?? "").split("-");
  const [cidr] = flags.get("cidr") ?? [];
  const [group] = flags.get("source-group") ?? [];
  const peer = cidr ? { IpRanges: [{ CidrIp: cidr }] } : { UserIdGroupPairs: [{ GroupId: group }] };
  input["IpPermissions"] = [{ IpProtocol: protocol, FromPort: Number(from), ToPort: Number(to), ...peer }];
  return input;
}

/** The answer, or what `--query` finds in it. */
export function run(region: TestRegion, line: string): unknown {
  const [aws, ec2, operation = "", ...rest] = words(region, line);
  if (aws !== "aws" || ec2 !== "ec2") throw new Error(`no line of the AWS CLI's EC2: ${line}`);
  const flags = new Map<string, string[]>();
  let last: string[] = [];
  for (const word of rest) {
    if (word.startsWith("--")) {
      last = [];
      flags.set(word.slice(2), last);
    } else last.push(word);
  }
  const where = flags.get("region")?.[0];
  if (where === undefined) throw new Error(`no region: ${line}`);
  const output = region.as("111111111111", where).call(pascal(operation) as "CreateVpc", inputOf(flags));
  const query = flags.get("query")?.[0];
  return query === undefined ? output : query.split(/[.[\]]+/).reduce(step, output);
}

const step = (value: unknown, key: string): unknown => (value as Record<string, unknown> | undefined)?.[key];
