/** The services that are built. Each is loaded when its first request comes, so that starting costs none of them. */
import type { Service } from "../cloud/operation.ts";
import type { ServiceName } from "../protocol/catalogue.ts";

export type ServiceTable = Readonly<Partial<Record<ServiceName, () => Promise<Service>>>>;

export const services = {
  "cloudwatch-logs": async () => (await import("../services/logs/service.ts")).logsService,
  ec2: async () => (await import("../services/ec2/service.ts")).ec2Service,
  iam: async () => (await import("../services/iam/service.ts")).iamService,
  kms: async () => (await import("../services/kms/service.ts")).kmsService,
  ram: async () => (await import("../services/ram/service.ts")).ramService,
  s3: async () => (await import("../services/s3/service.ts")).s3Service,
  "service-quotas": async () => (await import("../services/quotas/service.ts")).quotasService,
  ssm: async () => (await import("../services/ssm/service.ts")).ssmService,
  sts: async () => (await import("../services/sts/service.ts")).stsService,
} satisfies ServiceTable;
