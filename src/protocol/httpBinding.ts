/**
 * Which member of an input or output stands where in an HTTP message: in the path, the query, a header, the body.
 * @see https://smithy.io/2.0/spec/http-bindings.html
 */
import type { Document, HttpRequest } from "./codec.ts";
import { emitScalar, parseScalar, quoted } from "./scalar.ts";
import type { Member, Shape, StructureShape } from "./shapes.ts";
import type { QueryParameters, Route } from "./uriTemplate.ts";

export interface Bindings {
  readonly labels: readonly Member[];
  readonly query: readonly Member[];
  /** Takes the query parameters that are no other member's. */
  readonly queryParams: Member | undefined;
  readonly headers: readonly Member[];
  readonly prefixHeaders: readonly Member[];
  readonly statusCode: Member | undefined;
  /** The member that is the whole body. */
  readonly payload: Member | undefined;
  /** What is left: members in the body's own format. */
  readonly body: readonly Member[];
}

const known = new WeakMap<StructureShape, Bindings>();

export function bindingsOf(shape: StructureShape): Bindings {
  let bindings = known.get(shape);
  if (!bindings) {
    const { members } = shape;
    bindings = {
      labels: members.filter(({ traits }) => traits.httpLabel),
      query: members.filter(({ traits }) => traits.httpQuery !== undefined),
      queryParams: members.find(({ traits }) => traits.httpQueryParams),
      headers: members.filter(({ traits }) => traits.httpHeader !== undefined),
      prefixHeaders: members.filter(({ traits }) => traits.httpPrefixHeaders !== undefined),
      statusCode: members.find(({ traits }) => traits.httpResponseCode),
      payload: members.find(({ traits }) => traits.httpPayload),
      body: members.filter(({ traits }) => !BOUND.some((trait) => traits[trait] !== undefined)),
    };
    known.set(shape, bindings);
  }
  return bindings;
}

const BOUND = [
  "httpLabel",
  "httpQuery",
  "httpQueryParams",
  "httpHeader",
  "httpPrefixHeaders",
  "httpResponseCode",
  "httpPayload",
] as const;

/** All of an input but its body. `fault` is told of values that are not of their member's kind. */
export function readBindings(
  bindings: Bindings,
  request: HttpRequest,
  route: Route,
  query: QueryParameters,
  fault: (message: string) => void,
): Record<string, unknown> {
  const document: Record<string, unknown> = {};

  const read = (member: Member, shape: Shape, text: string): unknown => {
    const value = parseScalar(shape.kind, text);
    if (value === undefined) fault(`The value ${quoted(text)} of ${member.name} is not valid`);
    return value;
  };

  for (const member of bindings.labels) {
    const text = route.labels.get(member.name);
    if (text !== undefined) document[member.name] = read(member, member.shape, text);
  }

  for (const member of bindings.query) {
    const values = query.get(member.traits.httpQuery as string);
    if (!values) continue;
    const { shape } = member;
    if (shape.kind === "list") document[member.name] = values.map((value) => read(member, shape.member.shape, value));
    else if (values.length === 1) document[member.name] = read(member, shape, values[0] as string);
    else fault(`The parameter ${member.traits.httpQuery} is given more than once`);
  }

  const rest = bindings.queryParams;
  if (rest?.shape.kind === "map") {
    const own = new Set(bindings.query.map(({ traits }) => traits.httpQuery));
    const lists = rest.shape.value.shape.kind === "list";
    const free = [...query].filter(([name]) => !own.has(name));
    document[rest.name] = Object.fromEntries(free.map(([name, values]) => [name, lists ? [...values] : values[0]]));
  }

  for (const member of bindings.headers) {
    const text = request.headers[(member.traits.httpHeader as string).toLowerCase()];
    if (text === undefined) continue;
    const { shape } = member;
    if (shape.kind === "list") {
      const item = shape.member.shape;
      document[member.name] = splitHeader(text, isMoment(item)).map((value) => read(member, item, value));
    } else document[member.name] = read(member, shape, text);
  }

  for (const member of bindings.prefixHeaders) {
    const prefix = (member.traits.httpPrefixHeaders as string).toLowerCase();
    const entries = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
    if (entries.length > 0)
      document[member.name] = Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
  }
  return document;
}

const isMoment = ({ kind }: Shape): boolean => kind === "timestamp" || kind === "http-date";

const HEADER_ITEM = /\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/y;

/** RFC 9110 §5.6.1: items between commas, in quotes where they hold commas; an HTTP date holds one itself. */
function splitHeader(text: string, moments: boolean): string[] {
  if (moments) return text.match(/[^,]+,[^,]+/g)?.map((date) => date.trim()) ?? [text];
  const items: string[] = [];
  HEADER_ITEM.lastIndex = 0;
  while (HEADER_ITEM.lastIndex < text.length) {
    const match = HEADER_ITEM.exec(text);
    if (!match) break;
    items.push(match[1]?.replaceAll(/\\(.)/g, "$1") ?? (match[2] ?? "").trim());
  }
  return items;
}

/** Nothing in a header may end it. */
const headerText = (text: string): string => text.replaceAll(/[\r\n\0]+/g, " ").trim();

/** The headers that members of an output or an error are bound to. */
export function emitHeaders(bindings: Bindings, output: Document): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, shape, traits } of bindings.headers) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    headers[(traits.httpHeader as string).toLowerCase()] = Array.isArray(value)
      ? value.map((item) => headerItem(shape, item)).join(", ")
      : headerText(emitScalar(shape.kind, value, "http-date"));
  }
  for (const { name, traits } of bindings.prefixHeaders)
    for (const [key, value] of Object.entries((output[name] ?? {}) as Document))
      headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = headerText(String(value));
  return headers;
}

function headerItem(list: Shape, item: unknown): string {
  const shape = list.kind === "list" ? list.member.shape : list;
  const text = headerText(emitScalar(shape.kind, item, "http-date"));
  return /[",]/.test(text) && !isMoment(shape) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : text;
}
