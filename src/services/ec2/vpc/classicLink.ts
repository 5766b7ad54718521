/** ClassicLink, which AWS retired with EC2-Classic: old clients still ask, and learn that the region has it not. */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";

const retired = (): never =>
  fail("UnsupportedOperation", "The functionality you requested is not available in this region.");

export const describeVpcClassicLink = ec2("DescribeVpcClassicLink", retired);
export const describeVpcClassicLinkDnsSupport = ec2("DescribeVpcClassicLinkDnsSupport", retired);
