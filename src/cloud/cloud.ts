/**
 * Every account and region of one process: the tables, the services that change them, and time. `call` is the one way
 * in: it opens the account's region on first sight, runs the operation in a transaction and answers or throws AwsError.
 */
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { Fabric } from "../fabric/fabric.ts";
import { Context, type Settings, type Surroundings } from "./context.ts";
import { AwsError } from "./error.ts";
import { remember, replay } from "./idempotency.ts";
import type { Compiler, Operation, OutlineNode, Place, Service, Wording } from "./operation.ts";
import type { Reachability } from "./reachability.ts";
import { type Change, type KeptRow, Store } from "./store.ts";
import { defineTable, type Row } from "./table.ts";
import { type Timer, type Transition, timers } from "./timers.ts";

/**
 * The account's regions that have been opened, each a row, so that opening happens once even across restarts. A service
 * that was added later opens the regions that were there before it.
 */
export interface Opening extends Row {
  readonly services: readonly string[];
}

export const openings = defineTable<Opening>()("cloud.opening");

/** Changes that wait for somebody to look at the fabric; more are compiled at once, so that waiting stays bounded. */
const UNCOMPILED_AT_MOST = 1_000;

export interface CloudOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly services: readonly Service[];
  readonly settings?: Partial<Settings>;
  /** The engine that services ask what reaches what; without one, operations that need it are not built. */
  readonly reachability?: ((fabric: Fabric) => Reachability) | undefined;
}

export interface CallOptions {
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  /** The access key that signed the call. */
  readonly accessKeyId?: string | undefined;
}

/** Thrown to leave a transaction that answered well but must not stay: a dry run. */
class Rollback extends Error {}

export class Cloud {
  readonly store = new Store();
  readonly surroundings: Surroundings;
  /** By service and name. */
  readonly #operations = new Map<string, Map<string, Operation>>();
  readonly #transitions = new Map<string, Transition>();
  readonly #services: Service[] = [];
  readonly #fabric = new Fabric();
  readonly #compilers: Compiler[] = [];
  /** What has changed since the fabric was last looked at. */
  #uncompiled: Change[] = [];
  #generation = 0;

  constructor({ clock, random, services, settings, reachability }: CloudOptions) {
    this.surroundings = {
      store: this.store,
      clock,
      random,
      settings: { strictImages: false, quotas: false, ...settings },
      reachability: () => {
        if (reachability) return reachability(this.fabric);
        throw new AwsError("UnsupportedOperation", "This Underlay was built without an engine for reachability.");
      },
    };
    for (const service of services) this.add(service);
    this.store.follow((changes) => {
      for (const change of changes) this.#uncompiled.push(change);
      if (this.#uncompiled.length > UNCOMPILED_AT_MOST) this.#compile();
      let due: Timer[] | undefined;
      for (const { table, after } of changes)
        if (table === timers.name && after) {
          due ??= [];
          due.push(after as Timer);
        }
      if (!due) return;
      for (const timer of due.sort((a, b) => a.at - b.at)) this.#arm(timer); // many at once when they are restored
    });
  }

  /**
   * Takes up rows that were kept. The services that wrote them must have been added: compilers and transitions hear of
   * the rows now. What fell due in the meantime happens at once.
   */
  restore(rows: Iterable<KeptRow>): void {
    this.store.restore(rows);
  }

  /** Adds a service; its regions open when an account first calls anything there. */
  add(service: Service): void {
    this.#services.push(service);
    const operations = this.#operations.get(service.name) ?? new Map<string, Operation>();
    for (const operation of service.operations) operations.set(operation.name, operation);
    this.#operations.set(service.name, operations);
    for (const [kind, transition] of Object.entries(service.transitions ?? {})) this.#transitions.set(kind, transition);
    if (service.compiler) this.#compilers.push(service.compiler(this.store, this.#fabric));
  }

  /** The network of all accounts and regions as it is now: compiled on demand, and only what changed since last time. */
  get fabric(): Fabric {
    if (this.#uncompiled.length > 0) this.#compile();
    return this.#fabric;
  }

  /** How often the fabric has changed. */
  get generation(): number {
    return this.#generation;
  }

  #compile(): void {
    const changes = this.#uncompiled;
    this.#generation++;
    this.#uncompiled = [];
    for (const compile of this.#compilers) compile(changes);
  }

  operation(service: string, name: string): Operation | undefined {
    return this.#operations.get(service)?.get(name);
  }

  /** The operations built, by service. */
  built(): ReadonlyMap<string, readonly string[]> {
    return new Map(this.#services.map(({ name, operations }) => [name, operations.map((operation) => operation.name)]));
  }

  /** Answers a call with the operation's output, or throws the AwsError that AWS would give; then nothing has changed. */
  call(service: string, name: string, input: object, options: CallOptions): object {
    const operation = this.operation(service, name);
    if (!operation) throw new AwsError("UnsupportedOperation", `Underlay does not build ${service} ${name} yet.`);
    const ctx = this.context(options);
    const dryRun = (input as { DryRun?: unknown }).DryRun === true;
    try {
      return this.store.transact(() => {
        const earlier = replay(ctx, name, input);
        const output = earlier ?? operation.run(input as never, ctx);
        if (dryRun) throw new Rollback();
        if (!earlier) remember(ctx, name, input, output);
        return output;
      });
    } catch (error) {
      if (!(error instanceof Rollback)) throw error;
      throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
  }

  /** A context for an account's region, opened if this is the first that is heard of it. */
  context({ account, region, requestId, accessKeyId }: CallOptions): Context {
    const ctx = new Context(this.surroundings, account, region, requestId, accessKeyId);
    if (ctx.find(openings, ctx.scope)?.services.length !== this.#services.length) this.#open(ctx);
    return ctx;
  }

  /** The places that a selector names, in every account and region that has been opened or only in those given. */
  locate(
    selector: string,
    within: { readonly account?: string | undefined; readonly region?: string | undefined },
  ): Place[] {
    const found: Place[] = [];
    for (const { account, region } of this.store.table(openings).values()) {
      if ((within.account ?? account) !== account || (within.region ?? region) !== region) continue;
      const ctx = this.context({ account, region, requestId: "locate" });
      for (const { locate } of this.#services) if (locate) found.push(...locate(ctx, selector));
    }
    return found;
  }

  get wordings(): readonly Wording[] {
    return this.#services.flatMap(({ wording }) => wording ?? []);
  }

  /** The services whose parts of a region are shown as an outline, in the order in which they were added. */
  outline(ctx: Context): readonly OutlineNode[] {
    return this.#services.flatMap(({ outline }) => outline?.(ctx) ?? []);
  }

  #open(ctx: Context): void {
    const { scope, account, region } = ctx;
    this.store.transact(() => {
      const opened = ctx.find(openings, scope)?.services ?? [];
      ctx.put(openings, { id: scope, account, region, services: this.#services.map(({ name }) => name) });
      for (const { name, open } of this.#services) if (!opened.includes(name)) open?.(ctx);
    });
  }

  #arm(timer: Timer): void {
    const { clock } = this.surroundings;
    clock.after(Math.max(0, timer.at - clock.now()), () => {
      if (!this.store.table(timers).get(timer.id)) return;
      const ctx = new Context(this.surroundings, timer.account, timer.region, timer.id);
      this.store.transact(() => {
        ctx.delete(timers, timer.id);
        this.#transitions.get(timer.kind)?.(ctx, timer.target);
      });
    });
  }
}
