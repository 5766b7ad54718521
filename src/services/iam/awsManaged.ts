/**
 * AWS's own managed policies. Those that network stacks attach are here with the documents that AWS publishes; any other
 * well-formed ARN of AWS's is taken for one too, since AWS has some 1,400 and adds to them, and nothing is enforced.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
import { createHash } from "node:crypto";
import { base32 } from "../../cloud/keys.ts";
import type { Policy, PolicyVersion } from "./resources.ts";

type Actions = readonly string[];

const document = (actions: Actions, resource = "*"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions.length === 1 ? actions[0] : actions, Resource: resource }],
  });

const LOGS: Actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const ECR_READ: Actions = [
  "ecr:GetAuthorizationToken",
  "ecr:BatchCheckLayerAvailability",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetRepositoryPolicy",
  "ecr:DescribeRepositories",
  "ecr:ListImages",
  "ecr:DescribeImages",
  "ecr:BatchGetImage",
];
const SSM_CORE: Actions = [
  "ssm:DescribeAssociation",
  "ssm:GetDeployablePatchSnapshotForInstance",
  "ssm:GetDocument",
  "ssm:DescribeDocument",
  "ssm:GetManifest",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:ListAssociations",
  "ssm:ListInstanceAssociations",
  "ssm:PutInventory",
  "ssm:PutComplianceItems",
  "ssm:PutConfigurePackageResult",
  "ssm:UpdateAssociationStatus",
  "ssm:UpdateInstanceAssociationStatus",
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
  "ec2messages:AcknowledgeMessage",
  "ec2messages:DeleteMessage",
  "ec2messages:FailMessage",
  "ec2messages:GetEndpoint",
  "ec2messages:GetMessages",
  "ec2messages:SendReply",
];

/** By what stands behind `policy/` in the ARN. */
const KNOWN: Readonly<Record<string, string>> = {
  AdministratorAccess: document(["*"]),
  PowerUserAccess: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "account:GetAccountInformation",
          "account:GetPrimaryEmail",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeOrganization",
        ],
        Resource: "*",
      },
    ],
  }),
  ReadOnlyAccess: document(["ec2:Describe*", "ec2:Get*", "iam:Get*", "iam:List*", "s3:Get*", "s3:List*", "ssm:Get*"]),
  AmazonEC2FullAccess: document(["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"]),
  AmazonEC2ReadOnlyAccess: document([
    "ec2:Describe*",
    "ec2:GetSecurityGroupsForVpc",
    "elasticloadbalancing:Describe*",
    "cloudwatch:ListMetrics",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:Describe*",
    "autoscaling:Describe*",
  ]),
  AmazonVPCFullAccess: document(["ec2:*Vpc*", "ec2:*Subnet*", "ec2:*Route*", "ec2:*Gateway*", "ec2:*SecurityGroup*"]),
  AmazonVPCReadOnlyAccess: document(["ec2:Describe*", "ec2:Get*", "ec2:Search*"]),
  AmazonS3FullAccess: document(["s3:*", "s3-object-lambda:*"]),
  AmazonS3ReadOnlyAccess: document([
    "s3:Get*",
    "s3:List*",
    "s3:Describe*",
    "s3-object-lambda:Get*",
    "s3-object-lambda:List*",
  ]),
  AmazonSSMManagedInstanceCore: document(SSM_CORE),
  AmazonSSMFullAccess: document([
    "cloudwatch:PutMetricData",
    "ds:CreateComputer",
    "ds:DescribeDirectories",
    "logs:*",
    "ssm:*",
  ]),
  AmazonSSMReadOnlyAccess: document(["ssm:Describe*", "ssm:Get*", "ssm:List*"]),
  AmazonEC2ContainerRegistryReadOnly: document(ECR_READ),
  AmazonEC2ContainerRegistryPullOnly: document([
    "ecr:GetAuthorizationToken",
    "ecr:BatchImportUpstreamImage",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
  ]),
  AmazonRoute53FullAccess: document(["route53:*", "route53domains:*"]),
  AmazonRDSFullAccess: document(["rds:*"]),
  AmazonDynamoDBFullAccess: document(["dynamodb:*"]),
  AmazonECS_FullAccess: document(["ecs:*"]),
  AmazonEKSClusterPolicy: document(["ec2:*", "elasticloadbalancing:*", "kms:DescribeKey"]),
  AmazonEKSWorkerNodePolicy: document(["ec2:Describe*", "eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"]),
  AmazonEKS_CNI_Policy: document([
    "ec2:AssignPrivateIpAddresses",
    "ec2:AttachNetworkInterface",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeInstances",
    "ec2:DescribeTags",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeSubnets",
    "ec2:DetachNetworkInterface",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:UnassignPrivateIpAddresses",
  ]),
  AmazonEKSVPCResourceController: document([
    "ec2:CreateNetworkInterfacePermission",
    "ec2:CreateNetworkInterface",
    "ec2:AttachNetworkInterface",
  ]),
  AutoScalingFullAccess: document(["autoscaling:*", "cloudwatch:PutMetricAlarm", "ec2:Describe*"]),
  ElasticLoadBalancingFullAccess: document(["elasticloadbalancing:*", "ec2:Describe*"]),
  CloudWatchAgentServerPolicy: document([
    "cloudwatch:PutMetricData",
    "ec2:DescribeVolumes",
    "ec2:DescribeTags",
    "logs:PutLogEvents",
    "logs:PutRetentionPolicy",
    "logs:DescribeLogStreams",
    "logs:DescribeLogGroups",
    "logs:CreateLogStream",
    "logs:CreateLogGroup",
    "xray:PutTraceSegments",
  ]),
  CloudWatchFullAccess: document(["autoscaling:Describe*", "cloudwatch:*", "logs:*", "sns:*"]),
  CloudWatchLogsFullAccess: document(["logs:*", "cloudwatch:GenerateQuery"]),
  IAMFullAccess: document(["iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization"]),
  IAMReadOnlyAccess: document(["iam:GenerateCredentialReport", "iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"]),
  SecurityAudit: document(["ec2:Describe*", "iam:Get*", "iam:List*", "s3:GetBucket*"]),
  "job-function/ViewOnlyAccess": document(["ec2:Describe*", "iam:List*", "s3:ListAllMyBuckets"]),
  "job-function/NetworkAdministrator": document(["ec2:*", "elasticloadbalancing:*", "directconnect:*", "route53:*"]),
  "service-role/AWSLambdaBasicExecutionRole": document(LOGS),
  "service-role/AWSLambdaVPCAccessExecutionRole": document([
    ...LOGS,
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ]),
  "service-role/AmazonECSTaskExecutionRolePolicy": document([
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ]),
  "service-role/AmazonEC2ContainerServiceforEC2Role": document(["ec2:DescribeTags", "ecs:*", ...ECR_READ, ...LOGS]),
  "service-role/AmazonEC2RoleforSSM": document(SSM_CORE),
  "service-role/AmazonEBSCSIDriverPolicy": document(["ec2:CreateSnapshot", "ec2:AttachVolume", "ec2:DetachVolume"]),
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": document(LOGS),
};

/** Ahead of everything that anybody made here. */
const PUBLISHED = Date.UTC(2015, 1, 6, 18, 40, 0);

const published = (partition: string, rest: string, text: string): Policy => {
  const arn = `arn:${partition}:iam::aws:policy/${rest}`;
  const slash = rest.lastIndexOf("/");
  const version: PolicyVersion = { id: "v1", document: text, createdAt: PUBLISHED };
  const digest = createHash("sha256").update(arn).digest("hex");
  return {
    id: arn,
    account: "aws",
    region: "aws-global",
    name: rest.slice(slash + 1),
    uniqueId: `ANPA${base32(BigInt(`0x${digest.slice(0, 22)}`), 17)}`,
    path: `/${rest.slice(0, slash + 1)}`,
    description: undefined,
    createdAt: PUBLISHED,
    updatedAt: PUBLISHED,
    versions: [version],
    defaultVersion: "v1",
    nextVersion: 2,
    tags: {},
  };
};

export const isAwsManaged = (arn: string): boolean => /^arn:aws[a-z-]*:iam::aws:policy\//.test(arn);

/** What is said of a policy of AWS's that is not in the table: it denies nothing and allows nothing that is asked for. */
const UNKNOWN = document(["none:null"]);

/** The policy of AWS's with this ARN; `undefined` where no policy could be called that. */
export function awsManagedPolicy(arn: string): Policy | undefined {
  const match = /^arn:(aws[a-z-]*):iam::aws:policy\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,128})$/.exec(arn);
  if (!match) return undefined;
  const [, partition = "aws", rest = ""] = match;
  return published(partition, rest, (Object.hasOwn(KNOWN, rest) ? KNOWN[rest] : undefined) ?? UNKNOWN);
}

/** Those that are known, for lists. */
export const awsManagedPolicies = (partition: string): Policy[] =>
  Object.entries(KNOWN).map(([rest, text]) => published(partition, rest, text));
