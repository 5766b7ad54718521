/**
 * Descriptions of rows that last. What a description was made of is noted as it is made: every row and every list that was
 * looked at. As long as all of those are what they were, it is given out again, the same object, whose text emitters keep
 * beside it. So nothing has to be declared that could be forgotten, and a write costs the descriptions that show it, no
 * others. What looks at anything else (the clock, chance, a whole table) is made anew each time.
 */
import { declareLasting } from "../protocol/lasting.ts";
import { Context, type Settings, type Surroundings } from "./context.ts";
import type { Store } from "./store.ts";
import type { Row, TableDefinition } from "./table.ts";

/** Longer lists under a key of an index change more often than it is worth to look whether they have. */
const LONGEST_LIST = 16;
/** Descriptions of one kind that are kept, and nearly as many older ones: what an answer of more rows shows is not. */
const MOST = 500;

/** What was found where: the row of an id, or the rows under a key of an index. */
interface Finding {
  readonly table: TableDefinition<Row>;
  readonly index: string | undefined;
  readonly key: string;
  readonly row: Row | undefined;
  readonly rows: readonly Row[];
}

const NONE: readonly Row[] = [];

/** The surroundings as a description sees them: what is taken of them directly, nobody could look at again. */
class Watched implements Surroundings {
  readonly #real: Surroundings;
  unnoted = false;

  constructor(real: Surroundings) {
    this.#real = real;
  }

  get store(): Surroundings["store"] {
    return this.#directly().store;
  }

  get clock(): Surroundings["clock"] {
    return this.#directly().clock;
  }

  get random(): Surroundings["random"] {
    return this.#directly().random;
  }

  get reachability(): Surroundings["reachability"] {
    return this.#directly().reachability;
  }

  get settings(): Settings {
    return this.#real.settings;
  }

  #directly(): Surroundings {
    this.unnoted = true;
    return this.#real;
  }
}

class NotingContext extends Context {
  readonly findings: Finding[] = [];
  readonly #store: Store;
  readonly #watched: Watched;

  constructor({ surroundings, account, region, requestId, accessKeyId }: Context) {
    const watched = new Watched(surroundings);
    super(watched, account, region, requestId, accessKeyId);
    this.#watched = watched;
    this.#store = surroundings.store;
  }

  /** Whether all that was looked at is among the findings. */
  get isNoted(): boolean {
    return !this.#watched.unnoted;
  }

  override find<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined {
    const row = this.#store.table(table).get(id);
    this.#note(table, { index: undefined, key: id, row, rows: NONE });
    return row;
  }

  override by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): R[] {
    const rows = this.#store.table(table).listBy(index, key);
    if (rows.length > LONGEST_LIST) this.#watched.unnoted = true;
    else this.#note(table, { index, key, row: undefined, rows: [...rows] });
    return rows;
  }

  #note<R extends Row, I extends string>(table: TableDefinition<R, I>, found: Omit<Finding, "table">): void {
    this.findings.push({ table: table as unknown as TableDefinition<Row>, ...found });
  }
}

/** A description, whom it was made for, and what it was made of. */
class Kept<D> {
  readonly description: D;
  readonly #account: string;
  readonly #region: string;
  readonly #settings: Settings;
  readonly #findings: readonly Finding[];
  /** As of which write all was as it had been. Not the store itself: that of a cloud that was reset must be let go. */
  #writes: number;

  constructor(description: D, { surroundings, account, region }: Context, findings: readonly Finding[]) {
    this.description = description;
    this.#account = account;
    this.#region = region;
    this.#settings = surroundings.settings;
    this.#findings = findings;
    this.#writes = surroundings.store.writes;
  }

  holdsFor({ account, region, surroundings: { store, settings } }: Context): boolean {
    if (account !== this.#account || region !== this.#region || settings !== this.#settings) return false;
    if (store.writes === this.#writes) return true;
    for (const { table, index, key, row, rows } of this.#findings) {
      const now = store.table(table);
      if (index === undefined ? now.get(key) !== row : !now.holds(index, key, rows)) return false;
    }
    this.#writes = store.writes;
    return true;
  }
}

/**
 * Makes a description of a row one that lasts, for lists of rows. What it gives must not be changed. The function must
 * look at nothing but the row, the context and what never changes, nor at the context's request.
 */
export function lasting<R extends Row, D extends object>(
  describe: (ctx: Context, row: R) => D,
): (ctx: Context, rows: readonly R[]) => D[] {
  let young = new Map<R, Kept<D>>();
  let old = new Map<R, Kept<D>>();

  const keep = (row: R, kept: Kept<D>): D => {
    if (young.size >= MOST && !young.has(row)) [old, young] = [young, new Map()];
    young.set(row, kept);
    return kept.description;
  };

  const one = (ctx: Context, row: R): D => {
    const known = young.get(row);
    if (known?.holdsFor(ctx)) return known.description;
    const older = known ? undefined : old.get(row);
    if (older?.holdsFor(ctx)) return keep(row, older);
    const noting = new NotingContext(ctx);
    const description = describe(noting, row);
    return noting.isNoted ? keep(row, new Kept(declareLasting(description), ctx, noting.findings)) : description;
  };

  return (ctx, rows) => rows.map((row) => (rows.length > MOST ? describe(ctx, row) : one(ctx, row)));
}
