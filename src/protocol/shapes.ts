/**
 * The shapes of an API's inputs and outputs, after Smithy's model (https://smithy.io/2.0/spec/model.html). Codecs walk
 * them; the members' own shapes are decoded when first asked for, so a request costs only the shapes it touches.
 */

/** Timestamps without a format of their own take the protocol's. */
export type TimestampKind = "timestamp" | "date-time" | "http-date" | "epoch-seconds";

export type ScalarKind =
  | "string"
  | "number"
  | "boolean"
  | TimestampKind
  | "document"
  | "big-integer"
  | "big-decimal"
  | "blob"
  | "streaming-blob";

export interface ScalarShape {
  readonly kind: ScalarKind;
}

/** An operation without input, or without output. */
interface UnitShape {
  readonly kind: "unit";
}

export interface StructureShape {
  /** Of a union, exactly one member is set. */
  readonly kind: "structure" | "union";
  readonly name: string;
  /** The required ones first. */
  readonly members: readonly Member[];
  readonly traits: Traits;
}

export interface ListShape {
  readonly kind: "list";
  readonly name: string;
  readonly member: Target;
  readonly traits: Traits;
}

export interface MapShape {
  readonly kind: "map";
  readonly name: string;
  readonly key: Target;
  readonly value: Target;
  readonly traits: Traits;
}

export type Shape = ScalarShape | UnitShape | StructureShape | ListShape | MapShape;

/** A use of a shape, with the traits of that use merged over the scalar's own. */
export interface Target {
  readonly shape: Shape;
  readonly traits: Traits;
}

export interface Member extends Target {
  readonly name: string;
  readonly required: boolean;
}

/** Smithy's traits that show on the wire, by their Smithy names. */
export interface Traits {
  readonly xmlName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  /** Prefix and URI. */
  readonly xmlNamespace?: readonly [string, string];
  readonly ec2QueryName?: string;
  readonly jsonName?: string;
  readonly mediaType?: string;
  readonly sparse?: 1;
  readonly idempotencyToken?: 1;
  readonly hostLabel?: 1;
  readonly httpLabel?: 1;
  readonly httpQuery?: string;
  readonly httpQueryParams?: 1;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: 1;
  readonly httpResponseCode?: 1;
  /** Code and HTTP status of an error in the query protocols, where they are not the shape's name and 400. */
  readonly awsQueryError?: readonly [string, number];
  readonly httpError?: number;
}
