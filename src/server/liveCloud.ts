/**
 * The cloud that is being served. Services join it as they are first asked for; a reset puts a fresh cloud in its place,
 * with the same services and the same seed, so that the same calls make the same ids again.
 */
import type { Clock } from "../base/clock.ts";
import { seededRandom } from "../base/random.ts";
import { Cloud } from "../cloud/cloud.ts";
import type { Settings } from "../cloud/context.ts";
import type { Service } from "../cloud/operation.ts";
import type { ServiceName } from "../protocol/catalogue.ts";
import type { ServiceTable } from "./services.ts";

export interface LiveCloudOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly settings: Partial<Settings>;
  readonly services: ServiceTable;
}

export class LiveCloud {
  readonly #options: LiveCloudOptions;
  readonly #services: Service[] = [];
  readonly #loading = new Map<ServiceName, Promise<void>>();
  readonly #loaded = new Set<ServiceName>();
  #cloud: Cloud;

  constructor(options: LiveCloudOptions) {
    this.#options = options;
    this.#cloud = this.#fresh();
  }

  /** Ask again after every `await`: a reset replaces it. */
  get cloud(): Cloud {
    return this.#cloud;
  }

  get seed(): number {
    return this.#options.seed;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get builtServices(): readonly ServiceName[] {
    return Object.keys(this.#options.services) as ServiceName[];
  }

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

  reset(): void {
    this.#cloud = this.#fresh();
  }

  #fresh(): Cloud {
    const { clock, seed, settings } = this.#options;
    return new Cloud({ clock, random: seededRandom(seed), services: this.#services, settings });
  }
}
