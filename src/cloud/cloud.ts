/**
 * Every account and region of one process: the tables, the services that change them, and time. `call` is the one way
 * in: it opens the account's region on first sight, runs the operation in a transaction and answers or throws AwsError.
 */
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { Context, type Settings, type Surroundings } from "./context.ts";
import { AwsError } from "./error.ts";
import { remember, replay } from "./idempotency.ts";
import type { Operation, Service } from "./operation.ts";
import { Store } from "./store.ts";
import { defineTable, type Row } from "./table.ts";
import { type Timer, type Transition, timers } from "./timers.ts";

/** The account's regions that have been opened, each a row, so that opening happens once even across restarts. */
export const openings = defineTable<Row>()("cloud.opening");

export interface CloudOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly services: readonly Service[];
  readonly settings?: Partial<Settings>;
}

export interface CallOptions {
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
}

/** Thrown to leave a transaction that answered well but must not stay: a dry run. */
class Rollback extends Error {}

export class Cloud {
  readonly store = new Store();
  readonly surroundings: Surroundings;
  readonly #operations = new Map<string, Operation>();
  readonly #transitions = new Map<string, Transition>();
  readonly #services: Service[] = [];

  constructor({ clock, random, services, settings }: CloudOptions) {
    this.surroundings = { store: this.store, clock, random, settings: { strictImages: false, ...settings } };
    for (const service of services) this.add(service);
    this.store.follow((changes) => {
      for (const change of changes) if (change.table === timers.name && change.after) this.#arm(change.after as Timer);
    });
  }

  /** Adds a service; its regions open when an account first calls anything there. */
  add(service: Service): void {
    this.#services.push(service);
    for (const operation of service.operations) this.#operations.set(`${service.name}.${operation.name}`, operation);
    for (const [kind, transition] of Object.entries(service.transitions ?? {})) this.#transitions.set(kind, transition);
  }

  operation(service: string, name: string): Operation | undefined {
    return this.#operations.get(`${service}.${name}`);
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
  context({ account, region, requestId }: CallOptions): Context {
    const ctx = new Context(this.surroundings, account, region, requestId);
    if (!ctx.find(openings, ctx.scope)) {
      this.store.transact(() => {
        ctx.put(openings, { id: ctx.scope, account, region });
        for (const service of this.#services) service.open?.(ctx);
      });
    }
    return ctx;
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
