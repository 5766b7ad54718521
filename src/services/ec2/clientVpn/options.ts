/**
 * The settings of an endpoint, as CreateClientVpnEndpoint and ModifyClientVpnEndpoint take them.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html
 */
import type {
  ClientVpnAuthentication,
  ClientVpnAuthenticationRequest,
  ModifyClientVpnEndpointRequest,
} from "@aws-sdk/client-ec2";
import { parseAddress } from "../../../base/address.ts";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import type { ClientVpnEndpoint } from "./resources.ts";

const PORTS: readonly number[] = [443, 1194];
const TIMEOUTS: readonly number[] = [8, 10, 12, 24];
const MAX_DNS_SERVERS = 2;
const MAX_BANNER = 1400;

const invalid = (parameter: string, value: unknown, why = ""): never =>
  fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid.${why && ` ${why}`}`);

/** What both requests can set. */
export type Settings = Pick<
  ClientVpnEndpoint,
  | "description"
  | "serverCertificateArn"
  | "connectionLog"
  | "vpnPort"
  | "splitTunnel"
  | "selfServicePortal"
  | "clientConnect"
  | "banner"
  | "routeEnforced"
  | "sessionTimeoutHours"
  | "disconnectOnSessionTimeout"
>;

/** What AWS sets where a request says nothing; but for the portal, which it opens. */
export const DEFAULTS: Settings = {
  description: undefined,
  serverCertificateArn: "",
  connectionLog: { enabled: false, group: undefined, stream: undefined },
  vpnPort: 443,
  splitTunnel: false,
  selfServicePortal: true,
  clientConnect: { enabled: false, functionArn: undefined },
  banner: { enabled: false, text: undefined },
  routeEnforced: false,
  sessionTimeoutHours: 24,
  disconnectOnSessionTimeout: false,
};

type SettingsInput = Omit<ModifyClientVpnEndpointRequest, "ClientVpnEndpointId" | "DnsServers">;

/** The settings with what the request changes. */
export function changedSettings(before: Settings, input: SettingsInput): Settings {
  const port = input.VpnPort ?? before.vpnPort;
  if (!PORTS.includes(port)) invalid("vpnPort", port, "Expecting 443 or 1194.");
  const hours = input.SessionTimeoutHours ?? before.sessionTimeoutHours;
  if (!TIMEOUTS.includes(hours)) invalid("sessionTimeoutHours", hours, `Expecting one of ${TIMEOUTS.join(", ")}.`);
  const certificate = input.ServerCertificateArn ?? before.serverCertificateArn;
  if (!isCertificate(certificate)) invalid("serverCertificateArn", certificate, "Certificate arn is not valid.");
  return {
    description: input.Description ?? before.description,
    serverCertificateArn: certificate,
    connectionLog: input.ConnectionLogOptions ? connectionLog(input.ConnectionLogOptions) : before.connectionLog,
    vpnPort: port,
    splitTunnel: input.SplitTunnel ?? before.splitTunnel,
    selfServicePortal:
      input.SelfServicePortal === undefined ? before.selfServicePortal : input.SelfServicePortal === "enabled",
    clientConnect: input.ClientConnectOptions ? clientConnect(input.ClientConnectOptions) : before.clientConnect,
    banner: input.ClientLoginBannerOptions ? banner(input.ClientLoginBannerOptions) : before.banner,
    routeEnforced: input.ClientRouteEnforcementOptions?.Enforced ?? before.routeEnforced,
    sessionTimeoutHours: hours,
    disconnectOnSessionTimeout: input.DisconnectOnSessionTimeout ?? before.disconnectOnSessionTimeout,
  };
}

const isCertificate = (arn: string): boolean => /^arn:[^:]+:acm:[^:]+:\d{12}:certificate\/.+$/.test(arn);

function connectionLog(given: NonNullable<SettingsInput["ConnectionLogOptions"]>): ClientVpnEndpoint["connectionLog"] {
  const { Enabled: enabled = false, CloudwatchLogGroup: group, CloudwatchLogStream: stream } = given;
  if (enabled && !group)
    fail("MissingParameter", "The request must contain the parameter CloudwatchLogGroup where logging is enabled");
  return { enabled, group: group || undefined, stream: stream || undefined };
}

function clientConnect(given: NonNullable<SettingsInput["ClientConnectOptions"]>): ClientVpnEndpoint["clientConnect"] {
  const { Enabled: enabled = false, LambdaFunctionArn: functionArn } = given;
  if (enabled && !/:function:AWSClientVPN-/.test(functionArn ?? ""))
    invalid("LambdaFunctionArn", functionArn, "The function's name must begin with AWSClientVPN-.");
  return { enabled, functionArn: functionArn || undefined };
}

function banner(given: NonNullable<SettingsInput["ClientLoginBannerOptions"]>): ClientVpnEndpoint["banner"] {
  const { Enabled: enabled = false, BannerText: text } = given;
  if (enabled && !text) fail("MissingParameter", "The request must contain the parameter BannerText");
  if ((text ?? "").length > MAX_BANNER) invalid("BannerText", text, `Expecting at most ${MAX_BANNER} characters.`);
  return { enabled, text: text || undefined };
}

/** One method, or a certificate together with one other. */
export function authentication(methods: readonly ClientVpnAuthenticationRequest[]): readonly ClientVpnAuthentication[] {
  if (methods.length === 0) fail("MissingParameter", "The request must contain the parameter AuthenticationOptions");
  const types = methods.map(({ Type }) => Type);
  if (new Set(types).size < types.length || types.length > 2)
    invalid("authenticationOptions", types.join(", "), "Each type can be given once, and at most two types together.");
  if (types.length === 2 && !types.includes("certificate-authentication"))
    invalid("authenticationOptions", types.join(", "), "Two types go together only where one is a certificate.");
  return methods.map(method);
}

function method(request: ClientVpnAuthenticationRequest): ClientVpnAuthentication {
  const { Type, MutualAuthentication, ActiveDirectory, FederatedAuthentication } = request;
  switch (Type) {
    case "certificate-authentication": {
      const arn = MutualAuthentication?.ClientRootCertificateChainArn ?? "";
      if (!isCertificate(arn)) invalid("ClientRootCertificateChainArn", arn, "Certificate arn is not valid.");
      return { Type, MutualAuthentication: { ClientRootCertificateChain: arn } };
    }
    case "directory-service-authentication": {
      const DirectoryId = ActiveDirectory?.DirectoryId;
      if (!DirectoryId) return fail("MissingParameter", "The request must contain the parameter DirectoryId");
      return { Type, ActiveDirectory: { DirectoryId } };
    }
    case "federated-authentication": {
      const { SAMLProviderArn: SamlProviderArn, SelfServiceSAMLProviderArn: portal } = FederatedAuthentication ?? {};
      if (!SamlProviderArn) return fail("MissingParameter", "The request must contain the parameter SAMLProviderArn");
      const SelfServiceSamlProviderArn = portal === undefined ? {} : { SelfServiceSamlProviderArn: portal };
      return { Type, FederatedAuthentication: { SamlProviderArn, ...SelfServiceSamlProviderArn } };
    }
    default:
      return invalid("Type", Type);
  }
}

/** Up to two addresses. */
export function dnsServers(texts: readonly string[]): readonly string[] {
  if (texts.length > MAX_DNS_SERVERS)
    invalid("dnsServers", texts.join(", "), `At most ${MAX_DNS_SERVERS} are allowed.`);
  for (const text of texts)
    if (parseAddress(text) === undefined) invalid("dnsServers", text, "Expecting an IP address.");
  return texts;
}

/** A block that clients get addresses from: /12 to /22. */
export function clientCidr(text: string): string {
  const block = parsePrefix(text)?.prefix;
  if (!block || typeof block.address !== "number")
    return invalid("clientCidrBlock", text, "Expecting an IPv4 CIDR block.");
  if (block.length < 12 || block.length > 22)
    invalid("clientCidrBlock", text, "The netmask must be between /12 and /22.");
  return formatPrefix(block);
}
