/**
 * Operations: a name of the AWS API and the function that answers it. The function is synchronous and runs inside one
 * transaction, so an operation happens whole or not at all. Input and output types are inferred from the SDK's client.
 */
import type { Address } from "../base/address.ts";
import type { Change as FabricChange } from "../fabric/change.ts";
import type { Fabric } from "../fabric/fabric.ts";
import type { Context } from "./context.ts";
import type { Change, Store } from "./store.ts";
import type { Transition } from "./timers.ts";

type CommandOf<Client, Name extends string> = Client[`${Name}Command` & keyof Client];

/** The input that the SDK's client takes for an operation. */
export type InputOf<Client, Name extends string> =
  CommandOf<Client, Name> extends new (...args: infer Arguments) => unknown ? First<Arguments> : never;

/** The sole argument; a client whose input is all optional declares that it may be left out. */
type First<Arguments> = Arguments extends readonly [infer Input] ? Input : never;

/** What the SDK's client answers, without its own `$metadata`. */
export type OutputOf<Client, Name extends string> =
  CommandOf<Client, Name> extends new (
    input: never,
  ) => { resolveMiddleware(...rest: never[]): (...rest: never[]) => Promise<{ output: infer Output }> }
    ? Omit<Output, "$metadata">
    : never;

export type OperationNames<Client> = keyof Client extends infer Key
  ? Key extends `${infer Name}Command`
    ? Name
    : never
  : never;

export interface Operation {
  readonly name: string;
  readonly run: (input: never, ctx: Context) => object;
}

/** `operationsOf<typeof import("@aws-sdk/client-ec2")>()` makes the function that declares that client's operations. */
export const operationsOf =
  <Client>() =>
  <Name extends OperationNames<Client>>(
    name: Name,
    run: (input: InputOf<Client, Name>, ctx: Context) => OutputOf<Client, Name>,
  ): Operation => ({ name, run: run as Operation["run"] });

/** What a region holds, as a tree that people read: `underlay status` prints it. */
export interface OutlineNode {
  readonly label: string;
  readonly id: string;
  readonly notes: readonly string[];
  readonly children: readonly OutlineNode[];
}

/** A place in the network that a trace can begin or end at: a host on an interface, or one in the world. */
export interface Place {
  /** What it is, in AWS's words: `instance`, `network-interface`, `nat-gateway`, `internet`, `service`. */
  readonly kind: string;
  readonly id: string;
  readonly name: string | undefined;
  /** The interface that it stands at; absent for the world. */
  readonly interface: string | undefined;
  /** Its addresses in its own domain, the preferred first; in the world, the addresses themselves. */
  readonly inner: readonly Address[];
  /** What the world calls it. */
  readonly outer: readonly Address[];
}

/** Brings the fabric up to date with what changed in the tables: the cost is the change's, not the region's. */
export type Compiler = (changes: readonly Change[]) => void;

/** A change to the network as a change to a service's resources. */
export interface Remedy {
  /** In words: `allow tcp 5432 from 10.0.0.10/32 in security group db (sg-…)`. */
  readonly change: string;
  readonly resource: string;
  /** The AWS CLI's line, where one line does it. */
  readonly command?: string;
}

/** How a service speaks of the elements that it compiled. */
export interface Wording {
  /** AWS's noun for what an element did at a stage of the walk: `security-group-egress`, `internet-gateway`. */
  stage(stage: string, resource: string): string;
  /** The Name tag of a resource, if it has one. */
  name(store: Store, resource: string): string | undefined;
  /** The resources that bear a Name. */
  named?(store: Store, name: string): readonly string[];
  /** Whether a resource, or a rule or route of it, is there unasked: that it is of no use is nobody's mistake. */
  isGiven?(store: Store, resource: string, rule: string | undefined): boolean;
  /** The value of a resource's tag. */
  tag?(store: Store, resource: string, key: string): string | undefined;
  /**
   * What a change to the service's elements is to its users; `undefined` where they cannot make it. `earlier`: the
   * changes of the same set that are made before.
   */
  remedy?(store: Store, change: FabricChange, earlier: readonly FabricChange[]): Remedy | undefined;
}

/** A service as the cloud knows it: what it answers, and the transitions that its timers name. */
export interface Service {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly transitions?: Readonly<Record<string, Transition>>;
  /** Brings an account's region into being: what is there before anybody's first call (the default VPC). */
  readonly open?: (ctx: Context) => void;
  /** Makes the compiler of this service's resources into the network language. */
  readonly compiler?: (store: Store, fabric: Fabric) => Compiler;
  /** The places that a selector names in this account and region. */
  readonly locate?: (ctx: Context, selector: string) => readonly Place[];
  /** What an element of the fabric that this service compiled is called: its Name, and AWS's noun for what it did. */
  readonly wording?: Wording;
  /** What the region holds of this service. */
  readonly outline?: (ctx: Context) => readonly OutlineNode[];
}
