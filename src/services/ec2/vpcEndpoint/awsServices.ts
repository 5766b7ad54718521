/**
 * The services that AWS itself offers to endpoints in every region: S3, S3 Express and DynamoDB by gateway, the common
 * ones by interface. The same in each region and zone here, where AWS lacks some in some.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export interface EndpointService {
  /** `com.amazonaws.us-east-1.ssm`. */
  readonly name: string;
  readonly id: string;
  readonly type: "Gateway" | "Interface" | "GatewayLoadBalancer";
  readonly baseDnsName: string;
  readonly privateDnsNames: readonly string[];
}

/** Gateway services, by the name of the service and of its prefix list alike. */
const GATEWAYS = ["s3", "dynamodb", "s3express"];

/** Interface services whose private name is `<service>.<region>.amazonaws.com`. */
const PLAIN = [
  "access-analyzer acm-pca airflow.api airflow.env airflow.ops app-integrations appconfig appconfigdata",
  "application-autoscaling appmesh apprunner appsync athena auditmanager autoscaling autoscaling-plans backup batch",
  "bedrock bedrock-agent bedrock-agent-runtime bedrock-runtime cassandra cleanrooms cloudformation cloudhsmv2",
  "cloudtrail codeartifact.api codeartifact.repositories codebuild codecommit codedeploy codepipeline",
  "codestar-connections.api comprehend comprehendmedical config connect-campaigns databrew dataexchange datasync",
  "datazone devops-guru directory-service dms ds ebs ec2 ec2messages ecs eks eks-auth elasticache elasticbeanstalk",
  "elasticfilesystem elasticloadbalancing elasticmapreduce email-smtp emr-containers emr-serverless entityresolution",
  "events evidently finspace fis forecast forecastquery frauddetector fsx git-codecommit glue grafana greengrass",
  "groundstation guardduty-data healthlake identitystore imagebuilder inspector2 iot.data iotsitewise.api",
  "iotsitewise.data iotwireless.api kafka kafkaconnect kendra kms lakeformation lambda license-manager logs",
  "lookoutmetrics m2 macie2 mgn monitoring network-firewall networkmanager notebook omics organizations panorama",
  "payment-cryptography.controlplane pinpoint pipes polly proton qldb.session rds rds-data redshift redshift-data",
  "redshift-serverless rekognition resource-groups robomaker rolesanywhere rum scheduler secretsmanager securityhub",
  "securitylake servicecatalog servicecatalog-appregistry servicediscovery signer sms-voice snow-device-management sns",
  "sqs ssm ssm-contacts ssm-incidents ssmmessages states storagegateway sts swf sync-states synthetics tagging",
  "textract textract-fips timestream.ingest-cell1 transcribe transcribestreaming transfer transfer.server translate",
  "verifiedpermissions voiceid vpc-lattice wafv2 workspaces xray",
].flatMap((line) => line.split(" "));

/** Interface services whose private names do not follow from theirs; `%` stands for the region. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  "ecr.api": ["api.ecr.%.amazonaws.com"],
  "ecr.dkr": ["*.dkr.ecr.%.amazonaws.com"],
  "ecs-agent": ["ecs-a.%.amazonaws.com"],
  "ecs-telemetry": ["ecs-t.%.amazonaws.com"],
  "execute-api": ["*.execute-api.%.amazonaws.com"],
  "kinesis-firehose": ["firehose.%.amazonaws.com"],
  "kinesis-streams": ["kinesis.%.amazonaws.com"],
  "sagemaker.api": ["api.sagemaker.%.amazonaws.com"],
  "sagemaker.runtime": ["runtime.sagemaker.%.amazonaws.com"],
  "sagemaker.featurestore-runtime": ["featurestore-runtime.sagemaker.%.amazonaws.com"],
  s3: [
    "s3.%.amazonaws.com",
    "*.s3.%.amazonaws.com",
    "*.s3-accesspoint.%.amazonaws.com",
    "*.s3-control.%.amazonaws.com",
  ],
  dynamodb: [],
};

const byRegion = new Map<string, readonly EndpointService[]>();

/** What AWS offers in a region, in the order of the names. */
export function awsServices(region: string): readonly EndpointService[] {
  const known = byRegion.get(region);
  if (known) return known;
  const services = [
    ...GATEWAYS.map((name) => gateway(region, name)),
    ...PLAIN.map((name) => byInterface(region, name, [`${name}.%.amazonaws.com`])),
    ...Object.entries(NAMED).map(([name, names]) => byInterface(region, name, names)),
  ].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  byRegion.set(region, services);
  return services;
}

const gateway = (region: string, name: string): EndpointService => ({
  name: `com.amazonaws.${region}.${name}`,
  id: serviceId(`${region} gateway ${name}`),
  type: "Gateway",
  baseDnsName: `${name}.${region}.amazonaws.com`,
  privateDnsNames: [],
});

const byInterface = (region: string, name: string, privateNames: readonly string[]): EndpointService => ({
  name: `com.amazonaws.${region}.${name}`,
  id: serviceId(`${region} interface ${name}`),
  type: "Interface",
  baseDnsName: `${name}.${region}.vpce.amazonaws.com`,
  privateDnsNames: privateNames.map((one) => one.replace("%", region)),
});

/** An id that depends on a text alone (FNV-1a in two halves of 32 bits). */
function serviceId(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ low, 0x01000193);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
  return `vpce-svc-0${hex(high)}${hex(low)}`;
}
