# Images, volumes, snapshots, traffic mirroring and a carrier gateway: what stands beside the network in many stacks.
resource "aws_vpc" "main" {
  cidr_block = "10.40.0.0/16"
  tags       = { Name = "images" }
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.40.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_instance" "builder" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id

  root_block_device {
    volume_size = 12
    volume_type = "gp3"
    iops        = 3500
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 5
  }
}

resource "aws_ebs_volume" "data" {
  availability_zone = aws_subnet.a.availability_zone
  size              = 20
  type              = "gp3"
  throughput        = 200
  tags              = { Name = "data" }
}

resource "aws_ebs_volume" "fast" {
  availability_zone = aws_subnet.a.availability_zone
  size              = 10
  type              = "io2"
  iops              = 2000
}

resource "aws_instance" "app" {
  ami           = aws_ami.registered.id
  instance_type = "c6a.xlarge"
  subnet_id     = aws_subnet.a.id

  cpu_options {
    core_count       = 2
    threads_per_core = 1
    amd_sev_snp      = "enabled"
  }
}

resource "aws_volume_attachment" "data" {
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.app.id
}

resource "aws_ebs_snapshot" "data" {
  volume_id   = aws_ebs_volume.fast.id
  description = "nightly"
  tags        = { Name = "nightly" }
}

resource "aws_ebs_snapshot_copy" "copy" {
  source_snapshot_id = aws_ebs_snapshot.data.id
  source_region      = "us-east-1"
}

resource "aws_snapshot_create_volume_permission" "friend" {
  snapshot_id = aws_ebs_snapshot_copy.copy.id
  account_id  = "222222222222"
}

resource "aws_ebs_volume" "restored" {
  availability_zone = "us-east-1b"
  snapshot_id       = aws_ebs_snapshot.data.id
}

resource "aws_ami_from_instance" "golden" {
  name               = "golden"
  source_instance_id = aws_instance.builder.id
}

resource "aws_ami_copy" "copy" {
  name              = "golden-copy"
  source_ami_id     = aws_ami_from_instance.golden.id
  source_ami_region = "us-east-1"
  encrypted         = true
}

resource "aws_ami_launch_permission" "friend" {
  image_id   = aws_ami_from_instance.golden.id
  account_id = "222222222222"
}

resource "aws_ami" "registered" {
  name                = "registered"
  virtualization_type = "hvm"
  architecture        = "x86_64"
  root_device_name    = "/dev/xvda"
  ena_support         = true

  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = aws_ebs_snapshot.data.id
    volume_size = 15
  }
}

data "aws_ami" "golden" {
  owners = ["self"]

  filter {
    name   = "image-id"
    values = [aws_ami_from_instance.golden.id]
  }
}

resource "aws_launch_template" "golden" {
  name     = "golden"
  image_id = data.aws_ami.golden.id
}

resource "aws_network_interface" "tap" {
  subnet_id = aws_subnet.a.id
}

resource "aws_ec2_traffic_mirror_filter" "all" {
  description      = "all"
  network_services = ["amazon-dns"]
}

resource "aws_ec2_traffic_mirror_filter_rule" "in" {
  traffic_mirror_filter_id = aws_ec2_traffic_mirror_filter.all.id
  description              = "tls"
  rule_number              = 1
  rule_action              = "accept"
  traffic_direction        = "ingress"
  protocol                 = 6
  source_cidr_block        = "0.0.0.0/0"
  destination_cidr_block   = "10.40.0.0/16"

  destination_port_range {
    from_port = 443
    to_port   = 443
  }
}

resource "aws_ec2_traffic_mirror_target" "tap" {
  network_interface_id = aws_network_interface.tap.id
}

resource "aws_ec2_traffic_mirror_session" "app" {
  network_interface_id     = aws_instance.app.primary_network_interface_id
  session_number           = 1
  traffic_mirror_filter_id = aws_ec2_traffic_mirror_filter.all.id
  traffic_mirror_target_id = aws_ec2_traffic_mirror_target.tap.id
}

resource "aws_ec2_carrier_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

# Last: what is made after it is encrypted without having been asked for, and a copy's plan would say so.
resource "aws_ebs_encryption_by_default" "on" {
  enabled    = true
  depends_on = [aws_ami_copy.copy, aws_ebs_snapshot_copy.copy, aws_ebs_volume.restored, aws_volume_attachment.data]
}
