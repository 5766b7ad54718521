/**
 * Endpoint services: what an account offers to others behind its load balancers, who may connect, and who is told of it.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
import type { PrincipalType } from "@aws-sdk/client-ec2";
import type { Row } from "../../../cloud/table.ts";
import { ofAnotherKind, resource } from "../resource.ts";

/** The name by which consumers may know the service once its domain is verified. */
export interface ServicePrivateDns {
  readonly name: string;
  readonly state: "pendingVerification" | "verified";
  /** The TXT record that proves the domain: its subdomain and its text. */
  readonly recordName: string;
  readonly recordValue: string;
}

export interface EndpointServiceConfiguration extends Row {
  readonly type: "Interface" | "GatewayLoadBalancer";
  readonly state: "Available" | "Deleting";
  readonly acceptanceRequired: boolean;
  /** Of network or of gateway load balancers, by the service's type. Nothing looks the balancers up. */
  readonly loadBalancerArns: readonly string[];
  readonly addressTypes: readonly ("ipv4" | "ipv6")[];
  /** The home region first. */
  readonly regions: readonly string[];
  readonly privateDns: ServicePrivateDns | undefined;
  /** Whoever pays for the endpoints, where that is not their owner. */
  readonly payer: "ServiceOwner" | undefined;
}

export const endpointServices = resource<EndpointServiceConfiguration>()({
  type: "vpc-endpoint-service",
  prefix: "vpce-svc",
  code: "InvalidVpcEndpointServiceId",
  noun: "VpcEndpointService Id",
  errors: { isMalformed: ofAnotherKind("vpce-svc") },
});

export interface ServicePermission extends Row {
  readonly serviceId: string;
  readonly principal: string;
  readonly principalType: PrincipalType;
}

export const servicePermissions = resource<ServicePermission>()(
  {
    type: "vpc-endpoint-service-permission",
    prefix: "vpce-svc-perm",
    code: "InvalidVpcEndpointServicePermissionId",
    noun: "VpcEndpointServicePermission Id",
  },
  { serviceId: ({ serviceId }) => serviceId },
);

export interface ConnectionNotification extends Row {
  /** Of the one service or the one endpoint that it is about. */
  readonly subject: { readonly serviceId: string } | { readonly vpcEndpointId: string };
  /** The ARN of an SNS topic. */
  readonly topic: string;
  readonly events: readonly string[];
}

/** AWS has one code for any id that is no notification's. */
const NO_NOTIFICATION = "InvalidConnectionNotification";

export const connectionNotifications = resource<ConnectionNotification>()(
  {
    type: "vpc-endpoint-connection-notification",
    prefix: "vpce-nfn",
    code: NO_NOTIFICATION,
    noun: "ConnectionNotification Id",
    errors: { notFound: NO_NOTIFICATION, malformed: NO_NOTIFICATION },
  },
  { subject: ({ subject }) => ("serviceId" in subject ? subject.serviceId : subject.vpcEndpointId) },
);

/** `com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0`: what an endpoint is made to. */
export const nameOfService = ({ region, id }: Pick<EndpointServiceConfiguration, "region" | "id">): string =>
  `com.amazonaws.vpce.${region}.${id}`;

/** The domain of the names of the service's endpoints. */
export const domainOfService = ({ region, id }: Pick<EndpointServiceConfiguration, "region" | "id">): string =>
  `${id}.${region}.vpce.amazonaws.com`;
