/**
 * An account's services as consumers find them: by name, where they may connect at all.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions
 */
import type { Context } from "../../../cloud/context.ts";
import {
  domainOfService,
  type EndpointServiceConfiguration,
  endpointServices,
  nameOfService,
  servicePermissions,
} from "./resources.ts";

/** The service of this name that the caller may make endpoints to in this Region. */
export function offeredService(ctx: Context, name: string): EndpointServiceConfiguration | undefined {
  const id = /^com\.amazonaws\.vpce\.[a-z0-9-]+\.(vpce-svc-[0-9a-f]{17})$/.exec(name)?.[1];
  const service = id === undefined ? undefined : ctx.find(endpointServices, id);
  return service && nameOfService(service) === name && isOffered(ctx, service) ? service : undefined;
}

/** The services of all accounts that the caller may make endpoints to in this Region, oldest first. */
export const offeredServices = (ctx: Context): readonly EndpointServiceConfiguration[] =>
  [...ctx.surroundings.store.table(endpointServices).values()].filter((service) => isOffered(ctx, service));

const isOffered = (ctx: Context, service: EndpointServiceConfiguration): boolean =>
  service.state === "Available" && service.regions.includes(ctx.region) && mayConnect(ctx, service);

/** Whoever has a service may connect to it; others need a permission. Users and roles count as their account. */
function mayConnect(ctx: Context, service: EndpointServiceConfiguration): boolean {
  if (service.account === ctx.account) return true;
  return ctx
    .by(servicePermissions, "serviceId", service.id)
    .some(({ principal }) => principal === "*" || principal.split(":")[4] === ctx.account);
}

/** A service in the terms in which AWS's own are told. */
export const asEndpointService = (service: EndpointServiceConfiguration) => ({
  name: nameOfService(service),
  id: service.id,
  type: service.type,
  baseDnsName: domainOfService(service),
  privateDnsNames: service.privateDns?.state === "verified" ? [service.privateDns.name] : [],
});
