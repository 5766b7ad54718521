# What modules for instances ask of EC2 besides the network: CPU options that read back, and volumes.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_instance" "main" {
  ami           = data.aws_ami.linux.id
  instance_type = "c6a.xlarge"
  subnet_id     = aws_subnet.main.id

  cpu_options {
    core_count       = 2
    threads_per_core = 1
    amd_sev_snp      = "enabled"
  }

  root_block_device {
    volume_size = 16
    volume_type = "gp3"
    throughput  = 200
    tags        = { Name = "root" }
  }
}

resource "aws_ebs_volume" "data" {
  availability_zone = aws_subnet.main.availability_zone
  size              = 20
  type              = "gp3"
  encrypted         = true
  tags              = { Name = "data" }
}
