/**
 * What there is: every service, its protocol, versions and operations' names, without its shapes. `services.json` is the
 * list of services; `scripts/generate.mjs` makes the catalogue from it and the AWS SDK's clients.
 */
import { readFileSync } from "node:fs";
import type services from "./services.json";

/** Services bear the names of the AWS SDK's packages: `@aws-sdk/client-<name>`. */
export type ServiceName = keyof typeof services;

/** The AWS protocols of https://smithy.io/2.0/aws/protocols/index.html that the services speak. */
export type ProtocolId = "ec2Query" | "awsQuery" | "awsJson1_0" | "awsJson1_1" | "restJson1" | "restXml";

export interface CatalogueEntry {
  readonly protocol: ProtocolId;
  /** The name that AWS's own models use, `Route 53`. */
  readonly serviceId: string;
  readonly apiVersion: string;
  /** The service's name in SigV4 credential scopes; two services may share one. */
  readonly signingName: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** One endpoint for all regions. */
  readonly global?: boolean;
  /** Of an API that tells operations by path: what paths begin with. */
  readonly roots?: readonly string[];
  /** The SDK's package and version, or the model, that the shapes were made from. */
  readonly source: string;
  readonly operationCount: number;
  readonly operations: readonly string[];
}

/** Where the generated tables lie: beside this file in the sources, beside the bundle in a build. */
export const generatedFile = (name: string): URL => new URL(`./generated/${name}.json`, import.meta.url);

export const catalogue: Readonly<Record<ServiceName, CatalogueEntry>> = JSON.parse(
  readFileSync(generatedFile("catalogue"), "latin1"),
);

export const serviceNames: readonly ServiceName[] = Object.keys(catalogue) as ServiceName[];
