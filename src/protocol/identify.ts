/**
 * Which service, region and account a request is for, before anything is parsed. A signed request says so in its SigV4
 * credential scope; an unsigned one by its host, its `X-Amz-Target`, its `Action` and `Version`, or its path.
 * Signatures are read, not verified.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { catalogue, type ServiceName, serviceNames } from "./catalogue.ts";
import type { HttpRequest } from "./codec.ts";
import { parseFormText } from "./form.ts";

export interface Identity {
  /** `undefined` for a service that is not here: `signingName` may then name it. */
  readonly service: ServiceName | undefined;
  /** The service's name in the credential scope, as the client wrote it. */
  readonly signingName: string | undefined;
  readonly region: string;
  readonly account: string;
  readonly accessKey: string | undefined;
}

export interface IdentifyOptions {
  /** The account of a key that this region issued itself (STS, IAM); `undefined` for other keys. */
  readonly accountOf?: (accessKey: string) => string | undefined;
  readonly defaultRegion?: string;
}

export const DEFAULT_REGION = "us-east-1";
export const DEFAULT_ACCOUNT = "000000000000";

/**
 * The key that clients of moto's server mode sign with, and moto's account: who comes from there finds his account number.
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
const MOTO_KEY = "FOOBARKEY";
const MOTO_ACCOUNT = "123456789012";

/** What clients call services in credential scopes and host names, where it is not the service's signing name. */
const ALIASES: Readonly<Record<string, readonly ServiceName[]>> = {
  elb: ["elastic-load-balancing"],
  elbv2: ["elastic-load-balancing-v2"],
  "s3-outposts": ["s3-control"],
  s3express: ["s3", "s3-control"],
  "s3-object-lambda": ["s3"],
  s3control: ["s3-control"],
  certificatemanager: ["acm"],
};

const candidates = new Map<string, readonly ServiceName[]>();
for (const name of serviceNames) {
  const { signingName } = catalogue[name];
  candidates.set(signingName, [...(candidates.get(signingName) ?? []), name]);
  if (!candidates.has(name)) candidates.set(name, [name]);
}
for (const [alias, names] of Object.entries(ALIASES)) candidates.set(alias, names);

const byTarget = new Map(serviceNames.map((name) => [catalogue[name].targetPrefix, name]));
const byRoot = new Map(serviceNames.flatMap((name) => (catalogue[name].roots ?? []).map((root) => [root, name])));
const querySpeakers = serviceNames.filter((name) => catalogue[name].protocol.endsWith("Query"));

/** What was read of texts that clients keep sending: so many of the last ones, and no long ones. */
function remembered<T extends object>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const value = read(text);
    if (text.length <= LONGEST_REMEMBERED) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, value);
    }
    return value;
  };
}

const REMEMBERED = 256;
const LONGEST_REMEMBERED = 256;

interface Scope {
  readonly accessKey: string;
  readonly region: string | undefined;
  readonly signingName: string | undefined;
}

/** Total: whatever the request holds, a region and an account come out. */
export function identify(request: HttpRequest, options: IdentifyOptions = {}): Identity {
  const scope = scopeOf(request);
  const { host: hostHeader } = request.headers;
  const host = hostOf(hostHeader ?? "");
  // What is signed for a service that is not here is for no other, however much its form looks like one's.
  const service =
    scope?.signingName !== undefined ? serviceNamed(scope.signingName, request) : serviceUnsigned(host, request);
  const accessKey = scope?.accessKey;
  const own = service && isGlobal(service, host) ? regionOfUserAgent(request) : undefined;
  return {
    service,
    signingName: scope?.signingName,
    region: own ?? scope?.region ?? host.region ?? options.defaultRegion ?? DEFAULT_REGION,
    account: accountOf(accessKey, options),
    accessKey,
  };
}

function accountOf(accessKey: string | undefined, { accountOf }: IdentifyOptions): string {
  if (accessKey === undefined) return DEFAULT_ACCOUNT;
  if (ACCOUNT.test(accessKey)) return accessKey;
  return accountOf?.(accessKey) ?? (accessKey === MOTO_KEY ? MOTO_ACCOUNT : DEFAULT_ACCOUNT);
}

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
const CREDENTIAL = /\bCredential=([^,\s]+)/;
/** As clients write it: nothing in it needs a closer look. */
const USUAL = "AWS4-HMAC-SHA256 Credential=";

function credentialIn(authorization: string): string | undefined {
  if (authorization.startsWith(USUAL)) {
    const end = authorization.indexOf(", ", USUAL.length);
    const credential = end < 0 ? "" : authorization.slice(USUAL.length, end);
    if (credential !== "" && !/[\s,]/.test(credential)) return credential;
  }
  return CREDENTIAL.exec(authorization)?.[1];
}

interface Credential {
  readonly scope: Scope;
  /** SigV4a's: the region is in a header. */
  readonly asymmetric: boolean;
}

/** `AKID/20260101/us-east-1/ec2/aws4_request`; SigV4a's has no region in it but a header with a set of them. */
const parseCredential = remembered((credential: string): Credential => {
  const [accessKey = "", , third, fourth, fifth] = credential.split("/");
  return fifth === undefined
    ? { scope: { accessKey, region: undefined, signingName: third }, asymmetric: true }
    : {
        scope: { accessKey, region: REGION.test(third ?? "") ? third : undefined, signingName: fourth },
        asymmetric: false,
      };
});

function scopeOf(request: HttpRequest): Scope | undefined {
  const { authorization } = request.headers;
  const credential =
    (authorization === undefined ? undefined : credentialIn(authorization)) ??
    queryParameter(request.query, "X-Amz-Credential");
  if (credential === undefined) {
    const accessKey = queryParameter(request.query, "AWSAccessKeyId"); // Signature Version 2
    return accessKey === undefined ? undefined : { accessKey, region: undefined, signingName: undefined };
  }
  const { scope, asymmetric } = parseCredential(credential);
  if (!asymmetric) return scope;
  const region = request.headers["x-amz-region-set"]?.split(",")[0]?.trim();
  return region && REGION.test(region) ? { ...scope, region } : scope;
}

function queryParameter(query: string, name: string): string | undefined {
  if (query === "") return undefined;
  for (const pair of query.split("&"))
    if (pair.startsWith(`${name}=`)) return parseFormText(pair.slice(name.length + 1));
  return undefined;
}

/** Of the services that share a name, the one whose version or path the request bears. */
function serviceNamed(name: string, request: HttpRequest): ServiceName | undefined {
  const names = candidates.get(name.toLowerCase());
  if (!names) return undefined;
  if (names.includes("s3-control")) return isS3Control(request) || !names.includes("s3") ? "s3-control" : "s3";
  return names.length === 1 ? names[0] : (serviceByForm(request, names) ?? names.at(-1));
}

/** S3's own API is signed with the same name; all paths of the other begin like this. */
const isS3Control = (request: HttpRequest): boolean => request.path.startsWith("/v20180820/");

function serviceUnsigned(host: Host, request: HttpRequest): ServiceName | undefined {
  const target = request.headers["x-amz-target"];
  return (
    (host.label !== undefined && serviceNamed(host.label, request)) ||
    (target !== undefined && byTarget.get(target.split(".")[0] ?? "")) ||
    serviceByForm(request, querySpeakers) ||
    byRoot.get(request.path.split("/")[1] ?? "") ||
    undefined
  );
}

const VERSION = /(?:^|&)Version=([\d-]{10})(?=&|$)/;
const ACTION = /(?:^|&)Action=(\w+)(?=&|$)/;

function serviceByForm(request: HttpRequest, among: readonly ServiceName[]): ServiceName | undefined {
  const form = VERSION.test(request.query) || ACTION.test(request.query) ? request.query : bodyText(request);
  const version = VERSION.exec(form)?.[1];
  const action = ACTION.exec(form)?.[1];
  if (version !== undefined) {
    const speaker = among.find((name) => catalogue[name].apiVersion === version);
    if (speaker) return speaker;
  }
  return action === undefined ? undefined : among.find((name) => catalogue[name].operations.includes(action));
}

function bodyText({ body, headers }: HttpRequest): string {
  const type = headers["content-type"];
  if (type !== undefined && !type.includes("form-urlencoded")) return "";
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1").trimEnd();
}

interface Host {
  /** The label that names a service. */
  readonly label: string | undefined;
  readonly region: string | undefined;
}

const DOMAINS = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|localhost|localhost\.localdomain)$/;

/** `ec2.us-west-2.amazonaws.com`, `123456789012.s3-control.eu-west-1.amazonaws.com`, `route53.localhost`. */
const hostOf = remembered((header: string): Host => {
  const host = header.toLowerCase().replace(/:\d*$/, "");
  if (!DOMAINS.test(host)) return { label: undefined, region: undefined };
  const labels = host.replace(DOMAINS, "").split(".");
  const region = labels.find((label) => REGION.test(label));
  const named = labels.map((label) => label.replace(/-fips$/, "")).filter((label) => candidates.has(label));
  return { label: named.at(-1), region };
});

/** STS has one endpoint for all regions beside those of the regions. */
const isGlobal = (service: ServiceName, host: Host): boolean =>
  catalogue[service].global === true || (service === "sts" && host.label === "sts" && host.region === undefined);

/**
 * Clients of global services sign for one fixed region. `region/eu-west-1` in the user agent says which one is meant:
 * an appended product as Terraform and boto3 take it, or an application id, in which SDKs turn the slash into a dash.
 */
const REGION_TOKEN = /(?:^|[\s/])region[/#-]([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})(?=[\s;)]|$)/;

const regionOfUserAgent = ({ headers }: HttpRequest): string | undefined =>
  REGION_TOKEN.exec(`${headers["user-agent"] ?? ""} ${headers["x-amz-user-agent"] ?? ""}`)?.[1];
