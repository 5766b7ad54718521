/**
 * EC2 Instance Connect Endpoints: an interface in a subnet, by which AWS's proxy reaches instances of the VPC. A record
 * with an interface: nobody connects through it yet.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface InstanceConnectEndpoint extends Row {
  readonly state: "create-in-progress" | "create-complete" | "update-in-progress" | "delete-in-progress";
  readonly vpcId: string;
  readonly subnetId: string;
  readonly networkInterfaceId: string;
  readonly groupIds: readonly string[];
  readonly preserveClientIp: boolean;
  readonly ipAddressType: "ipv4" | "dualstack" | "ipv6";
  /** What tells its DNS names from others': eight letters and digits. */
  readonly dnsLabel: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export const instanceConnectEndpoints = resource<InstanceConnectEndpoint>()(
  {
    type: "instance-connect-endpoint",
    prefix: "eice",
    code: "InvalidInstanceConnectEndpointId",
    noun: "instance connect endpoint ID",
  },
  { vpcId: ({ vpcId }) => vpcId },
);
