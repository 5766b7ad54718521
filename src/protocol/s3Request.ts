/**
 * S3's requests: the bucket stands in the host (`bucket.s3.eu-west-1.amazonaws.com`) or is the path's first segment, the key
 * is all of the path behind it, and the operation is told by the method, by how much of the two there is, and by what the
 * query has (`?acl`, `?uploads`, `?partNumber=1&uploadId=…`). A key may be any text, so templates of paths say too little.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
import type { HttpRequest } from "./codec.ts";
import type { ServiceModel } from "./model.ts";
import { parseQuery, type QueryParameters, type Route } from "./uriTemplate.ts";

type Level = "service" | "bucket" | "object";

interface Ending {
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** Query parameters that must be there, with this value unless it is empty. */
  readonly literals: readonly (readonly [string, string])[];
  /** Query parameters that the operation cannot do without. */
  readonly needs: readonly string[];
  /** It copies: a header names the source. */
  readonly copies: boolean;
}

/** `bucket.s3.amazonaws.com`, `bucket.s3-eu-west-1.…`, `bucket.s3.dualstack.eu-west-1.…`, `bucket.localhost`. */
const AWS_HOST = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
const LOCAL_HOST = /^(.+?)(?:\.s3(?:\.[a-z0-9-]+)?)?\.(?:localhost|127\.0\.0\.1)$/;

/** The bucket that a host names. */
export function bucketOfHost(header: string): string | undefined {
  const host = header.toLowerCase().replace(/:\d*$/, "");
  const bucket = AWS_HOST.exec(host)?.[1] ?? LOCAL_HOST.exec(host)?.[1];
  return bucket === undefined || /^s3(?:[.-]|$)/.test(bucket) ? undefined : bucket;
}

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** The bucket and key of a request; `undefined` for a bad escape. */
function addressOf({ path, headers }: HttpRequest): { readonly bucket?: string; readonly key?: string } | undefined {
  const hosted = bucketOfHost(headers["host"] ?? "");
  const slash = path.indexOf("/", 1);
  const [first, rest] =
    hosted !== undefined
      ? [hosted, path.slice(1)]
      : [decode(slash < 0 ? path.slice(1) : path.slice(1, slash)), slash < 0 ? "" : path.slice(slash + 1)];
  const key = decode(rest);
  if (first === undefined || key === undefined) return undefined;
  if (first === "") return {};
  return key === "" ? { bucket: first } : { bucket: first, key };
}

const endings = new WeakMap<ServiceModel, readonly Ending[]>();

function endingsOf(model: ServiceModel): readonly Ending[] {
  let known = endings.get(model);
  if (!known) {
    known = model.operationNames.flatMap((operation) => endingOf(model, operation) ?? []);
    endings.set(model, known);
  }
  return known;
}

function endingOf(model: ServiceModel, operation: string): Ending | undefined {
  const { http, input } = model.operation(operation) ?? {};
  if (!http) return undefined;
  const members = input?.kind === "structure" ? input.members : [];
  const [path = "", search = ""] = http.uri.split("?");
  if (path !== "/" && path !== "/{Key+}") return undefined;
  const hasBucket = members.some(({ name, traits }) => name === "Bucket" && traits.httpLabel);
  const needed = members.filter(({ required }) => required);
  return {
    operation,
    method: http.method,
    level: path !== "/" ? "object" : hasBucket ? "bucket" : "service",
    literals: [...(parseQuery(search) ?? [])].map(([name, [value = ""]]) => [name, value] as const),
    needs: needed.flatMap(({ traits }) => traits.httpQuery ?? []),
    copies: needed.some(({ traits }) => traits.httpHeader === "x-amz-copy-source"),
  };
}

/** How well an operation fits; −1 where it does not. `x-id` is the client's own hint, and many clients give none. */
function fitness({ literals, needs, copies, operation }: Ending, query: QueryParameters, request: HttpRequest): number {
  if (copies && request.headers["x-amz-copy-source"] === undefined) return -1;
  let score = copies ? 10 : 0;
  for (const [name, value] of literals) {
    if (name === "x-id") continue;
    const given = query.get(name);
    if (given === undefined || (value !== "" && !given.includes(value))) return -1;
    score += 100;
  }
  for (const name of needs) {
    if (query.has(name)) score += 10;
    else if (score < 100) return -1;
    else score -= 10;
  }
  return query.get("x-id")?.includes(operation) ? score + 1 : score;
}

/** Total: `undefined` where S3 has no such request. */
export function routeS3(model: ServiceModel, request: HttpRequest, query: QueryParameters): Route | undefined {
  if (request.path === "/WriteGetObjectResponse" && request.method === "POST")
    return { operation: "WriteGetObjectResponse", labels: new Map() };
  const address = addressOf(request);
  if (!address) return undefined;
  const { bucket, key } = address;
  const level: Level = bucket === undefined ? "service" : key === undefined ? "bucket" : "object";
  let best: Ending | undefined;
  let bestFit = -1;
  for (const ending of endingsOf(model)) {
    if (ending.method !== request.method || ending.level !== level) continue;
    const score = fitness(ending, query, request);
    if (score > bestFit) [best, bestFit] = [ending, score];
  }
  if (!best) return undefined;
  const labels = new Map<string, string>();
  if (bucket !== undefined) labels.set("Bucket", bucket);
  if (key !== undefined) labels.set("Key", key);
  return { operation: best.operation, labels };
}
