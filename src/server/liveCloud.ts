/**
 * The cloud that is being served. Services join it as they are first asked for; a reset puts a fresh cloud in its place,
 * with the same services and the same seed, so that the same calls make the same ids again; a state that was kept puts
 * there the cloud that it is of. Where there is a journal, it follows whichever cloud is served.
 */
import type { Clock } from "../base/clock.ts";
import { resumedRandom, seededRandom } from "../base/random.ts";
import { Cloud } from "../cloud/cloud.ts";
import type { Settings } from "../cloud/context.ts";
import { type SavedState, servicesOf } from "../cloud/journal/state.ts";
import type { Service } from "../cloud/operation.ts";
import type { ServiceName } from "../protocol/catalogue.ts";
import type { Journal } from "./data/journal.ts";
import { Problem } from "./problem.ts";
import { reachability } from "./reachability.ts";
import type { ServiceTable } from "./services.ts";

export interface LiveCloudOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly settings: Partial<Settings>;
  readonly services: ServiceTable;
  readonly journal?: Journal | undefined;
}

export class LiveCloud {
  readonly #options: LiveCloudOptions;
  readonly #services: Service[] = [];
  readonly #loading = new Map<ServiceName, Promise<void>>();
  readonly #loaded = new Set<ServiceName>();
  #cloud: Cloud;

  constructor(options: LiveCloudOptions) {
    this.#options = options;
    this.builtServices = Object.keys(options.services) as ServiceName[];
    this.#cloud = this.#fresh();
  }

  /** Ask again after every `await`: a reset replaces it. */
  get cloud(): Cloud {
    return this.#cloud;
  }

  get seed(): number {
    return this.#options.seed;
  }

  /** How often a server began on the same data before this one. */
  get restarts(): number {
    return (this.#options.journal?.starts ?? 1) - 1;
  }

  /** What an answer has to wait for before it tells of what was done; nothing, where nothing could be lost. */
  durable(): Promise<void> | undefined {
    return this.#options.journal?.durable();
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  readonly builtServices: readonly ServiceName[];

  /** Nothing to wait for where the service is there, or is none of ours. */
  need(name: ServiceName): Promise<void> | undefined {
    if (this.#loaded.has(name)) return undefined;
    const load = this.#options.services[name];
    if (!load) return undefined;
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = load().then((service) => {
        this.#services.push(service);
        this.#cloud.add(service);
        this.#loaded.add(name);
      });
      loading.catch(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async needAll(): Promise<void> {
    for (const name of this.builtServices) await this.need(name);
  }

  /** Takes up what the journal kept, or begins it. */
  async begin(): Promise<void> {
    const { journal } = this.#options;
    if (!journal) return;
    if (journal.saved) this.#cloud = await this.#revived(journal.saved, (message) => journal.newer(message));
    await journal.begin(this.#cloud);
  }

  reset(): void {
    this.#replace(this.#fresh());
  }

  /** Puts a state in the place of all that is there; where it throws, all of that stays. */
  async load(state: SavedState): Promise<void> {
    this.#replace(await this.aside(state));
  }

  /** The cloud that a state is of, which nobody is served. */
  aside(state: SavedState): Promise<Cloud> {
    return this.#revived(state, (message) => new Problem("invalid-snapshot", `The snapshot ${message}`));
  }

  #replace(cloud: Cloud): void {
    this.#cloud = cloud;
    this.#options.journal?.follow(cloud, { instead: true });
  }

  /** The cloud that a state is of, compiled, so that a state that makes no network shows before it is served. */
  async #revived(state: SavedState, problem: (message: string) => Error): Promise<Cloud> {
    for (const name of servicesOf(state)) {
      if (!Object.hasOwn(this.#options.services, name))
        throw problem(`has the service '${name.slice(0, 60)}', which this Underlay has not: a newer one wrote it.`);
      await this.need(name as ServiceName);
    }
    const { clock, settings } = this.#options;
    const random = resumedRandom(state.seed, state.random);
    const cloud = new Cloud({ clock, random, services: this.#services, settings, reachability });
    cloud.restore(state.rows);
    void cloud.fabric;
    return cloud;
  }

  #fresh(): Cloud {
    const { clock, seed, settings } = this.#options;
    return new Cloud({ clock, random: seededRandom(seed), services: this.#services, settings, reachability });
  }
}
