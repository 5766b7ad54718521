# The network of README.md's picture. `deploy.mjs` makes the same through the AWS SDK.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region = "us-east-1"
}

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones = { a = 0, b = 1 }
  tiers = { public = 0, application = 10, data = 20 }
  subnets = merge([
    for tier, base in local.tiers : {
      for letter, number in local.zones : "${tier}-${letter}" => {
        tier = tier
        zone = data.aws_availability_zones.available.names[number]
        cidr = cidrsubnet("10.0.0.0/16", 8, base + number)
      }
    }
  ]...)
  instances = {
    web-a = { subnet = "public-a", group = aws_security_group.web.id, address = "10.0.0.10" }
    web-b = { subnet = "public-b", group = aws_security_group.web.id, address = "10.0.1.10" }
    app-a = { subnet = "application-a", group = aws_security_group.app.id, address = "10.0.10.10" }
    app-b = { subnet = "application-b", group = aws_security_group.app.id, address = "10.0.11.10" }
    db-a  = { subnet = "data-a", group = aws_security_group.db.id, address = "10.0.20.10" }
  }
}

resource "aws_vpc" "three_tier" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "three-tier" }
}

resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.three_tier.id
  tags   = { Name = "three-tier" }
}

resource "aws_subnet" "tier" {
  for_each                = local.subnets
  vpc_id                  = aws_vpc.three_tier.id
  availability_zone       = each.value.zone
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = each.value.tier == "public"
  tags                    = { Name = each.key }
}

# A NAT gateway a zone, so that a zone's failure is its own.
resource "aws_eip" "nat" {
  for_each   = local.zones
  domain     = "vpc"
  depends_on = [aws_internet_gateway.out]
  tags       = { Name = "nat-${each.key}" }
}

resource "aws_nat_gateway" "zone" {
  for_each      = local.zones
  subnet_id     = aws_subnet.tier["public-${each.key}"].id
  allocation_id = aws_eip.nat[each.key].id
  tags          = { Name = "nat-${each.key}" }
}

# Routes: public subnets to the Internet gateway, application subnets to their zone's NAT gateway, data subnets nowhere.
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.three_tier.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
  tags = { Name = "public-routes" }
}

resource "aws_route_table" "application" {
  for_each = local.zones
  vpc_id   = aws_vpc.three_tier.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.zone[each.key].id
  }
  tags = { Name = "application-${each.key}-routes" }
}

resource "aws_route_table" "data" {
  vpc_id = aws_vpc.three_tier.id
  tags   = { Name = "data-routes" }
}

resource "aws_route_table_association" "tier" {
  for_each  = local.subnets
  subnet_id = aws_subnet.tier[each.key].id
  route_table_id = {
    public      = aws_route_table.public.id
    application = aws_route_table.application[substr(each.key, -1, 1)].id
    data        = aws_route_table.data.id
  }[each.value.tier]
}

# Security groups: each tier takes from the one before it, by reference.
resource "aws_security_group" "web" {
  name        = "web"
  description = "the web servers"
  vpc_id      = aws_vpc.three_tier.id
  tags        = { Name = "web" }
}

resource "aws_security_group" "app" {
  name        = "app"
  description = "the application servers"
  vpc_id      = aws_vpc.three_tier.id
  tags        = { Name = "app" }
}

resource "aws_security_group" "db" {
  name        = "db"
  description = "the databases"
  vpc_id      = aws_vpc.three_tier.id
  tags        = { Name = "db" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each          = toset(["80", "443"])
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  security_group_id            = aws_security_group.app.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
  referenced_security_group_id = aws_security_group.web.id
}

resource "aws_vpc_security_group_ingress_rule" "db" {
  security_group_id            = aws_security_group.db.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.app.id
}

# Terraform takes away the rule that lets everything out, which AWS gives every new group: this is that rule.
resource "aws_vpc_security_group_egress_rule" "all" {
  for_each = {
    web = aws_security_group.web.id
    app = aws_security_group.app.id
    db  = aws_security_group.db.id
  }
  security_group_id = each.value
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

# The data subnets' ACL, the coarse filter before the groups: PostgreSQL from within the VPC, its replies, nothing else.
resource "aws_network_acl" "data" {
  vpc_id     = aws_vpc.three_tier.id
  subnet_ids = [aws_subnet.tier["data-a"].id, aws_subnet.tier["data-b"].id]
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 5432
    to_port    = 5432
    cidr_block = aws_vpc.three_tier.cidr_block
  }
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 1024
    to_port    = 65535
    cidr_block = aws_vpc.three_tier.cidr_block
  }
  tags = { Name = "data" }
}

resource "aws_instance" "server" {
  for_each               = local.instances
  ami                    = "ami-0c02fb55956c7d316"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.tier[each.value.subnet].id
  private_ip             = each.value.address
  vpc_security_group_ids = [each.value.group]
  tags                   = { Name = each.key }
}
