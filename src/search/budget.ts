/**
 * How much of a search's budget is used up.
 */
import type { BudgetConfig } from "./config.ts";
import type { SearchBudget } from "./plan.ts";

/** What has been used. `seconds` is that of all searches of the discovery together. */
export interface Usage {
  readonly programs: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly fitness: number;
}

/** The budget that a configuration gives. */
export function searchBudget({ minutes, ...limits }: BudgetConfig): SearchBudget {
  return { ...limits, seconds: minutes === null ? null : minutes * 60 };
}

/** Share of the budget that is used, 0 … 1: that of the limit which is nearest. 0 without limits. The target is no share. */
export function shareUsed(budget: SearchBudget, usage: Usage): number {
  const share = (used: number, limit: number | null): number => (limit === null ? 0 : limit <= 0 ? 1 : used / limit);
  const shares = [
    share(usage.programs, budget.programs),
    share(usage.evaluations, budget.evaluations),
    share(usage.seconds, budget.seconds),
  ];
  return Math.min(1, Math.max(...shares));
}

/** Why a search ends now, or null. Children beyond a limit are never born, so a search of the same budget ends at the same child. */
export function endReason(budget: SearchBudget, usage: Usage): "budget" | "target" | null {
  if (budget.target !== null && usage.evaluations > 0 && usage.fitness >= budget.target) return "target";
  return shareUsed(budget, usage) >= 1 ? "budget" : null;
}
