/**
 * Which operation a method and path name, where an API tells operations by them. Templates are those of Smithy's `http`
 * trait: `/2013-04-01/hostedzone/{Id}`, greedy labels `{ResourceArn+}`, and literal queries `/tagging?Operation=Tag`.
 * Where several templates fit, a literal segment goes before a label and a label before a greedy one.
 * @see https://smithy.io/2.0/spec/http-bindings.html#http-trait
 */
import { parseFormText } from "./form.ts";
import type { ServiceModel } from "./model.ts";

/** An operation with its labels' values, decoded. */
export interface Route {
  readonly operation: string;
  readonly labels: ReadonlyMap<string, string>;
}

export type QueryParameters = ReadonlyMap<string, readonly string[]>;

export interface Router {
  /** Total: `undefined` where no template fits, or an escape in the path is bad. */
  route(method: string, path: string, query: QueryParameters): Route | undefined;
}

interface Ending {
  readonly operation: string;
  readonly labels: readonly string[];
  /** Query parameters that must be there, with this value unless it is empty. */
  readonly literals: readonly (readonly [string, string])[];
}

interface Branch {
  readonly literals: Map<string, Branch>;
  label: Branch | undefined;
  greedy: Branch | undefined;
  /** By method; those with more literal queries first. */
  readonly endings: Map<string, Ending[]>;
}

/** Far more than any path of AWS has; the search is quadratic in them where a label is greedy. */
const MAX_SEGMENTS = 100;

const newBranch = (): Branch => ({ literals: new Map(), label: undefined, greedy: undefined, endings: new Map() });

/** Total: `undefined` for a bad escape. Names may repeat. */
export function parseQuery(query: string): QueryParameters | undefined {
  const parameters = new Map<string, string[]>();
  for (const pair of query === "" ? [] : query.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = parseFormText(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : parseFormText(pair.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** Of a path with its first slash. */
const segmentsOf = (path: string): string[] => path.split("/").slice(1);

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

export function routerOf(model: ServiceModel): Router {
  const root = newBranch();
  for (const operation of model.operationNames) {
    const http = model.operation(operation)?.http;
    if (http) insert(root, operation, http.method, http.uri);
  }

  return {
    route(method, path, query) {
      const segments = segmentsOf(path);
      if (segments.length > MAX_SEGMENTS) return undefined;
      const values: string[] = [];
      const end = (branch: Branch): Ending | undefined =>
        branch.endings.get(method)?.find(({ literals }) =>
          literals.every(([name, value]) => {
            const given = query.get(name);
            return given !== undefined && (value === "" || given.includes(value));
          }),
        );
      // A slash at the end is part of a greedy label; elsewhere it makes no difference.
      let ending = find(root, segments, 0, values, end);
      if (!ending && segments.length > 1 && segments.at(-1) === "")
        ending = find(root, segments.slice(0, -1), 0, values, end);
      if (!ending) return undefined;
      const labels = new Map<string, string>();
      for (const [i, name] of ending.labels.entries()) {
        const value = (values[i] ?? "").split("/").map(decodeSegment);
        if (value.includes(undefined)) return undefined;
        labels.set(name, value.join("/"));
      }
      return { operation: ending.operation, labels };
    },
  };
}

function insert(root: Branch, operation: string, method: string, uri: string): void {
  const [path = "", search] = uri.split("?");
  const labels: string[] = [];
  let branch = root;
  for (const segment of segmentsOf(path.replace(/(.)\/$/, "$1"))) {
    const label = /^\{([^}+]+)(\+)?\}$/.exec(segment);
    if (!label) {
      let next = branch.literals.get(segment);
      if (!next) {
        next = newBranch();
        branch.literals.set(segment, next);
      }
      branch = next;
    } else {
      labels.push(label[1] as string);
      if (label[2]) branch = branch.greedy ??= newBranch();
      else branch = branch.label ??= newBranch();
    }
  }
  const literals = [...(parseQuery(search ?? "") ?? [])].map(([name, values]) => [name, values[0] ?? ""] as const);
  const endings = branch.endings.get(method) ?? [];
  endings.push({ operation, labels, literals });
  endings.sort((a, b) => b.literals.length - a.literals.length);
  branch.endings.set(method, endings);
}

/** Depth first, in order of preference; `values` holds the labels' values on the way, still encoded. */
function find(
  branch: Branch,
  segments: readonly string[],
  at: number,
  values: string[],
  end: (branch: Branch) => Ending | undefined,
): Ending | undefined {
  if (at === segments.length) return end(branch);
  const segment = segments[at] as string;
  const literal = branch.literals.get(segment) ?? branch.literals.get(decodeSegment(segment) ?? "");
  const byLiteral = literal && find(literal, segments, at + 1, values, end);
  if (byLiteral) return byLiteral;
  const depth = values.length;
  if (branch.label && segment !== "") {
    values.push(segment);
    const byLabel = find(branch.label, segments, at + 1, values, end);
    if (byLabel) return byLabel;
    values.length = depth;
  }
  if (branch.greedy) {
    // A template that goes on behind its greedy label is closer than one that ends in it.
    const stops = [...segments.keys()].slice(at + 1).reverse();
    for (const stop of [...stops, segments.length]) {
      values.push(segments.slice(at, stop).join("/"));
      const byGreedy = find(branch.greedy, segments, stop, values, end);
      if (byGreedy) return byGreedy;
      values.length = depth;
    }
  }
  return undefined;
}
