/**
 * What an operation sees: the caller's account and region, the tables, time and ids. `get` and `all` are confined to
 * that account and region; `by` follows an index across all of them (its keys are ids, or names made with `key`);
 * `find` looks everywhere and `within` steps into another account or region, inside the same transaction.
 */
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Reachability } from "./reachability.ts";
import type { Store } from "./store.ts";
import { type Row, type Scope, scopeOf, type TableDefinition } from "./table.ts";
import { type Timer, timers } from "./timers.ts";

/** What the region was started with. */
export interface Settings {
  /** Refuse image ids that nobody registered. */
  readonly strictImages: boolean;
  /** Hold accounts to AWS's adjustable quotas. */
  readonly quotas: boolean;
}

export interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  /** What is asked of the network as a whole, as it is when this is called; throws where nothing was supplied for it. */
  readonly reachability: () => Reachability;
}

export class Context {
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  /** The access key that signed the call, where one did. */
  readonly accessKeyId: string | undefined;
  readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings, account: string, region: string, requestId: string, accessKeyId?: string) {
    this.surroundings = surroundings;
    this.account = account;
    this.region = region;
    this.requestId = requestId;
    this.accessKeyId = accessKeyId;
  }

  get scope(): Scope {
    return scopeOf(this);
  }

  get settings(): Settings {
    return this.surroundings.settings;
  }

  get random(): Random {
    return this.surroundings.random;
  }

  /** The network as it was before this transaction, to ask what reaches what. */
  get reachability(): Reachability {
    return this.surroundings.reachability();
  }

  /** The present, as the region's clock has it. */
  now(): Date {
    return new Date(this.surroundings.clock.now());
  }

  /** The row with this id, if it belongs to the caller's account and region. */
  get<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined {
    const row = this.find(table, id);
    return row && row.account === this.account && row.region === this.region ? row : undefined;
  }

  /** The row with this id, whoever owns it. */
  find<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined {
    return this.surroundings.store.table(table).get(id);
  }

  /** Every row of the caller's account and region, oldest first. */
  all<R extends Row, I extends string>(table: TableDefinition<R, I>): R[] {
    return this.surroundings.store.table(table).in(this.scope).list();
  }

  /** How many rows the caller's account and region has. */
  count<R extends Row, I extends string>(table: TableDefinition<R, I>): number {
    return this.surroundings.store.table(table).in(this.scope).size;
  }

  /** The rows under a key of an index, oldest first. */
  by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): R[] {
    return this.surroundings.store.table(table).listBy(index, key);
  }

  /** An index key for a name that is unique only within one account and region. */
  key(name: string): string {
    return `${this.scope}/${name}`;
  }

  /** Whether anybody has any row at all. */
  has<R extends Row, I extends string>(table: TableDefinition<R, I>): boolean {
    return this.surroundings.store.table(table).size > 0;
  }

  put<R extends Row, I extends string>(table: TableDefinition<R, I>, row: R): R {
    this.surroundings.store.put(table as unknown as TableDefinition<R, never>, row);
    return row;
  }

  delete<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): void {
    this.surroundings.store.delete(table as unknown as TableDefinition<R, never>, id);
  }

  /** A new id in AWS's long form: the prefix and 17 hex digits. */
  newId(prefix: string): string {
    return `${prefix}-0${this.random.hex(16)}`;
  }

  /** The same transaction, seen from another account or region. */
  within(account: string, region: string): Context {
    if (account === this.account && region === this.region) return this;
    return new Context(this.surroundings, account, region, this.requestId, this.accessKeyId);
  }

  /** Arranges that `kind`'s transition runs on `target` after `delay` milliseconds, in this account and region. */
  later(delay: number, kind: string, target: string): void {
    const timer: Timer = {
      id: this.newId("timer"),
      account: this.account,
      region: this.region,
      at: this.surroundings.clock.now() + delay,
      kind,
      target,
    };
    this.put(timers, timer);
  }
}
