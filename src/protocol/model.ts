/**
 * One AWS API: its operations and the shapes of their inputs, outputs and errors, read from the generated tables. A
 * model is loaded when first asked for and decodes only the shapes that requests touch.
 */
import { readFile } from "node:fs/promises";
import { generatedFile, type ProtocolId, type ServiceName } from "./catalogue.ts";
import type { Member, Shape, StructureShape } from "./shapes.ts";
import { type Reference, ShapeTable } from "./shapeTable.ts";

export type { ProtocolId, ServiceName } from "./catalogue.ts";

/** https://smithy.io/2.0/spec/http-bindings.html#http-trait */
interface HttpTrait {
  readonly method: string;
  /** A template: `/2013-04-01/hostedzone/{Id}/rrset`, which may end in a literal query, `/tagging?Operation=Tag`. */
  readonly uri: string;
  /** The status of success. */
  readonly code: number;
}

interface OperationModel {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Where the operation is told by method and path. */
  readonly http: HttpTrait | undefined;
}

export interface ServiceModel {
  readonly name: ServiceName;
  readonly serviceId: string;
  readonly protocol: ProtocolId;
  readonly apiVersion: string;
  readonly xmlNamespace: string;
  readonly targetPrefix: string;
  readonly signingName: string;
  readonly operationNames: readonly string[];
  /** `undefined` for a name that the API does not have. */
  operation(name: string): OperationModel | undefined;
  readonly errorNames: readonly string[];
  /** The shape of an error that the API documents, by its wire code or its shape's name. */
  error(code: string): StructureShape | undefined;
}

interface Header {
  readonly name: ServiceName;
  readonly serviceId: string;
  readonly protocol: ProtocolId;
  readonly apiVersion: string;
  readonly xmlNamespace: string;
  readonly targetPrefix: string;
  readonly signingName: string;
  readonly operations: Readonly<Record<string, readonly [Reference, Reference, { http?: [string, string, number] }?]>>;
  readonly errors: Readonly<Record<string, Reference>>;
}

/** A model from the text of its generated table. */
export function modelOf(text: string): ServiceModel {
  const table = new ShapeTable(text);
  const header = table.header as Header;
  const rows = new Map(Object.entries(header.operations));
  const operations = new Map<string, OperationModel>();
  let errors: Map<string, StructureShape> | undefined;

  const operation = (name: string): OperationModel | undefined => {
    const known = operations.get(name);
    if (known) return known;
    const row = rows.get(name);
    if (!row) return undefined;
    const [input, output, traits] = row;
    const http = traits?.http && { method: traits.http[0], uri: traits.http[1], code: traits.http[2] };
    const model: OperationModel = { name, input: table.shape(input), output: table.shape(output), http };
    operations.set(name, model);
    return model;
  };

  const readErrors = (): Map<string, StructureShape> => {
    const byCode = new Map<string, StructureShape>();
    for (const [name, reference] of Object.entries(header.errors)) {
      const shape = table.shape(reference) as StructureShape;
      if (!byCode.has(name)) byCode.set(name, shape);
      const code = shape.traits.awsQueryError?.[0];
      if (code) byCode.set(code, shape);
    }
    return byCode;
  };

  return {
    name: header.name,
    serviceId: header.serviceId,
    protocol: header.protocol,
    apiVersion: header.apiVersion,
    xmlNamespace: header.xmlNamespace,
    targetPrefix: header.targetPrefix,
    signingName: header.signingName,
    operationNames: Object.keys(header.operations),
    operation,
    errorNames: Object.keys(header.errors),
    error: (code) => {
      errors ??= readErrors();
      return errors.get(code);
    },
  };
}

const models = new Map<ServiceName, Promise<ServiceModel>>();
const loaded = new Map<ServiceName, ServiceModel>();

/** The service's model, if it is there: nobody who has it need wait for it. */
export const loadedModel = (service: ServiceName): ServiceModel | undefined => loaded.get(service);

/** The service's model, read once. The tables are ASCII, so Latin-1 reads them without decoding. */
export function loadModel(service: ServiceName): Promise<ServiceModel> {
  let model = models.get(service);
  if (!model) {
    model = readFile(generatedFile(service), "latin1").then((text) => {
      const read = modelOf(text);
      loaded.set(service, read);
      return read;
    });
    models.set(service, model);
  }
  return model;
}

/** The members that an operation's input must have; none for an operation that the API does not have. */
export function requiredMembers(model: ServiceModel, operation: string): readonly Member[] {
  const input = model.operation(operation)?.input;
  if (input?.kind !== "structure") return [];
  return input.members.filter((member) => member.required);
}
