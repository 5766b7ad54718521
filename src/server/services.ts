/** The services that are built. Each is loaded when its first request comes, so that starting costs none of them. */
import type { Service } from "../cloud/operation.ts";
import type { ServiceName } from "../protocol/catalogue.ts";

export type ServiceTable = Readonly<Partial<Record<ServiceName, () => Promise<Service>>>>;

export const services = {
  ec2: async () => (await import("../services/ec2/service.ts")).ec2Service,
  sts: async () => (await import("../services/sts/service.ts")).stsService,
} satisfies ServiceTable;
