/**
 * Instance types: a family a line that begins with `#` (architectures, maker, GHz, hypervisor, ENA, EBS optimisation,
 * flags), then a size a line: vCPUs/cores, memory in MiB, interfaces x IPv4 x IPv6 addresses on each, network cards,
 * baseline and peak Gbit/s, `efa` where supported, instance storage (count x GB), network performance in AWS's words.
 * Facts as AWS's DescribeInstanceTypes states them; read by types.ts.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
export const INSTANCE_TYPE_TABLE = `
# a1 arm64 AWS 2.3 nitro required default previous
medium 1/1 2048 2x4x4 1 0.5 10 Up to 10 Gigabit
large 2/2 4096 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/4 8192 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/8 16384 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/16 32768 8x30x30 1 5 10 Up to 10 Gigabit
metal 16/16 32768 8x30x30 1 5 10 Up to 10 Gigabit
# c1 i386+x86_64 Intel 0 xen unsupported unsupported previous ipv4-only
medium 2/2 1740 2x6x0 1 0.3 1.2 hdd:1x350 Moderate
xlarge 8/8 7168 4x15x0 1 1 10 hdd:4x420 High
# c3 x86_64 Intel 2.8 xen unsupported supported previous
large 2/1 3840 3x10x10 1 0.5 1.2 ssd:2x16 Moderate
xlarge 4/2 7680 4x15x15 1 0.7 10 ssd:2x40 Moderate
2xlarge 8/4 15360 4x15x15 1 1 10 ssd:2x80 High
4xlarge 16/8 30720 8x30x30 1 2 10 ssd:2x160 High
8xlarge 32/16 61440 8x30x30 1 5 10 ssd:2x320 10 Gigabit
# c4 x86_64 Intel 2.9 xen unsupported default previous
large 2/1 3840 3x10x10 1 0.625 1.2 Moderate
xlarge 4/2 7680 4x15x15 1 1.25 2.8 High
2xlarge 8/4 15360 4x15x15 1 2.5 10 High
4xlarge 16/8 30720 8x30x30 1 5 10 High
8xlarge 36/18 61440 8x30x30 1 10 10 10 Gigabit
# c5 x86_64 Intel 3.4 nitro required default previous
large 2/1 4096 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 8192 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 16384 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 32768 8x30x30 1 5 10 Up to 10 Gigabit
9xlarge 36/18 73728 8x30x30 1 12 12 12 Gigabit
12xlarge 48/24 98304 8x30x30 1 12 12 12 Gigabit
18xlarge 72/36 147456 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 25 25 25 Gigabit
metal 96/48 196608 15x50x50 1 25 25 25 Gigabit
# c5a x86_64 AMD 3.3 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 8192 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 16384 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 32768 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 65536 8x30x30 1 10 10 10 Gigabit
12xlarge 48/24 98304 8x30x30 1 12 12 12 Gigabit
16xlarge 64/32 131072 15x50x50 1 20 20 20 Gigabit
24xlarge 96/48 196608 15x50x50 1 20 20 20 Gigabit
# c5ad x86_64 AMD 3.3 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 8192 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 16384 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 32768 8x30x30 1 5 10 ssd:2x300 Up to 10 Gigabit
8xlarge 32/16 65536 8x30x30 1 10 10 ssd:2x600 10 Gigabit
12xlarge 48/24 98304 8x30x30 1 12 12 ssd:2x900 12 Gigabit
16xlarge 64/32 131072 15x50x50 1 20 20 ssd:2x1200 20 Gigabit
24xlarge 96/48 196608 15x50x50 1 20 20 ssd:2x1900 20 Gigabit
# c5d x86_64 Intel 3.4 nitro required default
large 2/1 4096 3x10x10 1 0.75 10 ssd:1x50 Up to 10 Gigabit
xlarge 4/2 8192 4x15x15 1 1.25 10 ssd:1x100 Up to 10 Gigabit
2xlarge 8/4 16384 4x15x15 1 2.5 10 ssd:1x200 Up to 10 Gigabit
4xlarge 16/8 32768 8x30x30 1 5 10 ssd:1x400 Up to 10 Gigabit
9xlarge 36/18 73728 8x30x30 1 12 12 ssd:1x900 12 Gigabit
12xlarge 48/24 98304 8x30x30 1 12 12 ssd:2x900 12 Gigabit
18xlarge 72/36 147456 15x50x50 1 25 25 ssd:2x900 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 25 25 ssd:4x900 25 Gigabit
metal 96/48 196608 15x50x50 1 25 25 ssd:4x900 25 Gigabit
# c5n x86_64 Intel 3.4 nitro required default encrypted
large 2/1 5376 3x10x10 1 3 25 Up to 25 Gigabit
xlarge 4/2 10752 4x15x15 1 5 25 Up to 25 Gigabit
2xlarge 8/4 21504 4x15x15 1 10 25 Up to 25 Gigabit
4xlarge 16/8 43008 8x30x30 1 15 25 Up to 25 Gigabit
9xlarge 36/18 98304 8x30x30 1 50 50 efa 50 Gigabit
18xlarge 72/36 196608 15x50x50 1 100 100 efa 100 Gigabit
metal 72/36 196608 15x50x50 1 100 100 efa 100 Gigabit
# c6a x86_64 AMD 3.6 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 32768 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 65536 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 98304 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 131072 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 262144 15x50x50 1 50 50 50 Gigabit
48xlarge 192/96 393216 15x50x50 1 50 50 efa 50 Gigabit
metal 192/96 393216 15x50x50 1 50 50 efa 50 Gigabit
# c6g arm64 AWS 2.5 nitro required default
medium 1/1 2048 2x4x4 1 0.5 10 Up to 10 Gigabit
large 2/2 4096 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/4 8192 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/8 16384 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/16 32768 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/32 65536 8x30x30 1 12 12 12 Gigabit
12xlarge 48/48 98304 8x30x30 1 20 20 20 Gigabit
16xlarge 64/64 131072 15x50x50 1 25 25 25 Gigabit
metal 64/64 131072 15x50x50 1 25 25 25 Gigabit
# c6gd arm64 AWS 2.5 nitro required default
medium 1/1 2048 2x4x4 1 0.5 10 ssd:1x59 Up to 10 Gigabit
large 2/2 4096 3x10x10 1 0.75 10 ssd:1x118 Up to 10 Gigabit
xlarge 4/4 8192 4x15x15 1 1.25 10 ssd:1x237 Up to 10 Gigabit
2xlarge 8/8 16384 4x15x15 1 2.5 10 ssd:1x474 Up to 10 Gigabit
4xlarge 16/16 32768 8x30x30 1 5 10 ssd:1x950 Up to 10 Gigabit
8xlarge 32/32 65536 8x30x30 1 12 12 ssd:1x1900 12 Gigabit
12xlarge 48/48 98304 8x30x30 1 20 20 ssd:2x1425 20 Gigabit
16xlarge 64/64 131072 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
metal 64/64 131072 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
# c6gn arm64 AWS 2.5 nitro required default previous encrypted
medium 1/1 2048 2x4x4 1 1.6 16 Up to 16 Gigabit
large 2/2 4096 3x10x10 1 3 25 Up to 25 Gigabit
xlarge 4/4 8192 4x15x15 1 6.3 25 Up to 25 Gigabit
2xlarge 8/8 16384 4x15x15 1 12.5 25 Up to 25 Gigabit
4xlarge 16/16 32768 8x30x30 1 25 25 25 Gigabit
8xlarge 32/32 65536 8x30x30 1 50 50 50 Gigabit
12xlarge 48/48 98304 8x30x30 1 75 75 75 Gigabit
16xlarge 64/64 131072 15x50x50 1 100 100 efa 100 Gigabit
# c6i x86_64 Intel 3.5 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 32768 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 65536 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 98304 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 131072 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 262144 15x50x50 1 50 50 efa 50 Gigabit
metal 128/64 262144 15x50x50 1 50 50 efa 50 Gigabit
# c6id x86_64 Intel 3.5 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.781 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 8192 4x15x15 1 1.562 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x15x15 1 3.125 12.5 ssd:1x474 Up to 12.5 Gigabit
4xlarge 16/8 32768 8x30x30 1 6.25 12.5 ssd:1x950 Up to 12.5 Gigabit
8xlarge 32/16 65536 8x30x30 1 12.5 12.5 ssd:1x1900 12.5 Gigabit
12xlarge 48/24 98304 8x30x30 1 18.75 18.75 ssd:2x1425 18.75 Gigabit
16xlarge 64/32 131072 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 37.5 37.5 ssd:4x1425 37.5 Gigabit
32xlarge 128/64 262144 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
metal 128/64 262144 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
# c6in x86_64 Intel 3.5 nitro required default encrypted
large 2/1 4096 3x10x10 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 8192 4x15x15 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 16384 4x15x15 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 32768 8x30x30 1 25 50 Up to 50 Gigabit
8xlarge 32/16 65536 8x30x30 1 50 50 50 Gigabit
12xlarge 48/24 98304 8x30x30 1 75 75 75 Gigabit
16xlarge 64/32 131072 15x50x50 1 100 100 100 Gigabit
24xlarge 96/48 196608 15x50x50 1 150 150 150 Gigabit
32xlarge 128/64 262144 16x50x50 2 200 200 efa 200 Gigabit
metal 128/64 262144 16x50x50 2 200 200 efa 200 Gigabit
# c7a x86_64 AMD 3.7 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.39 12.5 Up to 12.5 Gigabit
large 2/2 4096 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/4 8192 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/16 32768 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/32 65536 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/48 98304 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/64 131072 15x50x50 1 25 25 25 Gigabit
24xlarge 96/96 196608 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/128 262144 15x50x50 1 50 50 50 Gigabit
48xlarge 192/192 393216 15x50x50 1 50 50 efa 50 Gigabit
metal-48xl 192/192 393216 15x50x50 1 50 50 efa 50 Gigabit
# c7g arm64 AWS 2.6 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 4096 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 8192 4x15x15 1 1.876 12.5 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 32768 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 65536 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 98304 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 131072 15x50x50 1 30 30 efa 30 Gigabit
metal 64/64 131072 15x50x50 1 30 30 efa 30 Gigabit
# c7gd arm64 AWS 2.6 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 4096 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 8192 4x15x15 1 1.876 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 32768 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 65536 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 98304 8x30x30 1 22.5 22.5 ssd:2x1425 22.5 Gigabit
16xlarge 64/64 131072 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
metal 64/64 131072 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
# c7gn arm64 AWS 2.6 nitro required default encrypted
medium 1/1 2048 2x4x4 1 3.125 25 Up to 25 Gigabit
large 2/2 4096 3x10x10 1 6.25 30 Up to 30 Gigabit
xlarge 4/4 8192 4x15x15 1 12.5 40 Up to 40 Gigabit
2xlarge 8/8 16384 4x15x15 1 25 50 Up to 50 Gigabit
4xlarge 16/16 32768 8x30x30 1 50 50 50 Gigabit
8xlarge 32/32 65536 8x30x30 1 100 100 100 Gigabit
12xlarge 48/48 98304 8x30x30 1 150 150 150 Gigabit
16xlarge 64/64 131072 15x50x50 1 200 200 efa 200 Gigabit
metal 64/64 131072 15x50x50 1 200 200 efa 200 Gigabit
# c7i x86_64 Intel 3.2 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 32768 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 65536 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 98304 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 131072 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 196608 15x50x50 1 37.5 37.5 37.5 Gigabit
48xlarge 192/96 393216 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/48 196608 15x50x50 1 37.5 37.5 37.5 Gigabit
metal-48xl 192/96 393216 15x50x50 1 50 50 efa 50 Gigabit
# c7i-flex x86_64 Intel 3.2 nitro required default encrypted
large 2/1 4096 3x10x10 1 0.39 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x15x15 1 0.781 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
4xlarge 16/8 32768 8x30x30 1 3.125 12.5 Up to 12.5 Gigabit
8xlarge 32/16 65536 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
12xlarge 48/24 98304 8x30x30 1 9.375 18.75 Up to 18.75 Gigabit
16xlarge 64/32 131072 15x50x50 1 12.5 25 Up to 25 Gigabit
# c8a x86_64 AMD 4.5 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 4096 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 8192 4x20x20 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x40x40 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 32768 8x40x40 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 65536 10x40x40 1 15 15 15 Gigabit
12xlarge 48/48 98304 12x64x64 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 131072 16x64x64 1 30 30 30 Gigabit
24xlarge 96/96 196608 16x64x64 1 40 40 40 Gigabit
48xlarge 192/192 393216 24x64x64 1 75 75 efa 75 Gigabit
metal-24xl 96/96 196608 16x64x64 1 40 40 40 Gigabit
metal-48xl 192/192 393216 24x64x64 1 75 75 efa 75 Gigabit
# c8g arm64 AWS 2.8 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 4096 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 8192 4x15x15 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 32768 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 65536 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 98304 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 131072 15x50x50 1 30 30 30 Gigabit
24xlarge 96/96 196608 15x50x50 1 40 40 efa 40 Gigabit
48xlarge 192/192 393216 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/96 196608 15x50x50 1 40 40 efa 40 Gigabit
metal-48xl 192/192 393216 15x50x50 1 50 50 efa 50 Gigabit
# c8gb arm64 AWS 2.8 nitro required default encrypted
medium 1/1 2048 2x4x4 1 2.083 16.666 Up to 16.66 Gigabit
large 2/2 4096 3x10x10 1 4.166 20 Up to 20 Gigabit
xlarge 4/4 8192 4x15x15 1 8.333 26.666 Up to 26.66 Gigabit
2xlarge 8/8 16384 4x15x15 1 16.666 33.333 Up to 33.33 Gigabit
4xlarge 16/16 32768 8x30x30 1 33.333 33.333 33.33 Gigabit
8xlarge 32/32 65536 10x30x30 1 66.666 66.666 66.66 Gigabit
12xlarge 48/48 98304 12x30x30 1 100 100 100 Gigabit
16xlarge 64/64 131072 16x50x50 1 133.333 133.333 efa 133.33 Gigabit
24xlarge 96/96 196608 24x50x50 1 200 200 efa 200 Gigabit
48xlarge 192/192 393216 24x50x50 2 200 200 efa 400 Gigabit
metal-24xl 96/96 196608 24x50x50 1 200 200 efa 200 Gigabit
metal-48xl 192/192 393216 24x50x50 2 200 200 efa 400 Gigabit
# c8gd arm64 AWS 2.8 nitro required default encrypted
medium 1/1 2048 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 4096 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 8192 4x15x15 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 16384 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 32768 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 65536 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 98304 8x30x30 1 22.5 22.5 ssd:3x950 22.5 Gigabit
16xlarge 64/64 131072 15x50x50 1 30 30 ssd:2x1900 30 Gigabit
24xlarge 96/96 196608 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
48xlarge 192/192 393216 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
metal-24xl 96/96 196608 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
metal-48xl 192/192 393216 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
# c8gn arm64 AWS 2.8 nitro required default encrypted
medium 1/1 2048 2x4x4 1 3.125 25 Up to 25 Gigabit
large 2/2 4096 3x10x10 1 6.25 30 Up to 30 Gigabit
xlarge 4/4 8192 4x15x15 1 12.5 40 Up to 40 Gigabit
2xlarge 8/8 16384 4x15x15 1 25 50 Up to 50 Gigabit
4xlarge 16/16 32768 8x30x30 1 50 50 50 Gigabit
8xlarge 32/32 65536 10x30x30 1 100 100 100 Gigabit
12xlarge 48/48 98304 12x30x30 1 150 150 150 Gigabit
16xlarge 64/64 131072 16x50x50 1 200 200 efa 200 Gigabit
24xlarge 96/96 196608 24x50x50 1 300 300 efa 300 Gigabit
48xlarge 192/192 393216 24x50x50 2 300 300 efa 600 Gigabit
metal-24xl 96/96 196608 24x50x50 1 300 300 efa 300 Gigabit
metal-48xl 192/192 393216 24x50x50 2 300 300 efa 600 Gigabit
# c8i x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x30x30 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x30x30 1 3.75 15 Up to 15 Gigabit
4xlarge 16/8 32768 8x50x50 1 7.5 15 Up to 15 Gigabit
8xlarge 32/16 65536 10x50x50 1 15 15 15 Gigabit
12xlarge 48/24 98304 12x50x50 1 22.5 22.5 22.5 Gigabit
16xlarge 64/32 131072 16x64x64 1 30 30 30 Gigabit
24xlarge 96/48 196608 16x64x64 1 40 40 40 Gigabit
32xlarge 128/64 262144 24x64x64 1 50 50 50 Gigabit
48xlarge 192/96 393216 24x64x64 1 75 75 efa 75 Gigabit
96xlarge 384/192 786432 24x64x64 1 100 100 efa 100 Gigabit
metal-48xl 192/96 393216 24x64x64 1 75 75 efa 75 Gigabit
metal-96xl 384/192 786432 24x64x64 1 100 100 efa 100 Gigabit
# c8i-flex x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 3x20x20 1 0.468 12.5 Up to 12.5 Gigabit
xlarge 4/2 8192 4x30x30 1 0.937 12.5 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x30x30 1 1.875 15 Up to 15 Gigabit
4xlarge 16/8 32768 8x50x50 1 3.75 15 Up to 15 Gigabit
8xlarge 32/16 65536 10x50x50 1 7.5 15 Up to 15 Gigabit
12xlarge 48/24 98304 12x50x50 1 11.25 22.5 Up to 22.5 Gigabit
16xlarge 64/32 131072 16x64x64 1 15 30 Up to 30 Gigabit
# c8ib x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 4x20x20 1 2.083 16.667 Up to 16.66 Gigabit
xlarge 4/2 8192 4x30x30 1 4.166 20 Up to 20 Gigabit
2xlarge 8/4 16384 4x30x30 1 8.333 26.667 Up to 26.66 Gigabit
4xlarge 16/8 32768 8x50x50 1 16.666 33.333 Up to 33.33 Gigabit
8xlarge 32/16 65536 8x50x50 1 33.333 33.333 33.33 Gigabit
12xlarge 48/24 98304 12x50x50 1 50 50 50 Gigabit
16xlarge 64/32 131072 16x64x64 1 66.666 66.666 66.66 Gigabit
24xlarge 96/48 196608 16x64x64 1 100 100 100 Gigabit
32xlarge 128/64 262144 16x64x64 1 133.333 133.333 133.33 Gigabit
48xlarge 192/96 393216 24x64x64 1 200 200 efa 200 Gigabit
96xlarge 384/192 786432 24x64x64 2 200 200 efa 400 Gigabit
metal-48xl 192/96 393216 24x64x64 1 200 200 efa 200 Gigabit
metal-96xl 384/192 786432 24x64x64 2 200 200 efa 400 Gigabit
# c8id x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 3x20x20 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 8192 4x30x30 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 16384 4x30x30 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/8 32768 8x50x50 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/16 65536 10x50x50 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/24 98304 12x50x50 1 22.5 22.5 ssd:1x2850 22.5 Gigabit
16xlarge 64/32 131072 16x64x64 1 30 30 ssd:1x3800 30 Gigabit
24xlarge 96/48 196608 16x64x64 1 40 40 ssd:2x2850 40 Gigabit
32xlarge 128/64 262144 24x64x64 1 50 50 ssd:2x3800 50 Gigabit
48xlarge 192/96 393216 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
96xlarge 384/192 786432 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
metal-48xl 192/96 393216 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
metal-96xl 384/192 786432 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
# c8in x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 4x20x20 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 8192 4x30x30 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 16384 4x30x30 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 32768 8x50x50 1 25 50 Up to 50 Gigabit
8xlarge 32/16 65536 8x50x50 1 50 50 50 Gigabit
12xlarge 48/24 98304 12x50x50 1 75 75 75 Gigabit
16xlarge 64/32 131072 16x64x64 1 100 100 100 Gigabit
24xlarge 96/48 196608 16x64x64 1 150 150 150 Gigabit
32xlarge 128/64 262144 16x64x64 1 200 200 200 Gigabit
48xlarge 192/96 393216 24x64x64 1 300 300 efa 300 Gigabit
96xlarge 384/192 786432 24x64x64 2 300 300 efa 600 Gigabit
metal-48xl 192/96 393216 24x64x64 1 300 300 efa 300 Gigabit
metal-96xl 384/192 786432 24x64x64 2 300 300 efa 600 Gigabit
# c8ine x86_64 Intel 3.9 nitro required default encrypted
large 2/1 4096 4x20x20 1 3.125 3.125 3.125 Gigabit
xlarge 4/2 8192 4x30x30 1 6.25 6.25 6.25 Gigabit
2xlarge 8/4 16384 4x30x30 1 12.5 12.5 12.5 Gigabit
4xlarge 16/8 32768 8x50x50 1 25 25 25 Gigabit
8xlarge 32/16 65536 8x50x50 1 50 50 50 Gigabit
12xlarge 48/24 98304 12x50x50 1 75 75 75 Gigabit
# d2 x86_64 Intel 2.4 xen unsupported default previous
xlarge 4/2 31232 4x15x15 1 1.25 2.8 hdd:3x2048 Moderate
2xlarge 8/4 62464 4x15x15 1 2.5 10 hdd:6x2048 High
4xlarge 16/8 124928 8x30x30 1 5 10 hdd:12x2048 High
8xlarge 36/18 249856 8x30x30 1 10 10 hdd:24x2048 10 Gigabit
# d3 x86_64 Intel 3.1 nitro required default encrypted
xlarge 4/2 32768 4x3x3 1 3 15 hdd:3x1980 Up to 15 Gigabit
2xlarge 8/4 65536 4x5x5 1 6 15 hdd:6x1980 Up to 15 Gigabit
4xlarge 16/8 131072 4x10x10 1 12.5 15 hdd:12x1980 Up to 15 Gigabit
8xlarge 32/16 262144 3x20x20 1 25 25 hdd:24x1980 25 Gigabit
# d3en x86_64 Intel 3.1 nitro required default encrypted
xlarge 4/2 16384 4x3x3 1 6 25 hdd:2x13980 Up to 25 Gigabit
2xlarge 8/4 32768 4x5x5 1 12.5 25 hdd:4x13980 Up to 25 Gigabit
4xlarge 16/8 65536 4x10x10 1 25 25 hdd:8x13980 25 Gigabit
6xlarge 24/12 98304 4x15x15 1 40 40 hdd:12x13980 40 Gigabit
8xlarge 32/16 131072 4x20x20 1 50 50 hdd:16x13980 50 Gigabit
12xlarge 48/24 196608 3x30x30 1 75 75 hdd:24x13980 75 Gigabit
# g4ad x86_64 AMD 3 nitro required default encrypted
xlarge 4/2 16384 2x4x4 1 2 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 32768 2x4x4 1 4.167 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 65536 3x10x10 1 8.333 10 ssd:1x600 Up to 10 Gigabit
8xlarge 32/16 131072 4x15x15 1 15 15 ssd:1x1200 15 Gigabit
16xlarge 64/32 262144 8x30x30 1 25 25 ssd:2x1200 25 Gigabit
# g4dn x86_64 Intel 2.5 nitro required default encrypted
xlarge 4/2 16384 3x10x10 1 5 25 ssd:1x125 Up to 25 Gigabit
2xlarge 8/4 32768 3x10x10 1 10 25 ssd:1x225 Up to 25 Gigabit
4xlarge 16/8 65536 3x10x10 1 20 25 ssd:1x225 Up to 25 Gigabit
8xlarge 32/16 131072 4x15x15 1 50 50 efa ssd:1x900 50 Gigabit
12xlarge 48/24 196608 8x30x30 1 50 50 efa ssd:1x900 50 Gigabit
16xlarge 64/32 262144 4x15x15 1 50 50 efa ssd:1x900 50 Gigabit
metal 96/48 393216 15x50x50 1 100 100 efa ssd:2x900 100 Gigabit
# g5 x86_64 AMD 3.3 nitro required default encrypted
xlarge 4/2 16384 4x15x15 1 2.5 10 ssd:1x250 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 5 10 ssd:1x450 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 10 25 ssd:1x600 Up to 25 Gigabit
8xlarge 32/16 131072 8x30x30 1 25 25 efa ssd:1x900 25 Gigabit
12xlarge 48/24 196608 15x50x50 1 40 40 efa ssd:1x3800 40 Gigabit
16xlarge 64/32 262144 8x30x30 1 25 25 efa ssd:1x1900 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 50 50 efa ssd:1x3800 50 Gigabit
48xlarge 192/96 786432 7x50x50 1 100 100 efa ssd:2x3800 100 Gigabit
# g5g arm64 AWS 2.5 nitro required default
xlarge 4/4 8192 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/8 16384 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/16 32768 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/32 65536 8x30x30 1 12 12 12 Gigabit
16xlarge 64/64 131072 15x50x50 1 25 25 25 Gigabit
metal 64/64 131072 15x50x50 1 25 25 25 Gigabit
# g6 x86_64 AMD 3.4 nitro required default encrypted
xlarge 4/2 16384 4x15x15 1 2.5 10 ssd:1x250 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 5 10 ssd:1x450 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 10 25 ssd:1x600 Up to 25 Gigabit
8xlarge 32/16 131072 8x30x30 1 25 25 efa ssd:2x450 25 Gigabit
12xlarge 48/24 196608 8x30x30 1 40 40 efa ssd:4x940 40 Gigabit
16xlarge 64/32 262144 15x50x50 1 25 25 efa ssd:2x940 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 50 50 efa ssd:4x940 50 Gigabit
48xlarge 192/96 786432 15x50x50 1 100 100 efa ssd:8x940 100 Gigabit
# g6e x86_64 AMD 3.4 nitro required default encrypted
xlarge 4/2 32768 4x15x15 1 2.5 20 ssd:1x250 Up to 20 Gigabit
2xlarge 8/4 65536 4x15x15 1 5 20 ssd:1x450 Up to 20 Gigabit
4xlarge 16/8 131072 8x30x30 1 20 20 ssd:1x600 20 Gigabit
8xlarge 32/16 262144 8x30x30 1 25 25 efa ssd:2x450 25 Gigabit
12xlarge 48/24 393216 10x30x30 1 100 100 efa ssd:2x1900 100 Gigabit
16xlarge 64/32 524288 15x50x50 1 35 35 efa ssd:2x950 35 Gigabit
24xlarge 96/48 786432 20x50x50 2 200 200 efa ssd:2x1900 200 Gigabit
48xlarge 192/96 1572864 40x50x50 4 400 400 efa ssd:4x1900 400 Gigabit
# g6f x86_64 AMD 3.4 nitro required default encrypted
large 2/1 8192 2x10x10 1 1.5 10 ssd:1x100 Up to 10 Gigabit
xlarge 4/2 16384 4x15x15 1 2.5 10 ssd:1x100 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 5 10 ssd:1x200 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 10 25 ssd:1x450 Up to 25 Gigabit
# g7e x86_64 Intel 2.4 nitro required default encrypted
2xlarge 8/4 65536 4x64x64 1 50 50 ssd:1x1900 50 Gigabit
4xlarge 16/8 131072 8x64x64 1 50 50 ssd:1x1900 50 Gigabit
8xlarge 32/16 262144 8x64x64 1 100 100 efa ssd:1x1900 100 Gigabit
12xlarge 48/24 524288 10x64x64 1 400 400 efa ssd:1x3800 400 Gigabit
24xlarge 96/48 1048576 20x64x64 2 400 400 efa ssd:2x3800 800 Gigabit
48xlarge 192/96 2097152 40x64x64 4 400 400 efa ssd:4x3800 1600 Gigabit
# gr6 x86_64 AMD 3.4 nitro required default encrypted
4xlarge 16/8 131072 8x30x30 1 10 25 ssd:1x600 Up to 25 Gigabit
8xlarge 32/16 262144 8x30x30 1 25 25 efa ssd:2x450 25 Gigabit
# gr6f x86_64 AMD 3.4 nitro required default encrypted
4xlarge 16/8 131072 8x30x30 1 10 25 ssd:1x450 Up to 25 Gigabit
# h1 x86_64 Intel 2.3 xen supported default
2xlarge 8/4 32768 4x15x15 1 2.5 10 hdd:1x2000 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 5 10 hdd:2x2000 Up to 10 Gigabit
8xlarge 32/16 131072 8x30x30 1 12 12 hdd:4x2000 10 Gigabit
16xlarge 64/32 262144 8x50x50 1 25 25 hdd:8x2000 25 Gigabit
# i2 x86_64 Intel 2.5 xen unsupported supported previous
xlarge 4/2 31232 4x15x15 1 0.7 2.8 ssd:1x800 Moderate
2xlarge 8/4 62464 4x15x15 1 1 10 ssd:2x800 High
4xlarge 16/8 124928 8x30x30 1 2 10 ssd:4x800 High
8xlarge 32/16 249856 8x30x30 1 10 10 ssd:8x800 10 Gigabit
# i3 x86_64 Intel 2.3 xen supported default
large 2/1 15616 3x10x10 1 0.75 10 ssd:1x475 Up to 10 Gigabit
xlarge 4/2 31232 4x15x15 1 1.25 10 ssd:1x950 Up to 10 Gigabit
2xlarge 8/4 62464 4x15x15 1 2.5 10 ssd:1x1900 Up to 10 Gigabit
4xlarge 16/8 124928 8x30x30 1 5 10 ssd:2x1900 Up to 10 Gigabit
8xlarge 32/16 249856 8x30x30 1 12 12 ssd:4x1900 10 Gigabit
16xlarge 64/32 499712 15x50x50 1 25 25 ssd:8x1900 25 Gigabit
# i3en x86_64 Intel 3.1 nitro required default encrypted
large 2/1 16384 3x10x10 1 2.1 25 ssd:1x1250 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 4.2 25 ssd:1x2500 Up to 25 Gigabit
2xlarge 8/4 65536 4x15x15 1 8.4 25 ssd:2x2500 Up to 25 Gigabit
3xlarge 12/6 98304 4x15x15 1 12.5 25 ssd:1x7500 Up to 25 Gigabit
6xlarge 24/12 196608 8x30x30 1 25 25 ssd:2x7500 25 Gigabit
12xlarge 48/24 393216 8x30x30 1 50 50 efa ssd:4x7500 50 Gigabit
24xlarge 96/48 786432 15x50x50 1 100 100 efa ssd:8x7500 100 Gigabit
metal 96/48 786432 15x50x50 1 100 100 efa ssd:8x7500 100 Gigabit
# i4g arm64 AWS 2.5 nitro required default encrypted
large 2/2 16384 3x10x10 1 0.781 10 ssd:1x468 Up to 10 Gigabit
xlarge 4/4 32768 4x15x15 1 1.875 10 ssd:1x937 Up to 10 Gigabit
2xlarge 8/8 65536 4x15x15 1 4.687 12 ssd:1x1875 Up to 12 Gigabit
4xlarge 16/16 131072 8x30x30 1 9.375 25 ssd:1x3750 Up to 25 Gigabit
8xlarge 32/32 262144 8x30x30 1 18.75 18.75 ssd:2x3750 18.75 Gigabit
16xlarge 64/64 524288 15x50x50 1 37.5 37.5 efa ssd:4x3750 37.5 Gigabit
# i4i x86_64 Intel 3.5 nitro required default encrypted
large 2/1 16384 3x10x10 1 0.781 10 ssd:1x468 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.875 10 ssd:1x937 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 4.687 12 ssd:1x1875 Up to 12 Gigabit
4xlarge 16/8 131072 8x30x30 1 9.375 25 ssd:1x3750 Up to 25 Gigabit
8xlarge 32/16 262144 8x30x30 1 18.75 18.75 ssd:2x3750 18.75 Gigabit
12xlarge 48/24 393216 8x30x30 1 28.125 28.125 ssd:3x3750 28.12 Gigabit
16xlarge 64/32 524288 15x50x50 1 37.5 37.5 ssd:4x3750 37.5 Gigabit
24xlarge 96/48 786432 15x30x30 1 56.25 56.25 ssd:6x3750 56.25 Gigabit
32xlarge 128/64 1048576 15x50x50 1 75 75 efa ssd:8x3750 75 Gigabit
metal 128/64 1048576 15x50x50 1 75 75 efa ssd:8x3750 75 Gigabit
# i7i x86_64 Intel 2.4 nitro required default encrypted
large 2/1 16384 3x10x10 1 1.171 10 ssd:1x468 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 2.343 10 ssd:1x937 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 4.687 12 ssd:1x1875 Up to 12 Gigabit
4xlarge 16/8 131072 8x30x30 1 9.375 25 ssd:1x3750 Up to 25 Gigabit
8xlarge 32/16 262144 8x30x30 1 25 25 ssd:2x3750 Up to 25 Gigabit
12xlarge 48/24 393216 8x30x30 1 28.125 28.125 ssd:3x3750 Up to 28 Gigabit
16xlarge 64/32 524288 15x50x50 1 37.5 37.5 ssd:4x3750 Up to 37.5 Gigabit
24xlarge 96/48 786432 15x50x50 1 56.25 56.25 efa ssd:6x3750 Up to 56.25 Gigabit
48xlarge 192/96 1572864 15x50x50 1 100 100 efa ssd:12x3750 Up to 100 Gigabit
metal-24xl 96/48 786432 15x50x50 1 56.25 56.25 ssd:6x3750 Up to 56.25 Gigabit
metal-48xl 192/96 1572864 15x50x50 1 100 100 efa ssd:12x3750 Up to 100 Gigabit
# i7ie x86_64 Intel 3.6 nitro required default encrypted
large 2/1 16384 3x10x10 1 2.083 25 ssd:1x1250 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 4.166 25 ssd:1x2500 Up to 25 Gigabit
2xlarge 8/4 65536 4x15x15 1 8.333 25 ssd:2x2500 Up to 25 Gigabit
3xlarge 12/6 98304 4x15x15 1 12.5 25 ssd:1x7500 Up to 25 Gigabit
6xlarge 24/12 196608 8x30x30 1 12.5 25 ssd:2x7500 Up to 25 Gigabit
12xlarge 48/24 393216 8x50x50 1 25 50 ssd:4x7500 Up to 50 Gigabit
18xlarge 72/36 589824 15x50x50 1 37.5 75 ssd:6x7500 Up to 75 Gigabit
24xlarge 96/48 786432 15x50x50 1 50 100 ssd:8x7500 Up to 100 Gigabit
48xlarge 192/96 1572864 15x50x50 1 100 100 efa ssd:16x7500 100 Gigabit
metal-24xl 96/48 786432 15x50x50 1 50 100 ssd:8x7500 Up to 100 Gigabit
metal-48xl 192/96 1572864 15x50x50 1 100 100 efa ssd:16x7500 100 Gigabit
# i8g arm64 AWS 2.8 nitro required default encrypted
large 2/2 16384 3x10x10 1 1.172 10 ssd:1x468 Up to 10 Gigabit
xlarge 4/4 32768 4x15x15 1 2.344 10 ssd:1x937 Up to 10 Gigabit
2xlarge 8/8 65536 4x15x15 1 4.688 12 ssd:1x1875 Up to 12 Gigabit
4xlarge 16/16 131072 8x30x30 1 9.375 25 ssd:1x3750 Up to 25 Gigabit
8xlarge 32/32 262144 8x30x30 1 25 25 ssd:2x3750 Up to 25 Gigabit
12xlarge 48/48 393216 8x30x30 1 28.125 28.125 ssd:3x3750 Up to 28.12 Gigabit
16xlarge 64/64 524288 15x50x50 1 37.5 37.5 ssd:4x3750 Up to 37.5 Gigabit
24xlarge 96/96 786432 15x50x50 1 56.25 56.25 ssd:6x3750 Up to 56.25 Gigabit
48xlarge 192/192 1572864 15x50x50 1 100 100 efa ssd:12x3750 Up to 100 Gigabit
metal-24xl 96/96 786432 15x50x50 1 56.25 56.25 ssd:6x3750 Up to 56.25 Gigabit
metal-48xl 192/192 1572864 15x50x50 1 100 100 efa ssd:12x3750 Up to 100 Gigabit
# i8ge arm64 AWS 2.8 nitro required default encrypted
large 2/2 16384 3x10x10 1 2.1 25 ssd:1x1250 Up to 25 Gigabit
xlarge 4/4 32768 4x15x15 1 4.2 25 ssd:1x2500 Up to 25 Gigabit
2xlarge 8/8 65536 4x15x15 1 8.4 25 ssd:2x2500 Up to 25 Gigabit
3xlarge 12/12 98304 6x30x30 1 12.5 25 ssd:1x7500 Up to 25 Gigabit
6xlarge 24/24 196608 10x30x30 1 37.5 37.5 ssd:2x7500 37.5 Gigabit
12xlarge 48/48 393216 12x30x30 1 75 75 ssd:4x7500 75 Gigabit
18xlarge 72/72 589824 16x50x50 1 112.5 112.5 ssd:6x7500 112.5 Gigabit
24xlarge 96/96 786432 16x50x50 1 150 150 ssd:8x7500 150 Gigabit
48xlarge 192/192 1572864 24x50x50 1 300 300 efa ssd:16x7500 300 Gigabit
metal-24xl 96/96 786432 16x50x50 1 150 150 ssd:8x7500 150 Gigabit
metal-48xl 192/192 1572864 24x50x50 1 300 300 efa ssd:16x7500 300 Gigabit
# im4gn arm64 AWS 2.5 nitro required default encrypted
large 2/2 8192 3x10x10 1 3.125 25 ssd:1x937 Up to 25 Gigabit
xlarge 4/4 16384 4x15x15 1 6.25 25 ssd:1x1875 Up to 25 Gigabit
2xlarge 8/8 32768 4x15x15 1 12.5 25 ssd:1x3750 Up to 25 Gigabit
4xlarge 16/16 65536 8x30x30 1 25 25 ssd:1x7500 25 Gigabit
8xlarge 32/32 131072 8x30x30 1 50 50 ssd:2x7500 50 Gigabit
16xlarge 64/64 262144 15x50x50 1 100 100 efa ssd:4x7500 100 Gigabit
# inf1 x86_64 Intel 2.5 nitro required default encrypted
xlarge 4/2 8192 4x10x10 1 5 25 Up to 25 Gigabit
2xlarge 8/4 16384 4x10x10 1 5 25 Up to 25 Gigabit
6xlarge 24/12 49152 8x30x30 1 25 25 25 Gigabit
24xlarge 96/48 196608 11x30x30 1 100 100 efa 100 Gigabit
# inf2 x86_64 AMD 3.6 nitro required default encrypted
xlarge 4/2 16384 4x15x15 1 2.083 15 Up to 15 Gigabit
8xlarge 32/16 131072 8x30x30 1 16.667 25 Up to 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 50 50 50 Gigabit
48xlarge 192/96 786432 15x50x50 1 100 100 100 Gigabit
# is4gen arm64 AWS 2.5 nitro required default encrypted
medium 1/1 6144 2x4x4 1 1.562 25 ssd:1x937 Up to 25 Gigabit
large 2/2 12288 3x10x10 1 3.125 25 ssd:1x1875 Up to 25 Gigabit
xlarge 4/4 24576 4x15x15 1 6.25 25 ssd:1x3750 Up to 25 Gigabit
2xlarge 8/8 49152 4x15x15 1 12.5 25 ssd:1x7500 Up to 25 Gigabit
4xlarge 16/16 98304 8x30x30 1 25 25 ssd:2x7500 25 Gigabit
8xlarge 32/32 196608 8x30x30 1 50 50 ssd:4x7500 50 Gigabit
# m1 i386+x86_64 Intel 0 xen unsupported unsupported previous ipv4-only
small 1/1 1740 2x4x0 1 0.3 1.2 hdd:1x160 Low
medium 1/1 3788 2x6x0 1 0.3 1.2 hdd:1x410 Moderate
large 2/2 7680 3x10x0 1 0.7 2.8 hdd:2x420 Moderate
xlarge 4/4 15360 4x15x0 1 1 10 hdd:4x420 High
# m2 x86_64 Intel 0 xen unsupported supported previous ipv4-only
xlarge 2/2 17510 4x15x0 1 0.3 1.2 hdd:1x420 Moderate
2xlarge 4/4 35020 4x30x0 1 0.7 2.8 hdd:1x850 Moderate
4xlarge 8/8 70041 8x30x0 1 1 10 hdd:2x840 High
# m3 x86_64 Intel 2.5 xen unsupported unsupported previous ipv4-only
medium 1/1 3840 2x6x0 1 0.3 1.2 ssd:1x4 Moderate
large 2/1 7680 3x10x0 1 0.7 2.8 ssd:1x32 Moderate
xlarge 4/2 15360 4x15x0 1 1 10 ssd:2x40 High
2xlarge 8/4 30720 4x30x0 1 1 10 ssd:2x80 High
# m4 x86_64 Intel 2.4 xen unsupported default previous
large 2/1 8192 2x10x10 1 0.45 1.2 Moderate
xlarge 4/2 16384 4x15x15 1 0.75 2.8 High
2xlarge 8/4 32768 4x15x15 1 1 10 High
4xlarge 16/8 65536 8x30x30 1 2 10 High
10xlarge 40/20 163840 8x30x30 1 10 10 10 Gigabit
16xlarge 64/32 262144 8x30x30 1 25 25 25 Gigabit
# m5 x86_64 Intel 3.1 nitro required default previous
large 2/1 8192 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 16384 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 131072 8x30x30 1 10 10 10 Gigabit
12xlarge 48/24 196608 8x30x30 1 12 12 12 Gigabit
16xlarge 64/32 262144 15x50x50 1 20 20 20 Gigabit
24xlarge 96/48 393216 15x50x50 1 25 25 25 Gigabit
metal 96/48 393216 15x50x50 1 25 25 25 Gigabit
# m5a x86_64 AMD 2.5 nitro required default
large 2/1 8192 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 16384 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 131072 8x30x30 1 7.5 10 Up to 10 Gigabit
12xlarge 48/24 196608 8x30x30 1 10 10 10 Gigabit
16xlarge 64/32 262144 15x50x50 1 12 12 12 Gigabit
24xlarge 96/48 393216 15x50x50 1 20 20 20 Gigabit
# m5ad x86_64 AMD 2.2 nitro required default
large 2/1 8192 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 16384 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 5 10 ssd:2x300 Up to 10 Gigabit
8xlarge 32/16 131072 8x30x30 1 7.5 10 ssd:2x600 Up to 10 Gigabit
12xlarge 48/24 196608 8x30x30 1 10 10 ssd:2x900 10 Gigabit
16xlarge 64/32 262144 15x50x50 1 12 12 ssd:4x600 12 Gigabit
24xlarge 96/48 393216 15x50x50 1 20 20 ssd:4x900 20 Gigabit
# m5d x86_64 Intel 3.1 nitro required default
large 2/1 8192 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 16384 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 65536 8x30x30 1 5 10 ssd:2x300 Up to 10 Gigabit
8xlarge 32/16 131072 8x30x30 1 10 10 ssd:2x600 10 Gigabit
12xlarge 48/24 196608 8x30x30 1 12 12 ssd:2x900 12 Gigabit
16xlarge 64/32 262144 15x50x50 1 20 20 ssd:4x600 20 Gigabit
24xlarge 96/48 393216 15x50x50 1 25 25 ssd:4x900 25 Gigabit
metal 96/48 393216 15x50x50 1 25 25 ssd:4x900 25 Gigabit
# m5dn x86_64 Intel 3.1 nitro required default encrypted
large 2/1 8192 3x10x10 1 2.1 25 ssd:1x75 Up to 25 Gigabit
xlarge 4/2 16384 4x15x15 1 4.1 25 ssd:1x150 Up to 25 Gigabit
2xlarge 8/4 32768 4x15x15 1 8.125 25 ssd:1x300 Up to 25 Gigabit
4xlarge 16/8 65536 8x30x30 1 16.25 25 ssd:2x300 Up to 25 Gigabit
8xlarge 32/16 131072 8x30x30 1 25 25 ssd:2x600 25 Gigabit
12xlarge 48/24 196608 8x30x30 1 50 50 ssd:2x900 50 Gigabit
16xlarge 64/32 262144 15x50x50 1 75 75 ssd:4x600 75 Gigabit
24xlarge 96/48 393216 15x50x50 1 100 100 efa ssd:4x900 100 Gigabit
metal 96/48 393216 15x50x50 1 100 100 efa ssd:4x900 100 Gigabit
# m5n x86_64 Intel 3.1 nitro required default encrypted
large 2/1 8192 3x10x10 1 2.1 25 Up to 25 Gigabit
xlarge 4/2 16384 4x15x15 1 4.1 25 Up to 25 Gigabit
2xlarge 8/4 32768 4x15x15 1 8.125 25 Up to 25 Gigabit
4xlarge 16/8 65536 8x30x30 1 16.25 25 Up to 25 Gigabit
8xlarge 32/16 131072 8x30x30 1 25 25 25 Gigabit
12xlarge 48/24 196608 8x30x30 1 50 50 50 Gigabit
16xlarge 64/32 262144 15x50x50 1 75 75 75 Gigabit
24xlarge 96/48 393216 15x50x50 1 100 100 efa 100 Gigabit
metal 96/48 393216 15x50x50 1 100 100 efa 100 Gigabit
# m5zn x86_64 Intel 4.5 nitro required default encrypted
large 2/1 8192 3x10x10 1 3 25 Up to 25 Gigabit
xlarge 4/2 16384 4x15x15 1 5 25 Up to 25 Gigabit
2xlarge 8/4 32768 4x15x15 1 10 25 Up to 25 Gigabit
3xlarge 12/6 49152 8x30x30 1 15 25 Up to 25 Gigabit
6xlarge 24/12 98304 8x30x30 1 50 50 50 Gigabit
12xlarge 48/24 196608 15x50x50 1 100 100 efa 100 Gigabit
metal 48/24 196608 15x50x50 1 100 100 efa 100 Gigabit
# m6a x86_64 AMD 3.6 nitro required default encrypted
large 2/1 8192 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 65536 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 131072 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 196608 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 262144 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 524288 15x50x50 1 50 50 50 Gigabit
48xlarge 192/96 786432 15x50x50 1 50 50 efa 50 Gigabit
metal 192/96 786432 15x50x50 1 50 50 efa 50 Gigabit
# m6g arm64 AWS 2.5 nitro required default
medium 1/1 4096 2x4x4 1 0.5 10 Up to 10 Gigabit
large 2/2 8192 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/4 16384 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/8 32768 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/16 65536 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/32 131072 8x30x30 1 12 12 12 Gigabit
12xlarge 48/48 196608 8x30x30 1 20 20 20 Gigabit
16xlarge 64/64 262144 15x50x50 1 25 25 25 Gigabit
metal 64/64 262144 15x50x50 1 25 25 25 Gigabit
# m6gd arm64 AWS 2.5 nitro required default
medium 1/1 4096 2x4x4 1 0.5 10 ssd:1x59 Up to 10 Gigabit
large 2/2 8192 3x10x10 1 0.75 10 ssd:1x118 Up to 10 Gigabit
xlarge 4/4 16384 4x15x15 1 1.25 10 ssd:1x237 Up to 10 Gigabit
2xlarge 8/8 32768 4x15x15 1 2.5 10 ssd:1x474 Up to 10 Gigabit
4xlarge 16/16 65536 8x30x30 1 5 10 ssd:1x950 Up to 10 Gigabit
8xlarge 32/32 131072 8x30x30 1 12 12 ssd:1x1900 12 Gigabit
12xlarge 48/48 196608 8x30x30 1 20 20 ssd:2x1425 20 Gigabit
16xlarge 64/64 262144 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
metal 64/64 262144 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
# m6i x86_64 Intel 3.5 nitro required default previous encrypted
large 2/1 8192 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 65536 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 131072 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 196608 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 262144 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 524288 15x50x50 1 50 50 efa 50 Gigabit
metal 128/64 524288 15x50x50 1 50 50 efa 50 Gigabit
# m6id x86_64 Intel 3.5 nitro required default encrypted
large 2/1 8192 3x10x10 1 0.781 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.562 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x15x15 1 3.125 12.5 ssd:1x474 Up to 12.5 Gigabit
4xlarge 16/8 65536 8x30x30 1 6.25 12.5 ssd:1x950 Up to 12.5 Gigabit
8xlarge 32/16 131072 8x30x30 1 12.5 12.5 ssd:1x1900 12.5 Gigabit
12xlarge 48/24 196608 8x30x30 1 18.75 18.75 ssd:2x1425 18.75 Gigabit
16xlarge 64/32 262144 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 37.5 37.5 ssd:4x1425 37.5 Gigabit
32xlarge 128/64 524288 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
metal 128/64 524288 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
# m6idn x86_64 Intel 3.5 nitro required default encrypted
large 2/1 8192 3x10x10 1 3.125 25 ssd:1x118 Up to 25 Gigabit
xlarge 4/2 16384 4x15x15 1 6.25 30 ssd:1x237 Up to 30 Gigabit
2xlarge 8/4 32768 4x15x15 1 12.5 40 ssd:1x474 Up to 40 Gigabit
4xlarge 16/8 65536 8x30x30 1 25 50 ssd:1x950 Up to 50 Gigabit
8xlarge 32/16 131072 8x30x30 1 50 50 ssd:1x1900 50 Gigabit
12xlarge 48/24 196608 8x30x30 1 75 75 ssd:2x1425 75 Gigabit
16xlarge 64/32 262144 15x50x50 1 100 100 ssd:2x1900 100 Gigabit
24xlarge 96/48 393216 15x50x50 1 150 150 ssd:4x1425 150 Gigabit
32xlarge 128/64 524288 16x50x50 2 200 200 efa ssd:4x1900 200 Gigabit
metal 128/64 524288 16x50x50 2 200 200 efa ssd:4x1900 200 Gigabit
# m6in x86_64 Intel 3.5 nitro required default encrypted
large 2/1 8192 3x10x10 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 16384 4x15x15 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 32768 4x15x15 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 65536 8x30x30 1 25 50 Up to 50 Gigabit
8xlarge 32/16 131072 8x30x30 1 50 50 50 Gigabit
12xlarge 48/24 196608 8x30x30 1 75 75 75 Gigabit
16xlarge 64/32 262144 15x50x50 1 100 100 100 Gigabit
24xlarge 96/48 393216 15x50x50 1 150 150 150 Gigabit
32xlarge 128/64 524288 16x50x50 2 200 200 efa 200 Gigabit
metal 128/64 524288 16x50x50 2 200 200 efa 200 Gigabit
# m7a x86_64 AMD 3.7 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.39 12.5 Up to 12.5 Gigabit
large 2/2 8192 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/16 65536 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/32 131072 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/48 196608 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/64 262144 15x50x50 1 25 25 25 Gigabit
24xlarge 96/96 393216 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/128 524288 15x50x50 1 50 50 50 Gigabit
48xlarge 192/192 786432 15x50x50 1 50 50 efa 50 Gigabit
metal-48xl 192/192 786432 15x50x50 1 50 50 efa 50 Gigabit
# m7g arm64 AWS 2.6 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 8192 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.876 12.5 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 65536 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 131072 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 196608 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 262144 15x50x50 1 30 30 efa 30 Gigabit
metal 64/64 262144 15x50x50 1 30 30 efa 30 Gigabit
# m7gd arm64 AWS 2.6 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 8192 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.876 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 65536 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 131072 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 196608 8x30x30 1 22.5 22.5 ssd:2x1425 22.5 Gigabit
16xlarge 64/64 262144 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
metal 64/64 262144 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
# m7i x86_64 Intel 3.2 nitro required default encrypted
large 2/1 8192 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 65536 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 131072 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 196608 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 262144 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 393216 15x50x50 1 37.5 37.5 37.5 Gigabit
48xlarge 192/96 786432 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/48 393216 15x50x50 1 37.5 37.5 37.5 Gigabit
metal-48xl 192/96 786432 15x50x50 1 50 50 efa 50 Gigabit
# m7i-flex x86_64 Intel 3.2 nitro required default encrypted
large 2/1 8192 3x10x10 1 0.39 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x15x15 1 0.781 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
4xlarge 16/8 65536 8x30x30 1 3.125 12.5 Up to 12.5 Gigabit
8xlarge 32/16 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
12xlarge 48/24 196608 8x30x30 1 9.375 18.75 Up to 18.75 Gigabit
16xlarge 64/32 262144 15x50x50 1 12.5 25 Up to 25 Gigabit
# m8a x86_64 AMD 4.5 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 8192 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 16384 4x20x20 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x40x40 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 65536 8x40x40 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 131072 10x40x40 1 15 15 15 Gigabit
12xlarge 48/48 196608 12x64x64 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 262144 16x64x64 1 30 30 30 Gigabit
24xlarge 96/96 393216 16x64x64 1 40 40 40 Gigabit
48xlarge 192/192 786432 24x64x64 1 75 75 efa 75 Gigabit
metal-24xl 96/96 393216 16x64x64 1 40 40 40 Gigabit
metal-48xl 192/192 786432 24x64x64 1 75 75 efa 75 Gigabit
# m8azn x86_64 AMD 5 nitro required default encrypted
medium 1/1 4096 3x4x4 1 2.08 25 Up to 25 Gigabit
large 2/2 8192 4x20x20 1 4.17 30 Up to 30 Gigabit
xlarge 4/4 16384 4x20x20 1 8.33 40 Up to 40 Gigabit
3xlarge 12/12 49152 8x40x40 1 25 50 Up to 50 Gigabit
6xlarge 24/24 98304 8x40x40 1 50 50 50 Gigabit
12xlarge 48/48 196608 16x64x64 1 100 100 100 Gigabit
24xlarge 96/96 393216 16x64x64 1 200 200 efa 200 Gigabit
metal-12xl 48/48 196608 16x64x64 1 100 100 100 Gigabit
metal-24xl 96/96 393216 16x64x64 1 200 200 efa 200 Gigabit
# m8g arm64 AWS 2.8 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 8192 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 65536 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 131072 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 196608 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 262144 15x50x50 1 30 30 30 Gigabit
24xlarge 96/96 393216 15x50x50 1 40 40 efa 40 Gigabit
48xlarge 192/192 786432 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/96 393216 15x50x50 1 40 40 efa 40 Gigabit
metal-48xl 192/192 786432 15x50x50 1 50 50 efa 50 Gigabit
# m8gb arm64 AWS 2.8 nitro required default encrypted
medium 1/1 4096 2x4x4 1 2.083 16.666 Up to 16.66 Gigabit
large 2/2 8192 3x10x10 1 4.166 20 Up to 20 Gigabit
xlarge 4/4 16384 4x15x15 1 8.333 26.666 Up to 26.66 Gigabit
2xlarge 8/8 32768 4x15x15 1 16.666 33.333 Up to 33.33 Gigabit
4xlarge 16/16 65536 8x30x30 1 33.333 33.333 33.33 Gigabit
8xlarge 32/32 131072 10x30x30 1 66.666 66.666 66.66 Gigabit
12xlarge 48/48 196608 12x30x30 1 100 100 100 Gigabit
16xlarge 64/64 262144 16x50x50 1 133.333 133.333 efa 133.33 Gigabit
24xlarge 96/96 393216 24x50x50 1 200 200 efa 200 Gigabit
48xlarge 192/192 786432 24x50x50 2 200 200 efa 400 Gigabit
metal-24xl 96/96 393216 24x50x50 1 200 200 efa 200 Gigabit
metal-48xl 192/192 786432 24x50x50 2 200 200 efa 400 Gigabit
# m8gd arm64 AWS 2.8 nitro required default encrypted
medium 1/1 4096 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 8192 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 32768 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 65536 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 131072 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 196608 8x30x30 1 22.5 22.5 ssd:3x950 22.5 Gigabit
16xlarge 64/64 262144 15x50x50 1 30 30 ssd:2x1900 30 Gigabit
24xlarge 96/96 393216 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
48xlarge 192/192 786432 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
metal-24xl 96/96 393216 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
metal-48xl 192/192 786432 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
# m8gn arm64 AWS 2.8 nitro required default encrypted
medium 1/1 4096 2x4x4 1 3.125 25 Up to 25 Gigabit
large 2/2 8192 3x10x10 1 6.25 30 Up to 30 Gigabit
xlarge 4/4 16384 4x15x15 1 12.5 40 Up to 40 Gigabit
2xlarge 8/8 32768 4x15x15 1 25 50 Up to 50 Gigabit
4xlarge 16/16 65536 8x30x30 1 50 50 50 Gigabit
8xlarge 32/32 131072 10x30x30 1 100 100 100 Gigabit
12xlarge 48/48 196608 12x30x30 1 150 150 150 Gigabit
16xlarge 64/64 262144 16x50x50 1 200 200 efa 200 Gigabit
24xlarge 96/96 393216 24x50x50 1 300 300 efa 300 Gigabit
48xlarge 192/192 786432 24x50x50 2 300 300 efa 600 Gigabit
metal-24xl 96/96 393216 24x50x50 1 300 300 efa 300 Gigabit
metal-48xl 192/192 786432 24x50x50 2 300 300 efa 600 Gigabit
# m8i x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x30x30 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x30x30 1 3.75 15 Up to 15 Gigabit
4xlarge 16/8 65536 8x50x50 1 7.5 15 Up to 15 Gigabit
8xlarge 32/16 131072 10x50x50 1 15 15 15 Gigabit
12xlarge 48/24 196608 12x50x50 1 22.5 22.5 22.5 Gigabit
16xlarge 64/32 262144 16x64x64 1 30 30 30 Gigabit
24xlarge 96/48 393216 16x64x64 1 40 40 40 Gigabit
32xlarge 128/64 524288 24x64x64 1 50 50 50 Gigabit
48xlarge 192/96 786432 24x64x64 1 75 75 efa 75 Gigabit
96xlarge 384/192 1572864 24x64x64 1 100 100 efa 100 Gigabit
metal-48xl 192/96 786432 24x64x64 1 75 75 efa 75 Gigabit
metal-96xl 384/192 1572864 24x64x64 1 100 100 efa 100 Gigabit
# m8i-flex x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 3x20x20 1 0.468 12.5 Up to 12.5 Gigabit
xlarge 4/2 16384 4x30x30 1 0.937 12.5 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x30x30 1 1.875 15 Up to 15 Gigabit
4xlarge 16/8 65536 8x50x50 1 3.75 15 Up to 15 Gigabit
8xlarge 32/16 131072 10x50x50 1 7.5 15 Up to 15 Gigabit
12xlarge 48/24 196608 12x50x50 1 11.25 22.5 Up to 22.5 Gigabit
16xlarge 64/32 262144 16x64x64 1 15 30 Up to 30 Gigabit
# m8ib x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 4x20x20 1 2.083 16.667 Up to 16.66 Gigabit
xlarge 4/2 16384 4x30x30 1 4.166 20 Up to 20 Gigabit
2xlarge 8/4 32768 4x30x30 1 8.333 26.667 Up to 26.66 Gigabit
4xlarge 16/8 65536 8x50x50 1 16.666 33.333 Up to 33.33 Gigabit
8xlarge 32/16 131072 8x50x50 1 33.333 33.333 33.33 Gigabit
12xlarge 48/24 196608 12x50x50 1 50 50 50 Gigabit
16xlarge 64/32 262144 16x64x64 1 66.666 66.666 66.66 Gigabit
24xlarge 96/48 393216 16x64x64 1 100 100 100 Gigabit
32xlarge 128/64 524288 16x64x64 1 133.333 133.333 133.33 Gigabit
48xlarge 192/96 786432 24x64x64 1 200 200 efa 200 Gigabit
96xlarge 384/192 1572864 24x64x64 2 200 200 efa 400 Gigabit
# m8id x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 3x20x20 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 16384 4x30x30 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 32768 4x30x30 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/8 65536 8x50x50 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/16 131072 10x50x50 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/24 196608 12x50x50 1 22.5 22.5 ssd:1x2850 22.5 Gigabit
16xlarge 64/32 262144 16x64x64 1 30 30 ssd:1x3800 30 Gigabit
24xlarge 96/48 393216 16x64x64 1 40 40 ssd:2x2850 40 Gigabit
32xlarge 128/64 524288 24x64x64 1 50 50 ssd:2x3800 50 Gigabit
48xlarge 192/96 786432 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
96xlarge 384/192 1572864 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
metal-48xl 192/96 786432 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
metal-96xl 384/192 1572864 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
# m8in x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 4x20x20 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 16384 4x30x30 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 32768 4x30x30 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 65536 8x50x50 1 25 50 Up to 50 Gigabit
8xlarge 32/16 131072 8x50x50 1 50 50 50 Gigabit
12xlarge 48/24 196608 12x50x50 1 75 75 75 Gigabit
16xlarge 64/32 262144 16x64x64 1 100 100 100 Gigabit
24xlarge 96/48 393216 16x64x64 1 150 150 150 Gigabit
32xlarge 128/64 524288 16x64x64 1 200 200 200 Gigabit
48xlarge 192/96 786432 24x64x64 1 300 300 efa 300 Gigabit
96xlarge 384/192 1572864 24x64x64 2 300 300 efa 600 Gigabit
# m8ine x86_64 Intel 3.9 nitro required default encrypted
large 2/1 8192 4x20x20 1 3.125 3.125 3.125 Gigabit
xlarge 4/2 16384 4x30x30 1 6.25 6.25 6.25 Gigabit
2xlarge 8/4 32768 4x30x30 1 12.5 12.5 12.5 Gigabit
4xlarge 16/8 65536 8x50x50 1 25 25 25 Gigabit
8xlarge 32/16 131072 8x50x50 1 50 50 50 Gigabit
12xlarge 48/24 196608 12x50x50 1 75 75 75 Gigabit
# p3dn x86_64 Intel 2.5 nitro required default encrypted
24xlarge 96/48 786432 15x50x50 1 100 100 efa ssd:2x900 100 Gigabit
# p4d x86_64 Intel 3 nitro required default encrypted
24xlarge 96/48 1179648 60x50x50 4 100 100 efa ssd:8x1000 4x 100 Gigabit
# p4de x86_64 Intel 3 nitro required default encrypted
24xlarge 96/48 1179648 60x50x50 4 100 100 efa ssd:8x1000 4x 100 Gigabit
# p5 x86_64 AMD 3.6 nitro required default encrypted
4xlarge 16/8 262144 4x30x30 1 100 100 efa ssd:1x3800 100 Gigabit
48xlarge 192/96 2097152 64x50x50 32 100 100 efa ssd:8x3800 3200 Gigabit
# p5e x86_64 AMD 3.6 nitro required default encrypted
48xlarge 192/96 2097152 64x50x50 32 100 100 efa ssd:8x3800 3200 Gigabit
# p5en x86_64 Intel 2.4 nitro required default encrypted
48xlarge 192/96 2097152 64x50x50 16 200 200 efa ssd:8x3800 3200 Gigabit
# p6-b200 x86_64 Intel 2.4 nitro required default encrypted
48xlarge 192/96 2097152 32x50x50 8 200 200 efa ssd:8x3800 3200 Gigabit
# p6-b300 x86_64 Intel 2.4 nitro required default encrypted
48xlarge 192/96 4194304 68x50x50 17 350 350 efa ssd:8x3800 6400 Gigabit
# r3 x86_64 Intel 2.5 xen unsupported supported previous
large 2/1 15360 3x10x10 1 0.5 1.2 ssd:1x32 Moderate
xlarge 4/2 31232 4x15x15 1 0.7 2.8 ssd:1x80 Moderate
2xlarge 8/4 62464 4x15x15 1 1 10 ssd:1x160 High
4xlarge 16/8 124928 8x30x30 1 2 10 ssd:1x320 High
8xlarge 32/16 249856 8x30x30 1 5 10 ssd:2x320 10 Gigabit
# r4 x86_64 Intel 2.3 xen supported default previous
large 2/1 15616 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 31232 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 62464 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 124928 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 249856 8x30x30 1 12 12 10 Gigabit
16xlarge 64/32 499712 15x50x50 1 25 25 25 Gigabit
# r5 x86_64 Intel 3.1 nitro required default previous
large 2/1 16384 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 131072 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 262144 8x30x30 1 10 10 10 Gigabit
12xlarge 48/24 393216 8x30x30 1 12 12 12 Gigabit
16xlarge 64/32 524288 15x50x50 1 20 20 20 Gigabit
24xlarge 96/48 786432 15x50x50 1 25 25 25 Gigabit
metal 96/48 786432 15x50x50 1 25 25 25 Gigabit
# r5a x86_64 AMD 2.5 nitro required default
large 2/1 16384 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 131072 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 262144 8x30x30 1 7.5 10 Up to 10 Gigabit
12xlarge 48/24 393216 8x30x30 1 10 10 10 Gigabit
16xlarge 64/32 524288 15x50x50 1 12 12 12 Gigabit
24xlarge 96/48 786432 15x50x50 1 20 20 20 Gigabit
# r5ad x86_64 AMD 2.2 nitro required default
large 2/1 16384 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 131072 8x30x30 1 5 10 ssd:2x300 Up to 10 Gigabit
8xlarge 32/16 262144 8x30x30 1 7.5 10 ssd:2x600 Up to 10 Gigabit
12xlarge 48/24 393216 8x30x30 1 10 10 ssd:2x900 10 Gigabit
16xlarge 64/32 524288 15x50x50 1 12 12 ssd:4x600 12 Gigabit
24xlarge 96/48 786432 15x50x50 1 20 20 ssd:4x900 20 Gigabit
# r5b x86_64 Intel 3.1 nitro required default
large 2/1 16384 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/8 131072 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/16 262144 8x30x30 1 10 10 10 Gigabit
12xlarge 48/24 393216 8x30x30 1 12 12 12 Gigabit
16xlarge 64/32 524288 15x50x50 1 20 20 20 Gigabit
24xlarge 96/48 786432 15x50x50 1 25 25 25 Gigabit
metal 96/48 786432 15x50x50 1 25 25 25 Gigabit
# r5d x86_64 Intel 3.1 nitro required default
large 2/1 16384 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
4xlarge 16/8 131072 8x30x30 1 5 10 ssd:2x300 Up to 10 Gigabit
8xlarge 32/16 262144 8x30x30 1 10 10 ssd:2x600 10 Gigabit
12xlarge 48/24 393216 8x30x30 1 12 12 ssd:2x900 12 Gigabit
16xlarge 64/32 524288 15x50x50 1 20 20 ssd:4x600 20 Gigabit
24xlarge 96/48 786432 15x50x50 1 25 25 ssd:4x900 25 Gigabit
metal 96/48 786432 15x50x50 1 25 25 ssd:4x900 25 Gigabit
# r5dn x86_64 Intel 3.1 nitro required default encrypted
large 2/1 16384 3x10x10 1 2.1 25 ssd:1x75 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 4.1 25 ssd:1x150 Up to 25 Gigabit
2xlarge 8/4 65536 4x15x15 1 8.125 25 ssd:1x300 Up to 25 Gigabit
4xlarge 16/8 131072 8x30x30 1 16.25 25 ssd:2x300 Up to 25 Gigabit
8xlarge 32/16 262144 8x30x30 1 25 25 ssd:2x600 25 Gigabit
12xlarge 48/24 393216 8x30x30 1 50 50 ssd:2x900 50 Gigabit
16xlarge 64/32 524288 15x50x50 1 75 75 ssd:4x600 75 Gigabit
24xlarge 96/48 786432 15x50x50 1 100 100 efa ssd:4x900 100 Gigabit
metal 96/48 786432 15x50x50 1 100 100 efa ssd:4x900 100 Gigabit
# r5n x86_64 Intel 3.1 nitro required default encrypted
large 2/1 16384 3x10x10 1 2.1 25 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 4.1 25 Up to 25 Gigabit
2xlarge 8/4 65536 4x15x15 1 8.125 25 Up to 25 Gigabit
4xlarge 16/8 131072 8x30x30 1 16.25 25 Up to 25 Gigabit
8xlarge 32/16 262144 8x30x30 1 25 25 25 Gigabit
12xlarge 48/24 393216 8x30x30 1 50 50 50 Gigabit
16xlarge 64/32 524288 15x50x50 1 75 75 75 Gigabit
24xlarge 96/48 786432 15x50x50 1 100 100 efa 100 Gigabit
metal 96/48 786432 15x50x50 1 100 100 efa 100 Gigabit
# r6a x86_64 AMD 3.6 nitro required default encrypted
large 2/1 16384 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 262144 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 393216 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 524288 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 786432 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 1048576 15x50x50 1 50 50 50 Gigabit
48xlarge 192/96 1572864 15x50x50 1 50 50 efa 50 Gigabit
metal 192/96 1572864 15x50x50 1 50 50 efa 50 Gigabit
# r6g arm64 AWS 2.5 nitro required default
medium 1/1 8192 2x4x4 1 0.5 10 Up to 10 Gigabit
large 2/2 16384 3x10x10 1 0.75 10 Up to 10 Gigabit
xlarge 4/4 32768 4x15x15 1 1.25 10 Up to 10 Gigabit
2xlarge 8/8 65536 4x15x15 1 2.5 10 Up to 10 Gigabit
4xlarge 16/16 131072 8x30x30 1 5 10 Up to 10 Gigabit
8xlarge 32/32 262144 8x30x30 1 12 12 12 Gigabit
12xlarge 48/48 393216 8x30x30 1 20 20 20 Gigabit
16xlarge 64/64 524288 15x50x50 1 25 25 25 Gigabit
metal 64/64 524288 15x50x50 1 25 25 25 Gigabit
# r6gd arm64 AWS 2.5 nitro required default
medium 1/1 8192 2x4x4 1 0.5 10 ssd:1x59 Up to 10 Gigabit
large 2/2 16384 3x10x10 1 0.75 10 ssd:1x118 Up to 10 Gigabit
xlarge 4/4 32768 4x15x15 1 1.25 10 ssd:1x237 Up to 10 Gigabit
2xlarge 8/8 65536 4x15x15 1 2.5 10 ssd:1x474 Up to 10 Gigabit
4xlarge 16/16 131072 8x30x30 1 5 10 ssd:1x950 Up to 10 Gigabit
8xlarge 32/32 262144 8x30x30 1 12 12 ssd:1x1900 12 Gigabit
12xlarge 48/48 393216 8x30x30 1 20 20 ssd:2x1425 20 Gigabit
16xlarge 64/64 524288 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
metal 64/64 524288 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
# r6i x86_64 Intel 3.5 nitro required default previous encrypted
large 2/1 16384 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 262144 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 393216 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 524288 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 786432 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/64 1048576 15x50x50 1 50 50 efa 50 Gigabit
metal 128/64 1048576 15x50x50 1 50 50 efa 50 Gigabit
# r6id x86_64 Intel 3.5 nitro required default encrypted
large 2/1 16384 3x10x10 1 0.781 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 32768 4x15x15 1 1.562 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x15x15 1 3.125 12.5 ssd:1x474 Up to 12.5 Gigabit
4xlarge 16/8 131072 8x30x30 1 6.25 12.5 ssd:1x950 Up to 12.5 Gigabit
8xlarge 32/16 262144 8x30x30 1 12.5 12.5 ssd:1x1900 12.5 Gigabit
12xlarge 48/24 393216 8x30x30 1 18.75 18.75 ssd:2x1425 18.75 Gigabit
16xlarge 64/32 524288 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
24xlarge 96/48 786432 15x50x50 1 37.5 37.5 ssd:4x1425 37.5 Gigabit
32xlarge 128/64 1048576 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
metal 128/64 1048576 15x50x50 1 50 50 efa ssd:4x1900 50 Gigabit
# r6idn x86_64 Intel 3.5 nitro required default encrypted
large 2/1 16384 3x10x10 1 3.125 25 ssd:1x118 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 6.25 30 ssd:1x237 Up to 30 Gigabit
2xlarge 8/4 65536 4x15x15 1 12.5 40 ssd:1x474 Up to 40 Gigabit
4xlarge 16/8 131072 8x30x30 1 25 50 ssd:1x950 Up to 50 Gigabit
8xlarge 32/16 262144 8x30x30 1 50 50 ssd:1x1900 50 Gigabit
12xlarge 48/24 393216 8x30x30 1 75 75 ssd:2x1425 75 Gigabit
16xlarge 64/32 524288 15x50x50 1 100 100 ssd:2x1900 100 Gigabit
24xlarge 96/48 786432 15x50x50 1 150 150 ssd:4x1425 150 Gigabit
32xlarge 128/64 1048576 16x50x50 2 200 200 efa ssd:4x1900 200 Gigabit
metal 128/64 1048576 16x50x50 2 200 200 efa ssd:4x1900 200 Gigabit
# r6in x86_64 Intel 3.5 nitro required default encrypted
large 2/1 16384 3x10x10 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 32768 4x15x15 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 65536 4x15x15 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 131072 8x30x30 1 25 50 Up to 50 Gigabit
8xlarge 32/16 262144 8x30x30 1 50 50 50 Gigabit
12xlarge 48/24 393216 8x30x30 1 75 75 75 Gigabit
16xlarge 64/32 524288 15x50x50 1 100 100 100 Gigabit
24xlarge 96/48 786432 15x50x50 1 150 150 150 Gigabit
32xlarge 128/64 1048576 16x50x50 2 200 200 efa 200 Gigabit
metal 128/64 1048576 16x50x50 2 200 200 efa 200 Gigabit
# r7a x86_64 AMD 3.7 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.39 12.5 Up to 12.5 Gigabit
large 2/2 16384 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/4 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/16 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/32 262144 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/48 393216 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/64 524288 15x50x50 1 25 25 25 Gigabit
24xlarge 96/96 786432 15x50x50 1 37.5 37.5 37.5 Gigabit
32xlarge 128/128 1048576 15x50x50 1 50 50 50 Gigabit
48xlarge 192/192 1572864 15x50x50 1 50 50 efa 50 Gigabit
metal-48xl 192/192 1572864 15x50x50 1 50 50 efa 50 Gigabit
# r7g arm64 AWS 2.6 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 16384 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 32768 4x15x15 1 1.876 12.5 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 131072 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 262144 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 393216 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 524288 15x50x50 1 30 30 efa 30 Gigabit
metal 64/64 524288 15x50x50 1 30 30 efa 30 Gigabit
# r7gd arm64 AWS 2.6 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 16384 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 32768 4x15x15 1 1.876 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 131072 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 262144 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 393216 8x30x30 1 22.5 22.5 ssd:2x1425 22.5 Gigabit
16xlarge 64/64 524288 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
metal 64/64 524288 15x50x50 1 30 30 efa ssd:2x1900 30 Gigabit
# r7i x86_64 Intel 3.2 nitro required default encrypted
large 2/1 16384 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 262144 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 393216 8x30x30 1 18.75 18.75 18.75 Gigabit
16xlarge 64/32 524288 15x50x50 1 25 25 25 Gigabit
24xlarge 96/48 786432 15x50x50 1 37.5 37.5 37.5 Gigabit
48xlarge 192/96 1572864 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/48 786432 15x50x50 1 37.5 37.5 37.5 Gigabit
metal-48xl 192/96 1572864 15x50x50 1 50 50 efa 50 Gigabit
# r7iz x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 3x10x10 1 0.781 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x15x15 1 1.562 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x15x15 1 3.125 12.5 Up to 12.5 Gigabit
4xlarge 16/8 131072 8x30x30 1 6.25 12.5 Up to 12.5 Gigabit
8xlarge 32/16 262144 8x30x30 1 12.5 12.5 12.5 Gigabit
12xlarge 48/24 393216 8x30x30 1 25 25 25 Gigabit
16xlarge 64/32 524288 15x50x50 1 25 25 25 Gigabit
32xlarge 128/64 1048576 15x50x50 1 50 50 efa 50 Gigabit
metal-16xl 64/32 524288 15x50x50 1 25 25 25 Gigabit
metal-32xl 128/64 1048576 15x50x50 1 50 50 efa 50 Gigabit
# r8a x86_64 AMD 4.5 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 16384 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 32768 4x20x20 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x40x40 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 131072 8x40x40 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 262144 10x40x40 1 15 15 15 Gigabit
12xlarge 48/48 393216 12x64x64 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 524288 16x64x64 1 30 30 30 Gigabit
24xlarge 96/96 786432 16x64x64 1 40 40 40 Gigabit
48xlarge 192/192 1572864 24x64x64 1 75 75 efa 75 Gigabit
metal-24xl 96/96 786432 16x64x64 1 40 40 40 Gigabit
metal-48xl 192/192 1572864 24x64x64 1 75 75 efa 75 Gigabit
# r8g arm64 AWS 2.8 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 16384 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 32768 4x15x15 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 131072 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 262144 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 393216 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 524288 15x50x50 1 30 30 30 Gigabit
24xlarge 96/96 786432 15x50x50 1 40 40 efa 40 Gigabit
48xlarge 192/192 1572864 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/96 786432 15x50x50 1 40 40 efa 40 Gigabit
metal-48xl 192/192 1572864 15x50x50 1 50 50 efa 50 Gigabit
# r8gb arm64 AWS 2.8 nitro required default encrypted
medium 1/1 8192 2x4x4 1 2.083 16.667 Up to 16.66 Gigabit
large 2/2 16384 3x10x10 1 4.166 20 Up to 20 Gigabit
xlarge 4/4 32768 4x15x15 1 8.333 26.667 Up to 26.66 Gigabit
2xlarge 8/8 65536 4x15x15 1 16.666 33.333 Up to 33.33 Gigabit
4xlarge 16/16 131072 8x30x30 1 33.333 33.333 33.33 Gigabit
8xlarge 32/32 262144 10x30x30 1 66.666 66.666 66.66 Gigabit
12xlarge 48/48 393216 12x30x30 1 100 100 100 Gigabit
16xlarge 64/64 524288 16x50x50 1 133.333 133.333 efa 133.33 Gigabit
24xlarge 96/96 786432 24x50x50 1 200 200 efa 200 Gigabit
48xlarge 192/192 1572864 24x50x50 2 200 200 efa 400 Gigabit
metal-24xl 96/96 786432 24x50x50 1 200 200 efa 200 Gigabit
metal-48xl 192/192 1572864 24x50x50 2 200 200 efa 400 Gigabit
# r8gd arm64 AWS 2.8 nitro required default encrypted
medium 1/1 8192 2x4x4 1 0.52 12.5 ssd:1x59 Up to 12.5 Gigabit
large 2/2 16384 3x10x10 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/4 32768 4x15x15 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/8 65536 4x15x15 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/16 131072 8x30x30 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/32 262144 8x30x30 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/48 393216 8x30x30 1 22.5 22.5 ssd:3x950 22.5 Gigabit
16xlarge 64/64 524288 15x50x50 1 30 30 ssd:2x1900 30 Gigabit
24xlarge 96/96 786432 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
48xlarge 192/192 1572864 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
metal-24xl 96/96 786432 15x50x50 1 40 40 efa ssd:3x1900 40 Gigabit
metal-48xl 192/192 1572864 15x50x50 1 50 50 efa ssd:6x1900 50 Gigabit
# r8gn arm64 AWS 2.8 nitro required default encrypted
medium 1/1 8192 2x4x4 1 3.125 25 Up to 25 Gigabit
large 2/2 16384 3x10x10 1 6.25 30 Up to 30 Gigabit
xlarge 4/4 32768 4x15x15 1 12.5 40 Up to 40 Gigabit
2xlarge 8/8 65536 4x15x15 1 25 50 Up to 50 Gigabit
4xlarge 16/16 131072 8x30x30 1 50 50 50 Gigabit
8xlarge 32/32 262144 10x30x30 1 100 100 100 Gigabit
12xlarge 48/48 393216 12x30x30 1 150 150 150 Gigabit
16xlarge 64/64 524288 16x50x50 1 200 200 efa 200 Gigabit
24xlarge 96/96 786432 24x50x50 1 300 300 efa 300 Gigabit
48xlarge 192/192 1572864 24x50x50 2 300 300 efa 600 Gigabit
metal-24xl 96/96 786432 24x50x50 1 300 300 efa 300 Gigabit
metal-48xl 192/192 1572864 24x50x50 2 300 300 efa 600 Gigabit
# r8i x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x30x30 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x30x30 1 3.75 15 Up to 15 Gigabit
4xlarge 16/8 131072 8x50x50 1 7.5 15 Up to 15 Gigabit
8xlarge 32/16 262144 10x50x50 1 15 15 15 Gigabit
12xlarge 48/24 393216 12x50x50 1 22.5 22.5 22.5 Gigabit
16xlarge 64/32 524288 16x64x64 1 30 30 30 Gigabit
24xlarge 96/48 786432 16x64x64 1 40 40 40 Gigabit
32xlarge 128/64 1048576 24x64x64 1 50 50 50 Gigabit
48xlarge 192/96 1572864 24x64x64 1 75 75 efa 75 Gigabit
96xlarge 384/192 3145728 24x64x64 1 100 100 efa 100 Gigabit
metal-48xl 192/96 1572864 24x64x64 1 75 75 efa 75 Gigabit
metal-96xl 384/192 3145728 24x64x64 1 100 100 efa 100 Gigabit
# r8i-flex x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 3x20x20 1 0.468 12.5 Up to 12.5 Gigabit
xlarge 4/2 32768 4x30x30 1 0.937 12.5 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x30x30 1 1.875 15 Up to 15 Gigabit
4xlarge 16/8 131072 8x50x50 1 3.75 15 Up to 15 Gigabit
8xlarge 32/16 262144 10x50x50 1 7.5 15 Up to 15 Gigabit
12xlarge 48/24 393216 12x50x50 1 11.25 22.5 Up to 22.5 Gigabit
16xlarge 64/32 524288 16x64x64 1 15 30 Up to 30 Gigabit
# r8ib x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 4x20x20 1 2.083 16.667 Up to 16.66 Gigabit
xlarge 4/2 32768 4x30x30 1 4.166 20 Up to 20 Gigabit
2xlarge 8/4 65536 4x30x30 1 8.333 26.667 Up to 26.66 Gigabit
4xlarge 16/8 131072 8x50x50 1 16.666 33.333 Up to 33.33 Gigabit
8xlarge 32/16 262144 8x50x50 1 33.333 33.333 33.33 Gigabit
12xlarge 48/24 393216 12x50x50 1 50 50 50 Gigabit
16xlarge 64/32 524288 16x64x64 1 66.666 66.666 66.66 Gigabit
24xlarge 96/48 786432 16x64x64 1 100 100 100 Gigabit
32xlarge 128/64 1048576 16x64x64 1 133.333 133.333 133.33 Gigabit
48xlarge 192/96 1572864 24x64x64 1 200 200 efa 200 Gigabit
96xlarge 384/192 3145728 24x64x64 2 200 200 efa 400 Gigabit
# r8id x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 3x20x20 1 0.937 12.5 ssd:1x118 Up to 12.5 Gigabit
xlarge 4/2 32768 4x30x30 1 1.875 12.5 ssd:1x237 Up to 12.5 Gigabit
2xlarge 8/4 65536 4x30x30 1 3.75 15 ssd:1x474 Up to 15 Gigabit
4xlarge 16/8 131072 8x50x50 1 7.5 15 ssd:1x950 Up to 15 Gigabit
8xlarge 32/16 262144 10x50x50 1 15 15 ssd:1x1900 15 Gigabit
12xlarge 48/24 393216 12x50x50 1 22.5 22.5 ssd:1x2850 22.5 Gigabit
16xlarge 64/32 524288 16x64x64 1 30 30 ssd:1x3800 30 Gigabit
24xlarge 96/48 786432 16x64x64 1 40 40 ssd:2x2850 40 Gigabit
32xlarge 128/64 1048576 24x64x64 1 50 50 ssd:2x3800 50 Gigabit
48xlarge 192/96 1572864 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
96xlarge 384/192 3145728 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
metal-48xl 192/96 1572864 24x64x64 1 75 75 efa ssd:3x3800 75 Gigabit
metal-96xl 384/192 3145728 24x64x64 1 100 100 efa ssd:6x3800 100 Gigabit
# r8in x86_64 Intel 3.9 nitro required default encrypted
large 2/1 16384 4x20x20 1 3.125 25 Up to 25 Gigabit
xlarge 4/2 32768 4x30x30 1 6.25 30 Up to 30 Gigabit
2xlarge 8/4 65536 4x30x30 1 12.5 40 Up to 40 Gigabit
4xlarge 16/8 131072 8x50x50 1 25 50 Up to 50 Gigabit
8xlarge 32/16 262144 8x50x50 1 50 50 50 Gigabit
12xlarge 48/24 393216 12x50x50 1 75 75 75 Gigabit
16xlarge 64/32 524288 16x64x64 1 100 100 100 Gigabit
24xlarge 96/48 786432 16x64x64 1 150 150 150 Gigabit
32xlarge 128/64 1048576 16x64x64 1 200 200 200 Gigabit
48xlarge 192/96 1572864 24x64x64 1 300 300 efa 300 Gigabit
96xlarge 384/192 3145728 24x64x64 2 300 300 efa 600 Gigabit
# t1 i386+x86_64 Intel 0 xen unsupported unsupported previous ipv4-only
micro 1/1 627 2x2x0 1 0.07 0.28 Very Low
# t2 x86_64 Intel 2.3 xen unsupported unsupported burstable
nano 1/1 512 2x2x2 1 0.032 0.512 Low to Moderate
micro 1/1 1024 2x2x2 1 0.064 1.024 Low to Moderate
small 1/1 2048 3x4x4 1 0.128 1.024 Low to Moderate
medium 2/2 4096 3x6x6 1 0.256 1.024 Low to Moderate
large 2/2 8192 3x12x12 1 0.512 1.024 Low to Moderate
xlarge 4/4 16384 3x15x15 1 0.75 1.024 Moderate
2xlarge 8/8 32768 3x15x15 1 1 1.024 Moderate
# t3 x86_64 Intel 2.5 nitro required default burstable
nano 2/1 512 2x2x2 1 0.032 5 Up to 5 Gigabit
micro 2/1 1024 2x2x2 1 0.064 5 Up to 5 Gigabit
small 2/1 2048 3x4x4 1 0.128 5 Up to 5 Gigabit
medium 2/1 4096 3x6x6 1 0.256 5 Up to 5 Gigabit
large 2/1 8192 3x12x12 1 0.512 5 Up to 5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.024 5 Up to 5 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.048 5 Up to 5 Gigabit
# t3a x86_64 AMD 2.2 nitro required default burstable
nano 2/1 512 2x2x2 1 0.032 5 Up to 5 Gigabit
micro 2/1 1024 2x2x2 1 0.064 5 Up to 5 Gigabit
small 2/1 2048 2x4x4 1 0.128 5 Up to 5 Gigabit
medium 2/1 4096 3x6x6 1 0.256 5 Up to 5 Gigabit
large 2/1 8192 3x12x12 1 0.512 5 Up to 5 Gigabit
xlarge 4/2 16384 4x15x15 1 1.024 5 Up to 5 Gigabit
2xlarge 8/4 32768 4x15x15 1 2.048 5 Up to 5 Gigabit
# t4g arm64 AWS 2.5 nitro required default burstable
nano 2/2 512 2x2x2 1 0.032 5 Up to 5 Gigabit
micro 2/2 1024 2x2x2 1 0.064 5 Up to 5 Gigabit
small 2/2 2048 3x4x4 1 0.128 5 Up to 5 Gigabit
medium 2/2 4096 3x6x6 1 0.256 5 Up to 5 Gigabit
large 2/2 8192 3x12x12 1 0.512 5 Up to 5 Gigabit
xlarge 4/4 16384 4x15x15 1 1.024 5 Up to 5 Gigabit
2xlarge 8/8 32768 4x15x15 1 2.048 5 Up to 5 Gigabit
# trn1 x86_64 Intel 3.5 nitro required default encrypted
2xlarge 8/4 32768 4x15x15 1 3.125 12.5 ssd:1x474 Up to 12.5 Gigabit
32xlarge 128/64 524288 40x50x50 8 100 100 efa ssd:4x1900 8x 100 Gigabit
# trn1n x86_64 Intel 3.5 nitro required default encrypted
32xlarge 128/64 524288 80x50x50 16 100 100 efa ssd:4x1900 16x 100 Gigabit
# trn2 x86_64 Intel 3.5 nitro required default encrypted
3xlarge 12/6 131072 2x15x15 1 50 50 efa ssd:1x470 200 Gigabit
48xlarge 192/96 2097152 32x50x50 16 200 200 efa ssd:4x1900 16x 200 Gigabit
# u-3tb1 x86_64 Intel 2.1 nitro required default encrypted
56xlarge 224/112 3145728 8x30x30 1 50 50 50 Gigabit
# u-6tb1 x86_64 Intel 2.1 nitro required default encrypted
56xlarge 224/224 6291456 15x50x50 1 100 100 100 Gigabit
112xlarge 448/224 6291456 15x50x50 1 100 100 100 Gigabit
# u7i-12tb x86_64 Intel 1.9 nitro required default encrypted
224xlarge 896/448 12582912 15x50x50 1 100 100 efa 100 Gigabit
# u7i-6tb x86_64 Intel 1.9 nitro required default encrypted
112xlarge 448/224 6291456 15x50x50 1 100 100 efa 100 Gigabit
# u7i-8tb x86_64 Intel 1.9 nitro required default encrypted
112xlarge 448/224 8388608 15x50x50 1 100 100 efa 100 Gigabit
# u7in-16tb x86_64 Intel 1.9 nitro required default encrypted
224xlarge 896/448 16777216 16x50x50 2 100 100 efa 200 Gigabit
# u7in-24tb x86_64 Intel 1.9 nitro required default encrypted
224xlarge 896/448 25165824 16x50x50 2 100 100 efa 200 Gigabit
# u7in-32tb x86_64 Intel 1.9 nitro required default encrypted
224xlarge 896/448 33554432 16x50x50 2 100 100 efa 200 Gigabit
# x1 x86_64 Intel 2.3 xen supported default
16xlarge 64/32 999424 8x30x30 1 10 10 ssd:1x1920 10 Gigabit
32xlarge 128/64 1998848 8x30x30 1 25 25 ssd:2x1920 25 Gigabit
# x1e x86_64 Intel 2.3 xen supported default
xlarge 4/2 124928 3x10x10 1 0.625 10 ssd:1x120 Up to 10 Gigabit
2xlarge 8/4 249856 4x15x15 1 1.25 10 ssd:1x240 Up to 10 Gigabit
4xlarge 16/8 499712 4x15x15 1 2.5 10 ssd:1x480 Up to 10 Gigabit
8xlarge 32/16 999424 4x15x15 1 5 10 ssd:1x960 Up to 10 Gigabit
16xlarge 64/32 1998848 8x30x30 1 10 10 ssd:1x1920 10 Gigabit
32xlarge 128/64 3997696 8x30x30 1 25 25 ssd:2x1920 25 Gigabit
# x2gd arm64 AWS 2.5 nitro required default
medium 1/1 16384 2x4x4 1 0.5 10 ssd:1x59 Up to 10 Gigabit
large 2/2 32768 3x10x10 1 0.75 10 ssd:1x118 Up to 10 Gigabit
xlarge 4/4 65536 4x15x15 1 1.25 10 ssd:1x237 Up to 10 Gigabit
2xlarge 8/8 131072 4x15x15 1 2.5 10 ssd:1x475 Up to 10 Gigabit
4xlarge 16/16 262144 8x30x30 1 5 10 ssd:1x950 Up to 10 Gigabit
8xlarge 32/32 524288 8x30x30 1 12 12 ssd:1x1900 12 Gigabit
12xlarge 48/48 786432 8x30x30 1 20 20 ssd:2x1425 20 Gigabit
16xlarge 64/64 1048576 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
metal 64/64 1048576 15x50x50 1 25 25 ssd:2x1900 25 Gigabit
# x2idn x86_64 Intel 3.5 nitro required default encrypted
16xlarge 64/32 1048576 15x50x50 1 50 50 ssd:1x1900 50 Gigabit
24xlarge 96/48 1572864 15x50x50 1 75 75 ssd:2x1425 75 Gigabit
32xlarge 128/64 2097152 15x50x50 1 100 100 efa ssd:2x1900 100 Gigabit
metal 128/64 2097152 15x50x50 1 100 100 efa ssd:2x1900 100 Gigabit
# x2iedn x86_64 Intel 3.5 nitro required default encrypted
xlarge 4/2 131072 4x15x15 1 1.875 25 ssd:1x118 Up to 25 Gigabit
2xlarge 8/4 262144 4x15x15 1 5 25 ssd:1x237 Up to 25 Gigabit
4xlarge 16/8 524288 8x30x30 1 12.5 25 ssd:1x475 Up to 25 Gigabit
8xlarge 32/16 1048576 8x30x30 1 25 25 ssd:1x950 25 Gigabit
16xlarge 64/32 2097152 15x50x50 1 50 50 ssd:1x1900 50 Gigabit
24xlarge 96/48 3145728 15x50x50 1 75 75 ssd:2x1425 75 Gigabit
32xlarge 128/64 4194304 15x50x50 1 100 100 efa ssd:2x1900 100 Gigabit
metal 128/64 4194304 15x50x50 1 100 100 efa ssd:2x1900 100 Gigabit
# x2iezn x86_64 Intel 4.5 nitro required default encrypted
2xlarge 8/4 262144 4x15x15 1 12.5 25 Up to 25 Gigabit
4xlarge 16/8 524288 8x30x30 1 15 25 Up to 25 Gigabit
6xlarge 24/12 786432 8x30x30 1 50 50 50 Gigabit
8xlarge 32/16 1048576 8x30x30 1 75 75 75 Gigabit
12xlarge 48/24 1572864 15x50x50 1 100 100 efa 100 Gigabit
metal 48/24 1572864 15x50x50 1 100 100 efa 100 Gigabit
# x8aedz x86_64 AMD 5 nitro required default encrypted
large 2/2 65536 4x20x20 1 1.562 18.75 ssd:1x158 Up to 18.75 Gigabit
xlarge 4/4 131072 4x20x20 1 3.125 18.75 ssd:1x316 Up to 18.75 Gigabit
3xlarge 12/12 393216 8x40x40 1 9.375 18.75 ssd:1x950 Up to 18.75 Gigabit
6xlarge 24/24 786432 8x40x40 1 18.75 18.75 ssd:1x1900 18.75 Gigabit
12xlarge 48/48 1572864 16x64x64 1 37.5 37.5 ssd:1x3800 37.5 Gigabit
24xlarge 96/96 3145728 16x64x64 1 75 75 efa ssd:2x3800 75 Gigabit
metal-12xl 48/48 1572864 16x64x64 1 37.5 37.5 ssd:1x3800 37.5 Gigabit
metal-24xl 96/96 3145728 16x64x64 1 75 75 efa ssd:2x3800 75 Gigabit
# x8g arm64 AWS 2.8 nitro required default encrypted
medium 1/1 16384 2x4x4 1 0.52 12.5 Up to 12.5 Gigabit
large 2/2 32768 3x10x10 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/4 65536 4x15x15 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/8 131072 4x15x15 1 3.75 15 Up to 15 Gigabit
4xlarge 16/16 262144 8x30x30 1 7.5 15 Up to 15 Gigabit
8xlarge 32/32 524288 8x30x30 1 15 15 15 Gigabit
12xlarge 48/48 786432 8x30x30 1 22.5 22.5 22.5 Gigabit
16xlarge 64/64 1048576 15x50x50 1 30 30 30 Gigabit
24xlarge 96/96 1572864 15x50x50 1 40 40 efa 40 Gigabit
48xlarge 192/192 3145728 15x50x50 1 50 50 efa 50 Gigabit
metal-24xl 96/96 1572864 15x50x50 1 40 40 efa 40 Gigabit
metal-48xl 192/192 3145728 15x50x50 1 50 50 efa 50 Gigabit
# x8i x86_64 Intel 3.9 nitro required default encrypted
large 2/1 32768 3x20x20 1 0.937 12.5 Up to 12.5 Gigabit
xlarge 4/2 65536 4x30x30 1 1.875 12.5 Up to 12.5 Gigabit
2xlarge 8/4 131072 4x30x30 1 3.75 15 Up to 15 Gigabit
4xlarge 16/8 262144 8x50x50 1 7.5 15 Up to 15 Gigabit
8xlarge 32/16 524288 10x50x50 1 15 15 15 Gigabit
12xlarge 48/24 786432 12x50x50 1 22.5 22.5 22.5 Gigabit
16xlarge 64/32 1048576 16x64x64 1 30 30 30 Gigabit
24xlarge 96/48 1572864 16x64x64 1 40 40 40 Gigabit
32xlarge 128/64 2097152 24x64x64 1 50 50 50 Gigabit
48xlarge 192/96 3145728 24x64x64 1 75 75 efa 75 Gigabit
64xlarge 256/128 4194304 24x64x64 1 80 80 efa 80 Gigabit
96xlarge 384/192 6291456 24x64x64 1 100 100 efa 100 Gigabit
metal-48xl 192/96 3145728 24x64x64 1 75 75 efa 75 Gigabit
metal-96xl 384/192 6291456 24x64x64 1 100 100 efa 100 Gigabit
# z1d x86_64 Intel 4 nitro required default
large 2/1 16384 3x10x10 1 0.75 10 ssd:1x75 Up to 10 Gigabit
xlarge 4/2 32768 4x15x15 1 1.25 10 ssd:1x150 Up to 10 Gigabit
2xlarge 8/4 65536 4x15x15 1 2.5 10 ssd:1x300 Up to 10 Gigabit
3xlarge 12/6 98304 8x30x30 1 5 10 ssd:1x450 Up to 10 Gigabit
6xlarge 24/12 196608 8x30x30 1 12 12 ssd:1x900 12 Gigabit
12xlarge 48/24 393216 15x50x50 1 25 25 ssd:2x900 25 Gigabit
metal 48/24 393216 15x50x50 1 25 25 ssd:2x900 25 Gigabit
`;
