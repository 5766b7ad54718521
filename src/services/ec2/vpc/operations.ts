import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { createCarrierGateway, deleteCarrierGateway, describeCarrierGateways } from "./carrierGateways.ts";
import { describeVpcClassicLink, describeVpcClassicLinkDnsSupport } from "./classicLink.ts";
import { createSubnet, deleteSubnet } from "./createSubnet.ts";
import { createVpc } from "./createVpc.ts";
import { createDefaultSubnet, createDefaultVpc } from "./defaultVpc.ts";
import { deleteVpc } from "./deleteVpc.ts";
import { describeSubnets } from "./describeSubnets.ts";
import { describeVpcs } from "./describeVpcs.ts";
import { associateDhcpOptions, createDhcpOptions, deleteDhcpOptions, describeDhcpOptions } from "./dhcpOptions.ts";
import {
  createEgressOnlyInternetGateway,
  deleteEgressOnlyInternetGateway,
  describeEgressOnlyInternetGateways,
} from "./egressOnlyInternetGateways.ts";
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  describeInternetGateways,
  detachInternetGateway,
} from "./internetGateways.ts";
import { modifySubnetAttribute } from "./subnetAttributes.ts";
import { associateSubnetCidrBlock, disassociateSubnetCidrBlock } from "./subnetCidrs.ts";
import { settleSubnet } from "./subnets.ts";
import { describeVpcAttribute, modifyVpcAttribute, modifyVpcTenancy } from "./vpcAttributes.ts";
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from "./vpcCidrs.ts";
import { settleVpc } from "./vpcs.ts";

export const vpcOperations: readonly Operation[] = [
  createVpc,
  deleteVpc,
  describeVpcs,
  describeVpcAttribute,
  modifyVpcAttribute,
  modifyVpcTenancy,
  associateVpcCidrBlock,
  disassociateVpcCidrBlock,
  createDefaultVpc,
  createDefaultSubnet,
  describeVpcClassicLink,
  describeVpcClassicLinkDnsSupport,
  createSubnet,
  deleteSubnet,
  describeSubnets,
  modifySubnetAttribute,
  associateSubnetCidrBlock,
  disassociateSubnetCidrBlock,
  createInternetGateway,
  attachInternetGateway,
  detachInternetGateway,
  deleteInternetGateway,
  describeInternetGateways,
  createEgressOnlyInternetGateway,
  deleteEgressOnlyInternetGateway,
  describeEgressOnlyInternetGateways,
  createCarrierGateway,
  deleteCarrierGateway,
  describeCarrierGateways,
  createDhcpOptions,
  deleteDhcpOptions,
  associateDhcpOptions,
  describeDhcpOptions,
];

export const vpcTransitions: Readonly<Record<string, Transition>> = {
  "ec2.vpc.settle": settleVpc,
  "ec2.vpc.settle-subnet": settleSubnet,
};
