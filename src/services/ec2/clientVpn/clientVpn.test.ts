import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012";

const wanted = {
  ServerCertificateArn: CERTIFICATE,
  ClientCidrBlock: "172.20.0.0/16",
  AuthenticationOptions: [
    {
      Type: "certificate-authentication" as const,
      MutualAuthentication: { ClientRootCertificateChainArn: CERTIFICATE },
    },
  ],
  ConnectionLogOptions: { Enabled: false },
};

function network(region: TestRegion) {
  const VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  const subnet = (CidrBlock: string, AvailabilityZone: string) =>
    region.call("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone }).Subnet?.SubnetId ?? "";
  return { VpcId, a: subnet("10.0.1.0/24", "us-east-1a"), a2: subnet("10.0.2.0/24", "us-east-1a") };
}

const endpointIn = (region: TestRegion): string =>
  region.call("CreateClientVpnEndpoint", wanted).ClientVpnEndpointId ?? "";

const endpointOf = (region: TestRegion, id: string) =>
  region.call("DescribeClientVpnEndpoints", { ClientVpnEndpointIds: [id] }).ClientVpnEndpoints?.[0];

describe("Client VPN endpoints", () => {
  test("are created with AWS's defaults, changed, exported and deleted", () => {
    const region = testRegion();
    const answer = region.call("CreateClientVpnEndpoint", {
      ...wanted,
      TagSpecifications: [{ ResourceType: "client-vpn-endpoint", Tags: [{ Key: "a", Value: "b" }] }],
    });
    const ClientVpnEndpointId = answer.ClientVpnEndpointId ?? "";
    expect(answer).toEqual({
      ClientVpnEndpointId: expect.stringMatching(/^cvpn-endpoint-[0-9a-f]{17}$/),
      Status: { Code: "pending-associate" },
      DnsName: `${ClientVpnEndpointId}.prod.clientvpn.us-east-1.amazonaws.com`,
    });
    expect(endpointOf(region, ClientVpnEndpointId)).toMatchObject({
      VpnPort: 443,
      TransportProtocol: "udp",
      SplitTunnel: false,
      SessionTimeoutHours: 24,
      SelfServicePortalUrl: expect.stringContaining(ClientVpnEndpointId),
      AuthenticationOptions: [{ MutualAuthentication: { ClientRootCertificateChain: CERTIFICATE } }],
      Tags: [{ Key: "a", Value: "b" }],
    });
    region.call("ModifyClientVpnEndpoint", {
      ClientVpnEndpointId,
      SplitTunnel: true,
      VpnPort: 1194,
      SelfServicePortal: "disabled",
      DnsServers: { Enabled: true, CustomDnsServers: ["10.0.0.2"] },
    });
    const changed = endpointOf(region, ClientVpnEndpointId);
    expect(changed).toMatchObject({ SplitTunnel: true, VpnPort: 1194, DnsServers: ["10.0.0.2"] });
    expect(changed?.SelfServicePortalUrl).toBeUndefined();
    const { ClientConfiguration } = region.call("ExportClientVpnClientConfiguration", { ClientVpnEndpointId });
    expect(ClientConfiguration).toContain(`remote ${answer.DnsName} 1194`);
    expect(region.call("DescribeClientVpnConnections", { ClientVpnEndpointId }).Connections).toEqual([]);
    const stranger = region.as("222222222222", "us-east-1");
    expect(refusal(stranger, "DeleteClientVpnEndpoint", { ClientVpnEndpointId })).toBe(
      "InvalidClientVpnEndpointId.NotFound",
    );
    region.call("DeleteClientVpnEndpoint", { ClientVpnEndpointId });
    expect(endpointOf(region, ClientVpnEndpointId)?.Status).toEqual({ Code: "deleting" });
    region.clock.advance(1000);
    expect(region.codeOf("DescribeClientVpnEndpoints", { ClientVpnEndpointIds: [ClientVpnEndpointId] })).toBe(
      "InvalidClientVpnEndpointId.NotFound",
    );
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test("refusals", () => {
    const region = testRegion();
    const { VpcId } = network(region);
    const refused = (input: object) => refusal(region, "CreateClientVpnEndpoint", { ...wanted, ...input });
    expect(refused({ ClientCidrBlock: "172.20.0.0/23" })).toBe("InvalidParameterValue");
    expect(refused({ ClientCidrBlock: "10.0.0.0/20", VpcId })).toBe("InvalidParameterValue");
    expect(refused({ ServerCertificateArn: "arn" })).toBe("InvalidParameterValue");
    expect(refused({ AuthenticationOptions: [] })).toBe("MissingParameter");
    expect(refused({ VpnPort: 80 })).toBe("InvalidParameterValue");
    expect(refused({ SessionTimeoutHours: 9 })).toBe("InvalidParameterValue");
    expect(refused({ DnsServers: ["1.1.1.1", "8.8.8.8", "9.9.9.9"] })).toBe("InvalidParameterValue");
    expect(refused({ ConnectionLogOptions: { Enabled: true } })).toBe("MissingParameter");
    expect(refused({ SecurityGroupIds: ["sg-00000000"] })).toBe("InvalidParameterCombination");
    expect(refused({ TransitGatewayConfiguration: {} })).toBe("UnsupportedOperation");
  });
});

describe("target networks", () => {
  test("make an endpoint available, bring a route and an interface, and take both away again", () => {
    const region = testRegion();
    const { VpcId, a, a2 } = network(region);
    const ClientVpnEndpointId = endpointIn(region);
    const { AssociationId = "" } = region.call("AssociateClientVpnTargetNetwork", { ClientVpnEndpointId, SubnetId: a });
    const networks = () =>
      region.call("DescribeClientVpnTargetNetworks", { ClientVpnEndpointId }).ClientVpnTargetNetworks ?? [];
    expect(networks()).toMatchObject([{ AssociationId, TargetNetworkId: a, VpcId, Status: { Code: "associating" } }]);
    region.clock.advance(1000);
    expect(endpointOf(region, ClientVpnEndpointId)).toMatchObject({ Status: { Code: "available" }, VpcId });
    expect(region.call("DescribeClientVpnRoutes", { ClientVpnEndpointId }).Routes).toMatchObject([
      { DestinationCidr: "10.0.0.0/16", TargetSubnet: a, Origin: "associate", Status: { Code: "active" } },
    ]);
    expect(refusal(region, "AssociateClientVpnTargetNetwork", { ClientVpnEndpointId, SubnetId: a2 })).toBe(
      "InvalidClientVpnDuplicateAssociationException",
    );
    expect(refusal(region, "DeleteSubnet", { SubnetId: a })).toBe("DependencyViolation");
    expect(refusal(region, "DeleteClientVpnEndpoint", { ClientVpnEndpointId })).toBe("OperationNotPermitted");
    const GroupId = region.call("CreateSecurityGroup", { VpcId, GroupName: "g", Description: "g" }).GroupId ?? "";
    region.call("ApplySecurityGroupsToClientVpnTargetNetwork", {
      ClientVpnEndpointId,
      VpcId,
      SecurityGroupIds: [GroupId],
    });
    expect(networks()[0]?.SecurityGroups).toEqual([GroupId]);
    region.call("DisassociateClientVpnTargetNetwork", { ClientVpnEndpointId, AssociationId });
    region.clock.advance(1000);
    expect(networks()).toEqual([]);
    expect(region.call("DescribeClientVpnRoutes", { ClientVpnEndpointId }).Routes).toEqual([]);
    expect(endpointOf(region, ClientVpnEndpointId)?.Status).toEqual({ Code: "pending-associate" });
    expect(refusal(region, "DisassociateClientVpnTargetNetwork", { ClientVpnEndpointId, AssociationId })).toBe(
      "InvalidClientVpnAssociationIdNotFound",
    );
    region.call("DeleteSubnet", { SubnetId: a });
  });
});

test("authorization rules", () => {
  const region = testRegion();
  const ClientVpnEndpointId = endpointIn(region);
  const rule = { ClientVpnEndpointId, TargetNetworkCidr: "10.0.0.0/16" };
  region.call("AuthorizeClientVpnIngress", { ...rule, AuthorizeAllGroups: true });
  region.call("AuthorizeClientVpnIngress", { ...rule, AccessGroupId: "S-1" });
  region.clock.advance(1000);
  const rules = (Filters: { Name: string; Values: string[] }[] = []) =>
    region.call("DescribeClientVpnAuthorizationRules", { ClientVpnEndpointId, Filters }).AuthorizationRules;
  expect(rules()).toMatchObject([
    { DestinationCidr: "10.0.0.0/16", AccessAll: true, Status: { Code: "active" } },
    { GroupId: "S-1", AccessAll: false },
  ]);
  expect(rules([{ Name: "group-id", Values: ["S-1"] }])).toHaveLength(1);
  const refused = (input: object) => refusal(region, "AuthorizeClientVpnIngress", { ...rule, ...input });
  expect(refused({ AuthorizeAllGroups: true })).toBe("InvalidClientVpnDuplicateAuthorizationRule");
  expect(refused({})).toBe("MissingParameter");
  expect(refused({ AuthorizeAllGroups: true, AccessGroupId: "S-2" })).toBe("InvalidParameterCombination");
  region.call("RevokeClientVpnIngress", { ...rule, RevokeAllGroups: true });
  region.clock.advance(1000);
  expect(rules()).toHaveLength(1);
  expect(refusal(region, "RevokeClientVpnIngress", { ...rule, RevokeAllGroups: true })).toBe(
    "InvalidClientVpnEndpointAuthorizationRuleNotFound",
  );
});

test("routes", () => {
  const region = testRegion();
  const { a, a2 } = network(region);
  const ClientVpnEndpointId = endpointIn(region);
  const route = { ClientVpnEndpointId, DestinationCidrBlock: "0.0.0.0/0", TargetVpcSubnetId: a };
  expect(refusal(region, "CreateClientVpnRoute", route)).toBe("InvalidClientVpnActiveAssociationNotFound");
  region.call("AssociateClientVpnTargetNetwork", { ClientVpnEndpointId, SubnetId: a });
  expect(region.call("CreateClientVpnRoute", route).Status).toEqual({ Code: "creating" });
  region.clock.advance(1000);
  const routes = () =>
    region.call("DescribeClientVpnRoutes", {
      ClientVpnEndpointId,
      Filters: [{ Name: "origin", Values: ["add-route"] }],
    }).Routes;
  expect(routes()).toMatchObject([{ DestinationCidr: "0.0.0.0/0", Status: { Code: "active" } }]);
  expect(refusal(region, "CreateClientVpnRoute", route)).toBe("InvalidClientVpnDuplicateRoute");
  expect(refusal(region, "CreateClientVpnRoute", { ...route, TargetVpcSubnetId: a2 })).toBe(
    "InvalidClientVpnActiveAssociationNotFound",
  );
  expect(refusal(region, "DeleteClientVpnRoute", { ...route, DestinationCidrBlock: "10.0.0.0/16" })).toBe(
    "OperationNotPermitted",
  );
  region.call("DeleteClientVpnRoute", route);
  region.clock.advance(1000);
  expect(routes()).toEqual([]);
  expect(refusal(region, "DeleteClientVpnRoute", route)).toBe("InvalidClientVpnRouteNotFound");
});

test("a list of revoked certificates reads back as it was given", () => {
  const region = testRegion();
  const ClientVpnEndpointId = endpointIn(region);
  const exported = () => region.call("ExportClientVpnClientCertificateRevocationList", { ClientVpnEndpointId });
  expect(exported()).toEqual({});
  const list = "-----BEGIN X509 CRL-----\nMIIBpzCBkAIBATANBgkqhkiG9w0BAQsFADAA\n-----END X509 CRL-----\n";
  region.call("ImportClientVpnClientCertificateRevocationList", {
    ClientVpnEndpointId,
    CertificateRevocationList: list,
  });
  expect(exported()).toEqual({ CertificateRevocationList: list, Status: { Code: "active" } });
  region.call("ModifyClientVpnEndpoint", { ClientVpnEndpointId, Description: "changed" });
  expect(exported().CertificateRevocationList).toBe(list);
  const refused = (input: object) =>
    refusal(region, "ImportClientVpnClientCertificateRevocationList", {
      ClientVpnEndpointId,
      CertificateRevocationList: list,
      ...input,
    });
  expect(refused({ CertificateRevocationList: "nothing" })).toBe("InvalidParameterValue");
  expect(refused({ ClientVpnEndpointId: "cvpn-endpoint-0123456789abcdef0" })).toBe(
    "InvalidClientVpnEndpointId.NotFound",
  );
});
