/**
 * The fields of a flow log's records, in the order wanted.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
 */
import { fail } from "../../../cloud/error.ts";

const fields = (names: string): readonly string[] => names.split(" ");
const asFormat = (names: readonly string[]): string => names.map((name) => `\${${name}}`).join(" ");

const VPC_DEFAULT = fields(
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
);
const VPC_FIELDS: ReadonlySet<string> = new Set([
  ...VPC_DEFAULT,
  // Versions 3 to 10.
  ...fields("vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type"),
  ...fields("sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn"),
  ...fields("ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id"),
  ...fields("ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason"),
  ...fields("resource-id encryption-status"),
]);

/** All fields there are. */
const TRANSIT_GATEWAY_DEFAULT = [
  ...fields("version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id"),
  ...fields("tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id"),
  ...fields("tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end"),
  ...fields("log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded"),
  ...fields("packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service"),
];
const TRANSIT_GATEWAY_FIELDS: ReadonlySet<string> = new Set(TRANSIT_GATEWAY_DEFAULT);

/** The format that a request gives, or the default one of what is logged. */
export function formatFrom(text: string | undefined, ofTransitGateway: boolean): string {
  if (text === undefined) return asFormat(ofTransitGateway ? TRANSIT_GATEWAY_DEFAULT : VPC_DEFAULT);
  const known = ofTransitGateway ? TRANSIT_GATEWAY_FIELDS : VPC_FIELDS;
  const words = text.split(" ").filter((word) => word !== "");
  if (words.length === 0) fail("InvalidParameter", "The log format must have at least one field.");
  const unknown = words.filter((word) => !known.has(/^\$\{([a-z-]+)\}$/.exec(word)?.[1] ?? ""));
  if (unknown.length > 0) fail("InvalidParameter", `Unknown fields provided: [${unknown.join(", ")}]`);
  return text;
}
