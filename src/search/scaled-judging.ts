/**
 * Judging in proportion to searching: a discovery that is given less budget than its file has is judged by as much less.
 *
 * A file's funnel fits its own budget. It is a function of the two budgets alone, so a discovery that was stopped goes on with the same.
 */
import type { BudgetConfig, DiscoveryConfig } from "./config.ts";

/** The least that is left: fewer seeds could not tell programs apart, fewer settings would tune nothing. */
const least = { finalists: 3, freshSeeds: 8, variants: 8, tuningSeeds: 2, largerSeeds: 4 };

/** Share of the file's budget below which real trials are left out: they cannot be cut short. */
const enoughForTrials = 0.5;

/** The discovery with its judging cut to the share of `own` budget that it has; as it is where it has as much, or another kind of limit. */
export function withScaledJudging(config: DiscoveryConfig, own: BudgetConfig): DiscoveryConfig {
  const share = shareOf(config.budget, own);
  const { funnel } = config;
  if (funnel === null || share >= 1) return config;
  const cut = (count: number, floor: number): number => Math.min(count, Math.max(floor, Math.ceil(count * share)));
  const { tuning, sequential, larger, full } = funnel;
  return {
    ...config,
    funnel: {
      ...funnel,
      finalists: cut(funnel.finalists, least.finalists),
      freshSeeds: cut(funnel.freshSeeds, least.freshSeeds),
      sequential: sequential === null ? null : { ...sequential, most: cut(sequential.most, least.freshSeeds) },
      tuning:
        tuning === null
          ? null
          : { variants: cut(tuning.variants, least.variants), seeds: cut(tuning.seeds, least.tuningSeeds) },
      larger: larger.map((task) => ({
        ...task,
        seeds: task.seeds.slice(0, cut(task.seeds.length, least.largerSeeds)),
      })),
      full: share < enoughForTrials ? null : full,
    },
  };
}

/** Share of a budget; 1 where the two have no limit in common. */
function shareOf(given: BudgetConfig, own: BudgetConfig): number {
  const shares = (["minutes", "evaluations", "programs"] as const).flatMap((limit) => {
    const [a, b] = [given[limit], own[limit]];
    return a === null || b === null ? [] : [a / b];
  });
  return Math.min(1, ...shares);
}
