/**
 * Seeds of everything after the searches, none of which the searches have seen, and none used for two purposes.
 */
import type { DiscoveryConfig } from "../config.ts";
import type { TaskEntry } from "../config-tasks.ts";
import { stageRule } from "./rule.ts";

/** Seeds by purpose. */
export interface SeedBook {
  /** Choose numbers. */
  readonly tuning: readonly number[];
  /** Choose rates. */
  readonly rates: readonly number[];
  /** Judge on the searches' own tasks. */
  readonly fresh: readonly number[];
  /** Judge on the larger tasks. */
  readonly larger: readonly number[];
  /** Judge the trail of a search on the larger tasks. */
  readonly meta: readonly number[];
  /** Judge steps of the simplification. */
  readonly simplification: readonly number[];
  /** Chooses rates of real trials. */
  readonly full: number;
}

/** Seeds of the first look at larger tasks. */
export function mostSeeds(tasks: readonly TaskEntry[]): number {
  return Math.max(0, ...tasks.map(({ seeds }) => seeds.length));
}

/** Seeds from 1000 on that no list of the configuration names. */
export function createSeedBook({ tasks, funnel }: Pick<DiscoveryConfig, "tasks" | "funnel">): SeedBook {
  const taken = new Set([...tasks.flatMap(({ seeds }) => seeds), ...(funnel?.full?.seeds ?? [])]);
  let next = 1000;
  const take = (count: number): number[] => {
    const seeds: number[] = [];
    for (; seeds.length < count; next++) if (!taken.has(next)) seeds.push(next);
    return seeds;
  };
  const fresh = funnel?.freshSeeds ?? 0;
  const largest = mostSeeds(funnel?.larger ?? []);
  const upTo = (first: number): number => stageRule(first, funnel?.sequential ?? null).looks.at(-1)!;
  return {
    rates: take(2),
    fresh: take(upTo(fresh)),
    larger: take(largest === 0 ? 0 : upTo(largest)),
    meta: take(largest),
    simplification: take(fresh),
    full: take(1)[0]!,
    tuning: take(funnel?.tuning?.seeds ?? 0),
  };
}
