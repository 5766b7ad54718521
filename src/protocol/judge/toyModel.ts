/** A small API of one's own, and requests to it: for the vectors of Smithy's protocol tests and for odd requests. */
import type { HttpRequest } from "../codec.ts";
import { modelOf, type ProtocolId, type ServiceModel } from "../model.ts";

/** `shapes` are rows of a generated table, counted from 1: see `scripts/generate.mjs`. */
export function toyModel(
  protocol: ProtocolId,
  operations: Readonly<Record<string, readonly unknown[]>>,
  shapes: readonly unknown[],
): ServiceModel {
  const header = {
    name: "ec2",
    serviceId: "Toy",
    protocol,
    apiVersion: "2020-01-08",
    xmlNamespace: "https://example.com/",
    targetPrefix: "Toy",
    signingName: "toy",
    operations,
    errors: {},
  };
  return modelOf(`[${[header, ...shapes].map((row) => JSON.stringify(row)).join(",\n")}]\n`);
}

export const request = (
  given: Partial<Omit<HttpRequest, "body">> & { readonly body?: string | Uint8Array },
): HttpRequest => ({
  method: "POST",
  path: "/",
  query: "",
  headers: {},
  ...given,
  body: typeof given.body === "string" ? new TextEncoder().encode(given.body) : (given.body ?? new Uint8Array()),
});

export const form = (body: string): HttpRequest =>
  request({ headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, body });
