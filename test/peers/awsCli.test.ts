/** The AWS CLI, as its users type it, against a server of ours. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer, type RunningServer } from "../../src/server/start.ts";
import { clientEnvironment, type Ended, runCommand } from "./command.fixture.ts";
import { peers } from "./presence.ts";

const { version } = await peers.awsCli();
/** The CLI takes a second or more to start, and several where other tests share the machine. */
const PATIENCE_MS = 120_000;

describe.skipIf(version === undefined)("AWS CLI", { timeout: PATIENCE_MS }, () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await createServer({ port: 0 });
  });
  afterAll(() => server.close());

  const aws = (line: string, account?: string): Promise<Ended> =>
    runCommand("aws", line.split(" "), { env: clientEnvironment(server.url, account) });
  const text = async (line: string, account?: string): Promise<string> => {
    const { code, stdout, stderr } = await aws(`${line} --output text`, account);
    expect(code, stderr).toBe(0);
    return stdout.trim();
  };

  test("creates a VPC and a subnet, describes them by filter, and deletes them", async () => {
    const tags = "--tag-specifications ResourceType=vpc,Tags=[{Key=Name,Value=cli}]";
    const vpcId = await text(`ec2 create-vpc --cidr-block 10.9.0.0/16 ${tags} --query Vpc.VpcId`);
    expect(vpcId).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(await text("ec2 describe-vpcs --filters Name=tag:Name,Values=cli --query Vpcs[].CidrBlock")).toBe(
      "10.9.0.0/16",
    );
    const create = `ec2 create-subnet --vpc-id ${vpcId} --cidr-block 10.9.1.0/24 --availability-zone us-east-1b`;
    const subnetId = await text(`${create} --query Subnet.SubnetId`);
    const filter = `ec2 describe-subnets --filters Name=vpc-id,Values=${vpcId}`;
    expect(await text(`${filter} --query Subnets[].[SubnetId,AvailableIpAddressCount,State]`)).toBe(
      `${subnetId}\t251\tavailable`,
    );
    await text(`ec2 delete-subnet --subnet-id ${subnetId}`);
    await text(`ec2 delete-vpc --vpc-id ${vpcId}`);
    const { code, stderr } = await aws(`ec2 describe-vpcs --vpc-ids ${vpcId}`);
    expect(code).not.toBe(0);
    expect(stderr).toContain("(InvalidVpcID.NotFound)");
    expect(stderr).toContain(`The vpc ID '${vpcId}' does not exist`);
  });

  test("runs an instance and waits for it", async () => {
    const subnet = "ec2 describe-subnets --filters Name=default-for-az,Values=true --query Subnets[0].SubnetId";
    const image = "--image-id ami-0c02fb55956c7d316 --instance-type t3.micro";
    const id = await text(
      `ec2 run-instances ${image} --subnet-id ${await text(subnet)} --query Instances[0].InstanceId`,
    );
    await text(`ec2 wait instance-running --instance-ids ${id}`);
    const shown = `ec2 describe-instances --instance-ids ${id} --query Reservations[].Instances[].State.Name`;
    expect(await text(shown)).toBe("running");
    expect(await text(`ec2 terminate-instances --instance-ids ${id} --query TerminatingInstances[].InstanceId`)).toBe(
      id,
    );
  });

  test("errors are AWS's own: a dry run, a bad value, an operation that is not built", async () => {
    const dryRun = await aws("ec2 create-vpc --cidr-block 10.8.0.0/16 --dry-run");
    expect(dryRun.stderr).toContain("(DryRunOperation)");
    const bad = await aws("ec2 create-vpc --cidr-block 10.0.0.0/8");
    expect(bad.stderr).toContain("(InvalidVpc.Range)");
    const missing = await aws("ec2 describe-reserved-instances");
    expect(missing.stderr).toContain("(UnsupportedOperation)");
    expect(missing.stderr).toContain("DescribeReservedInstances");
    expect(await text("ec2 describe-vpcs --filters Name=cidr,Values=10.8.0.0/16,10.0.0.0/8 --query Vpcs")).toBe("");
  });

  test("pages", async () => {
    const all = (await text("ec2 describe-availability-zones --query AvailabilityZones[].ZoneName")).split(/\s+/);
    const paged = await text("ec2 describe-subnets --page-size 5 --query Subnets[].AvailabilityZone");
    expect(new Set(paged.split(/\s+/))).toEqual(new Set(all));
  });

  test("a 12-digit access key is the account, and accounts do not see each other", async () => {
    expect(await text("sts get-caller-identity --query Account", "111122223333")).toBe("111122223333");
    expect(await text("sts get-caller-identity --query Account")).toBe("000000000000");
    const vpcId = await text("ec2 create-vpc --cidr-block 10.7.0.0/16 --query Vpc.VpcId", "111122223333");
    const { stderr } = await aws(`ec2 describe-vpcs --vpc-ids ${vpcId}`);
    expect(stderr).toContain("(InvalidVpcID.NotFound)");
  });
});
