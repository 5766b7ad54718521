/** What is built, and what of the pinned API models is not. */
import { catalogue, serviceNames } from "../../protocol/catalogue.ts";

export function operationsAnswer(built: ReadonlyMap<string, readonly string[]>): object {
  const services = serviceNames.map((service) => {
    const { serviceId, protocol, apiVersion, source, operations } = catalogue[service];
    const has = new Set(built.get(service));
    return {
      service,
      serviceId,
      protocol,
      apiVersion,
      source,
      built: operations.filter((name) => has.has(name)),
      notBuilt: operations.filter((name) => !has.has(name)),
    };
  });
  const count = (of: "built" | "notBuilt"): number => services.reduce((sum, service) => sum + service[of].length, 0);
  return { schema: "underlay/operations/1", built: count("built"), notBuilt: count("notBuilt"), services };
}
