import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { attach, gatewayIn, settle, vpcIn } from "./transitGateway.fixture.ts";

function multicast() {
  const region = testRegion();
  const gateway = gatewayIn(region, { MulticastSupport: "enable" });
  const vpc = vpcIn(region, "10.1.0.0/16", ["us-east-1a", "us-east-1b"]);
  const attachment = attach(region, gateway, { ...vpc, subnets: vpc.subnets.slice(0, 1) });
  const { TransitGatewayMulticastDomain } = region.call("CreateTransitGatewayMulticastDomain", {
    TransitGatewayId: gateway,
    Options: { StaticSourcesSupport: "enable" },
  });
  settle(region);
  const domain = TransitGatewayMulticastDomain?.TransitGatewayMulticastDomainId ?? "";
  const [subnet = ""] = vpc.subnets;
  const input = {
    TransitGatewayMulticastDomainId: domain,
    TransitGatewayAttachmentId: attachment,
    SubnetIds: [subnet],
  };
  const eni = (SubnetId: string) =>
    region.call("CreateNetworkInterface", { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? "";
  return { region, gateway, vpc, attachment, domain, subnet, input, eni };
}

describe("a multicast domain", () => {
  test("needs a gateway with multicast, and keeps it", () => {
    const { region, gateway, domain } = multicast();
    const plain = gatewayIn(region);
    expect(refusal(region, "CreateTransitGatewayMulticastDomain", { TransitGatewayId: plain })).toBe(
      "InvalidParameterValue",
    );
    expect(region.call("DescribeTransitGatewayMulticastDomains").TransitGatewayMulticastDomains).toMatchObject([
      {
        TransitGatewayMulticastDomainId: domain,
        TransitGatewayId: gateway,
        TransitGatewayMulticastDomainArn: `arn:aws:ec2:us-east-1:111111111111:transit-gateway-multicast-domain/${domain}`,
        State: "available",
        Options: {
          Igmpv2Support: "disable",
          StaticSourcesSupport: "enable",
          AutoAcceptSharedAssociations: "disable",
        },
      },
    ]);
    region.call("DeleteTransitGatewayMulticastDomain", { TransitGatewayMulticastDomainId: domain });
    settle(region);
    expect(refusal(region, "DeleteTransitGatewayMulticastDomain", { TransitGatewayMulticastDomainId: domain })).toBe(
      "InvalidTransitGatewayMulticastDomainId.NotFound",
    );
  });

  test("has subnets of attached VPCs, each in one domain", () => {
    const { region, vpc, domain, subnet, input } = multicast();
    expect(region.call("AssociateTransitGatewayMulticastDomain", input).Associations).toMatchObject({
      ResourceId: vpc.VpcId,
      ResourceType: "vpc",
      Subnets: [{ SubnetId: subnet, State: "associating" }],
    });
    settle(region);
    expect(refusal(region, "AssociateTransitGatewayMulticastDomain", input)).toBe("Resource.AlreadyAssociated");
    expect(refusal(region, "DeleteTransitGatewayMulticastDomain", { TransitGatewayMulticastDomainId: domain })).toBe(
      "IncorrectState",
    );
    const associations = () =>
      region.call("GetTransitGatewayMulticastDomainAssociations", {
        TransitGatewayMulticastDomainId: domain,
        Filters: [{ Name: "subnet-id", Values: [subnet] }],
      }).MulticastDomainAssociations;
    expect(associations()).toMatchObject([{ Subnet: { SubnetId: subnet, State: "associated" } }]);
    region.call("DisassociateTransitGatewayMulticastDomain", input);
    settle(region);
    expect(associations()).toEqual([]);
    expect(refusal(region, "DisassociateTransitGatewayMulticastDomain", input)).toBe(
      "InvalidTransitGatewayMulticastDomainAssociation.NotFound",
    );
  });

  test("has groups whose members and sources are interfaces in its subnets", () => {
    const { region, vpc, domain, subnet, input, eni } = multicast();
    region.call("AssociateTransitGatewayMulticastDomain", input);
    settle(region);
    const inside = eni(subnet);
    const group = { TransitGatewayMulticastDomainId: domain, GroupIpAddress: "224.0.0.251" };
    const registration = { ...group, NetworkInterfaceIds: [inside] };
    expect(
      region.call("RegisterTransitGatewayMulticastGroupMembers", registration).RegisteredMulticastGroupMembers,
    ).toEqual({
      TransitGatewayMulticastDomainId: domain,
      RegisteredNetworkInterfaceIds: [inside],
      GroupIpAddress: "224.0.0.251",
    });
    region.call("RegisterTransitGatewayMulticastGroupSources", registration);
    const search = (Name: string, value: string) =>
      region.call("SearchTransitGatewayMulticastGroups", {
        TransitGatewayMulticastDomainId: domain,
        Filters: [{ Name, Values: [value] }],
      }).MulticastGroups;
    expect(search("is-group-member", "true")).toMatchObject([
      { NetworkInterfaceId: inside, GroupMember: true, GroupSource: false, MemberType: "static", SubnetId: subnet },
    ]);
    expect(search("source-type", "static")).toMatchObject([{ GroupMember: false, GroupSource: true }]);
    expect(search("group-ip-address", "224.0.0.252")).toEqual([]);
    const refused = (change: object) =>
      refusal(region, "RegisterTransitGatewayMulticastGroupMembers", { ...registration, ...change });
    expect(refused({ GroupIpAddress: "10.0.0.1" })).toBe("InvalidParameterValue");
    expect(refused({ NetworkInterfaceIds: [eni(vpc.subnets[1] ?? "")] })).toBe("InvalidParameterValue");
    expect(refused({ NetworkInterfaceIds: ["eni-00000000"] })).toBe("InvalidNetworkInterfaceID.NotFound");
    region.call("DeregisterTransitGatewayMulticastGroupMembers", registration);
    expect(refusal(region, "DeregisterTransitGatewayMulticastGroupMembers", registration)).toBe(
      "TransitGatewayMulticastGroupMember.NotFound",
    );
    region.call("DeregisterTransitGatewayMulticastGroupSources", registration);
    expect(refusal(region, "DeregisterTransitGatewayMulticastGroupSources", registration)).toBe(
      "TransitGatewayMulticastGroupSource.NotFound",
    );
    expect(search("subnet-id", subnet)).toEqual([]);
  });
});

test("a policy table and a route table exclude each other", () => {
  const { region, gateway, attachment } = multicast();
  const { TransitGatewayPolicyTable } = region.call("CreateTransitGatewayPolicyTable", { TransitGatewayId: gateway });
  const TransitGatewayPolicyTableId = TransitGatewayPolicyTable?.TransitGatewayPolicyTableId ?? "";
  settle(region);
  const input = { TransitGatewayPolicyTableId, TransitGatewayAttachmentId: attachment };
  expect(refusal(region, "AssociateTransitGatewayPolicyTable", input)).toBe("Resource.AlreadyAssociated");
  const { TransitGatewayAttachments } = region.call("DescribeTransitGatewayAttachments");
  const TransitGatewayRouteTableId = TransitGatewayAttachments?.[0]?.Association?.TransitGatewayRouteTableId ?? "";
  const route = { TransitGatewayRouteTableId, TransitGatewayAttachmentId: attachment };
  region.call("DisassociateTransitGatewayRouteTable", route);
  settle(region);
  expect(region.call("AssociateTransitGatewayPolicyTable", input).Association?.State).toBe("associating");
  settle(region);
  expect(refusal(region, "AssociateTransitGatewayRouteTable", route)).toBe("Resource.AlreadyAssociated");
  expect(
    region.call("GetTransitGatewayPolicyTableAssociations", { TransitGatewayPolicyTableId }).Associations,
  ).toMatchObject([{ TransitGatewayAttachmentId: attachment, State: "associated" }]);
  expect(
    region.call("GetTransitGatewayPolicyTableEntries", { TransitGatewayPolicyTableId })
      .TransitGatewayPolicyTableEntries,
  ).toEqual([]);
  expect(refusal(region, "DeleteTransitGatewayPolicyTable", { TransitGatewayPolicyTableId })).toBe("IncorrectState");
  region.call("DisassociateTransitGatewayPolicyTable", input);
  settle(region);
  expect(refusal(region, "DisassociateTransitGatewayPolicyTable", input)).toBe(
    "InvalidTransitGatewayPolicyTableAssociation.NotFound",
  );
  region.call("DeleteTransitGatewayPolicyTable", { TransitGatewayPolicyTableId });
  settle(region);
  expect(region.call("DescribeTransitGatewayPolicyTables").TransitGatewayPolicyTables).toEqual([]);
});
