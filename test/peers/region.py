"""What a boto3 user does in a region: clients, resources, paginators, waiters, errors. Prints what it saw as JSON."""

import json

import boto3
from botocore.exceptions import ClientError

NAME = "boto3"
seen = {}

sts = boto3.client("sts")
seen["account"] = sts.get_caller_identity()["Account"]
role = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/deploy", RoleSessionName="test")["Credentials"]
assumed = boto3.client(
    "sts",
    aws_access_key_id=role["AccessKeyId"],
    aws_secret_access_key=role["SecretAccessKey"],
    aws_session_token=role["SessionToken"],
)
seen["assumed"] = assumed.get_caller_identity()["Account"]

ec2 = boto3.client("ec2")
region = boto3.resource("ec2")

vpc = region.create_vpc(CidrBlock="10.6.0.0/16", AmazonProvidedIpv6CidrBlock=True)
vpc.wait_until_available()
vpc.create_tags(Tags=[{"Key": "Name", "Value": NAME}])
vpc.reload()
seen["tags"] = vpc.tags
seen["ipv6"] = vpc.ipv6_cidr_block_association_set[0]["Ipv6CidrBlock"]

for i in range(7):
    vpc.create_subnet(CidrBlock=f"10.6.{i}.0/24")
pages = ec2.get_paginator("describe_subnets").paginate(
    Filters=[{"Name": "vpc-id", "Values": [vpc.id]}], PaginationConfig={"PageSize": 5}
)
seen["pages"] = [len(page["Subnets"]) for page in pages]

group = vpc.create_security_group(GroupName="web", Description="web servers")
group.authorize_ingress(IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0")
group.reload()
seen["ingress"] = [(rule["FromPort"], rule["IpRanges"][0]["CidrIp"]) for rule in group.ip_permissions]

gateway = region.create_internet_gateway()
gateway.attach_to_vpc(VpcId=vpc.id)
allocation = ec2.allocate_address(Domain="vpc")
nat = ec2.create_nat_gateway(SubnetId=next(iter(vpc.subnets.all())).id, AllocationId=allocation["AllocationId"])
nat_id = nat["NatGateway"]["NatGatewayId"]
ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat_id], WaiterConfig={"Delay": 1, "MaxAttempts": 30})
(described,) = ec2.describe_nat_gateways(NatGatewayIds=[nat_id])["NatGateways"]
seen["nat"] = [described["State"], described["NatGatewayAddresses"][0]["PublicIp"] == allocation["PublicIp"]]
seen["created"] = described["CreateTime"].isoformat()


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


seen["errors"] = {
    "in use": code_of(ec2.delete_vpc, VpcId=vpc.id),
    "not found": code_of(ec2.describe_subnets, SubnetIds=["subnet-0123456789abcdef0"]),
    "conflict": code_of(ec2.create_subnet, VpcId=vpc.id, CidrBlock="10.6.0.0/25"),
    "duplicate": code_of(ec2.create_security_group, VpcId=vpc.id, GroupName="web", Description="again"),
    "not built": code_of(ec2.describe_reserved_instances),
}
print(json.dumps(seen))
