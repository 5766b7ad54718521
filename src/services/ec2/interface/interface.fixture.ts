/** A VPC of two subnets in one zone and one in another, for the tests of interfaces, NAT gateways and instances. */
import { type TestRegion, testRegion } from "../region.fixture.ts";

export interface Lab {
  readonly region: TestRegion;
  readonly vpcId: string;
  /** us-east-1a, 10.0.1.0/24 */
  readonly subnetId: string;
  /** us-east-1b, 10.0.2.0/28: eleven free addresses */
  readonly smallSubnetId: string;
  readonly groupId: string;
  /** Attaches an Internet gateway to the VPC. */
  openInternet(): string;
  /** A running instance in the subnet. */
  runInstance(subnetId?: string, type?: string): string;
  createInterface(subnetId?: string): string;
  allocate(): { readonly id: string; readonly publicIp: string };
}

export function lab(region = testRegion()): Lab {
  const given = (value: string | undefined): string => {
    if (value === undefined) throw new Error("no id");
    return value;
  };
  const vpcId = given(region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId);
  const subnet = (CidrBlock: string, AvailabilityZone: string): string =>
    given(region.call("CreateSubnet", { VpcId: vpcId, CidrBlock, AvailabilityZone }).Subnet?.SubnetId);
  const subnetId = subnet("10.0.1.0/24", "us-east-1a");
  const smallSubnetId = subnet("10.0.2.0/28", "us-east-1b");
  const groupId = given(
    region.call("CreateSecurityGroup", { VpcId: vpcId, GroupName: "web", Description: "web" }).GroupId,
  );
  return {
    region,
    vpcId,
    subnetId,
    smallSubnetId,
    groupId,
    openInternet: () => {
      const id = given(region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId);
      region.call("AttachInternetGateway", { InternetGatewayId: id, VpcId: vpcId });
      return id;
    },
    runInstance: (SubnetId = subnetId, type = "t3.micro") => {
      const { Instances } = region.call("RunInstances", {
        ImageId: "ami-0abcdef1234567890",
        InstanceType: type as "t3.micro",
        MinCount: 1,
        MaxCount: 1,
        SubnetId,
      });
      region.clock.advance(1000);
      return given(Instances?.[0]?.InstanceId);
    },
    createInterface: (SubnetId = subnetId) => {
      const { NetworkInterface } = region.call("CreateNetworkInterface", { SubnetId });
      region.clock.advance(1000);
      return given(NetworkInterface?.NetworkInterfaceId);
    },
    allocate: () => {
      const { AllocationId, PublicIp } = region.call("AllocateAddress", { Domain: "vpc" });
      return { id: given(AllocationId), publicIp: given(PublicIp) };
    },
  };
}

/** The one element of a list; fails the test where there are none or several. */
export function only<T>(list: readonly T[] | undefined): T {
  const [first, ...others] = list ?? [];
  if (first === undefined || others.length > 0) throw new Error(`${list?.length ?? 0} elements, not one`);
  return first;
}
